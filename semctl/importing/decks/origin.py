"""What a text tells without saying it: domain, country and time zone by its addresses, the language by its words."""

import re
from collections import Counter
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from semctl.importing.countries import zone_of

_SECOND: Final = frozenset({"ac", "co", "com", "edu", "gov", "org", "go", "or", "re"})
_HOST: Final = re.compile(r"@([\w-]+(?:\.[\w-]+)+)|https?://([\w-]+(?:\.[\w-]+)+)")


_SMALL_WORDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "en": "the of and is are to for with this that you your",
        "de": "der die das und ist ein eine zu mit für den von sie wird nicht",
        "it": "il la di che e è un una per con del della dei gli sono",
        "nl": "de het een en is van voor met op niet je wordt zijn dat",
        "fr": "le la les de des et est un une pour avec du que vous au",
    }
)


def language_of(text: str) -> str:
    """The language that most small words of a text are of; empty where that is not plain."""
    words = Counter(re.findall(r"[^\W\d_]+", text.casefold()))
    counts = {code: sum(words[word] for word in small.split()) for code, small in _SMALL_WORDS.items()}
    first, second = sorted(counts, key=lambda code: -counts[code])[:2]
    return first if counts[first] > 4 and counts[first] > counts[second] * 3 // 2 else ""


def domain_of(address: str) -> str:
    """The domain that somebody owns, of a mail or web address: "uni-heidelberg.de"."""
    found = _HOST.search(address)
    if found is None:
        return ""
    parts = (found[1] or found[2]).casefold().split(".")
    kept = 3 if len(parts) > 2 and parts[-2] in _SECOND else 2
    return ".".join(parts[-kept:])


def origin(addresses: list[str]) -> tuple[dict[str, str], dict[str, str]]:
    """Keys of `[series]`, and why they are a guess. addresses: of the people and the page, of which most count."""
    domains = Counter(domain for each in addresses if (domain := domain_of(each)))
    if not domains:
        return {}, {}
    domain = domains.most_common(1)[0][0]
    told, why = {"domain": domain}, {"domain": "the one of most addresses; it is for ever"}
    country = {"UK": "GB"}.get(end := domain.rsplit(".", 1)[-1].upper(), end)
    if zone := zone_of(country):
        told |= {"timezone": zone, "country": country}
        why |= {"timezone": "by the addresses", "country": "by the addresses"}
    return told, why
