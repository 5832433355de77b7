"""The embedded PostgreSQL under kill -9, beside other processes, and as an ordinary user: slow and real."""

import asyncio
import os
import shutil
import signal
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import asyncpg
import pytest

from service.kit.embedded_postgres import FORGETFUL, DatabaseWillNotStart, EmbeddedPostgres
from service.kit.embedded_postgres.account import server_account
from service.kit.embedded_postgres.binaries import binaries_for
from service.kit.embedded_postgres.server import Cluster, start_server

pytestmark = pytest.mark.drill

ROOT = os.geteuid() == 0
HERE = Path(__file__).resolve().parents[2]
DEBIAN = Path("/usr/lib/postgresql/15/bin")
NOBODY = 65534
ROWS = "select count(*) from acknowledged"

HOLD = """
import sys, time
from pathlib import Path
from service.kit.embedded_postgres import EmbeddedPostgres
with EmbeddedPostgres(Path(sys.argv[1]), bin_dir=Path(sys.argv[2]) if sys.argv[2] else None) as postgres:
    print(postgres.owner_url, flush=True)
    time.sleep(float(sys.argv[3]))
"""
WATCH = """
import sys, time
from service.kit.embedded_postgres.account import Account
from service.kit.embedded_postgres.server import watcher
watching = watcher(int(sys.argv[1]), Account())
print("watching", flush=True)
time.sleep(600)
"""
both_servers = pytest.mark.parametrize(
    "bin_dir",
    [
        pytest.param(None, id="the wheel's PostgreSQL"),
        pytest.param(
            DEBIAN,
            id="Debian's PostgreSQL 15",
            marks=pytest.mark.skipif(not DEBIAN.exists(), reason="Debian's postgresql-15 is not installed"),
        ),
    ],
)


async def value(url: str, statement: str) -> object:
    connection = await asyncpg.connect(url)
    try:
        return await connection.fetchval(statement)
    finally:
        await connection.close()


@contextmanager
def another_process(code: str, *arguments: str) -> Iterator[tuple["subprocess.Popen[str]", str]]:
    """A Python of our own running `code`, and the first line it prints; killed at the end."""
    command = [sys.executable, "-c", code, *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=HERE) as process:
        try:
            assert process.stdout is not None
            yield process, process.stdout.readline().strip()
        finally:
            process.kill()


def holding(state: Path, bin_dir: Path | None = None) -> tuple[str, str, str, str]:
    return HOLD, str(state), str(bin_dir or ""), "600"


def server_pid(state: Path) -> int:
    return int((state / "data" / "postmaster.pid").read_text().split()[0])


def wait_until_gone(pid: int) -> None:
    """A process that ended and that nobody has waited for yet counts as gone."""
    for _ in range(500):
        try:
            if "State:\tZ" in Path(f"/proc/{pid}/status").read_text():
                return
        except OSError:
            return
        time.sleep(0.02)
    pytest.fail(f"process {pid} is still there")


async def insert_until_the_server_goes(url: str) -> int:
    """Each row is its own transaction; how many the server acknowledged."""
    acknowledged = 0
    connection = await asyncpg.connect(url)
    # asyncpg reports a server that vanishes in mid-sentence as an error of its own making.
    with suppress(OSError, asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError):
        while True:
            await connection.execute("insert into acknowledged values (1)")
            acknowledged += 1
    connection.terminate()
    return acknowledged


@both_servers
@pytest.mark.parametrize("killed", ["the parent", "the server", "both"])
async def test_no_acknowledged_row_is_lost_by_kill_9(
    tmp_path: Path, bin_dir: Path | None, killed: str
) -> None:
    with another_process(*holding(tmp_path, bin_dir)) as (parent, url):
        await value(url, "create table acknowledged (n int)")
        pid = server_pid(tmp_path)
        writing = asyncio.create_task(insert_until_the_server_goes(url))
        await asyncio.sleep(0.5)
        if killed != "the parent":
            os.kill(pid, signal.SIGKILL)
        if killed != "the server":
            parent.kill()
        acknowledged = await asyncio.wait_for(writing, 30)
        parent.kill()
        parent.wait()
    # Started at once, while the old server may still be ending.
    with EmbeddedPostgres(tmp_path, bin_dir=bin_dir) as again:
        kept = await value(again.owner_url, ROWS)
    assert acknowledged > 0
    # The row under way when the server went may be stored without our having heard of it.
    assert kept in (acknowledged, acknowledged + 1)


def test_the_server_ends_with_its_killed_parent(tmp_path: Path) -> None:
    with another_process(*holding(tmp_path)) as (parent, _):
        pid = server_pid(tmp_path)
        parent.kill()
        wait_until_gone(pid)


def test_the_watcher_ends_a_process_when_its_parent_is_killed() -> None:
    watched = subprocess.Popen(["/bin/sleep", "60"])
    with another_process(WATCH, str(watched.pid)) as (parent, _):
        assert watched.poll() is None
        parent.kill()
        assert watched.wait(10) == -signal.SIGINT


def test_ctrl_c_leaves_a_database_that_needs_no_recovery(tmp_path: Path) -> None:
    with another_process(*holding(tmp_path)) as (parent, _):
        pid = server_pid(tmp_path)
        parent.send_signal(signal.SIGINT)
        parent.wait(30)
        wait_until_gone(pid)
    assert "database system is shut down" in (tmp_path / "postgres.log").read_text()


def test_a_second_supervisor_is_refused_at_once_and_told_by_whom(tmp_path: Path) -> None:
    with another_process(*holding(tmp_path)) as (first, _):
        began = time.monotonic()
        with pytest.raises(DatabaseWillNotStart, match=f"already running, started by process {first.pid}"):
            EmbeddedPostgres(tmp_path).__enter__()
        assert time.monotonic() - began < 1


@pytest.mark.parametrize("whose", ["a stranger's", "a zombie's", "our own"])
def test_a_lock_file_that_names_another_process_stops_nothing(tmp_path: Path, whose: str) -> None:
    with EmbeddedPostgres(tmp_path, options=FORGETFUL):
        lock = (tmp_path / "data" / "postmaster.pid").read_text().splitlines()
    with subprocess.Popen(["/bin/sleep", "60" if whose == "a stranger's" else "0"]) as other:
        lock[0] = str(os.getpid() if whose == "our own" else other.pid)
        (tmp_path / "data" / "postmaster.pid").write_text("\n".join(lock) + "\n")
        with EmbeddedPostgres(tmp_path, options=FORGETFUL) as postgres:
            assert postgres.running
        assert whose != "a stranger's" or other.poll() is None
        other.kill()


async def test_a_server_that_outlived_its_supervisor_is_stopped_first(tmp_path: Path) -> None:
    with EmbeddedPostgres(tmp_path, options=FORGETFUL):
        pass
    account = server_account(tmp_path / "data")
    cluster = Cluster(
        binaries=binaries_for(account, None),
        account=account,
        data=tmp_path / "data",
        sockets=tmp_path / "run",
        log=tmp_path / "postgres.log",
    )
    orphan = start_server(cluster, options=FORGETFUL, deadline=time.monotonic() + 30)
    with EmbeddedPostgres(tmp_path, options=FORGETFUL) as postgres:
        assert orphan.process.wait(10) == 0
        assert await value(postgres.app_url, "select 1") == 1


def run_as_an_ordinary_user(python: str, code: str, *arguments: str) -> "subprocess.CompletedProcess[str]":
    packages = f"{HERE}:{sysconfig.get_path('purelib')}"
    return subprocess.run(
        [python, "-c", code, *arguments],
        check=False,
        capture_output=True,
        text=True,
        cwd="/",
        env={"PYTHONPATH": packages, "PATH": "/usr/bin:/bin", "LANG": "en_GB.UTF-8"},
        user=NOBODY,
        group=NOBODY,
        extra_groups=[],
    )


@pytest.fixture(scope="module")
def python_for_everyone() -> str:
    """A Python that an ordinary user may run with our packages: one below /root is closed to them."""
    for candidate in (sys.executable, "/usr/bin/python3"):
        with suppress(PermissionError, FileNotFoundError):
            if run_as_an_ordinary_user(candidate, "import service.kit.embedded_postgres").returncode == 0:
                return candidate
    pytest.skip("no Python here that an ordinary user may run with our packages")


@pytest.fixture
def ordinary_home() -> Iterator[Path]:
    """A private folder of an ordinary user."""
    home = Path(tempfile.mkdtemp(prefix="pathway-home-"))
    os.chown(home, NOBODY, NOBODY)
    yield home
    shutil.rmtree(home)


@pytest.mark.skipif(
    not ROOT, reason="only root can be two accounts; as an ordinary user every other test is this one"
)
class TestOrdinaryUser:
    """What root can see of an ordinary user's database."""

    async def test_runs_it_and_root_may_take_it_over_and_give_it_back(
        self, ordinary_home: Path, python_for_everyone: str
    ) -> None:
        state = ordinary_home / "var"
        first = run_as_an_ordinary_user(python_for_everyone, HOLD, str(state), "", "0")
        assert first.stderr == ""
        assert first.stdout.startswith("postgresql://pathway_owner@/pathway?host=")
        with EmbeddedPostgres(state, options=FORGETFUL) as as_root:
            assert await value(as_root.app_url, "select 1") == 1
            assert (state / "data").stat().st_uid == NOBODY
        assert run_as_an_ordinary_user(python_for_everyone, HOLD, str(state), "", "0").returncode == 0

    def test_is_told_in_one_line_that_the_folder_is_roots(
        self, ordinary_home: Path, python_for_everyone: str
    ) -> None:
        with EmbeddedPostgres(ordinary_home / "var", options=FORGETFUL):
            pass
        refused = run_as_an_ordinary_user(python_for_everyone, HOLD, str(ordinary_home / "var"), "", "0")
        assert "DatabaseWillNotStart: This account may not use" in refused.stderr.splitlines()[-1]
