"""The text of a notice as an HTML part: the same words, with formulas set and links to click on.

Styles are written into the tags, for most mail programs drop style sheets. Whatever is in the text is escaped.
"""

import re
from collections.abc import Iterable
from html import escape
from typing import Final

from semctl import mathtext
from semctl.notices.layout import SEPARATOR, one_line_each
from semctl.notices.notice import Notice
from semctl.programme import Entry
from semctl.reading.told import papers_of

_PAGE: Final = """\
<!DOCTYPE html>
<html lang="{language}">
<head><meta charset="utf-8"><title>{subject}</title></head>
<body style="margin: 0; padding: 16px; font-family: Georgia, 'Times New Roman', serif; font-size: 16px; \
line-height: 1.5; color: #1a1a1a; background: #ffffff">
<div style="max-width: 40em">
{paragraphs}
</div>
</body>
</html>
"""
_PARAGRAPH: Final = '<p style="margin: 0 0 1em 0">{}</p>'
_SIGNATURE: Final = '<p style="margin: 2em 0 0 0; color: #595959; font-size: 14px">{}</p>'
_LINK: Final = re.compile(r"https?://[^\s<>\"\ue000-\uf8ff]*[^\s<>\"\ue000-\uf8ff.,;:!?)\]'&]")
_SHORT: Final = 6  # letters; a title as short as "x" would be found everywhere
_MARK: Final = "\ue000{}\ue001"  # stands for a text that is set otherwise


def page(notice: Notice, entries: Iterable[Entry]) -> str:
    """The notice as HTML. entries: the talks that it may tell of, whose texts hold formulas."""
    body, set_texts = re.sub("[\ue000\ue001]", "", notice.body), list[str]()
    for plain, raw in sorted(_with_formulas(entries), key=lambda pair: -len(pair[0])):
        if plain in body:
            body = body.replace(plain, _MARK.format(len(set_texts)))
            set_texts.append(mathtext.mail_html(raw))
    text, _, signature = body.partition(f"\n{SEPARATOR}\n")
    paragraphs = [_PARAGRAPH.format(_lines(each.strip("\n"))) for each in text.split("\n\n") if each.strip()]
    if signature:
        paragraphs.append(_SIGNATURE.format(_lines(signature.strip("\n"))))
    whole = _PAGE.format(language=notice.language, subject=escape(notice.subject), paragraphs="\n".join(paragraphs))
    return re.sub("\ue000(\\d+)\ue001", lambda found: set_texts[int(found[1])], whole)


def _with_formulas(entries: Iterable[Entry]) -> Iterable[tuple[str, str]]:
    """The texts that hold TeX: as the plain mail shows them, and as they were typed."""
    for entry in entries:
        texts = [entry.talk.title, *(paper.title for paper in papers_of(entry)), *_paragraphs(entry.talk.abstract)]
        texts += [paragraph for person in entry.people for paragraph in _paragraphs(person.bio)]
        for raw in texts:
            plain = one_line_each(mathtext.plain(raw)) if raw and mathtext.holds_tex(raw) else ""
            if raw and len(plain) >= _SHORT:
                yield plain, raw


def _paragraphs(text: str | None) -> list[str]:
    return (text or "").split("\n\n")


def _lines(paragraph: str) -> str:
    return "<br>\n".join(map(_line, paragraph.split("\n")))


def _line(line: str) -> str:
    indent = len(line) - len(line.lstrip(" "))
    parts, place = ["&nbsp;" * indent], indent
    for link in _LINK.finditer(line):
        parts += [escape(line[place : link.start()]), f'<a href="{escape(link[0])}">{escape(link[0])}</a>']
        place = link.end()
    return "".join([*parts, escape(line[place:])])
