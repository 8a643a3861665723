"""Whether two pieces of data are the same, more strictly than `==`: True is not 1, 12:00Z is not 13:00+01:00."""

from datetime import datetime
from typing import Any


def same(one: Any, other: Any) -> bool:
    """Equal in value and in type all the way down; nan is the same as nan; the order of keys does not count."""
    if type(one) is not type(other):
        return False
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(same(item, other[key]) for key, item in one.items())
    if isinstance(one, list):
        return len(one) == len(other) and all(same(*pair) for pair in zip(one, other, strict=True))
    if isinstance(one, float):
        return repr(one) == repr(other)
    if isinstance(one, datetime):
        return bool(one.utcoffset() == other.utcoffset() and one.replace(tzinfo=None) == other.replace(tzinfo=None))
    return bool(one == other)
