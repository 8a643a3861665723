"""What the documentation shows is what the program does: every page is made again and compared.

`SEMCTL_UPDATE=1 pytest tests/test_docs.py` writes the pages anew. A `console` block is run line by line; whatever
stands between `<!-- made: NAME -->` and `<!-- end -->` is generated; a `toml` block passes `semctl check`, and one
below `<!-- file: NAME -->`, `<!-- append -->` or `<!-- below: LINE -->` is what the reader writes.
"""

import ast
import html
import inspect
import io
import json
import os
import pty
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import tomllib
import typing
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import chdir, contextmanager, nullcontext
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date, time, timedelta
from enum import Enum
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console
from rich.text import Text

from semctl import model
from semctl.cli import COMMANDS, READING
from semctl.commands.findings import TOLD_BETTER
from semctl.decode import PRIVATE_TABLES
from semctl.notices import values
from semctl.notices.writing import VALUES
from semctl.parse import RECORDS
from semctl.reading import records
from tests.books import Ran, run
from tests.caldav import PASSWORD, USER, radicale
from tests.formulas import FORMULAS, PROSE
from tests.texts.corpus import texts
from tests.texts.measure import measured, table

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
PAGES = sorted([ROOT / "README.md", *DOCS.glob("*.md")])
EMPTY_FOLDER = frozenset({"tutorial.md", "changes.md", "git.md", "editors.md", "private-notes.md"})
"""Pages whose commands begin in an empty folder; those of the others begin beside the shipped series."""
SERVED = frozenset({"publishing.md"})
"""Pages that speak to a calendar server on this machine, in whatever port they say."""
OWN_CLOCK = frozenset({"tutorial.md", "changes.md", "git.md"})
"""Pages that say themselves what day it is."""
NOW = "2026-05-10"
UPDATE = bool(os.environ.get("SEMCTL_UPDATE"))
ERRORS = sorted((ROOT / "tests" / "errors").glob("*.toml"))

FENCE = re.compile(r"(<!-- (?P<order>[^>]*?) -->\n)?```(?P<language>\w+)\n(?P<body>.*?)```\n", re.DOTALL)
MADE = re.compile(r"(<!-- made: (\w+) -->\n).*?(<!-- end -->\n)", re.DOTALL)
LINK = re.compile(r"\]\(([^)\s]+)\)")


@pytest.fixture(autouse=True)
def _plain_git(monkeypatch: pytest.MonkeyPatch) -> None:
    """No settings of git but those of the test."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")


def text_of(path: Path) -> str:
    return path.read_text("utf-8")


def blocks(page: str, language: str) -> list[str]:
    return [match["body"] for match in FENCE.finditer(page) if match["language"] == language]


def same_or_written(path: Path, wanted: str) -> None:
    """Compare a file with what it should be, or with SEMCTL_UPDATE write that."""
    if UPDATE:
        path.write_text(wanted, "utf-8")
    assert path.read_text("utf-8") == wanted, "SEMCTL_UPDATE=1 pytest tests/test_docs.py writes it anew"


# --- pages ---


def test_there_are_pages() -> None:
    assert {path.name for path in PAGES} >= {"README.md", "index.md", "tutorial.md", "file-format.md", "json.md"}


LONG = frozenset(
    {"tutorial.md", "git.md", "publishing.md", "changes.md", "notices.md", "sending.md", "templates.md"}
    if not UPDATE
    else ()
)
"""Pages of many commands: they are held to with the slow tests, and written anew with all others."""


@pytest.mark.parametrize(
    "path", [pytest.param(path, id=path.name, marks=[pytest.mark.slow] * (path.name in LONG)) for path in PAGES]
)
def test_a_page_shows_what_the_program_does(path: Path, tmp_path: Path) -> None:
    page = text_of(path)
    if "$ git " in page and shutil.which("git") is None:
        pytest.skip("git is not on this machine")
    for name in MADE.findall(page):
        assert name[1] in GENERATORS
    wanted = MADE.sub(lambda match: f"{match[1]}{GENERATORS[match[2]]()}{match[3]}", page)
    same_or_written(path, with_real_output(wanted, tmp_path, path.name))


@pytest.mark.parametrize("path", [*PAGES, *(ROOT / "docs").glob("examples/*.md")], ids=lambda path: path.name)
def test_links_lead_somewhere(path: Path) -> None:
    for target in LINK.findall(re.sub(r"```.*?```", "", text_of(path), flags=re.DOTALL)):
        if "://" in target or target.startswith("mailto:"):
            continue
        name, _, anchor = target.partition("#")
        file = (path.parent / name) if name else path
        assert file.exists(), target
        if anchor:
            assert anchor in anchors(text_of(file)), target


def anchors(page: str) -> set[str]:
    """The names that headings have in links."""
    headings = re.findall(r"^#+ (.+)$", re.sub(r"```.*?```", "", page, flags=re.DOTALL), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_every_page_is_on_the_map() -> None:
    targets = set(LINK.findall(text_of(DOCS / "index.md")))
    assert {path.name for path in DOCS.glob("*.md")} - {"index.md"} <= targets


# --- console blocks ---


def with_real_output(page: str, folder: Path, name: str) -> str:
    """The page, each `console` block holding what its commands print; they run in order, in one shell."""
    matches = [match for match in FENCE.finditer(page) if match["language"] == "console" or match["order"]]
    if not matches:
        return page
    if name not in EMPTY_FOLDER:
        shutil.copy(ROOT / "seminars.toml", folder)
        shutil.copytree(DOCS / "examples", folder / "docs" / "examples")
    script, numbers = ["exec 2>&1"], iter(range(10_000))
    plan: list[list[tuple[str, int]]] = []
    for match in matches:
        if match["language"] == "toml":
            script.append(edited(match["order"], match["body"]))
            plan.append([])
            continue
        typed = commands(match["body"])
        plan.append([(command, next(numbers)) for command in typed])
        script += [f"printf '\\036%d\\036' {number}\n{command}" for command, number in plan[-1]]
    with a_calendar_server() if name in SERVED else nullcontext(AT) as at:
        printed = run_script("\n".join(script).replace(AT, at), folder, name)
    printed = {number: output.replace(at, AT) for number, output in printed.items()}
    for match, steps in zip(reversed(matches), reversed(plan), strict=True):
        if match["language"] == "console":
            body = "".join(
                f"$ {command.replace(chr(10), chr(10) + '> ')}\n{printed[number]}" for command, number in steps
            )
            page = page[: match.start("body")] + body + page[match.end("body") :]
    return page


AT = "localhost:5232"
"""Where pages say that the server is; really it takes any free port."""


@contextmanager
def a_calendar_server() -> Iterator[str]:
    """Host and port of one that nobody else uses."""
    with tempfile.TemporaryDirectory() as folder, radicale(Path(folder)) as server:
        yield f"localhost:{server.port}"


def commands(body: str) -> list[str]:
    """What is typed after each "$ ", with the lines after "> " that go on with it."""
    found: list[str] = []
    for line in body.splitlines():
        if line.startswith("$ "):
            found.append(line[2:])
        elif line.startswith("> ") and found:
            found[-1] += f"\n{line[2:]}"
    return found


def edited(order: str, body: str) -> str:
    """The shell commands for what the reader does in an editor: a new `file: NAME`, `append`, or write `below: LINE`."""
    verb, _, line = order.partition(": ")
    assert (verb, bool(line)) in (("file", True), ("append", False), ("below", True)), order
    if verb == "file":
        return f"cat > {line} <<'END_OF_FILE'\n{body}END_OF_FILE"
    return f"python - <<'END_OF_EDIT'\nline, body = {line!r}, {body!r}\n{EDIT}END_OF_EDIT"


EDIT = """
from pathlib import Path

file = Path("seminars.toml")
text = file.read_text("utf-8")
before, found, after = text.partition(line + "\\n") if line else (text, "\\n", "")
assert found, "no line reads " + line
file.write_text(before + found + body + after, "utf-8")
"""


def run_script(script: str, folder: Path, name: str) -> dict[int, str]:
    environment = {
        "PATH": f"{Path(sys.executable).parent}:/usr/local/bin:/usr/bin:/bin",
        "PYTHONPATH": str(ROOT),  # this program, and not another one that is installed
        "HOME": str(folder),
        "COLUMNS": "80",
        "LC_ALL": "C.UTF-8",
        **({} if name in OWN_CLOCK else {"SEMCTL_NOW": NOW}),
        **({"SEMCTL_CALDAV_PASSWORD": PASSWORD} if name in SERVED else {}),
        **SOMEBODY,
    }
    done = subprocess.run(
        ["bash", "-s"],
        input=script.encode(),
        cwd=folder,
        env=environment,
        capture_output=True,
        check=False,
        timeout=120,
    )
    printed = done.stdout.decode()
    assert "this is a mistake in semctl" not in printed, printed
    parts = printed.split("\036")[1:]
    return {int(number): output for number, output in zip(parts[::2], parts[1::2], strict=True)}


SOMEBODY: Mapping[str, str] = {
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_AUTHOR_NAME": "Emmy",
    "GIT_AUTHOR_EMAIL": "emmy@example.edu",
    "GIT_COMMITTER_NAME": "Emmy",
    "GIT_COMMITTER_EMAIL": "emmy@example.edu",
}


# --- TOML ---


def test_toml_blocks_pass_check(tmp_path: Path) -> None:
    """A block without `[series]` is part of a file: it gets one. Errors have their own page."""
    seen = 0
    for path in PAGES:
        if path.name == "errors.md":
            continue
        for match in FENCE.finditer(text_of(path)):
            if match["language"] != "toml" or match["order"]:
                continue
            seen += 1
            body = match["body"]
            head = "" if "[series]" in body else HEAD
            (tmp_path / "seminars.toml").write_text(head + body, "utf-8")
            ran = checked(tmp_path / "seminars.toml")
            assert ran.code == 0, f"{path.name}:\n{body}\n{ran.out}"
    assert seen >= 14


HEAD = '[series]\nid = "as"\ndomain = "example.edu"\nname = "Algebra Seminar"\ntimezone = "Europe/Rome"\n\n'


# --- the README ---


def test_the_second_command_is_the_one_of_ci() -> None:
    install_and_test = blocks(text_of(ROOT / "README.md"), "sh")[1].strip()
    assert install_and_test in text_of(ROOT / ".ci" / "run").splitlines()


def test_the_readme_begins_with_a_sentence_and_two_commands() -> None:
    """Nothing is asked before them but Python."""
    before, first, *_ = text_of(ROOT / "README.md").split("```sh\n")
    assert len([line for line in before.splitlines() if line]) == 3
    assert first.startswith("python3 -m venv .venv && .venv/bin/pip install -q . && ")


def test_the_first_command_shows_programme_and_announcement() -> None:
    """What the README's first command runs after installing."""
    line = blocks(text_of(ROOT / "README.md"), "sh")[0].strip()
    runs = [part.split()[1:] for part in line.split(" && ") if part.startswith(".venv/bin/semctl ")]
    assert runs == [["--now", "2026-05-10", "list"], ["--now", "2026-05-10", "announce"]]
    with chdir(ROOT):
        programme, mail = (run(*words, now=NOW) for words in runs)
    assert (programme.code, mail.code) == (0, 0)
    assert programme.out.count("\n") == 6
    assert mail.out.startswith("Subject: MDS Seminar: Tom Jacobs, Monday, 11 May 2026, 16:00 – Controlling Implicit ")


PICTURE = ("--now", "2026-05-10", "list")
PICTURE_WIDTH = 110


def test_the_picture_is_what_a_terminal_shows() -> None:
    """The words of docs/list.svg, place by place; how Rich draws them may differ from version to version."""
    drawn = picture(seen_on_a_terminal(*PICTURE))
    path = DOCS / "list.svg"
    if UPDATE:
        path.write_text(drawn, "utf-8")
    assert words_of(text_of(path)) == words_of(drawn)


def seen_on_a_terminal(*arguments: str) -> str:
    ours, theirs = pty.openpty()
    environment = {**os.environ, "TERM": "xterm-256color", "COLUMNS": str(PICTURE_WIDTH), "LINES": "40"}
    environment = {name: value for name, value in environment.items() if name not in ("NO_COLOR", "SEMCTL_NOW")}
    with subprocess.Popen(
        [sys.executable, "-m", "semctl", *arguments],
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=subprocess.DEVNULL,
        cwd=ROOT,
        env=environment,
    ):
        os.close(theirs)
        seen = b"".join(iter(lambda: read_from(ours), b""))
    os.close(ours)
    return seen.decode().replace("\r\n", "\n")


def read_from(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # Linux says so when the other side has closed
        return b""


def picture(seen: str) -> str:
    console = Console(record=True, width=PICTURE_WIDTH, file=io.StringIO())
    console.print(Text.from_ansi(f"$ semctl {' '.join(PICTURE)}\n{seen.rstrip()}"))
    drawn = console.export_svg(title="", unique_id="semctl")
    drawn = re.sub(r"@font-face \{.*?\}\s*", "", drawn, flags=re.DOTALL)  # nothing is fetched to look at a table
    return drawn.replace("Fira Code, monospace", "Fira Code, DejaVu Sans Mono, Menlo, Consolas, monospace")


def words_of(drawn: str) -> list[tuple[str, str, str]]:
    found = re.findall(r'<text [^>]*?x="([\d.]+)" y="([\d.]+)"[^>]*>(.*?)</text>', drawn)
    return [(x, y, html.unescape(word)) for x, y, word in found]


# --- the keys of the file ---


def tables_of_keys() -> str:
    """A table for each record: key, form, meaning, as annotations and docstrings of `semctl/model.py` say."""
    parts = ["".join(table_of_keys(*section)) for section in sections()]
    return "".join(["\n", *parts])


def sections() -> Iterator[tuple[str, type]]:
    for name, record in RECORDS.items():
        yield (name, record)
        if record is model.Talk:
            yield ("talks.speakers", model.Speaker)
        if record is model.Mail:
            yield ("mail.imap", model.Drafts)
    for name, record in records.RECORDS.items():
        yield (name, record)
        if record is records.Reading:
            yield ("reading.roles", records.Role)
            yield ("reading.times", records.Candidate)
    yield ("join", model.Join)


def table_of_keys(name: str, record: type) -> Iterator[str]:
    summary, meanings = read_docstring(record)
    title, _, sentence = summary.partition(": ")
    if record is model.Join:
        title, sentence = "`join`", f"{summary[:1].lower()}{summary[1:]}"
    yield f"### {title}\n\n{sentence[:1].upper()}{sentence[1:]}\n\n"
    yield "| key | form | meaning |\n|---|---|---|\n"
    own: list[Field[Any]] = []
    shared: list[Field[Any]] = []
    for each in fields(record):
        if each.metadata.get("key", True):
            inherited = record is not model.Setting and each.name in {one.name for one in fields(model.Setting)}
            (shared if inherited and issubclass(record, model.Setting) else own).append(each)
    _, of_a_slot = read_docstring(model.Setting)
    for each in [*own, *shared]:
        known = meanings if each in own else of_a_slot
        meaning = known.pop(each.name).replace("|", "\\|")
        is_needed = each.default is MISSING and each.default_factory is MISSING and each.name not in MADE_UP[record]
        needed = " **Required.**" if is_needed else ""
        yield f"| `{each.name.rstrip('_')}` | {form_of(record, each)} | {meaning[:1].upper()}{meaning[1:]}{needed} |\n"
    if name in PRIVATE_TABLES:
        yield "| `private` | table | [Private notes](private-notes.md), with any keys. |\n"
    assert not meanings, f"{record.__name__} describes what it does not have: {sorted(meanings)}"
    yield "\n"


MADE_UP: Mapping[type, frozenset[str]] = defaultdict(frozenset, {model.Talk: frozenset({"id"})})
"""Required of a record, but not of the file: where it is missing, semctl makes one for the time being."""


def read_docstring(record: type) -> tuple[str, dict[str, str]]:
    """The first sentence, and what is said of each field."""
    summary, _, rest = (inspect.getdoc(record) or "").partition("\n\n")
    meanings: dict[str, str] = {}
    for line in rest.splitlines():
        name, colon, said = line.partition(": ")
        if colon and name.isidentifier():
            meanings[name] = said
        else:
            meanings[list(meanings)[-1]] += f" {line.strip()}"
    return summary, meanings


FORMS: Mapping[Any, str] = {
    model.Ident: "short name: letters, digits, `.` `_` `-`",
    model.Line: "text",
    model.Known: "text",
    model.Prose: "text with paragraphs",
    model.Url: "web address",
    model.Email: "mail address",
    model.Sender: "mail address, with or without a name",
    model.Colour: "colour",
    model.Zone: "time zone",
    model.Tag: "language code",
    date: "date",
    time: "time of day",
    timedelta: "length of time",
    bool: "true or false",
    int: "whole number",
    model.Days: "number of days",
    model.Count: "whole number",
    model.Seats: "number of seats",
    records.Role: "[tables](#readingroles)",
    records.Candidate: "[tables](#readingtimes)",
    model.Join: "[table](#join)",
    model.Speaker: "[tables](#talksspeakers)",
    model.Drafts: "[table](#mailimap)",
}


def form_of(record: type, each: Field[Any]) -> str:
    hint = typing.get_type_hints(record)[each.name]
    inner = [one for one in typing.get_args(hint) if one not in (type(None), ...)]
    kind = inner[-1] if inner else hint
    if each.name == "roles" and record is model.Talk:
        return "table: by role a short name, or a list"
    if typing.get_origin(hint) is not None and "Mapping" in str(hint):
        return f"table of {FORMS[kind]}"
    if isinstance(kind, type) and issubclass(kind, Enum):
        several = ", or a list" if typing.get_origin(hint) is tuple else ""
        return " or ".join(f'`"{one.value}"`' for one in kind) + several
    if typing.get_origin(hint) is tuple and not is_dataclass(kind):
        return f"{FORMS[kind]}, or a list" if each.metadata.get("one") else f"list: {FORMS[kind]}"
    return FORMS[kind]


# --- what a template can say ---


def names_in_templates() -> str:
    """A table for each record that a template is handed, as the docstrings of `semctl/notices/values.py` say."""
    parts = ["\n"]
    mails: Mapping[type[Any], None] = dict.fromkeys([values.Mail, *VALUES.values()])
    records: list[type[Any]] = [*mails, *PARTS_OF_VALUES]
    for record in records:
        summary, meanings = read_docstring(record)
        inherited = {each.name for base in record.__mro__[1:-1] for each in fields(base)}
        parts.append(f"### {summary[:1].upper()}{summary[1:].rstrip('.')}\n\n| name | meaning |\n|---|---|\n")
        for each in fields(record):
            if each.name not in inherited:
                meaning = meanings.pop(each.name).replace("|", "\\|")
                parts.append(f"| `{each.name}` | {meaning[:1].upper()}{meaning[1:]} |\n")
        assert not meanings, f"{record.__name__} describes what it does not have: {sorted(meanings)}"
        parts.append("\n")
    return "".join(parts)


PARTS_OF_VALUES = (
    values.TalkSaid, values.PaperSaid, values.PartSaid, values.Person, values.SeriesSaid, values.Changed,
)  # fmt: skip


# --- the commands ---


def helps() -> str:
    """Each command's own help, by the groups of the program's."""
    parts = [f"\n```text\n{help_of()}```\n\n"]
    for group, rows in groupby(COMMANDS.items(), key=lambda row: row[1].group):
        parts.append(f"## {group or FOR_PROGRAMS}\n\n")
        parts += [f"### {name}\n\n```text\n{help_of(name)}```\n\n" for name, _ in rows]
    return "".join(parts)


FOR_PROGRAMS = "For editors and git"
"""The heading of commands that the first screen leaves out."""


def help_of(*command: str) -> str:
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("COLUMNS", "80")
        return run(*command, "--help").out


@pytest.mark.parametrize("name", COMMANDS)
def test_the_example_in_a_help_text_works(name: str, tmp_path: Path) -> None:
    """Pasted beside the shipped series, before its first talk."""
    told = re.search(r"Example: semctl (.+?)\n\n", help_of(name), re.DOTALL)
    assert told, "every command's help has an example"
    words, _, file = told[1].partition(" > ")
    if COMMANDS[name].group == READING:
        shutil.copy(DOCS / "examples" / "heidelberg.toml", tmp_path / "seminars.toml")
    elif name not in WITHOUT_A_FILE:
        shutil.copy(ROOT / "seminars.toml", tmp_path)
    (tmp_path / "kim.txt").write_text("What is fair, and what can be learned.\n", "utf-8")
    with chdir(tmp_path):
        if name == "merge-file":
            subprocess.run(["git", "init", "-q", "."], check=True)
        for before in BEFORE_EXAMPLE.get(name, ()):
            ran = run(*shlex.split(before), now=NOW)
            assert ran.code == 0, ran.err
        with published_from(tmp_path) if name == "publish" else nullcontext():
            ran = run(*shlex.split(words), *(["--yes"] if name in ASKS else []), now=NOW)
    assert ran.code == (1 if "--strict" in words else 0), ran.err  # the second talk has no title yet
    assert "nothing has changed" not in ran.out
    if file:
        assert Path(file).suffix == ".json"
        json.loads(ran.out)


@contextmanager
def published_from(folder: Path) -> Iterator[None]:
    """The series of a folder says where it is published, and there is such a server."""
    with a_calendar_server() as at, pytest.MonkeyPatch.context() as patched:
        with (folder / "seminars.toml").open("a", encoding="utf-8") as file:
            file.write(f'\n[publish]\nurl = "http://{at}/{USER}/mds/"\nuser = "{USER}"\n')
        patched.setenv("SEMCTL_CALDAV_PASSWORD", PASSWORD)
        yield


WITHOUT_A_FILE = frozenset({"init", "schema"})
ASKS = frozenset({"import", "shift-talks", "skip-holidays"})
"""Commands whose example is for a person who is shown something and says yes."""
BEFORE_EXAMPLE: Mapping[str, tuple[str, ...]] = {
    "restore-talk": ("cancel-talk kim",),
    "remove-talk": ('add-talk --title "Only a test" --id test',),
    "import": ("export -o talks.ics",),
    "undo": ('set-room 2026-06-22 "RA 2504"',),
}
"""What happened before, where an example needs it."""


# --- errors ---


def gallery() -> str:
    """Each file of tests/errors with what `check` says of it, by grade and code."""
    found = sorted(ERRORS, key=lambda path: (GRADES.index(grade_and_code(path)[0]), grade_and_code(path)[1], path.stem))
    parts = ["\n"]
    for grade, of_grade in groupby(found, key=lambda path: grade_and_code(path)[0]):
        parts.append(f"## {grade.capitalize()}s\n\n{GRADE_WORDS[grade]}\n\n")
        for code, paths in groupby(of_grade, key=lambda path: grade_and_code(path)[1]):
            parts.append(f"### {code}\n\n")
            for path in paths:
                parts.append(f"```toml\n{text_of(path)}```\n\n")
                parts.append(f"```text\n{said_of(path) if UPDATE else text_of(path.with_suffix('.txt'))}```\n\n")
    return "".join(parts)


GRADES = ("error", "warning", "chore")
GRADE_WORDS = {
    "error": "The file has no single meaning. No command but `check` does anything with it, and all exit with 3.",
    "warning": "The meaning is plain, and something looks wrong. Commands that read go on and mention it.",
    "chore": "Nothing is wrong; something is still to be done. `check` exits with 0, with `--strict` with 1.",
}


def checked(path: Path, *options: str) -> Ran:
    """What `check` says of a file, which is then called seminars.toml."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(path, Path(folder) / "seminars.toml")
        with chdir(folder):
            return run("check", *options, now=NOW)


def said_of(path: Path) -> str:
    ran = checked(path)
    return ran.out + ran.err


@cache
def problems_of(path: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(checked(path, "--json").out)
    assert found, f"nothing is wrong with {path.name}"
    return found


def grade_and_code(path: Path) -> tuple[str, str]:
    """Of the worst problem of a file, the first if there are several of that grade."""
    worst = min(problems_of(path), key=lambda problem: GRADES.index(problem["grade"]))
    return worst["grade"], worst["code"]


def test_there_are_errors_to_show() -> None:
    assert len(ERRORS) >= 80
    assert {path.stem for path in ERRORS} == {path.stem for path in (ROOT / "tests" / "errors").glob("*.txt")} or UPDATE


@pytest.mark.parametrize("path", ERRORS, ids=lambda path: path.stem)
def test_an_error_reads_as_promised(path: Path) -> None:
    same_or_written(path.with_suffix(".txt"), said_of(path))


def test_every_code_is_in_the_gallery() -> None:
    """A problem that semctl can report has a file that brings it up."""
    shown = {problem["code"] for path in ERRORS for problem in problems_of(path)}
    assert codes() - set(ELSEWHERE) <= shown
    assert set(ELSEWHERE) <= codes()
    assert not shown & set(ELSEWHERE)


@pytest.mark.parametrize("path", ERRORS, ids=lambda path: path.stem)
def test_what_is_no_error_can_be_ignored(path: Path, tmp_path: Path) -> None:
    """By its code, in `[check]`; a code that says more than another one is ignored with that."""
    found = {problem["code"]: problem["grade"] for problem in problems_of(path)}
    if "error" in found.values():
        return
    general = [code for code, better in TOLD_BETTER.items() if better in found]
    file = tmp_path / "seminars.toml"
    text = text_of(path).rstrip("\n")
    file.write_text(f"{text}\n\n[check]\nignore = {json.dumps([*found, *general])}\n", "utf-8")
    ran = checked(file, "--strict")
    assert (ran.code, ran.out) == (0, "")


def codes_to_ignore() -> str:
    """A line for warnings, one for chores: each code with its place on the page of errors."""
    grades: dict[str, set[str]] = defaultdict(set)
    for path in ERRORS:
        for problem in problems_of(path):
            grades[problem["grade"]].add(problem["code"])
    lines = []
    for grade in GRADES[1:]:
        links = [f"[`{code}`](errors.md#{code})" for code in grades[grade]]
        links += [f"`{code}`" for code, its in ELSEWHERE.items() if its == grade]
        lines.append(f"- {grade}s: {', '.join(sorted(links, key=lambda link: link.strip('[')))}\n")
    return "".join(["\n", *lines, "\n"])


ELSEWHERE: Mapping[str, str] = {
    "encoding": "error",  # bytes that are no text
    "toml-1.1": "warning",  # a newer Python
    "no-merge-driver": "chore",  # a clone of git
    "private-open": "chore",  # a private file beside it
    "sent-log": "warning",  # the sent log beside it
}
"""Codes that no file of tests/errors can bring up, with their grades."""
PLACE_OF_CODE = {
    "error": 0, "warning": 0, "chore": 0, "_problem": 0, "_warning": 0, "_chore": 0, "_unknown": 0, "_about": 1, "_broken": 1,
}  # fmt: skip


def codes() -> set[str]:
    """Every code in the source: what is handed to the functions that make problems."""
    found = set()
    for path in (ROOT / "semctl").rglob("*.py"):
        if path.parent.name == "languages":
            continue
        for call in (node for node in ast.walk(ast.parse(text_of(path))) if isinstance(node, ast.Call)):
            name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
            place = PLACE_OF_CODE.get(name)
            given = [call.args[place]] if place is not None and len(call.args) > place else []
            given += [keyword.value for keyword in call.keywords if keyword.arg == "code"]
            found |= {each.value for each in given if isinstance(each, ast.Constant) and isinstance(each.value, str)}
    return found


# --- mathematics ---


def formulas_as_read() -> str:
    """Each formula of the tests, and what becomes of it."""
    return typed_and_read({f"${tex}$": shown for tex, shown in FORMULAS.items()})


def prose_as_read() -> str:
    """Running text, likewise."""
    return typed_and_read({typed: shown for typed, shown in PROSE.items() if "\n" not in typed + shown})


def typed_and_read(pairs: Mapping[str, str]) -> str:
    return "```text\n" + "".join(f"{typed}\n    {shown}\n" for typed, shown in pairs.items()) + "```\n"


def unknown_tex() -> str:
    """What check says of TeX that it does not understand."""
    path = ROOT / "tests" / "errors" / "unknown-tex.toml"
    abstract = tomllib.loads(text_of(path))["talks"][0]["abstract"]
    return f"```text\n{abstract}```\n\n```text\n{said_of(path)}```\n"


def how_texts_are_read() -> str:
    every = measured()
    return "".join(f"{line}\n" for line in (f"Of {len(texts())} texts:", "", *table(every)))


GENERATORS: Mapping[str, Callable[[], str]] = {
    "keys": tables_of_keys, "commands": helps, "errors": gallery, "codes": codes_to_ignore,
    "values": names_in_templates, "formulas": formulas_as_read, "prose": prose_as_read, "unknown_tex": unknown_tex,
    "texts": how_texts_are_read,
}  # fmt: skip


# --- the changelog ---


def test_the_version_has_its_heading() -> None:
    version = tomllib.loads(text_of(ROOT / "pyproject.toml"))["project"]["version"]
    assert re.search(rf"^## \[?{re.escape(version)}\]?\b", text_of(DOCS / "changelog.md"), re.MULTILINE)
