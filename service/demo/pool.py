"""The town’s pool: money put in and given out, a quarter that is paid, one that waits, a refusal disputed."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from random import Random
from typing import Final
from uuid import UUID

from service.agencies.rows import AgencyKind
from service.demo.cast import Cast
from service.demo.providers import AGENCIES, COLLEGE
from service.demo.replay import in_the_morning
from service.funding import queries
from service.funding.operations import (
    Change,
    Put,
    Quarter,
    allocate,
    authorise,
    contribute,
    dispute_refusal,
    make_declarations,
    pay_statements,
    run_statements,
)
from service.kit.audit import By
from service.kit.database import REGISTER, Database, Session
from service.vocabulary.financial_year import QUARTERS, FinancialYear, quarter_of
from service.vocabulary.money import PENCE

_FUNDS: Final = ("efa-16-19", "sfa-adult-skills")
_SECTORS: Final = ("5.2", "1.3", "6.1", "4.1")
_CONTRIBUTED: Final = {"efa-16-19": 24_000_000 * PENCE, "sfa-adult-skills": 9_000_000 * PENCE}
_GIVEN: Final = {
    "efa-16-19": (40, 120),
    "sfa-adult-skills": (150, 400),
}  # of 10,000, for a provider and sector
_FOR_ADULTS: Final = frozenset({310, 410})
_PREPARED_AFTER: Final = timedelta(days=12)


class Pool:
    """The two commissioners at work. `people` are the keys of the town's accounts by their address."""

    def __init__(
        self,
        database: Database,
        cast: Cast,
        people: Mapping[str, UUID],
        *,
        seed: int,
        now: datetime,
        today: date,
    ) -> None:
        self._database, self._cast, self._people = database, cast, people
        self._now, self._today = now, today
        self._rng = Random(f"{seed}:pool")  # noqa: S311 - an invented pool
        self._quarters = last_quarters(today, count=2)

    async def fill(self) -> None:
        """All of it: the last quarter but one is paid, the last is prepared and partly authorised."""
        async with self._database.transaction(REGISTER) as session:
            for year in sorted({year for year, _ in self._quarters} | {FinancialYear.of(self._today).start}):
                for fund in _FUNDS:
                    await self._give(session, fund, year)
        paid, waiting = self._quarters
        await self._state(*paid)
        await self._settle(*paid)
        await self._state(*waiting)
        await self._authorise_one(*waiting)
        await make_declarations(self._database, now=self._now)
        await self._dispute()

    def _by(self, number: str = "") -> By:
        key = self._people[f"commissioner{number}@demo.invalid"]
        return By(agency_id=self._cast.agencies["essex"], account_id=key)

    async def _give(self, session: Session, fund: str, year: int) -> None:
        """What the fund's owner puts in on 1 April, and what the board gives each provider."""
        begins = FinancialYear(year).starts_on
        now = in_the_morning(begins, self._now)
        put = Put(
            fund=fund,
            year=year,
            pence=_CONTRIBUTED[fund],
            contributor="The fund’s owner",
            source=f"Letter of {begins.year - 1}, invented for the demonstration",
            reason="The year’s budget for the area",
        )
        await contribute(session, put=put, by=self._by(), now=now)
        lowest, highest = _GIVEN[fund]
        for provider_id in self._paid_from(fund):
            for sector in self._rng.sample(_SECTORS, 2):
                change = Change(
                    provider_id=provider_id,
                    sector=sector,
                    fund=fund,
                    year=year,
                    pence=self._rng.randrange(lowest, highest) * _CONTRIBUTED[fund] // 10_000,
                    planned_places=self._rng.randrange(20, 160),
                    decided_on=min(begins, self._today),
                    decision="Minutes of the board in March, item 4 (invented)",
                    reason="Places that employers asked for",
                )
                await allocate(session, change=change, by=self._by(), now=now)

    def _paid_from(self, fund: str) -> list[UUID]:
        """Every provider has pupils of 16 to 18; adults go to those that train for work."""
        found = [each for each in AGENCIES if each.kind is AgencyKind.PROVIDER]
        if fund == _FUNDS[1]:
            found = [each for each in found if each.activities & _FOR_ADULTS]
        return [self._cast.agencies[each.code] for each in found]

    async def _state(self, year: int, quarter: int) -> None:
        for fund in _FUNDS:
            of = Quarter(fund, year, quarter)
            day = min(of.ends_on + _PREPARED_AFTER, self._today)
            now = in_the_morning(day, self._now)
            await run_statements(self._database, of=of, by=self._by(), now=now, today=day)

    async def _settle(self, year: int, quarter: int) -> None:
        """Both authorise everything, and its day of payment comes."""
        async with self._database.transaction(REGISTER) as session:
            for fund in _FUNDS:
                of = Quarter(fund, year, quarter)
                now = in_the_morning(of.ends_on + _PREPARED_AFTER + timedelta(days=1), self._now)
                for statement in await queries.hold_period(session, fund, year, quarter):
                    for number in ("", "2"):
                        await authorise(session, statement_id=statement.id, by=self._by(number), now=now)
        await pay_statements(self._database, now=self._now, today=self._today)

    async def _authorise_one(self, year: int, quarter: int) -> None:
        """The college's waits for its second; the others for both."""
        college = self._cast.agencies[COLLEGE]
        async with self._database.transaction(REGISTER) as session:
            for statement in await queries.hold_period(session, _FUNDS[0], year, quarter):
                if statement.provider_id == college:
                    await authorise(session, statement_id=statement.id, by=self._by("2"), now=self._now)

    async def _dispute(self) -> None:
        """The college says that a refusal is wrong."""
        by = By(agency_id=self._cast.agencies[COLLEGE], account_id=self._people["college@demo.invalid"])
        async with self._database.transaction(REGISTER) as session:
            refused = await queries.first_refused(session, by.agency_id)
            if refused is not None:
                words = "We have had the employer’s letter since the first week."
                await dispute_refusal(session, declaration_id=refused, words=words, by=by, now=self._now)


def last_quarters(today: date, *, count: int) -> list[tuple[int, int]]:
    """The last quarters that are over, the oldest first, by financial year and number."""
    year, quarter = FinancialYear.of(today).start, quarter_of(today)
    found = []
    for _ in range(count):
        year, quarter = (year, quarter - 1) if quarter > 1 else (year - 1, QUARTERS[-1])
        found.append((year, quarter))
    return found[::-1]
