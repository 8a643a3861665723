"""A talk for machines: schema.org events as JSON-LD, and what link previews show (OpenGraph)."""

import json
from typing import Any

from semctl import mathtext
from semctl.model import Mode, Status
from semctl.programme import Entry
from semctl.site.views import View

_SCRIPT_SAFE = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}


def json_ld(entry: Entry, view: View, address: str | None, image: str | None) -> str:
    """The talk as an EducationEvent of schema.org, fit to stand in a script element.

    address, image: of its page and picture on the web, where they are known. Times carry their offset.
    """
    series, talk = entry.series, entry.talk
    status = "EventCancelled" if not entry.takes_place else "EventScheduled"
    if entry.takes_place and entry.slot and entry.slot.moved_from:
        status = "EventRescheduled"
    event: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "EducationEvent",
        "name": mathtext.plain(view["title"])
        if view["is_titled"]
        else f"{series.called}: {view['speakers'] or view['title']}",
        "eventStatus": f"https://schema.org/{status}",
        "eventAttendanceMode": f"https://schema.org/{_ATTENDANCE[Mode(view['mode'])]}",
        "startDate": view["moment"],
        "endDate": entry.end.isoformat() if entry.end and not entry.end_is_assumed else None,
        "previousStartDate": entry.slot.moved_from.isoformat() if entry.slot and entry.slot.moved_from else None,
        "inLanguage": entry.language,
        "description": mathtext.plain(talk.abstract) if talk.abstract else None,
        "performer": [
            {
                "@type": "Person",
                "name": person["name"],
                "url": person["url"],
                "affiliation": {"@type": "Organization", "name": person["affiliation"]}
                if person["affiliation"]
                else None,
            }
            for person in view["people"]
        ],
        "workFeatured": [_work(paper) for paper in view["papers"]],
        "location": _locations(view),
        "organizer": {"@type": "Organization", "name": series.institution or series.name, "url": series.url},
        "superEvent": {"@type": "EventSeries", "name": series.name, "url": series.url},
        "keywords": ", ".join(talk.tags),
        "isAccessibleForFree": True if talk.status is not Status.CANCELLED else None,
        "url": address,
        "image": image,
    }
    return json.dumps(_without_blanks(event), ensure_ascii=False, indent=1).translate(_SCRIPT_SAFE)


def _work(paper: View) -> dict[str, Any]:
    """A paper that is read, as schema.org has it."""
    return {
        "@type": "ScholarlyArticle",
        "name": mathtext.plain(paper["title"]),
        "author": [{"@type": "Person", "name": mathtext.plain(name)} for name in paper["author_names"]],
        "datePublished": str(paper["year"] or ""),
        "url": paper["url"],
        "sameAs": [link for _, link in paper["links"] if link != paper["url"]],
    }


_ATTENDANCE = {
    Mode.IN_PERSON: "OfflineEventAttendanceMode",
    Mode.ONLINE: "OnlineEventAttendanceMode",
    Mode.HYBRID: "MixedEventAttendanceMode",
}


def _locations(view: View) -> list[dict[str, Any]]:
    places: list[dict[str, Any]] = []
    if view["room"]:
        places.append({"@type": "Place", "name": view["room"], "address": view["address"], "hasMap": view["map"]})
    if view["online"]:
        places.append({"@type": "VirtualLocation", "name": view["online"], "url": view["join"]})
    return places


def _without_blanks(value: Any) -> Any:
    """A value without what is not known; a list of one is that one."""
    if isinstance(value, dict):
        return {key: found for key, each in value.items() if (found := _without_blanks(each)) not in (None, "", [], {})}
    if isinstance(value, list):
        items = [_without_blanks(each) for each in value]
        return items[0] if len(items) == 1 else items
    return value
