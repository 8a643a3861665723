"""Random documents and random edits, always the same ones: what holds for all of them."""

import random
import tomllib
from collections import Counter
from typing import Any

import pytest

from semctl.problems import Path, Refused
from semctl.tomltext import plain, spans
from semctl.tomltext.document import WHOLE, Document
from semctl.tomltext.sameness import same
from semctl.tomltext.sections import Layout

SCALARS = (
    '"a # b"', "'[[talks]]'", "2026-05-11", "16:00:00", "true", "-1", "1_000", "0.5", "nan", '"\\u00e9\\""',
    '"""\n[[talks]]\n# no comment\n\\\n  x"""', "'''\n\\nu [x]\n'''", "'''a''''", '""""q"""', "2026-05-11 10:00:00+02:00",
    '"line\u2028two\u0085"', "[]", "{}", '["a", "b"]', "[\n  1, # one\n  2,\n]", "[[1, 2], [3]]", "[ [\n[1]\n] ] ",
    '{ a = 1, b = { c = "}" } }', '[{ n = "x" }, { n = "y", m = [1] }]',
)  # fmt: skip
KEYS = ("id", "title", "date", '"odd key"', "'lit'", "join.url", "join . show", "tags", "note", "x-y", "1")
COMMENTS = ("# one", "#", "  # [[talks]]", "\t# 'quote", '# "', "#: x")


def a_document(rng: random.Random, *, large: bool = False) -> str:
    """A text that tomllib accepts, as odd as they come."""
    while True:
        lines = []
        for header in rng.choices(["", "[series]", "[[talks]]", " [[talks]] # t", "[talks.private]", "[[talks.speakers]]",
                                   "[[overrides]]", '[rooms."A 1"]', "[ mail ]", "[talks.a.b]"], k=rng.randint(1, 7)):  # fmt: skip
            lines += rng.choices(["", *COMMENTS], weights=[8, 1, 1, 1, 1, 1, 1], k=rng.randint(0, 3))
            lines.append(header)
            for key in rng.sample(KEYS, rng.randint(0, 4)):
                indent = rng.choice(["", "", "  ", "\t"])
                trail = rng.choice(["", "", " # t", "   ", "\t#x"])
                lines.append(f"{indent}{key}{rng.choice(['=', ' = ', '  =  '])}{rng.choice(SCALARS)}{trail}")
                lines += rng.choices(["", *COMMENTS], weights=[20, 1, 1, 1, 1, 1, 1], k=rng.randint(0, 1))
        text = "\n".join(lines) + rng.choice(["\n", "\n", "", "\n\n"])
        if rng.random() < 0.3:
            text = text.replace("\n", "\r\n")
        if large:  # beyond what is read again as a whole after an edit
            text = f"# {'x' * WHOLE}\n\n{text}"
        if rng.random() < 0.2:
            text = "\ufeff" + text
        try:
            tomllib.loads(text.removeprefix("\ufeff"))
        except tomllib.TOMLDecodeError:
            continue
        return text


def tables(data: Any, path: Path = ()) -> list[Path]:
    found: list[Path] = [path] if isinstance(data, dict) else []
    for key, item in data.items() if isinstance(data, dict) else enumerate(data):
        if isinstance(item, (dict, list)):
            found += tables(item, (*path, key))
    return found


def at(data: Any, path: Path) -> Any:
    for part in path:
        data = data[part]
    return data


def comments(doc: Document) -> "Counter[str]":
    return Counter(spans.comments(doc.text))


def lone_line_feeds(text: str) -> int:
    return text.count("\n") - text.count("\r\n")


VALUES: tuple[Any, ...] = (
    "plain", "a\nb\n", "\\nu 'x'", 'say "x"', "", 3, True, 0.5, ["a", "b"], [], {"a": 1}, ["x" * 60, "y" * 60],
    "ends in '\n'", "has ''' in\nit", "cr\r\nlf", "\x07", [{"n": "x"}, {"n": "y"}],
)  # fmt: skip


@pytest.mark.parametrize("seed", [pytest.param(seed, marks=[pytest.mark.slow] * (seed > 5)) for seed in range(24)])
def test_edits_say_what_was_meant_and_disturb_nothing_else(seed: int) -> None:
    rng = random.Random(seed)
    refused = 0
    for number in range(25):
        doc = Document.read(a_document(rng, large=number % 8 == 7))
        assert doc.mistakes == ()
        for _ in range(4):
            try:
                doc = an_edit(rng, doc)
            except Refused:
                refused += 1
    assert refused < 40


def an_edit(rng: random.Random, doc: Document) -> Document:
    table = rng.choice(tables(doc.data))
    keys = list(at(doc.data, table))
    kind = rng.choice(["set", "add", "take", "same", "block", "unblock"])
    new = doc
    if kind == "set" and keys:
        key, value = rng.choice(keys), rng.choice(VALUES)
        new = doc.with_value(table, key, value)
        assert same(at(new.data, table)[key], value)
        assert comments(new) == comments(doc)
    elif kind == "add":
        new = doc.with_value(table, "brand new", rng.choice(VALUES))
        assert comments(doc) == comments(new)
    elif kind == "take" and keys:
        key = rng.choice(keys)
        new = doc.without_value(table, key)
        assert table not in tables(new.data) or key not in at(new.data, table)
    elif kind == "same" and keys:
        key = rng.choice(keys)
        assert doc.with_value(table, key, at(doc.data, table)[key]).text == doc.text
    elif kind == "block":
        new = inserted_and_taken_out(rng, doc)
    elif kind == "unblock" and isinstance(doc.data.get("talks"), list) and doc.data["talks"]:
        new = doc.without_block("talks", rng.randrange(len(doc.data["talks"])))
        assert len(new.data.get("talks", [])) == len(doc.data["talks"]) - 1
    assert same(new.data, tomllib.loads(new.text.removeprefix("\ufeff")))
    again = Document.read(new.text)
    assert all(new.line_of(path) == again.line_of(path) for path in tables(new.data))
    assert new.text.startswith("\ufeff") == doc.text.startswith("\ufeff")
    if "\r\n" in doc.text and lone_line_feeds(doc.text) == 0:
        assert lone_line_feeds(new.text) == 0
    return new


def inserted_and_taken_out(rng: random.Random, doc: Document) -> Document:
    name = rng.choice(["talks", "overrides", "papers"])
    old = doc.data.get(name, [])
    index = rng.randint(0, len(old)) if isinstance(old, list) else 0
    values = {"id": "new", "abstract": "x\ny", "private": {"mail": "a@b"}, "speakers": [{"name": "A"}, {"name": "B"}]}
    new = doc.with_block(name, index, values, ("overrides", "talks"))
    assert same(new.data[name], [*old[:index], values, *old[index:]])
    assert comments(new) == comments(doc)
    back = new.without_block(name, index).text
    if not doc.text.endswith("\n") and back != doc.text:
        back = back.removesuffix("\n").removesuffix("\r")
    assert back == doc.text
    return new


@pytest.mark.parametrize("seed", range(6))
def test_every_value_is_found_in_its_line(seed: int) -> None:
    """The source of each value reads as this value, and its line holds its key."""
    rng = random.Random(1000 + seed)
    for _ in range(30):
        doc = Document.read(a_document(rng))
        lines = doc.text.split("\n")
        for table in tables(doc.data):
            for key, item in at(doc.data, table).items():
                source = doc.source_of((*table, key))
                if source is not None:
                    assert same(tomllib.loads(f"k = {source}")["k"], item)
                    assert key in lines[doc.line_of((*table, key)) - 1]


def mangled(rng: random.Random, text: str) -> str:
    for _ in range(rng.randint(1, 4)):
        start = rng.randrange(len(text) + 1)
        end = start + rng.choice([0, 0, 1, 2, 5, 30])
        new = rng.choice(["", "", '"', "'", "'''", '"""', "[", "]", "{", "}", "=", "\n", "\r", "\x00", "#", ".", "a = 1\n",
                          "[series]\n", "[[talks]]\n", "“", "\\", " ", ",", "\u2028", "[a", ": "])  # fmt: skip
        text = text[:start] + new + text[end:]
    return text


@pytest.mark.parametrize("seed", range(16))
def test_any_text_gives_mistakes_or_what_tomllib_reads(seed: int) -> None:
    rng = random.Random(2000 + seed)
    for _ in range(100):
        the_law(mangled(rng, a_document(rng)))


@pytest.mark.parametrize("seed", range(4))
def test_so_does_junk(seed: int) -> None:
    rng = random.Random(3000 + seed)
    for _ in range(400):
        the_law("".join(rng.choices("[]{}=\"'#.,:\n\r\\ \tab1-T\ufeff\x00é", k=rng.randint(0, 80))))


LINES = (
    "[a]\n", "[[a]]\n", "[a.b]\n", "[[a.b]]\n", "[b.c.d]\n", '[ a . "b" ] # x\n', "[ [a]]\n", "[a] b = 1\n", "a = 1\n",
    "b.c = 2\n", "c = {}\n", "b = [{}]\n", "b = [\n[1]]\n", "'k' = 'x'\n", '"" = ""\n', "t=true\n", "n = 01\n", " \n", "\r\n",
    "x = '''\n[a]\n''''\n", "x = '''\r\n'''\r\n", 'x = """ """\n', 'x = """\\u0041"""\n', 'x = "\\t"\n',
    "d = 2026-02-30\n", "d = 2026-02-28\n", "d = 2026-02-28 10:00:00\n", "# é\n", "\t", "\x7f", "\r", "a = 1",
)  # fmt: skip


@pytest.mark.parametrize("seed", range(4))
def test_the_quick_way_to_read_is_that_of_tomllib(seed: int) -> None:
    """Headers that meet in any way, and every kind of line: read the same, or left to tomllib."""
    rng = random.Random(4000 + seed)
    taken = sound = 0
    for number in range(500):
        text = "".join(rng.choices(LINES, k=rng.randint(1, 8))) if number % 2 else a_document(rng)
        start = 1 if text.startswith("\ufeff") else 0
        read = plain.read(text, start)
        try:
            data = tomllib.loads(text[start:])
        except ValueError:
            assert read is None, text
            continue
        sound += 1
        if read:
            taken += 1
            assert same(read.data, data), text
            assert list(read.data) == list(data), text
            assert read.sections == Layout(text, start).sections, text
    assert taken > 0.95 * sound > 200


def the_law(text: str) -> None:
    doc = Document.read(text)
    assert doc.text == text
    last = text.count("\n") + (not text.endswith("\n")) or 1
    assert all(problem.line is not None and 1 <= problem.line <= last for problem in doc.mistakes), text
    assert sorted(problem.line or 0 for problem in doc.mistakes) == [problem.line for problem in doc.mistakes]
    assert all(problem.says and problem.hint and problem.code == "toml" for problem in doc.mistakes), doc.mistakes
    for path in tables(doc.data):
        assert 1 <= doc.line_of(path) <= last
    try:
        data = tomllib.loads(text.removeprefix("\ufeff"))
    except ValueError:
        assert doc.mistakes, text
    else:
        assert doc.mistakes == ()
        assert same(doc.data, data)
