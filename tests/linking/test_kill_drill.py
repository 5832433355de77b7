"""SIGKILL in the middle of linking: the next run goes on, its pairs are those of a run nobody stopped."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from service.linking.operations import link
from service.linking.place import work_folder
from tests.linking.files import a_model, two_files, write
from tests.linking.link_in_process import asked

pytestmark = pytest.mark.drill
ROOT = Path(__file__).resolve().parents[2]
WAIT = 120


def children_of(pid: int) -> list[int]:
    return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def await_that(path: Path, pattern: str, running: subprocess.Popen[str]) -> None:
    until = time.monotonic() + WAIT
    while not list(path.glob(pattern)):
        assert running.poll() is None, running.communicate()
        assert time.monotonic() < until, f"no {pattern} after {WAIT} seconds"
        time.sleep(0.01)


@pytest.mark.skipif(
    not Path("/proc/self/task").is_dir(), reason="this system does not list a process's children"
)
def test_a_killed_run_goes_on_and_leaves_no_process_behind(tmp_path: Path) -> None:
    some, register = two_files(500, 250)
    left, right = write(tmp_path / "list.csv", some), write(tmp_path / "register.csv", register)
    model = a_model(tmp_path / "model.json", len(register))
    link(asked(left, right, tmp_path / "whole.csv", model), tell=lambda _: None)
    out = tmp_path / "pairs.csv"
    command = [sys.executable, "-m", "tests.linking.link_in_process", left, right, out, model]
    for pattern in ("left-*/*.parquet", "chunks-*/scale", "chunks-*/000001.parquet"):
        running = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, text=True)
        await_that(work_folder(out), pattern, running)
        below = children_of(running.pid)
        running.kill()
        assert running.wait() == -signal.SIGKILL
        assert not out.exists()
        assert_gone(below)
    kept = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    assert int(kept) >= 2
    assert out.read_bytes() == (tmp_path / "whole.csv").read_bytes()


def assert_gone(processes: list[int]) -> None:
    until = time.monotonic() + 20
    while any(_runs(pid) for pid in processes):
        assert time.monotonic() < until, "processes of a killed run are still there"
        time.sleep(0.05)


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    stat = Path(f"/proc/{pid}/stat")
    return not (stat.exists() and stat.read_text().rpartition(")")[2].split()[0] == "Z")
