"""Workers killed, stopped for longer than their lease, cut off from the database: real processes."""

import asyncio
import random
import signal
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg
import pytest

from service.kit.database import Database
from tests.kit.jobs.crew import LONGEST, ask, effects, leave_effect, states, until_states, working

pytestmark = pytest.mark.drill

HERE = Path(__file__).resolve().parents[3]
BATCHES = 5
# An operation of several transactions that reads in its own rows how far it came.
WORKER = """
import asyncio, signal, sys
from datetime import timedelta
from service.kit.clock import Clock
from service.kit.database import NOBODY_ASKS, execute, open_database, value
from service.kit.jobs import Pace, Worker

address, batches, nap = sys.argv[1], int(sys.argv[2]), float(sys.argv[3])

async def act(database, arguments, now):
    for batch in range(batches):
        async with database.transaction(NOBODY_ASKS) as session:
            of = arguments["of"] + "." + str(batch)
            if await value(session, "select true from effect where of = $1", of):
                continue
            await execute(session, "insert into effect (of) values ($1)", of)
            print("working", flush=True)
            await asyncio.sleep(nap)

async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    database = open_database(address)
    pace = Pace(lease=timedelta(seconds=1), poll=timedelta(milliseconds=100), tries=99)
    await Worker(
        database=database, operations={"act": act}, timetable=(), stop=stop, clock=Clock(), pace=pace
    ).run()
    await database.close()

asyncio.run(main())
"""


@asynccontextmanager
async def worker(
    address: str, *, batches: int = 1, nap: float = 60
) -> AsyncIterator[asyncio.subprocess.Process]:
    """A worker in a process of its own; killed at the end."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        WORKER,
        address,
        str(batches),
        str(nap),
        cwd=HERE,
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def is_working(process: asyncio.subprocess.Process) -> None:
    """Its log goes to the same place."""
    assert process.stdout is not None
    async with asyncio.timeout(LONGEST):
        while (line := await process.stdout.readline()) != b"working\n":
            assert line, "the worker ended"


async def test_a_killed_workers_job_is_done_by_another_and_leaves_one_effect(
    address: str, house: Database
) -> None:
    await ask(house, "act", of="x")
    async with worker(address) as killed:
        await is_working(killed)
        killed.kill()
        await killed.wait()
        assert (await states(house), await effects(house)) == (["running"], [])
    async with worker(address, nap=0):
        await until_states(house, "done")
    assert await effects(house) == ["x.0"]


async def test_workers_killed_at_any_moment_leave_every_batch_once(address: str, house: Database) -> None:
    jobs = 6
    for n in range(jobs):
        await ask(house, "act", of=str(n))
    moments = random.Random(7)
    for _ in range(3):
        async with worker(address, batches=BATCHES, nap=0.04) as killed:
            await is_working(killed)
            await asyncio.sleep(moments.uniform(0, 0.4))
            killed.kill()
    async with worker(address, batches=BATCHES, nap=0):
        await until_states(house, *["done"] * jobs)
    assert Counter(await effects(house)) == {
        f"{n}.{batch}": 1 for n in range(jobs) for batch in range(BATCHES)
    }


async def test_a_worker_stopped_for_longer_than_its_lease_changes_nothing_when_it_wakes(
    address: str, house: Database
) -> None:
    await ask(house, "act", of="x")
    async with worker(address, nap=0.3) as stale:
        await is_working(stale)
        stale.send_signal(signal.SIGSTOP)
        async with worker(address, nap=2.5) as fresh:
            await is_working(fresh)
            stale.send_signal(signal.SIGCONT)
            await asyncio.sleep(1)
            assert (await states(house), await effects(house)) == (["running"], [])
            await until_states(house, "done")
    assert await effects(house) == ["x.0"]


async def test_a_worker_told_to_end_finishes_its_job_first(address: str, house: Database) -> None:
    await ask(house, "act", of="x")
    async with worker(address, nap=0.5) as ending:
        await is_working(ending)
        ending.send_signal(signal.SIGTERM)
        assert await asyncio.wait_for(ending.wait(), LONGEST) == 0
    assert (await states(house), await effects(house)) == (["done"], ["x.0"])


async def test_a_worker_cut_off_from_the_database_comes_back_by_itself(
    superuser: asyncpg.Connection, house: Database
) -> None:
    listening = "select pid from pg_stat_activity where datname = 'jobs' and query ilike 'listen%'"
    everyone = "select pg_terminate_backend(pid) from pg_stat_activity where datname = 'jobs'"
    async with working(house, act=leave_effect):
        await ask(house, "act", of="before")
        await until_states(house, "done")
        listener = await superuser.fetchval(listening)
        assert len(await superuser.fetch(everyone)) > 1
        await asyncio.sleep(0.1)
        async with asyncio.timeout(5):
            while await superuser.fetchval(listening) in (None, listener):  # noqa: ASYNC110 - in another process
                await asyncio.sleep(0.02)
        # It looks around once a minute only, so it must have been rung for.
        await ask(house, "act", of="after")
        await until_states(house, "done", "done")
    assert await effects(house) == ["before", "after"]
