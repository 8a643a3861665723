"""What the pages of a series cost as they grow, beside a bare loop over the same templates.

Run it with `python -m tests.benchmarks.pages [LARGEST]`; it prints a table as docs/performance.md has it.
"""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.measuring import MS, SEMCTL, Measured, run
from tests.benchmarks.reading import series

SIZES = (30, 300, 3000)
LOOP = """import sys, tomllib
from pathlib import Path
from jinja2 import ChoiceLoader, DictLoader, Environment, PackageLoader
from markupsafe import Markup, escape

with open(sys.argv[1], "rb") as file:
    data = tomllib.load(file)
env = Environment(loader=PackageLoader("semctl", "site/templates"), autoescape=True, trim_blocks=True, lstrip_blocks=True)
env.filters |= {"math": escape, "prose": lambda text: Markup("<p>{}</p>").format(text)}
words = dict.fromkeys("abstract all_talks add_to_calendar earlier feed joint_with later link note passcode subscribe".split(), "x")
words |= dict.fromkeys("tentative when where map moved_from photo organizer organizers contact seminars".split(), "x")
name = data["series"]["name"]
about = {"name": name, "called": name, "by": "", "home": "../index.html", "calendar": "../x.ics", "feed": "../feed.xml",
         "language": "en", "contact": "", "organizers": [], "colon": ":"}
into = Path(sys.argv[2], "talks")
into.mkdir(parents=True, exist_ok=True)
template = env.get_template("talk.html")
for talk in data["talks"]:
    view = {"title": talk["title"], "is_titled": True, "language": "en", "cancelled": "", "tentative": False,
            "people": [{"name": talk["speaker"], "affiliation": talk["affiliation"], "page": None, "url": None,
                        "photo": None, "bio": ""}],
            "when": str(talk["date"]), "span": str(talk["date"]), "moment": str(talk["date"]), "zone": "", "elsewhere": [],
            "moved_from": "", "reason": "", "room": "R", "address": "", "map": None, "online": "", "join": None,
            "link_by_mail": "", "note": "", "joint_with": "", "calendar": "x.ics", "links": [], "url": None,
            "abstract": talk["abstract"], "page": "x.html", "day": str(talk["date"])}
    page = template.render(
        series=about, words=words, root="../", assets="../assets/", department=None, has_own_css=False, address=None,
        image=None, about="", title=talk["title"], talk=view, before=None, after=None, data="{}", periods=[],
    )
    (into / (talk["id"] + ".html")).write_text(page, encoding="utf-8")
"""


def table(largest: int) -> Iterator[str]:
    """Measure, and give line by line what is found."""
    yield "| talks | loop | site | per talk | the same again | after one change |"
    yield "|--:|--:|--:|--:|--:|--:|"
    for talks in (size for size in SIZES if size <= largest):
        with tempfile.TemporaryDirectory() as folder:
            loop, fresh, again, changed = _measured(Path(folder), talks, 5 if talks < 3000 else 2)
        base = min(each.busy for each in loop)
        cells = [f"{base * MS:.0f}"]
        for runs in (fresh, again, changed):
            least = min(each.busy for each in runs)
            cells.append(f"{least * MS:.0f} ({least / base:.1f})")
            if runs is fresh:
                cells.append(f"{least * MS / talks:.1f}")
        yield f"| {talks:,} | {' | '.join(cells)} |"


def _measured(folder: Path, talks: int, rounds: int) -> tuple[list[Measured], ...]:
    """Runs of the loop, of a first build, of one without a change and of one after a change of one title."""
    file, program = folder / "many.toml", folder / "loop.py"
    text = series(talks)
    program.write_text(LOOP, encoding="utf-8")
    loop, fresh, again, changed = (list[Measured]() for _ in range(4))
    environment = {"SEMCTL_NOW": "2026-10-01"}
    for number in range(rounds):
        file.write_text(text, encoding="utf-8")
        into = f"out{number}"
        loop.append(run((sys.executable, "loop.py", "many.toml", f"loop{number}"), folder, environment))
        site = (*SEMCTL, "-f", "many.toml", "site", "-o", into)
        fresh.append(run(site, folder, environment))
        again.append(run(site, folder, environment))
        file.write_text(text.replace('title = "', 'title = "New: ', 1), encoding="utf-8")
        changed.append(run(site, folder, environment))
    return loop, fresh, again, changed


if __name__ == "__main__":
    for line in table(int(sys.argv[1]) if len(sys.argv) > 1 else SIZES[-1]):
        sys.stdout.write(f"{line}\n")
