"""The roles of a reading seminar, from their headings or a list of them: name, brief, page, seats."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from semctl.idents import ascii_id
from semctl.importing.cleaning import prose
from semctl.importing.decks.outline import Row, Section, items, linked, unmarked
from semctl.importing.decks.words import Part, number, one_role, part_of
from semctl.languages import fold

_SEATS: Final = re.compile(
    r"\s*[(\[]\s*(\d+|[^\W\d_]+)(?:\s*[-–—]\s*(\d+))?\s*(?:x|×|people|persons?|students?|seats?|Personen?|Plätze|Studierende|persone|posti|personen|plaatsen|personnes?|places?)?\s*[)\]]",
    re.IGNORECASE,
)
_LISTED: Final = re.compile(
    r"(?:(?:\*\*|__)(?P<bold>[^*_]{2,60}?)(?:\*\*|__)(?P<beside>\s*\([^()]*\))?\s*[:.–—-]?|(?P<plain>[^:.|–—]{2,40}?)(?::|\s[–—-]))\s*(?P<brief>.*)"
)
_NAMED_ROW: Final = re.compile(r"[^\W\d_a-zà-ÿ][^:.]{1,38}:\s")
_LONGEST_NAME: Final = 40
_COUNTED: Final = re.compile(r"^\d+[.)]\s+|[\s(#]*\d+\)?$")
_PAGE: Final = re.compile(r"https?://[^\s<>\"()]+")
_LONG: Final = 100
"""Letters of a brief that stands on lines of its own."""
_HEAD_FIRST: Final = ("fr", "it")
"""Languages in which the noun stands before what belongs to it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class FoundRole:
    """A role as a source tells of it. seats: as the file writes them; None where nobody says."""

    name: str
    line: int
    brief: str = ""
    seats: int | str | None = None


def roles_of(found: Sequence[Section]) -> tuple[tuple[FoundRole, ...], frozenset[int]]:
    """The roles, in the order of the source, and the lines that tell of them."""
    roles: list[FoundRole] = []
    lines: set[int] = set()
    within = 0
    for section in found:
        if within and (section.level <= within or part_of(section.heading)):
            within = 0
        named = one_role(section.heading) or (section.heading if within else "")
        if named:
            roles.append(_role(named, section.line, section.rows))
            lines |= {section.line, *(row.number for row in section.rows)}
        elif part_of(section.heading) is Part.ROLES:
            within = section.level
            lines.add(section.line)
            roles += _listed(section.rows, lines)
    known: dict[str, FoundRole] = {}
    for role in roles:
        first = known.setdefault(fold(role.name), role)
        if not first.brief and role.brief:
            known[fold(role.name)] = replace(role, seats=first.seats or role.seats)
    return tuple(known.values()), frozenset(lines)


def _listed(rows: Sequence[Row], lines: set[int]) -> list[FoundRole]:
    """Items of the form "Author: what to do", with those below them; their lines are added."""
    found: list[tuple[FoundRole, int]] = []
    for item in items(each for row in rows for each in (*_apart(row), row)):
        told = _LISTED.fullmatch(item.text)
        if found and item.mark and item.depth > found[-1][1]:
            role, depth = found.pop()
            found.append((replace(role, brief=f"{role.brief.strip()}\n- {linked(item.text)}\n"), depth))
        elif told:
            name = f"{told['bold'] or told['plain']}{told['beside'] or ''}"
            found.append((_role(unmarked(name), item.line, (Row(item.line, told["brief"]),)), item.depth))
        elif item.mark and len(item.text) <= _LONGEST_NAME:
            found.append((_role(unmarked(item.text), item.line, ()), item.depth))
        else:
            continue
        lines |= {*item.lines}
    return [role for role, _ in found]


def _apart(row: Row) -> tuple[Row, ...]:
    """A blank row before one that begins with a name and a colon, so that it stands alone."""
    return (Row(row.number, ""),) if _NAMED_ROW.match(row.text) else ()


def _role(name: str, line: int, rows: Sequence[Row]) -> FoundRole:
    seats = _SEATS.search(name)
    least = number(seats[1]) if seats else None
    bare = _SEATS.sub("", name).strip(" :.") if seats and least else name.strip(" :.")
    brief = brief_of(rows)
    told = f"{least}-{seats[2]}" if seats and seats[2] and least else least
    return FoundRole(name=bare, line=line, brief=brief, seats=told)


def brief_of(rows: Sequence[Row]) -> str:
    """Rows as the file keeps prose, links readable; a long line stands on its own."""
    text = prose("\n".join(linked(row.text) for row in rows)).strip("\n")
    text = re.sub(r"\${3,}", "$$", text)
    return f"{text}\n" if "\n" in text or len(text) > _LONG else text


# --- names ---


def role_named(text: str, roles: Sequence[FoundRole]) -> FoundRole | None:
    """The role that a row means: by its name, with a number beside it, in the plural, or by initials."""
    bare = fold(_COUNTED.sub("", text.strip(" :*")))
    if not bare:
        return None
    by_name = {fold(role.name): role for role in roles}
    for name in (
        bare,
        bare.removesuffix("s"),
        f"{bare}s",
        bare.removesuffix("n"),
        bare.removesuffix("en"),
        bare.removesuffix("in"),
    ):
        if name in by_name:
            return by_name[name]
    nouns = [role for name, role in by_name.items() if bare in (name.split()[-1], name.split()[0])]
    if len(nouns) == 1:
        return nouns[0]
    initials = [role for name, role in by_name.items() if "".join(word[0] for word in name.split()) == bare]
    short = [role for name, role in by_name.items() if bare.endswith(".") and name.startswith(bare[:-1])]
    return (initials or short)[0] if len(initials or short) == 1 and len(bare) > 1 else None


def counted_off(text: str) -> str:
    """The name of a role without a number beside it."""
    return _COUNTED.sub("", text.strip(" :*")).strip()


def ids_of(roles: Sequence[FoundRole], language: str) -> dict[str, str]:
    """An id for each role, by name: its noun where that is its alone, else all of its words."""
    nouns = {role.name: _noun(role.name, language) for role in roles}
    found: dict[str, str] = {}
    for role in roles:
        noun = nouns[role.name]
        made = noun if noun and list(nouns.values()).count(noun) == 1 else ascii_id(role.name) or "role"
        several = 2
        while made in found.values():
            made, several = f"{ascii_id(role.name) or 'role'}-{several}", several + 1
        found[role.name] = made
    return found


def _noun(name: str, language: str) -> str:
    words = [word for word in re.split(r"[\s/]+", name) if any(letter.isalpha() for letter in word)]
    return ascii_id(words[0 if language in _HEAD_FIRST else -1]) if words else ""


def block_of(role: FoundRole, name: str, seats: int | str | None) -> dict[str, Any]:
    """A role as the file writes it. name: its id. seats: as the table shows them, if it does."""
    pages = {found[0].rstrip(".,;") for found in _PAGE.finditer(role.brief)}
    told = {"id": name, "name": role.name, "seats": role.seats or seats}
    told["url"] = pages.pop() if len(pages) == 1 else None
    told["brief"] = role.brief
    return {key: value for key, value in told.items() if value}
