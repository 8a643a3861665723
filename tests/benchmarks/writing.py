"""What a change of a file costs as it grows, beside reading it with tomllib and making the same edit with tomlkit.

Whole processes, start-up included, in turn, by the time that the processor is busy with each. Run it with
`python -m tests.benchmarks.writing [LARGEST]`; tomlkit is left out above 3,000 talks, where it takes minutes. It prints
a table as docs/performance.md has it.
"""

import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.measuring import SEMCTL, Measured, busy, peak, run
from tests.benchmarks.reading import IN_A_RULE, SIZES, series

READ = "import sys, tomllib\nwith open(sys.argv[1], 'rb') as file:\n    tomllib.load(file)\n"
TOMLKIT_MOVE = """import sys, tomlkit
with open(sys.argv[1], newline="") as file:
    data = tomlkit.parse(file.read())
data["talks"][-1]["title"] = "Another"
with open(sys.argv[1], "w", newline="") as file:
    file.write(tomlkit.dumps(data))
"""


def table(largest: int) -> Iterator[str]:
    """Measure, and give line by line what is found."""
    yield "| talks | tomllib reads ms | add-talk | move-talk | tomlkit edits | MiB: tomllib | add-talk | move-talk |"
    yield "|--:|--:|--:|--:|--:|--:|--:|--:|"
    for talks in (size for size in SIZES if size <= largest):
        rounds = 7 if talks <= 3_000 else 3
        with tempfile.TemporaryDirectory() as name:
            measured = _measured(Path(name), talks, rounds)
        read, add, move, kit = (busy(each) if each else 0.0 for each in measured)
        ratios = " | ".join(f"{each:.0f} ({each / read:.1f})" if each else "–" for each in (add, move, kit))
        sizes = " | ".join(f"{peak(each):.0f}" for each in measured[:3])
        yield f"| {talks:,} | {read:.0f} | {ratios} | {sizes} |"


def _measured(folder: Path, talks: int, rounds: int) -> tuple[list[Measured], ...]:
    whole, file = folder / "whole.toml", folder / "seminars.toml"
    whole.write_text(_with_free_slots(series(talks)), "utf-8")
    programs = {name: folder / f"{name}.py" for name in ("read", "kit")}
    programs["read"].write_text(READ, "utf-8")
    programs["kit"].write_text(TOMLKIT_MOVE, "utf-8")
    commands = (
        (sys.executable, str(programs["read"]), str(file)),
        (*SEMCTL, "add-talk", "--speaker", "Emmy Noether", "--date", "next"),
        (*SEMCTL, "move-talk", f"speaker-{talks // 2}", "next"),
        (sys.executable, str(programs["kit"]), str(file)),
    )
    environment = {"SEMCTL_NOW": "2000-01-01", "XDG_STATE_HOME": str(folder / "state")}
    found: tuple[list[Measured], ...] = ([], [], [], [])
    for _ in range(rounds):
        for command, runs in zip(commands, found, strict=True):
            if command is commands[-1] and talks > SIZES[2]:
                continue
            shutil.copy(whole, file)
            runs.append(run(command, folder, environment))
    return found


def _with_free_slots(text: str) -> str:
    """The first rule goes on for some days, so that there is somewhere to go."""
    first = text.index("count = ")
    end = text.index("\n", first)
    count = min(IN_A_RULE, int(text[first + len("count = ") : end]) + 30)
    talks_end = text[:first] + f"count = {count}" + text[end:]
    return talks_end.replace('\n[[talks]]\nid = "speaker-7"', '\n[[talks]]\nstatus = "cancelled"\nid = "speaker-7"', 1)


if __name__ == "__main__":
    sys.stdout.writelines(f"{line}\n" for line in table(int(sys.argv[1]) if len(sys.argv) > 1 else SIZES[-1]))
