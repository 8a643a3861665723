"""HTTP Digest access (RFC 7616): the answer to a server that does not want to see the password itself.

Pure: the random text that goes in is handed in.
"""

import hashlib
import re
from collections.abc import Callable
from typing import Final

_HASHES: Final[dict[str, Callable[[bytes], str]]] = {
    "MD5": lambda data: hashlib.md5(data, usedforsecurity=False).hexdigest(),  # what most servers still ask for
    "SHA-256": lambda data: hashlib.sha256(data).hexdigest(),
}
_PART: Final = re.compile(r'([A-Za-z0-9_*-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))')


def parts_of(challenge: str) -> dict[str, str] | None:
    """What a WWW-Authenticate line asks for; None where that is not a digest of a kind known here."""
    scheme, _, rest = challenge.strip().partition(" ")
    if scheme.lower() != "digest":
        return None
    found = {name.lower(): quoted or plain for name, quoted, plain in _PART.findall(rest)}
    ways = [each.strip() for each in found.get("qop", "").lower().split(",")]
    known = "realm" in found and "nonce" in found and found.get("algorithm", "MD5").upper() in _HASHES
    return found if known and ("auth" in ways or ways == [""]) else None


def answer(
    asked: dict[str, str], *, user: str, password: str, method: str, path: str, random: str, count: int = 1
) -> str:
    """The Authorization line for one request, of what `parts_of` gave.

    random: another text for each request. count: how many requests this nonce has been used for, this one included.
    """
    algorithm = asked.get("algorithm", "MD5")
    made = _HASHES[algorithm.upper()]

    def hashed(*parts: str) -> str:
        return made(":".join(parts).encode())

    who, what = hashed(user, _plain(asked["realm"]), password), hashed(method, path)
    number = f"{count:08x}"
    if "qop" in asked:
        response = hashed(who, _plain(asked["nonce"]), number, random, "auth", what)
        more = f', qop=auth, nc={number}, cnonce="{random}"'
    else:  # RFC 2069
        response, more = hashed(who, _plain(asked["nonce"]), what), ""
    opaque = f', opaque="{asked["opaque"]}"' if "opaque" in asked else ""
    quoted = re.sub(r'(["\\])', r"\\\1", user)
    return (
        f'Digest username="{quoted}", realm="{asked["realm"]}", nonce="{asked["nonce"]}", uri="{path}", '
        f'response="{response}", algorithm={algorithm}{more}{opaque}'
    )


def _plain(quoted: str) -> str:
    return re.sub(r"\\(.)", r"\1", quoted)
