"""Which characters an edit replaces: whole lines or one value, never more.

A comment that touches a header from above belongs to that block, one that touches the last key from below to
the block above it; touching both, it goes with the header. With blank lines on both sides it belongs to nobody.
"""

from collections.abc import Iterable
from typing import Any, NamedTuple

from semctl.problems import Path, Refused
from semctl.tomltext import render, spans
from semctl.tomltext.sameness import same
from semctl.tomltext.sections import Layout, Place
from semctl.tomltext.spans import Statement
from semctl.tomltext.tables import dotted


class Splice(NamedTuple):
    """Put `new` in the place of the text from start to end."""

    start: int
    end: int
    new: str


def spliced(text: str, splices: Iterable[Splice]) -> str:
    """The text with all splices done; they do not overlap."""
    parts, at = [], 0
    for splice in sorted(splices, key=lambda each: (each.start, each.end)):
        parts += [text[at : splice.start], splice.new]
        at = splice.end
    return "".join([*parts, text[at:]])


def line_end_of(text: str) -> str:
    """The line end most lines of the text have."""
    return "\r\n" if "\r" in text and 2 * text.count("\r\n") > text.count("\n") else "\n"


def header_name(path: Path) -> str:
    """The name in the header of the table at a path, indices left out."""
    return dotted(tuple(part for part in path if isinstance(part, str)))


def lead(layout: Layout, number: int) -> int:
    """Where the comment lines above a header begin that belong to it; the header's line if there are none."""
    text, at = layout.text, layout.sections[number].start
    floor = _last_key_end(layout, number - 1)
    while at > floor:
        above = max(floor, text.rfind("\n", floor, at - 1) + 1)
        line = text[above:at]
        if not spans.is_comment_line(line) or line.startswith("#:"):  # `#:schema` is about the whole file
            break
        at = above
    return at


def tail(layout: Layout, number: int) -> int:
    """The end of a section's last line that is its own: a key, its header, or a comment touching them."""
    text, at = layout.text, _last_key_end(layout, number)
    limit = lead(layout, number + 1) if number + 1 < len(layout.sections) else len(text)
    while at < limit:
        end = _line_end(text, at)
        if not spans.is_comment_line(text[at:end]):
            break
        at = end
    return at


def _last_key_end(layout: Layout, number: int) -> int:
    found = layout.statements(number)
    return found[-1].end if found else layout.body_start(number)


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end + 1


def _blanks_above(text: str, at: int, floor: int) -> int:
    while at > floor:
        above = max(floor, text.rfind("\n", floor, at - 1) + 1)
        if text[above:at].strip(" \t\r\n"):
            break
        at = above
    return at


def _blanks_below(text: str, at: int) -> int:
    while at < len(text):
        end = _line_end(text, at)
        if text[at:end].strip(" \t\r\n"):
            break
        at = end
    return at


def last_of(layout: Layout, number: int, path: Path) -> int:
    """The last section of the run that starts at `number` and stands under `path`."""
    sections = layout.sections
    while number + 1 < len(sections) and sections[number + 1].path[: len(path)] == path:
        number += 1
    return number


def insert_after(layout: Layout, at: int, block: str) -> Splice:
    """Put a block below the line that ends at `at`, glued where the next header is glued to that line."""
    text, eol = layout.text, line_end_of(layout.text)
    below = _blanks_below(text, at)
    glued = at == below < len(text)
    empty = not text[layout.start : at].strip(" \t\r\n")
    new = "" if glued or empty else eol
    if not empty and text[at - 1] != "\n":
        new = eol + new
    return Splice(at, at, new + block.replace("\n", eol))


def insert_before(layout: Layout, number: int, block: str) -> Splice:
    """Put a block above a header and the comments that belong to it."""
    text, eol, at = layout.text, line_end_of(layout.text), lead(layout, number)
    above = _blanks_above(text, at, layout.start)
    glued = layout.start < above == at
    return Splice(at, at, block.replace("\n", eol) + ("" if glued else eol))


def insert_at_end(layout: Layout, block: str) -> Splice:
    """Put a block below everything."""
    at = _blanks_above(layout.text, len(layout.text), layout.start)
    return insert_after(layout, at, block)


def remove(layout: Layout, first: int, last: int, *, leading: bool) -> Splice:
    """Take out sections with their comments; leading: blank lines below go with them, else those above."""
    text = layout.text
    start, end = lead(layout, first), tail(layout, last)
    above, below = _blanks_above(text, start, layout.start), _blanks_below(text, end)
    if above == layout.start:
        end = below if below < len(text) else end
    elif below == len(text):
        start = above
    elif leading and above < start:
        end = below
    elif not leading and end < below:
        start = above
    return Splice(start, end, "")


def set_value(layout: Layout, place: Place, value: Any) -> list[Splice]:
    """Replace a value; comments inside the old one move above its key."""
    text, statement = layout.text, _statement(place)
    inside = place.value_at != statement.value_at
    new = render.inline(value) if inside else render.value(value)
    indent = _indent(text, statement)
    if new.startswith("[\n"):
        new = new.replace("\n", "\n" + indent)
    eol = line_end_of(text)
    splices = [Splice(place.value_at, place.value_end, new.replace("\n", eol))]
    if lost := _comments_between(text, place.value_at, place.value_end):
        lifted = "".join(f"{indent}{comment}{eol}" for comment in lost)
        splices.append(Splice(statement.start, statement.start, lifted))
    return splices


def one_more(old: Any, new: Any) -> int | None:
    """Where a list has one item more than before; None where anything else has changed, or there was none."""
    if not (isinstance(old, list) and isinstance(new, list) and old and len(new) == len(old) + 1):
        return None
    at = next((index for index, item in enumerate(old) if not same(item, new[index])), len(old))
    return at if same(old, new[:at] + new[at + 1 :]) else None


def insert_item(layout: Layout, place: Place, index: int, value: Any) -> list[Splice]:
    """Put an item into a list, on a line of its own where the others have theirs; no other item moves."""
    text, eol, new = layout.text, line_end_of(layout.text), render.inline(value)
    items = list(spans.items(text, place.value_at))
    beside = items[min(index, len(items) - 1)].value_at
    indent = text[text.rfind("\n", 0, beside) + 1 : beside]
    if indent.strip(" \t"):  # the neighbour does not begin its line
        at = items[index].value_at if index < len(items) else items[-1].value_end
        return [Splice(at, at, f"{new}, " if index < len(items) else f", {new}")]
    if index < len(items):
        return [Splice(beside, beside, f"{new},{eol}{indent}")]
    end = items[-1].value_end
    rest = text[end : place.value_end].partition("\n")[0].rstrip("\r")
    has_comma = rest.lstrip(" \t").startswith(",")
    if rest.split("#")[0].strip(" \t,"):  # the bracket closes in that line
        return [Splice(end, end, f",{eol}{indent}{new}")]
    below = end + len(rest)
    comma = [] if has_comma else [Splice(end, end, ",")]
    return [*comma, Splice(below, below, f"{eol}{indent}{new}{',' if has_comma else ''}")]


def remove_value(layout: Layout, place: Place) -> list[Splice]:
    """Take out a key with its line, or a pair of an inline table; comments stay as lines of their own."""
    text, statement = layout.text, _statement(place)
    if place.value_at != statement.value_at:
        return _remove_pair(layout, place)
    return [_without_line(text, statement)]


def remove_keys(layout: Layout, place: Place, path: Path) -> list[Splice]:
    """Take out every statement whose dotted key stands under `path`."""
    rest = path[len(layout.sections[place.section].path) :]
    found = [each for each in layout.statements(place.section) if each.key[: len(rest)] == rest]
    return [_without_line(layout.text, each) for each in found]


def _without_line(text: str, statement: Statement) -> Splice:
    kept = _comments_between(text, statement.value_at, statement.end)
    eol, indent = line_end_of(text), _indent(text, statement)
    return Splice(statement.start, statement.end, "".join(f"{indent}{comment}{eol}" for comment in kept))


def _remove_pair(layout: Layout, place: Place) -> list[Splice]:
    text = layout.text
    pairs = list(spans.items(text, _opening(layout, place)))
    number = next(index for index, pair in enumerate(pairs) if pair.value_at == place.value_at)
    pair = pairs[number]
    if number:
        return [Splice(pairs[number - 1].value_end, pair.value_end, "")]
    if len(pairs) > 1:
        return [Splice(pair.start, pairs[1].start, "")]
    opening = _opening(layout, place)
    return [Splice(opening, spans.closing(text, opening), "{}")]


def _opening(layout: Layout, place: Place) -> int:
    """The offset of the innermost bracket around a value inside brackets."""
    text, at = layout.text, _statement(place).value_at
    while True:
        inner = next(each for each in spans.items(text, at) if each.value_at <= place.value_at < each.value_end)
        if inner.value_at == place.value_at:
            return at
        at = inner.value_at


def add_key(layout: Layout, place: Place, table: Path, key: str, value: Any, after: tuple[str, ...] = ()) -> Splice:
    """Write a new key into the table that stands at `place`, below the last key of `after` that is there, else last."""
    if place.kind == "headers":
        block = render.block(f"[{header_name(table)}]", {key: value})
        return insert_before(layout, place.section, block)
    if place.kind == "value":
        return _add_pair(layout, place, key, value)
    found, prefix = layout.statements(place.section), ""
    if place.kind == "keys":
        rest = table[len(layout.sections[place.section].path) :]
        found = [each for each in found if each.key[: len(rest)] == rest]
        prefix = header_name(rest) + "."
    elif known := [each for each in found if each.key[0] in after]:
        found = known
    return _add_line(layout, place.section, found, f"{prefix}{render.key(key)} = ", value)


def _add_line(layout: Layout, number: int, found: list[Statement], start: str, value: Any) -> Splice:
    text, eol = layout.text, line_end_of(layout.text)
    section = layout.sections[number]
    indent = _indent(text, found[-1]) if found else ""
    new = render.value(value)
    if new.startswith("[\n"):
        new = new.replace("\n", "\n" + indent)
    line = f"{indent}{start}{new}\n"
    at = found[-1].end if found else layout.body_start(number)
    if not found and not section.key:
        return _first_line(layout, line)
    before = eol if at > layout.start and text[at - 1] != "\n" else ""
    return Splice(at, at, before + line.replace("\n", eol))


def _first_line(layout: Layout, line: str) -> Splice:
    """The first key of a file that has no keys above its headers."""
    if len(layout.sections) > 1:
        return insert_before(layout, 1, line)
    return insert_at_end(layout, line)


def _add_pair(layout: Layout, place: Place, key: str, value: Any) -> Splice:
    text = layout.text
    new = f"{render.key(key)} = {render.inline(value)}"
    pairs = list(spans.items(text, place.value_at))
    if pairs:
        return Splice(pairs[-1].value_end, pairs[-1].value_end, f", {new}")
    return Splice(place.value_at, place.value_end, f"{{ {new} }}")


def _statement(place: Place) -> Statement:
    if place.statement is None:
        raise Refused("this table is not written as a value", "change it by hand")
    return place.statement


def _indent(text: str, statement: Statement) -> str:
    return text[statement.start : statement.key_at]


def _comments_between(text: str, start: int, end: int) -> list[str]:
    return spans.comments(text[start:end])
