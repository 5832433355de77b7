"""The schema: models and migrations say the same, and every table keeps the rules of the house."""

import re
from collections.abc import AsyncIterator
from itertools import pairwise

import asyncpg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from service.kit.columns import Privacy
from service.kit.embedded_postgres import EmbeddedPostgres
from service.kit.migrations import FOLDER, driver_url
from service.tables import metadata
from tests.repository.source import listed, python_files

TABLES = metadata.sorted_tables
POSTGRESQL = postgresql.dialect()  # type: ignore[no-untyped-call]  # SQLAlchemy leaves it untyped

# Rows of a learner that are found by something else first; each with why its key does not lead with learner_id.
KEYED_OTHERWISE = {
    "change": "a log in the order of transactions, across learners by nature",
    "claim": "made before anybody knows whose it is; found by the agency's own name for it",
    "learner_key": "the way from a hash to whoever it may be; the register's one index across learners",
    "review": "raised while nobody knows whose it is; found by the council that decides",
    "submission_row": "a row of a file, in the file's order",
}
# An at (or on) that may be empty beside a by that may be filled, and why that is no mistake.
MAY_STAND_ALONE = {
    (
        "submission",
        "accepted_at",
        "accepted_by",
    ): "who decides is noted at once, when only once all of it is taken",
    ("submission", "undone_at", "undone_by"): "the same",
}
INSTANTS_NAMED_OTHERWISE = {"leased_until"}
DAYS_NAMED_OTHERWISE = {"date_of_birth", "today"}
COLUMNS = """
select table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable || ' ' || coalesce(column_default, '')
from information_schema.columns where table_schema = 'public' and table_name <> 'alembic_version' order by 1
"""
CONSTRAINTS = """
select t.relname || ' ' || c.conname || ' ' || pg_get_constraintdef(c.oid)
from pg_constraint c join pg_class t on t.oid = c.conrelid
where c.connamespace = 'public'::regnamespace and c.contype <> 'n' and t.relname <> 'alembic_version' order by 1
"""
INDEXES = "select indexdef from pg_indexes where schemaname = 'public' and tablename <> 'alembic_version' order by 1"
NAMES = """
select t.relname as of, c.conname as name, c.contype::text as kind from pg_constraint c
join pg_class t on t.oid = c.conrelid
where c.connamespace = 'public'::regnamespace and c.contype <> 'n' and t.relname <> 'alembic_version'
union all
select tablename, indexname, 'i' from pg_indexes where schemaname = 'public' and tablename <> 'alembic_version'
"""
PREFIXES = {"p": "pk", "u": "uq", "c": "ck", "f": "fk", "x": "ex", "i": "(ix|uq|pk|ex)"}
CHECKED_TOGETHER = """
select t.relname,
       array(select attname from pg_attribute a where a.attrelid = t.oid and a.attnum = any(c.conkey)) as named
from pg_constraint c join pg_class t on t.oid = c.conrelid where c.contype = 'c'
"""


@pytest.fixture(scope="module")
async def migrated(postgres: EmbeddedPostgres) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(postgres.owner_url)
    yield connection
    await connection.close()


@pytest.fixture(scope="module")
async def modelled(postgres: EmbeddedPostgres) -> AsyncIterator[asyncpg.Connection]:
    """A database made from the models alone."""
    superuser = await asyncpg.connect(postgres.superuser_url)
    await superuser.execute("create database modelled owner pathway_owner")
    url = postgres.url("pathway_owner", "modelled")
    connection = await asyncpg.connect(url)
    await connection.execute("create extension btree_gist")
    engine = create_async_engine(driver_url(url), poolclass=NullPool)
    async with engine.begin() as making:
        await making.run_sync(metadata.create_all)
    await engine.dispose()
    yield connection
    await connection.close()
    await superuser.execute("drop database modelled with (force)")
    await superuser.close()


async def test_alembic_finds_nothing_to_change(postgres: EmbeddedPostgres) -> None:
    def differences(connection: Connection) -> list[object]:
        options = {"compare_type": True, "compare_server_default": True}
        return list(compare_metadata(MigrationContext.configure(connection, opts=options), metadata))

    engine = create_async_engine(driver_url(postgres.owner_url), poolclass=NullPool)
    async with engine.connect() as connection:
        found = await connection.run_sync(differences)
    await engine.dispose()
    assert not found, listed(list(map(str, found)))


@pytest.mark.parametrize(
    "asked",
    [
        pytest.param(COLUMNS, id="columns"),
        pytest.param(CONSTRAINTS, id="constraints, checks and exclusions too"),
        pytest.param(INDEXES, id="indexes, with their conditions"),
    ],
)
async def test_the_migrations_make_what_the_models_say(
    asked: str, migrated: asyncpg.Connection, modelled: asyncpg.Connection
) -> None:
    made, said = [{row[0] for row in await each.fetch(asked)} for each in (migrated, modelled)]
    different = [f"only in the models: {each}" for each in sorted(said - made)]
    different += [f"only in the migrations: {each}" for each in sorted(made - said)]
    assert not different, listed(different)


def test_the_steps_are_numbered_one_after_another_and_end_in_one_head() -> None:
    script = ScriptDirectory(str(FOLDER))
    assert len(script.get_heads()) == 1
    steps = sorted(script.walk_revisions(), key=lambda step: step.revision)
    assert [step.revision for step in steps] == [f"{n:04}" for n in range(1, len(steps) + 1)]
    assert steps[0].down_revision is None
    assert all(later.down_revision == earlier.revision for earlier, later in pairwise(steps))


def test_a_steps_file_is_named_by_its_number_and_what_it_does() -> None:
    files = sorted((FOLDER / "versions").glob("*.py"))
    wrong = [file.name for file in files if not re.fullmatch(r"\d{4}_[a-z][a-z_]+\.py", file.name)]
    assert wrong == []
    said = [re.search(r"^revision = ['\"](\d+)['\"]", file.read_text(), re.MULTILINE) for file in files]
    assert [found and found[1] for found in said] == [file.name[:4] for file in files]


async def test_every_constraint_and_index_is_named_by_convention(migrated: asyncpg.Connection) -> None:
    found = await migrated.fetch(NAMES)
    assert len(found) > 50
    wrong = [
        f"{of}: {name}"
        for of, name, kind in found
        if not re.fullmatch(rf"{PREFIXES[kind]}_{of}(_[a-z0-9_]+)?", name) or len(name) > 63
    ]
    assert not wrong, listed(wrong)


def test_every_table_is_declared_in_a_features_tables_and_seen_by_migrations() -> None:
    declared = {
        name
        for path in python_files("service")
        for name in re.findall(r'__tablename__ = "(\w+)"', path.read_text(encoding="utf-8"))
    }
    assert declared == {table.name for table in TABLES}


@pytest.mark.parametrize("table", TABLES, ids=str)
def test_every_column_has_a_privacy_decision(table: Table) -> None:
    assert [each.name for each in table.columns if not isinstance(each.info.get("privacy"), Privacy)] == []


@pytest.mark.parametrize("table", TABLES, ids=str)
def test_an_instant_knows_its_zone_and_a_day_has_none(table: Table) -> None:
    for each in table.columns:
        is_instant = each.name == "at" or each.name.endswith("_at") or each.name in INSTANTS_NAMED_OTHERWISE
        is_day = each.name.endswith("_on") or each.name in DAYS_NAMED_OTHERWISE
        kind = each.type.compile(dialect=POSTGRESQL)
        assert is_instant == (kind == "TIMESTAMP WITH TIME ZONE"), each.name
        assert is_day == (kind == "DATE"), each.name


@pytest.mark.parametrize("table", TABLES, ids=str)
def test_no_column_is_an_array_because_rows_are_inserted_by_unnest(table: Table) -> None:
    assert [each.name for each in table.columns if isinstance(each.type, ARRAY)] == []


@pytest.mark.parametrize("table", [table for table in TABLES if "learner_id" in table.columns], ids=str)
def test_a_learners_rows_lead_their_key_with_the_learner(table: Table) -> None:
    first = next(iter(table.primary_key.columns)).name
    assert (first == "learner_id") != (table.name in KEYED_OTHERWISE)


def pairs(table: Table) -> list[tuple[str, str]]:
    """Columns that tell one thing together: when and who, when and why. One that is always given asks for nothing."""
    names = {each.name: each for each in table.columns}
    return [
        (when, other)
        for when in names
        if (stem := re.fullmatch(r"(\w+)_(at|on)", when)) and names[when].nullable
        for other in (f"{stem[1]}_by", f"{stem[1]}_because", f"{stem[1]}_reason")
        if other in names
    ]


async def test_what_is_told_together_is_checked_together(migrated: asyncpg.Connection) -> None:
    checked = [(of, set(named)) for of, named in await migrated.fetch(CHECKED_TOGETHER)]
    alone = [
        f"{table.name}: {when} and {other}"
        for table in TABLES
        for when, other in pairs(table)
        if (table.name, when, other) not in MAY_STAND_ALONE
        and not any(of == table.name and {when, other} <= named for of, named in checked)
    ]
    assert not alone, listed(alone)


def test_whoever_stands_alone_is_a_pair_of_today() -> None:
    there = {(table.name, when, other) for table in TABLES for when, other in pairs(table)}
    assert MAY_STAND_ALONE.keys() <= there
    assert KEYED_OTHERWISE.keys() <= {table.name for table in TABLES}


async def test_every_period_ends_after_it_starts(migrated: asyncpg.Connection) -> None:
    checked = [(of, set(named)) for of, named in await migrated.fetch(CHECKED_TOGETHER)]
    starts = {"started_on", "since_on"}
    missing = [
        table.name
        for table in TABLES
        if "ended_on" in table.columns
        and starts & set(table.columns.keys())
        and not any(of == table.name and "ended_on" in named and starts & named for of, named in checked)
    ]
    assert missing == []
