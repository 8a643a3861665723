"""The order of the house: each line imports only from lines below it; names on one line do not meet.

A module that is missing here fails, and so does any import cycle or a clock, file, network or terminal below
the edges. A change to ORDER is a change to the architecture and comes with its reason.
"""

import ast
from functools import cache
from pathlib import Path

HOUSE = Path(__file__).parent.parent / "semctl"

ORDER: tuple[tuple[str, ...], ...] = (
    ("__main__",),
    ("cli",),
    ("commands",),
    ("workspace",),
    ("outbox",),  # its log is locked as the series file is
    (
        "store",
        "folder",
        "terminal",
        "history",
        "editor",
        "git",
        "preview",
        "typesetting",
        "secrets",
        "calendar_server",
    ),  # the edges: only these and the lines above touch the world
    ("poster",),
    ("notices", "site", "intake", "publishing", "handover"),
    ("ics", "listing", "forms", "embedding", "spreadsheet", "researchseminars"),
    ("timezones", "templating", "dav", "digest"),
    ("todo", "duties", "differences", "fixes", "importing"),
    ("checks", "textchecks", "schema", "origins"),
    ("readable",),  # the texts of a talk that are converted: what tables and mails show and a check looks at
    ("wording",),
    ("edits", "starter", "sent", "columns"),
    ("reading",),  # who plays what: numbers below, a programme read and words made on top of them
    ("programme",),
    ("recurrence", "public_holidays", "merging"),
    ("parse", "rules"),
    ("decode",),
    ("dates", "translation", "mathtext"),  # TeX is read below the edits, which make ids of names and titles
    ("languages",),
    ("tomltext", "model", "idents", "widths"),
    ("problems",),
)
FAMILIES = frozenset(
    {
        "commands",
        "duties",
        "edits",
        "ics",
        "importing",
        "languages",
        "mathtext",
        "notices",
        "outbox",
        "poster",
        "reading",
        "site",
        "textchecks",
        "tomltext",
    }
)
LAST_EDGE = next(rank for rank, row in enumerate(ORDER) if "store" in row)
WORLD = frozenset({"os", "io", "pathlib", "shutil", "subprocess", "socket", "ssl", "smtplib", "imaplib", "urllib",
                   "http", "getpass", "tempfile", "time", "typer", "rich", "sys", "locale"})  # fmt: skip
CLOCKS = frozenset(
    f"{kind}.{name}"
    for kind in ("datetime", "date", "dt.datetime", "dt.date", "datetime.datetime", "datetime.date")
    for name in ("now", "today", "utcnow")
)


def rank_of(name: str) -> int:
    return next(rank for rank, row in enumerate(ORDER) if name in row)


def modules() -> dict[str, Path]:
    found = {}
    for path in sorted(HOUSE.rglob("*.py")):
        parts = path.relative_to(HOUSE).with_suffix("").parts
        found[".".join(part for part in parts if part != "__init__")] = path
    found.pop("", None)
    return found


@cache
def tree_of(path: Path) -> ast.AST:
    return ast.parse(path.read_text("utf-8"))


@cache
def imports(tree: ast.AST) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def own(names: set[str]) -> set[str]:
    """The modules of ours among the imported names, as the first part below the package."""
    return {name.split(".")[1] for name in names if name.startswith("semctl.")}


def test_every_module_has_its_place() -> None:
    assert modules(), "no modules found"
    places = {name for row in ORDER for name in row}
    tops = {name.split(".")[0] for name in modules()}
    assert tops == places
    assert {name.split(".")[0] for name in modules() if "." in name} <= FAMILIES


def test_imports_go_downward_only() -> None:
    wrong = []
    for name, path in modules().items():
        top = name.split(".")[0]
        for target in own(imports(tree_of(path))) - {top}:
            if rank_of(target) <= rank_of(top):
                wrong.append(f"{name} imports {target}")
    assert wrong == []


def test_no_import_cycle_inside_a_family() -> None:
    family = {name: imports(tree_of(path)) for name, path in modules().items() if "." in name}
    graph = {
        name: {
            other
            for other in family
            if other != name and any(f"{used}.".startswith(f"semctl.{other}.") for used in names)
        }
        for name, names in family.items()
    }
    while graph:
        leaves = {name for name, needs in graph.items() if not needs & graph.keys()}
        assert leaves, f"a cycle among {sorted(graph)}"
        graph = {name: needs for name, needs in graph.items() if name not in leaves}


def clock_readings(tree: ast.AST) -> list[str]:
    calls = (node.func for node in ast.walk(tree) if isinstance(node, ast.Call))
    return [name for name in map(ast.unparse, calls) if name in CLOCKS]


def test_below_the_edges_nothing_touches_the_world() -> None:
    wrong = []
    for name, path in modules().items():
        if rank_of(name.split(".")[0]) <= LAST_EDGE:
            continue
        tree = tree_of(path)
        wrong += [f"{name} imports {used}" for used in imports(tree) if touches_the_world(used)]
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in {"open", "print", "input"}:
                wrong.append(f"{name} calls {ast.unparse(node.func)}")
    assert wrong == []


def touches_the_world(used: str) -> bool:
    return used.split(".")[0] in WORLD and not used.startswith("urllib.parse")  # which only looks at addresses


def test_only_cli_reads_the_clock() -> None:
    readers = {name for name, path in modules().items() if clock_readings(tree_of(path))}
    assert readers == {"cli"}
