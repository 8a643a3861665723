"""The rows of a text with all that is found in them: labels, days, times; and which rows a talk hangs on."""

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from semctl.importing.labelled import ALL, label_of
from semctl.importing.places import is_place
from semctl.importing.summaries import SERIES_WORD
from semctl.importing.texts.clocks import Clock, clocks_in
from semctl.importing.texts.forms import told
from semctl.importing.texts.moves import Sort, move
from semctl.importing.texts.named import Form, Named, days_in
from semctl.importing.texts.rows import LONG, Row
from semctl.languages import fold

_BULLET: Final = re.compile(
    r"^(?:(?:[^\w\s(\[\"“„«‘'$\\<|@]+\s*)+(?<![!?.,:;])|\(?[0-9]{1,2}[.)](?=\s)(?!\s?[0-9])\s+|o\s+(?=[A-Z0-9]))"
)
_LEAD: Final = re.compile(
    r"(?:(?:on|am|le|il|op|den|dem|der|the|ce|next|this|nächsten?|kommenden?|diesen?|prossimo|questo|volgende|"
    r"aanstaande|prochain|de|du|del|um|at|à|alle|ore|om|"
    r"talk|vortrag|seminar|lecture|séance|session|sitzung|week(?: of| van)?|woche(?: vom| ab)?|"
    r"settimana(?: del)?|semaine(?: du)?|nr\.?|no\.?|n°|[0-9]{1,2}|"
    r"date|datum|data)[\s:.,#)]*)*",
    re.IGNORECASE,
)
_OTHER_DAYS: Final = re.compile(
    r"deadline|regist(?:er|ration)|anmeld|inscri|iscri|aanmeld|rsvp|until|bis (?:zum|spätestens)|by (?:the )?$|"
    r"before|entro|avant le|uiterlijk|tot en met|jusqu|"
    r"last (?:updated|modified|changed)|updated|aktualisiert|geändert|aggiornat|modifica|mise à jour|bijgewerkt|"
    r"posted|published|publi|pubblic|veröffentlicht|gepubliceerd|"
    r"originally|ursprünglich|initialement|oorspronkelijk|inizialmente|created|erstellt|\bstand\b|born|geboren|nato|"
    r"nata|né le|née le|archiv|previous|vorherig|vorige|précédent|since|"
    r"seit|sinds|depuis|"
    r"dal\b|(?<!\w)from(?=\s+[0-9])|submission|einreich|moved (?:to|from)|verlegt|spostat|reporté|verplaatst|"
    r"verschoben|modifi|gewijzigd|ha scritto|schrieb|wrote|a écrit|schreef|"
    r"\bgez\.|^[A-ZÀ-Þ][\w. -]{2,30}, den $|"
    r"\b(?:bis|until|till|by|vor|entro|avant|tot|vóór|voor|fino al?|jusqu['’]au|before)\s+(?:the |le |il |dem |zum |"
    r"el )?$",
    re.IGNORECASE,
)
_SPEAKS: Final = re.compile(
    r"\b(?:talks (?:about|on)|spricht|sprechen|sprach|vorträgt|trägt|hält|halten|referiert|speaks?|will (?:speak|"
    r"talk|give|present|"
    r"lecture|tell|be speaking)|gives?|presents?|talk by|lecture by|"
    r"terrà|terranno|tiene|parlerà|parleranno|presenterà|geeft|geven|houdt|spreekt|spreken|vertelt|zal|donnera|"
    r"donneront|soutiendra|verteidigt|discuterà|promoveert|(?:will )?defends?|parlera|présentera|exposera|interviendra|"
    r"findet|takes? place|will take place|is held|si terrà|avrà luogo|aura lieu|vindt|plaatsvinden|lädt|einladen|"
    r"invite|invitiamo|(?:had to be|has been|have been|will be|is|was|wurde|wird|muss(?:te)?|è(?: stat[oa])?|"
    r"a été|est|werd|wordt)\s+(?:leider |helaas |unfortunately )?(?:cancel|abgesagt|annul|afgelast|geannuleerd)\w*|"
    r"(?:is|ist|è|est|be|sarà|sera) (?:on|at|am|um|il|alle|le|op))\b",
    re.IGNORECASE,
)
_TIME_WORDS: Final = frozenset({"when", "date", "time"})


_HIDDEN: Final = "\x01"


_HABIT: Final = re.compile(
    r"\b(?:(?:mon|diens|donners|frei|sams|sonn)tags|mittwochs|(?:mon|tues|wednes|thurs|fri)days|every|each|jeden|ogni|"
    r"chaque|elke|iedere|tous les|jeweils|wöchentlich|weekly)\b",
    re.IGNORECASE,
)
"""What stands before the first day of a rule, not of a talk."""
EARLIEST: Final = 1970
"""The year from which talks are listed; days before are those of history."""


class Item(NamedTuple):
    """A row. key, value: of its label; key is empty where it has none. days, clocks: found in it. anchor: the day that
    a talk hangs on, if the row has one."""

    row: Row
    key: str
    value: str
    days: tuple[Named, ...]
    clocks: tuple[Clock, ...]
    anchor: Named | None = None

    @property
    def text(self) -> str:
        """The row as it stands."""
        return self.row.text

    @property
    def cells(self) -> list[str]:
        """The row at its tabs."""
        return self.row.text.split("\t")


def items(rows: Sequence[Row]) -> list[Item]:
    """The rows with what is found in them; several labels in a row make several."""
    return list(_anchored([item for row in rows for part in _parted(row) for item in [_item(part)]]))


_UNLESS: Final = re.compile(
    r"^([\w/ ]{2,20}?),?\s*\(?\b(?:unless|if not|wenn nicht|sofern nicht|falls nicht|salvo|se non|tenzij|"
    r"sauf)\b[^:()]{3,40}\)?(?=\s?:)",
    re.IGNORECASE,
)
"""What stands between a label and its colon: "Room, unless otherwise stated: 5"."""
_RUN_IN: Final = re.compile(
    r"^(abstract|summary|zusammenfassung|kurzfassung|sommario|riassunto|sunto|samenvatting|résumé)\s*[.–—-]\s+(?=\S)",
    re.IGNORECASE,
)
"""A label that begins a paragraph without a colon."""


def _item(row: Row) -> Item:
    if len(row.text) > LONG:
        label = label_of(row.text[:60] + "x")
        key = label[0] if label else ""
        value = row.text.partition(":")[2].strip() if key else ""
        return Item(row, key, value, (), ())
    bare = _RUN_IN.sub(r"\1: ", _UNLESS.sub(r"\1", _BULLET.sub("", row.text)))
    label = label_of(bare)
    days = tuple(days_in(row.text))
    clocks = clocks_in(without(row.text, days))
    if label and label[0] in ("time", "date") and not (days or clocks) and label[1]:
        clocks = clocks_in(row.text)
    return Item(row, label[0] if label else "", label[1] if label else "", days, clocks)


_INNER: Final = re.compile(
    r"(?<=[.;,|–—)\t])\s*(?:[–—|-]\s+)?(?=(?:"
    + "|".join(sorted((re.escape(each) for each in ALL if len(each) > 2), key=len, reverse=True))
    + r")\s?:\s)",
    re.IGNORECASE,
)


def _parted(row: Row) -> Iterator[Row]:
    """A row at the labels inside of it: "Speaker: A (X). Title: B"."""
    if (
        len(row.text) > LONG
        or ":" not in row.text
        or not (label := label_of(bulletless(row.text)))
        or label[0] in ("abstract", "bio")
        or "\t" in row.text
    ):
        yield row
        return
    start = 0
    for found in _INNER.finditer(fold(row.text) if len(fold(row.text)) == len(row.text) else row.text):
        yield Row(row.number, row.text[start : found.start()].strip(" ,;|–—"), row.indent)
        start = found.end()
    yield Row(row.number, row.text[start:], row.indent)


def _anchored(found: Sequence[Item]) -> Iterator[Item]:
    """With the days that talks hang on; a day that is hardly one counts where several rows begin so."""
    shaky = sum(bool(item.days) and item.days[0].shaky and _before(item, item.days[0]) == "" for item in found)
    in_prose = False
    in_news = False
    shape: bool | None = None
    for above, item in zip([None, *found], found, strict=False):
        if item.key:
            in_prose = item.key in ("abstract", "bio", "note")
        if item.text and not item.days and not item.key and (above is None or not above.text):
            in_news = bool(_NEWS.fullmatch(item.text.strip(" :#*-–")))
        if in_news:
            yield item
            continue
        goes_on = in_prose and above is not None and bool(_UNENDED.search(above.text))
        anchor = None if goes_on else _anchor(item, in_prose=in_prose, shaky=shaky > 1)
        if anchor and in_prose and not item.key and shape and anchor.weekday is None:
            anchor = None  # every other talk names its weekday
        if anchor and not item.key:
            anchor = _held(item, anchor)
        if anchor and shape is None:
            shape = anchor.weekday is not None
        if anchor and in_prose and not item.key:
            in_prose = False
        yield item._replace(anchor=anchor)


_NEWS: Final = re.compile(
    r"news|latest news|aktuelles|neuigkeiten|nachrichten|notizie|novità|avvisi|nieuws|actualités|nouvelles|"
    r"announcements",
    re.IGNORECASE,
)
"""Above days on which something was told, and no talk is held."""
_UNENDED: Final = re.compile(r".{40}[\w,;(–-]$")
"""The end of a full line whose sentence goes on in the next."""


_CALLED_OFF: Final = re.compile(
    r"(?:the|der|die|das|il|lo|la|le|de|het|l['’])?\s*(?:talk|lecture|seminar|vortrag|seminario|exposé|séance|lezing|"
    r"voordracht)\b"
    r".{0,200}\b(?:cancel|abgesagt|entfällt|annul|afgelast|geannuleerd|verschoben|verlegt|postponed)",
    re.IGNORECASE,
)


def _is_bracketed(item: Item, day: Named) -> bool:
    """ "The week after (21.10.) Clara Voss speaks": figures in brackets of their own, in a sentence about a talk."""
    alone = item.text[: day.start].rstrip()[-1:] == "(" and item.text[day.end :].lstrip(" .")[:1] == ")"
    return alone and day.form is Form.DOTTED and bool(_SPEAKS.search(item.text))


def other_days(item: Item) -> list[Named]:
    """The days in a row that its talk does not hang on, and that are neither deadlines nor history."""
    if item.key in ("abstract", "bio", "note", "title", "join"):
        return []
    return [
        day for day in item.days
        if day != item.anchor and (day.year or EARLIEST) >= EARLIEST
        and (not day.shaky or _is_bracketed(item, day)) and not _OTHER_DAYS.search(item.text[: day.start])
    ]  # fmt: skip


def _held(item: Item, anchor: Named) -> Named:
    """The day on which a talk is held that its own row moves: "17.12. – moved to 18.12.: C. Diaz (Madrid): Curves"."""
    moved = move(item.text, item.days, anchor)
    if moved.sort is not Sort.TO or moved.day is None:
        return anchor
    bare = _MOVED_TO.sub(" ; ", without(item.text, item.days).replace(_HIDDEN, ""))
    for clock in reversed(clocks_in(bare)):
        bare = f"{bare[: clock.start]};{bare[clock.end :]}"
    said = told(bulletless(bare).strip(" ;:–—-,")).values
    return moved.day if {"affiliation", "title"} <= said.keys() else anchor


_MOVED_TO: Final = re.compile(
    r"(?:\b(?:let op|note|achtung|attention|attenzione)\s*:?\s*)?\b(?:moved|postponed|rescheduled|shifted|verschoben|"
    r"verlegt|"
    r"spostat[oa]|rinviat[oa]|verplaatst|verzet|uitgesteld|reportée?|déplacée?)\s+(?:to|until|auf|nach|a|al|alla|au|"
    r"à|naar|"
    r"tot)\b\s*[!.,:]*",
    re.IGNORECASE,
)


def leads(item: Item) -> bool:
    """Whether a row begins with its day, or its label says that it tells one."""
    return item.anchor is not None and (item.key in _TIME_WORDS or not _before(item, item.anchor))


def beside(text: str) -> list[Clock]:
    """The times in a text with days: those that are sure, and figures with a point right behind a day."""
    days = days_in(text)
    ends = [day.end for day in days]
    return [
        each
        for each in clocks_in(without(text, days))
        if not each.shaky or any(0 <= each.start - end <= 3 for end in ends)
    ]


def _before(item: Item, day: Named) -> str:
    """What stands before a day and is not only the way to it."""
    text = _BULLET.sub("", item.text[: day.start])
    for clock in reversed(item.clocks):
        if clock.end <= day.start and item.text[: day.start].startswith(item.text[: clock.end]):
            text = text.replace(item.text[clock.start : clock.end], "")
    return _LEAD.sub("", text.strip(" \t([|*•·,:–—-🎓📅🗓") + " ").strip(" \t,:.()[]|–—-")


def _anchor(item: Item, *, in_prose: bool, shaky: bool) -> Named | None:
    if not item.days or item.key in ("bio", "title", "note", "host", "join", "preprint", "video", "slides"):
        return None
    day = item.days[0]
    if day.year is not None and day.year < EARLIEST:
        return None
    if item.key in _TIME_WORDS:
        if day.shaky and day.start > len(item.text) - len(item.value) + 3:
            return None  # "dienstags, 10:15 Uhr, Raum 4/12"
        return day if not day.shaky or item.key != "time" else None
    if item.key == "room":
        return None
    before, after = _before(item, day), item.text[day.end :]
    if _HABIT.search(item.text[: day.start]):
        return None
    if _OTHER_DAYS.search(item.text[: day.start]) and not _SPEAKS.search(item.text):
        return None
    if (
        day.shaky
        and not _is_bracketed(item, day)
        and not (shaky or any(0 <= clock.start - day.end < 6 for clock in item.clocks))
    ):
        return None
    if item.key == "abstract":
        return None
    timed = any(0 <= clock.start - day.end < 8 for clock in item.clocks)
    if not before and in_prose and not timed and re.match(r"\s+[^\W\d_A-ZÀ-Þ]", after):
        return None  # "12 June 1930 was the day"
    if not before:
        return day if not in_prose or len(item.text) < 160 else None
    if in_prose and not _CALLED_OFF.match(item.text):
        return None
    if _SPEAKS.search(item.text):
        return _spoken_of(item)
    if "\t" in item.text:
        return day if any(_is_alone(cell) for cell in item.cells) else None
    led = item.text[: day.start].rstrip().lower()
    led = re.sub(r"(?:\s(?:on|am|le|il|op|den|at|um|del|du|des|vom|of))+$", "", led).rstrip()
    is_joint = led.endswith((",", ";", ":", ")", "]", "–", "—", "-", "|", ".", "”", '"', "“", "»")) or is_gathering(
        led.split()[-1] if led.split() else ""
    )
    ends = _without_clocks(after, item, day.end).strip(" ,.;:()–—-|")
    return day if len(item.text) < 160 and is_joint and (not ends or is_place(ends.split(",")[0].strip("()"))) else None


def _spoken_of(item: Item) -> Named | None:
    """The day of the sentence in which somebody speaks."""
    for day in item.days:
        start = max(item.text.rfind(". ", 0, day.start), item.text.rfind("! ", 0, day.start)) + 1
        end = re.search(r"[a-z)][.!?](?:\s|$)", item.text[day.end :])
        sentence = item.text[start : day.end + end.end() if end else None]
        if (_SPEAKS.search(sentence) or len(item.days) == 1) and not _OTHER_DAYS.search(item.text[start : day.start]):
            return day
    return None


def _is_alone(cell: str) -> bool:
    """Whether a cell holds no more than a day and a time."""
    found = next(iter(days_in(cell)), None)
    return found is not None and len(cell) - (found.end - found.start) < 30


def _without_clocks(text: str, item: Item, offset: int) -> str:
    for clock in reversed(item.clocks):
        if clock.start >= offset:
            text = text[: clock.start - offset] + text[clock.end - offset :]
    return text


def is_gathering(word: str) -> bool:
    """Whether a word is one for a seminar or a talk."""
    return bool(SERIES_WORD.search(word)) or word in ("talk", "vortrag", "lecture", "seminar", "exposé", "lezing")


def touches(item: Item, clock: Clock) -> bool:
    """Whether a time stands right behind the day or right before it."""
    day = item.anchor
    return day is not None and (0 <= clock.start - day.end <= 3 or 0 <= day.start - clock.end <= 3)


def without(text: str, days: Sequence[Named]) -> str:
    """The text with signs in the place of its days, so that no figure of them is a time."""
    for day in days:
        text = f"{text[: day.start]}{_HIDDEN * (day.end - day.start)}{text[day.end :]}"
    return text


def bulletless(text: str) -> str:
    """A row without the sign of an item of a list."""
    return _BULLET.sub("", text)


def said(item: Item, day: Named) -> str:
    """The words in which a row names a day."""
    return item.text[day.start : day.end].strip(" ,.()")
