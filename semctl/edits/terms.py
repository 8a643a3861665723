"""A new term: a further rule, like the last one."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from semctl.dates import long_day
from semctl.edits.placing import BEFORE_BREAKS
from semctl.model import Rule
from semctl.problems import Refused
from semctl.programme import Programme
from semctl.rules import first_day
from semctl.tomltext.document import Document

KEPT = (
    "every", "weekday", "rrule", "time", "timezone", "duration", "room", "mode", "online", "join", "note",
)  # fmt: skip
"""What a new term has from the last one."""
ORDER = ("term", "every", "weekday", "rrule", "time", "start", "end")


def new_term(document: Document, programme: Programme, values: Mapping[str, Any]) -> Document:
    """A further rule: the last one ends the day before, a single [schedule] becomes the first [[schedule]].

    What `values` does not say is as in the last term; its `start` is the first day of the rule from there on.
    """
    rules = programme.book.rules
    begins: dt.date = values["start"]
    if any(rule.term == values["term"] for rule in rules):
        raise Refused(f'there is a term "{values["term"]}"', "give the new one another name")
    if not rules:
        return document.with_table("schedule", _begun(Rule(), dict(values)), before=("breaks", *BEFORE_BREAKS))
    last = max(rules, key=_first)
    if last.start and last.start >= begins:
        raise Refused(f"the last term begins later, on {long_day(last.start, 'en')}", "give a later --from")
    term = _begun(last, _as_before(document, last, values))
    if last.end is None and last.count is None and not last.dates:
        document = document.with_value(last.path, "end", begins - dt.timedelta(days=1))
    if isinstance(document.data["schedule"], dict):
        document = document.with_array("schedule")
    return document.with_block("schedule", len(rules), term)


def _first(rule: Rule) -> dt.date:
    return rule.start or max(rule.dates, default=dt.date.min)


def _begun(last: Rule, term: dict[str, Any]) -> dict[str, Any]:
    """A term with its first day from its `start` on."""
    if not term.keys() & {"every", "rrule"}:
        raise Refused("nothing says how often the new term meets", 'give --every "2 weeks" and --weekday Monday')
    weekdays = term.get("weekday", ())
    days = (weekdays,) if isinstance(weekdays, str) else tuple(weekdays)
    rule = replace(last, every=term.get("every"), rrule=term.get("rrule"), weekday=days, dates=())
    found = {**term, "start": first_day(rule, term["start"]) or term["start"]}
    return {key: found[key] for key in (*ORDER, *found) if key in found}


def _as_before(document: Document, last: Rule, values: Mapping[str, Any]) -> dict[str, Any]:
    """The keys of a new term: what is not said is as in the last one, written as it is there."""
    tables = document.data["schedule"]
    before = tables[int(last.path[1])] if isinstance(tables, list) else tables
    kept = {key: before[key] for key in KEPT if key in before}
    if "every" in values:
        kept.pop("rrule", None)
        if "weekday" not in values:
            kept.pop("weekday", None)
    elif "weekday" in values and "rrule" in kept:
        raise Refused("the last term is an rrule, which says the weekday itself", "give --every too")
    return {**kept, **values}
