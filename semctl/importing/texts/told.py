"""What one block tells: who, what, when and where, with everything that is doubtful."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from semctl.dates import Unclear, read_duration, write_duration
from semctl.importing import joining as links
from semctl.importing import people
from semctl.importing.cleaning import line, prose
from semctl.importing.people import is_name, values_of
from semctl.importing.places import is_place
from semctl.importing.texts import forms, loose, sentences, when, words
from semctl.importing.texts import off as offs
from semctl.importing.texts.blocks import Block
from semctl.importing.texts.clocks import Clock, clocks_in
from semctl.importing.texts.items import Item
from semctl.importing.texts.named import days_in
from semctl.importing.texts.parts import Part, parts
from semctl.importing.texts.rows import Row
from semctl.importing.texts.sentences import DAY
from semctl.importing.texts.wheres import where
from semctl.languages import is_tba

_JOINT_WORK: Final = re.compile(
    r"(?:^|(?<=[.!?])\s+|\n)(?:this (?:talk )?is |the talk is |the results are |all of this is )?(?:based on |from "
    r")?(?:a )?joint works? (?:in progress )?with ([^.!?\n]+(?:\s[A-Z]\.[^.!?\n]*)*)\.?\s*$",
    re.IGNORECASE,
)


_LASTS: Final = re.compile(
    r"\b(?:lasts?|dauert|dura|duurt|dure)\s+(?:about |around |etwa |ca\.? |circa |environ |ongeveer )?([0-9]+ ?(?:h|"
    r"min|hour|stunde|or[ae]|heure|uur|minut)[a-z]*)",
    re.IGNORECASE,
)
_STREAMED: Final = re.compile(
    r"\bstreaming (?:will be|is|sarà|è) (?:also )?(?:available|disponibile)|\b(?:will be|wird|sarà|sera|wordt) "
    r"(?:also |auch |anche |aussi |ook )?(?:live[- ]?)?(?:streamed|gestreamt|trasmess[oa] in streaming|"
    r"diffusée? en direct|gestreamd)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """What a block tells. clock: its time. off: why nothing takes place, or that it does not. rooms: what is known of
    them. doubts: what to look at."""

    values: Mapping[str, Any]
    clock: Clock | None = None
    setting: Mapping[str, Any] = field(default_factory=dict)
    rooms: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    off: str | None = None
    doubts: tuple[str, ...] = ()
    unread: tuple[tuple[int, str], ...] = ()


class _Said(NamedTuple):
    """What is gathered on the way."""

    values: dict[str, Any]
    setting: dict[str, Any]
    rooms: dict[str, dict[str, Any]]
    doubts: list[str]


def told(block: Block, items: Sequence[Item], language: str | None) -> Told:
    """What a block tells of one talk."""
    cut, below = parts(block, items)
    links = [text for text in below if "://" in text]
    dropped = [text for text in below if text not in links]
    number = items[block.items[0]].row.number
    said = _Said({}, {}, {}, [])
    clock, unsure = when.clock(block, items, cut)
    if unsure:
        said.doubts.append(unsure)
    by_key: dict[str, list[Part]] = {}
    for part in cut:
        by_key.setdefault(part.key, []).append(part)
    off = offs.off(by_key, [items[index] for index in block.items])
    if off is not None and not off.unless_named:
        by_key = {key: [part for part in each if part is not off.part] for key, each in by_key.items()}
    _labelled(by_key, said)
    for text in links:
        _where(text, said, only_online=True)
    unread = _unlabelled(by_key.get("", []), said, language, is_row=block.is_row)
    if said.values.get("_cancelled") or _is_cancelled(by_key):
        said.values.pop("_cancelled", None)
        said.values["status"] = "cancelled"
    if off is not None and off.unless_named and _named(said.values):
        off = None
    _joint_work(said.values)
    values = {
        key: value for key, value in said.values.items() if value and not (isinstance(value, str) and is_tba(value))
    }
    return Told(
        values=values,
        clock=clock,
        setting=said.setting,
        rooms=said.rooms,
        off=off.reason if off else None,
        doubts=tuple(said.doubts),
        unread=(*unread, *((number, each) for each in dropped)),
    )


def _named(values: Mapping[str, Any]) -> bool:
    return bool(values.get("speaker") or values.get("speakers"))


# --- labels ---


def _labelled(by_key: Mapping[str, Sequence[Part]], said: _Said) -> None:
    for key in ("title", "abstract", "bio", "host", "joint_with"):
        found = [part for part in by_key.get(key, ()) if part.text]
        if not found:
            continue
        if key in ("abstract", "bio"):
            said.values[key] = prose("\n".join(row.text for row in found[0].rows))
        elif key == "title":
            _title(line(found[0].text), said)
        elif key == "joint_with":
            said.values[key] = [name for name, _ in forms.people_of(found[0].text)] or [line(found[0].text)]
        else:
            said.values[key] = line(found[0].text)
    for key in ("slides", "video", "preprint"):
        links = [link[0] for part in by_key.get(key, ()) for link in re.finditer(r"https?://[^\s<>\"]+", part.text)]
        if links:
            said.values[key] = links[0].rstrip(".,;)")
    _speaker(by_key, said)
    if not _named(said.values) and "speaker" not in by_key and said.values.get("title"):
        _who_in_title(said)
    for part in (*by_key.get("room", ()), *by_key.get("join", ()), *by_key.get("mode", ())):
        _where(part.text, said, only_online=part.key != "room")
    for part in (*by_key.get("when", ()), *by_key.get("date", ()), *by_key.get("time", ())):
        if said.setting.get("room") is None:
            _where_of_when(part.text, said)
    for part in by_key.get("passcode", ()):
        said.setting["join"] = {**said.setting.get("join", {}), "passcode": _bare(part.text.split()[0])}
    for part in by_key.get("duration", ()):
        _lasts(part.text, said)


def _who_in_title(said: _Said) -> None:
    """ "Dr. Ada Quill (Bath): Ink" behind a label that promises a title alone."""
    both = forms.told(str(said.values["title"]))
    if both.values.get("title") and "affiliation" in both.values and not both.doubts:
        said.values.update(both.values)


def _bare(code: str) -> str:
    """A passcode without the bracket that closes behind it."""
    return code.rstrip(")") if "(" not in code else code


def _where_of_when(text: str, said: _Said) -> None:
    """The room that stands behind the day and the time."""
    spans = [(each.start, each.end) for each in days_in(text)]
    spans += [
        (each.start, each.end)
        for each in clocks_in(text)
        if not each.shaky and not any(each.start < end and each.end > start for start, end in spans)
    ]
    for start, end in sorted(spans, reverse=True):
        text = f"{text[:start]};{text[end:]}"
    for piece in re.split(r"[;|]|,\s|\s[–—-]\s", text):
        if is_place(piece):
            _where(re.sub(r"^\s*(?:in|im|at|en|dans|nella?)\s+(?:the |der |la |le )?", "", piece), said)
            return


def _lasts(text: str, said: _Said) -> None:
    """How long it takes."""
    try:
        said.setting.setdefault("duration", write_duration(read_duration(text.strip(" ."))))
    except Unclear:
        said.doubts.append(f'takes "{text[:30]}"')


def _title(text: str, said: _Said) -> None:
    bare = text.strip()
    quoted = forms.QUOTED.fullmatch(bare)
    bare = next(each for each in quoted.groups() if each).strip() if quoted else bare
    bare, off = _without_cancelled(bare)
    if off:
        said.values["_cancelled"] = True
    if bare and not is_tba(bare) and not words.NOT_YET.fullmatch(bare):
        said.values["title"] = bare


def _without_cancelled(text: str) -> tuple[str, bool]:
    rest = words.CANCELLED.sub(" ", text).strip()
    return (rest, True) if rest != text.strip() else (text, False)


def _speaker(by_key: Mapping[str, Sequence[Part]], said: _Said) -> None:
    """Who speaks, behind a label."""
    found = next((part for part in by_key.get("speaker", ()) if part.text), None)
    where_from = line(next((part.text for part in by_key.get("affiliation", ()) if part.text), ""))
    if found is None:
        return
    text, off = _without_cancelled(line(found.text))
    if off:
        said.values["_cancelled"] = True
    if words.NOT_YET.fullmatch(text) or is_tba(text):
        return
    if people.is_gathering(text) and not said.values.get("title"):
        said.values["title"] = text
        return
    _, place = forms.without_places(forms.pieces(text))
    if place:
        _where(place, said)
    named = forms.speakers(text)
    if where_from and not any(where for _, where in named) and not forms.is_open(where_from):
        each_from = re.split(r"\s*[;/]\s*", where_from)
        each_from = each_from if len(each_from) == len(named) else [where_from] * len(named)
        named = [(name, where) for (name, _), where in zip(named, each_from, strict=True)]
    named = [
        (name, "" if is_tba(where) or words.NOT_YET.fullmatch(where) else where)
        for name, where in named
        if not words.NOT_YET.fullmatch(name)
    ]
    said.values.update(values_of(named))
    if any(not is_name(name) and len(name.split()) > 6 for name, _ in named):
        said.doubts.append("the speaker is long for a name")


def _where(text: str, said: _Said, *, only_online: bool = False) -> None:
    if is_tba(text.strip()) or words.NOT_YET.fullmatch(text.strip()):
        return
    found = where(text)
    setting = {key: value for key, value in found.setting.items() if not (only_online and key in ("room", "note"))}
    if "join" in setting:
        setting["join"] = {**said.setting.get("join", {}), **setting["join"]}
    if only_online and said.setting.get("room") and setting.get("mode") == "online":
        setting["mode"] = "hybrid"
    for key, value in setting.items():
        if key == "join" or key not in said.setting:
            said.setting[key] = value
    if found.address and said.setting.get("room") == found.setting.get("room"):
        said.rooms[found.setting["room"]] = {"address": found.address}


# --- what no label explains ---


def _unlabelled(
    found: Sequence[Part], said: _Said, language: str | None, *, is_row: bool
) -> tuple[tuple[int, str], ...]:
    """Rows without a label: a sentence, or who, what and where by their form."""
    rows = [row for part in found for row in part.rows]
    text = "\n".join(row.text for row in rows)
    if lasts := _LASTS.search(text):
        _lasts(lasts[1], said)
    if _STREAMED.search(text):
        said.setting.setdefault("mode", "hybrid")
        said.setting.setdefault("online", "via live stream")
    rows = [row for row in rows if not (_STREAMED.search(row.text) and len(row.text) < 120)]
    sentence = sentences.told(text) if not is_row and not (_named(said.values) and said.values.get("title")) else None
    if sentence and sentence.values:
        for key, value in sentence.values.items():
            said.values.setdefault(key, value)
        if sentence.place:
            _where(sentence.place, said)
            room = said.setting.get("room")
            if room and language == "de" and re.match(r"(?:im|in der|in dem) ", sentence.phrase):
                _with_phrase(said, sentence.phrase)
        for row in rows:
            if links.joining(row.text).join:
                _where(row.text, said, only_online=True)
        rows = _beside(rows, sentence)
    result = loose.read(
        rows,
        has_who=_named(said.values),
        has_title=bool(said.values.get("title")),
        has_abstract="abstract" in said.values,
    )
    if result.lasts:
        _lasts(result.lasts, said)
    if result.cancelled:
        said.values["_cancelled"] = True
    for key, value in result.values.items():
        said.values.setdefault(key, value)
    for place in result.places:
        _where(place, said)
    said.doubts.extend(result.doubts)
    return result.unread


def _beside(rows: Sequence[Row], sentence: sentences.Told) -> list[Row]:
    """The rows below those in which a sentence says who, what, when and where."""
    people = [sentence.values, *sentence.values.get("speakers", ())]
    names = [str(each[key]) for each in people for key in ("speaker", "name") if key in each]
    title = str(sentence.values.get("title", ""))
    said = [
        index
        for index, row in enumerate(rows)
        if DAY in row.text
        or sentences.SPEAKS.search(row.text)
        or any(name in row.text for name in names)
        or (row.text and title and (row.text.strip('„“”"«» ') in title or title in row.text))
        or (sentence.place and sentence.place in row.text)
    ]
    return list(rows[max(said, default=-1) + 1 :])


def _with_phrase(said: _Said, phrase: str) -> None:
    """German cannot tell how a room stands in a sentence: the text does."""
    room = str(said.setting["room"])
    code = re.fullmatch(r"(?:Hörsaal|Seminarraum|Saal) Raum (\S+)", room)
    if code:
        said.setting["room"] = room = code[1]
    said.rooms.setdefault(room, {})["phrase"] = {"de": " ".join(phrase.split())}


def _is_cancelled(by_key: Mapping[str, Sequence[Part]]) -> bool:
    rows = [
        row.text
        for key in ("", "note", "status", "when", "time", "date", "speaker", "title")
        for part in by_key.get(key, ())
        for row in part.rows
    ]
    return any(words.CANCELLED.search(text) for text in rows if len(text) < 200)


def _joint_work(values: dict[str, Any]) -> None:
    """Co-authors who are named in the last sentence of an abstract that says nothing else."""
    found = _JOINT_WORK.search(str(values.get("abstract") or ""))
    if not found or values.get("joint_with"):
        return
    names = [name for name, _ in forms.people_of(found[1].rstrip("."))]
    if names and all(is_name(name) for name in names):
        values["joint_with"] = names
        values["abstract"] = prose(values["abstract"][: found.start()].rstrip() + "\n")


def length(clock: Clock | None) -> dict[str, str]:
    """How long a talk takes, as an override writes it."""
    took = clock.length if clock else None
    return {"duration": write_duration(took)} if took else {}
