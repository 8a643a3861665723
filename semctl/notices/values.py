"""What a template can say: each record is a list of names, and its docstring their documentation.

Everything is text in the language of the mail, or empty where nothing is known, so that `{% if talk.room %}` asks.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from semctl.languages import Labels


@dataclass(frozen=True, kw_only=True, slots=True)
class Person:
    """Each of `talk.people`: a speaker.

    name: as it is printed.
    affiliation: where they come from, in full.
    affiliation_short: a shorter form.
    url: their page.
    bio: a few sentences on them.
    """

    name: str
    affiliation: str
    affiliation_short: str
    url: str
    bio: str


@dataclass(frozen=True, kw_only=True, slots=True)
class PaperSaid:
    """Each of `talk.papers`: a paper that is read.

    cited: authors, title, where it appeared.
    link: where it can be read.
    title: its title.
    authors: "Jimmy Ba and Rich Caruana".
    published: "Communications of the ACM 64(3), 107–115, 2021".
    """

    cited: str
    link: str
    title: str
    authors: str
    published: str


@dataclass(frozen=True, kw_only=True, slots=True)
class PartSaid:
    """Each of `talk.parts`: a role in a reading seminar, and who plays it.

    role: its name.
    people: "participants 3 and 4"; by name where the file makes names public.
    """

    role: str
    people: str


@dataclass(frozen=True, kw_only=True, slots=True)
class SeriesSaid:
    """`series`: who sends the mail.

    called: the short name, or the full one.
    name: the full name.
    unit: the department or group.
    institution: the university or institute.
    url: the series' web page.
    contact: a mail address for questions.
    description: what the seminar is about.
    audience: for whom it is.
    organizers: the names of the organisers; in mails to the audience of those alone that are public.
    """

    called: str
    name: str
    unit: str
    institution: str
    url: str
    contact: str
    description: str
    audience: str
    organizers: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class TalkSaid:
    """`talk`, and each of `talks`: a talk or a meeting.

    id: its id in the file.
    series: what its series is called.
    who: the speakers' names, or the title of a meeting without a speaker; empty where neither is known.
    speakers: the names with affiliations, or that the speaker is not known yet.
    people: the speakers one by one.
    title: with TeX as plain text; a meeting without one is called by what is read.
    papers: what is read.
    parts: who plays what.
    shown_title: the title, or that it is not known yet; empty where `who` says it already.
    abstract: in paragraphs, with TeX as plain text.
    day: "Monday, 11 May 2026".
    time: "16:00".
    when: day and time.
    span: the day with beginning and end, where somebody said how long it takes.
    duration: how long it takes, where somebody said so.
    elsewhere: the time in each of the series' other zones: "New York: 10:00".
    where: "Room RA 2504 and via Teams".
    room: the room's name.
    address: the room's address.
    map: the address of a map.
    online: by what means one can take part online.
    link: where to join.
    passcode: what the meeting asks for.
    note: the remark on the slot.
    moved: the day that the rule gives, with the one on which it takes place and the reason; empty where it is the same.
    reason: why it was cancelled.
    status: "tentative" or "cancelled"; empty where neither holds.
    host: who looks after the speaker.
    joint_with: with whom it is held.
    url: the talk's own page.
    slides: where the slides are.
    video: where the recording is.
    preprint: where the paper is.
    """

    id: str
    series: str
    who: str
    speakers: str
    people: tuple[Person, ...]
    title: str
    papers: tuple[PaperSaid, ...]
    parts: tuple[PartSaid, ...]
    shown_title: str
    abstract: str
    day: str
    time: str
    when: str
    span: str
    duration: str
    elsewhere: tuple[str, ...]
    where: str
    room: str
    address: str
    map: str
    online: str
    link: str
    passcode: str
    note: str
    moved: str
    reason: str
    status: str
    host: str
    joint_with: str
    url: str
    slides: str
    video: str
    preprint: str


@dataclass(frozen=True, kw_only=True, slots=True)
class TurnSaid:
    """Each of `turns`: a role of the reader's in a meeting.

    talk: the meeting, with what is read.
    when: day and time, or that there is no date yet.
    role: what they play.
    partners: who plays it too; by name where it is known, else as a number.
    """

    talk: TalkSaid
    when: str
    role: str
    partners: str


@dataclass(frozen=True, kw_only=True, slots=True)
class RoleSaid:
    """Each of `roles`: what to do in a role.

    name: of the role.
    brief: what to do, in paragraphs.
    url: a page that says more.
    """

    name: str
    brief: str
    url: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Changed:
    """Each of `changes`: one fact that is no longer what was announced.

    label: "Room".
    old: as it was announced, or a dash.
    new: as it is now, or a dash.
    """

    label: str
    old: str
    new: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Mail:
    """Every mail.

    series: who sends it.
    label: the words before values by name, as in `label.abstract`; the templates show which there are.
    colon: what stands between such a word and its value.
    greeting: "Dear all,", or to a speaker "Dear Tom Jacobs,".
    closing: "Kind regards,".
    signature: the series, unit, institution and web page; to a speaker the organisers' names before them.
    """

    series: SeriesSaid
    label: Labels
    colon: str
    greeting: str
    closing: str
    signature: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Announcement(Mail):
    """`announcement` and `reminder`.

    talk: what it is about.
    when: the day and the time; in a reminder "tomorrow at 16:00" where it is today or tomorrow.
    lead: what leads from the greeting to the opening; empty in most languages.
    opening: the sentence that says who speaks when.
    lines: what the opening does not say: title, place, link, other time zones, remarks.
    welcome: "Everyone is welcome."
    """

    talk: TalkSaid
    when: str
    lead: str
    opening: str
    lines: tuple[str, ...]
    welcome: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Change(Mail):
    """`change` and `cancellation`: the difference to what was announced last.

    talk: as it is now.
    lead: what leads from the greeting to the opening; empty in most languages.
    opening: the line above the changes, or the sentence that the talk is cancelled.
    what: the labels of what has changed, in one line.
    changes: what has changed, one by one; none in a cancellation.
    when: the day and the time; of a cancelled talk those that were announced.
    news: the reason of a cancellation, or that the talk takes place after all; may be empty.
    now: the line above the facts as they are now.
    lines: those facts.
    """

    talk: TalkSaid
    lead: str
    opening: str
    what: str
    changes: tuple[Changed, ...]
    when: str
    news: str
    now: str
    lines: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Programme(Mail):
    """`programme` and `digest`: several talks, of one series or of several.

    talks: in the order of time.
    heading: "Programme from Monday, 11 May 2026"; it stands in the subject.
    lead: the line above the talks, with the same day.
    who: what the series are called.
    several: whether they are several, so that each talk says its own.
    welcome: "Everyone is welcome."
    """

    talks: tuple[TalkSaid, ...]
    heading: str
    lead: str
    who: str
    several: bool
    welcome: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ToSpeaker(Mail):
    """`invitation`, `confirmation`, `chase` and `thanks`: mails to the speakers of a talk, and to nobody else.

    talk: what it is about.
    private: the talk's private notes by name, as in `private.hotel`; ask with `{% if private.hotel is defined %}`.
    about: what the subject begins with: "Your talk", or what is asked for.
    opening: the first sentence.
    lines: when, where, how long, link; of the private notes `hotel`, `travel` and `costs`.
    above_lines: the line above them.
    free: free days that are offered; only in an invitation to a talk without a date.
    above_free: the line above them.
    request: what the speaker is asked to do: to answer, to send what is missing, to share the slides; may be empty.
    travel: what `[notices]` says on how to come.
    needs: what `[notices]` says on what the speaker should know or bring.
    questions: how to ask back.
    """

    talk: TalkSaid
    private: Mapping[str, Any]
    about: str
    opening: str
    lines: tuple[str, ...]
    above_lines: str
    free: tuple[str, ...]
    above_free: str
    request: str
    travel: str
    needs: str
    questions: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ToParticipant(Mail):
    """`roles` and `turn`: mails to somebody who takes part in a reading seminar, and to nobody else.

    name: who reads it; empty where that is not known.
    about: what the subject says: "your roles", "your roles have changed", "Your turn".
    when: in a `turn` the day and the time, "tomorrow at 16:00" where it is today or tomorrow.
    opening: the first sentence.
    lines: in a `turn` title, when, where and link.
    turns: what they play, in the order of time; in a `turn` in that meeting alone.
    roles: what to do in each of these roles, once, as far as the file says so.
    above_gone: the line above what is no longer theirs.
    gone: day and title of the meetings in which they no longer play.
    report: how long they report, where `[reading]` says so.
    number: what they are called in public, where that is not their name.
    questions: how to ask back.
    """

    name: str
    about: str
    when: str
    opening: str
    lines: tuple[str, ...]
    turns: tuple[TurnSaid, ...]
    roles: tuple[RoleSaid, ...]
    above_gone: str
    gone: tuple[str, ...]
    report: str
    number: str
    questions: str
