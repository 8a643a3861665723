"""A title and a description in free words, as calendars and web pages have them: who, what, where, how to join.

Labels say it best, then the form of the title; what is left of a description is the abstract.
"""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from semctl.importing import summaries
from semctl.importing.cleaning import line, plain_text, prose
from semctl.importing.found import Kind, Remark
from semctl.importing.joining import joining
from semctl.importing.labelled import labelled
from semctl.importing.people import people, values_of
from semctl.languages import fold, is_tba


class Words(NamedTuple):
    """What they say. values: keys of a talk. setting: the room and the link to join. remarks: where is the reader's."""

    values: dict[str, Any]
    setting: dict[str, Any]
    doubts: tuple[str, ...]
    remarks: tuple[Remark, ...]


def words(
    summary: str, description: str, links: Iterable[str] = (), *, prefix: str = "", is_seminar: bool = False,
    known: Sequence[str] = (), at: int | None = None,
) -> Words:  # fmt: skip
    """What a title and a description say.

    links: to join, which are said elsewhere. prefix: of the series, in its titles. is_seminar: a bare name is a
    speaker. known: who speaks, where that is said elsewhere. at: the line of the source.
    """
    found = joining(plain_text(description).strip(), links)
    fields, before = labelled(prose(found.text))
    who = [] if known else people(line(fields.get("speaker", "")))
    where = line(fields.get("affiliation", ""))
    values: dict[str, Any] = values_of([(who[0][0], who[0][1] or where), *who[1:]]) if who else {}
    said = _of_known(summary, prefix, known) if known else summaries.read(summary, prefix, is_seminar=is_seminar)
    if not who and not known:
        values |= {key: value for key, value in said.values.items() if key in ("speaker", "affiliation", "speakers")}
    title = line(fields.get("title", ""))
    values["title"] = title if title and not is_tba(title) else said.values.get("title")
    values["abstract"] = prose(fields.get("abstract", "") or before)
    values |= {key: text for key in ("bio", "host") if (text := prose(fields.get(key, "")))}
    remarks = []
    if fields.get("abstract") and before:
        remarks.append(Remark(says=f'no label says what this is: "{before[:60]}"', kind=Kind.LEFT_OUT, line=at))
    if found.cut:
        says = "how to join is for those who come: taken as join, out of the description"
        remarks.append(Remark(says=says, kind=Kind.UNDERSTOOD, line=at))
    return Words(
        {key: value for key, value in values.items() if value and not (isinstance(value, str) and is_tba(value))},
        {
            **({"room": line(fields["room"])} if "room" in fields else {}),
            **({"join": found.join} if found.join else {}),
        },
        (said.doubt,) if said.doubt and not (who and title) else (),
        tuple(remarks),
    )


def _of_known(summary: str, prefix: str, known: Sequence[str]) -> summaries.Line:
    """The title in a line that may begin with the series or with those who speak, or be nothing else."""
    rest = summary.removeprefix(prefix).strip() if prefix else summary
    said = summaries.read(rest, is_seminar=True)
    names = [said.values["speaker"]] if "speaker" in said.values else [
        each["name"] for each in said.values.get("speakers", ())
    ]  # fmt: skip
    if names and {fold(name) for name in names} <= {fold(name) for name in known}:
        return summaries.Line({key: value for key, value in said.values.items() if key == "title"})
    return summaries.Line({} if is_tba(rest) else {"title": rest})
