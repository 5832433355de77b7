"""Supply beside demand, and what became of places, as the board may see them."""

from collections import Counter
from datetime import date
from uuid import UUID

from service.agencies import queries as agencies
from service.agencies.rows import AreaKind
from service.board import queries as board
from service.board.rows import Age
from service.board.rules import table_name
from service.kit.database import Session
from service.priorities import queries
from service.priorities.rows import WHOLE_AREA, Balance, Outcomes, Skills, Supply
from service.priorities.rules import by_gap, outcome_in, read_now
from service.vocabulary.priority_sector import PrioritySector, priority_sector_of

AGES = (Age.BOTH, Age.OLDER)


async def skills_in(session: Session, *, district: str | None, today: date) -> Skills:
    """Set vacancies beside places, in a district by its name or in the whole area (None).

    Places are all that are offered and have not begun, also those taken already: how many are taken counts people. A
    figure for the whole area is not a sum of districts' figures, nor the other way round.
    """
    area_id = (await _districts(session, today))[district] if district else None
    supply = await _supply(session, area_id, today)
    figures = await queries.latest_demand(session, area_id)
    read = read_now(figures)
    balances = [
        Balance(
            sector=sector,
            places=supply.places.get(sector, 0),
            demand=read.get(sector),
            sources=len({each.source.lower() for each in figures if each.sector is sector}),
        )
        for sector in PrioritySector
    ]
    return Skills(
        area=district or WHOLE_AREA,
        on=today,
        balances=tuple(by_gap(balances)),
        supply=supply,
        providers=len(await agencies.reports(session)),
    )


async def district_names(session: Session, *, today: date) -> list[str]:
    """Name the districts as they are, in their order."""
    return list(await _districts(session, today))


async def outcomes(session: Session) -> Outcomes:
    """Read what the newest published month says of starts and what became of them, in every sector and age."""
    found = {age: await board.published(session, table_name("sectors", age)) for age in AGES}
    tables = {age: each.table if each else None for age, each in found.items()}
    return Outcomes(
        snapshot=next((each.snapshot for each in found.values() if each), None),
        of={
            sector: tuple(outcome_in(tables[age], sector, age=age.said) for age in AGES)
            for sector in PrioritySector
        },
    )


async def _districts(session: Session, today: date) -> dict[str, UUID]:
    return {area.name: area.id for area in await agencies.areas(session, AreaKind.DISTRICT, on=today)}


async def _supply(session: Session, area_id: UUID | None, today: date) -> Supply:
    places: Counter[PrioritySector] = Counter()
    for code, offered in (await queries.places_on_offer(session, area_id, today=today)).items():
        places[priority_sector_of(code)] += offered
    lists = await queries.lists_on_offer(session, area_id, today=today)
    return Supply(
        places=dict(places),
        providers=sum(each.agencies for each in lists if each.by_a_provider),
        others=sum(each.agencies for each in lists if not each.by_a_provider),
        newest_at=max((each.newest_at for each in lists), default=None),
    )
