"""Papers, people and roles that were found come into a series that is there: who is known stays, who is new comes last.

A paper is known by its numbers, its page or its title, a person by id or name, a role by id or name.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from itertools import count
from typing import Any, Final

from semctl.importing.found import Found, FoundTalk, Kind, Remark
from semctl.importing.whole_file import parted
from semctl.languages import fold
from semctl.tomltext.document import Document

Block = Mapping[str, Any]
Ids = Mapping[str, str]
"""What the source calls something, and what the file does."""

_BELOW: Final = ("papers", "participants", "talks")


def fitted(found: Found, document: Document, notes: Mapping[str, Block]) -> Found:
    """What was found, in the words of the file; of its tables those of a reading seminar, with what is new alone.

    notes: what the private file says of people, by id.
    """
    reading, there = found.tables.get("reading", {}), document.data.get("reading", {})
    papers, new_papers = _known(found.tables.get("papers", ()), document.data.get("papers", ()), _same_paper)
    named = [{**each, "private": notes.get(each.get("id"), {})} for each in document.data.get("participants", ())]
    people, new_people = _known(found.tables.get("participants", ()), named, _same_name)
    roles, new_roles = _known(reading.get("roles", ()), there.get("roles", ()), _same_name)
    tables: dict[str, Any] = {"papers": new_papers, "participants": new_people}
    if reading and not there:
        tables["reading"] = reading
    elif new_roles:
        tables["reading"] = {"roles": new_roles}
    called = {talk.id for talk in found.talks if talk.id}
    kept = [key for key, value in reading.items() if there and key != "roles" and there.get(key) != value]
    tables = {name: table for name, table in tables.items() if table}
    return replace(
        found,
        talks=tuple(_apart(_renamed(talk, papers, people, roles), document, called) for talk in found.talks),
        tables=tables,
        remarks=(*found.remarks, *_told(tables, kept)),
    )


def with_tables(document: Document, tables: Mapping[str, Any]) -> Document:
    """The document with tables that `fitted` found new in it, but for what is private."""
    if reading := tables.get("reading"):
        if "reading" not in document.data:
            document = document.with_table("reading", reading, before=_BELOW)
        else:
            roles = [*document.data["reading"].get("roles", ()), *reading["roles"]]
            document = document.with_value(("reading",), "roles", roles)
    for name in ("papers", "participants"):
        for block in parted(tables)[0].get(name, ()):
            index = len(document.data.get(name, ()))
            document = document.with_block(name, index, block, before=_BELOW[_BELOW.index(name) + 1 :])
    return document


def _known(
    found: Sequence[Block], there: Sequence[Block], same: Callable[[Block, Block], bool]
) -> tuple[Ids, list[Block]]:
    """What everything found is called in the file, and the blocks of what is not in it."""
    taken = {str(each.get("id")) for each in there}
    ids: dict[str, str] = {}
    new: list[Block] = []
    for block in found:
        mine = next((each for each in there if same(block, each)), None)
        name = str(mine["id"]) if mine else _free(str(block["id"]), taken)
        ids[str(block["id"])] = name
        taken.add(name)
        if mine is None:
            new.append({**block, "id": name})
    return ids, new


def _free(wanted: str, taken: Iterable[str]) -> str:
    names = (wanted, *(f"{wanted}-{number}" for number in range(2, 1000)))
    return next(name for name in names if name not in taken)


def _same_paper(one: Block, other: Block) -> bool:
    if any(one.get(key) and one[key] == other.get(key) for key in ("doi", "arxiv", "url")):
        return True
    return bool(one.get("title")) and fold(str(one["title"])) == fold(str(other.get("title", "")))


def _same_name(one: Block, other: Block) -> bool:
    """By name, or by id where not both have a name that differs."""
    told = (each.get("name") or each.get("private", {}).get("name") for each in (one, other))
    names = [fold(str(name)) for name in told if name]
    if len(names) == 2:
        return names[0] == names[1]
    return bool(one["id"] == other.get("id"))


def _renamed(talk: FoundTalk, papers: Ids, people: Ids, roles: Ids) -> FoundTalk:
    values = dict(talk.values)
    if "papers" in values:
        values["papers"] = [papers.get(each, each) for each in values["papers"]]
    if "roles" in values:
        values["roles"] = {
            roles.get(role, role): [people.get(each, each) for each in team] for role, team in values["roles"].items()
        }
    return replace(talk, values=values)


def _apart(talk: FoundTalk, document: Document, others: AbstractSet[str]) -> FoundTalk:
    """A meeting whose id another one of the file has, under an id that is free; the same one under its own.

    others: ids of all that were found.
    """
    there = {str(each.get("id")): each for each in document.data.get("talks", ())}
    mine = there.get(talk.id or "")
    if mine is None or talk.id is None or "papers" not in talk.values:
        return talk
    if any(mine.get(key) == talk.values.get(key) for key in ("title", "papers", "roles") if key in mine):
        return talk
    same = next((name for name, each in there.items() if each.get("papers") == talk.values["papers"]), None)
    stem = talk.id.rstrip("0123456789")
    free = (f"{stem}{number}" for number in count(len(others)) if f"{stem}{number}" not in there.keys() | others)
    return replace(talk, id=same or next(free))


def _told(tables: Mapping[str, Any], kept: Sequence[str]) -> Iterable[Remark]:
    new = {"role": tables.get("reading", {}).get("roles", ()), "paper": tables.get("papers", ()),
           "participant": tables.get("participants", ())}  # fmt: skip
    for what, blocks in new.items():
        if blocks:
            names = ", ".join(f'"{each["id"]}"' for each in blocks)
            yield Remark(says=f"new: {what}{'s' if len(blocks) > 1 else ''} {names}", kind=Kind.UNDERSTOOD)
    if kept:
        yield Remark(says=f"{', '.join(kept)} of [reading]: the series has its own", kind=Kind.LEFT_OUT)
