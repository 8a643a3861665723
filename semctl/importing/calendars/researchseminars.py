"""The form in which researchseminars.org writes its events: the title in a link, "by … as part of …", the abstract."""

import re
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from semctl.importing.cleaning import line, plain_text, prose
from semctl.importing.people import people, values_of
from semctl.languages import is_tba

_FORM: Final = re.compile(
    r"\s*Title:[ ]*(?P<title>.*?)\s*\nby (?P<who>.*?)(?: as part of (?P<series>[^\n]*?))?[ ]*(?:\n+(?P<rest>.*))?",
    re.DOTALL,
)
_TITLE_LINK: Final = re.compile(r"""<a\s+href\s*=\s*["']([^"']*)["'][^>]*>(.*)</a>""", re.IGNORECASE | re.DOTALL)
_HELD_IN: Final = re.compile(r"^Lecture held in (.*?)\.?[ ]*$", re.MULTILINE)
_ABSTRACT: Final = re.compile(r"^Abstract:?[ ]*\n?(.*)", re.MULTILINE | re.DOTALL)


class Told(NamedTuple):
    """What such a description says. values: keys of a talk. series: the name behind "part of". room: may be empty."""

    values: Mapping[str, Any]
    series: str
    room: str


def told(description: str, summary: str) -> Told | None:
    """What a description of this form says; None for any other."""
    form = _FORM.fullmatch(description)
    if form is None:
        return None
    link = _TITLE_LINK.search(form["title"])
    title = line(plain_text(link[2] if link else form["title"]))
    rest = form["rest"] or ""
    held_in = _HELD_IN.search(rest)
    abstract = _ABSTRACT.search(rest)
    text = prose(plain_text(abstract[1])) if abstract else ""
    values: dict[str, Any] = values_of(people(line(plain_text(form["who"]))) or people(summary))
    if title and not is_tba(title):
        values["title"] = title
    if text and not is_tba(text):
        values["abstract"] = text
    if link and link[1].startswith(("https://", "http://")):
        values["url"] = link[1].strip()
    return Told(values, line(form["series"] or ""), line(held_in[1]) if held_in else "")
