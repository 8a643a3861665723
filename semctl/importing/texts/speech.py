"""In which language a text is, by the small words that only one of the five has often."""

import re
from collections import Counter
from functools import cache
from typing import Final

from semctl.languages import every_language

_SMALL: Final[dict[str, str]] = {
    "en": "the of and is are with for that this which we by from will on at our has have be as can it an no or if "
    "your talk room talks speaker schedule meeting "
    "topic break fall lunch free slot postponed mondays tuesdays wednesdays thursdays fridays",
    "de": "der die das und ist sind mit für dass wir von im am um den dem des ein eine zu auf nicht über wird zum "
    "zur statt uhr titel raum hörsaal kein vortrag "
          "entfällt fällt aus folgt leitung bis wintersemester sommersemester oberseminar vorbesprechung",
    "it": "il lo gli di del della dei delle è sono con per che questo nel nella alle ore si un una sul anche terrà "
    "aula da seminario seminari nessun",
    "nl": "het een van en zijn met voor dat wij op om uur is naar ook te wordt bij aan deze er niet zaal de door "
    "geen seminarium nog",
    "fr": "le la les des du et est sont avec pour que nous dans sur une un au aux salle par ce cette qui à séminaire "
    "exposé pas titre heure",
}  # fmt: skip
_WORD: Final = re.compile(r"[^\W\d_]+")
LEAST: Final = 3
MOST: Final = 20_000
OFTEN: Final = 8
"""How often one word counts at most."""


@cache
def _words() -> dict[str, frozenset[str]]:
    """By language the words that speak for it: small ones, months and weekdays."""
    every = {each.code: (*each.months, *each.weekdays) for each in every_language()}
    return {
        code: frozenset((*small.split(), *(name.lower() for name in every[code]))) for code, small in _SMALL.items()
    }


def language_of(text: str, *, least: int = LEAST) -> str | None:
    """The code of the language; None where too little tells."""
    if not text:
        return None
    text = text[:MOST]
    shouts = sum(letter.isupper() for letter in text) * 2 > sum(letter.isalpha() for letter in text)
    found = Counter(_WORD.findall(text.lower() if shouts else text))
    counted = Counter(
        {word.lower(): min(count, OFTEN) for word, count in found.items() if word.islower() or len(word) > 2}
    )
    scores = {code: sum(counted[word] for word in words) for code, words in _words().items()}
    best, second = sorted(scores, key=lambda code: -scores[code])[:2]
    return best if scores[best] >= least and scores[best] * 2 > scores[second] * 3 else None
