"""Ways to the database that only tests need: one connection for everything, or one for each transaction."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg

from service.kit.database import Context, Database, Session, read_json


class OneConnection(Database):
    """Every transaction is a savepoint on one connection, whose own transaction is never committed."""

    def __init__(self, driver: asyncpg.Connection) -> None:
        self.driver = driver

    @asynccontextmanager
    async def transaction(self, context: Context) -> AsyncIterator[Session]:
        """Open a savepoint for `context`."""
        async with self.driver.transaction():
            for each in context.begin.split(";")[1:]:
                await self.driver.execute(each)
            yield Session(self.driver, context.role)

    async def close(self) -> None:
        """Whoever opened the connection closes it."""


class WithoutPool(Database):
    """Each transaction has a connection of its own, made in whatever event loop asks."""

    def __init__(self, url: str) -> None:
        super().__init__(url, pool_size=1)

    @asynccontextmanager
    async def lent(self) -> AsyncIterator[asyncpg.Connection]:
        """Open a connection and close it again."""
        driver = await self.connect()
        try:
            yield driver
        finally:
            await driver.close()


@asynccontextmanager
async def rolled_back(url: str) -> AsyncIterator[OneConnection]:
    """Lend a database of one connection and undo at the end whatever was done in it."""
    driver = await asyncpg.connect(url)
    try:
        await read_json(driver)
        undone = driver.transaction()
        await undone.start()
        yield OneConnection(driver)
        await undone.rollback()
    finally:
        await driver.close()
