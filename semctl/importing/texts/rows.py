"""A text as numbered rows: HTML and mails made plain, quotation marks of mails and decoration off, furniture left "
"out."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from semctl.dates import plain_day
from semctl.importing import cleaning, pages
from semctl.importing.found import Kind, Remark
from semctl.importing.given import Given, mended
from semctl.importing.texts import mails
from semctl.importing.texts.named import days_in


class Row(NamedTuple):
    """A line of the text. number: of the source, 1-based. text: without blanks at its end; empty rows part paragraphs.
    indent: the blanks it began with."""

    number: int
    text: str
    indent: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Page:
    """What is read of a text. what: it is, in a few words. subject, sent: of a mail."""

    what: str
    rows: tuple[Row, ...]
    subject: str = ""
    sent: dt.date | None = None
    title: str = ""
    remarks: tuple[Remark, ...] = field(default=())


_QUOTED: Final = re.compile(r"^(?:>\s?)+")
_WROTE: Final = re.compile(r"\b(?:wrote|schrieb|ha scritto|a écrit|schreef)\b.{0,60}:\s*$")
_RULE: Final = re.compile(r"[\s=_*~#.·•—–-]*")
_MARKUP: Final = re.compile(r"(?<![\w*])\*\*(?=\S)(.+?)(?<=\S)\*\*(?![\w*])|(?<!\w)__(?=\S)(.+?)(?<=\S)__(?!\w)")
_STARRED: Final = re.compile(
    r"(?<![\w*$])\*(?=[^\s*])([^*\n]+?)(?<=[^\s*])\*(?![\w*])|(?<![\w$])_(?=[^\s_])([^_\n]+?)(?<=[^\s_])_(?!\w)"
)
_HEADING: Final = re.compile(r"^#{1,6}\s+|(?<!\s)\s+#{1,6}$")
_LINK: Final = re.compile(r"!?\[([^\]\n]*)\]\((https?://[^\s()]+)\)")
_FURNITURE: Final = re.compile(
    r"(?:print|drucken|drukken|imprimer|stampa|share|teilen|delen|partager|condividi|tweet|home|startseite|menu|menü|"
    r"navigation|navigationspfad|inhaltsbereich|suche|search|zoeken|rechercher|cerca|login|log in|anmelden|logout|"
    r"skip to (?:main )?content|zum inhalt(?: springen)?|aller au contenu(?: principal)?|vai al contenuto|"
    r"(?:naar|direct naar) (?:de )?inhoud|impressum|datenschutz(?:erklärung)?|imprint|privacy(?: policy)?|"
    r"cookies?(?: policy)?|"
    r"gez\. .*|"
    r"accept(?: all)? cookies|alle cookies akzeptieren|mentions légales|sitemap|site map|kontakt|contacts?|contatti|"
    r"contact us|"
    r"contactez-nous|barrierefreiheit|accessibility|back(?: to top| to overview)?|zurück|nach oben|retour|terug|top|"
    r"read more|mehr(?: lesen| erfahren)?|weiterlesen|lire la suite|leggi tutto|lees (?:meer|verder)|more|"
    r"add to (?:my )?calendar|in (?:den )?kalender (?:eintragen|speichern)|ajouter (?:à mon|au) calendrier|"
    r"aggiungi al calendario|toevoegen aan agenda|ical|ics|rss|facebook|twitter|linkedin|youtube|instagram|"
    r"previous|next|vorige|volgende|précédent|suivant|precedente|successivo|english|deutsch|italiano|nederlands|"
    r"français|"
    r"en|de|it|nl|fr|you are here:?.*|sie sind hier:?.*|vous êtes ici:?.*|u bent hier:?.*|(?:sei|ti trovi) qui:?.*|"
    r"inhalt|content|breadcrumb|main navigation|hauptnavigation|hauptinhalt|main content|seite drucken|seitenanfang|"
    r"(?:©|\(c\)|copyright).*|all rights reserved.*|alle rechte vorbehalten.*|"
    r"(?:page |pagina |seite |article |artikel |articolo )?(?:modifiée?|mis(?:e)? en ligne|gewijzigd|geändert|"
    r"modificata|updated|aktualisiert|last (?:modified|"
    r"updated|changed)|page last|letzte änderung|zuletzt (?:geändert|aktualisiert)|stand:|dernière (?:modification|"
    r"mise à jour)|"
    r"ultimo aggiornamento|ultima modifica|laatst (?:gewijzigd|bijgewerkt)|aggiornato|mis(?:e)? à jour|bijgewerkt|"
    r"geüpdatet|published|posted|veröffentlicht|publié|pubblicato|gepubliceerd)\b.*)",
    re.IGNORECASE,
)
_OF_LISTS: Final = re.compile(
    r"[\w.@ -]{1,60}\b(?:mailing list|mailinglist|mailingliste|lista di discussione|liste de diffusion)(?: -- .*)?|"
    r"<?https?://\S*(?:listinfo|/mailman|/sympa|groups\.google\.)\S*|(?:to )?(?:unsubscribe|subscribe)\b.*|"
    r"you (?:received|are receiving) this (?:message|mail|e-mail)\b.*|-+\s*(?:forwarded|original) message\s*-+|"
    r"-+\s*(?:ursprüngliche|weitergeleitete) nachricht\s*-+|-+\s*messaggio (?:originale|inoltrato)\s*-+|"
    r"-+\s*(?:doorgestuurd|oorspronkelijk) bericht\s*-+|-+\s*message (?:transféré|d['’]origine|original)\s*-+",
    re.IGNORECASE,
)
_PATH: Final = re.compile(
    r"(?:.{0,20}:\s*)?(?:home|start|startseite|homepage|accueil|inizio|voorpagina)\s*(?:[>»›→/|]|::)\s*\S.*",
    re.IGNORECASE,
)
"""Where in a site a page stands: "Home > Research > Seminars"."""
_LOGOS: Final = re.compile(r"\b(?:logo|banner)", re.IGNORECASE)
_CLOSING: Final = re.compile(
    r"(?:(?:with )?(?:best|kind|warm|many)(?: (?:wishes|regards|greetings))?|regards|cheers|sincerely|yours(?: "
    r"sincerely)?|best wishes|"
    r"see you(?: all)?(?: there| then| soon)?|mit (?:freundlichen|besten|herzlichen) grüßen|(?:viele|beste|herzliche|"
    r"liebe|freundliche) grüße|"
    r"mfg|cordiali saluti|un saluto|saluti|cari saluti|distinti saluti|a presto|met (?:vriendelijke|hartelijke) "
    r"groet(?:en)?|groet(?:en|jes)?|tot (?:dan|ziens|gauw)|bis (?:dann|dahin|bald)|gruß|grüße|lg|hg|vg|bises|"
    r"best|many thanks|thanks|hartelijke groet(?:en)?|"
    r"mvg|cordialement|bien cordialement|amicalement|bien à vous|à bientôt|meilleures "
    r"salutations)[\s,.!:–-]*(?:[^\W\d_][\w.'’ -]{0,30})?",
    re.IGNORECASE,
)
_GREETING: Final = re.compile(
    r"(?:dear|hello|hi|hey|good (?:morning|day)|liebe|sehr geehrte|guten tag|hallo|cari|care|gentili|gentile|"
    r"buongiorno|salve|beste|geachte|"
    r"cher|chers|chère|chères|bonjour)\b[^.:]{0,80}[,!.:]?",
    re.IGNORECASE,
)
LONG: Final = 4_000
"""Letters of a row of which days and names are sought; what is longer is prose."""


def page(given: Given) -> Page:
    """The rows of what was handed over."""
    whole = mended(given.text)
    mail = mails.mail(given.data, whole)
    text, offset = (mail.text, mail.offset) if mail else (whole, 0)
    what = "a mail" if mail else "a text"
    if is_page(text):
        what = "a mail" if mail else "a web page"
        rows = [Row(number + offset, *_trimmed(each)) for number, each in pages.rows(text)]
    else:
        plain = _unquoted(_split(cleaning.without_surrogates(text)))
        rows = [Row(number + offset, *_trimmed(_without_entities(each))) for number, each in enumerate(plain, 1)]
    rows, left = _without_furniture(_dated(_without_heads(rows), mail.sent if mail else None))
    remarks = [Remark(says=says, kind=Kind.ODD) for says in (mail.remarks if mail else ())]
    if left:
        shown = ", ".join(f'"{row.text[:20]}"' for row in left[:3])
        lines = "1 line" if len(left) == 1 else f"{len(left)} lines"
        says = f"{lines} of the page around it: {shown}{'…' if len(left) > 3 else ''}"
        remarks.append(Remark(says=says, kind=Kind.LEFT_OUT, line=left[0].number if len(left) == 1 else None))
    return Page(
        what=what,
        rows=tuple(rows),
        subject=mail.subject if mail else "",
        sent=mail.sent if mail else None,
        title=pages.title(text) if what == "a web page" else "",
        remarks=tuple(remarks),
    )


_TOMORROW: Final = re.compile(
    r"\b(?:(?P<next>tomorrow|morgen|domani|demain)|today|heute|oggi|vandaag|aujourd['’]hui)\b"
    r"(?=,?\s*(?:at|um|alle|alle ore|ore|om|à|@)?\s*[0-9]{1,2}\s?(?:[:.h][0-9]{2}|[ap]\.?m|h\b|uhr|uur|u[0-9]))",
    re.IGNORECASE,
)


def _dated(rows: Iterable[Row], sent: dt.date | None) -> Iterator[Row]:
    """The rows of a mail with the days that "today" and "tomorrow" mean, from the day on which it was sent."""
    for row in rows:
        found = _TOMORROW.search(row.text) if sent and len(row.text) < LONG else None
        if found and sent and not days_in(row.text):
            day = sent + dt.timedelta(days=1 if found["next"] else 0)
            said = plain_day(day, "en")
            yield row._replace(text=f"{row.text[: found.start()]}on {said}{row.text[found.end() :]}")
        else:
            yield row


def is_page(text: str) -> bool:
    """Whether a text is HTML, not one that quotes a tag."""
    return len(re.findall(r"</?(?:p|div|br|table|tr|td|li|h[1-6])\b[^<>]*>", text[:200_000], re.IGNORECASE)) > 2


def _split(text: str) -> list[str]:
    return re.split("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]", text)


def _without_entities(text: str) -> str:
    return cleaning.plain_text(text) if "&" in text or "<" in text else text


def _unquoted(rows: list[str]) -> list[str]:
    """Rows without the marks of a quotation, where most have them; else without what is quoted below an answer."""
    filled = [row for row in rows if row.strip()]
    quoted = sum(row.startswith(">") for row in filled)
    if quoted and (quoted > len(filled) - 3 or filled[0].startswith(">")):
        return [_QUOTED.sub("", row) for row in rows]
    return ["" if row.startswith(">") or (_WROTE.search(row) and len(row) < 200) else row for row in rows]


def _trimmed(text: str) -> tuple[str, int]:
    """A row without decoration, and how far it was indented."""
    plain = without_marks(text.replace("\xa0", " ").replace("\u202f", " ").replace("\u200b", "").replace("\ufeff", ""))
    bare = plain.strip(" ")
    if _RULE.fullmatch(bare) and not is_rule(bare):
        return "", 0
    return plain.strip(" ").rstrip("\t "), len(plain) - len(plain.lstrip(" \t"))


def is_rule(text: str) -> bool:
    """Whether a row parts the head of a table from its body."""
    return "|" in text


def without_marks(text: str) -> str:
    """A row without the marks of Markdown; formulas stay."""
    text = "".join(letter for letter in text if letter >= " " or letter in f"\t{pages.ABOVE}")
    text = _HEADING.sub("", text)
    if "](" in text:
        text = _LINK.sub(lambda found: f"{found[1]} <{found[2]}>" if found[1] else found[2], text)
    if "*" in text or "_" in text:
        text = _MARKUP.sub(lambda found: found[1] or found[2], text)
        text = text if "$" in text else _STARRED.sub(lambda found: found[1] or found[2], text)
    return text


def _without_furniture(rows: Iterable[Row]) -> tuple[list[Row], list[Row]]:
    """The rows that are about talks, and what a page or a mail puts around them."""
    kept: list[Row] = []
    left: list[Row] = []
    for row in _before_the_signature(rows):
        bare = row.text.strip(" \t|¦·•-–>»«→←↑▲[]:")
        if bare and (
            _FURNITURE.fullmatch(bare)
            or _OF_LISTS.fullmatch(row.text.strip())
            or _PATH.fullmatch(row.text.strip())
            or _is_of_logos(row.text)
            or (len(bare) < 90 and _GREETING.fullmatch(bare))
        ):
            left.append(row)
            kept.append(Row(row.number, ""))
        else:
            kept.append(row)
    return kept, left


def _without_heads(rows: Sequence[Row]) -> list[Row]:
    """The rows without the heads of mails that were forwarded or are quoted."""
    kept = list(rows)
    start = 0
    for index in range(len(rows) + 1):
        if index < len(rows) and mails.HEADER.fullmatch(rows[index].text):
            continue
        if mails.is_head([row.text for row in rows[start:index]]):
            kept[start:index] = [Row(row.number, "") for row in rows[start:index]]
        start = index + 1
    return kept


def _is_of_logos(text: str) -> bool:
    return len(_LOGOS.findall(text)) > 0 and len(text) < 400 and ("¦" in text or len(text) < 60)


def _before_the_signature(rows: Iterable[Row]) -> Iterator[Row]:
    """A mail ends with its closing; another may be quoted below it."""
    over = False
    for row in rows:
        if over and (mails.HEADER.match(row.text) or re.match(r"-{3,}.*[a-z]", row.text, re.IGNORECASE)):
            over = False
        if row.text in ("--", "-- ") or (len(row.text) < 70 and _CLOSING.fullmatch(row.text.strip())):
            over = True
        yield Row(row.number, "") if over else row
