"""Texts whose lines say what they are: "Speaker: …", "Titel: …", "Abstract" above its paragraphs, in five languages."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from semctl.languages import fold

LABELS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "speaker": (
            "speaker", "speakers", "presenter", "lecturer", "by", "vortragender", "vortragende", "referent",
            "referentin", "sprecher", "sprecherin", "redner", "rednerin", "relatore", "relatrice", "relatori",
            "speaker e affiliazione", "spreker", "sprekers", "orateur", "oratrice", "orateurs", "intervenant",
            "intervenante", "conférencier",
        ),
        "affiliation": (
            "affiliation", "institution", "institute", "university", "universität", "affiliazione", "affiliatie",
            "instelling", "établissement", "zugehörigkeit",
        ),
        "title": (
            "title", "titel", "thema", "topic", "titolo", "titre", "onderwerp", "talk", "vortrag", "sujet",
        ),
        "abstract": (
            "abstract", "summary", "zusammenfassung", "inhalt", "kurzfassung", "sommario", "riassunto",
            "samenvatting", "résumé",
        ),
        "bio": (
            "bio", "biography", "biografie", "biografia", "biographie", "short bio", "speaker bio",
            "about the speaker",
        ),
        "room": (
            "room", "raum", "ort", "location", "place", "venue", "aula", "luogo", "zaal", "locatie", "plaats",
            "salle", "lieu", "where", "wo", "dove", "waar", "où", "hörsaal",
        ),
        "host": (
            "host", "gastgeber", "gastgeberin", "hosted by", "organizer", "organiser", "ospite", "gastheer", "hôte",
        ),
    }
)  # fmt: skip
"""How lines begin, by the key of the file that they are about."""

_KEYS: Final = {fold(label): key for key, labels in LABELS.items() for label in labels}
_LABEL: Final = re.compile(r"[ \t*_-]*([^\W\d_][^\n:：]{0,30}?)[ \t*_]*[:：][ \t*_]*(.*)")
_ALONE: Final = frozenset({"abstract", "bio", "title", "speaker"})
"""Labels that may stand alone in a line above what they are about."""
_LONG: Final = frozenset({"abstract", "bio"})


def labelled(text: str) -> tuple[dict[str, str], str]:
    """The texts behind labels by key, and what stands in front of the first; the first of two alike counts."""
    found: dict[str, list[str]] = {}
    before: list[str] = []
    key: str | None = None
    for row in text.split("\n"):
        labelled_as, value = _label(row, key)
        if labelled_as and labelled_as not in found:
            key = labelled_as
            found[key] = [value] if value else []
        elif key is None:
            before.append(row)
        elif key in _LONG or (not found[key] and row.strip()):
            found[key].append(row)
        elif row.strip():
            found.setdefault("abstract", []).append(row) if "abstract" not in found else before.append(row)
            key = "abstract" if "abstract" in found else key
    return {name: "\n".join(rows).strip() for name, rows in found.items() if "".join(rows).strip()}, "\n".join(
        before
    ).strip()


def _label(row: str, inside: str | None) -> tuple[str | None, str]:
    """The key that a line's label means, and the text behind it; inside a long text only for other keys."""
    found = _LABEL.fullmatch(row)
    key = _KEYS.get(fold(found[1])) if found else None
    if found and key:
        return key, found[2].strip()
    alone = _KEYS.get(fold(row.strip(" *_-:")))
    return (alone, "") if alone in _ALONE and alone != inside and len(row.split()) < 4 else (None, "")
