"""SIGKILL in the middle of an acceptance, twenty times: all or nothing of each batch, and the re-run completes."""

import asyncio
import os
import random
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path
from uuid import UUID

import msgspec
import pytest

from service.access.rows import Scope
from service.imports import queries
from service.imports.operations import begin_acceptance, check, receive
from service.imports.rows import AcceptMode, State, Tally
from service.kit import audit
from service.kit import database as sql
from service.kit.audit import By
from service.kit.database import REGISTER, Database
from service.kit.embedded_postgres import EmbeddedPostgres
from tests.benchmarks.ilr_generator import chunks, collection
from tests.factories import make_council, make_provider
from tests.imports.accept_in_process import NOW

pytestmark = pytest.mark.drill
ROOT = Path(__file__).resolve().parents[2]
TODAY = date(2026, 1, 15)
KILLS = 20
SIZE = 8_000_000  # bytes: some 3,200 learners, some 53 batches of 60

_BROKEN = {
    "a row taken without its learner": """
        select count(*) from submission_row where accepted_at is not null
        and outcome in ('found', 'issued') and learner_id is null""",
    "a learner without the claim that made it": """
        select count(*) from learner l where not exists (select from claim c where c.learner_id = l.id)""",
    "a learner whose facts were not looked at": """
        select count(*) from learner l where not exists (select from situation s where s.learner_id = l.id)""",
    "a fact whose row is not taken": """
        select count(*) from spell f where not exists (
            select from submission_row r where r.submission_id = f.submission_id and r.learner_id = f.learner_id
            and r.accepted_at is not null)""",
    "an alert of nobody": """
        select count(*) from alert a where not exists (select from learner l where l.id = a.learner_id)""",
    "progress that does not count the rows taken": """
        select abs(s.done - (select count(*) from submission_row r where r.submission_id = s.id
                             and r.accepted_at is not null)) from submission s""",
}


@pytest.fixture
async def submission_id(committed: Database) -> UUID:
    """A checked file whose acceptance has begun."""
    async with committed.transaction(REGISTER) as session:
        council = await make_council(session, now=NOW)
        college = await make_provider(session, now=NOW, council=council)
    by = By(agency_id=college.id)

    async def pieces() -> AsyncIterator[bytes]:
        for piece in chunks(size=SIZE, seed=7, shared=collection()):
            yield piece

    async with committed.transaction(REGISTER) as session:
        key = await receive(
            session, file_name="drill.xml", pieces=pieces(), limit=10**9, by=by, now=NOW, today=TODAY
        )
    await check(committed, submission_id=key, now=NOW)
    async with committed.transaction(REGISTER) as session:
        await begin_acceptance(
            session, submission_id=key, mode=AcceptMode.GOOD, within=Scope(college.id), by=by, now=NOW
        )
    return key


async def test_an_acceptance_killed_twenty_times_leaves_whole_batches_and_completes(
    committed: Database, postgres: EmbeddedPostgres, own_database: str, submission_id: UUID
) -> None:
    url = postgres.url("pathway_app", own_database)
    chance = random.Random(20)
    killed = 0
    for _ in range(KILLS):
        killed += await asyncio.to_thread(_accept_and_kill, url, submission_id, chance.uniform(0.0, 0.25))
        await _require_whole(committed)
    assert killed == KILLS, "some acceptances had ended before they were killed: make the file larger"

    finished = await asyncio.to_thread(_accept, url, submission_id)

    assert finished == 0
    await _require_whole(committed)
    async with committed.transaction(REGISTER) as session:
        submission = await queries.submission(session, submission_id, within=Scope(None))
        indicators = await sql.value(session, "select count(distinct indicator) = count(*) from learner")
        faults = [
            fault for head in await audit.heads(session) async for fault in audit.broken_links(session, head)
        ]
    assert submission is not None
    assert submission.state is State.ACCEPTED
    receipt = msgspec.json.decode(submission.receipt or "{}", type=Tally)
    assert receipt.learners == submission.learners
    outcomes = (receipt.found, receipt.issued, receipt.review, receipt.out_of_age, receipt.refused)
    assert sum(outcomes) == receipt.learners
    assert indicators
    assert faults == []


async def _require_whole(database: Database) -> None:
    async with database.transaction(REGISTER) as session:
        broken = {what: await sql.value(session, statement) for what, statement in _BROKEN.items()}
    assert broken == dict.fromkeys(_BROKEN, 0)


def _accept_and_kill(url: str, submission_id: UUID, delay: float) -> bool:
    with _started(url, submission_id) as process:
        assert process.stdout is not None
        process.stdout.readline()
        try:
            process.wait(delay)
        except subprocess.TimeoutExpired:
            os.kill(process.pid, signal.SIGKILL)
        return process.wait() == -signal.SIGKILL


def _accept(url: str, submission_id: UUID) -> int:
    with _started(url, submission_id) as process:
        return process.wait(120)


def _started(url: str, submission_id: UUID) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "tests.imports.accept_in_process", url, str(submission_id)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE)
