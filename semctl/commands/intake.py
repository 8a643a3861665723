"""`import`: what an organiser already has comes into a series."""

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from semctl import intake, store, terminal
from semctl.commands.beginning import begin, check_is_new
from semctl.commands.changes import DryRun, Yes, agreed, carry_out, diff
from semctl.importing import sources
from semctl.importing.beginning import Said, beginning, settled
from semctl.importing.found import Found, Kind, Remark
from semctl.importing.free_dates import FreeDates, free_dates, reaching
from semctl.importing.given import Given
from semctl.importing.matching import Fate, Match, match
from semctl.importing.private_notes import kept_notes, noted, notes_to_take
from semctl.importing.reading_tables import fitted
from semctl.importing.taking import take
from semctl.importing.whole_file import left_behind, parted, private_file
from semctl.problems import Misused, Refused, Unreadable, did_you_mean
from semctl.tomltext.document import Document
from semctl.workspace import Loaded, Workspace, private_path, shown_path


def import_(
    ctx: typer.Context,
    source: Annotated[str, typer.Argument(metavar="SOURCE", help="A file, or - for standard input.")],
    into: Annotated[str | None, typer.Option("--into", metavar="NEW.toml", help="Start a series with it.")] = None,
    id: Annotated[str | None, typer.Option("--id", help="Of the new series; short and for ever.")] = None,  # noqa: A002
    name: Annotated[str | None, typer.Option("--name", help="Of the new series.")] = None,
    timezone: Annotated[
        str | None, typer.Option("--timezone", help="Of the new series, if the source names none; else this machine's.")
    ] = None,
    update: Annotated[
        bool, typer.Option("--update", help="Talks that are there get what differs, other dates a slot.")
    ] = False,
    yes: Yes = False,
    dry_run: DryRun = False,
) -> None:
    """The source is a web page or a mail (saved, or pasted into -), a spreadsheet (CSV), a calendar (.ics),
    slides of a reading seminar, or JSON of semctl, researchseminars.org or Indico; its content says
    which. Everything found is shown before anything is written.

    A talk that is in the series already is known by its identity, else by its day and speaker, and
    never taken twice; what differs is shown side by side, and kept unless --update is given.

    Example: semctl import talks.ics --into algebra.toml
    """
    work: Workspace = ctx.obj
    if into is not None and update:
        raise Misused("--update is of a series that is there", "leave it out, or leave --into out")
    if into is None and (id or name or timezone):
        raise Misused("--id, --name and --timezone are of a new series", "add --into NEW.toml")
    if into is not None:
        check_is_new(Path(into), f"to add to it: semctl -f {into} import {source}")
        said = Said(id=id, name=name, timezone=_zone(timezone), machine_zone=terminal.machine_zone())
        found = sources.read(_given(work, source, said.timezone or said.machine_zone or "UTC", said.id))
        _begin(work, found, said, source, Path(into), yes=yes, dry_run=dry_run)
        return
    work.only_path()
    series = work.load()[0].book.series
    found = sources.read(_given(work, source, series.timezone, series.id)).in_zone(series.timezone)
    _merge(work, found, source, update=update, yes=yes, dry_run=dry_run)


def _given(work: Workspace, source: str, zone: str, series: str | None) -> Given:
    """The bytes that are meant, with the civil date on which they are read."""
    if source != "-":
        data: bytes | None = store.read(Path(source))
    else:
        data = terminal.read_bytes(store.LARGEST)
    if data is None:
        raise Unreadable("what was piped in is larger than 64 MB", "name a smaller part of it")
    return Given(name=source, data=data, today=work.now(zone).date(), zone=zone, series=series)


def _zone(name: str | None) -> str | None:
    if name is not None and name not in terminal.zones():
        hint = did_you_mean(name, terminal.zones()) or "give an IANA name, as in Europe/Amsterdam"
        raise Misused(f'there is no time zone "{name}"', hint)
    return name


def _called(source: str) -> str:
    return "standard input" if source == "-" else Path(source).name


def _show(
    found: Found, matches: tuple[Match, ...], source: str, free: FreeDates | None = None, *, update: bool = False
) -> None:
    """The report. free: the dates without a talk, held against the series that is there; None for a new one."""
    terminal.show(intake.heading(found, matches, _called(source)))
    if free is None:
        terminal.show_lines(f"{line}\n" for line in intake.series_lines(found))
    if matches:
        terminal.draw(intake.talk_table(matches))
    told = intake.lines(matches, found, free or FreeDates(), update=update)
    terminal.show_lines(f"{line}\n" for line in told)


# --- a new series ---


def _begin(work: Workspace, found: Found, said: Said, source: str, path: Path, *, yes: bool, dry_run: bool) -> None:
    new = settled(found, said)
    _show(new, tuple(Match(found=talk, fate=Fate.NEW) for talk in new.talks), source)
    if not (new.talks or new.meetings or new.tables or new.rules or new.file):
        raise Refused("nothing was found that a series could begin with", "nothing was written")
    if terminal.is_asked() and not (yes or dry_run):
        new = settled(found, _asked(found, said))
    tables, notes = parted(new.file or new.tables)
    text = beginning(new if new.file else replace(new, tables=tables), _called(source))
    private = private_file(notes)
    if private:
        check_is_new(private_path(path), "it would hold the private notes; move it away first")
    if dry_run:
        terminal.show_lines(diff("", text, shown_path(path)))
        terminal.show_lines(diff("", private, shown_path(private_path(path))))
        return
    if not agreed(f"Write {shown_path(path)}?", yes=yes):
        raise Refused("nothing was written")
    if "reading" in new.tables:
        begin(work, path, text, "semctl roles, semctl poll, semctl check")
    else:
        begin(work, path, text)
    if private:
        store.create(private_path(path), private.encode(), 0o600)
        terminal.say(f"wrote {shown_path(private_path(path))}: the private notes, for you alone")


def _asked(found: Found, said: Said) -> Said:
    """What the user says of what would be a guess; the id is made of the name that was given."""
    for key, question in _QUESTIONS.items():
        new = settled(found, said)
        if key in new.assumed:
            said = replace(said, **{key: terminal.ask(question, default=str(new.series[key]))})
    _zone(said.timezone)
    return said


_QUESTIONS = {"name": "Name of the series", "id": "Short id, for ever", "timezone": "Time zone of the place"}


# --- into a series that is there ---


def _merge(work: Workspace, found: Found, source: str, *, update: bool, yes: bool, dry_run: bool) -> None:
    loaded = work.load()[0]
    source_says, found = found, fitted(found, loaded.document, loaded.notes.participants)
    programme = reaching(loaded.programme, found)
    matches, free = match(found, programme, loaded.document), free_dates(found, programme)
    if others := left_behind(found.file, loaded.document.data):
        says = f"{', '.join(others)}: only talks and their slots go into a series that is there"
        found = replace(found, remarks=(*found.remarks, Remark(says=says, kind=Kind.LEFT_OUT)))
    _show(found, matches, source, free, update=update)
    wanted = {Fate.NEW, Fate.DIFFERS} if update else {Fate.NEW}
    terminal.show_lines(f"{line}\n" for line in intake.missing_lines(found, matches, loaded.book))
    notes = notes_to_take(found, matches, loaded.book, loaded.notes, update=update)
    if notes:
        terminal.show(f"private notes to take: {sum(map(len, notes.values()))}")
    if not update and (kept := kept_notes(found, matches, loaded.book, loaded.notes)):
        terminal.show(f"private notes that differ, kept: {kept}")
    is_new = notes or found.tables or any(each.fate in wanted for each in matches)
    if not (is_new or (update and free.new)):
        terminal.say("nothing to take")
        return
    if not dry_run and not agreed("Take it into the series?", yes=yes):
        raise Refused("nothing was changed")
    refused: list[Remark] = []

    def intent(fresh: Loaded) -> Document:
        new = fitted(source_says, fresh.document, fresh.notes.participants)
        document, said = take(fresh.document, fresh.programme, new, update=update, arranged=work.programme_of)
        refused[:] = said
        return document

    with_notes = (lambda private: noted(private, notes)) if notes else None
    carry_out(work, intent, notes=with_notes, dry_run=dry_run)
    for remark in refused:
        terminal.say(str(remark))
