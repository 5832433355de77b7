"""PostgreSQL's own guard below every query: tried on committed rows, over connections that are used again."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from uuid import UUID

import asyncpg
import pytest

from service.kit import database as kit
from service.kit.database import NOBODY_ASKS, REGISTER, Context, Database, as_register, open_database
from service.kit.embedded_postgres import EmbeddedPostgres
from service.kit.errors import Refused
from service.kit.ids import new_id
from service.tables import metadata
from tests.access.conftest import Side

MATCHINGS_OWN = ("change", "claim_ruling", "concern", "learner_key", "pair_ruling")
"""What only the register reads: matching, the log of changes, and concerns for somebody's safety."""
PROTECTED = (
    *(
        table.name
        for table in metadata.sorted_tables
        if "learner_id" in table.columns and table.name not in MATCHINGS_OWN
    ),
    "learner",
    "submission",
    "submission_piece",
)
Sides = tuple[Side, Side]
VISIBLE = "select array(select id from learner)"

each_table = pytest.mark.parametrize("table", PROTECTED)


@pytest.fixture
async def two_connections(postgres: EmbeddedPostgres, own_database: str) -> AsyncIterator[Database]:
    """A pool so small that everybody uses what somebody else used before."""
    database = open_database(postgres.url("pathway_app", own_database), pool_size=2)
    yield database
    await database.close()


@pytest.fixture
async def raw(postgres: EmbeddedPostgres, own_database: str) -> AsyncIterator[asyncpg.Connection]:
    """The application's login, as whoever stole its password would use it."""
    connection = await asyncpg.connect(postgres.url("pathway_app", own_database))
    yield connection
    await connection.close()


def of(side: Side) -> frozenset[UUID]:
    return side.noise.learner_ids


async def size(database: Database, context: Context, table: str) -> int:
    async with database.transaction(context) as session:
        return int(await kit.value(session, f"select count(*) from {table}"))


@each_table
async def test_every_protected_table_has_rows_of_both(table: str, committed: Database, sides: Sides) -> None:
    everything = await size(committed, REGISTER, table)
    one, other = [await size(committed, side.context, table) for side in sides]
    assert one > 0
    assert other > 0
    assert one + other <= everything, "somebody sees what is another's"


@pytest.mark.parametrize("table", MATCHINGS_OWN)
async def test_what_is_matchings_own_is_refused_to_an_agency(
    table: str, committed: Database, sides: Sides
) -> None:
    for context in (NOBODY_ASKS, sides[0].context):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await size(committed, context, table)


async def test_a_hidden_name_is_seen_by_no_agency(committed: Database, sides: Sides) -> None:
    names = "select array_agg(name order by name) from other_name where learner_id = any($1)"
    keys = list(of(sides[0]))
    async with committed.transaction(sides[0].context) as session:
        assert await kit.value(session, names, keys) == ["Told"]
    async with committed.transaction(REGISTER) as session:
        assert await kit.value(session, names, keys) == ["Never Told", "Told"]


@each_table
async def test_with_no_context_every_table_about_learners_is_empty(
    table: str, committed: Database, raw: asyncpg.Connection, sides: Sides
) -> None:
    assert await size(committed, NOBODY_ASKS, table) == 0
    assert await raw.fetchval(f"select count(*) from {table}") == 0


@each_table
async def test_an_agency_that_does_not_exist_sees_nothing(
    table: str, committed: Database, sides: Sides
) -> None:
    assert await size(committed, Context(agency_id=new_id()), table) == 0


@pytest.mark.parametrize(
    "table", [name for name in PROTECTED if "learner_id" in metadata.tables[name].columns]
)
async def test_no_row_of_another_agencys_learner_is_seen(
    table: str, committed: Database, sides: Sides
) -> None:
    for mine, theirs in (sides, sides[::-1]):
        async with committed.transaction(mine.context) as session:
            found = await kit.rows(session, f"select learner_id from {table} where learner_id is not null")
            by_key = f"select count(*) from {table} where learner_id = any($1)"
            assert {row["learner_id"] for row in found} <= of(mine)
            assert await kit.value(session, by_key, list(of(theirs))) == 0


async def test_two_agencies_taking_turns_on_two_connections_never_see_each_other(
    two_connections: Database, sides: Sides
) -> None:
    seen: Counter[str] = Counter()

    async def ask(n: int) -> None:
        side = sides[n % 2]
        context, expected = (NOBODY_ASKS, frozenset()) if n % 10 == 0 else (side.context, of(side))
        async with two_connections.transaction(context) as session:
            found = frozenset(await kit.value(session, VISIBLE))
            await kit.value(session, "select pg_sleep(0.001)")
            assert found == frozenset(await kit.value(session, VISIBLE)) == expected
            seen["asked"] += 1
            if n % 7 == 0:
                raise Refused("what is refused is rolled back, and its connection used again")

    answers = await asyncio.gather(*(ask(n) for n in range(200)), return_exceptions=True)
    assert [answer for answer in answers if answer and not isinstance(answer, Refused)] == []
    assert seen["asked"] == 200


async def test_after_a_commit_the_connections_next_user_sees_nothing_and_gets_no_error(
    postgres: EmbeddedPostgres, own_database: str, sides: Sides
) -> None:
    database = open_database(postgres.url("pathway_app", own_database), pool_size=1)
    for context in (sides[0].context, REGISTER):
        async with database.transaction(context) as session:
            assert await kit.value(session, VISIBLE)
        async with database.lent() as connection:
            assert await connection.fetchval("select current_user") == "pathway_app"
            assert await connection.fetchval(VISIBLE) == []
    await database.close()


async def test_the_whole_register_is_seen_by_its_role_alone(committed: Database, sides: Sides) -> None:
    async with committed.transaction(REGISTER) as session:
        assert frozenset(await kit.value(session, VISIBLE)) == of(sides[0]) | of(sides[1])


async def test_as_register_widens_and_narrows_again(committed: Database, sides: Sides) -> None:
    async with committed.transaction(sides[0].context) as session:
        async with as_register(session):
            async with as_register(session):
                assert of(sides[1]) <= frozenset(await kit.value(session, VISIBLE))
            assert of(sides[1]) <= frozenset(await kit.value(session, VISIBLE)), "narrowed by the inner one"
        assert frozenset(await kit.value(session, VISIBLE)) == of(sides[0])


async def test_as_register_narrows_again_where_something_inside_is_refused(
    committed: Database, sides: Sides
) -> None:
    async with committed.transaction(sides[0].context) as session:
        with pytest.raises(Refused):
            async with as_register(session):
                raise Refused("a rule said no, and whoever called goes on in the same transaction")
        assert frozenset(await kit.value(session, VISIBLE)) == of(sides[0])


FORBIDDEN = [
    pytest.param(
        "insert into learner_access select l, a, 'registered' from unnest($1::uuid[], $2::uuid[]) as x (l, a)",
        asyncpg.InsufficientPrivilegeError,
        id="give itself access",
    ),
    pytest.param(
        "insert into learner select * from learner where id = any($1) and id <> all($2)",
        asyncpg.InsufficientPrivilegeError,
        id="register a learner",
    ),
    pytest.param(
        "update learner set merged_into = null where id = any($1) and id <> all($2)",
        asyncpg.InsufficientPrivilegeError,
        id="change a learner",
    ),
    pytest.param(
        "update review set council_id = ($2::uuid[])[1] where learner_id = any($1)",
        asyncpg.InsufficientPrivilegeError,
        id="take a review",
    ),
    pytest.param(
        "update audit_entry set act = 'nothing' where subject_id = any($1) and subject_id <> all($2)",
        asyncpg.InsufficientPrivilegeError,
        id="change the audit trail",
    ),
    pytest.param(
        "delete from audit_entry where subject_id = any($1) and subject_id <> all($2)",
        asyncpg.InsufficientPrivilegeError,
        id="shorten the audit trail",
    ),
    pytest.param(
        "update audit_head set seq = 1 where agency_id = any($1::uuid[] || $2::uuid[])",
        asyncpg.InsufficientPrivilegeError,
        id="move the audit trail's head",
    ),
    pytest.param(
        "select people from snapshot_count where snapshot_id = any($1::uuid[] || $2::uuid[])",
        asyncpg.InsufficientPrivilegeError,
        id="read exact counts",
    ),
    pytest.param(
        "update published set svg = null where snapshot_id = any($1::uuid[] || $2::uuid[])",
        asyncpg.InsufficientPrivilegeError,
        id="change what is published",
    ),
    pytest.param(
        "delete from spell where learner_id = any($1) and learner_id <> all($2)",
        asyncpg.IntegrityConstraintViolationError,
        id="delete a fact",
    ),
    pytest.param(
        "update spell set activity = 540 where learner_id = any($1) and learner_id <> all($2)",
        asyncpg.IntegrityConstraintViolationError,
        id="edit a fact",
    ),
    pytest.param(
        "update milestone set superseded_at = now(), detail = 'x' where learner_id = any($1) and learner_id <> all($2)",
        asyncpg.IntegrityConstraintViolationError,
        id="edit a fact while superseding it",
    ),
    pytest.param(
        "delete from contact where learner_id = any($1) and learner_id <> all($2)",
        asyncpg.IntegrityConstraintViolationError,
        id="delete a contact",
    ),
    pytest.param(
        "update contact set note = 'x' where learner_id = any($1) and learner_id <> all($2)",
        asyncpg.IntegrityConstraintViolationError,
        id="edit a contact",
    ),
    pytest.param(
        "insert into main_spell select ($2::uuid[])[1], started_on, ended_on, activity, spell_id from main_spell"
        " where learner_id = any($1)",
        asyncpg.InsufficientPrivilegeError,
        id="write about another agency's learner",
    ),
    pytest.param(
        "update holding set learner_id = ($2::uuid[])[1] where learner_id = any($1)",
        asyncpg.InsufficientPrivilegeError,
        id="move a row to another agency's learner",
    ),
    pytest.param(
        "update submission set agency_id = ($2::uuid[])[1] where agency_id <> all($1)",
        asyncpg.InsufficientPrivilegeError,
        id="move a file to another agency",
    ),
]


@pytest.mark.parametrize(("statement", "refusal"), FORBIDDEN)
async def test_the_application_cannot(
    statement: str, refusal: type[Exception], committed: Database, sides: Sides
) -> None:
    mine, theirs = sides
    with pytest.raises(refusal):
        async with committed.transaction(mine.context) as session:
            await kit.execute(session, statement, list(of(mine)), list(of(theirs)))


REGISTERS_CANNOT = [
    pytest.param("delete from spell", id="delete facts"),
    pytest.param("update spell set activity = 540", id="edit facts"),
    pytest.param("delete from milestone", id="delete milestones"),
    pytest.param("update circumstance set value = 'x'", id="edit circumstances"),
    pytest.param("update contact set note = 'x'", id="edit contacts"),
]


@pytest.mark.parametrize("statement", REGISTERS_CANNOT)
async def test_not_even_work_on_the_whole_register_can(
    statement: str, committed: Database, sides: Sides
) -> None:
    with pytest.raises(asyncpg.IntegrityConstraintViolationError):
        async with committed.transaction(REGISTER) as session:
            await kit.execute(session, statement)


async def test_a_fact_can_be_superseded_once(committed: Database, sides: Sides) -> None:
    supersede = "update spell set superseded_at = now() where learner_id = $1"

    async def supersede_twice() -> None:
        async with committed.transaction(sides[0].context) as session:
            assert await kit.execute(session, supersede, sides[0].learner.id) == 1
            await kit.execute(session, supersede, sides[0].learner.id)

    with pytest.raises(asyncpg.IntegrityConstraintViolationError):
        await supersede_twice()


async def test_a_change_to_another_agencys_rows_finds_none(committed: Database, sides: Sides) -> None:
    mine, theirs = sides
    async with committed.transaction(mine.context) as session:
        statements = [
            "update alert set rule = 'R99' where learner_id = any($1)",
            "delete from main_spell where learner_id = any($1)",
            "delete from spell where learner_id = any($1)",
        ]
        assert [await kit.execute(session, each, list(of(theirs))) for each in statements] == [0, 0, 0]
