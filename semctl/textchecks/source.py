"""What only the text as typed shows: TeX that escapes have swallowed, and syntax that older readers refuse."""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from typing import Final

from semctl.problems import Grade, Problem
from semctl.textchecks.texts import Texts, listed
from semctl.tomltext import spans

# `\u` and `\U` swallow nothing: they want hexadecimal digits, which no command of TeX has.
_N: Final = """nabla ncong ne nearrow neg neq newcommand newline nexists ngeq ngtr ni nleftarrow nleq nless nmid nobreak
    nocite noindent nolimits nonumber norm normalsize not notin nparallel nprec nrightarrow nsim nsubseteq nsucc nu
    null nwarrow"""
_T: Final = """tag tan tanh tau tbinom text textbf textcolor textit textnormal textrm textsc textsf textsl
    textsuperscript texttt textup tfrac theta therefore thicksim thinspace tilde times tiny to top tr triangle
    triangledown triangleleft triangleq triangleright twoheadrightarrow"""
_KNOWN: Final = frozenset({*_N.split(), *_T.split()})
_WORDS: Final = frozenset({"ne", "ni", "not", "nu", "tag", "tan", "tau", "to", "top", "tr"})
"""Commands whose rest may begin a line of its own: "u", "e", "i", "o", "op", "an", "au" are words somewhere."""

_RESTS: Final = frozenset(name[1:] for name in _KNOWN)
_AFTER_BREAK: Final = re.compile(r"[\t\n]([A-Za-z]+)")
_ESCAPED: Final = re.compile(r"\\(?:([bfnrt][A-Za-z]+)|.)", re.DOTALL)


def tex_is_whole(texts: Texts) -> Iterator[Problem]:
    r"""A text between "…" has not lost the \n of \nu, the \f of \frac, the \t of \theta."""
    for path, text in texts.strings:
        if not _may_be_swallowed(text):
            continue
        source = texts.document.source_of(path)
        found = swallowed(source) if source else []
        if source and found:
            instead = "'''…'''" if source.startswith('"""') else "'…'"
            says = f"TeX is swallowed by escapes: {listed(found)}"
            yield texts.warning("swallowed-tex", path, says, f"write {instead} instead of {_quotes(source)}")


def _may_be_swallowed(text: str) -> bool:
    controls = "\b" in text or "\f" in text or "\r" in text
    return controls or not _RESTS.isdisjoint(_AFTER_BREAK.findall(text))


def swallowed(source: str) -> list[str]:
    """The commands of TeX that a string as typed takes for escapes; none unless it stands between double quotes."""
    if not source.startswith('"'):
        return []
    sure, perhaps = [], []
    for match in _ESCAPED.finditer(source):
        name = match[1]
        if not name:
            continue
        if name in _WORDS:
            perhaps.append((match.start(), name, source.count("$", 0, match.start()) % 2 == 1))
        elif name[0] in "bfr" or name in _KNOWN:
            sure.append((match.start(), name))
    kept = [(at, name) for at, name, in_formula in perhaps if sure or in_formula]
    return [f"\\{name}" for _, name in sorted(sure + kept)]


def _quotes(source: str) -> str:
    return '"""…"""' if source.startswith('"""') else '"…"'


# --- TOML 1.1 ---

_TOKEN: Final = re.compile(
    rf"{spans.STRING}|{spans.COMMENT}|[\[\]{{}},\n]"
    r"|(?<![\w:.+-])(?:[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ])?[0-9]{2}:[0-9]{2}(?![0-9:])",
    re.DOTALL,
)
_NEW_ESCAPE: Final = re.compile(r"\\(?:(e|x[0-9A-Fa-f]{2})|.)", re.DOTALL)


def toml_is_old(texts: Texts) -> Iterator[Problem]:
    """Colleagues with an older Python can read the file too: it is TOML 1.0."""
    if texts.document.mistakes or not _reads_newer():
        return
    text = texts.document.text
    for at, says, hint in newer_syntax(text):
        line = text.count("\n", 0, at) + 1
        yield Problem(code="toml-1.1", says=says, hint=hint, grade=Grade.WARNING, line=line)


@cache
def _reads_newer() -> bool:
    """Whether this Python reads TOML 1.1; if not, such syntax is a mistake that was reported in reading."""
    try:
        tomllib.loads("time = 14:15")
    except tomllib.TOMLDecodeError:
        return False
    return True


def newer_syntax(text: str) -> Iterator[tuple[int, str, str]]:
    """Where a text needs TOML 1.1: offset, what is wrong, what to do."""
    open_: list[str] = []
    last, told = "", -1
    for match in _TOKEN.finditer(text):
        token, at = match[0], match.start()
        first = token[0]
        if first in "[{":
            open_.append(first)
        elif first == '"':
            yield from _new_escapes(token, at)
        elif first in "0123456789":
            yield at, f"{token} without seconds is read by Python 3.15 and later only", f"write {_in_full(token)}"
        elif first in "]}":
            if first == "}" and last == "," and told < len(open_):
                says = "a comma before } is read by Python 3.15 and later only"
                yield at, says, "take it out"
            if open_:
                open_.pop()
            told = min(told, len(open_))
        elif first in "\n#" and open_ and open_[-1] == "{" and told < len(open_):
            told = len(open_)
            says = "an inline table of several lines is read by Python 3.15 and later only"
            yield at, says, "write it in one line, or as a [table] of its own"
        if first not in "\n#":
            last = first


def _in_full(token: str) -> str:
    return f'"{token}"' if len(token) == 5 else f"{token}:00"


def _new_escapes(token: str, at: int) -> Iterator[tuple[int, str, str]]:
    for match in _NEW_ESCAPE.finditer(token):
        if match[1]:
            says = f"\\{match[1]} is read by Python 3.15 and later only"
            yield at + match.start(), says, "write TeX between '…' or '''…''', and other characters as themselves"
