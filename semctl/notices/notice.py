"""What a notice is, whatever it says."""

from dataclasses import dataclass

from semctl.model import Ident, Kind


@dataclass(frozen=True, kw_only=True, slots=True)
class Notice:
    """A mail to be sent.

    series: the id of the series that sends it. talk: the id of the talk it is about; None where it is about several.
    language: the code of the one it is written in. to: the names of the speakers it goes to; empty where it goes to
    the audience. subject: one line. body: the text, with its final line end.
    """

    kind: Kind
    series: Ident
    talk: Ident | None
    language: str
    to: tuple[str, ...] = ()
    subject: str
    body: str
