"""Runs of other programs, measured from outside: wall time, processor time and peak memory."""

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

SEMCTL = (str(Path(sys.executable).with_name("semctl")),)
MS = 1000.0


@dataclass(frozen=True, slots=True)
class Measured:
    """One run: seconds from start to end, those the processor was busy with it, and the largest resident size in MiB."""

    seconds: float
    busy: float
    peak: float


def run(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> Measured:
    """Run a command to its end; its output goes nowhere, and it has to succeed."""
    begin = time.perf_counter()
    with subprocess.Popen(
        command,
        cwd=folder,
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - begin
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"exit code {process.returncode}: {' '.join(command)}")
    unit = 1024 * 1024 if sys.platform == "darwin" else 1024
    return Measured(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / unit)


def interleaved(
    commands: Mapping[str, Sequence[str]], folder: Path, environment: Mapping[str, str], rounds: int
) -> dict[str, list[Measured]]:
    """Every command once a round, so that what else the machine does falls on all of them alike."""
    runs: dict[str, list[Measured]] = {name: [] for name in commands}
    for command in commands.values():  # once for the files to be at hand
        run(command, folder, environment)
    for _ in range(rounds):
        for name, command in commands.items():
            runs[name].append(run(command, folder, environment))
    return runs


def ratio(runs: Sequence[Measured], base: Sequence[Measured]) -> float:
    """The median over the rounds of the ratio in each."""
    return median(one.seconds / other.seconds for one, other in zip(runs, base, strict=True))


def times(runs: Sequence[Measured]) -> tuple[float, float, float]:
    """The shortest, the median and the longest, in milliseconds."""
    seconds = [each.seconds * MS for each in runs]
    return min(seconds), median(seconds), max(seconds)


def busy(runs: Sequence[Measured]) -> float:
    """The least time that the processor was busy with one of them, in milliseconds."""
    return min(each.busy for each in runs) * MS


def peak(runs: Sequence[Measured]) -> float:
    """The largest resident size of all, in MiB."""
    return max(each.peak for each in runs)
