"""What the slides say in prose: the name of the seminar, the description, the grading; and what is left over."""

import re
from collections.abc import Collection, Iterator, Sequence
from typing import Final

from semctl.importing.cleaning import prose
from semctl.importing.decks.facts import TERM
from semctl.importing.decks.outline import Item, Row, Section, items, linked, singles, unmarked
from semctl.importing.decks.words import Part, one_role, part_of
from semctl.importing.found import Kind, Remark

_SEMINAR: Final = re.compile(
    r"""
    (?: (?:pro|haupt|lese|ober|master|bachelor)?-?seminar | reading\s(?:group|seminar) | journal\sclub | lesekreis
      | séminaire(?:\sde\slecture)? | groupe\sde\slecture | seminario(?:\sdi\slettura)? | gruppo\sdi\slettura
      | leesseminar | leesgroep | leesclub ) \b
    (?P<joint>\s*[:–—-]\s*|\s+) (?P<name>\S.*)
    """,
    re.IGNORECASE | re.VERBOSE,
)


def name_of(found: Sequence[Section]) -> tuple[str, set[int]]:
    """What the seminar is called, and the lines that say so; empty where none does."""
    heads = [(section.heading, section.line) for section in found if section.heading]
    lines = [(unmarked(item.text), item.line) for section in found[:2] for item in singles(section.rows)[:6]]
    told = [
        (seminar, text, line)
        for text, line in (*heads, *lines)
        if (seminar := _SEMINAR.fullmatch(text)) and len(text) < 120 and not part_of(text) and not one_role(text)
    ]
    for seminar, _, line in told:
        if seminar["joint"].strip():
            return _without_term(seminar["name"]), {line}
    if told:
        return _without_term(told[0][1]), {told[0][2]}
    for text, line in heads[:3]:
        if not part_of(text) and not one_role(text):
            return _without_term(text), {line}
    return "", set()


def _without_term(name: str) -> str:
    return TERM.sub("", name).strip(" ,;:()–—-") or name


def grading(found: Sequence[Section], told_already: str) -> tuple[list[str], set[int]]:
    """What is asked for, a sentence each: an item with those below it. told_already: a sentence that is left away."""
    told: list[str] = []
    lines: set[int] = set()
    for section in found:
        if part_of(section.heading) is not Part.GRADING:
            continue
        lines.add(section.line)
        top: Item | None = None
        for item in items(section.rows):
            lines |= {*item.lines}
            text = unmarked(item.text)
            if top and item.depth > top.depth:
                joint = " " if told[-1][-1:] in ".:!?" else ": "
                told[-1] = f"{told[-1]}{joint}{text}"
            elif text != told_already:
                told.append(text)
                top = item
    return told, lines


def description(found: Sequence[Section], taken: Collection[int], name: str) -> tuple[str, set[int]]:
    """The sections of which nothing was taken, and those that are about the seminar; and their lines."""
    parts: list[str] = []
    lines: set[int] = set()
    waiting: list[Section] = []
    for section in found:
        part = part_of(section.heading)
        waiting = [each for each in waiting if each.level < section.level]
        about = part is Part.ABOUT or (
            section.level and part is None and section.heading != name and not one_role(section.heading)
        )
        body = [row for row in section.rows if row.text.strip()]
        if not about or (part is None and any(row.number in taken for row in (*body, Row(section.line, "")))):
            continue
        if not body:
            waiting.append(section)
            continue
        for each in (*waiting, section):
            parts += [each.heading, ""]
            lines.add(each.line)
        waiting = []
        parts += [linked(row.text) for row in section.rows]
        parts.append("")
        lines |= {row.number for row in body}
    text = re.sub(r"\${3,}", "$$", "\n".join(parts))
    return prose(text).strip("\n") + "\n" if parts else "", lines


def left_out(found: Sequence[Section], taken: Collection[int]) -> Iterator[Remark]:
    """Every row of which nothing was taken, by its line."""
    for section in found:
        rows = {row.number: row for row in section.rows}
        for item in items(section.rows):
            left = [rows[line] for line in item.lines if line in rows and line not in taken]
            if left:
                words = item.text if len(left) == len(item.lines) else " ".join(row.text for row in left)
                yield Remark(says=f'"{_short(unmarked(words))}"', kind=Kind.LEFT_OUT, line=left[0].number)


def _short(text: str) -> str:
    return text if len(text) <= 70 else f"{text[:69]}…"
