"""The board's year in the demo: told in its order, on any day of a year, with every figure said to be invented."""

from datetime import UTC, date, datetime

import pytest

from service.accounts.operations import add_account
from service.accounts.rows import Person, Role
from service.demo.priorities import tell_priorities
from service.kit.audit import By
from service.kit.database import REGISTER, Database
from service.priorities import queries
from service.priorities.operations import skills_in, standings
from service.priorities.rows import State
from service.vocabulary.priority_sector import PrioritySector
from tests.factories import PASSWORD, make_council


@pytest.mark.parametrize(
    ("month", "day"), [pytest.param(m, d, id=f"{d}.{m}.") for m, d in ((1, 1), (3, 31), (11, 3), (12, 31))]
)
async def test_it_can_be_told_on_any_day_and_says_that_it_is_invented(
    database: Database, today: date, month: int, day: int
) -> None:
    on = date(today.year, month, day)
    now = datetime(on.year, month, day, 9, 30, tzinfo=UTC)
    async with database.transaction(REGISTER) as session:
        council = await make_council(session, now=now)
        person = Person(
            agency_id=council.id, role=Role.DATA_OFFICER, name="Imran Coleridge", email="data@demo.invalid"
        )
        await add_account(
            session, person=person, password=PASSWORD, service_name="x", by=By(agency_id=council.id), now=now
        )
    await tell_priorities(database, council.id, now=now, today=on)
    async with database.transaction(REGISTER) as session:
        figures, _ = await queries.all_demand(session, limit=100, skip=0)
        skills = await skills_in(session, district=None, today=on)
        told = await standings(session)
    assert {each.source.partition(":")[0] for each in figures} == {"Demonstration values"}
    assert len({each.source for each in figures}) == 2
    assert [each.sector for each in skills.balances if not each.demand] == [PrioritySector.OTHER]
    assert [each.state for each in told] == [State.ACTIVE] * 3
    assert [each.priority.sector for each in told if each.is_overdue_on(on)] == [PrioritySector.CARE]
