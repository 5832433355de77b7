"""What was recorded stays: the triggers hold even for whoever owns the tables, whom no privilege stops."""

from collections.abc import AsyncIterator

import asyncpg
import pytest

from service.kit.embedded_postgres import EmbeddedPostgres

KEY = "'00000000-0000-7000-8000-00000000000a'"
ROWS = (
    f"insert into agency (id, kind, name, code) values ({KEY}, 'council', 'Easthaven', 'easthaven')",
    "insert into demand_receipt (id, agency_id, recorded_at, added, changed, unchanged) "
    f"values ({KEY}, {KEY}, now(), 1, 0, 0)",
    "insert into demand (id, receipt_id, sector, vacancies, as_of_on, source, source_on, recorded_at) "
    f"values ({KEY}, {KEY}, 'care', 4, '2026-10-31', 'A survey', '2026-11-01', now())",
    "insert into priority (id, agency_id, sector, reason, planned_places, from_on, set_at) "
    f"values ({KEY}, {KEY}, 'care', 'Short', 9, '2026-11-03', now())",
    "insert into priority_decision (priority_id, number, kind, words, present, decided_on, evidence_table, "
    "evidence_shown_on, evidence_sentence, recorded_at) "
    f"values ({KEY}, 1, 'ended', 'So', 'The board', '2026-11-03', 'skills', '2026-11-03', 'Short.', now())",
)
CHANGES = {
    "demand_receipt": "added = 2",
    "demand": "vacancies = 5",
    "priority": "planned_places = 10",
    "priority_decision": "evidence_sentence = 'Plenty.'",
}


@pytest.fixture
async def owner(postgres: EmbeddedPostgres) -> AsyncIterator[asyncpg.Connection]:
    """The tables' owner, with a row in each; undone at the end."""
    connection = await asyncpg.connect(postgres.owner_url)
    undone = connection.transaction()
    await undone.start()
    for row in ROWS:
        await connection.execute(row)
    yield connection
    await undone.rollback()
    await connection.close()


@pytest.mark.parametrize(
    "how", ["update {table} set {change}", "delete from {table}", "truncate {table} cascade"]
)
@pytest.mark.parametrize("table", CHANGES)
async def test_not_even_the_owner_of_the_tables_changes_or_removes_what_was_recorded(
    owner: asyncpg.Connection, table: str, how: str
) -> None:
    with pytest.raises(asyncpg.IntegrityConstraintViolationError, match="never changed or removed"):
        async with owner.transaction():
            await owner.execute(how.format(table=table, change=CHANGES[table]))
    assert await owner.fetchval(f"select count(*) from {table}") == 1
