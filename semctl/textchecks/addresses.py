"""Links that lead nowhere or are no links, and what stands on the wrong side of the line between public and private."""

import re
from collections.abc import Iterator
from dataclasses import fields
from typing import Final

from semctl.model import Join, Talk
from semctl.problems import Path, Problem
from semctl.textchecks.texts import Texts

_SCHEME: Final = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+):")
_PAGE: Final = re.compile(r"https?://[^\s/?#]+\S*\Z|mailto:\S+\Z", re.IGNORECASE)
_SAFE: Final = frozenset({"http", "https", "mailto"})
_IDENTIFIERS: Final = {"arxiv": "https://arxiv.org/abs/", "doi": "https://doi.org/", "hal": "https://hal.science/"}
_DOI: Final = re.compile(r"10\.[0-9]{4,9}/\S+\Z")
_HOST: Final = re.compile(r"(?:[\w-]+\.)+[A-Za-z]{2,}(?:[/:?#]\S*)?\Z")


def links_are_safe(texts: Texts) -> Iterator[Problem]:
    """A link is a web page or a mail address; slides, photos and logos may be files."""
    for path, link, may_be_file in _links(texts):
        if link and (wrong := wrong_link(link, may_be_file=may_be_file)):
            yield texts.warning("unsafe-link", path, *wrong)


def wrong_link(link: str, *, may_be_file: bool) -> tuple[str, str] | None:
    """What is wrong with a link and what to do; None where nothing is."""
    scheme = _SCHEME.match(link)
    name = scheme[1].lower() if scheme and "." not in scheme[1] else ""
    shown = link if len(link) <= 60 else f"{link[:60]}…"
    if name in _IDENTIFIERS:
        return f'"{shown}" is no web address', f"write {_IDENTIFIERS[name]}{link[len(name) + 1 :].strip()}"
    if name and name not in _SAFE:
        return f'"{shown}" opens with {name}:, which no page should', "write an address with https://"
    if name:
        whole = _PAGE.match(link)
        return None if whole else (f'"{shown}" is no whole address', "write it as https://www.utwente.nl/seminar")
    if may_be_file:
        return None
    if _DOI.match(link):
        return f'"{shown}" is no web address', f"write https://doi.org/{link}"
    host = _HOST.match(link) and "@" not in link.split("/")[0]
    hint = f"write https://{link}" if host else "write the whole address, with https://"
    return f'"{shown}" is no whole address', hint


def _links(texts: Texts) -> Iterator[tuple[Path, str | None, bool]]:
    """Every link with its path, and whether a file may stand there."""
    book = texts.programme.book
    yield ("series", "url"), book.series.url, False
    yield ("series", "logo"), book.series.logo, True
    yield _join(("series",), book.series.join)
    for organizer, each in enumerate(book.organizers):
        yield ("organizers", organizer, "url"), each.url, False
    for rule in book.rules:
        yield _join(rule.path, rule.join)
    for override in book.overrides:
        yield _join(override.path, override.join)
    for name, room in book.rooms.items():
        yield ("rooms", name, "url"), room.url, False
    for talk in book.talks:
        for key in ("url", "speaker_url", "video", "preprint"):
            yield (*talk.path, key), getattr(talk, key), False
        for key in ("slides", "photo"):
            yield (*talk.path, key), getattr(talk, key), True
        for number, speaker in enumerate(talk.speakers):
            yield (*talk.path, "speakers", number, "url"), speaker.url, False
            yield (*talk.path, "speakers", number, "photo"), speaker.photo, True


def _join(path: Path, join: Join | None) -> tuple[Path, str | None, bool]:
    return (*path, "join", "url"), join.url if join else None, False


# --- public and private ---

_PUBLIC: Final = frozenset(each.name for each in fields(Talk)) - {"path", "reason"}  # a reason may well be private
_KEYS: Final = """account accommodation address allergies arrival bank birthday cell costs departure diet dietary dinner
    email expenses fee flight honorarium hotel iban invoice mail mobile nationality passport phone reimbursement tel
    telephone travel visa"""
"""Keys that no public table knows, and that tell what is nobody's business."""
_PRIVATE: Final = frozenset(_KEYS.split())


def public_and_private_are_apart(texts: Texts) -> Iterator[Problem]:
    """What is to be printed does not stand among the private notes, nor the other way round."""
    tables = texts.document.data.get("talks", [])
    for talk in texts.programme.book.talks:
        notes = texts.notes.talks.get(talk.id, {})
        yield from (_hidden(texts, talk, key) for key in notes if key in _PUBLIC)
        table = tables[talk.path[1]]
        yield from _shown(texts, talk.path, table)
        for number, speaker in enumerate(table.get("speakers", ()) if talk.speakers else ()):
            yield from _shown(texts, (*talk.path, "speakers", number), speaker)


def _hidden(texts: Texts, talk: Talk, key: str) -> Problem:
    path = (*talk.path, "private", key)
    if texts.document.source_of(path) is not None:
        hint = f"move {key} up, above the line [talks.private]"
        return texts.warning("public-in-private", path, f"{key} is private there, and no page or mail shows it", hint)
    says = f"{key} stands among its notes in the private file, and no page or mail shows it"
    return texts.warning("public-in-private", talk.path, says, f"move {key} to its [[talks]] block")


def _shown(texts: Texts, path: Path, table: object) -> Iterator[Problem]:
    if isinstance(table, dict):
        for key in (key for key in table if key in _PRIVATE):
            says = f"{key} stands among what is public"
            hint = "move it below [talks.private], or to seminars.private.toml"
            yield texts.warning("private-in-public", (*path, key), says, hint)
