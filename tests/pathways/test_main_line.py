"""The database's own refusal of two main spells at once."""

from datetime import date

import asyncpg
import pytest

from service.kit.bulk import insert_many
from service.kit.database import Session, execute
from service.kit.ids import new_id
from service.pathways.rows import NewMainSpell
from service.pathways.tables import MainSpellTable

LAST_DAY = date(2026, 7, 31)
LEARNER = new_id()


def main_spell(started_on: date, ended_on: date | None) -> NewMainSpell:
    return NewMainSpell(
        learner_id=LEARNER, started_on=started_on, ended_on=ended_on, activity=230, spell_id=new_id()
    )


async def at_once(session: Session, line: list[NewMainSpell]) -> None:
    """Writes main spells and has their constraint looked at, in a part of the transaction that can be taken back."""
    async with session.driver.transaction():
        await insert_many(session, MainSpellTable, line)
        await execute(session, "set constraints all immediate")


@pytest.mark.parametrize(
    "second",
    [
        pytest.param(main_spell(LAST_DAY, date(2026, 12, 1)), id="begins on the other's last day"),
        pytest.param(main_spell(date(2025, 1, 1), None), id="begins before and never ends"),
        pytest.param(main_spell(date(2026, 1, 1), date(2026, 1, 1)), id="one day within the other"),
    ],
)
async def test_the_database_refuses_two_main_spells_of_a_learner_at_once(
    session: Session, second: NewMainSpell
) -> None:
    with pytest.raises(asyncpg.ExclusionViolationError, match="ex_main_spell_overlap"):
        await at_once(session, [main_spell(date(2025, 9, 1), LAST_DAY), second])


async def test_the_database_takes_main_spells_that_follow_each_other(session: Session) -> None:
    await at_once(session, [main_spell(date(2025, 9, 1), LAST_DAY), main_spell(date(2026, 8, 1), None)])
