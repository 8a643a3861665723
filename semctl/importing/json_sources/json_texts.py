"""JSON as data (RFC 8259), as far as it is whole: of one that breaks off, all that stands complete before the break."""

import json
import re
from typing import Any, Final, NamedTuple

from semctl.importing.found import Kind, Remark

_TOKEN: Final = re.compile(r'"(?:[^"\\]|\\.)*("?)|[{}\[\],]', re.DOTALL)
_DEEPEST: Final = 200
_LONGEST_NUMBER: Final = 300
_OPENING: Final = {"{": "}", "[": "]"}


class Parsed(NamedTuple):
    """What a text holds. broke: where it is no JSON any more, and that what follows is left out."""

    value: Any
    broke: Remark | None = None


def parsed(text: str) -> Parsed | None:
    """The data of a text that begins as an object or an array; None of any other."""
    start = text.lstrip()
    if not start.startswith(("{", "[")):
        return None
    try:
        return Parsed(_loaded(text))
    except RecursionError:
        says = "this JSON is nested deeper than any programme of talks"
        return Parsed(None, Remark(says=says, kind=Kind.LEFT_OUT))
    except json.JSONDecodeError as error:
        return _before(text, error)


def _loaded(text: str) -> Any:
    """The data; half characters and line ends in texts are borne, and what is no number is none."""
    return json.loads(text, strict=False, parse_int=_number, parse_constant=_nothing)


def _number(digits: str) -> float:
    return int(digits) if len(digits) <= _LONGEST_NUMBER else float("inf")


def _nothing(_name: str) -> None:
    return None


def _before(text: str, error: json.JSONDecodeError) -> Parsed | None:
    """What stands complete in front of an error; None where that is nothing, and the text some other thing."""
    cut, closing = _last_whole(text[: error.pos])
    if not cut:
        return None
    what = error.msg[0].lower() + error.msg[1:]
    says = f"the JSON breaks off here ({what}): only what stands before is taken"
    broke = Remark(says=says, kind=Kind.LEFT_OUT, line=error.lineno)
    try:
        return Parsed(_loaded(text[:cut] + closing), broke)
    except (json.JSONDecodeError, RecursionError):
        return None


def _last_whole(text: str) -> tuple[int, str]:
    """Where the last value that is complete ends, and what closes everything that is open there; 0 if there is none."""
    stack: list[str] = []
    cut, closing = 0, ""
    for token in _TOKEN.finditer(text):
        sign = token[0]
        if len(stack) > _DEEPEST or (sign[0] == '"' and not token[1]):
            break
        if sign in _OPENING:
            stack.append(_OPENING[sign])
        elif sign == "," and stack:
            cut, closing = token.start(), "".join(reversed(stack))
        elif stack and sign == stack[-1]:
            stack.pop()
            cut, closing = token.end(), "".join(reversed(stack))
    return cut, closing
