"""One transaction, its context, and the statements sent inside it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from typing import Any
from uuid import UUID

import asyncpg
import msgspec
import pytest
from sqlalchemy import text
from sqlmodel import SQLModel

from service.accounts.tables import AccountTable
from service.agencies.rows import Agency, AgencyKind, Area, AreaKind
from service.agencies.tables import AgencyTable, AreaTable
from service.imports.tables import SubmissionRowTable
from service.kit import database as kit
from service.kit.audit import AuditEntry
from service.kit.database import (
    NOBODY_ASKS,
    REGISTER,
    Context,
    Database,
    Session,
    driver_url,
    expect_unique,
    insert,
    insert_statement,
    json_places,
    json_text,
)
from service.kit.errors import Conflict, Refused
from service.kit.ids import new_id

SEEN = "select current_setting('app.agency', true) as agency, current_user::text as role"
ADD = "insert into request_count (key, window_at, count) values ($1, now(), 1)"
COUNT = "select count(*)::int from request_count where key = $1"


async def test_what_ends_well_is_kept(committed: Database) -> None:
    async with committed.transaction(NOBODY_ASKS) as session:
        assert await kit.execute(session, ADD, "kept") == 1
    async with committed.transaction(NOBODY_ASKS) as session:
        assert await kit.value(session, COUNT, "kept") == 1


async def test_what_fails_is_not_kept(committed: Database) -> None:
    with pytest.raises(Refused):
        await _fail(committed)
    async with committed.transaction(NOBODY_ASKS) as session:
        assert await kit.value(session, COUNT, "dropped") == 0


async def _fail(database: Database) -> None:
    async with database.transaction(NOBODY_ASKS) as session:
        await kit.execute(session, ADD, "dropped")
        raise Refused("no")


@pytest.mark.parametrize(
    ("context", "agency", "role"),
    [
        pytest.param(Context(agency_id=UUID(int=7)), str(UUID(int=7)), "pathway_app", id="an agency"),
        pytest.param(NOBODY_ASKS, "", "pathway_app", id="nobody"),
        pytest.param(REGISTER, "", "pathway_register", id="the register"),
    ],
)
async def test_postgresql_knows_who_asks_until_the_transaction_ends(
    context: Context, agency: str, role: str, committed: Database
) -> None:
    async with committed.transaction(context) as session:
        found = await kit.row(session, SEEN)
        assert found is not None
        assert (found["agency"], found["role"]) == (agency, role)
        await session.execute(text("savepoint here"))
        await session.execute(text("rollback to savepoint here"))
        assert await kit.row(session, SEEN) == found, "a savepoint given up changes who asks"
    async with committed.engine.connect() as connection:
        left = (await connection.exec_driver_sql(SEEN)).one()
        assert (left.agency or "", left.role) == ("", "pathway_app")


async def test_the_tests_own_transaction_is_one_with_the_applications(
    database: Database, session: Session
) -> None:
    await kit.execute(session, ADD, "seen by both")
    async with database.transaction(NOBODY_ASKS) as other:
        assert await kit.value(other, COUNT, "seen by both") == 1


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("postgresql://a@b/c", "postgresql+asyncpg://a@b/c"),
        ("postgres://a@b/c?host=/x", "postgresql+asyncpg://a@b/c?host=/x"),
        ("postgresql+asyncpg://a@b/c", "postgresql+asyncpg://a@b/c"),
    ],
)
def test_driver_url_names_the_driver(url: str, expected: str) -> None:
    assert driver_url(url) == expected


def agency(name: str, **given: Any) -> Agency:
    key = new_id()
    return Agency(id=key, kind=AgencyKind.CHARITY, name=name, code=key.hex, **given)


async def test_insert_adds_every_record_in_order_of_its_fields(session: Session) -> None:
    added = [agency(f"Agency {n} – é") for n in range(50)]
    await insert(session, AgencyTable, added)
    found = await kit.structs(
        session,
        Agency,
        "select id, kind, name, code, ukprn, council_id from agency where id = any($1) order by id",
        [each.id for each in added],
    )
    assert found == sorted(added, key=lambda each: each.id)


async def test_insert_of_nothing_sends_nothing(session: Session) -> None:
    await insert(session, AgencyTable, [])


async def test_insert_keeps_days_and_nulls(session: Session) -> None:
    area = Area(id=new_id(), kind=AreaKind.DISTRICT, code="E1", name="A", started_on=date(2020, 2, 29))
    await insert(session, AreaTable, [area])
    statement = "select id, kind, code, name, started_on, ended_on, within_id from area where id = $1"
    assert await kit.struct(session, Area, statement, area.id) == area


class _Row(msgspec.Struct, frozen=True, kw_only=True):
    submission_id: UUID
    n: int
    reference: str
    submitted: Any
    outcome: str


async def test_insert_writes_json_and_a_list_stays_a_list(session: Session) -> None:
    key = new_id()
    said = [{"a": [1, None], "b": "é"}, [1, 2], "text"]
    rows = [
        _Row(submission_id=key, n=n, reference="r", submitted=each, outcome="found")
        for n, each in enumerate(said)
    ]
    await insert(session, SubmissionRowTable, rows)
    statement = "select submitted::text as said from submission_row where submission_id = $1 order by n"
    found = [msgspec.json.decode(row["said"]) for row in await kit.rows(session, statement, key)]
    assert found == said


def test_json_text_leaves_null_a_null_and_json_places_finds_the_columns() -> None:
    assert json_text(None) is None
    assert json_text({}) == "{}"
    assert json_places(SubmissionRowTable, ("n", "submitted")) == (1,)
    assert json_places(AuditEntry, ("detail", "at")) == (0,)


@pytest.mark.parametrize(
    ("table", "fields", "expected"),
    [
        pytest.param(
            AgencyTable,
            ("id", "kind"),
            'insert into "agency" ("id", "kind") select * from unnest($1::UUID[], $2::VARCHAR(40)[])',
            id="texts and keys",
        ),
        pytest.param(
            AccountTable,
            ("totp_last_step", "created_at"),
            'insert into "account" ("totp_last_step", "created_at") '
            "select * from unnest($1::BIGINT[], $2::TIMESTAMP WITH TIME ZONE[])",
            id="numbers and instants",
        ),
    ],
)
def test_insert_statement_has_one_array_a_column(
    table: type[SQLModel], fields: tuple[str, ...], expected: str
) -> None:
    assert insert_statement(table, fields) == expected


async def test_a_missing_row_is_none(session: Session) -> None:
    statement = "select id, name from agency where id = $1"
    assert await kit.row(session, statement, new_id()) is None
    assert await kit.value(session, statement, new_id()) is None
    assert await kit.struct(session, Agency, statement, new_id()) is None
    assert await kit.rows(session, statement, new_id()) == []


async def test_execute_says_how_many_rows_it_touched(session: Session) -> None:
    await insert(session, AgencyTable, added := [agency("a"), agency("b"), agency("c")])
    keys = [each.id for each in added]
    assert await kit.execute(session, "update agency set name = 'd' where id = any($1)", keys[:2]) == 2
    assert await kit.execute(session, "delete from agency where id = any($1)", keys) == 3
    assert await kit.execute(session, "set local lock_timeout = '1s'") == 0


async def test_a_value_is_never_read_as_sql(session: Session) -> None:
    name = "Robert'); drop table agency; --"
    await insert(session, AgencyTable, [odd := agency(name)])
    assert await kit.value(session, "select name from agency where name = $1", name) == odd.name


@asynccontextmanager
async def savepoint(session: Session) -> AsyncIterator[None]:
    """SQLAlchemy sends SAVEPOINT with its own next statement, which the driver's would overtake."""
    async with session.begin_nested():
        await session.execute(text("select 1"))
        yield


async def test_expect_unique_translates_the_constraint_it_names(session: Session) -> None:
    first = agency("first")
    await insert(session, AgencyTable, [first])
    taken = Conflict("The code is taken.")
    with pytest.raises(Conflict) as refused:
        async with savepoint(session), expect_unique("uq_agency_code", taken):
            await insert(session, AgencyTable, [msgspec.structs.replace(first, id=new_id())])
    assert refused.value is taken
    assert refused.value.__cause__ is None
    assert refused.value.__suppress_context__


async def test_expect_unique_translates_what_comes_through_sqlalchemy(session: Session) -> None:
    first = agency("first")
    await insert(session, AgencyTable, [first])
    statement = text(
        "insert into agency (id, kind, name, code) values (gen_random_uuid(), 'charity', 'x', :code)"
    )
    with pytest.raises(Conflict):
        async with savepoint(session), expect_unique("uq_agency_code", Conflict("The code is taken.")):
            await session.execute(statement, {"code": first.code})


async def test_expect_unique_passes_every_other_error_on(session: Session) -> None:
    first = agency("first")
    await insert(session, AgencyTable, [first])
    with pytest.raises(asyncpg.UniqueViolationError):
        async with savepoint(session), expect_unique("uq_agency_ukprn", Conflict("The UKPRN is taken.")):
            await insert(session, AgencyTable, [msgspec.structs.replace(first, id=new_id())])
