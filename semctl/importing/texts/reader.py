"""A pasted page or a mail as what semctl takes in: the last of the sources, which reads whatever names a day."""

import datetime as dt
import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from semctl.importing import cleaning
from semctl.importing.found import Found, FoundTalk, Kind, Meeting, Remark
from semctl.importing.given import Given
from semctl.importing.texts import blocks, days, forms, loose, rows, series, speech, stated, tables, zones
from semctl.importing.texts import remarks as about
from semctl.importing.texts.items import Item, items, other_days, said
from semctl.importing.texts.moves import Sort, move
from semctl.importing.texts.stated import usual
from semctl.importing.texts.talks import Reading
from semctl.languages import fold

FAR: Final = 4
"""Years from today in which a day of a text may lie that tells the year of the others."""
SEARCHED: Final = (200, 5_000)
"""Rows in which a day is sought: most texts name one soon."""
LEAST_OF_ONE: Final = 2
"""Talks without a speaker from which the person named above them is taken for theirs."""
_BINARY: Final = re.compile("[\x00-\x08\x0e-\x1b]")


def recognises(given: Given) -> bool:
    """A text that names a day, or a speaker and a title behind labels."""
    start = given.text[:200_000]
    if len(_BINARY.findall(start[:10_000])) > 20 or start.startswith("%PDF") or _is_data(given.text):
        return False
    whole = rows.page(given).rows
    return any(_tells(items(tables.gridded(whole[:most]))) for most in SEARCHED)


def _tells(found: Sequence[Item]) -> bool:
    return any(item.anchor for item in found) or {"speaker", "title"} <= {item.key for item in found}


def _is_data(text: str) -> bool:
    """Whether it is the JSON of some program."""
    try:
        return text.lstrip()[:1] in ("{", "[") and json.loads(text) is not None
    except (ValueError, RecursionError):
        return False


def read(given: Given) -> Found:
    """All that a text tells of talks."""
    page = rows.page(given)
    found = items(tables.gridded(page.rows))
    headings = _headings(found)
    settled = _settled(found, page, given.today)
    plain = [_blank(item) if index in headings else item for index, item in enumerate(found)]
    above, cut = blocks.blocks(plain, settled)
    head = [found[index] for index in above]
    language = _language(found, given)
    usually = usual(head)
    keys, assumed = series.series(page, head, language)
    keys |= {key: usually.setting[key] for key in ("mode", "online") if key in usually.setting}
    reading = Reading(items=plain, settled=settled, usual=usually, language=language, home=given.zone)
    talks, meetings, remarks = reading.all(cut)
    talks, one = _of_one(talks, head)
    talks = _titled(talks, head)
    places = {place for item in found for clock in item.clocks if clock.zone and (place := zones.city(clock.zone))}
    if len(places) == 1:
        keys["timezone"] = places.pop()
    elif said := _zone(talks, meetings):
        keys["timezone"], assumed["timezone"] = said, "the text names the clock, but not the place"
    return Found(
        what=_what(page, language),
        series=keys,
        assumed=assumed,
        talks=talks,
        meetings=meetings,
        stated=usually.stated,
        rooms={**usually.rooms, **reading.rooms},
        remarks=(
            *page.remarks,
            *about.of_encoding(given),
            *about.month_first(found),
            *about.two_series(found, headings),
            *one,
            *about.unread_above(head),
            *remarks,
        ),
    )


def _zone(talks: Sequence[FoundTalk], meetings: Sequence[Meeting]) -> str | None:
    """The zone of all times, where the text names one that is not the one of the person."""
    timed = [each for each in (*(talk.meeting for talk in talks if talk.meeting), *meetings) if each.time]
    named = {each.zone for each in timed}
    zone = named.pop() if len(named) == 1 else None
    return zone if zone and not zone.startswith("Etc/") else None


def _what(page: rows.Page, language: str | None) -> str:
    return page.what + (f" in {_LANGUAGES[language]}" if language else "")


_LANGUAGES: Final = {"en": "English", "de": "German", "it": "Italian", "nl": "Dutch", "fr": "French"}


def _blank(item: Item) -> Item:
    """A row that is about no talk."""
    return item._replace(row=item.row._replace(text=""), key="", value="", anchor=None, days=(), clocks=())


def _language(found: Sequence[Item], given: Given) -> str | None:
    """The language of the page, which may be another than the one of long texts in it."""
    short = "\n".join(
        item.text for item in found if len(item.text) < 200 and item.key not in ("abstract", "bio", "title")
    )
    return speech.language_of(short) or speech.language_of(given.text)


def _headings(found: Sequence[Item]) -> frozenset[int]:
    """The rows below the first talk that head others: a year, a term, another series."""
    first = next((index for index, item in enumerate(found) if item.anchor), len(found))
    heads = set()
    again = Counter(fold(item.text) for item in found)
    for index, item in enumerate(found):
        if index <= first or not item.text or item.days or item.key or "\t" in item.text:
            continue
        if again[fold(item.text)] > 1 and series.is_heading(item.text) and not item.clocks:
            heads.add(index)
        if (days.years_said(index, item.text) and len(item.text) < 60) or (
            series.is_heading(item.text) and not item.clocks and _is_apart(found, index)
        ):
            heads.add(index)
    return frozenset(heads)


def _is_apart(found: Sequence[Item], index: int) -> bool:
    """Whether an empty row stands above, and the day of a talk soon below."""
    if index and found[index - 1].text:
        return False
    below = [item for item in found[index + 1 : index + 6] if item.text][:2]
    return any(item.anchor for item in below[:1]) or (
        len(below) > 1 and bool(below[1].anchor) and bool(below[0].clocks)
    )


def _settled(found: Sequence[Item], page: rows.Page, today: dt.date) -> dict[days.Place, days.Day]:
    """The days that talks hang on, by where they stand."""
    anchors = {(index, item.anchor.start): item.anchor for index, item in enumerate(found) if item.anchor}
    texts = {place: found[place[0]].text[each.start : each.end].strip(" ,.(") for place, each in anchors.items()}
    above = [(index, item.text) for index, item in enumerate(found) if not item.days]
    top = [index for index, item in enumerate(found) if item.text and not item.anchor][:3]
    first = min((index for index, _ in anchors), default=0)
    headings = [
        heading for index, text in ((-1, page.title), *above)
        if (heading := days.years_said(index, text, is_top=index in top and index < first))
    ]  # fmt: skip
    others = [day for item in found for day in item.days if day is not item.anchor]
    years = {day.year for item in found for day in other_days(item) if day.year and abs(day.year - today.year) < FAR}
    american = any(clock.zone in zones.AMERICAN for item in found for clock in item.clocks)
    usual = stated.weekdays(found[:first])
    if not usual and (day := stated.weekday_of([item for item in found[: first + 1] if not item.anchor])) is not None:
        usual = frozenset({day})
    settled = days.settled(
        anchors,
        texts,
        headings,
        others=others,
        usual=usual,
        years=years,
        today=today,
        sent=page.sent,
        american=american,
    )
    return settled | dict(_unclear(found))


def _unclear(found: Sequence[Item]) -> Iterator[tuple[days.Place, days.Day]]:
    """The days beside which something is moved, and no word tells which of them holds."""
    for index, item in enumerate(found):
        if item.anchor and not item.key and (moved := move(item.text, item.days, item.anchor)).sort is Sort.UNCLEAR:
            named = " or ".join(f'"{said(item, each)}"' for each in (item.anchor, *moved.others))
            yield (index, item.anchor.start), days.Day(None, f"{days.MOVED}: {named}")


def _of_one(talks: tuple[FoundTalk, ...], head: Sequence[Item]) -> tuple[tuple[FoundTalk, ...], tuple[Remark, ...]]:
    """The talks with who speaks on all of them: nobody is named in any, and one person above them."""
    told = [forms.told(item.text) for item in head if item.text and not item.key and not item.days]
    who = [each.values for each in told if "affiliation" in each.values and "title" not in each.values]
    if len(who) != 1 or len(talks) < LEAST_OF_ONE or any(talk.names for talk in talks):
        return talks, ()
    says = f"{who[0]['speaker']} is named above the dates, and taken for the speaker of all talks"
    return tuple(replace(talk, values={**talk.values, **who[0]}) for talk in talks), (
        Remark(says=says, kind=Kind.UNDERSTOOD),
    )


def _titled(talks: tuple[FoundTalk, ...], head: Sequence[Item]) -> tuple[FoundTalk, ...]:
    """The only talk of a page, if it has no title, with the only heading above that may be one."""
    rows = [cleaning.line(item.text) for item in head if item.text and not (item.key or item.days or item.clocks)]
    likely = [text for text in rows if len(text) <= loose.LONG and not text.endswith(".") and not series.is_known(text)]
    if len(talks) != 1 or len(likely) != 1 or not talks[0].names or "title" in talks[0].values:
        return talks
    doubts = (*talks[0].doubts, "the heading of the page is taken for the title")
    return (replace(talks[0], values={**talks[0].values, "title": likely[0]}, doubts=doubts),)
