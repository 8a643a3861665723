"""Who holds the seminar: names with their addresses, an address that is nobody's own, the university."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from semctl.importing.decks.outline import Item, Section, unmarked
from semctl.importing.people import LONGEST, is_name, people
from semctl.languages import fold

_MAIL: Final = re.compile(r"<?(?:mailto:)?([\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64})+)>?")
_LABEL: Final = re.compile(
    r"(?:organi[sz](?:er|ed by|ator|ateur)\w*|instructors?|lecturers?|contact|do[cz]ent\w*|veranstalter\w*|leitung|"
    r"kontakt|contatti|enseignants?|responsables?)\s*:\s*",
    re.IGNORECASE,
)
_UNIVERSITY: Final = re.compile(
    r"universit|hochschule|institut|école|ecole|politecnico|college|academy|akademie|\btu\b|\beth\b", re.IGNORECASE
)


@dataclass(slots=True)
class Holders:
    """organizers: blocks of the file, public as they are in the slides. contact: an address that is nobody's own.

    mails: all addresses. lines: where it stood.
    """

    organizers: list[dict[str, Any]] = field(default_factory=list)
    contact: str = ""
    mails: list[str] = field(default_factory=list)
    lines: set[int] = field(default_factory=set)


def holders_of(found: Iterable[Item], held: Holders, *, named: bool) -> None:
    """Add the people of some items. named: the section is about them, so that a name needs no address."""
    above: Item | None = None
    for item in found:
        text = unmarked(item.text[:LONGEST])
        labelled = bool(_LABEL.match(text))
        bare = _LABEL.sub("", text, count=1) if labelled else text
        start = 0
        for mail in _MAIL.finditer(bare):
            who = bare[start : mail.start()].strip(" ,;:()<>–—-")
            if not who and above and above.end + 1 == item.line and is_name(unmarked(above.text)):
                who = unmarked(above.text)
                held.lines |= {*above.lines}
            _add(held, who, mail[1])
            held.lines |= {*item.lines}
            start = mail.end()
        if labelled or named:
            for name, _ in people(bare[start:].strip(" ,;:()<>")):
                if is_name(name):
                    _add(held, name, "")
                    held.lines |= {*item.lines}
        above = item


def _add(held: Holders, who: str, mail: str) -> None:
    pieces = (who, *re.split(r"[,;|]|\s(?:and|und|e|en|et)\s", who))
    name = next((each.strip() for each in pieces if is_name(each.strip())), "")
    known = next((each for each in held.organizers if fold(each["name"]) == fold(name)), None)
    if mail:
        held.mails.append(mail)
    if known:
        if mail and "email" not in known:
            held.organizers[held.organizers.index(known)] = {"name": known["name"], "email": mail, "public": True}
    elif name:
        held.organizers.append({"name": name, **({"email": mail} if mail else {}), "public": True})
    elif mail and not held.contact:
        held.contact = mail


def institution_of(found: Sequence[Section]) -> tuple[str, set[int]]:
    """The university that the first slides name, written as a name where they have only capitals; and its lines."""
    rows = [row for section in found[:3] for row in section.rows]
    for at, row in enumerate(rows):
        pieces = [unmarked(piece) for piece in re.split(r"[,;|]|\s[–—-]\s", row.text)]
        words = next((piece for piece in pieces if len(piece) < 80 and _UNIVERSITY.search(piece)), "")
        if not words or "@" in row.text or "://" in row.text:
            continue
        below = rows[at + 1].text.strip() if at + 1 < len(rows) else ""
        lines = {row.number}
        if words.isupper() and " " not in words and below.isupper():
            words, lines = f"{words} {below}", {row.number, rows[at + 1].number}
        return (_as_a_name(words) if words.isupper() else words), lines
    return "", set()


def _as_a_name(words: str) -> str:
    small = {"OF", "THE", "AND", "DER", "DES", "DI", "DEGLI", "DE", "VAN", "D"}
    return " ".join(word.lower() if word in small else word.capitalize() for word in words.split())
