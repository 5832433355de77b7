"""Bringing a schema up to date: again, at once, and never backwards by mistake."""

import asyncio
import subprocess
import sys
from collections.abc import Iterator

import asyncpg
import pytest

from service.kit.embedded_postgres import EmbeddedPostgres
from service.kit.migrations import FOLDER, SchemaTooNew, config, migrate, newest


@pytest.fixture
def empty(postgres: EmbeddedPostgres, request: pytest.FixtureRequest) -> Iterator[str]:
    """The owner's way into a database with nothing in it."""
    asyncio.run(run(postgres.superuser_url, "create database unmigrated owner pathway_owner"))
    yield postgres.url("pathway_owner", "unmigrated")
    asyncio.run(run(postgres.superuser_url, "drop database unmigrated with (force)"))


async def run(url: str, statement: str) -> object:
    connection = await asyncpg.connect(url)
    try:
        return await connection.fetchval(statement)
    finally:
        await connection.close()


def ask(url: str, statement: str) -> object:
    return asyncio.run(run(url, statement))


TABLES = "select count(*) from pg_tables where schemaname = 'public'"
NUMBER = "select version_num from alembic_version"


def test_an_empty_database_is_brought_up_to_the_newest_step_and_stays_there(empty: str) -> None:
    assert migrate(empty) == newest() == ask(empty, NUMBER)
    tables = ask(empty, TABLES)
    assert migrate(empty) == newest()
    assert ask(empty, TABLES) == tables


def test_several_processes_may_migrate_at_once(empty: str) -> None:
    call = [sys.executable, "-c", f"from service.kit.migrations import migrate; print(migrate({empty!r}))"]
    starters = [
        subprocess.Popen(call, cwd=FOLDER.parent, stdout=subprocess.PIPE, text=True) for _ in range(3)
    ]
    assert [starter.communicate(timeout=60)[0].strip() for starter in starters] == [newest()] * 3
    assert ask(empty, "select count(*) from alembic_version") == 1


def test_a_schema_of_a_newer_service_is_refused_with_what_to_do(empty: str) -> None:
    migrate(empty)
    ask(empty, "update alembic_version set version_num = '9999'")
    with pytest.raises(SchemaTooNew, match=f"restore a backup of schema {newest()}"):
        migrate(empty)


def test_a_step_that_fails_leaves_the_schema_as_it_was(empty: str) -> None:
    ask(empty, "create table job (id int)")  # in the way of a later step
    with pytest.raises(Exception, match="job"):
        migrate(empty)
    assert ask(empty, TABLES) == 1


def test_an_address_with_a_percent_sign_is_read_as_it_is() -> None:
    made = config("postgresql://a:%2Fb@c/d?host=%2Ftmp")
    assert made.attributes["url"] == "postgresql://a:%2Fb@c/d?host=%2Ftmp"
    assert made.get_main_option("script_location") == str(FOLDER)


def test_newest_is_the_number_of_the_last_step() -> None:
    assert newest() == max(path.name[:4] for path in (FOLDER / "versions").glob("*.py"))
