"""What is wrong with a piece of TOML, said so that a seminar organiser can mend it: (what, what to do)."""

import re
import tomllib
from calendar import monthrange
from typing import Final, NamedTuple

from semctl.tomltext import render, spans
from semctl.tomltext.patterns import late

Hint = tuple[str, str]

_SHOWN: Final = 60
_LONGEST: Final = 5000  # so much of a value is looked at
_TIME: Final = late(r"\d{1,2}:\d{2}(?::\d{2})?(?: ?[-–] ?\d{1,2}:\d{2})?")
_DAY_FIRST: Final = late(r"(\d{1,2})\. ?(\d{1,2})\. ?(\d{4})")
_SLASHED: Final = late(r"\d{1,2}[/-]\d{1,2}[/-]\d{4}")
_YEAR_FIRST: Final = late(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]\d.*)?")
_ZEROS: Final = late(r"[+-]?0\d+")
_WORDS: Final = {
    "true": "true", "yes": "true", "on": "true", "ja": "true",
    "false": "false", "no": "false", "off": "false", "nein": "false",
}  # fmt: skip
_NOTHING: Final = frozenset({"none", "null", "nil", "~"})
_QUOTES: Final = "“”„‟‘’‚‛«»‹›`´″"
_ESCAPE: Final = late(r"\\(?:[btnfr\"\\]|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|[ \t]*\r?\n)|(\\[^\r\n]?)")
_STRING: Final = late(spans.STRING, re.DOTALL)
_AT_LINE: Final = late(r"\(at line (\d+), column \d+\)$")
_TOO_LONG: Final = 640  # digits: what Python's own limit allows at the least
_DIGITS: Final = late(rf"[+-]?[\d_]{{{_TOO_LONG},}}")


class _Told(NamedTuple):
    """What is wrong with a value; better: the value as it should stand, "" if that is not known."""

    says: str
    better: str = ""
    hint: str = ""


def _short(raw: str) -> str:
    raw = raw.strip().split("\n", 1)[0].rstrip()
    return raw if len(raw) <= _SHOWN else raw[:_SHOWN] + "…"


def _without_comment(raw: str) -> str:
    return re.split(r"(?:^|[ \t])#", raw, maxsplit=1)[0].strip()


def control(char: str) -> Hint:
    """A character that TOML allows nowhere."""
    if char == "\r":
        return "a carriage return stands in the middle of this line", "delete it, or begin a new line there"
    return f"an invisible character (U+{ord(char):04X}) stands in this line", "delete it, or type the line again"


def unclosed(opening: str, key: str) -> Hint:
    """A text, list or inline table that never ends."""
    if opening in ("'''", '"""'):
        says = f"the text of {key} that opens here with {opening} is never closed"
        return says, f"write {opening} in a line of its own where the text ends"
    what, end = ("list", "]") if opening == "[" else ("table", "}")
    return f"the {what} {key} that opens here with {opening} is never closed", f"write {end} where it ends"


def header(raw: str) -> tuple[str, str, tuple[str, ...], bool]:
    """A line that begins with a bracket; also the name that is meant (() if none) and whether [[so]]."""
    match = re.match(rf"(\[+)[ \t]*({spans.KEY})?[ \t]*(.*)", raw, re.DOTALL)
    opening, name, rest = match.groups() if match else ("[", None, raw)
    after = _without_comment(rest)
    array = opening != "[" or after.startswith("]]")
    if name is None or after.startswith((",", '"', "'")):
        return (
            f"{_short(raw)} stands alone",
            "is it part of a list that ends too early, or is a key missing?",
            (),
            False,
        )
    try:
        key = spans.decoded_key(name)
    except ValueError:
        return f"the name in {_short(raw)} cannot be read", "use plain letters", (), False
    right = f"[[{name}]]" if array else f"[{name}]"
    if after.strip("]"):
        if re.match(r"[\w \t-]+\]+$", after):
            return (
                f"the name in {_short(raw)} is more than one word",
                f"write {right} or join the words with _",
                (),
                array,
            )
        return f"{_short(after.lstrip(']'))} stands after {right}", "put it into the next line", key, array
    return f"the brackets of {_short(raw)} do not match", f"write {right}", key, array


def many_parts(key: str) -> Hint:
    """A key that is a whole sentence, or quoted so that it cannot be read."""
    return f"the key {_short(key)} cannot be read", "use a plain word as key"


def junk(raw: str) -> Hint:
    """A line that is neither a header nor `key = value`."""
    if raw.startswith(("'''", '"""')):
        return f"{raw[:3]} closes a text that no line above has opened", "did the text end too early, or twice?"
    if raw.startswith(("]", "}")):
        return f"{raw[0]} closes what no line above has opened", "delete it, or look for the list above"
    if raw.startswith(("//", ";", "--", "%", "/*")):
        return f"{_short(raw)} looks like a comment", "begin it with #"
    if raw.startswith(("=", ":")):
        return "the key before = is missing", f"write a key in front, as in title {_short(raw)}"
    if raw.startswith(("<<<<<<<", "=======", ">>>>>>>")):
        return "git has left a conflict here", "keep the lines that are right, and delete the three lines of marks"
    name, equals, value = (part.strip() for part in raw.partition("="))
    if equals and name and value:
        if "'" not in name and '"' not in name and len(name) <= _SHOWN:
            plain = re.sub(r"\W+", "_", name).strip("_")
            hint = f"write {plain} = {_short(value)}" if plain.isascii() and plain else "use a plain word as key"
            return f"the key {name} is not one plain word", hint
        return f"{_short(raw)} is not of the form key = value", "is a quote or a ''' missing above?"
    match = re.match(r"([A-Za-z_][\w-]*)[ \t]+(\S.*)", raw)
    if match:
        better = match[2] if _reads(match[2]) else render.value(match[2].strip())
        return f"{_short(raw)} has no =", f"write {match[1]} = {_short(better)}, or # in front of a remark"
    return f"{_short(raw)} is not of the form key = value", "write # in front of a remark"


def prose(raw: str, last: int) -> Hint:
    """Many lines of that sort, up to line `last`."""
    says = f"from here to line {last} no line is of the form key = value: {_short(raw)}"
    return says, "is this part of a text that ends too early or was never opened with '''?"


def value(key: str, raw: str, error: Exception) -> tuple[int, str, str]:
    """A value that tomllib refuses: how many lines below its first one, what is wrong, what to do.

    raw: from the value's first character to the end of its last line.
    """
    if isinstance(error, RecursionError):
        return 0, f"{key} is nested too deep", "write it with fewer brackets"
    try:
        return _value(key, raw, error)
    except RecursionError:
        return 0, f"something deep inside {key} cannot be read", "write it with fewer brackets"


def _value(key: str, raw: str, error: Exception) -> tuple[int, str, str]:
    bare = _without_comment(raw) if raw[:1] not in ("'", '"') else raw.strip()
    if raw[:1] in ("[", "{"):
        return _bracketed(key, raw, error)
    told = _string(key, raw.rstrip(), error) if raw[:1] in ("'", '"') else _scalar(key, bare[:_LONGEST])
    hint = told.hint or (f"write {key} = {told.better}" if told.better else "")
    return _line_in(error, raw), told.says, hint


def _line_in(error: Exception, raw: str) -> int:
    match = _AT_LINE.search(str(error))
    return min(int(match[1]) - 1, raw.rstrip("\n").count("\n")) if match else 0


def _reads(raw: str) -> bool:
    try:
        tomllib.loads(f"k = {raw}")
    except Exception:  # any failure means the same here
        return False
    return True


def _quoted(text: str) -> str:
    return _short(render.value(text[: 2 * _SHOWN]))


def _scalar(key: str, raw: str) -> _Told:
    """A value that begins neither with a quote nor with a bracket."""
    if not raw:
        return _Told(f"{key} has no value", hint='write "" for an empty one, or take the line out')
    for ending in (",", ";"):
        if raw.endswith(ending) and _reads(raw[:-1]):
            return _Told(f"a {ending} stands after {key} = {_short(raw[:-1])}", raw[:-1].strip())
    if raw.lower() in _WORDS:
        return _Told(f"{key} = {raw} is written otherwise here", _WORDS[raw.lower()])
    if raw.lower() in _NOTHING:
        return _Told(f"{key} = {raw} has no meaning here", hint="take the line out")
    if raw[0] in _QUOTES:
        return _Told(f"typographic quotes stand around {key}: {_short(raw)}", _quoted(raw.strip(_QUOTES + "\"'")))
    if told := _moment(key, raw):
        return told
    if _ZEROS.fullmatch(raw):
        return _Told(f"{key} = {raw}: a number does not begin with 0", _quoted(raw))
    if _DIGITS.fullmatch(raw):
        return _Told(f"{key} is a number of {len(raw)} digits", hint="write it in quotes if it is meant")
    name = re.search(r"[ \t,;]([A-Za-z_][\w-]*)[ \t]*=", raw)
    if name and _reads(raw[: name.start()].rstrip(" \t,;")):
        return _Told(f"{key} and {name[1]} stand in one line", hint=f"begin a new line before {name[1]}")
    return _Told(f"{key} = {_short(raw)} stands without quotes", _quoted(raw.strip("\"'")))


def _moment(key: str, raw: str) -> _Told | None:
    """A date or a time written as people write them."""
    if _TIME.fullmatch(raw):
        return _Told(f"{key} = {raw} stands without quotes", f'"{raw}"')
    if match := _DAY_FIRST.fullmatch(raw):
        year, month, day = int(match[3]), int(match[2]), int(match[1])
    elif match := _YEAR_FIRST.fullmatch(raw):
        year, month, day = int(match[1]), int(match[2]), int(match[3])
    elif _SLASHED.fullmatch(raw):
        return _Told(f"{key} = {raw} is not a date as they stand here", hint=f"write {key} = 2026-10-05 for 5 October")
    else:
        return None
    if not 1 <= month <= 12 or not 1 <= year <= 9999:
        return _Told(f"{key} = {raw}: there is no month {month}", hint="write year-month-day, as in 2026-10-05")
    days = monthrange(year, month)[1]
    if not 1 <= day <= days:
        return _Told(f"{key} = {raw}: there is no such day, {year}-{month:02} has {days}", hint="correct the date")
    if match[0] != raw or len(raw) > 10:
        return _Told(f"{key} = {raw}: this time cannot be read", hint="write 2026-10-05 or 2026-10-05T14:15:00")
    return _Told(f"{key} = {raw} is not a date as they stand here", f"{year:04}-{month:02}-{day:02}")


def _string(key: str, raw: str, error: Exception) -> _Told:
    """A value that begins with a quote."""
    match = _STRING.match(raw)
    mark = raw[:3] if raw.startswith(("'''", '"""')) else raw[0]
    if match is None:
        ending = "” or “" if any(char in raw for char in "”“") else ""
        says = f"the {mark} that opens {key} is never closed in its line"
        if ending:
            return _Told(f"typographic quotes stand in {key}: {_short(raw)}", _quoted(raw.strip(_QUOTES + "\"'")))
        return _Told(says, _quoted(raw[1:].rstrip()))
    after = _without_comment(raw[match.end() :])
    if after and not after.startswith("#"):
        return _after_string(key, raw, match[0], after)
    wrong = next((found[1] for found in _ESCAPE.finditer(match[0]) if found[1]), None) if mark[0] == '"' else None
    if wrong is not None:
        says = f"{wrong} in the text of {key} means nothing between {mark}"
        if mark == '"':
            return _Told(says, _quoted(match[0][1:-1]))
        return _Told(says, hint=f"write ''' instead of {mark} at both ends, then a backslash is only a backslash")
    if mark[0] == '"' and "\\" in match[0]:
        return _Told(f"a \\u in the text of {key} names no character", hint="write the character itself")
    return _Told(f"the text of {key} cannot be read ({error})", hint="type it again")


def _after_string(key: str, raw: str, string: str, after: str) -> _Told:
    """Something stands between the closing quote and the end of the line."""
    if after in (",", ";"):
        return _Told(f"a {after} stands after the value of {key}", hint=f"write {key} = {_short(string)}")
    name = re.match(r"[,;]?[ \t]*([A-Za-z_][\w-]*)[ \t]*=", after)
    if name:
        return _Told(f"{key} and {name[1]} stand in one line", hint=f"begin a new line before {name[1]}")
    whole = _without_comment(raw)
    if len(string) > 1 and whole.endswith(string[0]) and "\n" not in whole and not string.startswith(("'''", '"""')):
        return _Told(f"the text of {key} has {string[0]} inside: {_short(whole)}", _quoted(whole[1:-1]))
    hint = "put it between the quotes, or # in front of a remark"
    return _Told(f"{_short(after)} stands after the value of {key}", hint=hint)


def _bracketed(key: str, raw: str, error: Exception) -> tuple[int, str, str]:
    """A list or an inline table with something wrong inside."""
    end = spans.closing(raw, 0)
    after = _without_comment(raw[end:])
    if after and not after.startswith("#"):
        return _line_in(error, raw), f"{_short(after)} stands after the value of {key}", "begin a new line there"
    for item in spans.items(raw, 0):
        own = raw[item.value_at : item.value_end]
        if _reads(own):
            continue
        try:
            tomllib.loads(f"k = {own}")
        except Exception as inner:  # only to be told
            name = f"{key}.{'.'.join(item.key)}" if item.key else key
            below, says, hint = value(name, own, inner)
            hint = hint.replace(f"write {name} = ", "write ")
            return raw.count("\n", 0, item.value_at) + below, says.replace(f"{name} = ", f"in {name} ", 1), hint
    if raw[0] == "{":
        if "\n" in raw[:end]:
            return (
                0,
                f"the inline table {key} goes over several lines",
                "write it in one line, or as a [table] of its own",
            )
        says = f"the inline table {key} cannot be read"
        return 0, says, f'write {key} = {{ name = "…", url = "…" }}, each key once, no comma at the end'
    return _line_in(error, raw), f"the list {key} cannot be read", 'write a comma between its items: ["…", "…"]'
