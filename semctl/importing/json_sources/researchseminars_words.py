"""How researchseminars.org names things: series and talks, audiences, frequencies, topics; the same in both directions.

Source: roed314/seminars, seminars/seminar.py (`audience_options`, `access_control_options`, `frequency_options`) and
seminars/utils.py (`clean_topics`). Its identifiers of mathematics are the categories of arXiv
(https://arxiv.org/category_taxonomy) with "_" for the dot; a topic comes with the wider one that it belongs to ("math"
beside "math_NT"), which says nothing more.
"""

import re
from collections.abc import Iterable
from types import MappingProxyType
from typing import Final

from semctl.languages import fold

DOMAIN: Final = "researchseminars.org"
AUDIENCE: Final = (
    "researchers in the topic", "researchers in the discipline", "advanced learners", "learners", "undergraduates",
    "general audience", "social",
)  # fmt: skip
WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
"""In the order of the numbers that the site gives them."""
EVERY: Final = {7: "week", 14: "2 weeks", 21: "3 weeks"}
OPEN: Final = 0
"""The access control under which everybody sees the link."""
_NAMES: Final = MappingProxyType(
    {
        "math": "mathematics",
        "math_AC": "commutative algebra", "math_AG": "algebraic geometry", "math_AP": "analysis of PDEs",
        "math_AT": "algebraic topology", "math_CA": "classical analysis and ODEs", "math_CO": "combinatorics",
        "math_CT": "category theory", "math_CV": "complex variables", "math_DG": "differential geometry",
        "math_DS": "dynamical systems", "math_FA": "functional analysis", "math_GM": "general mathematics",
        "math_GN": "general topology", "math_GR": "group theory", "math_GT": "geometric topology",
        "math_HO": "history and overview", "math_IT": "information theory", "math_KT": "K-theory and homology",
        "math_LO": "logic", "math_MG": "metric geometry", "math_MP": "mathematical physics",
        "math_NA": "numerical analysis", "math_NT": "number theory", "math_OA": "operator algebras",
        "math_OC": "optimization and control", "math_PR": "probability", "math_QA": "quantum algebra",
        "math_RA": "rings and algebras", "math_RT": "representation theory", "math_SG": "symplectic geometry",
        "math_SP": "spectral theory", "math_ST": "statistics theory",
    }
)  # fmt: skip
_CODES: Final = {fold(name): code for code, name in _NAMES.items()}
_CODE: Final = re.compile(r"[a-z][a-z-]*(?:_[A-Za-z][A-Za-z-]*)*")


def named(codes: Iterable[str]) -> list[str]:
    """Topics in words, the narrow ones only; an identifier that is not known stays as it is."""
    given = list(dict.fromkeys(code.replace(".", "_", 1) for code in codes))
    narrow = [code for code in given if not any(other.startswith(f"{code}_") for other in given)]
    return [_NAMES.get(code, code) for code in narrow]


def codes(topics: Iterable[str]) -> tuple[list[str], list[str]]:
    """The identifiers of topics, in words or as they are; and the topics that have none."""
    known, unknown = [], []
    for topic in topics:
        code = _CODES.get(fold(topic))
        if code or ("_" in topic and _CODE.fullmatch(topic)):
            known.append(code or topic)
        else:
            unknown.append(topic)
    return list(dict.fromkeys(known)), unknown


def series_id(uid: str) -> str:
    """The series in an identity such as "TropicalmathandML/32"; empty where it is another."""
    found = re.fullmatch(r"([A-Za-z0-9_.-]+)/[0-9]+", uid)
    return found[1] if found else ""
