"""The rows of jobs, and the fence around what a job commits."""

import asyncio
from contextlib import suppress
from datetime import timedelta

import asyncpg
import pytest

from service.kit.database import NOBODY_ASKS, REGISTER, Database, execute, value
from service.kit.jobs import LeaseLost, enqueue, failed_jobs, forget_done
from service.kit.jobs.lease import STILL_OURS, FencedDatabase
from service.kit.jobs.queue import beat, claim, fail, finish, give_up
from tests.conftest import NOW
from tests.kit.jobs.crew import (
    MINUTE,
    NO_TIME,
    ask,
    effects,
    leave_effect,
    states,
    taken,
)


async def test_a_job_of_a_transaction_that_is_rolled_back_never_was(house: Database) -> None:
    with suppress(ZeroDivisionError):
        async with house.transaction(NOBODY_ASKS) as session:
            await enqueue(session, "act", arguments={})
            raise ZeroDivisionError
    assert await states(house) == []


async def test_a_job_is_not_taken_before_its_time(house: Database) -> None:
    async with house.transaction(NOBODY_ASKS) as session:
        soon = await value(session, "select now() + interval '300 milliseconds'")
        await enqueue(session, "act", arguments={}, not_before=soon)
    assert await claim(house, ["act"], lease=MINUTE) is None
    await asyncio.sleep(0.35)
    assert await claim(house, ["act"], lease=MINUTE) is not None


async def test_a_job_nobody_here_knows_is_left_to_other_workers(house: Database) -> None:
    await ask(house, "newer", of="x")
    assert await claim(house, ["act"], lease=MINUTE) is None
    assert await states(house) == ["waiting"]


async def test_a_stale_worker_can_neither_commit_nor_finish_nor_hold_what_another_has_taken(
    house: Database,
) -> None:
    await ask(house, "act", of="x")
    stale = await taken(house, lease=NO_TIME)
    fresh = await taken(house)
    assert (stale.id, stale.attempt + 1) == (fresh.id, fresh.attempt)

    with pytest.raises(LeaseLost):
        await leave_effect(FencedDatabase(house, stale), stale.arguments, NOW)
    async with house.transaction(NOBODY_ASKS) as session:
        assert not await beat(session, stale, lease=MINUTE)
        assert not await finish(session, stale)
        assert await fail(session, stale, problem="Late", tries=5, pause=NO_TIME) is None
    assert (await states(house), await effects(house)) == (["running"], [])

    await leave_effect(FencedDatabase(house, fresh), fresh.arguments, NOW)
    async with house.transaction(NOBODY_ASKS) as session:
        assert await finish(session, fresh)
    assert (await states(house), await effects(house)) == (["done"], ["x"])


async def test_nobody_can_take_a_job_between_the_fence_and_the_commit(house: Database) -> None:
    await ask(house, "act", of="x")
    held = await taken(house, lease=NO_TIME)
    async with house.transaction(REGISTER) as session:
        assert await value(session, STILL_OURS, held.id, held.attempt)
        assert await claim(house, ["act"], lease=MINUTE) is None
    assert await claim(house, ["act"], lease=MINUTE) is not None


async def test_a_job_waits_for_the_one_before_it_in_its_serial_even_while_that_waits_for_another_try(
    house: Database,
) -> None:
    await ask(house, "act", serial="A", of="first")
    await ask(house, "act", serial="A", of="second")
    first = await taken(house)
    async with house.transaction(NOBODY_ASKS) as session:
        await fail(session, first, problem="X", tries=2, pause=MINUTE)
    assert await claim(house, ["act"], lease=MINUTE) is None
    async with house.transaction(NOBODY_ASKS) as session:
        await execute(session, "update job set due_at = now() where id = $1", first.id)
    again = await taken(house)
    async with house.transaction(NOBODY_ASKS) as session:
        await fail(session, again, problem="X", tries=2, pause=MINUTE)  # for good, so the next may begin
    assert (await taken(house)).arguments == {"of": "second"}


async def test_the_database_itself_refuses_a_second_running_job_of_a_serial(house: Database) -> None:
    await ask(house, "act", serial="A")
    await ask(house, "act", serial="A")
    with pytest.raises(asyncpg.UniqueViolationError):
        async with house.transaction(NOBODY_ASKS) as session:
            await execute(session, "update job set state = 'running', leased_until = now()")


async def test_each_pause_before_another_try_is_longer(house: Database) -> None:
    await ask(house, "act")
    pauses = []
    for _ in range(3):
        held = await taken(house)
        async with house.transaction(NOBODY_ASKS) as session:
            await fail(session, held, problem="X", tries=9, pause=timedelta(seconds=5))
            pauses.append(await value(session, "select extract(epoch from due_at - now())::int from job"))
            await execute(session, "update job set due_at = now()")
    assert pauses == [5, 30, 180]


async def test_a_job_that_takes_its_worker_down_is_given_up_after_as_many_tries(house: Database) -> None:
    await ask(house, "act")
    for failed_before in range(3):
        async with house.transaction(NOBODY_ASKS) as session:
            assert await give_up(session, tries=3) == []
        await taken(house, lease=NO_TIME)
        assert (await states(house), failed_before) == (["running"], failed_before)
    async with house.transaction(NOBODY_ASKS) as session:
        assert await give_up(session, tries=3) == ["act"]
        [failed] = await failed_jobs(session)
    assert failed.problem == "WorkerLost"


async def test_done_jobs_are_forgotten_after_a_while_and_failed_ones_kept(house: Database) -> None:
    for of in ("done", "failed"):
        await ask(house, "act", of=of)
    async with house.transaction(NOBODY_ASKS) as session:
        await execute(
            session, "update job set state = arguments->>'of', ended_at = now() - interval '2 days'"
        )
        later = await value(session, "select now()")
        assert await forget_done(session, before=later - timedelta(days=3)) == 0
        assert await forget_done(session, before=later) == 1
    assert await states(house) == ["failed"]
