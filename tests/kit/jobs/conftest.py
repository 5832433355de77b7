"""A database of the tests of jobs: they have to be committed to be seen."""

from collections.abc import AsyncIterator

import asyncpg
import pytest
from structlog.testing import capture_logs

from service.kit.database import NOBODY_ASKS, Database, execute, open_database
from service.kit.embedded_postgres import EmbeddedPostgres
from tests.kit.jobs.crew import database_of


@pytest.fixture(scope="module")
async def superuser(postgres: EmbeddedPostgres) -> AsyncIterator[asyncpg.Connection]:
    """Whoever looks into the server, and cuts connections."""
    connection = await asyncpg.connect(postgres.superuser_url)
    yield connection
    await connection.close()


@pytest.fixture(scope="module")
def address(postgres: EmbeddedPostgres) -> str:
    """The application's login in a database of our own."""
    database_of(
        postgres,
        "jobs",
        "create table effect (n serial, of text)",
        "grant all on effect, effect_n_seq to public",
    )
    return postgres.url("pathway_app", "jobs")


@pytest.fixture
async def house(address: str) -> AsyncIterator[Database]:
    """The database with no jobs in it, and a pool that several workers may share."""
    database = open_database(address, pool_size=20)
    with capture_logs():  # structlog's own way to print an error takes seconds, and the loop waits for it
        yield database
    async with database.transaction(NOBODY_ASKS) as session:
        await execute(session, "delete from job")
        await execute(session, "delete from effect")
    await database.close()
