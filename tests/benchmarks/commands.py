"""Runs the console command as a process of its own, and says how long it took and how much memory it had at most."""

import os
import subprocess
import sys
from pathlib import Path
from time import perf_counter

import msgspec

ROOT = Path(__file__).resolve().parents[2]
MEGABYTE = 1_000_000


class Ran(msgspec.Struct, frozen=True, kw_only=True):
    """What a command cost: seconds from start to end, and its peak of resident memory in megabytes."""

    seconds: float
    megabytes: float
    said: str


def environment(**given: str) -> dict[str, str]:
    """Give a process's environment: ours, but with compiled files kept, as anywhere else."""
    kept = {name: text for name, text in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, **given}


def pathway(url: str, *words: str) -> Ran:
    """Run `pathway WORDS` on a database. Raises where the command fails."""
    return run(*words, DATABASE_URL=url)


def run(*words: str, **given: str) -> Ran:
    """Run `pathway WORDS` in an environment. Raises where the command fails."""
    command = [sys.executable, "-m", "tests.benchmarks.commands", *words]
    began = perf_counter()
    done = subprocess.run(
        command, cwd=ROOT, env=environment(**given), check=False, capture_output=True, text=True
    )
    seconds = perf_counter() - began
    if done.returncode:
        raise AssertionError(f"pathway {' '.join(words)}: {done.stderr[-2000:]}")
    said, _, peak = done.stdout.strip().rpartition("\n")
    return Ran(seconds=seconds, megabytes=int(peak) / MEGABYTE, said=said)


def peak_of_this_process() -> int:
    """Give our own peak of resident memory in bytes.

    Linux's high-water mark of this very program: what `wait4` tells of a child includes the parent it was forked
    from.
    """
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024
    raise OSError("this system does not tell the peak memory of a process")


if __name__ == "__main__":
    from service.cli import main

    code = main(sys.argv[1:])
    print(peak_of_this_process())
    sys.exit(code)
