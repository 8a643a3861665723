"""Values as TOML text that a person would have typed.

Strings with backslashes or quotes are written literally, so that TeX stays readable; short lists stay on
one line. Everything else is tomli_w's work, one value at a time.
"""

from collections.abc import Collection, Mapping
from datetime import date, datetime, time
from typing import Any, Final

import tomli_w

from semctl.problems import Refused
from semctl.tomltext.patterns import late

LINE: Final = 100  # a list longer than this gets one line an item
_BARE_KEY: Final = late(r"[A-Za-z0-9_-]+")
_UNTYPED: Final = late(r"[\x00-\x08\x0a-\x1f\x7f]")  # what no one-line literal string may hold
_UNTYPED_IN_TEXT: Final = late(r"[\x00-\x08\x0b-\x1f\x7f]")
_SURROGATE: Final = late("[\ud800-\udfff]")


def plain(value: Any) -> Any:
    """The value as tomllib would give it back: tuples as lists, subclasses of str, int, float as those.

    Refused for text that no file can hold, TypeError for what TOML has no word for (None, sets, objects).
    """
    if isinstance(value, Mapping):
        return {str(plain(key)): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, str):
        if _SURROGATE.search(value):
            raise Refused(f"{str(value)!a} holds a broken character", "type the text again")
        return str.__str__(value)
    for kind in (bool, datetime, date, time):
        if isinstance(value, kind):
            return value
    for number in (int, float):
        if isinstance(value, number):
            return number(value)
    raise TypeError(f"TOML cannot hold {type(value).__name__}")


def key(name: str) -> str:
    """A key as typed: bare where TOML allows it, else in quotes."""
    return name if _BARE_KEY.fullmatch(name) else _string(name)


def value(given: Any) -> str:
    """A value as typed after `key = `; text with line breaks stands between ''' with "\\n" as line end.

    Refused and TypeError as `plain`.
    """
    given = plain(given)
    if isinstance(given, str) and "\n" in given:
        return _text(given)
    line = _inline(given)
    if isinstance(given, list) and len(line) > LINE and len(given) > 1:
        return "[\n" + "".join(f"  {_inline(item)},\n" for item in given) + "]"
    return line


def inline(given: Any) -> str:
    """A value on one line whatever it is, as it must stand between braces."""
    return _inline(plain(given))


def _inline(given: Any) -> str:
    if isinstance(given, str):
        return _string(given)
    if isinstance(given, list):
        return "[" + ", ".join(_inline(item) for item in given) + "]"
    if isinstance(given, dict):
        pairs = ", ".join(f"{key(name)} = {_inline(item)}" for name, item in given.items())
        return f"{{ {pairs} }}" if pairs else "{}"
    return tomli_w.dumps({"x": given})[4:-1]


def _string(given: str) -> str:
    if ("\\" in given or '"' in given) and "'" not in given and not _UNTYPED.search(given):
        return f"'{given}'"
    return tomli_w.dumps({"x": given})[4:-1]


def _text(given: str) -> str:
    if _UNTYPED_IN_TEXT.search(given) is None and "'''" not in given and not given.endswith("'"):
        return f"'''\n{given}'''"
    # With a carriage return in it tomli_w would change the text; then one escaped line.
    return tomli_w.dumps({"x": given}, multiline_strings="\r" not in given)[4:-1]


def block(header: str, values: Mapping[str, Any], inline: Collection[str] = ()) -> str:
    """A whole block of lines: the header as typed ("[[talks]]", "[mail]"), its keys, then its sub-tables.

    A dict becomes `[name.key]`, a non-empty list of dicts `[[name.key]]` each; a blank line before each of them. A
    table of tables alone needs no header of its own. inline: keys whose dict stands on one line instead.
    """
    values = plain(values)
    name = header.strip("[]")
    lines, below = [header], []
    for own, item in values.items():
        if isinstance(item, dict) and own not in inline:
            below.append(block(f"[{name}.{key(own)}]", item))
        elif isinstance(item, list) and item and all(isinstance(each, dict) for each in item):
            below += [block(f"[[{name}.{key(own)}]]", each) for each in item]
        else:
            lines.append(f"{key(own)} = {value(item)}")
    if len(lines) == 1 and below and not header.startswith("[["):
        return "\n".join(below)
    return "\n".join(["\n".join(lines) + "\n", *below])
