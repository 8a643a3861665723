"""The words by which the slides or the page of a reading seminar tell their parts, in five languages."""

import re
from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from semctl.languages import fold


class Part(StrEnum):
    """What a section is about."""

    ROLES = "roles"
    PAPERS = "papers"
    GRADING = "grading"
    PEOPLE = "people"
    ORGANIZERS = "organizers"
    FIRST_MEETING = "first meeting"
    TABLE = "table"
    ABOUT = "about"
    SILENT = "silent"


HEADINGS: Final[Mapping[Part, tuple[str, ...]]] = MappingProxyType(
    {
        Part.ROLES: (
            "role", "roles", "the roles", "rolle", "rollen", "die rollen", "ruolo", "ruoli", "i ruoli", "rol",
            "de rollen", "rôle", "rôles", "les rôles",
        ),
        Part.PAPERS: (
            "papers", "paper", "the papers", "list of papers", "paper list", "literature", "references", "reading list",
            "readings", "bibliography", "literatur", "arbeiten", "artikel", "aufsätze", "texte", "leseliste",
            "literaturliste", "articoli", "letteratura", "bibliografia", "elenco degli articoli", "lista di lettura",
            "artikelen", "literatuur", "leeslijst", "literatuurlijst", "articles", "littérature", "bibliographie",
            "liste de lecture", "liste des articles", "quellen", "publikationen", "publications",
        ),
        Part.GRADING: (
            "grading", "grades", "assessment", "requirements", "credit", "credits", "benotung", "bewertung", "note",
            "leistungsnachweis", "anforderungen", "scheinerwerb", "scheinkriterien", "prüfungsleistung", "leistungen",
            "valutazione", "esame", "requisiti", "beoordeling", "vereisten", "évaluation", "notation", "validation",
        ),
        Part.PEOPLE: (
            "participants", "list of participants", "students", "people", "teilnehmer", "teilnehmerinnen",
            "teilnehmende", "teilnehmerinnen und teilnehmer", "teilnehmerliste", "studierende", "partecipanti",
            "studenti", "deelnemers", "studenten", "participantes", "étudiants",
        ),
        Part.ORGANIZERS: (
            "organizers", "organisers", "organizer", "organiser", "instructors", "instructor", "lecturers", "lecturer",
            "contact", "dozenten", "dozent", "dozentin", "dozierende", "veranstalter", "veranstalterin", "leitung",
            "organisation", "kontakt", "organizzatori", "docenti", "docente", "contatti", "organisatoren", "docenten",
            "organisateurs", "enseignants", "responsables",
        ),
        Part.FIRST_MEETING: (
            "organizational meeting", "organisational meeting", "organization meeting", "organisation meeting",
            "preliminary meeting", "first meeting", "kick-off", "kick-off meeting", "kickoff", "vorbesprechung",
            "vortreffen", "erstes treffen", "organisatorisches treffen", "riunione organizzativa",
            "riunione preliminare", "organisatorische bijeenkomst", "eerste bijeenkomst", "réunion d'organisation",
            "réunion d'information", "première réunion",
        ),
        Part.TABLE: (
            "assigning roles", "assignment", "assignments", "assignment of roles", "role assignment", "roles table",
            "who plays what", "rollenverteilung", "verteilung der rollen", "zuteilung", "rollenzuteilung",
            "assegnazione dei ruoli", "assegnazione", "rolverdeling", "verdeling van de rollen",
            "attribution des rôles", "répartition des rôles", "répartition",
        ),
        Part.ABOUT: (
            "concept", "concept of the seminar", "about", "about the seminar", "description", "overview", "topic",
            "konzept", "konzept des seminars", "inhalt", "thema", "beschreibung", "überblick", "concetto",
            "descrizione", "argomento", "contenuti", "opzet", "beschrijving", "onderwerp", "inhoud", "sujet",
            "présentation", "contenu", "format", "ablauf",
        ),
        Part.SILENT: (
            "questions", "any questions", "fragen", "domande", "vragen", "des questions", "thank you", "thanks",
            "danke", "vielen dank", "grazie", "bedankt", "merci",
        ),
    }
)  # fmt: skip
"""The headings of sections, by what they are about."""

_PARTS: Final = {fold(each): part for part, words in HEADINGS.items() for each in words}
_ONE_ROLE: Final = re.compile(r"(?:roles?|rollen?|ruol[oi]|rols?|rôles?)\s*\d*\s*[:：–—]\s*(\S.*)", re.IGNORECASE)
PAPER: Final = (
    r"papers?|articles?|texts?|readings?|artikel(?:en)?|arbeit(?:en)?|aufs[aä]tze?|texte?|articol[oi]|testo|testi|"
    r"tekst(?:en)?|papiers?"
)
MEETING: Final = (
    r"meetings?|sessions?|weeks?|class(?:es)?|treffen|sitzung(?:en)?|termine?|wochen?|seminare?|incontr[oi]|sedut[ae]|"
    r"settiman[ae]|lezion[ei]|bijeenkomst(?:en)?|we[e]?k(?:en)?|s[ée]ances?|semaines?|r[ée]unions?"
)
NUMBERS: Final[Mapping[str, int]] = MappingProxyType(
    {
        fold(word): number
        for words in (
            "one two three four five six seven eight nine ten eleven twelve",
            "ein zwei drei vier fünf sechs sieben acht neun zehn elf zwölf",
            "un due tre quattro cinque sei sette otto nove dieci undici dodici",
            "een twee drie vier vijf zes zeven acht negen tien elf twaalf",
            "un deux trois quatre cinq six sept huit neuf dix onze douze",
        )
        for number, word in enumerate(words.split(), 1)
    }
    | {"eine": 1, "einen": 1, "una": 1, "une": 1, "once": 1, "einmal": 1, "twice": 2, "zweimal": 2}
)


def part_of(heading: str) -> Part | None:
    """What a heading says that its section is about; None for any other."""
    bare = re.sub(r"^[\d.]+\s+|\s*\([^()]*\)\s*$", "", heading.strip()).strip(" :*_.?!")
    return _PARTS.get(fold(bare))


def one_role(heading: str) -> str:
    """The role that a heading such as "Roles: Author" names; empty for any other."""
    found = _ONE_ROLE.fullmatch(heading.strip())
    return found[1].strip(" :*_") if found else ""


def names_papers(label: str) -> bool:
    """Whether a label is of papers, as in "Paper 3"."""
    return bool(re.match(rf"(?:{PAPER})\s+\d", label, re.IGNORECASE))


def number(text: str) -> int | None:
    """A number in figures or in words."""
    word = fold(text.strip())
    return int(word) if word.isdecimal() and len(word) < 4 else NUMBERS.get(word)
