"""One run: which files, what instant; load a book, change it."""

import datetime as dt
import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from semctl import folder, history, languages, store, terminal
from semctl.checks import Look, look
from semctl.dates import Unclear, long_day, read_instant, read_slot
from semctl.fixes import with_lost_ids
from semctl.model import Book, PrivateNotes
from semctl.parse import Memo, parse, parse_private
from semctl.problems import FileErrors, Grade, Misused, Problem, Refused, SemctlError, Unreadable
from semctl.programme import Entry, Programme, arrange, find, in_order
from semctl.tomltext.document import Document

FILE = "seminars.toml"
STRAY_NULS = 8  # at the beginning of a file; with more it is no text
SLOW_TO_LOOK_AT = 2000  # talks; beyond, reading commands leave looking for warnings to `check`


@dataclass(frozen=True, kw_only=True, slots=True)
class Loaded:
    """A file that has been read, with the warnings and chores that were found in reading it.

    private: the private file beside it, an empty text where there is none. notes: what both say that is private.
    """

    path: Path
    file: str
    document: Document
    private: Document
    programme: Programme
    notes: PrivateNotes
    problems: tuple[Problem, ...]

    @property
    def book(self) -> Book:
        """What the public part of the file says."""
        return self.programme.book

    def located(self, problems: Iterable[Problem]) -> tuple[Problem, ...]:
        """The problems with the file and the line they are about."""
        return tuple(
            replace(problem, file=self.file, line=problem.line or self.document.line_of(problem.path))
            for problem in problems
        )


Understood = tuple[Loaded | None, tuple[Problem, ...]]
"""A file, or None where it has no single meaning, with everything wrong in it."""


@dataclass(kw_only=True, slots=True)
class Workspace:
    """Where and when a command runs; the command line fills it in before the command begins.

    files: as named by the user, maybe none. clock: the instant of the run, in UTC. now_text: what --now says.
    """

    files: tuple[str, ...]
    clock: dt.datetime
    now_text: str | None = None
    _seen: dict[Path, tuple[bytes, Understood]] = field(default_factory=dict, repr=False)
    _memo: Memo = field(default_factory=dict, repr=False)
    _arranged: dict[Path, Programme] = field(default_factory=dict, repr=False)

    def now(self, zone: str) -> dt.datetime:
        """The instant of the run in a zone; a date without a time is its 00:00 there."""
        if self.now_text is None:
            return self.clock.astimezone(ZoneInfo(zone))
        try:
            return read_instant(self.now_text, ZoneInfo(zone))
        except Unclear as unclear:
            raise Misused(f"--now: {unclear.says}", unclear.hint) from unclear

    def paths(self) -> tuple[Path, ...]:
        """The files of the run: those named, else the first seminars.toml upward from here."""
        if self.files:
            return tuple(Path(name) for name in dict.fromkeys(self.files))
        here = Path.cwd()
        for place in (here, *here.parents):
            if (place / FILE).is_file():
                return (place / FILE,)
        raise Unreadable(
            f"there is no {FILE} here or in any folder above",
            '"semctl init" starts one; -f names a file elsewhere',
        )

    def has_reading(self) -> bool:
        """Whether a file of the run seems to have a reading seminar; a look for the help, without reading it."""
        try:
            return any(b"[reading" in store.read(path) for path in self.paths())
        except SemctlError:
            return False

    def only_path(self) -> Path:
        """The one file that a changing command is about."""
        paths = self.paths()
        if len(paths) > 1:
            raise Misused("several files are named, and only one can be changed at a time", "give one -f")
        return paths[0]

    def load(self) -> tuple[Loaded, ...]:
        """Every file of the run; raises FileErrors with all that is wrong where one has no single meaning."""
        read = [self.read(path) for path in self.paths()]
        errors = tuple(problem for _, problems in read for problem in problems if problem.grade is Grade.ERROR)
        if errors:
            raise FileErrors(errors)
        loaded = tuple(each for each, _ in read if each)
        ids = [each.book.series.id for each in loaded]
        if len(set(ids)) < len(ids):
            raise Misused("two of the files have the same series id", "give each series its own id")
        return loaded

    def load_and_warn(self) -> tuple[Loaded, ...]:
        """As `load`, for reading commands: says on standard error how many warnings there are."""
        loaded = self.load()
        count = sum(problem.grade is Grade.WARNING for each in loaded for problem in each.problems)
        if sum(len(each.book.talks) for each in loaded) <= SLOW_TO_LOOK_AT:
            looks = [Look(programme=each.programme, today=self.today(each.book), holidays={}) for each in loaded]
            count += sum(problem.grade is Grade.WARNING for problems in look(looks) for problem in problems)
        if count:
            terminal.say(f"{count} warning{'s' if count > 1 else ''}: semctl check")
        return loaded

    def today(self, book: Book) -> dt.date:
        """The civil date in the series' zone."""
        return self.now(book.series.timezone).date()

    def read(self, path: Path) -> Understood:
        """A file with everything wrong in it; None where it has no single meaning."""
        return self.understand(path, store.read(path))

    def understand(self, path: Path, data: bytes) -> Understood:
        """The bytes of a series file, read together with its private file; the same bytes are read once."""
        seen = self._seen.get(path)
        if seen is None or seen[0] != data:
            text, undecodable = _decoded(data)
            if undecodable:
                return None, (replace(undecodable, file=shown_path(path)),)
            seen = data, self._understood(path, Document.read(text))
        self._seen[path] = data, seen[1]  # the bytes at hand, so that equal ones are not kept twice
        return seen[1]

    def _understood(self, path: Path, document: Document, private: Document | None = None) -> Understood:
        """A text with the private one beside it, as that is on disk if it is not handed in."""
        file = shown_path(path)
        mistranslated = self._languages(path)
        parsed = parse(document, self._memo)
        problems = list(parsed.problems)
        book = parsed.book
        programme = arrange(book, self.today(book), self._arranged.get(path)) if parsed.timing_is_sound else None
        if programme:
            self._arranged[path] = programme
            problems += programme.problems
        ignored = book.check.ignore
        shown = tuple(
            replace(problem, file=file, line=problem.line or document.line_of(problem.path))
            for problem in problems
            if problem.grade is Grade.ERROR or problem.code not in ignored
        )
        unreadable: tuple[Problem, ...] = ()
        if private is None:
            private, unreadable = _private(private_path(path))
        notes, more = _notes(private_path(path), private, book)
        more = (*unreadable, *more)
        shown += tuple(problem for problem in more if problem.grade is Grade.ERROR or problem.code not in ignored)
        shown += tuple(each for each in mistranslated if each.grade is Grade.ERROR or each.code not in ignored)
        if programme is None or any(problem.grade is Grade.ERROR for problem in shown):
            return None, _in_order(shown)
        merged = PrivateNotes(
            series={**parsed.notes.series, **notes.series},
            talks={
                talk: {**parsed.notes.talks.get(talk, {}), **notes.talks.get(talk, {})}
                for talk in {*parsed.notes.talks, *notes.talks}
            },
            participants={
                person: {**parsed.notes.participants.get(person, {}), **notes.participants.get(person, {})}
                for person in {*parsed.notes.participants, *notes.participants}
            },
        )
        loaded = Loaded(
            path=path,
            file=file,
            document=document,
            private=private,
            programme=programme,
            notes=merged,
            problems=_in_order(shown),
        )
        return loaded, loaded.problems

    def _languages(self, path: Path) -> tuple[Problem, ...]:
        """Add the languages in the folder beside the file, and say what is wrong with them."""
        found: tuple[Problem, ...] = ()
        for name, text in folder.languages(path):
            from semctl import translation  # for those who have a language of their own

            file = shown_path(path.with_name(folder.LANGUAGES) / name)
            document = Document.read(text)
            told, problems = translation.read(document, name.partition(".")[0])
            if told:
                languages.add(told)
            found += tuple(
                replace(problem, file=file, line=problem.line or document.line_of(problem.path)) for problem in problems
            )
        return found

    def change(
        self,
        intent: Callable[[Loaded], Document],
        *,
        notes: Callable[[Document], Document] | None = None,
        dry_run: bool = False,
    ) -> tuple[Loaded, Loaded]:
        """Apply an intent to the freshly read file and replace it; the file before and after.

        notes: does the same to the private file, which is made if there is none. Raises FileErrors where a file has
        errors, Refused where the series file would have some after the change: then nothing is written. The change
        can be taken back with `undo`. A dry run writes nothing at all.
        """
        path = self.only_path()
        results: list[Loaded] = []

        def changed(data: bytes) -> bytes:
            loaded = self._sound(path, data)
            private = notes(loaded.private) if notes else loaded.private
            document = intent(loaded)
            try:
                after = _sound(self._understood(path, document, private))
                named = with_lost_ids(loaded.document, loaded.book, after.book)
                if named is not loaded.document:
                    document = intent(_sound(self._understood(path, named)))
                    after = _sound(self._understood(path, document, private))
            except FileErrors as errors:
                raise Refused(
                    f"the file would have errors, so nothing was written:\n{errors.says}", errors.hint
                ) from errors
            results[:] = [loaded, after]
            return document.text.encode()

        if dry_run:
            changed(store.read(path))
        else:
            before, after = store.update(path, changed)
            done: dict[str, tuple[bytes | None, bytes]] = {history.SERIES: (before, after)} if before != after else {}
            if notes:
                done |= self._note(path, notes, put_back=(before, after))
            if done and (why := history.remember(path, done)):
                terminal.say(f"undo will not know of this change: {why}")
        return results[0], results[1]

    def _note(
        self, path: Path, notes: Callable[[Document], Document], put_back: tuple[bytes, bytes]
    ) -> dict[str, tuple[bytes | None, bytes]]:
        """Change the private file, or put the series file back; what the private one held before and after."""
        private, (before, after) = private_path(path), put_back
        is_new = not private.exists()
        try:
            if is_new:
                store.create(private, b"", 0o600)
                if folder.add_line(path.parent / ".gitignore", private.name):
                    terminal.say(f"added {private.name} to .gitignore: private notes stay out of git")
            was, is_ = store.update(private, lambda data: notes(Document.read(data.decode("utf-8"))).text.encode())
        except SemctlError:
            store.update(path, lambda data: before if data == after else data)
            if is_new and private.exists():
                store.remove(private, b"")
            raise
        finally:
            self._seen.pop(path, None)
        return {history.PRIVATE: (None if is_new else was, is_)} if is_new or was != is_ else {}

    def programme_of(self, document: Document) -> Programme:
        """The programme of a text in the middle of a change; FileErrors where it has no meaning."""
        return _sound(self._understood(self.only_path(), document)).programme

    def undo(self, *, dry_run: bool = False) -> tuple[Loaded, Loaded]:
        """Take semctl's last change back, byte for byte; Refused where a file that it touched has changed since."""
        path = self.only_path()
        private = private_path(path)
        kept = history.last_change(path)
        noted = store.read(private) if private.exists() else None
        notes = kept[history.PRIVATE].taken_back(private, noted) if history.PRIVATE in kept else noted
        results: list[Loaded] = []

        def restored(data: bytes) -> bytes:
            before = kept[history.SERIES].taken_back(path, data) if history.SERIES in kept else data
            text, _ = _decoded(before or b"")
            private_text, _ = _decoded(notes or b"")
            after = self._understood(path, Document.read(text), Document.read(private_text))
            results[:] = [self._sound(path, data), _sound(after)]
            return before or b""

        if dry_run:
            restored(store.read(path))
        else:
            store.update(path, restored)
            if noted is not None and notes is None:
                store.remove(private, noted)
            elif notes is not None:
                beside = notes
                store.update(private, lambda data: beside if data == noted else data)
            self._seen.pop(path, None)
            history.forget(path)
        return results[0], results[1]

    def _sound(self, path: Path, data: bytes) -> Loaded:
        return _sound(self.understand(path, data))


def _sound(understood: Understood) -> Loaded:
    loaded, problems = understood
    if loaded is None:
        raise FileErrors(tuple(problem for problem in problems if problem.grade is Grade.ERROR))
    return loaded


def _private(path: Path) -> tuple[Document, tuple[Problem, ...]]:
    """The private file, an empty text where there is none, and why it cannot be read."""
    if not path.exists():
        return Document.read(""), ()
    text, undecodable = _decoded(store.read(path))
    return Document.read(text), (replace(undecodable, file=shown_path(path)),) if undecodable else ()


def _notes(path: Path, document: Document, book: Book) -> tuple[PrivateNotes, tuple[Problem, ...]]:
    """What the private file says, and what is wrong with it."""
    file = shown_path(path)
    notes, problems = parse_private(document, book)
    if path.exists() and store.is_open_to_others(path):
        says, hint = "others on this machine can read it", f"chmod 600 {file}"
        problems = (Problem(code="private-open", says=says, hint=hint, grade=Grade.CHORE), *problems)
    return notes, tuple(
        replace(problem, file=file, line=problem.line or document.line_of(problem.path)) for problem in problems
    )


def private_path(path: Path) -> Path:
    """The private file beside a series file: seminars.private.toml beside seminars.toml."""
    return path.with_name(f"{path.stem}.private{path.suffix}")


def shown_path(path: Path) -> str:
    """A path as messages name it: relative to here where it lies below, else as given."""
    relative = os.path.relpath(path)
    return str(path) if relative.startswith("..") else relative


def find_talk(loaded: Sequence[Loaded], name: str, now: dt.datetime) -> tuple[Loaded, Entry]:
    """The talk that a person means, and its file; says so where an old date was understood as a new one."""
    entry = find(in_order([each.programme for each in loaded]), name, now)
    if entry.slot and entry.date and _names_day(name, entry.slot.moved_from, now):
        terminal.say(f"its slot has moved to {long_day(entry.date, 'en')}")
    owner = next(each for each in loaded if each.book.series.id == entry.series.id)
    return owner, entry


def _names_day(name: str, day: dt.date | None, now: dt.datetime) -> bool:
    try:
        return day is not None and read_slot(name, now.date())[0] == day
    except Unclear:
        return False


def private_notes(loaded: Loaded, entry: Entry) -> dict[str, Any]:
    """What the organiser alone may see of a talk: its private notes and the join link."""
    join = entry.slot.join if entry.slot else None
    link = {"join": {"url": join.url, "passcode": join.passcode}} if join else {}
    return {**link, **loaded.notes.talks.get(entry.talk.id, {})}


def _decoded(data: bytes) -> tuple[str, Problem | None]:
    """The text of a file, or why it is none."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "", _no_text(1, "is UTF-16, not UTF-8", "save it as UTF-8 in your editor")
    if data.count(b"\x00", 0, 4096) > STRAY_NULS:
        return "", _no_text(1, "is no text file", "name the series file; it is TOML in UTF-8")
    try:
        return data.decode("utf-8"), None
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        says = f"holds a byte that is not UTF-8 (0x{data[error.start]:02x})"
        return "", _no_text(line, says, "save it as UTF-8 in your editor")


def _no_text(line: int, says: str, hint: str) -> Problem:
    return Problem(code="encoding", line=line, says=says, hint=hint, grade=Grade.ERROR)


def _in_order(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    return tuple(sorted(problems, key=lambda problem: (problem.file, problem.line or 0, problem.code)))
