"""Ids: short ASCII names that go into calendar identities and file names."""

from unicodedata import combining, normalize

FIT = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-")
"""The letters an id may hold."""
NO_DOMAIN = "semctl"
"""What stands in a calendar identity where the series has no domain."""


def event_identity(name: str, series: str, domain: str | None) -> str:
    """The identity under which calendars know a talk, for ever."""
    return f"{name}.{series}@{domain or NO_DOMAIN}"


def surname_id(name: str) -> str:
    """The id made from a name: the surname, in small ASCII letters; may be empty ("漢字")."""
    words = [word for word in name.replace(",", " ").split() if any(letter.isalpha() for letter in word)]
    if not words:
        return ""
    words = [word for word in words if word.lower().rstrip(".") not in _SUFFIXES] or words
    surname = name.split(",")[0].split()[-1] if "," in name and name.split(",")[0].split() else words[-1]
    return ascii_id(surname)


def ascii_id(text: str) -> str:
    """The text in small ASCII letters, digits and hyphens; German umlauts as two letters."""
    plain = text.casefold().translate(_PLAIN)
    kept = "".join(letter if letter in FIT and letter.isascii() else " " for letter in _unaccented(plain))
    return "-".join(kept.split()).strip("-.")


def initials_id(name: str) -> str:
    """The initials of a name of several words, else the name itself: "Algebra Seminar" is algebra-seminar."""
    all_words = ascii_id(name).split("-")
    words = [word for word in all_words if word not in ("the", "of", "on", "and", "in", "for", "a")] or all_words
    return "".join(word[0] for word in words if word) if len(words) > 2 else "-".join(words)


_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})  # of a name, behind the surname
_PLAIN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe",
                        "ı": "i", "ð": "d", "þ": "th", "'": None, "’": None})  # fmt: skip


def _unaccented(text: str) -> str:
    return "".join(letter for letter in normalize("NFKD", text) if not combining(letter))
