"""The fields of a talk as options, for adding and editing."""

from collections.abc import Mapping
from itertools import zip_longest
from pathlib import Path
from typing import Annotated, Any

import typer

from semctl import store, terminal
from semctl.decode import without_controls
from semctl.model import Status
from semctl.problems import Misused

Speakers = Annotated[list[str] | None, typer.Option("--speaker", help="The name; repeat it for several.")]
Affiliations = Annotated[list[str] | None, typer.Option("--affiliation", help="One for each speaker.")]
Title = Annotated[str | None, typer.Option("--title", help="TeX between dollars is welcome.")]
Abstract = Annotated[str | None, typer.Option("--abstract")]
AbstractFile = Annotated[str | None, typer.Option("--abstract-file", metavar="FILE", help="- is standard input.")]
Bio = Annotated[str | None, typer.Option("--bio")]
StatusOption = Annotated[Status | None, typer.Option("--status", help="confirmed, if unsaid.")]
AffiliationShort = Annotated[str | None, typer.Option("--affiliation-short", help="For tables.")]
SpeakerUrl = Annotated[str | None, typer.Option("--speaker-url")]
Photo = Annotated[str | None, typer.Option("--photo", metavar="FILE")]
Language = Annotated[str | None, typer.Option("--language", help="Of the talk, as in de.")]
Host = Annotated[str | None, typer.Option("--host")]
JointWith = Annotated[list[str] | None, typer.Option("--joint-with")]
Url = Annotated[str | None, typer.Option("--url", help="The talk's own page.")]
Slides = Annotated[str | None, typer.Option("--slides")]
Video = Annotated[str | None, typer.Option("--video")]
Preprint = Annotated[str | None, typer.Option("--preprint")]
Tags = Annotated[list[str] | None, typer.Option("--tag")]


ORDER = (
    "speaker", "affiliation", "affiliation_short", "speaker_url", "photo", "speakers", "title", "abstract", "bio",
    "language", "status", "host", "joint_with", "url", "slides", "video", "preprint", "tags",
)  # fmt: skip
"""How a talk is written, from the top."""


def values(
    *,
    speaker: list[str] | None,
    affiliation: list[str] | None,
    abstract: str | None,
    bio: str | None,
    status: Status | None,
    single: Mapping[str, str | None],
    several: Mapping[str, list[str] | None],
) -> dict[str, Any]:
    """What was given, as the file keeps it, in the order of writing. single, several: fields of one line, of many."""
    given = {
        **_who(_lines(speaker), [line(each) or "" for each in affiliation or []]),
        "abstract": paragraphs(abstract),
        "bio": paragraphs(bio),
        "status": None if status is None else str(status),
        **{name: line(text) for name, text in single.items()},
        **{name: _lines(texts) for name, texts in several.items()},
    }
    return {name: given[name] for name in ORDER if given.get(name) not in (None, "", [])}


def refuse_empty(given: Mapping[str, str | None]) -> None:
    """Refuse a text that was given and is empty: of a talk that is there it could mean two things."""
    for name, text in given.items():
        if text is not None and not text.strip():
            option = name.replace("_", "-")
            raise Misused(f"--{option} is empty", f"to take the field out: --unset {option}")


def read_abstract(abstract: str | None, file: str | None) -> str | None:
    """The abstract of --abstract or --abstract-file; - is standard input."""
    if abstract is not None and file is not None:
        raise Misused("--abstract and --abstract-file do not go together", "give one of them")
    return _contents(file) if file else abstract


def line(text: str | None) -> str | None:
    """A text as one line, whatever was pasted."""
    return " ".join(without_controls(text).split()) if text else text


def paragraphs(text: str | None) -> str | None:
    """A text as the file keeps it: no blanks at line ends; several lines end with a line end."""
    if text is None:
        return None
    plain = without_controls(text.replace("\r\n", "\n").replace("\r", "\n"))
    lines = [each.rstrip() for each in plain.strip("\n").split("\n")]
    return lines[0].strip() if len(lines) == 1 else "\n".join([*lines, ""])


def _lines(texts: list[str] | None) -> list[str]:
    return [each for text in texts or [] if (each := line(text))]


def _who(speakers: list[str], affiliations: list[str]) -> dict[str, Any]:
    """The keys of one speaker, or the tables of several."""
    if len(affiliations) > max(1, len(speakers)):
        raise Misused(
            "more affiliations than speakers", "give --affiliation once for each --speaker, in the same order"
        )
    if len(speakers) < 2:
        return {"speaker": next(iter(speakers), None), "affiliation": next(iter(affiliations), None)}
    pairs = zip_longest(speakers, affiliations)
    return {
        "speakers": [{"name": name, **({"affiliation": where} if where else {})} for name, where in pairs],
    }


def _contents(name: str) -> str:
    if name == "-":
        return terminal.read_input()
    data = store.read(Path(name))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Misused(f"{name} is not UTF-8 text", "save it as UTF-8 in your editor") from error
