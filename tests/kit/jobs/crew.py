"""Workers at work, and what they leave behind."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

import asyncpg

from service.kit.clock import Clock
from service.kit.database import NOBODY_ASKS, Database, execute, rows
from service.kit.embedded_postgres import EmbeddedPostgres
from service.kit.jobs import Daily, Operation, Pace, Worker, enqueue
from service.kit.jobs.lease import Lease
from service.kit.jobs.queue import claim
from service.kit.migrations import migrate

MOMENT = timedelta(milliseconds=1)
MINUTE = timedelta(minutes=1)
NO_TIME = timedelta(0)
# Nothing is found by looking around: what runs at this pace was rung for.
PATIENT = Pace(poll=MINUTE, pause=MOMENT, recovery=timedelta(milliseconds=50))
QUICK = Pace(poll=timedelta(milliseconds=50), pause=MOMENT, recovery=timedelta(milliseconds=50))
LONGEST = 20.0  # seconds, after which a test has failed


def database_of(postgres: EmbeddedPostgres, name: str, *more: str) -> None:
    """A migrated database of this name; `more` is run in it as its owner."""
    anew = (f"drop database if exists {name} with (force)", f"create database {name} owner pathway_owner")
    asyncio.run(_run(postgres.superuser_url, *anew))
    migrate(postgres.url("pathway_owner", name))
    asyncio.run(_run(postgres.url("pathway_owner", name), *more))


async def _run(url: str, *statements: str) -> None:
    connection = await asyncpg.connect(url)
    for statement in statements:
        await connection.execute(statement)
    await connection.close()


@asynccontextmanager
async def working(
    house: Database,
    *,
    workers: int = 1,
    pace: Pace = PATIENT,
    clock: Clock | None = None,
    timetable: tuple[Daily, ...] = (),
    **operations: Operation,
) -> AsyncIterator[asyncio.Event]:
    """Workers at work; leaving asks them to stop, and waits until they have."""
    stop = asyncio.Event()
    crew = [
        Worker(
            database=house,
            operations=operations,
            timetable=timetable,
            stop=stop,
            clock=clock or Clock(),
            pace=pace,
        )
        for _ in range(workers)
    ]
    running = [asyncio.create_task(worker.run()) for worker in crew]
    try:
        yield stop
    finally:
        stop.set()
        await asyncio.wait_for(asyncio.gather(*running), LONGEST)


async def ask(
    house: Database, name: str, *, key: str | None = None, serial: str | None = None, **arguments: str
) -> None:
    async with house.transaction(NOBODY_ASKS) as session:
        await enqueue(session, name, arguments=arguments, key=key, serial=serial)


async def states(house: Database) -> list[str]:
    async with house.transaction(NOBODY_ASKS) as session:
        return [found["state"] for found in await rows(session, "select state from job order by id")]


async def effects(house: Database) -> list[str]:
    async with house.transaction(NOBODY_ASKS) as session:
        return [found["of"] for found in await rows(session, "select of from effect order by n")]


async def until(holds: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(LONGEST):
        while not await holds():  # noqa: ASYNC110 - it is the database that changes, and it sets no event
            await asyncio.sleep(0.02)


async def until_states(house: Database, *expected: str) -> None:
    async def reached() -> bool:
        return await states(house) == list(expected)

    await until(reached)


async def leave_effect(database: Database, arguments: Mapping[str, str], now: datetime) -> None:
    async with database.transaction(NOBODY_ASKS) as session:
        await execute(session, "insert into effect (of) values ($1)", arguments.get("of", "daily"))


async def taken(house: Database, *, lease: timedelta = MINUTE, name: str = "act") -> Lease:
    found = await claim(house, [name], lease=lease)
    assert found is not None
    return found
