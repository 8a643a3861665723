"""Words by which texts say that nothing takes place, that it is elsewhere, or that a date is still free."""

import re
from typing import Final

CANCELLED: Final = re.compile(
    r"[\s(\[–—:;,-]*\b(?:is |has been |had to be |wird |wurde |muss leider |è (?:stato )?|est |is helaas |leider |"
    r"helaas )*"
    r"(cancell?ed|abgesagt|entfällt|entfallen|fällt(?: [a-zß-ü]+){0,4} aus|sospes[oa]|annullat[oa]|cancellato|"
    r"geannuleerd|afgelast|vervallen|supprimée?|geschrapt|"
    r"vervalt|annulée?|gaat niet door)\b[\s)\]!.:;,–—-]*",
    re.IGNORECASE,
)
NO_TALK: Final = re.compile(
    r"\b(?:no|kein(?:e[nrs]?)?|nessun[ao]?|niente|geen|pas de|aucune?)\s+(?:[\w'’-]+\s+)?(?:\w*seminar\w*|talks?|"
    r"meetings?|colloqui\w*|kolloqui\w*|lectures?|session|\w*vortr[aä]g\w*|sitzung|"
    r"veranstaltung|treffen|termin|séminaire|séance|exposé|incontro|lezing|\w*overleg|bijeenkomst|colloque|réunion)\b|"
    r"\b(?:relâche|férié|vacances|ferien|feiertag|brückentag|holidays?|bank holiday|reading week|spring break|break|"
    r"pausa|vacanz[ae]|festa|festivo|\w*vakantie|\w*ferien|feestdag|pfingsten|"
    r"weihnachts\w*|christmas|easter|ostern|pasqua|pâques|pasen|kerst\w*|noël|natale|thanksgiving|memorial day|"
    r"labou?r day|pfingst(?:montag|ferien|pause|woche)|ostermontag|fronleichnam|buß- und bettag|pasquetta|"
    r"veterans day|strike|sciopero|grève|himmelfahrt|vorlesungsfrei\w*|\w+pause)\b",
    re.IGNORECASE,
)
MOVED: Final = re.compile(
    r"\b(?:moved|postponed|rescheduled|shifted|verschoben|verlegt|spostat[oa]|rinviat[oa]|posticipat[oa]|reportée?|"
    r"déplacée?|verplaatst|verzet|uitgesteld)\b\s*"
    r"(?:to|until|auf|nach|zum|a|al|alla|au|à|naar|tot)\b",
    re.IGNORECASE,
)
MOVED_AT_END: Final = re.compile(
    r"\b(?:wird|wurde|muss|ist)\b.{0,40}\b(?:auf|nach)\b.{0,60}\b(?:verschoben|verlegt)", re.IGNORECASE
)
NEGATION: Final = re.compile(r"(?:no|kein|ness|niente|geen|pas|auc)", re.IGNORECASE)
WEEKDAY: Final = re.compile(
    r"\b(?:[a-z]+day|[a-z]+tag|mittwoch|lun|mar|mer|gio|ven|sab|maan|dins|woens|donder|vrij|lundi|mardi|mercredi|"
    r"jeudi|vendredi)",
    re.IGNORECASE,
)
GATHERING: Final = re.compile(
    r"\b(?:(?:the|der|die|das|il|le|la|l['’]|de|het|this|dieser)\s*)?(?:talk|seminar|lecture|vortrag|sitzung|termin|"
    r"veranstaltung|seminario|incontro|exposé|séance|séminaire|conférence|lezing|"
    r"voordracht|bijeenkomst|meeting|session)\b",
    re.IGNORECASE,
)
FREE: Final = re.compile(
    r"(?:still |noch |ancora |nog |encore )?(?:free|open|available|vacant|frei|offen|verfügbar|liber[oa]|vrij|open|"
    r"beschikbaar|libre|disponible)(?: slot| termin| date)?[.!?]?|"
    r"(?:slot|termin|date|data|datum) (?:still )?(?:free|open|available|frei|libera|vrij|libre)[.!]?|"
    r"(?:free|open|freier?|vrij[e]?|libero) (?:slot|termin|date|datum)\b.{0,40}|créneau libre\b.{0,40}",
    re.IGNORECASE,
)
NOT_YET: Final = re.compile(
    r"(?:(?:speaker|talk|title|topic|titel|thema|vortrag|titolo|seminario|titre|exposé|séance|sujet|orateur|"
    r"relatore|spreker|"
    r"lezing|sprecher)\s*:?\s*)?(?:"
    r"da (?:annunciare|definire|destinarsi|confermare|comunicare)|à (?:préciser|définir|venir|annoncer|"
    r"déterminer|confirmer)|"
    r"n\.?\s?t\.?\s?b\.?|n\.?\s?n\.?\s?b\.?|nog (?:niet bekend|onbekend|te bepalen)|"
    r"volgt(?: nog)?|wordt (?:nog |later )?(?:bekend\s?gemaakt|aangekondigd|medegedeeld)|"
    r"in attesa|titolo da definire|wird noch bekannt ?gegeben|folgt|"
    r"noch offen|forthcoming|pending|t\.?\s?b\.?\s?[acd]\.?|title (?:later|to follow)|nobody yet|niemand|"
    r"noch niemand|nessuno|personne|titel später|plus tard|"
    r"to be (?:announced|confirmed|decided|determined)|"
    r"unknown)\.?",
    re.IGNORECASE,
)
PAUSE: Final = re.compile(
    r"(?:(?:accueil|café|pause|coffee|break|lunch|tea|registration|welcome|opening|closing|refreshments|reception|"
    r"begrüßung|kaffee|kaffeepause|mittagspause|mittagessen|tee|imbiss|empfang|abendessen|ende|anmeldung|pausa|caffè|"
    r"pranzo|registrazione|saluti|benvenuto|apertura|buffet|cena|pauze|koffie|koffiepauze|lunchpauze|theepauze|thee|"
    r"ontvangst|inloop|borrel|sluiting|apéro|apéritif|déjeuner|thé|cocktail|dîner|diner|dinner|fin|end|"
    r"and|und|et|e|en|with|mit|avec|con|met|des|der|de|du|di|the|&|\+|/|-|–|,|\.)(?:\s+|(?=\W)|$))+",
    re.IGNORECASE,
)
"""A row of a timetable at which nobody speaks."""
BESIDE: Final = re.compile(
    r"(?:coffee|tea|caffè|café|kaffee|koffie|thee|thé|refreshments|lunch|broodjes|inloop|walk-in|accueil|borrel|"
    r"apéro|reception|empfang|doors|"
    r"einlass|dinner|from about|snacks|biscuits|office hours?|opens?|opent|einlass|öffnet|ouverture|apertura|"
    r"sprechstunde|until|bis)\b[^,;.]{0,25}$",
    re.IGNORECASE,
)
"""What stands before a time at which no talk begins."""
