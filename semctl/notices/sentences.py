"""The sentences of a mail: who speaks when and where, what is cancelled. Pure words; templates put them together."""

import datetime as dt
from collections.abc import Sequence

from semctl.dates import clock, day_at, long_day
from semctl.languages import Mails, Opening, ToSpeakers, fold, language
from semctl.model import Mode, Wanted
from semctl.wording import Label, Speakers, Venue, beside_phrase, capital, line, speakers, where


def mails(code: str) -> Mails:
    """The texts of mails in a language."""
    return language(code).mails


def to_speakers(named: Speakers, code: str) -> ToSpeakers:
    """The texts that address one speaker or several."""
    told = mails(code)
    return told.to_many if len(named) > 1 and told.to_many else told.to_one


# --- days ---


def on(code: str, day: dt.date, at: dt.time | None) -> str:
    """The day as it stands in a sentence: "on Monday, 11 May 2026, at 16:00", "am Montag, 11. Mai 2026"."""
    told = language(code).sentences
    if at is None:
        return told.on.format(day=long_day(day, code))
    return told.on_at.format(day=long_day(day, code), clock=clock(at, code))


def soon(code: str, day: dt.date, at: dt.time | None, today: dt.date) -> str:
    """As `on`, with the word for today or tomorrow: "tomorrow (Monday, 11 May 2026) at 16:00"."""
    word, told = _word(code, day, today), mails(code)
    if word is None:
        return on(code, day, at)
    if at is None:
        return told.soon.format(word=word, day=long_day(day, code))
    return told.soon_at.format(word=word, day=long_day(day, code), clock=clock(at, code))


def soon_short(code: str, day: dt.date, at: dt.time | None, today: dt.date) -> str:
    """For a subject: "tomorrow at 16:00", "today"; a day that is further off in full."""
    word = _word(code, day, today)
    if word is None:
        return day_at(day, at, code)
    return mails(code).soon_short.format(word=word, clock=clock(at, code)) if at else word


def _word(code: str, day: dt.date, today: dt.date) -> str | None:
    told = mails(code)
    return {0: told.today, 1: told.tomorrow}.get((day - today).days)


# --- about a talk ---


def opening(
    forms: Opening, code: str, *, on: str, named: Speakers, title: str | None, series: str, place: str | None
) -> str:
    """The sentence that says who speaks when; a title without a speaker is a meeting.

    on: the day, from `on` or `soon`. place: a phrase for the room, where there is one. series may be empty; a
    language whose opening has no place for it leaves it to the head of the mail.
    """
    words = {"on": on, "On": capital(on), "series": _in_series(series, code)}
    if not named:
        return (forms.meeting if title else forms.unnamed).format(**words)
    many = len(named) > 1
    if title and forms.title:
        form = forms.title_many if many else forms.title
        return form.format(**words, speakers=_block(named, code), title=title, place=f"{place} " if place else "")
    at_place = forms.place_many if many else forms.place
    form = at_place if place else forms.many if many else forms.one
    said = form.format(**words, speakers=speakers(named, code), place=place)
    return said if title else f"{said} {mails(code).no_title}"


def place_line(code: str, *, named: Speakers, venue: Venue) -> str:
    """The line that says where, as far as the opening does not; empty where nothing is known."""
    if phrase(venue, named):
        return beside_phrase(venue, code)
    place = where(venue, code)
    return line(Label.WHERE, place, code) if place else ""


def phrase(venue: Venue, named: Speakers) -> str | None:
    """The room as the opening says it, where it can: there is a speaker, and people come to the room."""
    return venue.phrase if named and venue.mode is not Mode.ONLINE else None


def cancellation(code: str, *, day: dt.date, at: dt.time | None, named: Speakers, title: str | None) -> str:
    """The sentence that a talk or a meeting is cancelled."""
    told = mails(code)
    unnamed = told.cancelled_meeting if title else told.cancelled_unnamed
    form = _by_number(named, unnamed, told.cancelled, told.cancelled_many)
    return form.format(speakers=speakers(named, code), day=day_at(day, at, code))


def change(code: str, *, day: dt.date | None, at: dt.time | None, named: Speakers, title: str | None) -> str:
    """The line above the differences to what was announced for that day."""
    told = mails(code)
    unnamed = told.changed_meeting if title else told.changed_unnamed
    form = _by_number(named, unnamed, told.changed, told.changed_many)
    return form.format(speakers=speakers(named, code), day=day_at(day, at, code) if day else "")


def things(wanted: Sequence[Wanted], code: str) -> str:
    """What a speaker is asked for: "the title and the abstract"; empty where that is nothing."""
    if not wanted:
        return ""
    return speakers([(getattr(mails(code), f"wanted_{each}"), None) for each in wanted], code)


def to_a_speaker(form: str, code: str, series: str, **words: str) -> str:
    """A sentence for a speaker, filled in."""
    return form.format(series=_named(series, code), **words)


def _by_number(named: Speakers, none: str, one: str, many: str) -> str:
    return (none, one)[len(named)] if len(named) < 2 else many


def _block(named: Speakers, code: str) -> str:
    """A single speaker above the affiliation, as a letter displays it; several run on."""
    if len(named) != 1 or not named[0][1]:
        return speakers(named, code)
    return f"{named[0][0]}\n({named[0][1]})"


def _in_series(series: str, code: str) -> str:
    return language(code).sentences.in_series.format(series=_named(series, code)) if series else ""


def _named(series: str, code: str) -> str:
    """The series after an article: "MDS Seminar", "Colloquium" without its own, "series “Tropical mathematics”"."""
    words = language(code).reading.gatherings
    if not words:
        return series
    says_so = any(word in fold(series) for word in words)
    return series.removeprefix("The ") if says_so else f"series{mails(code).quoted.format(title=series)}"
