"""One transaction, its context, and the statements sent inside it."""

import asyncio
from contextlib import suppress
from datetime import date, datetime
from typing import Any
from uuid import UUID

import asyncpg
import msgspec
import pytest
from sqlmodel import SQLModel

from service.accounts.tables import AccountTable
from service.agencies.rows import Agency, AgencyKind, Area, AreaKind
from service.agencies.tables import AgencyTable, AreaTable
from service.kit import database as kit
from service.kit.audit import AuditEntry
from service.kit.database import (
    NOBODY_ASKS,
    REGISTER,
    Context,
    Database,
    NotCommitted,
    Session,
    expect_unique,
    insert,
    insert_statement,
    json_places,
    json_text,
    open_database,
)
from service.kit.embedded_postgres import EmbeddedPostgres
from service.kit.errors import Conflict, Refused
from service.kit.ids import new_id
from service.learners.tables import ReviewTable
from tests.conftest import NOW

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
        await kit.execute(session, "savepoint here")
        await kit.execute(session, "rollback to savepoint here")
        assert await kit.row(session, SEEN) == found, "a savepoint given up changes who asks"
    async with committed.lent() as connection:
        left = await connection.fetchrow(SEEN)
        assert (left["agency"] or "", left["role"]) == ("", "pathway_app")


async def test_the_tests_own_transaction_is_one_with_the_applications(
    database: Database, session: Session
) -> None:
    await kit.execute(session, ADD, "seen by both")
    async with database.transaction(NOBODY_ASKS) as other:
        assert await kit.value(other, COUNT, "seen by both") == 1


async def test_a_commit_that_became_a_roll_back_is_an_error(committed: Database) -> None:
    async def swallow() -> None:
        async with committed.transaction(NOBODY_ASKS) as session:
            await kit.execute(session, ADD, "lost")
            with suppress(asyncpg.DivisionByZeroError):
                await kit.execute(session, "select 1 / 0")

    with pytest.raises(NotCommitted):
        await swallow()


async def test_one_that_is_cancelled_leaves_its_connection_clean(
    postgres: EmbeddedPostgres, own_database: str
) -> None:
    database = open_database(postgres.url("pathway_app", own_database), pool_size=1)

    async def dawdle() -> None:
        async with asyncio.timeout(0.2), database.transaction(REGISTER) as session:
            await kit.execute(session, ADD, "cancelled")
            await kit.execute(session, "select pg_sleep(30)")

    with pytest.raises(TimeoutError):
        await dawdle()
    async with database.transaction(NOBODY_ASKS) as session:
        assert await kit.value(session, COUNT, "cancelled") == 0
        assert await kit.value(session, "select current_user::text") == "pathway_app"
    await database.close()


async def test_a_connection_that_was_cut_is_replaced(postgres: EmbeddedPostgres, own_database: str) -> None:
    database = open_database(postgres.url("pathway_app", own_database), pool_size=1)
    superuser = await asyncpg.connect(postgres.superuser_url)

    async def lose() -> None:
        async with database.transaction(NOBODY_ASKS) as session:
            pid = await kit.value(session, "select pg_backend_pid()")
            cut = asyncio.Event()
            session.driver.add_termination_listener(lambda _: cut.set())
            await superuser.execute("select pg_terminate_backend($1)", pid)
            await cut.wait()
            await kit.execute(session, "select 1")

    with pytest.raises((asyncpg.PostgresConnectionError, asyncpg.InterfaceError)):
        await lose()
    async with database.transaction(NOBODY_ASKS) as session:
        assert await kit.value(session, "select 1") == 1
    await superuser.close()
    await database.close()


async def test_many_that_come_first_at_once_share_one_pool(
    postgres: EmbeddedPostgres, own_database: str
) -> None:
    database = open_database(postgres.url("pathway_app", own_database), pool_size=2)

    async def ask() -> int:
        async with database.transaction(NOBODY_ASKS) as session:
            pid: int = await kit.value(session, "select pg_backend_pid()")
            return pid

    assert len(set(await asyncio.gather(*(ask() for _ in range(20))))) <= 2
    await database.close()


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
    id: UUID
    kind: str
    about_id: UUID
    sentence: str
    agency_id: UUID
    detail: Any
    raised_at: datetime


async def test_insert_writes_json_and_a_list_stays_a_list(session: Session) -> None:
    key = new_id()
    said = [{"a": [1, None], "b": "é"}, [1, 2], "text"]
    rows = [
        _Row(
            id=new_id(),
            kind="fact",
            about_id=new_id(),
            sentence="s",
            agency_id=key,
            detail=each,
            raised_at=NOW,
        )
        for each in said
    ]
    await insert(session, ReviewTable, rows)
    statement = "select detail::text as said from review where agency_id = $1 order by id"
    found = [msgspec.json.decode(row["said"]) for row in await kit.rows(session, statement, key)]
    assert found == said


def test_json_text_leaves_null_a_null_and_json_places_finds_the_columns() -> None:
    assert json_text(None) is None
    assert json_text({}) == "{}"
    assert json_places(ReviewTable, ("id", "presented", "detail")) == (1, 2)
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


async def test_expect_unique_translates_the_constraint_it_names(session: Session) -> None:
    first = agency("first")
    await insert(session, AgencyTable, [first])
    taken = Conflict("The code is taken.")
    with pytest.raises(Conflict) as refused:
        async with session.driver.transaction(), expect_unique("uq_agency_code", taken):
            await insert(session, AgencyTable, [msgspec.structs.replace(first, id=new_id())])
    assert refused.value is taken
    assert refused.value.__cause__ is None
    assert refused.value.__suppress_context__


async def test_expect_unique_passes_every_other_error_on(session: Session) -> None:
    first = agency("first")
    await insert(session, AgencyTable, [first])
    with pytest.raises(asyncpg.UniqueViolationError):
        async with (
            session.driver.transaction(),
            expect_unique("uq_agency_ukprn", Conflict("The UKPRN is taken.")),
        ):
            await insert(session, AgencyTable, [msgspec.structs.replace(first, id=new_id())])
