"""Texts whose lines say what they are: "Speaker: …", "Titel: …", "Abstract" above its paragraphs, in five languages."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from semctl.languages import fold

LABELS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "speaker": (
            "speaker", "speakers", "presenter", "lecturer", "by", "vortragender", "vortragende", "referent",
            "referentin", "sprecher", "sprecherin", "redner", "rednerin", "relatore", "relatrice", "relatori",
            "speaker e affiliazione", "spreker", "sprekers", "orateur", "oratrice", "orateurs", "intervenant",
            "intervenante", "conférencier",
        ),
        "affiliation": (
            "affiliation", "institution", "institute", "university", "universität", "affiliazione", "affiliatie",
            "instelling", "établissement", "zugehörigkeit",
        ),
        "title": (
            "title", "titel", "thema", "topic", "titolo", "titre", "onderwerp", "talk", "vortrag", "sujet",
        ),
        "abstract": (
            "abstract", "summary", "zusammenfassung", "inhalt", "kurzfassung", "sommario", "riassunto",
            "samenvatting", "résumé",
        ),
        "bio": (
            "bio", "biography", "biografie", "biografia", "biographie", "short bio", "speaker bio",
            "about the speaker",
        ),
        "room": (
            "room", "raum", "ort", "location", "place", "venue", "aula", "luogo", "zaal", "locatie", "plaats",
            "salle", "lieu", "where", "wo", "dove", "waar", "où", "hörsaal",
        ),
        "host": (
            "host", "gastgeber", "gastgeberin", "hosted by", "organizer", "organiser", "ospite", "gastheer", "hôte",
        ),
    }
)  # fmt: skip
"""How lines begin, by the key of the file that they are about."""
FURTHER: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "speaker": (
            "name", "vortragende/r", "vortragende(r)", "referent/in", "referent:in", "sprecher:in", "vortragende:r",
            "relatore/relatrice", "relatore/i",
            "speaker(s)", "guest", "guest speaker", "invited speaker", "speaker and affiliation", "speaker name",
            "gast", "gastspreker", "oratore", "oratrice", "orateur/oratrice", "orateur.rice",
            "orateur·rice", "intervenant(e)", "conférencière", "spreekster", "who", "wer", "chi", "wie", "qui",
            "dozent", "dozentin",
            "ospite della settimana", "docente", "exposé de", "vortrag von", "talk by", "seminario di", "lezing door",
        ),
        "affiliation": (
            "university/institute", "herkunft", "hochschule", "institut", "istituto", "università", "ente",
            "universiteit", "université", "von", "from",
            "provenienza", "afkomst", "provenance", "home institution", "company", "einrichtung",
        ),
        "title": (
            "title of the talk", "talk title", "title of talk", "titel des vortrags", "vortragstitel",
            "titolo del seminario", "titolo del talk", "titre de l'exposé",
            "titel van de lezing", "titre de la conférence", "seminar title", "what", "was", "cosa", "wat", "quoi",
            "lecture", "seminar", "exposé", "lezing", "conférence", "seminario", "intervento",
            "argomento", "theme", "subject", "betreff", "titolo intervento",
        ),
        "abstract": (
            "abstracts", "abstract of the talk", "description", "beschreibung", "descrizione",
            "description de l'exposé", "zum inhalt", "zum vortrag", "about", "about the talk",
            "riassunto del seminario", "beschrijving", "estratto", "inhoud", "contenu",
        ),
        "bio": (
            "zur person", "über die referentin", "über den referenten", "about the author", "speaker biography",
            "biographical note", "biosketch", "kurzbiografie", "kurzbiographie",
            "lebenslauf", "cv", "short biography", "nota biografica", "breve biografia", "profilo", "over de spreker",
            "korte biografie", "biographie courte", "notice biographique", "à propos de l'orateur", "short cv",
        ),
        "room": (
            "lecture hall", "seminar room", "saal", "seminarraum", "sala", "lokaal", "ruimte", "amphi",
            "amphithéâtre", "gebäude", "building", "luogo e aula", "veranstaltungsort", "sede", "locale",
            "place/room", "room/link", "ort/raum", "où ?", "vergaderzaal", "collegezaal", "endroit", "address",
        ),
        "host": (
            "einladung durch", "invited by", "eingeladen von", "invitato da", "invité par", "uitgenodigd door",
            "contact person", "einladende", "einladender", "moderation", "chair", "chairman", "organiser of the talk",
            "organised by", "organized by", "organisiert von", "organizzato da", "organisé par", "georganiseerd door",
            "proposto da", "ansprechpartner",
        ),
        "date": ("date", "datum", "data", "day", "tag", "giorno", "jour", "dag", "termin", "dates"),
        "time": (
            "time", "uhrzeit", "zeit", "ora", "orario", "tijd", "heure", "horaire", "tijdstip", "start", "beginn",
            "ore", "aanvang", "begin", "inizio", "hour", "hours",
        ),
        "when": (
            "when", "wann", "quando", "wanneer", "quand", "date and time", "date & time", "date/time", "date, time",
            "time and date", "datum und uhrzeit", "datum/uhrzeit", "zeitpunkt",
            "datum und zeit", "data e ora", "data e orario", "date et heure", "datum en tijd", "zeit und ort",
            "time and place", "when and where", "date and place", "quand ?",
            "dag en tijd", "ort und zeit", "où et quand", "quando e dove", "wanneer en waar", "wann und wo",
            "time & place", "date, time and place", "tijd en plaats", "date et lieu", "luogo e data", "luogo e ora",
            "data e luogo", "where and when", "waar en wanneer",
        ),
        "join": (
            "zoom", "zoom link", "link", "zoom-link", "online", "join", "teams", "teams link", "streaming",
            "livestream", "live stream", "stream", "meeting link", "videoconference", "visioconférence",
            "collegamento", "webex", "link zoom", "lien zoom", "lien", "connessione", "join online", "meeting id",
            "connexion", "connexion zoom", "lien bbb", "bbb", "collegamento zoom", "link teams", "streaming link",
            "big blue button", "lien de connexion", "url",
        ),
        "language": ("language", "sprache", "lingua", "taal", "langue", "vortragssprache", "voertaal"),
        "joint_with": (
            "joint work with", "joint with", "gemeinsam mit", "in collaborazione con", "en collaboration avec",
            "samen met", "coauthors", "co-authors", "avec",
        ),
        "slides": ("slides", "folien", "diapositive", "transparents", "slides of the talk"),
        "video": (
            "video", "recording", "aufzeichnung", "registrazione", "opname", "enregistrement", "vidéo", "youtube",
        ),
        "preprint": ("preprint", "paper", "arxiv", "prépublication", "article"),
        "mode": ("format", "mode", "modus", "modalità", "vorm", "art der veranstaltung", "formato"),
        "duration": ("duration", "dauer", "durata", "duur", "durée"),
        "series": (
            "series", "reihe", "veranstaltungsreihe", "serie", "reeks", "ciclo", "cycle", "série", "vortragsreihe",
            "seminar series",
        ),
        "passcode": (
            "passcode", "password", "kenncode", "code secret", "wachtwoord", "passwort", "kennwort", "zugangscode",
            "mot de passe", "codice", "codice d'accesso", "toegangscode", "meeting password", "pin",
        ),
        "note": (
            "note", "hinweis", "nota", "remarque", "let op", "nb", "n.b.", "notes", "please note", "attention",
            "achtung", "attenzione", "bemerkung", "opmerking", "comments", "remarks", "anmerkung",
        ),
        "status": ("status", "stato", "statut"),
    }
)  # fmt: skip
"""Further words of whole pages, where what stands above and below says more than in an event of a calendar."""

ALL: Final[Mapping[str, str]] = MappingProxyType(
    {fold(label).strip(" ?."): key for table in (FURTHER, LABELS) for key, labels in table.items() for label in labels}
)
"""The key of every label."""
_KEYS: Final = {fold(label): key for key, labels in LABELS.items() for label in labels}
_LABEL: Final = re.compile(r"[ \t*_-]*([^\W\d_][^\n:：]{0,30}?)[ \t*_]*[:：][ \t*_]*(.*)")
_ALONE: Final = frozenset({"abstract", "bio", "title", "speaker"})
"""Labels that may stand alone in a line above what they are about."""
_LONG: Final = frozenset({"abstract", "bio"})


def labelled(text: str) -> tuple[dict[str, str], str]:
    """The texts behind labels by key, and what stands behind none; the first of two alike counts."""
    found: dict[str, list[str]] = {}
    rest: list[str] = []
    key = ""
    for row in text.split("\n"):
        name, value = _label(row)
        if name and name not in found:
            key = name
            found[key] = [value] if value else []
        elif key in _LONG or (key and not found[key] and row.strip()):
            found[key].append(row)
        else:
            rest.append(row)
    texts = {name: "\n".join(rows).strip() for name, rows in found.items()}
    return {name: told for name, told in texts.items() if told}, "\n".join(rest).strip()


def label_of(row: str) -> tuple[str, str] | None:
    """The key of a row of a page that says what it is, by any word of both tables, with the text behind it: empty where
    the label stands alone."""
    found = _LABEL.fullmatch(row)
    if found and (key := ALL.get(_words(found[1]))):
        return key, found[2].strip()
    tabbed, _, value = row.partition("\t")
    if value and "\t" not in value and (key := ALL.get(_words(tabbed))):
        return key, value.strip()
    alone = ALL.get(_words(row), "") if len(row) < 40 else ""
    if not alone or (_words(row) in _SELDOM_ALONE and not row.rstrip().endswith((":", "?"))):
        return None
    return alone, ""


_SELDOM_ALONE: Final = frozenset(
    {
        "seminar",
        "talk",
        "vortrag",
        "lecture",
        "lezing",
        "expose",
        "conference",
        "seminario",
        "intervento",
        "online",
        "link",
        "name",
        "day",
        "tag",
        "start",
        "from",
        "von",
        "was",
        "what",
        "wie",
        "qui",
        "chi",
        "who",
        "wer",
        "wat",
        "quoi",
        "cosa",
        "about",
        "subject",
        "begin",
        "beginn",
        "inizio",
        "ort",
        "saal",
        "sala",
        "gast",
        "guest",
        "ora",
        "ore",
        "dates",
        "termin",
        "url",
        "video",
        "paper",
        "article",
        "series",
        "reihe",
        "contact person",
        "by",
        "place",
        "avec",
        "topic",
        "mode",
        "format",
        "streaming",
        "stream",
        "zoom",
        "teams",
        "join",
        "slides",
        "status",
        "institut",
        "institute",
        "university",
        "universitat",
        "building",
        "gebaude",
        "dozent",
        "inhalt",
        "content",
        "contenu",
        "inhoud",
        "institution",
        "aula",
        "address",
        "cv",
        "argomento",
        "theme",
        "company",
        "host",
    }
)
"""Labels that are more than one in a line of their own: the heading of a page, a link, a word of its menu."""


def key_of(word: str) -> str:
    """The key that a word at the head of a column or a line means; empty where it means none."""
    return ALL.get(_words(word), "") if len(word) < 40 else ""


def _words(text: str) -> str:
    return fold(text.strip(" \t*_-:#•·.|?")).replace("’", "'")


def _label(row: str) -> tuple[str, str]:
    """The key that a line's label means, and the text behind it; both empty where it has none."""
    found = _LABEL.fullmatch(row)
    if found and (key := _KEYS.get(fold(found[1]))):
        return key, found[2].strip()
    alone = _KEYS.get(fold(row.strip(" *_-:")), "")
    return (alone, "") if alone in _ALONE else ("", "")
