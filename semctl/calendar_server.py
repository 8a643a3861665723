"""A calendar on a CalDAV server (RFC 4791): what it holds, and objects put there, changed and taken away.

Everything goes to the one host of the address; a redirect to another is an error, so that the password gets nowhere
else. A change names the version that was seen (If-Match), so that nobody's is written over.
"""

import http.client
import os
import socket
import ssl
from base64 import b64encode
from types import TracebackType
from typing import Final, NamedTuple, Self
from urllib.parse import quote, unquote, urljoin, urlsplit
from urllib.request import getproxies, proxy_bypass

from semctl import dav, digest
from semctl.checks import wrong_calendar
from semctl.problems import Misused, OutsideFailed
from semctl.publishing import Held

LARGEST: Final = 64 * 1024 * 1024
_PATIENCE: Final = 30.0  # seconds without a byte
_REDIRECTS: Final = 5
_GONE: Final = (404, 410)
_XML: Final = {"Content-Type": "application/xml; charset=utf-8"}
_LOST: Final = (http.client.RemoteDisconnected, ConnectionResetError, ConnectionAbortedError, BrokenPipeError)
_AGAIN: Final = "run it again later; what is done stays done"


class Stale(OutsideFailed):
    """The server holds another version of the object than the one that was seen, or none, or one already."""


class NotTaken(OutsideFailed):
    """The server does not accept this object; others it may."""


class _Reply(NamedTuple):
    status: int
    reason: str
    headers: http.client.HTTPMessage
    body: bytes


def host_of(url: str) -> str:
    """The host of a calendar's address; Misused where the address is none that a password may be sent to."""
    if wrong := wrong_calendar(url):
        raise Misused(*wrong)
    return urlsplit(url).hostname or ""


class CalendarServer:
    """A connection to one calendar; closed when its `with` block ends.

    Every method raises OutsideFailed, in words that say what to do, where the server refuses, fails or is gone.
    """

    def __init__(self, url: str, user: str | None, password: str | None) -> None:
        """Nothing is sent yet; Misused as `host_of`."""
        self.host: Final = host_of(url)
        self._origin: Final = _origin(url)
        self._path = _encoded(urlsplit(url).path.rstrip("/") + "/")
        self._user, self._password = user, password
        self._challenge: dict[str, str] | None = None
        self._challenges = 0
        self._is_used = False
        self._connection: Final = _connection(*self._origin)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()

    # --- what the calendar holds ---

    def held(self) -> tuple[Held, ...] | None:
        """Every object with an event in it; None where the address has no calendar yet."""
        if not self._is_there():
            return None
        reply = self._ask("REPORT", self._path, dav.all_events(), {**_XML, "Depth": "1"})
        return tuple(Held(each.href, self._etag(each), each.data) for each in self._answers(reply) if each.data)

    def held_at(self, href: str) -> Held | None:
        """One object as it is now; None where it is gone."""
        reply = self._ask("REPORT", self._path, dav.one_event(self._here(href)), {**_XML, "Depth": "1"})
        return next((Held(href, self._etag(each), each.data) for each in self._answers(reply) if each.data), None)

    def _etag(self, answer: dav.Answer) -> str:
        if not answer.etag:
            says = f"{self.host} does not say which version of an event it holds"
            raise OutsideFailed(says, "without that somebody else's change could be lost, so nothing is written")
        return answer.etag

    def _is_there(self) -> bool:
        """Whether the address has a calendar; follows redirects on the same host."""
        for _ in range(_REDIRECTS):
            reply = self._ask("PROPFIND", self._path, dav.whether_calendar(), {**_XML, "Depth": "0"})
            if reply.status not in (301, 302, 307, 308):
                break
            self._path = self._led_to(reply)
        if reply.status in _GONE:
            return False
        found = self._answers(reply)
        if not found:  # some servers say so of an address that has nothing
            return False
        if not any(each.is_calendar for each in found):
            raise OutsideFailed(f"{self.url} is no calendar, though {self.host} knows it", self._choices())
        return True

    def _choices(self) -> str:
        """What to write instead, of an address that may be the place where calendars are."""
        reply = self._ask("PROPFIND", self._path, dav.whether_calendar(), {**_XML, "Depth": "1"})
        found = [self._url_of(each.href) for each in self._answers(reply) if each.is_calendar]
        return f"write the url of one that is: {', '.join(sorted(found)[:5])}" if found else "add the name of a new one"

    def _answers(self, reply: _Reply) -> tuple[dav.Answer, ...]:
        """What a multi-status answer says of what is there, hrefs as paths on this host."""
        if reply.status != 207:
            raise self._failure(reply, "read the calendar", is_reading=True)
        try:
            found = dav.answers(reply.body)
        except dav.NoAnswer as error:
            raise self._no_caldav() from error
        if any(each.status == 507 for each in found):
            says = f"{self.host} does not give the whole calendar: it holds too much"
            raise OutsideFailed(says, "give the seminar a calendar of its own")
        return tuple(each._replace(href=self._here(each.href)) for each in found if each.status not in _GONE)

    def _here(self, href: str) -> str:
        """The path of what the server names."""
        path = self._path_of(href)
        if path is None:
            says = f"{self.host} names an event that is elsewhere: {_printable(href)}"
            raise OutsideFailed(says, "nothing was changed there")
        return path

    def _path_of(self, reference: str) -> str | None:
        """Where an address leads, as a path on this host; None where it leads elsewhere."""
        try:
            whole = urljoin(self.url, reference)
            return _encoded(urlsplit(whole).path) if _origin(whole) == self._origin else None
        except ValueError:  # no address at all
            return None

    # --- what is changed ---

    def make(self, name: str) -> None:
        """Make the calendar."""
        reply = self._ask("MKCALENDAR", self._path, dav.new_calendar(name), _XML)
        if reply.status == 409:
            says = f"there is no place for a calendar at {self.url}"
            raise OutsideFailed(says, "correct the url in [publish]: what is above it has to be there")
        if reply.status in (400, 405, 415, 422, 501):
            says = f"{self.host} lets nobody make a calendar at {self.url}"
            raise OutsideFailed(says, "make it on the server's own pages, and write its url in [publish]")
        if reply.status not in (200, 201):
            raise self._failure(reply, "make a calendar there")

    def put(self, href: str, data: bytes, etag: str) -> None:
        """Put an object there: a new one, whose href is a bare name, where there is no etag; else for that version.

        Raises Stale where another version is there or none, NotTaken where the server does not want this object.
        """
        condition = {"If-Match": etag} if etag else {"If-None-Match": "*"}
        reply = self._ask("PUT", self._here(href), data, {"Content-Type": "text/calendar; charset=utf-8", **condition})
        if reply.status not in (200, 201, 204):
            raise self._failure(reply, "write to the calendar")

    def remove(self, href: str, etag: str) -> None:
        """Take that version of an object away; Stale where another is there or none."""
        reply = self._ask("DELETE", self._here(href), b"", {"If-Match": etag})
        if reply.status not in (200, 202, 204):
            raise self._failure(reply, "remove from the calendar")

    # --- one request ---

    def _ask(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> _Reply:
        """The answer to a request; a login that the server wants in another form is made again, and again if late."""
        for _ in range(2):
            reply = self._sent(method, path, body, {**headers, **self._login(method, path)})
            if reply.status != 401 or not self._can_answer(reply):
                return reply
        return self._sent(method, path, body, {**headers, **self._login(method, path)})

    def _login(self, method: str, path: str) -> dict[str, str]:
        if self._user is None or self._password is None:
            return {}
        if self._challenge is None:
            return {"Authorization": f"Basic {b64encode(f'{self._user}:{self._password}'.encode()).decode()}"}
        self._challenges += 1
        made = digest.answer(
            self._challenge, user=self._user, password=self._password, method=method, path=path,
            random=os.urandom(8).hex(), count=self._challenges,
        )  # fmt: skip
        return {"Authorization": made.encode().decode("latin-1")}  # http.client wants no other letters

    def _can_answer(self, reply: _Reply) -> bool:
        """Whether the server wants a digest that it has not had: at first, or because the last one was too old."""
        asked = (digest.parts_of(each) for each in reply.headers.get_all("WWW-Authenticate", []))
        challenge = next((each for each in asked if each), None)
        if self._password is None or challenge is None:
            return False
        is_first = self._challenge is None
        self._challenge, self._challenges = challenge, 0
        return is_first or challenge.get("stale", "").lower() == "true"

    def _sent(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> _Reply:
        """Send it, once more where the server had closed the connection since the last request."""
        try:
            try:
                return self._exchanged(method, path, body, headers)
            except _LOST:
                self._connection.close()
                if not self._is_used:
                    raise
                self._is_used = False
                return self._exchanged(method, path, body, headers)
        except (OSError, UnicodeError, http.client.HTTPException) as error:
            self._connection.close()
            raise _gone(self.host, self._origin[2], error) from error

    def _exchanged(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> _Reply:
        self._connection.request(method, path, body or None, {"User-Agent": "semctl", **headers})
        answer = self._connection.getresponse()
        data = answer.read(LARGEST + 1)
        if len(data) > LARGEST:
            says = f"{self.host} answers with more than {LARGEST >> 20} MB"
            raise OutsideFailed(says, "give the seminar a calendar of its own")
        self._is_used = True
        return _Reply(answer.status, _printable(answer.reason), answer.headers, data)

    # --- what went wrong, in words ---

    @property
    def url(self) -> str:
        """The calendar's address, after redirects on its host."""
        return self._url_of(self._path)

    def _url_of(self, path: str) -> str:
        scheme, host, port = self._origin
        usual = port == (443 if scheme == "https" else 80)
        named = f"[{host}]" if ":" in host else host
        return f"{scheme}://{named}{'' if usual else f':{port}'}{path}"

    def _led_to(self, reply: _Reply) -> str:
        """The path of a redirect; OutsideFailed where it leads to another host."""
        target = reply.headers.get("Location", "")
        path = self._path_of(target)
        if path is None:
            says = f"{self.host} sends on to {_printable(target)}, and the password goes to no other address than yours"
            raise OutsideFailed(says, "if that is your calendar, write it as url in [publish]")
        return path.rstrip("/") + "/"

    def _failure(self, reply: _Reply, doing: str, *, is_reading: bool = False) -> OutsideFailed:
        """What to say of a request that the server did not carry out."""
        host, who, status = self.host, self._user or "a visitor without a name", reply.status
        names, words = dav.complaint(reply.body)
        why = f": {_printable(words)}" if words else ""
        if status == 401 and self._user is None:
            return OutsideFailed(f"{host} asks who is there", 'write user = "…" in [publish]')
        if status == 401:
            return OutsideFailed(f"{host} does not accept the password of {who}", "correct the password, or the user")
        if is_reading and status in (200, 400, 405, 415, 501):
            return self._no_caldav()
        if "no-uid-conflict" in names:
            says = f"{host} holds an event of the same identity that semctl has not put there"
            return NotTaken(says, "remove that one by hand")
        if status == 412 or (status == 404 and not is_reading):
            return Stale(f"it keeps being changed on {host}", _AGAIN)
        if status == 403:
            hint = "ask for the right to, or correct url and user in [publish]"
            return OutsideFailed(f"{host} does not let {who} {doing}{why}", hint)
        if status in (400, 409, 413, 415, 422):
            return NotTaken(f"{host} does not take the event{why or f': {status} {reply.reason}'}", "")
        if status in (429, 503):
            return OutsideFailed(f"{host} is too busy now", _AGAIN)
        if status == 507:
            return OutsideFailed(f"{host} has no room left for {who}{why}", "make room there, and run it again")
        if 300 <= status < 400:
            says = f"{host} sends on to {_printable(reply.headers.get('Location', 'nowhere'))}"
            return OutsideFailed(says, "correct the url in [publish]")
        return OutsideFailed(f"{host} fails to {doing}: {status} {reply.reason}{why}", _AGAIN)

    def _no_caldav(self) -> OutsideFailed:
        says = f"{self.url} is no calendar that speaks CalDAV"
        return OutsideFailed(says, "take the address for CalDAV programs; docs/publishing.md tells where to find it")


def _gone(host: str, port: int, error: Exception) -> OutsideFailed:
    """What to say where a server cannot be reached, or breaks off."""
    match error:
        case ssl.SSLCertVerificationError():
            says = f"the certificate of {host} is not to be trusted: {error.verify_message}"
            hint = "check the url, and this machine's clock; SSL_CERT_FILE names certificates of your own"
            return OutsideFailed(says, hint)
        case ssl.SSLError() if not isinstance(error, ssl.SSLEOFError):
            return OutsideFailed(f"no safe connection to {host}: {error.reason or error}", "is it an https address?")
        case socket.gaierror() | UnicodeError():
            return OutsideFailed(f"there is no {host} on the network", "check the url in [publish], and the network")
        case ConnectionRefusedError():
            hint = "check the url in [publish], or run it again when the server is back"
            return OutsideFailed(f"nobody answers at {host}, port {port}", hint)
        case TimeoutError():
            return OutsideFailed(f"{host} has not answered for {_PATIENCE:.0f} seconds", _AGAIN)
        case OSError() if not isinstance(error, (*_LOST, ssl.SSLEOFError)):
            return OutsideFailed(f"{host} cannot be reached: {error.strerror or error}", _AGAIN)
    return OutsideFailed(f"{host} has broken the connection off", _AGAIN)


def _origin(url: str) -> tuple[str, str, int]:
    """What two addresses share that are on one server: scheme, host and port."""
    parts = urlsplit(url)
    scheme = parts.scheme.lower()
    return scheme, (parts.hostname or "").lower(), parts.port or (443 if scheme == "https" else 80)


def _connection(scheme: str, host: str, port: int) -> http.client.HTTPConnection:
    """A connection that is opened with the first request; through the proxy that the environment names."""
    if scheme == "http":
        return http.client.HTTPConnection(host, port, timeout=_PATIENCE)
    trust = ssl.create_default_context()
    named = None if proxy_bypass(host) else getproxies().get("https")
    if not named:
        return http.client.HTTPSConnection(host, port, timeout=_PATIENCE, context=trust)
    proxy = urlsplit(named if "://" in named else f"http://{named}")
    through = http.client.HTTPSConnection(proxy.hostname or "", proxy.port or 8080, timeout=_PATIENCE, context=trust)
    login = f"{unquote(proxy.username)}:{unquote(proxy.password or '')}" if proxy.username else ""
    said = {"Proxy-Authorization": f"Basic {b64encode(login.encode()).decode()}"} if login else {}
    through.set_tunnel(host, port, said)
    return through


def _printable(text: str) -> str:
    """What a server says, without what a terminal would take for orders."""
    return "".join(letter for letter in text if letter.isprintable())


def _encoded(path: str) -> str:
    """A path as it goes into a request; what is encoded already stays."""
    return quote(path, safe="/%:@!$&'()*+,;=~")
