"""The nouns of a seminar series, as frozen records that mirror the tables of the file.

A field has the name of its key (`from_` is `from`); the docstring of a record is its documentation, from which
`docs/file-format.md` is made. A field without a default is required. Knows nothing of TOML, clocks or text forms.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple, NewType

from semctl.problems import Path

Ident = NewType("Ident", str)  # ASCII letters, digits, ".", "_", "-": it goes into identities and file names
Line = NewType("Line", str)  # one line of text
Known = NewType("Known", str)  # one line of text; "T.b.a." and its like mean none
Prose = NewType("Prose", str)  # text of any length, paragraphs parted by blank lines
Url = NewType("Url", str)  # an absolute web address
Email = NewType("Email", str)  # one address
Sender = NewType("Sender", str)  # one address, maybe after a name: "MDS Seminar <seminar@example.org>"
Zone = NewType("Zone", str)  # an IANA time zone name
Tag = NewType("Tag", str)  # a language code: en, de, it, nl, fr, or any other BCP 47 tag
Colour = NewType("Colour", str)  # "#" and three or six hexadecimal digits
Days = NewType("Days", int)  # a number of days, none among them
Count = NewType("Count", int)  # a number from 0


class Seats(NamedTuple):
    """How many people a role has: 2, "1-2" or "2 or more"; `most` is None where nobody says."""

    least: int
    most: int | None


class Mode(StrEnum):
    """How people take part."""

    IN_PERSON = "in-person"
    HYBRID = "hybrid"
    ONLINE = "online"


class Status(StrEnum):
    """How sure a talk is."""

    INVITED = "invited"
    TENTATIVE = "tentative"
    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"


class Show(StrEnum):
    """Who may see a join link: readers of the mails, or everyone."""

    MAIL = "mail"
    PUBLIC = "public"


class OnHoliday(StrEnum):
    """What to do on a public holiday."""

    MEET = "meet"


class Kind(StrEnum):
    """What a mail is for."""

    INVITATION = "invitation"
    CONFIRMATION = "confirmation"
    CHASE = "chase"
    PROGRAMME = "programme"
    ROLES = "roles"
    TURN = "turn"
    ANNOUNCEMENT = "announcement"
    REMINDER = "reminder"
    DIGEST = "digest"
    CHANGE = "change"
    CANCELLATION = "cancellation"
    THANKS = "thanks"

    @property
    def is_for_speakers(self) -> bool:
        """Whether it goes to the speakers of a talk."""
        return self in (Kind.INVITATION, Kind.CONFIRMATION, Kind.CHASE, Kind.THANKS)

    @property
    def is_for_participants(self) -> bool:
        """Whether it goes to those who take part in a reading seminar, each by themselves."""
        return self in (Kind.ROLES, Kind.TURN)

    @property
    def readers(self) -> str:
        """To whom it goes, in a word."""
        return "speaker" if self.is_for_speakers else "participant" if self.is_for_participants else "audience"

    @property
    def is_about_a_talk(self) -> bool:
        """Whether it is about one talk."""
        return self not in (Kind.PROGRAMME, Kind.DIGEST, Kind.ROLES)


class Security(StrEnum):
    """How a connection to a mail server is kept from others."""

    STARTTLS = "starttls"  # begins in the clear and turns to TLS before anything is said
    TLS = "tls"
    NONE = "none"


class Wanted(StrEnum):
    """What a speaker can be asked for."""

    TITLE = "title"
    ABSTRACT = "abstract"
    BIO = "bio"
    PHOTO = "photo"


def one_or_more(*unsaid: Any) -> Any:
    """A field whose single value may be written without the brackets of an array."""
    return field(default=unsaid, metadata={"one": True})


def named_lists() -> Any:
    """A table of lists, of which one with a single value needs no brackets."""
    return field(default_factory=dict, metadata={"one": True})


def place_in_file() -> Any:
    """Where the record stands in the file; no key of its own."""
    return field(default=(), repr=False, compare=False, metadata={"key": False})


@dataclass(frozen=True, kw_only=True, slots=True)
class Join:
    """How to take part online.

    url: where to join.
    passcode: what the meeting asks for.
    show: to whom: in mails to the audience and nowhere public (if unsaid), or everywhere.
    """

    url: Url
    passcode: Line | None = None
    show: Show = Show.MAIL


@dataclass(frozen=True, kw_only=True, slots=True)
class Setting:
    """What a slot takes from its override, else its rule, else the series.

    room: where, as people say it; a key of `[rooms]` for address and map.
    duration: how long, as "75 min" or "1 h 30 min"; unsaid, a calendar takes 60 minutes, marked as assumed.
    mode: how people take part.
    online: by what means, as in "via Teams".
    join: the link, as `{ url = "…", passcode = "…", show = "mail" }`.
    note: a remark printed with the slot, as in "Note the unusual room".
    """

    room: Line | None = None
    duration: dt.timedelta | None = None
    mode: Mode | None = None
    online: Line | None = None
    join: Join | None = None
    note: Line | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Series(Setting):
    """`[series]`: who holds the seminar and what holds for all of it.

    id: short and for ever; it goes into calendar identities and file names.
    name: the full name.
    timezone: an IANA name such as "Europe/Amsterdam"; all times of the file are its wall-clock times.
    domain: for ever too, as in "utwente.nl"; makes calendar identities unique in the world.
    short_name: what mails and calendars call it.
    unit: the department or group.
    institution: the university or institute.
    country: two letters (ISO 3166-1), as in "NL"; its public holidays are named beside the slots.
    subdivision: the part of the country, where holidays differ, as in "BY".
    language: of what semctl writes: en, de, it, nl, fr or one of your own; a talk may be in another.
    url: the series' web page.
    description: what the seminar is about.
    audience: for whom it is.
    topics: what it is about, in a few words each.
    logo: a picture file beside the series file, or its address.
    contact: a mail address for questions.
    also_times: other time zones printed beside the local time.
    """

    id: Ident
    name: Line
    timezone: Zone
    domain: Line | None = None
    short_name: Line | None = None
    unit: Line | None = None
    institution: Line | None = None
    country: Line | None = None
    subdivision: Line | None = None
    language: Tag = Tag("en")
    url: Url | None = None
    description: Prose | None = None
    audience: Line | None = None
    topics: tuple[Line, ...] = one_or_more()
    logo: Line | None = None
    contact: Email | None = None
    also_times: tuple[Zone, ...] = one_or_more()

    @property
    def called(self) -> str:
        """The short name, or the full one."""
        return self.short_name or self.name


@dataclass(frozen=True, kw_only=True, slots=True)
class Organizer:
    """`[[organizers]]`: a person behind the series.

    name: as it is printed.
    email: where to reach them.
    url: their page.
    public: whether outputs name them and their address; false if unsaid. Mails to a speaker are signed by all.
    """

    name: Line
    email: Email | None = None
    url: Url | None = None
    public: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Rule(Setting):
    """`[schedule]`, or each `[[schedule]]`: a rule that gives slots.

    every: how often: "week", "2 weeks", "month", "3 months".
    weekday: on which day: "Monday", or several; with months "second Tuesday" or "last Friday".
    time: at what time: "16:00", or several: as many slots a day.
    start: the first slot and the anchor; the steps are counted from it and no exception shifts it.
    end: the last day, included.
    count: how many days the rule gives, breaks not taken out; instead of `end`.
    rrule: an RFC 5545 recurrence rule instead of `every` and `weekday`.
    dates: the days themselves instead of a rule.
    term: the name of the term, as in "Spring 2026".
    timezone: where this rule's times are not the series' own.
    """

    every: Line | None = None
    weekday: tuple[Line, ...] = one_or_more()
    time: tuple[dt.time, ...] = one_or_more()
    start: dt.date | None = None
    end: dt.date | None = None
    count: int | None = None
    rrule: Line | None = None
    dates: tuple[dt.date, ...] = ()
    term: Line | None = None
    timezone: Zone | None = None
    path: Path = place_in_file()


@dataclass(frozen=True, kw_only=True, slots=True)
class Break:
    """`[[breaks]]`: days without the seminar; takes out regular slots and never shifts the phase.

    from_: the first day.
    to: the last day, included.
    reason: why, as in "Christmas".
    """

    from_: dt.date
    to: dt.date
    reason: Line | None = None
    path: Path = place_in_file()


@dataclass(frozen=True, kw_only=True, slots=True)
class Override(Setting):
    """`[[overrides]]`: an exception that says what it replaces, and why.

    date: the day the rule gives (never the result of another override); for an extra slot its own.
    at: the regular time, where the day has several slots.
    moved_to: the day it takes place instead.
    time: the time it takes place instead.
    reason: why, as in "Whit Monday".
    cancelled: true if it does not take place.
    extra: true for a slot that the rule does not give.
    holiday: "meet" says that a public holiday was seen and kept.
    """

    date: dt.date
    at: dt.time | None = None
    moved_to: dt.date | None = None
    time: dt.time | None = None
    reason: Line | None = None
    cancelled: bool = False
    extra: bool = False
    holiday: OnHoliday | None = None
    path: Path = place_in_file()


@dataclass(frozen=True, kw_only=True, slots=True)
class Room:
    """`[rooms."NAME"]`: what is known of a room.

    address: building, street, town.
    url: a map or plan.
    capacity: seats.
    phrase: by language, the room as a sentence needs it: { de = "im Hörsaal Raum A027" }.
    """

    address: Line | None = None
    url: Url | None = None
    capacity: int | None = None
    phrase: Mapping[str, Line] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class Speaker:
    """`[[talks.speakers]]`: one of several speakers.

    name: as it is printed; "N.N." means not known yet.
    affiliation: where they come from, in full.
    affiliation_short: a shorter form for tables.
    url: the speaker's page.
    photo: a picture file beside the series file, or its address.
    bio: a few sentences on them.
    """

    name: Known | None = None
    affiliation: Line | None = None
    affiliation_short: Line | None = None
    url: Url | None = None
    photo: Line | None = None
    bio: Prose | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Talk:
    """`[[talks]]`: who and what; a reading or an organisational meeting is one too.

    id: made from the surname when the talk is added; never changes.
    date: the day people come; without it the talk is being planned.
    at: the time people come, where the day has several slots.
    speaker: the name, where there is one speaker.
    affiliation: where the speaker comes from, in full.
    affiliation_short: a shorter form for tables.
    speaker_url: the speaker's page.
    photo: a picture file beside the series file, or its address.
    bio: a few sentences on the speaker.
    speakers: several speakers, each a `[[talks.speakers]]`.
    title: what the talk is called; "T.b.a." and its like mean none.
    abstract: what it is about, in paragraphs parted by blank lines; TeX between dollars stays as it is.
    language: of the talk, where it is not the series' own.
    status: how sure the talk is; confirmed if unsaid.
    reason: why it was cancelled.
    was: its status before it was cancelled, where that was not confirmed; `restore-talk` gives it back.
    host: who looks after the speaker.
    joint_with: co-authors, or the seminar it is held with.
    url: the talk's own page.
    slides: the address of the slides, or their file beside the series file.
    video: the address of the recording.
    preprint: the address of the paper.
    tags: a few words to find it by.
    uid: the calendar identity the talk had before it came here.
    papers: ids of `[[papers]]` read in this meeting.
    roles: who plays which role: by the id of the role, ids of `[[participants]]`.
    seats: how many people a role has in this meeting, where that is not as in `[[reading.roles]]`.
    """

    id: Ident
    date: dt.date | None = None
    at: dt.time | None = None
    speaker: Known | None = None
    affiliation: Line | None = None
    affiliation_short: Line | None = None
    speaker_url: Url | None = None
    photo: Line | None = None
    bio: Prose | None = None
    speakers: tuple[Speaker, ...] = ()
    title: Known | None = None
    abstract: Prose | None = None
    language: Tag | None = None
    status: Status = Status.CONFIRMED
    reason: Line | None = None
    was: Status | None = None
    host: Line | None = None
    joint_with: tuple[Line, ...] = one_or_more()
    url: Url | None = None
    slides: Line | None = None
    video: Line | None = None
    preprint: Line | None = None
    tags: tuple[Line, ...] = one_or_more()
    uid: Line | None = None
    papers: tuple[Ident, ...] = one_or_more()
    roles: Mapping[str, tuple[Ident, ...]] = named_lists()
    seats: Mapping[str, Seats] = field(default_factory=dict)
    path: Path = place_in_file()

    @property
    def people(self) -> tuple[Speaker, ...]:
        """The speakers whose names are known, whichever way the file writes them."""
        if self.speakers:
            return tuple(person for person in self.speakers if person.name)
        if self.speaker is None:
            return ()
        return (
            Speaker(
                name=self.speaker,
                affiliation=self.affiliation,
                affiliation_short=self.affiliation_short,
                url=self.speaker_url,
                photo=self.photo,
                bio=self.bio,
            ),
        )

    @property
    def is_cancelled(self) -> bool:
        """Whether the talk does not take place."""
        return self.status is Status.CANCELLED


@dataclass(frozen=True, kw_only=True, slots=True)
class Notices:
    """`[notices]`: which mails are due when, and what they tell a speaker.

    invitation: how many days before the talk a speaker with status "invited" is asked; 56 if unsaid.
    confirmation: how many days before the talk its speaker is told all about the visit; 28 if unsaid.
    chase: how many days before the talk its speaker is asked for what is missing; 21 if unsaid.
    announcement: how many days before the talk it is announced; 7 if unsaid.
    reminder: how many days before the talk people are reminded of it; 1 if unsaid.
    thanks: how many days after the talk its speaker is thanked; 1 if unsaid.
    roles: how many days before the first meeting of a reading seminar everybody is told their roles; 28 if unsaid.
    turn: how many days before a meeting those who play a role in it are reminded of it; 7 if unsaid.
    programme: how many days before the first talk of a term its programme is sent; never if unsaid.
    digest: how many days before Monday the talks of the week are sent, 7 at most; never if unsaid.
    off: kinds of mail that are never due, as in ["thanks"].
    wanted: what a speaker is asked for; title and abstract if unsaid.
    travel: for the confirmation, how to come and who pays for it.
    needs: for the confirmation, what the speaker should know or bring: the projector, the blackboard, the length.
    """

    invitation: Days = Days(56)
    confirmation: Days = Days(28)
    chase: Days = Days(21)
    announcement: Days = Days(7)
    reminder: Days = Days(1)
    thanks: Days = Days(1)
    roles: Days = Days(28)
    turn: Days = Days(7)
    programme: Days | None = None
    digest: Days | None = None
    off: tuple[Kind, ...] = one_or_more()
    wanted: tuple[Wanted, ...] = one_or_more(Wanted.TITLE, Wanted.ABSTRACT)
    travel: Prose | None = None
    needs: Prose | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Drafts:
    """`[mail.imap]`: the account into whose folder for drafts `--imap` puts a notice.

    host: the server where the account is, as in "imap.example.org".
    port: 993, or 143 where security is not "tls", if unsaid.
    user: who logs in; the user of `[mail]` if unsaid.
    security: "tls" or "starttls"; "none" only to this machine itself.
    password_command: as in `[mail]`, whose own holds if unsaid; the variable is `SEMCTL_IMAP_PASSWORD`.
    """

    host: Line | None = None
    port: int | None = None
    user: Line | None = None
    security: Security = Security.TLS
    password_command: Line | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Mail:
    """`[mail]`: from whom and to whom notices go, and by which server.

    from_: the sender, as in "seminar@example.org" or "MDS Seminar <seminar@example.org>"; the series names a bare one.
    to: the audience, most often one mailing list, as in ["seminar-list@example.org"].
    reply_to: where answers go, if not to the sender.
    host: the server that takes mail for sending, as in "smtp.example.org".
    port: 587, or 465 where security is "tls", if unsaid.
    user: who logs in there; if unsaid nobody does, and no password is asked for.
    security: "starttls" or "tls"; "none" only to this machine itself.
    password_command: a line for the shell that prints the password, unless `SEMCTL_SMTP_PASSWORD` or a keyring has it.
    sendmail: a program that takes mail instead of a server, with its options, as in "msmtp" or "/usr/sbin/sendmail".
    per_minute: how many mails may go out in a minute.
    imap: where drafts go, as a table `[mail.imap]`.
    """

    from_: Sender | None = None
    to: tuple[Email, ...] = one_or_more()
    reply_to: Email | None = None
    host: Line | None = None
    port: int | None = None
    user: Line | None = None
    security: Security = Security.STARTTLS
    password_command: Line | None = None
    sendmail: Line | None = None
    per_minute: int = 30
    imap: Drafts | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Publish:
    """`[publish]`: the calendar on a CalDAV server that `semctl publish` keeps up to date.

    url: of the calendar itself, with https; the server's own pages show it.
    user: who logs in there.
    password_command: a line for the shell that prints the password; `SEMCTL_CALDAV_PASSWORD` comes before it.
    """

    url: Url | None = None
    user: Line | None = None
    password_command: Line | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Site:
    """`[site]`: the web pages and posters made from the file.

    url: where the pages will stand, as in "https://www.example.edu/seminar/"; machines need whole addresses.
    colour: of headings and links, as in "#00509e".
    css: a stylesheet beside the series file, which comes after semctl's own.
    """

    url: Url | None = None
    colour: Colour | None = None
    css: Line | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Check:
    """`[check]`: what `semctl check` leaves out.

    ignore: codes of problems, as in "no-room".
    """

    ignore: tuple[Line, ...] = one_or_more()


@dataclass(frozen=True, kw_only=True, slots=True)
class Book:
    """All that the public part of one file says.

    rooms: by name. reading: the tables of a reading seminar as they stand, of which `semctl.reading` makes records.
    Records stand in the order of the file.
    """

    series: Series
    organizers: tuple[Organizer, ...] = ()
    rules: tuple[Rule, ...] = ()
    breaks: tuple[Break, ...] = ()
    overrides: tuple[Override, ...] = ()
    rooms: Mapping[str, Room] = field(default_factory=dict)
    talks: tuple[Talk, ...] = ()
    mail: Mail = field(default_factory=Mail)
    notices: Notices = field(default_factory=Notices)
    publish: Publish | None = None
    site: Site = field(default_factory=Site)
    check: Check = field(default_factory=Check)
    reading: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class PrivateNotes:
    """What must reach nobody but its owner: of the series, by talk id, and by the id of a participant."""

    series: Mapping[str, Any] = field(default_factory=dict)
    talks: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    participants: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
