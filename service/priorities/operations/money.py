"""What is given out of the pool for each priority. The one place where money meets them."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from datetime import date
from uuid import UUID

from service.funding import queries as funding
from service.funding.rules import may_be_shown
from service.kit.database import Session
from service.priorities.rows import Priority
from service.vocabulary.financial_year import FinancialYear
from service.vocabulary.priority_sector import PrioritySector, priority_sector_of


async def money_of(session: Session, priorities: Collection[Priority], *, on: date) -> Mapping[UUID, int]:
    """Say what all funds together give for each priority's sector in the financial year of a day, in pence by its key.

    One of which the sum would tell what a provider has is left out: of three providers at least, none with four
    fifths. It is what was allocated, to the whole sector, not what a decision moved: decisions move no money.
    """
    given = await _given(session, FinancialYear.of(on).start)
    shown = {sector: sum(of.values()) for sector, of in given.items() if may_be_shown([*of.values()])}
    return {each.id: shown[each.sector] for each in priorities if each.sector in shown}


async def _given(session: Session, year: int) -> Mapping[PrioritySector, Counter[UUID]]:
    """By sector, what each provider is given."""
    found: dict[PrioritySector, Counter[UUID]] = defaultdict(Counter)
    for fund in await funding.funds(session):
        for each in await funding.given(session, fund.code, year):
            found[priority_sector_of(each.sector)][each.provider_id] += each.pence
    return found
