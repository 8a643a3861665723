"""Mails, as a program keeps them or as they are pasted: what stands in their head, and the text below it."""

import datetime as dt
import email
import email.policy
import re
from collections.abc import Sequence
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from typing import Final, NamedTuple

from semctl.importing.texts.named import days_in

HEADER: Final = re.compile(
    r"(?P<name>from|von|da|van|de|to|an|à|aan|a|cc|kopie|sent|gesendet|inviato|verzonden|envoyé(?: le)?|date|datum|"
    r"data|"
    r"subject|betreff|oggetto|onderwerp|objet|reply-to|message-id|mime-version|content-type|content-transfer-encoding|"
    r"received|return-path|list-[a-z-]+|x-[a-z-]+)\s?:\s*(?P<value>.*)",
    re.IGNORECASE,
)
_SUBJECTS: Final = frozenset({"subject", "betreff", "oggetto", "onderwerp", "objet"})
_SENT: Final = frozenset({"sent", "gesendet", "inviato", "verzonden", "envoyé", "envoyé le", "date", "datum", "data"})
_SENDERS: Final = frozenset({"from", "von", "da", "van", "de"})
_STAMP: Final = re.compile(r"[0-9]{2}:[0-9]{2}:[0-9]{2} [+-][0-9]{4}")
"""The time as only programs write it (RFC 5322 section 3.3)."""
_REPLY: Final = re.compile(r"^(?:(?:re|aw|fwd?|wg|tr|i|r|antw|doorst)\s?:\s*)+", re.IGNORECASE)
_LIST: Final = re.compile(r"^\[[^\]]{1,40}\]\s*")


class Mail(NamedTuple):
    """text: its body. offset: the lines above it. sent: the day by its own head."""

    text: str
    offset: int
    subject: str = ""
    sent: dt.date | None = None
    sender: str = ""
    remarks: tuple[str, ...] = ()


def mail(data: bytes, text: str) -> Mail | None:
    """The mail that this is; None where it is none."""
    head = text.lstrip("\n\r ")[:4_000]
    if re.match(r"From \S+ .*\d{4}\r?\n", head):
        head = head.split("\n", 1)[1]
    headers = _headers(head)
    names = {name for name, _ in headers}
    if names & {"mime-version", "content-type", "content-transfer-encoding", "received", "message-id"}:
        return _kept(data)
    if any(name in _SENT and _STAMP.search(value) for name, value in headers):
        return _pasted(text)
    if names & _SUBJECTS or (names & _SENDERS and names & _SENT):
        return _pasted(text)
    return None


def _headers(head: str) -> list[tuple[str, str]]:
    """The lines of a head at the beginning of a text."""
    found: list[tuple[str, str]] = []
    for line in head.splitlines():
        header = HEADER.fullmatch(line.strip())
        if header:
            found.append((header["name"].lower(), header["value"]))
        elif found and line[:1] in " \t" and line.strip():
            found[-1] = (found[-1][0], f"{found[-1][1]} {line.strip()}")
        else:
            break
    return found


def is_head(lines: Sequence[str]) -> bool:
    """Whether lines that all look like those of a head are one: who wrote, with the day, the subject or an address."""
    names = {found["name"].lower() for line in lines if (found := HEADER.fullmatch(line))}
    told = bool(names & _SUBJECTS) + bool(names & _SENT) + any("@" in line for line in lines)
    return bool(names & _SENDERS) and told > 1


def _kept(data: bytes) -> Mail | None:
    """A mail with all its parts: the plain one goes before the HTML one."""
    if data.startswith(b"From "):
        data = data.partition(b"\n")[2]
    whole = email.message_from_bytes(data.lstrip(), _class=EmailMessage, policy=email.policy.default)
    assert isinstance(whole, EmailMessage)
    body = whole.get_body(("plain", "html"))
    if body is None:
        return None
    try:
        text = str(body.get_content())
    except (LookupError, UnicodeError, KeyError):
        text = (body.get_payload(decode=True) or b"").decode("utf-8", "replace")  # type: ignore[union-attr]
    if body.get_param("format", "") == "flowed":
        text = _unflowed(text, delsp=body.get_param("delsp", "") == "yes")
    attached = [part.get_filename() or part.get_content_type() for part in whole.iter_attachments()]
    remarks = (f"attachments are not read: {', '.join(attached)[:80]}",) if attached else ()
    return Mail(
        text,
        0,
        subject(str(whole["subject"] or "")),
        _sent(str(whole["date"] or "")),
        str(whole["from"] or ""),
        remarks,
    )


def _unflowed(text: str, *, delsp: bool) -> str:
    """Paragraphs whose lines end with a blank are one line (RFC 3676 section 4)."""
    lines: list[str] = []
    flows = False
    for line in text.splitlines():
        own = line[1:] if line.startswith(" ") and not flows else line
        if flows and lines and own and own != "-- ":
            lines[-1] = (lines[-1][:-1] if delsp else lines[-1]) + own
        else:
            lines.append(own)
        flows = own.endswith(" ") and own != "-- "
    return "\n".join(lines)


def _pasted(text: str) -> Mail:
    """A mail as it looks in a program: a few lines of its head, then its text."""
    rows = text.splitlines()
    start = next((index for index, row in enumerate(rows) if row.strip()), 0)
    end = start
    while end < len(rows) and (
        HEADER.fullmatch(rows[end].strip()) or (end > start and rows[end][:1] in (" ", "\t") and rows[end].strip())
    ):
        end += 1
    found = dict(reversed(_headers("\n".join(rows[start:end]))))
    said = {kind: next((found[name] for name in names if name in found), "") for kind, names in
            (("subject", _SUBJECTS), ("sent", _SENT), ("sender", _SENDERS))}  # fmt: skip
    return Mail("\n".join(rows[end:]), end, subject(said["subject"]), _sent(said["sent"]), said["sender"])


def subject(text: str) -> str:
    """The subject without what replies, forwards and lists put before it."""
    bare = " ".join(text.split())
    while (shorter := _LIST.sub("", _REPLY.sub("", bare))) != bare:
        bare = shorter
    return bare


def _sent(text: str) -> dt.date | None:
    """The day of a head: RFC 5322, or as programs show it."""
    try:
        return parsedate_to_datetime(text).date()
    except (ValueError, TypeError, IndexError):
        pass
    found = next((each for each in days_in(text) if each.year and each.form != "figures"), None)
    try:
        return dt.date(found.year or 0, found.month, found.day) if found else None
    except ValueError:
        return None
