"""One line, or one sentence, as who, what and where: by brackets, quotation marks and the form of names."""

import re
from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from semctl.importing.people import is_name, people, values_of
from semctl.importing.places import is_place, is_room
from semctl.importing.texts.words import NOT_YET
from semctl.languages import fold, is_tba

QUOTED: Final = re.compile(
    r"„([^“”\"„]{3,300})[“”\"]|“([^”“]{3,300})[”\"]|«\s?([^»]{3,300}?)\s?»|‘([^’‘\n]{8,300})’(?!\w)|"
    r"(?<!\w)\"([^\"]{3,300})\"|(?<!\w)''([^']{5,300})''"
)
_JOINT: Final = re.compile(
    r"\s+(?:[–—―|•·/]|-{1,3}|=>|>)\s+|\s*[\t;|]\s*|\s?:\s+|,\s+|\s+[–—]|[–—]\s+|(?<=\x01)\.\s+|\s{2,}"
)
_STRONG: Final = re.compile(r"[–—―|•·:;\t-]|\s{2}")
_INSTITUTION: Final = re.compile(
    r"universi|institut|école|ecole|college|politecnico|polytech|hochschule|akademie|academy|\beth\b|\bepfl\b|"
    r"\bcnrs\b|inria|\bcwi\b|max[- ]planck|"
    r"\b[tkrhl]u\b|\buc\b|\bmpi\b|\bens\b|\binfn\b|\bcnr\b|laborato|department|dipartimento|fakultät|faculty|centre|"
    r"center|zentrum|centrum|school|hospital|"
    r"google|microsoft|\bibm\b|research|observator|sorbonne|imperial|caltech|\bmit\b|oxford|cambridge|princeton|"
    r"harvard|stanford|berkeley",
    re.IGNORECASE,
)
_ACRONYM: Final = re.compile(r"[A-Z][A-Za-z]{0,4}[A-Z]{1,5}[a-z]?(?:[ -][A-ZÀ-Þ][a-zß-ÿ]\w*)*|[A-Z]{2,6}")
_BY: Final = re.compile(
    r"(.{4,}?)[,.]?\s+(?:by|von|di|par|door|présenté par|with|mit)\s+((?:(?:Prof|Dr|Dott)\S*\s+)*[A-ZÀ-Þ].*)"
)
_ROLE: Final = re.compile(
    r"^(?:speakers?|talk(?: by)?|lecture by|vortrag(?: von)?|seminario di|relatore|exposé de|lezing (?:door|van)|by|"
    r"von|with|mit|il|la|le|"
    r"mme|m\.|mr|mrs|ms|frau|herr|de heer|mevrouw|sig\.(?:ra)?|prof\.? (?=prof))\s+(?=\S)",
    re.IGNORECASE,
)


class Told(NamedTuple):
    """What a line says. values: keys of a talk. place: where. doubts: what to look at. is_weak: only a comma
    parts a name from the title, which may be where somebody comes from."""

    values: dict[str, Any]
    place: str = ""
    doubts: tuple[str, ...] = ()
    is_weak: bool = False


class Piece(NamedTuple):
    """A part of a line. joint: what parts it from the one before."""

    text: str
    joint: str = ""


_AND: Final = re.compile(r"\s(?:&|\+|and|und|et|e|ed|en)\s")
_CLOSE: Final = re.compile(r"([^()\d]{4,60}?)\s*\(([^()]{2,60})\)\s+([^\s(&+,;:].{3,})")
""" "Ana Ferreira (Lisbon) Curves", without anything between."""
_SITE: Final = re.compile(
    r"\b(?:building|house|campus|floor|wing|gebäude|haus|institut|étage|bâtiment|piano|palazzo|edificio|verdieping|"
    r"gebouw|stock|etage)\b",
    re.IGNORECASE,
)
_SIGNS: Final = re.compile(
    r"(?:\s*[\[(](?:slides?|video|recording|pdf|abstract|notes|paper|arxiv|folien|aufzeichnung|diapositive|"
    r"registrazione|opname|vidéo|résumé|transparents|link|zoom|ics|poster)[\])])+$",
    re.IGNORECASE,
)
SEVERAL: Final = "its row seems to name several talks, and one is taken"
BY_FORM: Final = "speaker and title are told apart by their form"


def told(text: str) -> Told:
    """A line such as "Ada Lovelace (Cambridge), Title of talk, Room 5"."""
    bare = re.sub(r"\s*<https?://[^<>\s]+>", "", text).strip(" \t,;:–—|-•·/!")
    bare = bare if "<" in bare else bare.strip(" >")
    if bare.startswith("(") and bare.endswith(")") and bare.count("(") == 1:
        bare = bare[1:-1].strip()
    if not bare or is_tba(bare):
        return Told({})
    if found := QUOTED.search(bare):
        title = next(each for each in found.groups() if each).strip()
        around = (
            told(f"{bare[: found.start()]} ; {bare[found.end() :]}")
            if len(bare) > found.end() - found.start()
            else Told({})
        )
        who = {key: value for key, value in around.values.items() if key != "title"}
        if around.is_weak:  # "Ada Quill, Bath: “Ink”"
            who["affiliation"] = around.values["title"]
        if who or not around.values.get("title") or len(title) > len(str(around.values["title"])):
            doubts = (SEVERAL,) if QUOTED.search(bare, found.end()) else ()
            return Told({**who, **({} if is_tba(title) else {"title": title})}, around.place, doubts)
    return _of_pieces(pieces(bare))


def tidy(title: str) -> str:
    """A title without signs of links that lead nowhere, and without the full stop of a list."""
    bare = _SIGNS.sub("", title).strip()
    return bare[:-1] if bare.endswith(".") and bare.count(".") == 1 and len(bare) > 4 else bare


def pieces(text: str) -> list[Piece]:
    """A line at its joints outside of brackets."""
    hidden = _hidden(text)
    found: list[Piece] = []
    start, joint = 0, ""
    for match in _JOINT.finditer(hidden):
        found.append(Piece(text[start : match.start()].strip(), joint))
        start, joint = match.end(), match[0]
    found.append(Piece(text[start:].strip(), joint))
    return [piece for piece in found if piece.text]


def _hidden(text: str) -> str:
    """The text with one sign for each letter in brackets or in a formula, so that places stay."""
    depth, kept, formula = 0, [], False
    for letter in text:
        formula ^= letter == "$"
        depth += letter in "([" and not formula
        kept.append("\x01" if depth or formula else letter)
        depth -= letter in ")]" and depth > 0 and not formula
    return "".join(kept) if not formula else text


def joined(parts: Sequence[Piece]) -> str:
    """Pieces as they stood in the line."""
    return "".join(part.text if not index else f"{_plain(part.joint)}{part.text}" for index, part in enumerate(parts))


def _plain(joint: str) -> str:
    return "; " if "\t" in joint or ";" in joint else joint


def _of_pieces(parts: list[Piece]) -> Told:
    parts, place = without_places(parts)
    if all(is_open(part.text) for part in parts):
        return Told({}, place)
    if close := _CLOSE.fullmatch(parts[0].text):
        name, bracket, words = close.groups()
        if is_name(name) and not is_open(words) and words[0].isupper():
            title = joined([parts[0]._replace(text=words), *parts[1:]])
            return Told({"speaker": name, "affiliation": bracket, "title": title}, place)
    if who := who_leads(parts):
        named, count, sure = who
        rest = [part for part in parts[count:] if not is_open(part.text)]
        title = joined([rest[0]._replace(joint=""), *rest[1:]]) if rest else ""
        values = {**values_of(named), **({"title": title} if title and not is_tba(title) else {})}
        weak = bool(title) and len(named) == 1 and not named[0][1] and "," in parts[count].joint
        return Told(values, place, () if sure or not title else (BY_FORM,), weak)
    parts = [part for part in parts if not is_open(part.text)]
    last = parts[-1]
    named_last = _people(last.text)
    if len(parts) > 1 and named_last and all(is_name(name) for name, _ in named_last):
        title = joined(parts[:-1])
        sure = any(where for _, where in named_last)
        return Told({**values_of(named_last), "title": title}, place, () if sure else (BY_FORM,))
    whole = joined(parts)
    if (found := _BY.fullmatch(whole)) and (who := who_leads(pieces(found[2]))) and who[1] == len(pieces(found[2])):
        return Told({**values_of(who[0]), "title": found[1]}, place, (BY_FORM,))
    if bracketed := _in_bracket(whole, place):
        return bracketed
    return Told({} if is_tba(whole) else {"title": whole}, place)


def _in_bracket(text: str, place: str) -> Told | None:
    """ "Ink (Dr. Ada Quill, Bath)", "Panel (Great Hall)": who speaks, or where, in a bracket at the end."""
    found = re.fullmatch(r"(.{3,}?)\s*\(([^()]{3,80}?)!?\)", text)
    if found is None:
        return None
    inner = pieces(found[2])
    if is_place(found[2]) and len(found[2].split()) < MOST_OF_ROOM and not is_institution(found[2]):
        return Told({"title": found[1]}, place or found[2])
    if not is_name(inner[0].text) or (len(inner) == 1 and not _DEGREE.match(inner[0].text)):
        return None
    home = joined([inner[1]._replace(joint=""), *inner[2:]]) if len(inner) > 1 else ""
    return Told({**values_of([(inner[0].text, home)]), "title": found[1]}, place, (BY_FORM,))


MOST_OF_ROOM: Final = 4
"""Words of a room in a bracket behind a title, but one."""
_DEGREE: Final = re.compile(r"(?:prof|dr|pd|dott|ir|drs|mr|mrs|ms|mme|m)\b", re.IGNORECASE)


def without_places(parts: list[Piece]) -> tuple[list[Piece], str]:
    """The pieces that name no place, and the place: at the end of the line, or at its beginning."""
    end = len(parts)
    while end > 1 and is_place(parts[end - 1].text):
        end -= 1
    if end == 1 and is_place(parts[0].text):
        end = 0
    where = parts[end:]
    rest = parts[:end]
    if not where:
        begin = 0
        while begin < len(rest) - 1 and is_place(rest[begin].text):
            begin += 1
        while begin and begin < len(rest) and _SITE.search(rest[begin].text) and not _STRONG.search(rest[begin].joint):
            begin += 1
        where, rest = rest[:begin], rest[begin:]
    return rest, joined(where).strip(" ()")


def who_leads(parts: Sequence[Piece]) -> tuple[Sequence[tuple[str, str]], int, bool] | None:
    """The persons that a line begins with, how many pieces they take, and whether that is sure."""
    for count in range(min(len(parts), 6), 0, -1):
        if any(_STRONG.search(part.joint) for part in parts[1:count]):
            continue
        named = _people(joined(parts[:count]))
        if named and all(is_name(name) for name, _ in named) and (len(named) > 1 or count == 1):
            where = all(where for _, where in named)
            rest = parts[count:]
            if count > 1 and not where and not _AND.search(parts[count - 1].text):
                continue  # "Emil Sandtner (Linz), Der Fluss, der nicht fließt"
            strong = next((index for index, each in enumerate(rest) if _STRONG.search(each.joint)), 0)
            if (
                not where
                and len(named) == 1
                and strong
                and all(re.search("[,/]", each.joint) for each in rest[:strong])
            ):
                home = joined([each for each in rest[:strong] if not is_place(each.text)]).strip(" ,/")
                return ((named[0][0], home),), count + strong, True  # "Ada Quill, Bath -- Ink"
            if not where and len(named) == 1 and rest and "," in rest[0].joint and is_institution(rest[0].text):
                return ((named[0][0], rest[0].text),), count + 1, True
            strong = bool(rest) and bool(_STRONG.search(rest[0].joint))
            return named, count, where or not rest or (strong and not is_name(rest[0].text))
    return None


def _people(text: str) -> Sequence[tuple[str, str]]:
    bare = _ROLE.sub("", text.strip())
    found = shared(people(bare), bare)
    return () if any(is_room(where) for _, where in found) else found


def is_open(text: str) -> bool:
    """Whether a piece only says that something is not known yet, as in "TBA (TBA)"."""
    words = [each for each in re.split(r"[()\[\]:;/]+", text) if each.strip(" .,–—-")]
    return all(is_tba(each.strip()) or bool(NOT_YET.fullmatch(each.strip())) for each in words)


def is_institution(text: str) -> bool:
    """Whether a piece of a line is where somebody comes from."""
    return len(text) < 100 and (bool(_INSTITUTION.search(text)) or bool(_ACRONYM.fullmatch(text.strip())))


def without_role(text: str) -> str:
    """A name without "Prof." before another, "Mme" or "Frau"."""
    return _ROLE.sub("", text.strip()).strip()


def same(one: str, other: str) -> bool:
    """Whether two texts are the same but for case, accents and blanks."""
    return fold(one).strip(" .:") == fold(other).strip(" .:")


def shared(named: Sequence[tuple[str, str]], text: str) -> list[tuple[str, str]]:
    """Several people with where they come from; "A and B (Durham)" come from one place."""
    if len(named) == 2 and named[1][1] and not named[0][1] and not re.search(r"[;,]", text.split("(")[0]):
        return [(named[0][0], named[1][1]), named[1]]
    return list(named)


def people_of(text: str) -> Sequence[tuple[str, str]]:
    """The persons that a text lists."""
    return people(" ".join(text.split()))


def speakers(text: str) -> list[tuple[str, str]]:
    """Who speaks, as it stands behind a label: names with where they come from in brackets, or behind a comma."""
    bare = without_role(re.sub(r"\s*<https?://[^<>\s]+>", "", text))
    cut, _ = without_places(pieces(bare))
    bare = joined(cut) or bare
    named = list(people(bare))
    several = len(named) > 1 and all(is_name(name) for name, _ in named)
    if (several or any(where for _, where in named)) and not any(
        is_institution(name) and not at for name, at in named[1:]
    ):
        return shared([(without_role(name), where) for name, where in named], bare)
    parts = pieces(bare)
    if len(parts) > 1 and (is_name(parts[0].text) or _STRONG.search(parts[1].joint)):
        where = joined([parts[1]._replace(joint=""), *parts[2:]]).strip()
        bracketed = re.fullmatch(r"[\[(](.*)[\])]", where)
        return [(parts[0].text, "" if bracketed and "[" in where else where)]
    return named or [(bare, "")]
