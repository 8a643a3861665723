"""Two people's changes of one series file, put together block by block instead of line by line.

A block is a talk, an override, a table: what one header and the comments around it say. Blocks are matched by what they
are, never by where they stand, so that two people adding different talks do not meet. Knows no files and no git.
"""

import datetime as dt
import tomllib
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, Final, NamedTuple

from semctl.problems import Path
from semctl.tomltext import spans, splices, threeway
from semctl.tomltext.document import Document
from semctl.tomltext.sameness import same
from semctl.tomltext.sections import Layout
from semctl.tomltext.threeway import Arrays, Clash, Pieces, answered, clashes, one, shown

_BOM: Final = "\ufeff"

# What a block of each array is known by: the first that it has; the rest find it again where someone changed that.
_KNOWN_BY: Final[Mapping[str, tuple[tuple[str, ...], ...]]] = {
    "talks": (("id",), ("date", "speaker"), ("speaker",), ("date",), ("title",)),
    "overrides": (("date", "at"), ("date",)),
    "breaks": (("from",), ("to",)),
    "schedule": (("term",), ("start",), ("weekday", "time")),
    "organizers": (("name",), ("email",)),
}
_OTHERS_KNOWN_BY: Final = (("id",), ("name",), ("title",))
_EXTRA: Final = ("date", "at", "extra", "time")  # several extra slots may stand on one day


class Merged(NamedTuple):
    """What came of a merge. conflicts: how many blocks hold markers; 0 is a clean merge."""

    text: str
    conflicts: int


@dataclass(frozen=True, slots=True)
class _Block:
    """A block with its comments. names: of its header. values: of an array's element, None for a table.

    gap: the blank lines and the comments of nobody above it. top: nothing but that is above it.
    """

    key: tuple[Hashable, ...]
    names: tuple[Hashable, ...]
    values: dict[str, Any] | None
    gap: str
    text: str
    top: bool = False


def merge(base: str, ours: str, theirs: str) -> Merged:
    """Both changes of `base` in one text, with ours' line ends and byte order mark; never raises.

    Without conflicts the text reads as exactly the merge of what the three say. Texts that cannot be read are merged
    line by line.
    """
    if theirs in (base, ours):
        return Merged(ours, 0)
    if base == ours:
        return Merged(theirs, 0)
    mixed = 0 < ours.count("\r\n") < ours.count("\n")  # then its line ends stay as they stand
    texts = [text.removeprefix(_BOM) for text in (base, ours, theirs)]
    texts = texts if mixed else [text.replace("\r\n", "\n") for text in texts]
    ended = [text.endswith("\n") or not text for text in texts]
    texts = [text if has else text + "\n" for text, has in zip(texts, ended, strict=True)]
    documents = [Document.read(text) for text in texts]
    readable = not any(document.mistakes for document in documents)
    merged = (_by_blocks(documents) if readable else None) or _by_lines(texts, readable)
    text = merged.text if one(*ended) or merged.conflicts else merged.text.removesuffix("\n")
    if not mixed and "\r\n" in ours:
        text = text.replace("\n", "\r\n")
    return Merged(_BOM + text if ours.startswith(_BOM) else text, merged.conflicts)


def _by_lines(texts: Sequence[str], readable: bool) -> Merged:
    """As plain git would; where that makes nonsense of readable texts, one conflict over all of it."""
    pieces = threeway.merged_lines(*texts)
    if readable and not clashes(pieces) and Document.read(shown(pieces)).mistakes:
        pieces = [Clash(texts[1], texts[2])]
    return Merged(shown(pieces), clashes(pieces))


def _by_blocks(documents: Sequence[Document]) -> Merged | None:
    """None where the result would not read as meant or lose a comment, as with parts of one talk far apart."""
    base = _blocks(documents[0])
    ours, theirs = (_renamed(base, _blocks(document)) for document in documents[1:])
    sides = [{block.key: block for block in blocks} for blocks in (base, ours, theirs)]
    pieces, kept, conflicts = Pieces(), list[_Block](), 0
    for key in _dated(threeway.order(*sides), sides):
        base_block, ours_block, theirs_block = (side.get(key) for side in sides)
        block = ours_block or theirs_block
        merged = _merged(base_block, ours_block, theirs_block)
        if merged is None or block is None:
            pieces.append(_left_over(base_block, block))
            continue
        kept.append(block)
        conflicts += any(isinstance(piece, Clash) for piece in merged)
        pieces += [_gap(base_block, ours_block, theirs_block, below=any(pieces)), *merged]
    if not _keeps_comments(pieces, documents) or not (conflicts or _is_meant(pieces, kept, documents, sides)):
        return None
    return Merged(shown(pieces), conflicts)


def _is_meant(
    pieces: Pieces, kept: list[_Block], documents: Sequence[Document], sides: Sequence[Mapping[Any, _Block]]
) -> bool:
    """Whether the text without a conflict says exactly the merge of the three."""
    result = Document.read(shown(pieces))
    base, ours, theirs = (
        threeway.flat(document.data, _arrays(side.values())) for document, side in zip(documents, sides, strict=True)
    )
    return not result.mistakes and threeway.agrees(threeway.flat(result.data, _arrays(kept)), base, ours, theirs)


def _gap(*three: _Block | None, below: bool) -> str:
    """What stands above a block; below: there is something above it."""
    gaps = [(block.gap or "\n" if block.top and below else block.gap) if block else None for block in three]
    base, ours, theirs = gaps
    gap = threeway.both(base or "", ours, theirs) if ours is not None and theirs is not None else ours or theirs or ""
    top = any(block.top for block in three[1:] if block)
    return gap if below or top else gap.lstrip("\r\n")


def _left_over(base: _Block | None, side: _Block | None) -> str:
    """Of a block that goes: comments of nobody that came to stand above it on the side that has it still."""
    if base is None or side is None:
        return ""
    new = [line for line in side.gap.split("\n") if line.strip() and line not in base.gap.split("\n")]
    return "".join(f"{line}\n" for line in ["", *new]) if new else ""


def _blocks(document: Document) -> list[_Block]:
    """The blocks of a text in its order: the lines above the first header, each header's, the end without text."""
    text, layout = document.text, Layout(document.text)
    groups: list[list[int]] = []
    for number, section in enumerate(layout.sections):
        element = _element(section.path)
        if element and element == _element(layout.sections[groups[-1][0]].path):
            groups[-1].append(number)
        else:
            groups.append([number])
    blocks, at, seen = list[_Block](), 0, Counter[Hashable]()
    for group in groups:
        element = _element(layout.sections[group[0]].path)
        names = element[:-1] if element else layout.sections[group[0]].path
        values = _at(document.data, element) if element else None
        own = (names, None if values is None else _identity(names, values))
        start, end = splices.lead(layout, group[0]) if group[0] else 0, splices.tail(layout, group[-1])
        top = not any(block.text for block in blocks)
        blocks.append(_Block((*own, seen[own]), names, values, text[at:start], text[start:end], top))
        seen[own] += 1
        at = end
    return [*blocks, _Block(("end",), (), None, text[at:], "")]


def _element(path: Path) -> Path:
    """The path of the array's element around a section; () for a table."""
    at = next((index for index, part in enumerate(path) if isinstance(part, int)), None)
    return () if at is None else path[: at + 1]


def _at(data: Any, path: Path) -> Any:
    for part in path:
        data = data[part]
    return data


def _identity(names: tuple[Hashable, ...], values: Mapping[str, Any]) -> Hashable:
    if names == ("overrides",) and values.get("extra"):
        return _said(_EXTRA, values)
    known = (_said(rule, values) for rule in _rules(names) if rule[0] in values)
    return next(known, _said(tuple(sorted(values)), values))  # a thing without a name is what it says


def _rules(names: tuple[Hashable, ...]) -> tuple[tuple[str, ...], ...]:
    return _KNOWN_BY.get(str(names[0]), _OTHERS_KNOWN_BY) if len(names) == 1 else _OTHERS_KNOWN_BY


def _said(rule: tuple[str, ...], values: Mapping[str, Any]) -> Hashable:
    return tuple((key, repr(values.get(key))) for key in rule)


def _renamed(base: Iterable[_Block], side: Iterable[_Block]) -> list[_Block]:
    """A side's blocks, under the base's key where the same thing is known by something else now."""
    blocks = {block.key: block for block in side}
    known = {block.key: block for block in base}
    gone = [block for key, block in known.items() if key not in blocks and block.values is not None]
    new = [block for key, block in blocks.items() if key not in known and block.values is not None]
    for names in {block.names for block in gone}:
        for rule in _rules(names):
            old_by, new_by = _by_rule(gone, names, rule), _by_rule(new, names, rule)
            for said in old_by.keys() & new_by.keys():
                if len(old_by[said]) == len(new_by[said]) == 1 and _may_be(*old_by[said], *new_by[said]):
                    (old,), (found,) = old_by[said], new_by[said]
                    blocks[found.key] = replace(found, key=old.key)
                    gone.remove(old)
                    new.remove(found)
    return list(blocks.values())


def _by_rule(
    blocks: Iterable[_Block], names: tuple[Hashable, ...], rule: tuple[str, ...]
) -> dict[Hashable, list[_Block]]:
    found: dict[Hashable, list[_Block]] = {}
    for block in blocks:
        if block.names == names and block.values and rule[0] in block.values:
            found.setdefault(_said(rule, block.values), []).append(block)
    return found


def _may_be(old: _Block, new: _Block) -> bool:
    """Two ids are two things, whatever else is alike."""
    return not (old.values and new.values and "id" in old.values and "id" in new.values)


def _dated(keys: list[Any], sides: Sequence[Mapping[Any, _Block]]) -> list[Any]:
    """New blocks in date order among those of their array, where both sides keep that order."""
    base, ours, theirs = sides
    arrays: dict[Hashable, list[int]] = {}
    for place, key in enumerate(keys):
        block = ours.get(key) or theirs[key]
        if block.values is not None:
            arrays.setdefault(block.names, []).append(place)
    for names, places in arrays.items():
        own = [keys[place] for place in places]
        whens = {key: _when(_merged_date(*(side.get(key) for side in sides))) for key in own}
        lists = [[_when(_date(block)) for block in side.values() if block.names == names] for side in (ours, theirs)]
        lists.append([whens[key] for key in own if key in base])
        if all(first <= second for each in lists for first, second in pairwise(each)):
            for place, key in zip(places, sorted(own, key=whens.__getitem__), strict=True):
                keys[place] = key
    return keys


def _merged_date(base: _Block | None, ours: _Block | None, theirs: _Block | None) -> tuple[Any, Any] | None:
    return one(_date(base), _date(ours), _date(theirs)) or _date(ours) or _date(theirs)


def _date(block: _Block | None) -> tuple[Any, Any] | None:
    values = block.values if block else None
    if values is None:
        return None
    return next((values[key] for key in ("date", "from", "start") if key in values), None), values.get("at")


def _when(said: tuple[Any, Any] | None) -> tuple[dt.date, dt.time]:
    """How a block is sorted, as where one is added: without a date last."""
    day, at = said or (None, None)
    try:
        at = dt.time.fromisoformat(at) if isinstance(at, str) else at
    except ValueError:
        at = None
    return day if type(day) is dt.date else dt.date.max, at if isinstance(at, dt.time) else dt.time.min


def _merged(base: _Block | None, ours: _Block | None, theirs: _Block | None) -> Pieces | None:
    """One block of the three texts; None where it is gone."""
    was, mine, other = (block.text if block else None for block in (base, ours, theirs))
    if other in (was, mine):
        return None if mine is None else [mine]
    if was == mine:
        return None if other is None else [other]
    if ours is None or theirs is None:
        return [Clash(mine or "", other or "")]
    whole: Pieces = [Clash(ours.text, theirs.text)]
    if base is None and _is_own_thing(ours) and not same(ours.values, theirs.values):
        return whole
    pieces = threeway.merged_block(was or "", ours.text, theirs.text)
    return pieces if _reads_as_meant(pieces, base, ours, theirs) else whole


def _is_own_thing(block: _Block) -> bool:
    """Whether two such blocks with one name may be two things, as two talks of namesakes."""
    return block.names == ("talks",) or (block.values is not None and "id" in block.values)


def _reads_as_meant(pieces: Pieces, *three: _Block | None) -> bool:
    """Whether the merged block says the merge of what the three say; with clashes: whether each answer reads."""
    try:
        if clashes(pieces):
            return all(isinstance(tomllib.loads(answered(pieces, side)), dict) for side in (0, 1))
        arrays: Arrays = {block.names: [0] for block in three if block and block.values is not None}
        base, ours, theirs = (
            threeway.flat(tomllib.loads(block.text), arrays) if block else threeway.Flat() for block in three
        )
        return threeway.agrees(threeway.flat(tomllib.loads(shown(pieces)), arrays), base, ours, theirs)
    except (ValueError, RecursionError):
        return False


def _arrays(blocks: Iterable[_Block]) -> dict[tuple[Hashable, ...], list[Hashable]]:
    """For each array written with headers: the keys of its elements in the order of the text."""
    found: dict[tuple[Hashable, ...], list[Hashable]] = {}
    for block in blocks:
        if block.values is not None:
            found.setdefault(block.names, []).append(block.key)
    return found


def _keeps_comments(pieces: Pieces, documents: Sequence[Document]) -> bool:
    """Whether as many of each comment are there as two people can have left, who changed different blocks."""
    base, ours, theirs = (Counter(spans.comments(document.text)) for document in documents)
    there = Counter(spans.comments(answered(pieces, 0))) | Counter(spans.comments(answered(pieces, 1)))
    for comment in {*ours, *theirs}:
        was, mine, other = base[comment], ours[comment], theirs[comment]
        if there[comment] < (max(mine, other) if min(mine, other) > was else mine + other - was):
            return False
    return True
