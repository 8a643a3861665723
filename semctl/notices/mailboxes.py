"""Mail addresses as they go into headers and to servers: one address is one recipient, or none at all.

Everything is matched as a whole, so that no comma, line end or angle bracket makes two of one (RFC 5322 §3.4.1).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from semctl.problems import Refused

LONGEST: Final = 254  # characters of an address, RFC 5321 §4.5.3.1.3

_ATOM: Final = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL: Final = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_LOCAL: Final = re.compile(rf"{_ATOM}(?:\.{_ATOM})*")
_DOMAIN: Final = re.compile(rf"{_LABEL}(?:\.{_LABEL})+")
_NAMED: Final = re.compile(r"(?P<name>[^<>@]*)<(?P<address>[^<>]*)>")


@dataclass(frozen=True, slots=True)
class Mailbox:
    """An address that was looked at, and the name of whom it reaches; "" if nobody said."""

    address: str
    name: str = ""

    @property
    def domain(self) -> str:
        """What stands after the @."""
        return self.address.rpartition("@")[2]


def mailbox(text: str, where: str, name: str = "") -> Mailbox:
    """The one address that a text is, with the name before it or else the given one; Refused if it is not just one.

    where: what the text is, as people call it. A domain in letters beyond ASCII is written as its ASCII form.
    """
    named = _NAMED.fullmatch(text.strip())
    written = named["address"] if named else text.strip()
    local, _, domain = written.rpartition("@")
    try:
        ascii_domain = domain.encode("idna").decode() if domain and not domain.isascii() else domain
    except UnicodeError:
        ascii_domain = ""
    address = f"{local}@{ascii_domain}"
    if not (_LOCAL.fullmatch(local) and _DOMAIN.fullmatch(ascii_domain) and len(address) <= LONGEST):
        several = len(re.findall("@", text)) > 1
        hint = "write each address in quotes of its own" if several else 'write it as in "seminar@example.org"'
        raise Refused(f'{where}: "{shown(text)}" is not one mail address', hint)
    return Mailbox(address, (named["name"].strip().strip('"') if named else "") or name)


def each_once(mailboxes: Iterable[Mailbox]) -> tuple[Mailbox, ...]:
    """The mailboxes in their order, each address once, however its letters are written."""
    first: dict[str, Mailbox] = {}
    for each in mailboxes:
        first.setdefault(each.address.casefold(), each)
    return tuple(first.values())


def shown(text: str) -> str:
    """A text that may hold anything, fit for one line of a terminal."""
    plain = "".join(letter if letter.isprintable() else " " for letter in text)
    return plain if len(plain) <= 60 else f"{plain[:60]}…"
