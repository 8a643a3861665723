"""Every file of a site, made one after the other: pages, calendars, the feed, and what they need to be looked at."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib.resources import files
from typing import Any

from semctl import mathtext
from semctl.ics import calendar
from semctl.programme import Entry
from semctl.site.feed import feed
from semctl.site.linked_data import json_ld
from semctl.site.shelf import Shelf, is_local
from semctl.site.shelf import picture as picture_of
from semctl.site.views import View, series_view, talk_view, upcoming
from semctl.templating import render_page

ASSETS = ("stix-two-math.woff2", "stix-two-math-OFL.txt", "card.png")
Earlier = Callable[[str], bytes | None]
"""What stands at a path of the site from the last time; None where nothing does."""


def pages(shelves: Sequence[Shelf], earlier: Earlier) -> Iterator[tuple[str, bytes]]:
    """Each file of the site by its path, with forward slashes; of several series with a common index above them."""
    yield from _assets(shelves[0])
    for shelf in shelves:
        yield from _of_series(shelf, earlier)
    if len(shelves) > 1:
        yield from _common(shelves, earlier)


def count(shelves: Sequence[Shelf]) -> int:
    """How many files there will be, nearly: what progress is measured against."""
    return sum(2 * len(shelf.entries) + len(shelf.periods) + len(shelf.speakers) + 8 for shelf in shelves)


def _assets(shelf: Shelf) -> Iterator[tuple[str, bytes]]:
    folder = files("semctl.site").joinpath("assets")
    for name in ASSETS:
        yield f"assets/{name}", folder.joinpath(name).read_bytes()
    style = folder.joinpath("style.css").read_text("utf-8")
    if shelf.site.colour:
        style += f"\n:root {{ --accent: {shelf.site.colour}; }}\n"
    yield "assets/style.css", style.encode()
    own = shelf.read(shelf.site.css) if shelf.site.css and is_local(shelf.site.css) else None
    if own is not None:
        yield "assets/own.css", own


def _of_series(shelf: Shelf, earlier: Earlier) -> Iterator[tuple[str, bytes]]:
    top = "../" if shelf.prefix else ""
    series, entries, programme = shelf.programme.book.series, shelf.entries, shelf.programme
    page = _Page(shelf, top=top)
    yield from page.made("index.html", "index.html", "", title=series.name, rows=upcoming(shelf, ""))
    for key, (heading, past) in shelf.periods.items():
        talks = [talk_view(entry, shelf, "../") for entry in past]
        yield from page.made(f"past/{key}.html", "past.html", "../", title=heading, heading=heading, talks=talks)
    for key, (name, found) in shelf.speakers.items():
        talks = [talk_view(entry, shelf, "../") for entry in reversed(found)]
        person = next(each for each in talks[0]["people"] if each["page"] == f"../speakers/{key}.html")
        yield from page.made(f"speakers/{key}.html", "speaker.html", "../", title=name, person=person, talks=talks)
    for number, entry in enumerate(entries):
        around = (entries[number - 1] if number else None, entries[number + 1] if number + 1 < len(entries) else None)
        yield from _of_talk(page, entry, around, earlier)
    path = f"{shelf.prefix}{series.id}.ics"
    yield path, calendar([programme], entries, previous=earlier(path), now=shelf.now)
    path = f"{shelf.prefix}feed.xml"
    told = [(entry, talk_view(entry, shelf, "")) for entry in entries]
    key = f"{series.id}.{series.domain or 'semctl'}"
    yield path, feed(series.name, key, told, shelf.now, _address(shelf), earlier(path))
    for name in _copied(shelf):
        data = shelf.read(name)
        assert data is not None
        yield f"{shelf.prefix}files/{name}", data


def _of_talk(
    page: "_Page", entry: Entry, around: tuple[Entry | None, Entry | None], earlier: Earlier
) -> Iterator[tuple[str, bytes]]:
    shelf, name = page.shelf, f"talks/{entry.talk.id}"
    view = talk_view(entry, shelf, "../")
    address = f"{web}{name}.html" if (web := _address(shelf)) else None
    pictures = (each["photo"] for each in view["people"])
    image = _on_web(next(filter(None, pictures), None), shelf)
    before, after = (talk_view(each, shelf, "../") if each else None for each in around)
    title = mathtext.plain(view["title"]) if view["is_titled"] else view["speakers"] or view["title"]
    yield from page.made(
        f"{name}.html", "talk.html", "../", title=title, talk=view, image=image, before=before, after=after,
        data=json_ld(entry, view, address, image), about=_about(view),
    )  # fmt: skip
    path = f"{shelf.prefix}{name}.ics"
    yield path, calendar([shelf.programme], [entry], previous=earlier(path), now=shelf.now)


def _about(view: View) -> str:
    """One line on a talk, for search engines and previews."""
    facts = (view["speakers"], view["when"], view["room"])
    return mathtext.plain(", ".join(each for each in facts if each))


def _address(shelf: Shelf) -> str | None:
    """Where the folder of the series stands on the web, with a slash at its end."""
    return f"{shelf.site.url.rstrip('/')}/{shelf.prefix}" if shelf.site.url else None


def _on_web(picture: str | None, shelf: Shelf) -> str | None:
    """The address of a page's picture: its own, else the series' logo, else the card that comes with the pages."""
    if not shelf.site.url:
        return None
    found = picture or picture_of(shelf.programme.book.series.logo, "../", shelf)
    if found:
        return f"{_address(shelf)}{found.removeprefix('../')}"
    return f"{shelf.site.url.rstrip('/')}/assets/card.png"


def _copied(shelf: Shelf) -> list[str]:
    """The files beside the series file that pages show or link."""
    book = shelf.programme.book
    named = [book.series.logo]
    for entry in shelf.entries:
        named += [entry.talk.slides, entry.talk.video, entry.talk.preprint, *(each.photo for each in entry.people)]
    return [name for name in dict.fromkeys(named) if name and shelf.copied(name)]


class _Page:
    """Fills templates in for one series."""

    def __init__(self, shelf: Shelf, *, top: str) -> None:
        self.shelf = shelf
        self.top = top
        self.series: Mapping[str, View] = {root: series_view(shelf, root) for root in ("", "../")}
        self.periods = [(f"past/{key}.html", heading) for key, (heading, _) in shelf.periods.items()]

    def made(self, path: str, template: str, root: str, **values: Any) -> Iterator[tuple[str, bytes]]:
        """A page of the series: its path and its bytes."""
        address = _address(self.shelf)
        shared = {
            "series": self.series[root],
            "words": self.series[root]["words"],
            "root": root,
            "assets": f"{root}{self.top}assets/",
            "department": f"{root}{self.top}index.html" if self.top else None,
            "has_own_css": bool(self.shelf.site.css),
            "address": f"{address}{path}" if address else None,
            "periods": [(f"{root}{page}", heading) for page, heading in self.periods],
            "image": _on_web(None, self.shelf),
            "about": "",
        }
        yield f"{self.shelf.prefix}{path}", render_page(template, shared | values, self.shelf.own).encode()


def _common(shelves: Sequence[Shelf], earlier: Earlier) -> Iterator[tuple[str, bytes]]:
    """The index over all series, with one calendar and one feed."""
    rows = sorted(
        ((talk_view(entry, shelf, shelf.prefix), series_view(shelf, shelf.prefix), entry)
         for shelf in shelves for entry in shelf.entries if not entry.is_over(shelf.now)),
        key=lambda row: row[2].sorting,
    )  # fmt: skip
    first = shelves[0]
    series = [series_view(shelf, shelf.prefix) for shelf in shelves]
    by = {each["by"] for each in series}
    values = {
        "title": by.pop() if len(by) == 1 and "" not in by else series[0]["words"]["seminars"],
        "series": {**series[0], "calendar": "all.ics", "feed": "feed.xml", "home": "index.html"},
        "all_series": series,
        "rows": [{"talk": talk, "series": of} for talk, of, _ in rows],
        "words": series[0]["words"],
        "root": "",
        "assets": "assets/",
        "department": None,
        "has_own_css": bool(first.site.css),
        "address": first.site.url,
        "image": None,
        "about": "",
    }
    yield "index.html", render_page("department.html", values, first.own).encode()
    entries = sorted((entry for shelf in shelves for entry in shelf.entries), key=lambda entry: entry.sorting)
    programmes = [shelf.programme for shelf in shelves]
    yield "all.ics", calendar(programmes, entries, previous=earlier("all.ics"), now=first.now)
    prefixes = {shelf.programme.book.series.id: shelf for shelf in shelves}
    told = [(each, talk_view(each, (at := prefixes[each.series.id]), at.prefix)) for each in entries]
    key = "+".join(
        f"{shelf.programme.book.series.id}.{shelf.programme.book.series.domain or 'semctl'}" for shelf in shelves
    )
    web = f"{first.site.url.rstrip('/')}/" if first.site.url else None
    yield "feed.xml", feed(values["title"], key, told, first.now, web, earlier("feed.xml"))
