"""What looks wrong in the texts of a series and in how they are typed: one small function a check."""

from collections.abc import Callable, Iterator
from typing import Final

from semctl.model import PrivateNotes
from semctl.problems import Problem
from semctl.programme import Programme
from semctl.textchecks.addresses import links_are_safe, public_and_private_are_apart
from semctl.textchecks.marks import dollars_have_partners, tex_is_understood, texts_are_plain
from semctl.textchecks.slots import links_are_known, rooms_are_known, times_are_usual
from semctl.textchecks.source import tex_is_whole, toml_is_old
from semctl.textchecks.texts import Texts
from semctl.textchecks.weekdays import days_agree
from semctl.tomltext.document import Document

__all__ = ["CHECKS", "look_at_texts"]

CHECKS: Final[tuple[Callable[[Texts], Iterator[Problem]], ...]] = (
    days_agree,
    dollars_have_partners,
    tex_is_whole,
    tex_is_understood,
    texts_are_plain,
    times_are_usual,
    links_are_known,
    rooms_are_known,
    toml_is_old,
    public_and_private_are_apart,
    links_are_safe,
)


def look_at_texts(programme: Programme, document: Document, notes: PrivateNotes) -> Iterator[Problem]:
    """Everything found in one series, in the order of CHECKS; what `[check]` ignores is left out.

    A problem has its line where it stands inside a text of several lines; else its path tells it.
    """
    texts = Texts(programme=programme, document=document, notes=notes)
    ignored = programme.book.check.ignore
    for check in CHECKS:
        yield from (problem for problem in check(texts) if problem.code not in ignored)
