"""How long semctl takes to start, beside Python alone and a Typer program that does nothing.

Run it with `python -m tests.benchmarks.startup [ROUNDS]`; it prints a table as docs/performance.md has it.
"""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.measuring import SEMCTL, interleaved, peak, ratio, times

ROOT = Path(__file__).parent.parent.parent
NOTHING = """import typer

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def nothing() -> None:
    pass


app()
"""
PYTHON, TYPER = "python -c pass", "a Typer program that does nothing"


def table(rounds: int) -> Iterator[str]:
    """Measure, and give line by line what is found."""
    with tempfile.TemporaryDirectory() as folder:
        program = Path(folder) / "nothing.py"
        program.write_text(NOTHING, "utf-8")
        commands = {
            PYTHON: (sys.executable, "-c", "pass"),
            TYPER: (sys.executable, str(program)),
            "semctl --help": (*SEMCTL, "--help"),
            "semctl list": (*SEMCTL, "list"),
            "semctl slots": (*SEMCTL, "slots"),
            "semctl announce": (*SEMCTL, "announce"),
            "semctl export": (*SEMCTL, "export"),
            "semctl check": (*SEMCTL, "check"),
        }
        runs = interleaved(commands, ROOT, {"SEMCTL_NOW": "2026-05-10"}, rounds)
    yield f"{rounds} interleaved rounds, {sys.implementation.name} {sys.version.split()[0]}\n"
    yield "| command | min ms | median ms | max ms | to Python | to Typer | peak MiB |"
    yield "|---|--:|--:|--:|--:|--:|--:|"
    for name, measured in runs.items():
        low, middle, high = times(measured)
        to_python, to_typer = ratio(measured, runs[PYTHON]), ratio(measured, runs[TYPER])
        yield (
            f"| {name} | {low:.0f} | {middle:.0f} | {high:.0f} | {to_python:.1f} | {to_typer:.2f} "
            f"| {peak(measured):.0f} |"
        )


if __name__ == "__main__":
    sys.stdout.writelines(f"{line}\n" for line in table(int(sys.argv[1]) if len(sys.argv) > 1 else 15))
