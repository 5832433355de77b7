"""The worker's table of operations, each run on a real database, and the process around it."""

import ast
import asyncio
import signal
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from service.imports.operations.check import SubmissionUnknown
from service.kit.database import NOBODY_ASKS, Database, execute, rows
from service.kit.embedded_postgres import EmbeddedPostgres
from service.kit.ids import new_id
from service.kit.jobs import enqueue
from service.settings import Settings, SettingsInvalid
from service.worker import TIMETABLE, operations, run
from tests.kit.jobs.crew import database_of

OPERATIONS = operations(Settings())
HERE = Path(__file__).resolve().parents[1]
WORKER = """
import os
from service.settings import settings_from
from service.worker import run
run(settings_from(os.environ))
print("ended")
"""


def test_everything_on_the_timetable_has_an_operation() -> None:
    assert {daily.name for daily in TIMETABLE} <= OPERATIONS.keys()


def test_every_job_the_service_enqueues_has_an_operation() -> None:
    asked = {name for path in (HERE / "service").rglob("*.py") for name in enqueued_in(path)}
    assert "check_submission" in asked
    assert asked <= OPERATIONS.keys()


def enqueued_in(path: Path) -> Iterator[str]:
    """The names written out in calls of `enqueue(session, "name", …)`."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("enqueue") and len(node.args) > 1:
            name = node.args[1]
            if isinstance(name, ast.Constant):
                yield str(name.value)


@pytest.mark.parametrize("name", [daily.name for daily in TIMETABLE])
async def test_a_daily_operation_runs_without_arguments(name: str, database: Database, now: datetime) -> None:
    await OPERATIONS[name](database, {}, now)


@pytest.mark.parametrize("name", ["check_submission", "accept_submission"])
async def test_a_file_that_was_discarded_meanwhile_is_unknown(
    name: str, database: Database, now: datetime
) -> None:
    with pytest.raises(SubmissionUnknown):
        await OPERATIONS[name](database, {"submission_id": str(new_id())}, now)


async def test_tidy_forgets_jobs_done_a_month_ago_and_no_others(database: Database, now: datetime) -> None:
    async with database.transaction(NOBODY_ASKS) as session:
        for name, age, state in (("old", 31, "done"), ("new", 29, "done"), ("stuck", 99, "failed")):
            await enqueue(session, name, arguments={})
            ended = "update job set state = $2, ended_at = $3 where name = $1"
            await execute(session, ended, name, state, now - timedelta(days=age))
    await OPERATIONS["tidy"](database, {}, now)
    async with database.transaction(NOBODY_ASKS) as session:
        left = [found["name"] for found in await rows(session, "select name from job order by name")]
    assert left == ["new", "stuck"]


def test_a_worker_without_a_database_says_how_to_get_one() -> None:
    with pytest.raises(SettingsInvalid, match="DATABASE_URL"):
        run(Settings())


@pytest.fixture
def address(postgres: EmbeddedPostgres) -> str:
    """A database of its own: what a worker does is committed."""
    database_of(postgres, "worker")
    return postgres.url("pathway_app", "worker")


@pytest.mark.drill
async def test_the_process_starts_and_ends_on_a_signal_with_its_log_on_standard_error(address: str) -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", WORKER, cwd=HERE, env={"DATABASE_URL": address},
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    try:
        assert process.stderr is not None
        async with asyncio.timeout(30):
            while b"job done" not in (line := await process.stderr.readline()):
                assert line, "the worker ended"
        process.send_signal(signal.SIGTERM)
        said, logged = await asyncio.wait_for(process.communicate(), 30)
    finally:
        if process.returncode is None:
            process.kill()
    assert (process.returncode, said) == (0, b"ended\n")
    assert b"worker stopped" in logged
    assert b"interrupted" not in logged
