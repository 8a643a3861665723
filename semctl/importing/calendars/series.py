"""What the heads of calendars and their events together say of the series: its name, identity and time zone."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from semctl.importing.calendars import own_events
from semctl.importing.calendars.contentlines import Component
from semctl.importing.calendars.talks import Told
from semctl.importing.calendars.times import iana
from semctl.importing.cleaning import line
from semctl.importing.json_sources import researchseminars_words

_GENERIC: Final = re.compile(
    r"(?:my |mein |mon |mio |mijn )?(?:calendar|kalender|calendario|calendrier|agenda|events|veranstaltungen|untitled|"
    r"home|work|personal|privat|unbenannt)|\S+@\S+|(?:[\w-]+\.)+[a-z]{2,}",
    re.IGNORECASE,
)
"""Names that say nothing of a series."""
_MAKERS: Final = (
    ("semctl", "semctl"), ("researchseminars", "researchseminars.org"), ("google", "Google"), ("microsoft", "Outlook"),
    ("apple", "Apple"), ("nextcloud", "Nextcloud"), ("thunderbird", "Thunderbird"), ("mozilla", "Thunderbird"),
    ("indico", "Indico"),
)  # fmt: skip
"""What a PRODID holds, and what the program is called."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Heads:
    """The heads of the calendars of a file.

    what: the source in a few words. names: what they are called, where that is a name of their own. forms: of each, how
    semctl has written it. zones: that they name. values: keys of `[series]`, where semctl says them. tables: as values.
    """

    what: str
    names: tuple[str, ...]
    forms: tuple[own_events.Form | None, ...]
    zones: tuple[str, ...]
    values: Mapping[str, Any] = field(default_factory=dict)
    tables: Mapping[str, Any] = field(default_factory=dict)


def heads(calendars: Sequence[Component]) -> Heads:
    """What the heads say."""
    makers = " ".join(each.text("PRODID") for each in calendars).casefold()
    maker = next((name for sign, name in _MAKERS if sign in makers), "")
    what = "a calendar" if len(calendars) < 2 else f"{len(calendars)} calendars"
    names = (line(each.text("NAME") or each.text("X-WR-CALNAME")) for each in calendars)
    forms = tuple(own_events.form_of(each) if own_events.is_own(each) else None for each in calendars)
    values: dict[str, Any] = {}
    tables: dict[str, Any] = {}
    for calendar, form in zip(calendars, forms, strict=True):
        if form:
            people = own_events.people_of(calendar, form)
            tables |= {key: value for key, value in people.items() if key == "organizers"}
            values = {
                **own_events.series_of(calendar, form),
                **{k: v for k, v in people.items() if k == "contact"},
                **values,
            }
    return Heads(
        what=f"{what} of {maker}" if maker else what,
        names=tuple(dict.fromkeys(name for name in names if name and not _GENERIC.fullmatch(name))),
        forms=forms,
        zones=tuple(zone for each in calendars if (zone := iana(each.text("X-WR-TIMEZONE")))),
        values=values,
        tables=tables,
    )


def series(told: Sequence[Told], heads: Heads, prefix: str = "") -> tuple[dict[str, Any], dict[str, str]]:
    """Keys of `[series]`, and which of them are a guess, with the reason. prefix: what the summaries begin with."""
    values: dict[str, Any] = dict(heads.values)
    assumed: dict[str, str] = {}
    named = Counter(each.series for each in told if each.series)
    repeated = next((line(each.event.source.text("SUMMARY")) for each in told if not each.is_talk), "")
    if "name" in values:
        pass
    elif name := next((each for each, _ in named.most_common(1)), "") or next(iter(heads.names), ""):
        values["name"] = name
    elif prefix:
        values["name"], assumed["name"] = re.sub(r"[\s:–—|-]+$", "", prefix), "what the titles begin with"
    elif repeated:
        values["name"], assumed["name"] = repeated, "what its dates are called"
    ids = {found for each in told if (found := researchseminars_words.series_id(each.event.uid))}
    if len(ids) == 1 and named:
        values["id"], values["domain"] = ids.pop(), researchseminars_words.DOMAIN
    if zone := _zone(told, heads):
        values["timezone"] = zone
        if zone == "UTC" and "UTC" not in heads.zones:
            assumed["timezone"] = "every time in the source is in UTC; the place may have another"
    return values, assumed


def _zone(told: Sequence[Told], heads: Heads) -> str | None:
    """The zone that all events name, else the calendar, else most events; UTC where nothing else is said."""
    named = Counter(each.event.start.zone for each in told if each.event.start.time and each.event.start.zone)
    places = [zone for zone, _ in named.most_common() if zone != "UTC"]
    if len(places) == 1 and len(named) == 1:
        return places[0]
    return next(iter(heads.zones), None) or next(iter(places), None) or ("UTC" if named else None)
