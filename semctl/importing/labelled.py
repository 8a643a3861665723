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
    """The texts behind labels by key, and what stands behind none; the first of two alike counts."""
    found: dict[str, list[str]] = {}
    rest: list[str] = []
    key = ""
    for row in text.split("\n"):
        name, value = _label(row)
        if name and name not in found:
            key = name
            found[key] = [value] if value else []
        elif key in _LONG or (key and not found[key] and row.strip()):
            found[key].append(row)
        else:
            rest.append(row)
    texts = {name: "\n".join(rows).strip() for name, rows in found.items()}
    return {name: told for name, told in texts.items() if told}, "\n".join(rest).strip()


def _label(row: str) -> tuple[str, str]:
    """The key that a line's label means, and the text behind it; both empty where it has none."""
    found = _LABEL.fullmatch(row)
    if found and (key := _KEYS.get(fold(found[1]))):
        return key, found[2].strip()
    alone = _KEYS.get(fold(row.strip(" *_-:")), "")
    return (alone, "") if alone in _ALONE else ("", "")
