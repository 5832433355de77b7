"""Workers at work on real jobs, in this process."""

import asyncio
import socket
from collections.abc import Mapping
from datetime import datetime, time, timedelta

from service.kit.clock import StandingClock
from service.kit.database import NOBODY_ASKS, Database, execute, row
from service.kit.errors import NotFound
from service.kit.health import worker_fault
from service.kit.jobs import Daily, Operation, Pace, failed_jobs, try_again
from tests.conftest import NOW
from tests.kit.jobs.crew import (
    LONGEST,
    QUICK,
    ask,
    effects,
    leave_effect,
    states,
    until,
    until_states,
    working,
)


async def test_a_committed_job_is_rung_for_and_run_with_its_arguments_as_the_application_role(
    house: Database,
) -> None:
    seen: list[tuple[dict[str, str], datetime, str, bool]] = []

    async def act(database: Database, arguments: Mapping[str, str], now: datetime) -> None:
        async with database.transaction(NOBODY_ASKS) as session:
            who = await row(
                session, "select current_user as name, rolsuper from pg_roles where rolname = session_user"
            )
            assert who is not None
            seen.append((dict(arguments), now, who["name"], who["rolsuper"]))

    async with working(house, act=act, clock=StandingClock(NOW)):
        await asyncio.sleep(0.3)  # it looked around and now sleeps for a minute, or until the bell
        await ask(house, "act", submission="0190")
        await until_states(house, "done")
    assert seen == [({"submission": "0190"}, NOW, "pathway_app", False)]


async def test_a_worker_shows_life_on_its_machine(house: Database) -> None:
    async def well() -> bool:
        return await worker_fault(house, host=socket.gethostname()) is None

    async with house.transaction(NOBODY_ASKS) as session:
        await execute(session, "delete from worker_beat")  # of the tests before
    assert not await well()
    async with working(house, pace=QUICK):
        await until(well)


async def test_a_key_is_used_once_even_after_its_job_is_done(house: Database) -> None:
    await ask(house, "act", key="check 7", of="first")
    await ask(house, "act", key="check 7", of="second")
    async with working(house, act=leave_effect):
        await until_states(house, "done")
        await ask(house, "act", key="check 7", of="third")
        await ask(house, "act", key="check 8", of="other")
        await until_states(house, "done", "done")
    assert await effects(house) == ["first", "other"]


async def test_a_job_longer_than_its_lease_is_kept_by_the_heartbeat(house: Database) -> None:
    async def act(database: Database, arguments: Mapping[str, str], now: datetime) -> None:
        await asyncio.sleep(1.2)
        await leave_effect(database, arguments, now)

    await ask(house, "act", of="x")
    pace = Pace(lease=timedelta(milliseconds=600), poll=timedelta(milliseconds=50))
    async with working(house, workers=2, pace=pace, act=act):
        await until_states(house, "done")
    assert await effects(house) == ["x"]


async def test_a_worker_that_lost_its_job_stops_working_on_it(house: Database) -> None:
    ended = asyncio.Event()

    async def act(database: Database, arguments: Mapping[str, str], now: datetime) -> None:
        try:
            await asyncio.sleep(60)
        finally:
            ended.set()

    await ask(house, "act")
    async with working(house, pace=Pace(lease=timedelta(milliseconds=300)), act=act):
        await until_states(house, "running")
        async with house.transaction(NOBODY_ASKS) as session:
            await execute(
                session, "update job set attempt = attempt + 1, leased_until = now() + interval '1 hour'"
            )
        await asyncio.wait_for(ended.wait(), LONGEST)
    assert await states(house) == ["running"]


async def test_jobs_of_one_serial_run_one_after_another_in_order_while_others_overtake(
    house: Database,
) -> None:
    now_running: set[str] = set()
    order: list[str] = []

    async def act(database: Database, arguments: Mapping[str, str], now: datetime) -> None:
        provider = arguments["provider"]
        assert provider not in now_running
        now_running.add(provider)
        await asyncio.sleep(0.05)
        now_running.remove(provider)
        order.append(arguments["of"])

    for n in range(4):
        await ask(house, "act", serial="A", provider="A", of=f"A{n}")
    await ask(house, "act", serial="B", provider="B", of="B0")
    async with working(house, workers=2, pace=QUICK, act=act):
        await until_states(house, *["done"] * 5)
    assert [of for of in order if of != "B0"] == ["A0", "A1", "A2", "A3"]
    assert order.index("B0") < 2


async def test_a_failing_job_is_tried_again_a_few_times_then_kept_and_may_be_begun_anew(
    house: Database,
) -> None:
    tries = 0

    async def act(database: Database, arguments: Mapping[str, str], now: datetime) -> None:
        nonlocal tries
        tries += 1
        if tries <= 3:
            raise LookupError("Canary")
        await leave_effect(database, arguments, now)

    await ask(house, "act", of="7")
    pace = Pace(tries=3, pause=timedelta(milliseconds=1), poll=timedelta(milliseconds=20))
    async with working(house, pace=pace, act=act):
        await until_states(house, "failed")
        async with house.transaction(NOBODY_ASKS) as session:
            [failed] = await failed_jobs(session)
            assert (tries, failed.name, failed.problem, failed.arguments) == (
                3,
                "act",
                "LookupError",
                '{"of": "7"}',
            )
            assert await try_again(session, failed.id)
        await until_states(house, "done")
    async with house.transaction(NOBODY_ASKS) as session:
        assert not await try_again(session, failed.id)
    assert await effects(house) == ["7"]


async def test_a_job_the_service_refuses_for_good_is_not_tried_again(house: Database) -> None:
    async def act(database: Database, arguments: Mapping[str, str], now: datetime) -> None:
        raise NotFound("There is no such file.")

    await ask(house, "act")
    async with working(house, act=act):
        await until_states(house, "failed")
    async with house.transaction(NOBODY_ASKS) as session:
        assert [failed.attempt for failed in await failed_jobs(session)] == [1]


async def test_a_stop_lets_the_running_job_end_and_begins_no_other(house: Database) -> None:
    async def act(database: Database, arguments: Mapping[str, str], now: datetime) -> None:
        await asyncio.sleep(0.3)
        await leave_effect(database, arguments, now)

    await ask(house, "act", serial="A", of="running")
    await ask(house, "act", serial="A", of="not begun")
    async with working(house, act=act) as stop:
        await until_states(house, "running", "waiting")
        stop.set()
    assert (await states(house), await effects(house)) == (["done", "waiting"], ["running"])


async def test_the_timetable_fires_once_a_day_whoever_and_however_many_look(house: Database) -> None:
    daily = (Daily(name="act", at=time(2)), Daily(name="later", at=time(23, 59)))
    today, tomorrow = StandingClock(NOW), StandingClock(NOW + timedelta(days=1))
    known: dict[str, Operation] = {"act": leave_effect}
    async with working(house, workers=2, clock=today, timetable=daily, **known):
        await until_states(house, "done", "waiting")
    async with working(house, workers=2, clock=today, timetable=daily, **known):  # restarted the same day
        await asyncio.sleep(0.3)
    assert await effects(house) == ["daily"]
    async with working(house, workers=2, clock=tomorrow, timetable=daily, **known):
        await until(lambda: _has(house, 2))
    assert await effects(house) == ["daily", "daily"]


async def _has(house: Database, count: int) -> bool:
    return len(await effects(house)) == count
