"""Writing behind: statements run in their order in the background while we work out the next ones.

A batch of a file is worked out here and written there, and neither needs to wait for the other. Nothing is promised
before the end: what is read is read after everything written so far, and the transaction commits only when all of it
went through. An error of any statement is raised by the next one that is waited for, at the latest at the end.
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager, suppress
from typing import Any, TypeVar, cast

import asyncpg

from service.kit.database import Session

Item = TypeVar("Item")
TURN = 16  # items worked on before the lane gets its turn: a few milliseconds


class _Lane:
    """Stands where a session has its driver. Its `execute` comes back at once, so it cannot count rows."""

    def __init__(self, driver: asyncpg.Connection) -> None:
        self._driver = driver
        self._waiting: deque[tuple[str, tuple[object, ...]]] = deque()
        self._running: asyncio.Task[None] | None = None

    async def execute(self, statement: str, *values: object) -> str:
        if self._running is not None and self._running.done():
            await self.drain()
        self._waiting.append((statement, values))
        if self._running is None:
            self._running = asyncio.create_task(self._run())
        await take_turns()
        return ""

    async def fetch(self, statement: str, *values: object) -> list[Any]:
        await self.drain()
        return cast(list[Any], await self._driver.fetch(statement, *values))

    async def fetchrow(self, statement: str, *values: object) -> Any:
        await self.drain()
        return await self._driver.fetchrow(statement, *values)

    async def fetchval(self, statement: str, *values: object) -> Any:
        await self.drain()
        return await self._driver.fetchval(statement, *values)

    async def drain(self) -> None:
        """Waits until everything written so far went through."""
        if self._running is not None:
            await self._running
            self._running = None

    async def give_up(self) -> None:
        """Stops what is under way, so that the transaction can be rolled back."""
        if self._running is not None:
            self._running.cancel()
            with suppress(asyncio.CancelledError, Exception):  # the error that brought us here says more
                await self._running

    async def _run(self) -> None:
        while self._waiting:
            statement, values = self._waiting.popleft()
            await self._driver.execute(statement, *values)


async def take_turns() -> None:
    """Let the lane go on: once to hear that a statement is through, once to send the next."""
    await asyncio.sleep(0)
    await asyncio.sleep(0)


@asynccontextmanager
async def writing_behind(session: Session) -> AsyncIterator[None]:
    """Have the writes of `session` run in the background; at the end all of them are through.

    Inside, `database.execute` says 0 rows whatever it touched.
    """
    driver = session.driver
    lane = _Lane(driver)
    session.driver = lane
    try:
        yield
        await lane.drain()
    except BaseException:
        await lane.give_up()
        raise
    finally:
        session.driver = driver


async def in_turns(items: Iterable[Item]) -> AsyncIterator[Item]:
    """Give the items one after the other, and the lane its turn every few of them."""
    for n, item in enumerate(items):
        if n % TURN == 0:
            await take_turns()
        yield item
