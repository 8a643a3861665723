"""What the columns of a table of talks are about: by their headings in five languages, else by what is in them."""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from types import MappingProxyType
from typing import Final

from semctl.columns import COLUMNS
from semctl.dates import weekday_number
from semctl.importing.labelled import LABELS
from semctl.importing.people import is_name
from semctl.importing.places import place
from semctl.languages import fold, is_tba

_HEADINGS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "date": (
            "date", "dates", "day", "when", "datum", "tag", "wann", "termin", "data", "giorno", "quando",
            "dag", "wanneer", "jour", "quand", "date and time", "date & time", "date/time", "datum und uhrzeit",
            "datum/uhrzeit", "data e ora", "datum en tijd", "date et heure", "start date", "startdatum",
        ),
        "weekday": ("weekday", "day of week", "day of the week", "wochentag", "weekdag", "giorno della settimana",
                    "jour de la semaine"),
        "time": (
            "time", "times", "start", "start time", "begin", "begins", "uhrzeit", "zeit", "beginn", "startzeit", "ora",
            "orario", "inizio", "tijd", "tijdstip", "aanvang", "heure", "horaire", "début",
        ),
        "end": ("end", "end time", "ends", "until", "ende", "bis", "endzeit", "fine", "einde", "eindtijd", "fin"),
        "duration": ("duration", "length", "dauer", "durata", "duur", "durée"),
        "speaker": (
            "name", "names", "who", "speaker name", "name of speaker", "speaker(s)", "guest", "person", "presenter(s)",
            "wer", "vortragende/r", "vortragender/vortragende", "referent/in", "referent/referentin", "referenten",
            "referierende", "redner/in", "gast", "chi", "relatore/relatrice", "oratore", "oratrice", "nominativo",
            "wie", "gastspreker", "qui", "orateur/oratrice", "intervenant(e)", "conférencière", "conférencier/ère",
        ),
        "first": ("first name", "given name", "forename", "vorname", "nome", "voornaam", "prénom"),
        "last": ("last name", "surname", "family name", "nachname", "familienname", "zuname", "cognome", "achternaam",
                 "nom", "nom de famille"),
        "affiliation": (
            "from", "uni", "organisation", "organization", "company", "aff", "institut", "hochschule", "herkunft",
            "einrichtung", "università", "istituto", "ente", "provenienza", "universiteit", "instituut", "université",
        ),
        "title": (
            "titles", "talk title", "title of talk", "title of the talk", "what", "subject", "seminar", "vortragstitel",
            "titel des vortrags", "was", "beitrag", "titolo del seminario", "argomento", "cosa", "titel van de lezing",
            "lezing", "voordracht", "wat", "exposé", "titre de l'exposé", "quoi",
        ),
        "abstract": ("abstracts", "description", "beschreibung", "descrizione", "omschrijving", "beschrijving"),
        "room": ("rooms", "saal", "raum/ort", "hörsaal/raum", "stanza", "sala", "ruimte", "lokaal", "endroit",
                 "building"),
        "host": ("hosts", "invited by", "inviter", "eingeladen von", "betreuer", "betreuerin", "einladende/r",
                 "invitato da", "referente", "uitgenodigd door", "invité par", "hôte/hôtesse"),
        "status": ("status", "state", "zustand", "stand", "stato", "statut", "état"),
        "reason": ("reason", "grund", "motivo", "reden", "raison", "motif"),
        "language": ("language", "sprache", "vortragssprache", "lingua", "taal", "langue"),
        "url": ("url", "link", "links", "web", "website", "webseite", "webpage", "web page", "seite", "sito", "pagina",
                "webpagina", "site", "page", "lien", "adresse web"),
        "slides": ("slides", "folien", "diapositive", "dia's", "transparents", "diapositives", "presentation"),
        "video": ("video", "recording", "aufzeichnung", "registrazione", "opname", "enregistrement", "vidéo"),
        "preprint": ("preprint", "paper", "arxiv", "article", "artikel", "articolo"),
        "tags": ("tags", "keywords", "schlagwörter", "schlagworte", "stichwörter", "stichworte", "parole chiave",
                 "trefwoorden", "mots-clés", "mots clés"),
        "mode": ("mode", "format", "modus", "modalità", "form", "modalité", "vorm"),
        "join": ("zoom", "zoom link", "zoom-link", "meeting link", "meeting", "teams", "teams link", "online link",
                 "join", "link zoom", "lien zoom", "videoconference", "videokonferenz", "visioconférence",
                 "videoconferenza"),
        "joint_with": ("joint with", "joint work with", "coauthors", "co-authors", "koautoren", "gemeinsam mit",
                       "coautori", "in collaborazione con", "coauteurs", "gezamenlijk met"),
        "photo": ("photo", "foto", "picture", "bild", "image"),
        "speaker_url": ("homepage", "speaker url", "speaker page", "home page", "page web"),
    }
)  # fmt: skip
"""How columns are called, by the key that they are about, beside the labels of texts."""

PRIVATE: Final = frozenset(
    {
        "email", "e-mail", "mail", "e-mail address", "email address", "mailadresse", "e-mail-adresse", "courriel",
        "phone", "telefon", "telefono", "telefoon", "téléphone", "mobile", "handy", "hotel", "costs", "kosten",
        "costi", "frais", "budget",
    }
)  # fmt: skip
"""What is nobody else's business, and stays out of the file."""
NEEDED: Final = frozenset({"date", "speaker", "last", "title"})
"""A table of talks has one of these columns at least."""
_ENOUGH: Final = 0.8


@cache
def _known() -> Mapping[str, str]:
    """The key of each heading. A label that a text may have as well as a heading goes by what it is here."""
    told = {_bare(word): key for key, words in LABELS.items() for word in words}
    told |= {_bare(word): key for key, words in _HEADINGS.items() for word in words}
    return told | {name: name for name in COLUMNS}


def _bare(text: str) -> str:
    return fold(text).strip(" :.*#_")


@cache
def heading(cell: str) -> str:
    """The key that a heading means; "" where it is none that is known."""
    if cell in COLUMNS:
        return cell
    if not cell or len(cell) > 60:
        return ""
    bare = _bare(cell)
    without = _bare(re.sub(r"[(\[].*?[)\]]|\d+$", "", cell))
    return _known().get(bare) or _known().get(without, "")


def headings(cells: Sequence[str]) -> list[str]:
    """The keys of a row of headings, "" for those that are not known."""
    return [heading(cell) for cell in cells]


def is_head(cells: Sequence[str]) -> bool:
    """Whether a row is one of headings: two that are known, with at least one that talks cannot be without."""
    told = {key for key in headings(cells) if key}
    return len(told) > 1 and bool(told & (NEEDED | {"id"}))


# --- by what is in them ---


def by_content(columns: Sequence[Sequence[str]], is_day: Sequence[bool], is_time: Sequence[bool]) -> list[str] | None:
    """The keys of columns without headings where there can be no doubt; None else.

    columns: the cells of each, empty ones left out. is_day, is_time: what of a column is told by its cells.
    """
    keys = [""] * len(columns)
    if sum(is_day) != 1 or sum(is_time) > 1:
        return None
    for index, cells in enumerate(columns):
        if is_day[index]:
            keys[index] = "date"
        elif is_time[index]:
            keys[index] = "time"
        elif mostly(cells, lambda cell: weekday_number(cell) is not None):
            keys[index] = "weekday"
        elif mostly(cells, lambda cell: cell.startswith(("http://", "https://"))):
            keys[index] = "url"
        elif mostly(cells, lambda cell: is_name(re.sub(r"\(.*?\)", "", cell).strip()) or is_tba(cell)):
            keys[index] = "speaker"
        elif mostly(cells, _is_room):
            keys[index] = "room"
    rest = [index for index, key in enumerate(keys) if not key and columns[index]]
    if keys.count("speaker") > 1 or keys.count("room") > 1 or len(rest) > 1:
        return None
    for index in rest:
        if sum(len(cell.split()) for cell in columns[index]) < 3 * len(columns[index]):
            return None
        keys[index] = "title"
    return keys if "speaker" in keys else None


def mostly(cells: Sequence[str], fits: Callable[[str], bool]) -> bool:
    """Whether nearly all cells of a column are of a kind."""
    return bool(cells) and sum(map(fits, cells)) >= _ENOUGH * len(cells)


def _is_room(cell: str) -> bool:
    return len(cell) <= 30 and any(letter.isdigit() for letter in cell) and bool(place(cell).room)
