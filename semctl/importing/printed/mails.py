"""Semctl's own mails to the audience, read back: announcement, reminder, programme, digest, change and cancellation.

What stands between the greeting and the closing of a language is one of them. Lines that were broken at the width of a
mail are joined again: one goes on where its next word would not have fitted.
"""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, Final, NamedTuple

from semctl.dates import Unclear
from semctl.importing.found import Found, FoundTalk, Kind, Meeting, Remark
from semctl.importing.given import Given
from semctl.importing.people import is_name, listed, values_of_speakers
from semctl.importing.printed import forms as own_forms
from semctl.importing.printed.forms import even
from semctl.importing.printed.lists import of_others
from semctl.importing.texts.mails import mail
from semctl.languages import CODES, is_tba, language
from semctl.wording import Label, label

WIDTH: Final = 72  # at which semctl.notices breaks the lines of a mail
_TOGETHER: Final = re.compile(
    r"(?:\d{1,2}(?:\.|º|er)? \w+ \d{4}|\d{1,2} h(?: \d\d)?|\d\d:\d\d (?:Uhr|uur)|(?:[«„] )?\S+)\S*(?: [»:;?!]\S*)*"
)
"""What a mail keeps on one line: days, times, a word with the French signs that stand apart."""


_ITEM: Final = ("- ", "* ")


class _Letter(NamedTuple):
    """What stands between greeting and closing. paragraphs: numbered lines. signature: the lines below them."""

    code: str
    paragraphs: list[list[tuple[int, str]]]
    signature: list[str]


class _Row(NamedTuple):
    """A line as it was before it was broken. is_sure: nothing says that it could as well be two."""

    number: int
    text: str


def recognises(given: Given) -> bool:
    """Whether it is a mail of ours to the audience, of which every line is understood."""
    letter = _letter(given)
    return letter is not None and bool(_talks(letter, given.today)[0])


def read(given: Given) -> Found:
    """The talks that the mail tells of."""
    letter = _letter(given)
    assert letter is not None
    talks, rooms, remarks = _talks(letter, given.today)
    name = letter.signature[0] if letter.signature else ""
    return Found(
        what="a mail of semctl's",
        series={**({"name": name} if name else {}), "language": letter.code},
        talks=tuple(talks),
        rooms=rooms,
        remarks=tuple(remarks),
    )


# --- the mail ---


def _letter(given: Given) -> _Letter | None:
    whole = mail(given.data, given.text)
    text, offset = (whole.text, whole.offset) if whole else (given.text, 0)
    lines = [even(line.rstrip("\r")) for line in text.split("\n")]
    bare = [line.strip() for line in lines]
    for code in CODES:
        told = language(code).mails
        if even(told.greeting) in bare and even(told.closing) in bare:
            first, last = bare.index(even(told.greeting)) + 1, bare.index(even(told.closing))
            signature = bare[bare.index("--", last) + 1 :] if "--" in bare[last:] else []
            return _Letter(
                code, _paragraphs(lines[first:last], offset + first + 1), [each for each in signature if each]
            )
    return None


def _paragraphs(lines: Sequence[str], first: int) -> list[list[tuple[int, str]]]:
    paragraphs: list[list[tuple[int, str]]] = [[]]
    for number, line in enumerate(lines, first):
        if line.strip():
            paragraphs[-1].append((number, line.rstrip()))
        elif paragraphs[-1]:
            paragraphs.append([])
    return [each for each in paragraphs if each]


def _joined(paragraph: Sequence[tuple[int, str]], code: str) -> list[_Row]:
    """The lines as they were before they were broken; one that begins with a label begins anew."""
    rows: list[_Row] = []
    last = ""
    for number, line in paragraph:
        word = _TOGETHER.match(line)
        is_full = (
            len(last) + 1 + len(word[0] if word else "") > WIDTH
            and not _labelled(line, code)
            and not line.startswith(_ITEM)
        )
        if rows and (is_full or (line.startswith("  ") and rows[-1].text.startswith(_ITEM))):
            rows[-1] = rows[-1]._replace(text=f"{rows[-1].text} {line.strip()}")
        else:
            rows.append(_Row(number, line))
        last = line
    return rows


_KEYS: Final = {
    Label.TITLE: "title", Label.WHERE: "where", Label.WHEN: "when", Label.JOINT_WITH: "joint_with",
    Label.ADDRESS: "address", Label.MAP: "map", Label.LINK: "link", Label.PASSCODE: "passcode", Label.MOVED: "moved",
    Label.NOTE: "note", Label.ABSTRACT: "abstract", Label.BIO: "bio", Label.SPEAKER: "speaker",
    Label.SPEAKERS: "speaker", Label.REASON: "reason", Label.ONLINE: "online", Label.PAPER: "paper",
}  # fmt: skip


def _labelled(line: str, code: str) -> tuple[str, str] | None:
    """The key and the value of a line with one of our labels."""
    colon = even(language(code).sentences.colon)
    for each, key in _KEYS.items():
        head = even(label(each, code)) + colon
        if line == head or line.lower().startswith(f"{head} ".lower()):
            return key, line[len(head) :].strip()
    return None


# --- the talks ---


Rooms = dict[str, dict[str, Any]]


def _talks(letter: _Letter, today: dt.date) -> tuple[list[FoundTalk], Rooms, list[Remark]]:
    """The talks of a mail, what is known of their rooms, and what is left out; nothing where a line is strange."""
    try:
        found = _one(letter, today)
        if found:
            return [found[0]], found[1], found[2]
        several = list(_several(letter, today))
    except Unclear:
        return [], {}, []
    names = [series for _, series in several]
    talks = [talk for talk, series in several if series == names[0]]
    return talks, {}, of_others(names)


def _one(letter: _Letter, today: dt.date) -> tuple[FoundTalk, Rooms, list[Remark]] | None:
    """The talk of a mail about one; None where it tells of several, or of none, or more than we write."""
    code = letter.code
    paragraphs = [_joined(each, code) for each in letter.paragraphs]
    text = "\n\n".join("\n".join(row.text for row in rows) for rows in paragraphs)
    told = own_forms.opening(text, code, today)
    fields = _fields(paragraphs, told.said if told else "", code)
    if told is None and even(language(code).mails.as_now) in text:
        told = _as_now(fields.lines, code, today)
    if told is None or fields.strange:
        return None
    named = _listed(fields.lines.get("speaker", told.speakers), code)
    values = _with_bios([{"name": name, "affiliation": where} for name, where in named], fields.texts.get("bio", []))
    is_tentative = fields.lines.get("note", "").lower() == even(label(Label.TENTATIVE, code)).lower()
    status = "cancelled" if told.is_cancelled else "tentative" if is_tentative else None
    title = told.title or fields.lines.get("title", "")
    values |= {
        "title": None if is_tba(title) else title,
        "abstract": "\n\n".join(fields.texts.get("abstract", [])),
        "joint_with": fields.lines["joint_with"].split(", ") if "joint_with" in fields.lines else None,
        "status": status,
        "reason": fields.lines.get("reason"),
    }
    place = _place(told, fields.lines, code, has_note=not is_tentative)
    moved = re.search(r"\((.*)\)$", fields.lines.get("moved", ""))
    meeting = Meeting(date=told.day, time=told.time, setting=place, reason=moved[1] if moved else None)
    address = {
        key: fields.lines[name] for key, name in (("address", "address"), ("url", "map")) if name in fields.lines
    }
    said = {key: value for key, value in values.items() if value}
    talk = FoundTalk(values=said, meeting=meeting, line=letter.paragraphs[0][0][0])
    return talk, {place["room"]: address} if address and "room" in place else {}, fields.remarks


def _as_now(lines: dict[str, str], code: str, today: dt.date) -> own_forms.Told | None:
    """What the lines below "here is what holds now" say."""
    when = own_forms.when(lines.get("when", ""), code, today)
    return own_forms.Told(day=when[0], time=when[1], speakers="", title="", place="", said="") if when else None


def _place(told: own_forms.Told, lines: dict[str, str], code: str, *, has_note: bool) -> dict[str, Any]:
    """Where and how: of the line that says where, else of the opening; the link, and a note."""
    place = own_forms.setting(lines["where"], code) if "where" in lines else {}
    if told.place:
        place |= {"room": told.place, **({"mode": "hybrid"} if "online" in lines else {})}
        place |= {"online": lines["online"]} if lines.get("online") else {}
    if has_note and "note" in lines:
        place["note"] = lines["note"]
    if "link" in lines:
        place["join"] = {"url": lines["link"], **({"passcode": lines["passcode"]} if "passcode" in lines else {})}
    took = own_forms.length(lines.get("when", ""), code)
    return place | ({"duration": took} if took else {})


class _Fields(NamedTuple):
    """lines: the values of labels. texts: paragraphs below the labels of long ones. strange: rows that are not ours."""

    lines: dict[str, str]
    texts: dict[str, list[str]]
    strange: list[_Row]
    remarks: list[Remark]


def _fields(paragraphs: Sequence[Sequence[_Row]], opening: str, code: str) -> _Fields:
    """What stands in the paragraphs beside the opening."""
    fields = _Fields({}, {}, [], [])
    below = ""
    for rows in paragraphs:
        head = _labelled(rows[0].text, code)
        if head and head[0] in ("abstract", "bio") and not head[1]:
            below, rows = head[0], rows[1:]
        if below and [row.text for row in rows] != [even(language(code).mails.welcome)]:
            fields.texts.setdefault(below, []).extend(["\n".join(row.text for row in rows)] if rows else [])
            continue
        below = ""
        for row in rows:
            key, value = _labelled(row.text, code) or ("", "")
            if key == "paper":
                fields.remarks.append(Remark(says=f'a paper: "{value[:60]}"', kind=Kind.LEFT_OUT, line=row.number))
            elif key:
                fields.lines[key] = value
            elif row.text not in opening and "→" not in row.text and not own_forms.is_known(row.text, code):
                fields.strange.append(row)
    return fields


def _with_bios(people: list[dict[str, str]], bios: Sequence[str]) -> dict[str, Any]:
    """The speakers with what is told of them; where there are several their name stands above it."""
    if len(people) == 1 and bios:
        people[0]["bio"] = "\n\n".join(bios)
    for bio in bios if len(people) > 1 else ():
        name, _, said = bio.partition("\n")
        for person in people:
            if person["name"] == name:
                person["bio"] = said
    return values_of_speakers(people)


def _listed(text: str, code: str) -> list[tuple[str, str]]:
    return (
        listed(text, f" {language(code).sentences.conjunction} ")
        if text != even(label(Label.TBA_SPEAKER, code))
        else []
    )


def _several(letter: _Letter, today: dt.date) -> Iterator[tuple[FoundTalk, str]]:
    """The talks of a mail about several, each with the series that stands below its day, where there are more."""
    blocks = [each for each in letter.paragraphs if own_forms.day_and_rest(even(each[0][1]), letter.code, today)]
    around = (_joined(each, letter.code) for each in letter.paragraphs if each not in blocks)
    if not all(own_forms.is_known(row.text, letter.code) for rows in around for row in rows):
        return
    rows = [_joined(each, letter.code) for each in blocks]
    parts = [[row for row in each if not _labelled(row.text, letter.code)] for each in rows]
    below = [[told for row in each if (told := _labelled(row.text, letter.code))] for each in rows]
    has_series = bool(parts) and all(len(each) > 2 for each in parts)
    for block, each, labelled in zip(blocks, parts, below, strict=True):
        texts = [row.text for row in each]
        doubts = [f'not taken: "{value[:40]}"' for key, value in labelled if key != "link"]
        if len(texts) == 1 and len(block) > 1:
            texts = [block[0][1], " ".join(line for _, line in block[1:])]
            if len(block) > 2:
                doubts.append("where the place ends, and the speaker begins, is a guess")
        talk = _of_block(texts, letter.code, today, doubts)
        assert talk.meeting
        join = next((_join(value, letter.code) for key, value in labelled if key == "link"), {})
        meeting = replace(talk.meeting, setting={**talk.meeting.setting, **join})
        yield replace(talk, line=block[0][0], meeting=meeting), texts[1] if has_series else ""


def _join(text: str, code: str) -> dict[str, Any]:
    """("https://x.org/a (Passcode: 4711)") → the link to join."""
    url, _, rest = text.partition(" ")
    head = even(f"({label(Label.PASSCODE, code)}{language(code).sentences.colon} ")
    passcode = {"passcode": rest[len(head) : -1]} if rest.startswith(head) else {}
    return {"join": {"url": url, **passcode}}


def _of_block(texts: Sequence[str], code: str, today: dt.date, doubts: Sequence[str]) -> FoundTalk:
    found = own_forms.day_and_rest(texts[0], code, today)
    assert found is not None
    day, time, rest = found
    status = ""
    for each, word in ((Label.CANCELLED, "cancelled"), (Label.TENTATIVE, "tentative")):
        shown = f"({even(label(each, code))})"
        if rest.lower().endswith(shown.lower()):
            rest, status = rest[: -len(shown)].strip(), word
    values, doubt = _who_and_what(texts[-1] if len(texts) > 1 else "", code)
    values |= {"status": status} if status else {}
    meeting = Meeting(date=day, time=time, setting=own_forms.setting(rest, code))
    return FoundTalk(values=values, meeting=meeting, doubts=(*doubts, *([doubt] if doubt else [])))


def _who_and_what(text: str, code: str) -> tuple[dict[str, Any], str]:
    """("Ada Lovelace (London): Engines") → speakers and title; a title alone may hold a colon too."""
    colon = f"{even(language(code).sentences.colon)} "
    place = _outside(text, colon)
    if place < 0:
        return ({} if text == even(label(Label.TBA_SPEAKER, code)) else {"title": text}), ""
    people, title = _listed(text[:place], code), text[place + len(colon) :]
    known = {"title": title} if title != even(label(Label.TBA_TITLE, code)) else {}
    doubt = "" if all(where or is_name(name) for name, where in people) else "whether its title begins with a name"
    return {**values_of_speakers([{"name": name, "affiliation": where} for name, where in people]), **known}, doubt


def _outside(text: str, sign: str) -> int:
    """Where a sign first stands outside of brackets; -1 where it does not."""
    depth = 0
    for place, letter in enumerate(text):
        depth += (letter == "(") - (letter == ")")
        if depth == 0 and text.startswith(sign, place):
            return place
    return -1
