"""What is particular to each language: names, spellings, patterns, labels and sentences, as data.

One file per language, each a single constant; a file is loaded when its code is first asked for. Languages of the
user's own are added at the beginning of a run (see `translation`). The wide records are named tuples because a
dataclass of fifty fields takes longer to make than all the rest of the module.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import NamedTuple

CODES = ("en", "de", "it", "nl", "fr")


class Patterns(NamedTuple):
    """How days and times are written; each is filled in by name with `str.format`.

    day: the day of the month, from {n}; first_day: the same for the 1st, as in "1er".
    long, plain: from {weekday}, {day}, {month} and {year}; short: the same with the short names.
    clock: from {hour} (two figures), {h} (as it is) and {minute} (two figures); full_hour: where minute is 0.
    bare_clock, bare_full_hour: the same without the word for o'clock, for the first half of a span.
    day_at: from {day} and {clock}. span: from {start} and {end}. day_span: from {day} and {span}.
    """

    day: str
    first_day: str
    long: str
    short: str
    plain: str
    clock: str
    full_hour: str
    bare_clock: str
    bare_full_hour: str
    day_at: str
    span: str
    day_span: str


class Reading(NamedTuple):
    """What is understood beside the names themselves; case and accents do not count.

    weekdays, months: further spellings, one tuple for each name. ordinals: what may follow the day's number.
    fillers: words in a date that say nothing. relative: words with their distance from today in days.
    upcoming: words that name "next", "this" or "coming" before or after a weekday.
    ahead: "in", as in "in 2 weeks"; one: the article in "in a week".
    days, weeks, hours, minutes: units. loose_days: numbers of days that are a figure of speech for weeks
    ("in 8 Tagen" is a week). at: words before a time; clock: words after the hour; noon: words for 12:00.
    tba: whole texts that stand for a title or a name that is not known yet.
    room_words: what a room's name begins with when it says itself that it is a room.
    gatherings: what the name of a series holds when it says itself that it is one; none where no sentence asks.
    """

    weekdays: tuple[tuple[str, ...], ...]
    months: tuple[tuple[str, ...], ...]
    ordinals: tuple[str, ...]
    fillers: tuple[str, ...]
    relative: tuple[tuple[str, int], ...]
    next: tuple[str, ...]
    this: tuple[str, ...]
    coming: tuple[str, ...]
    ahead: tuple[str, ...]
    one: tuple[str, ...]
    days: tuple[str, ...]
    weeks: tuple[str, ...]
    hours: tuple[str, ...]
    minutes: tuple[str, ...]
    loose_days: tuple[int, ...]
    at: tuple[str, ...]
    clock: tuple[str, ...]
    noon: tuple[str, ...]
    tba: tuple[str, ...]
    room_words: tuple[str, ...]
    gatherings: tuple[str, ...] = ()


class Labels(NamedTuple):
    """Short words of tables, pages and mails, as they stand at the head of a line."""

    abstract: str
    address: str
    affiliation: str
    assumed_end: str
    audience: str
    bio: str
    calendar: str
    cancelled: str
    chair: str
    change: str
    contact: str
    costs: str
    date: str
    duration: str
    free: str
    holiday: str
    host: str
    hotel: str
    hybrid: str
    in_person: str
    joint_with: str
    link: str
    link_by_mail: str
    local_time: str
    map: str
    moved: str
    moved_to: str
    needs: str
    next_talk: str
    no_meeting: str
    note: str
    online: str
    organizer: str
    organizers: str
    paper: str
    papers: str
    partners: str
    passcode: str
    past_talks: str
    preprint: str
    programme: str
    reason: str
    reminder: str
    role: str
    roles: str
    room: str
    slides: str
    speaker: str
    speakers: str
    tba_speaker: str
    tba_title: str
    tentative: str
    time: str
    time_zone: str
    title: str
    travel: str
    upcoming_talks: str
    video: str
    when: str
    where: str


class Sentences(NamedTuple):
    """How names, days and places stand in a sentence, filled in by name.

    colon: between a label and its value. conjunction: "and". in_series: from {series}, with a blank before it.
    on, on_at: the day without and with a time, from {day} and {clock}.
    room: from {room}; hybrid: from {room} and {online}; on_site stands for a room that is not known.
    participant, participants: who takes part, where people have no names, from {number} or several {numbers}.
    """

    colon: str
    conjunction: str
    on: str
    on_at: str
    in_series: str
    room: str
    online: str
    hybrid: str
    on_site: str
    link_by_mail: str
    participant: str
    participants: str


class Opening(NamedTuple):
    """The sentence that says who speaks when, from {speakers}, {on} or {On} (capitalised) and {series}.

    on is the day, perhaps with a time or with "tomorrow"; series is in_series filled in. one, many: by the number of
    speakers. place: the same with {place}, a phrase such as "im Hörsaal Raum A027" that only the file can give.
    title: with {title}, and {place} with a blank after it or empty; itself empty where no such form is usual.
    unnamed: where no speaker is known. meeting: where there is a title and no speaker.
    """

    one: str
    many: str
    place: str
    place_many: str
    title: str
    title_many: str
    unnamed: str
    meeting: str


class ToSpeakers(NamedTuple):
    """What a speaker is told, right after `dear`, which is filled in from {names}.

    invitation, your_talk, thanks: what a subject begins with. {series} is the name of the series as it is, {on} the
    day with its time, {day} the day alone, {things} what is asked for ("the title and the abstract").
    invite, confirm, chase: from {series} and {on}; invite_undated: from {series}, where no day is set.
    free: stands above free days. any_date: where there are none. answer, answer_dates: without and with such days.
    details: stands above when and where. send_by: from {things} and {day}; send_soon: where that day has come.
    ask_by, ask_soon: the same in a subject. thank: from {series}, {on} and {title}, which is `quoted` or empty.
    slides: asks for them. questions: how to ask back.
    """

    dear: str
    invitation: str
    invite: str
    invite_undated: str
    free: str
    any_date: str
    answer: str
    answer_dates: str
    your_talk: str
    confirm: str
    details: str
    send_by: str
    send_soon: str
    ask_by: str
    ask_soon: str
    chase: str
    thanks: str
    thank: str
    slides: str
    questions: str


class ToParticipants(NamedTuple):
    """What somebody is told who takes part in a reading seminar, right after `dear`, which is filled in from {name}.

    dear_unnamed: where their name is not known. roles, roles_changed, turn: what a subject says. {series} is the name
    of the series as it is. assigned, changed: stand above their turns, from {series}; nothing: a sentence, where they
    have none; gone: stands above turns that they had. no_date: stands for a day.
    your_turn: from {series} and {on}, the day with its time. report: from {duration}. number: what people without a
    name are called in public, from {number}.
    """

    dear: str
    dear_unnamed: str
    roles: str
    roles_changed: str
    assigned: str
    changed: str
    gone: str
    nothing: str
    no_date: str
    turn: str
    your_turn: str
    report: str
    number: str


class Mails(NamedTuple):
    """The sentences of mails; `*_many` stands where there are several speakers.

    greeting, closing: first and last line. lead, lead_reminder, lead_cancellation: what leads from the greeting to
    what follows; may be empty. no_title: a sentence.
    today, tomorrow: the words; soon, soon_at: such a {word} with the {day}, without and with the time, in place of
    `on`; soon_short: with the time alone, for a subject.
    programme, week, next_week: subjects, from {day}; `*_lead`: the line above the talks, right after the greeting.
    changed: from {speakers}; changed_unnamed, changed_meeting: from {day}; as_now: stands above what holds now.
    earlier_link: stands for a link that is not written down. back_on: a sentence, where a cancellation is taken back.
    cancelled: from {speakers} and {day}; cancelled_unnamed, cancelled_meeting: from {day}.
    quoted: {title} in quotation marks, with a blank before it. wanted_…: what a speaker is asked for, as `send_by`
    needs it. to_one, to_many: what speakers are told; None where several are addressed like one. to_participant: what
    those are told who take part in a reading seminar.
    """

    greeting: str
    closing: str
    welcome: str
    lead: str
    lead_reminder: str
    lead_cancellation: str
    announcing: Opening
    reminding: Opening
    no_title: str
    today: str
    tomorrow: str
    soon: str
    soon_at: str
    soon_short: str
    programme: str
    programme_lead: str
    week: str
    week_lead: str
    next_week: str
    next_week_lead: str
    changed: str
    changed_many: str
    changed_unnamed: str
    changed_meeting: str
    earlier_link: str
    back_on: str
    as_now: str
    cancelled: str
    cancelled_many: str
    cancelled_unnamed: str
    cancelled_meeting: str
    quoted: str
    wanted_title: str
    wanted_abstract: str
    wanted_bio: str
    wanted_photo: str
    to_one: ToSpeakers
    to_many: ToSpeakers | None
    to_participant: ToParticipants


class Pages(NamedTuple):
    """Words that only web pages need; {name}, {day} and {period} are filled in.

    earlier, later: the talk before and after the one of the page. nothing: a sentence, where no talk is to come.
    """

    add_to_calendar: str
    all_talks: str
    earlier: str
    feed: str
    home_page: str
    later: str
    moved_from: str
    nothing: str
    past_in: str
    photo: str
    seminars: str
    subscribe: str
    talks_by: str


class Posters(NamedTuple):
    """What frames the speakers on a poster, `*_many` where there are several.

    lead: above their names, from {on}, the day with its time. theme: between names and title, from {place}, a phrase
    such as "im Hörsaal Raum A027" with a blank behind it, or empty. untitled: where there is no title. unnamed: the
    lead where nobody is known.
    """

    lead: str
    lead_many: str
    unnamed: str
    theme: str
    theme_many: str
    untitled: str
    untitled_many: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Language:
    """One language: its code, the names of days and months as they are printed, and the records above.

    weekdays begin with Monday. The short names are those of tables.
    """

    code: str
    weekdays: tuple[str, str, str, str, str, str, str]
    weekdays_short: tuple[str, str, str, str, str, str, str]
    months: tuple[str, str, str, str, str, str, str, str, str, str, str, str]
    months_short: tuple[str, str, str, str, str, str, str, str, str, str, str, str]
    patterns: Patterns
    reading: Reading
    labels: Labels
    sentences: Sentences
    mails: Mails
    pages: Pages
    posters: Posters


def language(code: str) -> Language:
    """The language of a code; ValueError, listing the codes, where there is none."""
    return _added.get(code) or _built_in(code)


@cache
def _built_in(code: str) -> Language:
    if code not in CODES:
        raise ValueError(f"no language {code!r}: choose from {', '.join(codes())}")
    found = import_module(f"semctl.languages.{code}").LANGUAGE
    assert isinstance(found, Language)
    return found


_added: dict[str, Language] = {}


def add(told: Language) -> None:
    """Write in a language of somebody's own from now on, maybe in place of the built-in one."""
    _added[told.code] = told


def codes() -> tuple[str, ...]:
    """The codes of all languages that can be written in."""
    return tuple(dict.fromkeys((*CODES, *_added)))


def every_language() -> tuple[Language, ...]:
    """All that are built in, in the order of CODES: those in which dates are understood."""
    return tuple(_built_in(code) for code in CODES)


def fold(text: str) -> str:
    """The text for comparing: lower case, no accents, plain apostrophes, single spaces."""
    if text.isascii():
        return " ".join(text.lower().split())
    plain = unicodedata.normalize("NFD", text).casefold().replace("’", "'")
    return " ".join("".join(char for char in plain if not unicodedata.combining(char)).split())


def is_tba(text: str) -> bool:
    """Whether the whole text only says that a title or a name is not known yet.

    "T.b.a.", "(TBC)", "N. N.", "???" and the phrases of every language do; a title that holds such a word
    among others does not, and neither does an empty text.
    """
    if len(text) > 60 or not text.strip():
        return False
    first = text.split(maxsplit=1)[0]
    if len(first) > 1 and first.isascii() and first.isalpha() and first.lower() not in _tba_words():
        return False
    said = _bare(text)
    return said in _tba_texts() if said else set(text) <= set("?-–—._… ")


_ASCII_LETTERS = {code: " " for code in range(128) if not chr(code).isalnum()} | {ord("'"): None}


def _letters(text: str) -> str:
    """The text with blanks for all that is neither letter nor figure; apostrophes go."""
    if text.isascii():
        return text.translate(_ASCII_LETTERS)
    return "".join(char if char.isalnum() else " " for char in text if char != "'")


def _bare(text: str) -> str:
    """The words alone, with neighbouring single letters drawn together: "Title: T. b. a." is "title tba"."""
    words: list[str] = []
    spelling = False
    for word in _letters(fold(text)).split():
        if spelling and len(word) == 1:
            words[-1] += word
        else:
            words.append(word)
        spelling = len(word) == 1
    return " ".join(words)


@cache
def _tba_texts() -> frozenset[str]:
    return frozenset(_bare(text) for text in _each_tba())


@cache
def _tba_words() -> frozenset[str]:
    return frozenset(word for text in _tba_texts() for word in text.split())


def _each_tba() -> Iterator[str]:
    for each in every_language():
        yield from each.reading.tba
        yield each.labels.tba_title
        yield each.labels.tba_speaker
