"""Writing behind: in order, seen by every read, raised at the end, and nothing of it stays where one failed."""

import asyncio

import asyncpg
import pytest

from service.kit import database as kit
from service.kit.behind import TURN, in_turns, writing_behind
from service.kit.database import NOBODY_ASKS, Database, Session
from tests.conftest import NOW

_ADD = "insert into request_count (key, window_at, count) values ($1, $2, $3)"
_RAISE = "update request_count set count = count * 10 + $2 where key = $1"
_COUNT = "select count from request_count where key = $1"


async def add(session: Session, key: str) -> None:
    await kit.execute(session, _ADD, key, NOW, 0)


async def test_writes_run_in_their_order_and_a_read_sees_all_before_it(session: Session) -> None:
    async with writing_behind(session):
        await add(session, "ordered")
        for digit in (1, 2, 3):
            await kit.execute(session, _RAISE, "ordered", digit)
        assert await kit.value(session, _COUNT, "ordered") == 123
        assert [row["count"] for row in await kit.rows(session, _COUNT, "ordered")] == [123]
        await kit.execute(session, _RAISE, "ordered", 4)

    assert await kit.value(session, _COUNT, "ordered") == 1234


async def test_a_write_does_not_wait_for_the_one_before(session: Session) -> None:
    async with asyncio.timeout(10), writing_behind(session):
        began = asyncio.get_running_loop().time()
        await kit.execute(session, "select pg_sleep(0.3)")
        await add(session, "after")
        assert asyncio.get_running_loop().time() - began < 0.25

    assert await kit.value(session, _COUNT, "after") == 0


@pytest.mark.parametrize(
    "reads", [pytest.param(True, id="by the next read"), pytest.param(False, id="at the end")]
)
async def test_a_failed_write_is_raised_and_none_of_its_transaction_stays(
    committed: Database, *, reads: bool
) -> None:
    async def twice() -> None:
        async with committed.transaction(NOBODY_ASKS) as session, writing_behind(session):
            await add(session, "twice")
            await add(session, "twice")
            await add(session, "never")
            if reads:
                await kit.value(session, _COUNT, "twice")

    with pytest.raises(asyncpg.UniqueViolationError):
        await twice()

    async with committed.transaction(NOBODY_ASKS) as session:
        assert (
            await kit.value(session, "select count(*) from request_count where key in ('twice', 'never')")
            == 0
        )


async def test_what_fails_beside_the_writes_undoes_them_and_frees_the_connection(committed: Database) -> None:
    class PowerCut(Exception):
        pass

    async def interrupted() -> None:
        async with committed.transaction(NOBODY_ASKS) as session, writing_behind(session):
            await add(session, "interrupted")
            await kit.execute(session, "select pg_sleep(30)")
            raise PowerCut

    async with asyncio.timeout(10):
        with pytest.raises(PowerCut):
            await interrupted()
        async with committed.transaction(NOBODY_ASKS) as session:
            assert await kit.value(session, _COUNT, "interrupted") is None


async def test_in_turns_gives_everything_in_order_and_lets_others_run() -> None:
    turns = []

    async def other() -> None:
        while True:
            turns.append(1)
            await asyncio.sleep(0)

    running = asyncio.create_task(other())
    assert [item async for item in in_turns(range(5 * TURN))] == list(range(5 * TURN))
    running.cancel()
    assert len(turns) >= 4
