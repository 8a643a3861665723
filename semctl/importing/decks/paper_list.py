"""The list of papers, and which of them a column of a table means."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from semctl.idents import surname_id
from semctl.importing.decks.bibliography import OTHERS, looks_like_one, paper_id, reference
from semctl.importing.decks.outline import Item, Section, items, unmarked
from semctl.importing.decks.role_table import Column
from semctl.importing.decks.times import candidate
from semctl.importing.decks.words import PAPER, Part, one_role, part_of
from semctl.importing.found import Kind, Remark
from semctl.languages import fold

_LABELLED: Final = re.compile(rf"(?:{PAPER})\s*#?(\d{{1,3}})\s*[:.–—-]\s*(.+)", re.IGNORECASE)
_FIGURES: Final = re.compile(r"\d{1,3}")


@dataclass(frozen=True, kw_only=True, slots=True)
class PaperList:
    """blocks: `[[papers]]` in the order of the list. numbers: as the list prints them. lines: that it takes up."""

    blocks: tuple[dict[str, Any], ...] = ()
    numbers: tuple[int, ...] = ()
    lines: frozenset[int] = frozenset()
    remarks: tuple[Remark, ...] = ()

    def meant(self, text: str) -> tuple[str, ...]:
        """The ids of the papers that a text names: by number, id, title or author; none where that is not sure."""
        by_number = {number: block["id"] for number, block in zip(self.numbers, self.blocks, strict=True)}
        figures = [int(each) for each in _FIGURES.findall(text)]
        bare = re.sub(rf"(?:{PAPER})\b|und|and|\bet?\b|\ben\b|[\s\d,&+/#.p]", "", text, flags=re.IGNORECASE)
        if figures and not bare:
            return tuple(by_number[each] for each in figures if each in by_number)
        return tuple(each for piece in re.split(r"\s*[;+]\s*", text) for each in self._named(fold(piece)))

    def _named(self, words: str) -> list[str]:
        found = [each["id"] for each in self.blocks if words in (each["id"], fold(str(each.get("title", ""))))]
        if not found and len(words) > 2:
            year = re.search(r"\b(?:19|20)(\d\d)\b", words)
            who = re.split(r"\s+(?:et al|and|und|&|\d|\()|,", words)[0].strip(" .")
            found = [
                each["id"]
                for each in self.blocks
                for first in [next((name for name in each.get("authors", ()) if name != OTHERS), "")]
                if who in (fold(first), fold(surname_id(first)) or "-")
                and (year is None or each.get("year", 0) % 100 == int(year[1]))
            ]
        if not found:
            begun = words.rstrip(". …") if len(words) > 8 else f"{words}:"
            found = [each["id"] for each in self.blocks if fold(str(each.get("title", ""))).startswith(begun)]
        return found if len(found) == 1 else []


def paper_list(found: Sequence[Section]) -> PaperList:
    """All references below the headings of papers."""
    blocks: list[dict[str, Any]] = []
    numbers: list[int] = []
    lines: set[int] = set()
    remarks: list[Remark] = []
    for section, is_below in _of_papers(found):
        if not is_below:
            lines.add(section.line)
        for item in items(section.rows):
            if not (looks_like_one(item.text) if is_below else _is_reference(item)):
                continue
            lines.add(section.line)
            block, printed, sure = _block(item, {each["id"] for each in blocks})
            if not sure:
                says = f'"{str(block["title"])[:60]}" is taken whole as a title'
                remarks.append(Remark(says=says, kind=Kind.UNDERSTOOD, line=item.line))
            blocks.append(block)
            numbers.append(printed)
            lines |= {*item.lines}
    if sorted(numbers) != list(dict.fromkeys(sorted(numbers))) or 0 in numbers:
        numbers = list(range(1, len(blocks) + 1))
    return PaperList(blocks=tuple(blocks), numbers=tuple(numbers), lines=frozenset(lines), remarks=tuple(remarks))


def _of_papers(found: Sequence[Section]) -> Iterator[tuple[Section, bool]]:
    """The sections of papers, and those below them, which may be about something else."""
    within = 0
    for section in found:
        part = part_of(section.heading)
        if within and (section.level <= within or part or one_role(section.heading)):
            within = 0
        if part is Part.PAPERS:
            within = section.level
        if within:
            yield section, part is not Part.PAPERS


def _is_reference(item: Item) -> bool:
    if "\t" in item.text or "|" in item.text or candidate(unmarked(item.text)):
        return False
    listed = bool(item.mark) and (item.depth < 2 or looks_like_one(item.text))
    return listed or looks_like_one(item.text) or bool(_LABELLED.fullmatch(unmarked(item.text)))


def _block(item: Item, taken: set[str]) -> tuple[dict[str, Any], int, bool]:
    """A paper as the file writes it, the number that the list gives it (or 0), and whether its form was known."""
    labelled = _LABELLED.fullmatch(re.sub(r"^\*\*([^*]*)\*\*", r"\1", item.text))
    read = reference(labelled[2] if labelled else item.text)
    values = read.values or {"title": unmarked(item.text)}
    if "title" not in values:
        values["title"] = f"arXiv:{values['arxiv']}" if "arxiv" in values else f"doi:{values.get('doi')}"
    figures = labelled[1] if labelled else "".join(_FIGURES.findall(item.mark)[:1])
    return {"id": paper_id(values, taken), **values}, int(figures or 0), read.is_sure


def with_read(papers: PaperList, columns: Sequence[Column]) -> tuple[PaperList, tuple[Column, ...]]:
    """The list with the papers that the table alone names, and the columns with their ids."""
    blocks, numbers = list(papers.blocks), list(papers.numbers)
    named: list[Column] = []
    for column in columns:
        if column.reading and not column.papers:
            values = reference(column.reading).values
            known = next((each for each in blocks if each.get("title") == values.get("title")), None)
            block = known or {"id": paper_id(values, {each["id"] for each in blocks}), **values}
            if known is None and values.get("title"):
                blocks.append(block)
                numbers.append(max(numbers, default=0) + 1)
            column = replace(column, papers=(block["id"],)) if block in blocks else column
        named.append(column)
    return replace(papers, blocks=tuple(blocks), numbers=tuple(numbers)), tuple(named)
