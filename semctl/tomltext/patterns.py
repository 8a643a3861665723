"""Regular expressions that are compiled when first used: most runs read a sound file and need few of them."""

import re
from typing import Any, cast


class _Late:
    def __init__(self, source: str, flags: int) -> None:
        self._wanted = source, flags

    def __getattr__(self, name: str) -> Any:
        compiled = re.compile(*self._wanted)
        for method in ("match", "fullmatch", "search", "finditer", "sub", "split"):
            setattr(self, method, getattr(compiled, method))
        return getattr(compiled, name)


def late(source: str, flags: int = 0) -> re.Pattern[str]:
    """As `re.compile`, at the first use."""
    return cast(re.Pattern[str], _Late(source, flags))
