"""The JSON Schema: what it says, what it accepts and refuses, and that the usual TOML tools understand it."""

import datetime as dt
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator

from semctl import model
from semctl.parse import RECORDS, parse
from semctl.problems import Grade
from semctl.reading import records
from semctl.schema import json_schema
from semctl.tomltext.document import Document

SHIPPED = (Path(__file__).parent.parent / "seminars.toml").read_text("utf-8")
SCHEMA = json_schema()
FULL = """
[series]
id = "x"
name = "X"
timezone = "Europe/Berlin"
topics = "one"
url = "https://a.b/c"
join = { url = "https://zoom.us/1", passcode = "1", show = "public" }
also_times = ["America/New_York"]

[series.private]
budget = 3

[[organizers]]
name = "A"
public = true

[[schedule]]
every = "week"
weekday = ["Monday", "Tuesday"]
time = ["15:00", 16:15:00]
start = 2026-05-11
duration = "75 min"

[[breaks]]
from = 2026-06-01
to = 2026-06-05

[[overrides]]
date = 2026-05-12
at = 16:15:00
time = "4 pm"
cancelled = true

[[overrides]]
date = 2026-05-18
at = "15:00"
holiday = "meet"
time = "noon"

[rooms."A027"]
capacity = 30
phrase = { de = "im Hörsaal Raum A027" }

[[talks]]
date = 2026-05-18
at = "15:00"
title = "T.b.a."
papers = "p"
roles = { presenter = "a" }

[[talks.speakers]]
name = "A"

[talks.private]
phone = "1"

[publish]
url = "https://cal.x.org/ada/x/"
user = "ada"
password_command = "pass show cal"

[check]
ignore = ["no-room"]

[mail]
from = "a@b.c"

[[papers]]
id = "p"
"""
BROKEN = [
    ('name = "X"\n', "", "a required key"),
    ("topics", "topcis", "a mistyped key"),
    ("[check]", "[chek]", "a mistyped table"),
    ("password_command", "password", "a password in the file"),
    ("[mail]", "[[mail]]", "a single table as an array"),
    ("[[papers]]", "[papers]", "an array as a single table"),
    ("[[breaks]]", "[breaks]", "a record's array as a single table"),
    ('show = "public"', 'show = "all"', "another word than the known ones"),
    ('url = "https://zoom.us/1"', 'url = "zoom.us/1"', "an address without https://"),
    ("public = true", 'public = "true"', "a word for a truth value"),
    ("capacity = 30", 'capacity = "30"', "a text for a number"),
    ("capacity = 30", "capacity = 0", "no seats"),
    ("at = 16:15:00", "at = 16", "a number for a time"),
    ('time = "4 pm"', 'time = "soon"', "no time"),
    ("start = 2026-05-11", "start = 2026", "a year for a date"),
    ('weekday = ["Monday", "Tuesday"]', "weekday = [1, 2]", "numbers for weekdays"),
    ('id = "x"', 'id = "x y"', "an id with a blank"),
    ("from = 2026-06-01\n", "", "a required date"),
    ('holiday = "meet"', 'holiday = "skip"', "another word for a holiday"),
    ('name = "A"\n\n[talks', 'nmae = "A"\n\n[talks', "a mistyped key of a speaker"),
    ('phrase = { de = "im', 'phrase = { de = 1, x = "im', "a number for a phrase"),
]


def plain(value: Any) -> Any:
    """Dates and times as the strings that JSON has for them."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    return value.isoformat() if isinstance(value, (dt.date, dt.time)) else value


def wrong(text: str) -> list[str]:
    return [error.message for error in Draft7Validator(SCHEMA).iter_errors(plain(tomllib.loads(text)))]


def broken(old: str, new: str) -> str:
    assert FULL.count(old) >= 1, old
    return FULL.replace(old, new, 1)


def each_schema(schema: Any) -> Any:
    if isinstance(schema, dict):
        yield schema
        for item in schema.values():
            yield from each_schema(item)
    elif isinstance(schema, list):
        for item in schema:
            yield from each_schema(item)


def test_it_is_a_schema() -> None:
    Draft7Validator.check_schema(SCHEMA)
    assert json.loads(json.dumps(SCHEMA)) == SCHEMA
    assert list(SCHEMA["properties"]) == [*RECORDS, *records.RECORDS]
    assert all(each.get("type") != "null" for each in each_schema(SCHEMA))


def test_every_key_of_every_record_is_described() -> None:
    talks = SCHEMA["properties"]["talks"]["items"]
    expected = [each.name for each in fields(model.Talk) if each.name != "path"]
    assert list(talks["properties"]) == [*expected, "private"]
    bare = [
        key
        for each in each_schema(SCHEMA)
        for key, item in (each.get("properties") or {}).items()
        if isinstance(item, dict) and not item.get("description")
    ]
    assert bare == []


def test_keys_as_they_are_said() -> None:
    schedule = SCHEMA["properties"]["schedule"]["anyOf"][0]["properties"]
    assert schedule["duration"] == {
        "type": "string",
        "description": 'how long, as "75 min" or "1 h 30 min"; unsaid, a calendar takes 60 minutes, marked as assumed.',
        "examples": ["75 min", "1 h 30 min"],
    }
    assert schedule["start"]["format"] == "date"
    assert "from" in SCHEMA["properties"]["breaks"]["items"]["required"]
    talks = SCHEMA["properties"]["talks"]["items"]
    assert talks["properties"]["status"] == {
        "type": "string",
        "enum": ["invited", "tentative", "confirmed", "cancelled"],
        "description": "how sure the talk is; confirmed if unsaid.",
        "default": "confirmed",
    }
    assert "examples" not in talks["properties"]["title"]  # "T.b.a." is none
    assert "required" not in talks  # an id is made where there is none


def test_the_shipped_file_and_a_full_one_are_valid() -> None:
    assert wrong(SHIPPED) == []
    assert wrong(FULL) == []


def test_what_is_valid_is_sound() -> None:
    problems = [problem for problem in parse(Document.read(FULL)).problems if problem.grade is not Grade.CHORE]
    assert problems == []


@pytest.mark.parametrize(("old", "new", "what"), BROKEN, ids=[what for _, _, what in BROKEN])
def test_what_is_broken_is_refused(old: str, new: str, what: str) -> None:
    assert wrong(broken(old, new)) != [], what


# --- the usual tools ---


def tool(name: str) -> str:
    path = shutil.which(name, path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    if path is None:
        pytest.skip(f"{name} is not installed: pip install {name}")
    return path


def passes(name: str, text: str, folder: Path) -> bool:
    schema, file = folder / "seminars.schema.json", folder / "seminars.toml"
    schema.write_text(json.dumps(SCHEMA), "utf-8")
    if name == "taplo":
        command = [tool(name), "check", "--schema", schema.as_uri(), str(file)]
    else:
        command = [tool(name), "lint", "--offline", "--error-on-warnings", str(file)]
        text = f"#:schema ./{schema.name}\n{text}"
    file.write_text(text, "utf-8")
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=60)
    assert re.search("lint|schema|found files", done.stdout + done.stderr), done
    return done.returncode == 0


@pytest.mark.parametrize("name", ["taplo", "tombi"])
def test_tools_accept_what_is_right(name: str, tmp_path: Path) -> None:
    assert passes(name, SHIPPED, tmp_path)
    assert passes(name, FULL, tmp_path)


@pytest.mark.parametrize("name", ["taplo", "tombi"])
@pytest.mark.parametrize(("old", "new", "what"), BROKEN, ids=[what for _, _, what in BROKEN])
def test_tools_refuse_what_is_broken(name: str, old: str, new: str, what: str, tmp_path: Path) -> None:
    assert not passes(name, broken(old, new), tmp_path), what
