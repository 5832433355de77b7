"""A year in the life: day after day people are told of, worked with and looked at, and every evening all must be so."""

from collections.abc import Callable
from datetime import date, time, timedelta
from time import perf_counter

import msgspec

from service.agencies.operations import hear_from
from service.demo.providers import TRAINER
from service.demo.rows import Invented
from service.kit.database import REGISTER, Database
from service.vocabulary.working_day import is_working_day
from tests.year.agencies import Agencies
from tests.year.casework import Casework
from tests.year.chronicle import Chronicle
from tests.year.council import Council
from tests.year.days import DAY, at, days_of
from tests.year.figures import Figures, figures_of
from tests.year.hearing import Said, what_is_said, young
from tests.year.invariants import require_all
from tests.year.looking import look_around
from tests.year.nights import run_night
from tests.year.referring import Referring
from tests.year.teaching import mend, tell_attendance, tell_needs
from tests.year.thorough import require_nothing_to_change, require_standings_of_facts
from tests.year.world import World, make_world

MORNING, OFFICES, NOON, EVENING = time(7), time(9), time(12), time(22)
FULL_LOOK_EVERY = 7  # days
SILENT = timedelta(days=120)  # from the first day on: then one provider is heard from no more, for so long


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """What to simulate."""

    learners: int
    first: date
    days: int
    seed: int = 1
    sample: int = 40

    @property
    def last(self) -> date:
        """The last day."""
        return self.first + timedelta(days=self.days - 1)


class Year:
    """One year under way."""

    def __init__(self, world: World, plan: Plan, said: dict[date, list[Said]]) -> None:
        self._world, self._plan, self._said = world, plan, said
        self._agencies = Agencies(world)
        teams = list(world.teams.values())
        self._councils = [Council(world, team, first=plan.first) for team in teams]
        self._casework = [Casework(world, team) for team in teams]
        self._referring = Referring(world)
        self.chronicle = Chronicle()

    async def begin(self, everybody: list[Invented]) -> None:
        """What was known before the first day."""
        unsaid = [each for each in everybody if not (each.spells or each.milestones)]
        eve = self._plan.first - DAY
        now = at(eve, NOON)
        await self._agencies.tell(self._said.get(eve, []), now=now, today=eve, history=True)
        await self._agencies.introduce(unsaid, now=now, today=eve)
        await tell_needs(self._world, everybody, now=now, today=eve)

    async def live(self, today: date) -> None:
        """One day: the night's jobs, the offices if they are open, what agencies' systems send, and the evening."""
        await run_night(self._world, today)
        if is_working_day(today):
            await self._offices(today)
        await self._agencies.tell(self._said.get(today, []), now=at(today, NOON), today=today)
        if today.weekday() == 0:
            await self._monday(today)
        if is_working_day(today):
            for each in self._casework:
                await each.work(now=at(today, time(14)), today=today)
            await self._referring.work(now=at(today, time(15)), today=today)
        await self._look_back(today)

    async def _offices(self, today: date) -> None:
        for council in self._councils:
            await council.begin_day(now=at(today, MORNING), today=today)
            await council.hand_out(now=at(today, OFFICES))
            await council.join_and_part(now=at(today, time(10)), today=today)

    async def _monday(self, today: date) -> None:
        """Attendance is told, what was wrong is mended, and providers are heard from, one of them not for a while."""
        await tell_attendance(self._world, now=at(today, NOON), today=today)
        await mend(self._world, now=at(today, NOON), today=today)
        is_silent = SILENT <= today - self._plan.first < 2 * SILENT
        async with self._world.database.transaction(REGISTER) as session:
            for provider_id in self._world.cast.providers:
                if not (is_silent and provider_id == self._world.cast.agencies[TRAINER]):
                    await hear_from(session, agency_id=provider_id, today=today, now=at(today, NOON))

    async def _look_back(self, today: date) -> None:
        passed = (today - self._plan.first).days
        async with self._world.database.transaction(REGISTER) as session:
            evening = await look_around(session, today, self._world.came_on)
        reasons = require_all(evening)
        self.chronicle.note(evening, reasons, is_first=not passed)
        sample, database = self._plan.sample, self._world.database
        await require_standings_of_facts(database, sample=sample, turn=passed, today=today)
        if passed % FULL_LOOK_EVERY == 0 or today == self._plan.last:
            await require_nothing_to_change(database, now=at(today, EVENING), today=today)


async def simulate_year(
    database: Database, plan: Plan, *, say: Callable[[str], None] = lambda _: None
) -> Figures:
    """Simulate it all and count it. Raises `Violated` on the first evening on which something is not as it must be."""
    eve = plan.first - DAY
    everybody = young(plan.learners, seed=plan.seed, last=plan.last)
    world = await make_world(
        database, learners=plan.learners, seed=plan.seed, now=at(eve, MORNING), today=eve
    )
    world.council_of = {each.number: each.council for each in everybody}
    said = what_is_said(everybody, seed=plan.seed, first=plan.first, last=plan.last)
    year = Year(world, plan, said)
    began = perf_counter()
    await year.begin(everybody)
    say(f"{len(world.numbers):,} learners were known before, {perf_counter() - began:,.0f} s")
    began = perf_counter()
    for today in days_of(plan.first, plan.last):
        await year.live(today)
        if today.day == 1:
            say(f"{today}: {len(world.numbers):,} learners, {perf_counter() - began:,.0f} s")
    seconds = perf_counter() - began
    return await figures_of(world, year.chronicle, first=plan.first, last=plan.last, seconds=seconds)
