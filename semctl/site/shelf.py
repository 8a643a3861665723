"""What a page is made from: a series with all that belongs to its pages, and where each of them stands."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from urllib.parse import quote

from semctl.model import Site
from semctl.programme import Entry, Programme
from semctl.textchecks.addresses import wrong_link

PICTURES = ("png", "jpg", "jpeg", "webp", "gif", "svg", "avif")


@dataclass(frozen=True, kw_only=True)
class Shelf:
    """A series and its pages.

    site: `[site]`. prefix: the folder of its pages, "" or "mds/". holidays: names by day. now: the instant of the run,
    in the zone of the series. read: a file beside the series file, None for none. own: templates of the user.
    """

    programme: Programme
    site: Site
    prefix: str
    holidays: Mapping[date, str]
    now: datetime
    read: Callable[[str], bytes | None] = field(repr=False)
    own: tuple[tuple[str, str], ...] = ()

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """The talks that have a date, in order of time; what is being planned is nobody's business yet."""
        return tuple(entry for entry in self.programme.entries if entry.date)

    @cached_property
    def speakers(self) -> Mapping[str, tuple[str, Sequence[Entry]]]:
        """The pages of those who came twice, by the name of the page: how they are called, and their talks."""
        named: dict[str, list[tuple[str, Entry]]] = defaultdict(list)
        for entry in self.entries:
            for person in entry.people:
                named[page_name(str(person.name))].append((str(person.name), entry))
        return {
            key: (found[-1][0], tuple(entry for _, entry in found))
            for key, found in sorted(named.items())
            if key and len({entry.talk.id for _, entry in found}) > 1
        }

    @cached_property
    def periods(self) -> Mapping[str, tuple[str, tuple[Entry, ...]]]:
        """The past by term or year, the latest first: by page name, the heading and its talks, the latest first."""
        groups: dict[str, list[Entry]] = defaultdict(list)
        for entry in reversed(self.entries):
            if entry.is_over(self.now):
                groups[self._period(entry)].append(entry)
        return {page_name(heading): (heading, tuple(entries)) for heading, entries in groups.items()}

    def _period(self, entry: Entry) -> str:
        rule = entry.slot.rule if entry.slot else None
        assert entry.date is not None
        return str(rule.term) if rule and rule.term else str(entry.date.year)

    def copied(self, name: str | None) -> str | None:
        """Where a file that stands beside the series file is copied to, below the prefix; None where it is none."""
        if not name or not is_local(name) or self.read(name) is None:
            return None
        return f"files/{name}"


def is_local(name: str) -> bool:
    """Whether a value names a file below the folder of the series file."""
    parts = re.split(r"[/\\]", name)
    return not re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", name) and not {"", ".", ".."} & set(parts)


def href(link: str | None, root: str, shelf: Shelf) -> str | None:
    """A link as a page writes it: to the web, or to the copy of a file; None for one that no page should hold."""
    copy = shelf.copied(link)
    if copy:
        return root + quote(copy)
    return link if link and wrong_link(link, may_be_file=False) is None else None


def picture(name: str | None, root: str, shelf: Shelf) -> str | None:
    """A picture that stands beside the series file; those of other hosts are not asked for."""
    is_picture = bool(name) and str(name).rpartition(".")[2].lower() in PICTURES
    copy = shelf.copied(name) if is_picture else None
    return root + quote(copy) if copy else None


def page_name(text: str) -> str:
    """A text as the name of a page: "Émilie du Châtelet" is "emilie-du-chatelet"; letters beyond Latin stay."""
    plain = "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))
    return re.sub(r"[\W_]+", "-", unicodedata.normalize("NFC", plain).casefold()).strip("-")
