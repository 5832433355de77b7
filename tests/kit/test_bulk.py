"""Many records at once: the same rows as one by one, whatever is alike in them."""

from datetime import date

import pytest

from service.kit import database as kit
from service.kit.bulk import MANY, bulk_statement, insert_many
from service.kit.database import Session
from service.kit.ids import new_id
from service.learners.tables import LearnerTable
from service.pathways.rows import NewMainSpell, Spell
from service.pathways.tables import MainSpellTable, SpellTable
from tests.conftest import NOW

_STORED = f"select {', '.join(Spell.__struct_fields__)} from spell where agency_id = $1 order by learner_id"


@pytest.mark.parametrize("count", [1, MANY - 1, MANY, 3 * MANY])
async def test_insert_many_stores_what_was_given_however_many(session: Session, count: int) -> None:
    agency_id, submission_id = new_id(), new_id()
    spells = [
        Spell(
            learner_id=new_id(),
            id=new_id(),
            activity=230,
            started_on=date(2025, 9, 1),
            ended_on=date(2025, 12, 1) if n == count // 2 else None,  # alike but for one in the middle
            recorded_at=NOW,
            agency_id=agency_id,
            source_key=f"tests:{n}",
            provider_name="Chelmer Valley College",
            submission_id=submission_id,
            line=n,
        )
        for n in range(count)
    ]

    await insert_many(session, SpellTable, spells)

    assert await kit.structs(session, Spell, _STORED, agency_id) == spells


async def test_insert_many_stores_as_many_rows_as_records_where_all_are_alike(session: Session) -> None:
    learner_id, spell_id = new_id(), new_id()
    twice = [
        NewMainSpell(
            learner_id=learner_id,
            started_on=date.fromordinal(730_000 + 2 * n),
            ended_on=date.fromordinal(730_000 + 2 * n),
            activity=230,
            spell_id=spell_id,
        )
        for n in range(MANY)
    ]

    await insert_many(session, MainSpellTable, twice)

    assert (
        await kit.value(session, "select count(*) from main_spell where learner_id = $1", learner_id) == MANY
    )


def test_bulk_statement_sends_a_column_once_that_is_the_same_in_every_row() -> None:
    assert bulk_statement(LearnerTable, ("id", "uln", "date_of_birth"), frozenset({1})) == (
        'insert into "learner" ("id", "uln", "date_of_birth") '
        "select unnest($1::UUID[]), $2::TEXT, unnest($3::DATE[])"
    )
