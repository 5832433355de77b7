"""A whole invented population written fast: for trying the service at its full size, never beside real
people.

Learners, claims, access and facts go in through the features' own queries, some thousand people to a
transaction; what follows from them (main spells, situations, alerts) comes from `alerts.operations.watch`,
as it does after any other write. The audit trail says what was done for each batch rather than for each
fact.
"""

import asyncio
from collections.abc import Callable, Iterator
from datetime import date, datetime
from itertools import islice
from time import perf_counter

from service.access import queries as access
from service.agencies import queries as agencies
from service.alerts.operations import watch
from service.alerts.rows import Watched
from service.demo.cast import Cast, gather_cast
from service.demo.entries import Entries, entries
from service.demo.population import people
from service.demo.rows import Invented
from service.feeds.queries import leave_untold
from service.kit import audit
from service.kit.audit import Act, By
from service.kit.database import REGISTER, Database, Session, expect_unique
from service.kit.errors import Conflict
from service.kit.ids import NOBODY
from service.learners import queries as learners_queries
from service.learners.operations import count_register
from service.pathways import queries as pathways
from service.vocabulary.indicator import mint

BATCH = 2_000
LANES = 2  # one writes while another thinks; they share the batches

_BY = By(agency_id=NOBODY)


class SeedUsed(Conflict):
    """The people of this seed are in the register already."""

    code = "seed_used"


async def simulate(
    database: Database,
    *,
    learners: int,
    years: int,
    seed: int,
    now: datetime,
    today: date,
    say: Callable[[str], None],
) -> Watched:
    """Add that many invented learners with the pathways of that many academic years.

    Each batch is a transaction of its own. Raises `SeedUsed` where these people are here already.
    """
    began = perf_counter()
    async with database.transaction(REGISTER) as session:
        cast = await gather_cast(session, by=_BY, now=now, today=today)
    run = _Run(database, cast, seed=seed, now=now, today=today)
    source = people(learners, years, seed, today)

    async def lane() -> None:
        while batch := list(islice(source, BATCH)):
            await run.add(batch)
            took = perf_counter() - began
            say(f"{run.added:,} of {learners:,} learners, {run.watched.raised:,} alerts, {took:,.0f} s")

    await asyncio.gather(*(lane() for _ in range(LANES if learners > BATCH else 1)))
    await count_register(database, now=now)
    return run.watched


async def hear_from_everybody(database: Database, *, now: datetime, today: date) -> None:
    """Count every provider of the demo as heard from today."""
    async with database.transaction(REGISTER) as session:
        cast = await gather_cast(session, by=_BY, now=now, today=today)
        for provider_id in cast.providers:
            await agencies.note_report(session, provider_id, on=today, at=now)


class _Run:
    """One simulation under way."""

    def __init__(self, database: Database, cast: Cast, *, seed: int, now: datetime, today: date) -> None:
        self._database, self._cast = database, cast
        self._seed, self._now, self._today = seed, now, today
        self._minted: set[str] = set()
        self.added, self.watched = 0, Watched()

    async def add(self, batch: list[Invented]) -> None:
        """Writes a batch, and looks at the people in it last: from then on the audit chain is held."""
        async with self._database.transaction(REGISTER) as session:
            indicators = await self._indicators(session, len(batch))
            made = entries(batch, indicators, self._cast, seed=self._seed)
            await self._write(session, made)
            ids = [learner.id for learner in made.learners]
            looked = await watch(session, learner_ids=ids, by=_BY, now=self._now, today=self._today)
            act = Act(
                act="invented learners added",
                subject_kind="simulation",
                subject_id=None,
                detail={"learners": len(ids), "seed": self._seed},
            )
            await audit.record(session, act, by=_BY, now=self._now)
        self.added += len(batch)
        self.watched += looked

    async def _indicators(self, session: Session, count: int) -> list[str]:
        """Indicators nobody has: not in the register, and not in a batch that is still being written."""
        drawn = list(self._draw(count))
        for taken in await learners_queries.indicators_taken(session, drawn):
            drawn.remove(taken)
            drawn += self._draw(1)
        return drawn

    def _draw(self, count: int) -> Iterator[str]:
        while count:
            indicator = mint()
            if indicator not in self._minted:
                self._minted.add(indicator)
                count -= 1
                yield indicator

    async def _write(self, session: Session, made: Entries) -> None:
        await leave_untold(session)
        used = SeedUsed("These invented people are here already. Choose another seed.", field="seed")
        async with expect_unique("uq_learner_uln", used):
            await learners_queries.add_learners(session, made.learners)
        await learners_queries.add_keys(session, made.keys)
        await access.add(session, made.access)
        await learners_queries.add_claims(session, made.claims)
        await pathways.add_spells(session, made.spells)
        await pathways.add_milestones(session, made.milestones)
