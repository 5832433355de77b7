"""Money beside a priority: what the pool gives for its sector, where no provider's part can be told."""

from datetime import date, datetime

from service.kit.database import Session
from service.kit.ids import new_id
from service.priorities.operations import money_of
from service.priorities.rows import Priority
from service.vocabulary.priority_sector import PrioritySector
from tests.factories import make_provider
from tests.funding.conftest import SFA, Pool

BUILDING, CARE = "5.2", "1.3"


async def test_what_all_funds_give_for_a_sector_is_shown_from_three_providers_on(
    session: Session, now: datetime, today: date
) -> None:
    pool = await Pool(session, now, today).set_up()
    third = await make_provider(session, now=now, council=pool.council, name="Third College")
    await pool.puts(10_000_00)
    await pool.puts(10_000_00, SFA)
    await pool.gives(1_000_00, sector=BUILDING)
    await pool.gives(700_00, pool.other, sector=BUILDING)
    await pool.gives(500_01, third, SFA, sector=BUILDING)
    await pool.gives(300_00, sector=CARE)
    await pool.gives(300_00, pool.other, sector=CARE)
    priorities = [a_priority(sector, now) for sector in PrioritySector]
    money = await money_of(session, priorities, on=today)
    told = {each.sector: money[each.id] for each in priorities if each.id in money}
    assert told == {PrioritySector.CONSTRUCTION: 2_200_01}


async def test_a_year_without_allocations_has_no_nought(session: Session, now: datetime, today: date) -> None:
    assert await money_of(session, [a_priority(PrioritySector.CARE, now)], on=today) == {}


def a_priority(sector: PrioritySector, now: datetime) -> Priority:
    return Priority(
        id=new_id(),
        agency_id=new_id(),
        sector=sector,
        area_id=None,
        district=None,
        reason="Employers ask for it",
        planned_places=40,
        from_on=date(now.year, 9, 1),
        until_on=None,
        set_at=now,
        set_by=None,
    )
