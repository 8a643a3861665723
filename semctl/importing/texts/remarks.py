"""What is to be said of a text as a whole: how it was decoded, in what order its dates are, what was not understood."""

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from semctl.importing.found import Kind, Remark
from semctl.importing.given import Given, mended
from semctl.importing.texts import days, forms, series
from semctl.importing.texts.items import Item
from semctl.importing.texts.named import Form


def of_encoding(given: Given) -> Iterator[Remark]:
    """Letters that were read otherwise than they came, or could not be read."""
    if given.encoding == "Windows-1252":
        yield Remark(says="read as Windows-1252: look at letters with accents", kind=Kind.UNDERSTOOD)
    if mended(given.text) != given.text:
        says = "UTF-8 that was taken for Windows-1252 on its way is mended: look at letters with accents"
        yield Remark(says=says, kind=Kind.UNDERSTOOD)
    if broken := given.text.count("\ufffd"):
        yield Remark(says=f"{broken} letter{'' if broken == 1 else 's'} cannot be read", kind=Kind.ODD)


def month_first(found: Sequence[Item]) -> Iterator[Remark]:
    """That the month comes first, which the text shows and does not say."""
    shows = [item for item in found for day in item.days if day.form is Form.FIGURES and day.month > 12 >= day.day]
    if shows:
        says = f'the month is taken to come before the day, as in "{shows[0].text[:40].strip()}"'
        yield Remark(says=says, kind=Kind.UNDERSTOOD, line=shows[0].row.number)


def two_series(found: Sequence[Item], headings: frozenset[int]) -> Iterator[Remark]:
    """That a text tells of several series, whose talks come into one file."""
    for index in sorted(headings):
        if series.is_heading(found[index].text) and not days.years_said(index, found[index].text):
            says = f'here begins another series, "{found[index].text[:60]}": all talks are taken into one'
            yield Remark(says=says, kind=Kind.ODD, line=found[index].row.number)


def unread_above(head: Sequence[Item]) -> Iterator[Remark]:
    """Rows above the first talk that name a day, and there or in the next row something in quotation marks: a talk, by
    their look."""
    for item, below in zip_longest(head, head[1:]):
        beside = f"{item.text} {below.text if below and not below.days else ''}"
        if not item.key and forms.QUOTED.search(beside) and any(not day.shaky for day in item.days):
            yield Remark(says=f'not understood: "{item.text[:60]}"', kind=Kind.LEFT_OUT, line=item.row.number)
