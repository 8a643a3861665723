"""The people of a reading seminar, as a table or a list names them: numbers, names, or names in a numbered list."""

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import count
from typing import Any, Final

from semctl.idents import ascii_id, surname_id
from semctl.languages import fold, is_tba

_BETWEEN: Final = re.compile(r"\s*(?:[,;/&+\n]|\s(?:and|und|e|en|et)\s)\s*")
_NUMBER: Final = re.compile(r"(?:#|nr\.?|no\.?|n°)?\s*0*(\d{1,4})\.?", re.IGNORECASE)
_NAME: Final = re.compile(r"[^\W\d_][^\d<>@|\\:=?!\"]{0,58}")
_ADDRESS: Final = re.compile(r"<?(?:mailto:)?([\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64})+)>?")
_NOBODY: Final = frozenset(
    {"", "-", "–", "—", "?", "x", "n/a", "none", "free", "frei", "libero", "vrij", "libre", "/", "…", "..."}
)


class People:
    """Everybody who was met so far, in order; one who is met again is the same."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}
        self._mails: dict[str, str] = {}
        self._alike: dict[str, int] = defaultdict(lambda: 1)

    def listed(self, text: str, mark: str) -> bool:
        """A person of a list, maybe with an address; false where it is none. A numbered list gives the ids."""
        name = " ".join(_ADDRESS.sub(" ", text).split()).strip(" ,;:()<>–—-")
        if not _NAME.fullmatch(name) or len(name.split()) > 5:
            return False
        number = _NUMBER.fullmatch(mark.strip("()[]."))
        made = self._new(number[1] if number else surname_id(name))
        self._names[made] = name
        if mail := _ADDRESS.search(text):
            self._mails[made] = mail[1]
        return True

    def met(self, text: str) -> str | None:
        """The id of a person as a cell calls them; None where it is nobody that can be told."""
        if number := _NUMBER.fullmatch(text):
            self._names.setdefault(number[1], "")
            return number[1]
        if not _NAME.fullmatch(text):
            return None
        name = " ".join(text.split())
        if name in self._names:
            return name
        called = [person for person, known in self._names.items() if fold(name) in _forms(known)]
        if len(called) == 1:
            return called[0]
        made = surname_id(name) if " " in name else ascii_id(name)
        if not made:
            return None
        made = self._new(made)
        self._names[made] = "" if name == made else name
        return made

    def _new(self, wanted: str) -> str:
        """An id that nobody has."""
        wanted = wanted or "person"
        names = (wanted if number == 1 else f"{wanted}-{number}" for number in count(self._alike[wanted]))
        made = next(name for name in names if name not in self._names)
        self._alike[wanted] += 1
        return made

    def blocks(self) -> list[dict[str, Any]]:
        """`[[participants]]`: numbers in their order, then the others as they were met; names and addresses private."""
        numbers = sorted((each for each in self._names if each.isdecimal()), key=int)
        ids = [*numbers, *(each for each in self._names if not each.isdecimal())]
        blocks: list[dict[str, Any]] = []
        for each in ids:
            told = {"name": self._names[each], "email": self._mails.get(each)}
            private = {key: value for key, value in told.items() if value}
            blocks.append({"id": each, **({"private": private} if private else {})})
        return blocks


def _forms(name: str) -> Iterator[str]:
    """How a person may be called: by the whole name, the first, the last, or "E. Noether"."""
    words = fold(name).replace(",", " ").split()
    if words:
        yield from (fold(name), words[0], words[-1], f"{words[0][0]}. {words[-1]}", f"{words[0]} {words[-1][0]}.")


def called(cell: str) -> list[str]:
    """The people of a cell, each as it calls them."""
    return [
        each.strip(" *")
        for each in _BETWEEN.split(cell)
        if each.strip(" *").casefold() not in _NOBODY and not is_tba(each)
    ]
