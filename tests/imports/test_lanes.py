"""Reading, storing and working out side by side changes nothing of what comes of a file."""

from collections.abc import AsyncIterator
from datetime import date

import pytest

from service.access.rows import Scope
from service.alerts.operations import watch_everybody
from service.imports import queries
from service.imports.operations import accept, begin_acceptance, check, receive
from service.imports.rows import AcceptMode, Tally
from service.kit import database as sql
from service.kit.audit import By
from service.kit.database import REGISTER, Database
from tests.benchmarks.ilr_generator import chunks, collection
from tests.factories import make_council, make_provider
from tests.imports.accept_in_process import NOW

TODAY = date(2026, 1, 15)
SIZE = 2_500_000  # bytes, so several pieces: some 1,000 learners
ROWS = "select n, (submitted::json->>'line')::int as line from submission_row order by n"
# What a second look at everybody, with everything looked up, must leave as it is.
DERIVED = (
    "select * from main_spell order by learner_id, started_on",
    "select * from situation order by learner_id",
    "select learner_id, rule, family, severity, deadline_on, sentence, evidence::text, fingerprint, agency_id, "
    "provider_id, closed_on from alert order by learner_id, family",
)


async def take(database: Database, name: str, *, looking_up: bool) -> tuple[Tally, Tally]:
    """The whole way of one generated file, sent by a provider of its own."""
    async with database.transaction(REGISTER) as session:
        college = await make_provider(
            session, now=NOW, name=name, council=await make_council(session, now=NOW)
        )
    by = By(agency_id=college.id)

    async def pieces() -> AsyncIterator[bytes]:
        for piece in chunks(size=SIZE, seed=11, shared=collection()):
            yield piece

    async with database.transaction(REGISTER) as session:
        key = await receive(
            session, file_name="lanes.xml", pieces=pieces(), limit=10**8, by=by, now=NOW, today=TODAY
        )
    checked = await check(database, submission_id=key, now=NOW, looking_up=looking_up)
    async with database.transaction(REGISTER) as session:
        await begin_acceptance(
            session, submission_id=key, mode=AcceptMode.GOOD, within=Scope(college.id), by=by, now=NOW
        )
    return checked, await accept(database, submission_id=key, now=NOW)


async def derived(database: Database) -> list[list[tuple[object, ...]]]:
    async with database.transaction(REGISTER) as session:
        return [[tuple(row.values()) for row in await sql.rows(session, each)] for each in DERIVED]


@pytest.fixture(scope="module")
async def taken(committed: Database) -> tuple[Tally, Tally]:
    return await take(committed, "Lane College", looking_up=False)


async def test_a_file_read_and_stored_side_by_side_keeps_its_order(
    committed: Database, taken: tuple[Tally, Tally]
) -> None:
    checked, accepted = taken

    async with committed.transaction(REGISTER) as session:
        found = await sql.rows(
            session, "select n, (submitted::json->>'line')::int as line from submission_row order by n"
        )
    assert [row["n"] for row in found] == list(range(1, checked.learners + 1))
    assert [row["line"] for row in found] == sorted(row["line"] for row in found)
    assert accepted.learners == checked.learners > 500


async def test_newcomers_are_seen_as_if_everything_about_them_had_been_looked_up(
    committed: Database, taken: tuple[Tally, Tally]
) -> None:
    before = await derived(committed)

    watched = await watch_everybody(committed, now=NOW, today=TODAY)

    assert watched.looked_at == taken[1].issued
    assert (watched.raised, watched.refreshed, watched.closed) == (0, 0, 0)
    assert await derived(committed) == before
    assert all(before)


async def test_a_check_that_fails_while_a_batch_is_stored_leaves_nothing_under_way(
    committed: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    class PowerCut(Exception):
        pass

    async def failing(*_: object, **__: object) -> None:
        raise PowerCut

    monkeypatch.setattr(queries, "progress", failing)
    with pytest.raises(PowerCut):
        await take(committed, "Power College", looking_up=True)
    monkeypatch.undo()

    checked, accepted = await take(committed, "Second College", looking_up=True)

    assert (checked.found, checked.review) == (accepted.found, accepted.review)
    assert accepted.found > 500
