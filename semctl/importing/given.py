"""What was handed over to be imported: bytes with a name, and their text however they are encoded."""

import datetime as dt
import re
from dataclasses import dataclass
from functools import cached_property

from semctl.importing.json_sources.json_texts import Parsed, parsed

_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


@dataclass(frozen=True, kw_only=True)
class Given:
    """A source as it came.

    name: of the file, "-" for what was piped or pasted; it is told to the user and decides nothing. today: the civil
    date on which it is read, for days that are given without a year. zone: where the person is, or the series. series:
    the id of the one that it goes into, where that is known.
    """

    name: str
    data: bytes
    today: dt.date
    zone: str = "UTC"
    series: str | None = None

    @cached_property
    def text(self) -> str:
        """Its text without a byte order mark: UTF-8, UTF-16 or, where it is neither, Windows-1252."""
        return decoded(self.data)[0]

    @cached_property
    def json(self) -> Parsed | None:
        """Its data where it is JSON, if only as far as that is whole."""
        return parsed(self.text)

    @property
    def encoding(self) -> str:
        """How the bytes were understood, as people call it."""
        return decoded(self.data)[1]


def decoded(data: bytes) -> tuple[str, str]:
    """The text of bytes and the name of their encoding; never fails."""
    for mark, codec in _MARKS:
        if data.startswith(mark):
            return data.decode(codec, errors="replace"), "UTF-8" if codec == "utf-8-sig" else "UTF-16"
    if len(data) > 1 and data[:64].count(0) * 3 > len(data[:64]):  # every other byte of plain letters
        return data.decode("utf-16-le" if data[1] == 0 else "utf-16-be", errors="replace"), "UTF-16"
    try:
        return data.decode("utf-8"), "UTF-8"
    except UnicodeDecodeError:
        return "\n".join(readable(line) for line in data.split(b"\n")), "Windows-1252"


def readable(line: bytes) -> str:
    """A line as UTF-8, or as Windows-1252 where it is not: a file may hold both."""
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("latin-1").translate(_WINDOWS)


def mended(text: str) -> str:
    """The text with each line as it was meant whose UTF-8 was taken for Windows-1252 on its way here ("fÃ©vrier")."""
    return "\n".join(map(_mended, text.split("\n"))) if _MANGLED.search(text) else text


def _mended(line: str) -> str:
    if not _MANGLED.search(line):
        return line
    try:
        return line.translate(_OCTETS).encode("latin-1").decode("utf-8")
    except UnicodeError:
        return line


_WINDOWS = {
    code: bytes((code,)).decode("cp1252") for code in range(0x80, 0xA0) if code not in (129, 141, 143, 144, 157)
}
"""The letters that Windows has where Latin-1 has control characters."""
_OCTETS = {ord(letter): code for code, letter in _WINDOWS.items()}
_MANGLED = re.compile(f"[\u00c2-\u00f4][\u0080-\u00bf{''.join(_WINDOWS.values())}]")
