"""A pool in small: a council with two who authorise, providers with allocations, learners with dated facts."""

from datetime import date, datetime, time, timedelta
from typing import Any

import msgspec
import pytest

from service.accounts.rows import Account, Role
from service.agencies.rows import Agency
from service.alerts.operations import record
from service.funding import queries
from service.funding.operations import (
    Change,
    Prepared,
    Put,
    Quarter,
    allocate,
    authorise,
    contribute,
    prepare_statements,
    set_ramp,
)
from service.funding.queries import KnownLine, MadeRun
from service.funding.rows import Declaration, LineKind, Outcome, Statement
from service.kit.audit import By
from service.kit.database import Session
from service.kit.ids import new_id
from service.learners.rows import Learner
from service.pathways.rows import Milestone, MilestoneKind, Spell
from service.vocabulary.day import London
from service.vocabulary.financial_year import FinancialYear
from tests.factories import (
    a_milestone,
    a_spell,
    make_account,
    make_council,
    make_learner,
    make_provider,
)

EFA, SFA = "efa-16-19", "sfa-adult-skills"
SECTOR = "5.2"


def at_noon(day: date) -> datetime:
    return datetime.combine(day, time(12), tzinfo=London)


class Pool:
    """What a test does with a pool. Days are days of the financial year that `now` is in."""

    council: Agency
    first: Account
    second: Account
    provider: Agency
    other: Agency

    def __init__(self, session: Session, now: datetime, today: date) -> None:
        self.session, self.now, self.today = session, now, today
        self.year = FinancialYear.of(today).start

    async def set_up(self) -> "Pool":
        self.council = await make_council(self.session, now=self.now)
        self.first, self.second = [
            await make_account(self.session, agency=self.council, role=Role.COMMISSIONER, now=self.now)
            for _ in range(2)
        ]
        self.provider, self.other = [
            await make_provider(self.session, now=self.now, council=self.council, name=name)
            for name in ("First College", "Second College")
        ]
        return self

    def by(self, account: Account | None = None) -> By:
        return By(agency_id=self.council.id, account_id=(account or self.first).id)

    async def puts(self, pence: int, fund: str = EFA, *, year: int | None = None) -> None:
        put = Put(
            fund=fund,
            year=year or self.year,
            pence=pence,
            contributor="The owner",
            source="A letter",
            reason="The year",
        )
        await contribute(self.session, put=put, by=self.by(), now=self.now)

    async def gives(
        self,
        pence: int,
        to: Agency | None = None,
        fund: str = EFA,
        *,
        sector: str = SECTOR,
        now: datetime | None = None,
    ) -> None:
        change = Change(
            provider_id=(to or self.provider).id,
            sector=sector,
            fund=fund,
            year=self.year,
            pence=pence,
            planned_places=10 if pence > 0 else 0,
            decided_on=self.today,
            decision="Minutes, item 4",
            reason="As decided",
        )
        await allocate(self.session, change=change, by=self.by(), now=now or self.now)

    async def learner(self, *, age: int = 17) -> Learner:
        born = date(self.year - age, 3, 14)
        return await make_learner(
            self.session, by=By(agency_id=self.provider.id), now=self.now, date_of_birth=born
        )

    async def tells(self, *facts: Spell | Milestone, on: date, agency: Agency | None = None) -> None:
        """Records facts at noon of a day."""
        by = By(agency_id=(agency or self.provider).id)
        await record(
            self.session,
            spells=[each for each in facts if isinstance(each, Spell)],
            milestones=[each for each in facts if isinstance(each, Milestone)],
            by=by,
            now=at_noon(on),
            today=on,
        )

    def course(self, learner: Learner, *, agency: Agency | None = None, on: date, **details: Any) -> Spell:
        return a_spell(
            learner.id,
            agency=agency or self.provider,
            now=at_noon(on),
            **{"started_on": date(self.year, 6, 1), "sector": SECTOR, "level": "1"} | details,
        )

    def course_again(self, course: Spell, *, on: date, **details: Any) -> Spell:
        """The same course as its source tells it from a day on."""
        fresh = {"id": new_id(), "recorded_at": at_noon(on), "supersedes": None}
        return msgspec.structs.replace(course, **fresh, **details)

    def milestone(
        self, learner: Learner, kind: MilestoneKind, *, agency: Agency | None = None, on: date, **details: Any
    ) -> Milestone:
        return a_milestone(
            learner.id, kind, agency=agency or self.provider, now=at_noon(on), **{"occurred_on": on} | details
        )

    def quarter(self, quarter: int, fund: str = EFA, *, year: int | None = None) -> Quarter:
        return Quarter(fund, year or self.year, quarter)

    async def prepares(self, of: Quarter, *, on: date | None = None) -> Prepared:
        """Prepares a quarter's statements at noon of a day, ten days after its end unless another is given."""
        day = on or of.ends_on + timedelta(days=10)
        return await prepare_statements(self.session, of=of, by=self.by(), now=at_noon(day), today=day)

    async def freezes(self, of: Quarter) -> list[Statement]:
        """Both authorise every statement of a quarter."""
        at = at_noon(of.ends_on + timedelta(days=11))
        for statement in await self.statements(of):
            for account in (self.first, self.second):
                await authorise(self.session, statement_id=statement.id, by=self.by(account), now=at)
        return await self.statements(of)

    async def statements(self, of: Quarter) -> list[Statement]:
        return await queries.hold_period(self.session, of.fund, of.year, of.quarter)

    async def run(self, of: Quarter) -> MadeRun:
        found = await queries.runs(self.session)
        return next(
            each for each in found if (each.fund, each.year, each.quarter) == (of.fund, of.year, of.quarter)
        )

    async def lines(
        self, of: Quarter, kind: LineKind | None = None, provider: Agency | None = None
    ) -> list[KnownLine]:
        found = await queries.known_lines(self.session, await self.run(of))
        return [
            each
            for each in found
            if (kind is None or each.kind is kind) and (provider is None or each.provider_id == provider.id)
        ]

    async def declared(self, learner: Learner, kind: Outcome | None = None) -> list[Declaration]:
        found = await queries.declarations_of(self.session, [learner.id])
        return [each for each in found[learner.id] if kind is None or each.kind is kind]


@pytest.fixture
async def pool(session: Session, now: datetime, today: date) -> Pool:
    """A pool with £100,000 of 16 to 19 funding, £40,000 and £20,000 of it given, 7.5 % of that for results."""
    made = await Pool(session, now, today).set_up()
    await made.puts(10_000_000)
    start = at_noon(date(made.year, 4, 2))
    await set_ramp(session, scenario="present-day", fund=EFA, shares={made.year: 750}, by=made.by(), now=now)
    await made.gives(4_000_000, now=start)
    await made.gives(2_000_000, made.other, now=start)
    return made
