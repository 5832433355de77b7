"""Writing behind: statements run in their order in the background while we work out the next ones.

A batch of a file is worked out here and written there, and neither needs to wait for the other. Nothing is promised
before the end: what is read is read after everything written so far, and the transaction commits only when all of it
went through. An error of any statement is raised by the next one that is waited for, at the latest at the end.
"""

import asyncio
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
        self._last: asyncio.Task[None] | None = None

    async def execute(self, statement: str, *values: object) -> str:
        self._last = asyncio.create_task(self._after(self._last, statement, values))
        await asyncio.sleep(0)
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
        if self._last is not None:
            await self._last
            self._last = None

    async def give_up(self) -> None:
        """Stops what is under way, so that the transaction can be rolled back."""
        if self._last is not None:
            self._last.cancel()
            with suppress(asyncio.CancelledError, Exception):  # the error that brought us here says more
                await self._last

    async def _after(
        self, before: asyncio.Task[None] | None, statement: str, values: tuple[object, ...]
    ) -> None:
        if before is not None:
            await before
        await self._driver.execute(statement, *values)


@asynccontextmanager
async def writing_behind(session: Session) -> AsyncIterator[None]:
    """This function will have the writes of `session` run in the background; at the end all of them are through.

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
    """This function will give the items one after the other, and the lane its turn every few of them."""
    for n, item in enumerate(items):
        if n % TURN == 0:
            await asyncio.sleep(0)
        yield item
