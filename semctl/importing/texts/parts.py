"""The rows of a block as parts: what stands behind each label, and the rows that no label explains."""

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from semctl.importing.labelled import label_of
from semctl.importing.pages import ABOVE
from semctl.importing.places import is_place
from semctl.importing.texts import tables
from semctl.importing.texts.blocks import Block
from semctl.importing.texts.items import Item, beside, bulletless, touches
from semctl.importing.texts.moves import is_of_move
from semctl.importing.texts.named import Named, days_in, weekday_words
from semctl.importing.texts.rows import Row
from semctl.importing.texts.sentences import DAY, SPEAKS

LONG: Final = frozenset({"abstract", "bio"})
_NUMBERED: Final = re.compile(
    r"(?:(?:(?:calendar )?week|wk|talk|no|nr|kw|woche|vortrag|sitzung|settimana|incontro|semaine|séance)\b\W*)?"
    r"#?[0-9]{1,3}"
)
"""A cell that only counts."""
_WRAPPED: Final = 58
"""Letters of a row that may go on in the next."""
TAIL: Final = re.compile(
    r"(?:all (?:are )?(?:welcome|interested)|everyone|everybody|you are|if you would|please |join us|after the|the "
    r"talk (?:will be|is) followed|refreshments|coffee|tea |registration|"
    r"(?:ab|from|dalle|vanaf|à partir de|dès|um|at|om|à|alle) [0-9:.h]+ ?(?:uhr|uur|h|pm|am|p\.m\.)?.{0,20}"
    r"\b(?:kaffee|tee|coffee|tea|caffè|tè|koffie|thee|café|thé|refreshments|apéro)\b|"
    r"alle (?:interessierten|sind)|gäste sind|anschließend|im anschluss|wer |um anmeldung|anmeldung|kaffee|"
    r"tutti gli|tutti sono|siete tutti|iscrizion|seguirà|la partecipazione|l['’]incontro|"
    r"iedereen|na afloop|aanmeld|de vorige|belangstellenden|toegang|"
    r"entrée libre|inscription|tous les|l['’]exposé sera|ouvert à|un café|la séance|"
    r"(?:il seminario|the (?:talk|seminar|lecture)|der vortrag|die veranstaltung|l['’]exposé|le séminaire|de lezing|"
    r"het seminar|"
    r"(?:sarà|è|it is|es ist|il est|il sera|het is) (?:also |anche |auch |aussi |ook )?(?:possibile|possible|möglich|"
    r"mogelijk))\b"
    r".{0,80}(?:online|zoom|stream|teams|webex|visio|https?:)|(?:zoom|teams|webex|streaming|live ?stream|online|link|"
    r"collegamento)\b.{0,40}https?:|"
    r"(?:the next|der nächste|das nächste|il prossimo|de volgende|het volgende|le prochain|la prochaine) (?:seminar|"
    r"talk|meeting|lecture|colloqui|kolloqui|vortrag|"
    r"seminario|incontro|lezing|séance|séminaire|exposé)|"
    r"contact|for (?:more|further) information|weitere informationen|maggiori informazioni|meer informatie|plus "
    r"d['’]informations|"
    r"organi[sz]ers?\b|organisation:|veranstalter|organizzator|organisator|archiv|past terms|links?:|sponsor|funded|"
    r"jury\b|membres du jury|commissione|prüfungskommission|beoordelingscommissie|next week|nächste woche|"
    r"la settimana prossima|volgende week|la semaine (?:suivante|prochaine)|send |kopij|"
    r"the (?:lecture|talk|seminar) of )",
    re.IGNORECASE,
)


class Part(NamedTuple):
    """Rows about one thing. key: of the label; empty where there is none."""

    key: str
    rows: tuple[Row, ...]

    @property
    def text(self) -> str:
        """The rows as one line."""
        return " ".join(row.text for row in self.rows if row.text)

    @property
    def line(self) -> int:
        """Where it stands in the source."""
        return self.rows[0].number if self.rows else 0


def parts(block: Block, items: Sequence[Item]) -> tuple[list[Part], list[str]]:
    """The parts in their order, and rows at the end of a long text that seem to be about something else."""
    inside = [items[index] for index in block.items]
    own = items[block.clock_of] if block.clock_of is not None else None
    if not block.is_row:
        return _of_rows(inside, own)
    below, dropped = _of_rows(inside[1:])
    return [*_of_cells(block, inside[0], items), *below], dropped


# --- rows of a table ---


def _of_cells(block: Block, item: Item, items: Sequence[Item]) -> list[Part]:
    above = items[block.day[0]].cells if block.day and block.day[0] != block.items[0] else []
    made: list[Part] = []
    for column, cell in enumerate(item.cells):
        keys = block.head.keys[column] if block.head and column < len(block.head.keys) else ()
        text = cell
        if ABOVE in cell or (not cell and above and column == 0):
            text = above[column] if column < len(above) else ""
        bare = text.strip(" .,").lower()
        if not text or re.fullmatch(r"[–—-]+", text) or re.fullmatch(weekday_words(), bare):
            continue
        if not keys and _NUMBERED.fullmatch(bare):
            continue
        if not keys and tables.is_only_time(text):
            keys = ("time",)
        if not keys and (label := label_of(text)) and label[1]:
            keys, text = (label[0],), label[1]
        first, _, rest = text.partition("; ")
        if len(keys) > 1 and rest and set(keys) & LONG:
            made += [Part(keys[0], (Row(item.row.number, first),)), Part(keys[1], (Row(item.row.number, rest),))]
            continue
        key = keys[0] if keys else ""
        day = next(iter(days_in(text)), None)
        if day and (key in ("date", "when", "time") or (not key and column == _column(item))):
            made.append(Part("when", (Row(item.row.number, text),)))
            if rest := _without_times(text):
                made.append(Part("", (Row(item.row.number, rest),)))
        else:
            made.append(Part(key, (Row(item.row.number, text.replace("; (", " (")),)))
    return made


def _column(item: Item) -> int:
    """The cell in which the day of a row stands; the first where it has none of its own."""
    return item.text[: item.anchor.end].count("\t") if item.anchor else 0


def _without_times(text: str) -> str:
    """A cell without its day and its time."""
    days = list(days_in(text))
    clocks = beside(text)
    for start, end in sorted([*(each[:2] for each in days), *(each[:2] for each in clocks)], reverse=True):
        text = f"{text[:start]};{text[end:]}"
    return text.strip(" ;,:.()–—-|")


# --- rows ---


def _of_rows(inside: Sequence[Item], own: Item | None = None) -> tuple[list[Part], list[str]]:
    """own: the row that begins with the time of the talk, where the day has several."""
    made: list[Part] = []
    dropped: list[str] = []
    key, rows = "", []  # type: str, list[Row]
    in_tail = False
    first = next((index for index, item in enumerate(inside) if item is own), 0)
    for index, item in enumerate(inside):
        before = inside[index - 1] if index else None
        if item.key and not (in_tail and item.key == "note"):
            made.append(Part(key, tuple(rows)))
            key, rows, in_tail = item.key, [_valued(item)] if item.value else [], False
        elif key in LONG or in_tail:
            if (
                not in_tail
                and item.text
                and rows
                and not (before and before.text)
                and TAIL.match(bulletless(item.text))
            ):
                in_tail = True
            if in_tail:
                dropped += [item.text] if item.text else []
            else:
                rows.append(item.row)
        elif item.text and (not rows or _goes_on(before, item)) and key:
            rows.append(item.row)
        elif index < first:
            rest = _undated(item).text.replace(DAY, ";").strip(" ;,:.()–—-|")
            if any(map(is_place, re.split(r"[,;]\s", rest))):
                made.append(Part("room", (Row(item.row.number, rest),)))
            elif rest:
                dropped.append(rest)
        elif item.text or not key:
            made.append(Part(key, tuple(rows)))
            key, rows = (
                "",
                [_undated(item) if item.anchor or item is own else item.row._replace(text=bulletless(item.text))],
            )
            made.append(Part("", tuple(rows)))
            rows = []
    made.append(Part(key, tuple(rows)))
    return [part for part in made if any(row.text for row in part.rows) or (not part.key and part.rows)], dropped


def _valued(item: Item) -> Row:
    return item.row._replace(text=item.value)


def _goes_on(before: Item | None, item: Item) -> bool:
    """Whether a row is the rest of the one above, which had no more place in its line."""
    if before is None or not before.text or item.days or item.text[:1] in "-•*":
        return False
    deeper = item.row.indent > before.row.indent
    return (deeper and not item.key) or (_WRAPPED <= len(before.text) <= 90 and not before.text.endswith((".", ")")))


def _undated(item: Item) -> Row:
    """The row with a sign in the place of its day and times; other days stay, in a title, but not in a sentence."""
    days: Sequence[Named] = item.days
    if item.anchor and not SPEAKS.search(item.text):
        held = item.anchor.start
        days = [each for each in item.days if each.start <= held or is_of_move(item.text[: each.start])]
    clocks = [
        each for each in item.clocks if not each.shaky or touches(item, each) or (each.start < 4 and not item.anchor)
    ]
    spans = sorted([*(each[:2] for each in days), *(each[:2] for each in clocks)], reverse=True)
    text, bullet = item.text, len(item.text) - len(bulletless(item.text))
    for start, end in spans:
        text = f"{text[:start]}{DAY}{text[end:]}"
    return item.row._replace(text=text[min(bullet, *(start for start, _ in spans)) if spans else bullet :])
