"""How much memory a command and all its processes have at most, together."""

import subprocess
from pathlib import Path
from threading import Event, Thread

import psutil

EVERY = 0.25
"""Seconds between two looks."""
MEGABYTE = 1_000_000


class Peak:
    """The most memory that a process and those it started held together, looked at four times a second.

    Resident memory, summed: pages that two of them share count twice, so it is never too little. (Parting shared pages
    exactly would stop a large process each time it is looked at.)
    """

    def __init__(self, process: int) -> None:
        self._process = psutil.Process(process)
        self._most, self._ended = 0, Event()
        self._thread = Thread(target=self._watch, daemon=True)
        self._thread.start()

    def megabytes(self) -> float:
        """Give the peak, after the process ended."""
        self._ended.set()
        self._thread.join()
        return self._most / MEGABYTE

    def _watch(self) -> None:
        while not self._ended.wait(EVERY):
            self._most = max(self._most, _together(self._process))


def _together(process: psutil.Process) -> int:
    try:
        return sum(_held(each) for each in (process, *process.children(recursive=True)))
    except psutil.NoSuchProcess:
        return 0


def _held(process: psutil.Process) -> int:
    try:
        return int(process.memory_info().rss)
    except psutil.NoSuchProcess:
        return 0


def run_watched(command: list[str], folder: Path, environment: dict[str, str]) -> tuple[str, float]:
    """Run a command; give what it printed and its peak in megabytes. What it says on the way is shown."""
    with subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.PIPE, text=True) as process:
        peak = Peak(process.pid)
        said, _ = process.communicate()
    if process.returncode:
        raise AssertionError(f"{' '.join(command)} ended with {process.returncode}")
    return said, peak.megabytes()
