"""A quarter's statements: 60 providers, 100,000 declarations, made and worked out again, in this very process."""

import asyncio
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from time import perf_counter
from uuid import UUID

import msgspec

from service.agencies.operations import add_agency
from service.agencies.rows import Agency, AgencyKind
from service.funding.operations import (
    Change,
    Put,
    Quarter,
    allocate,
    check_statements,
    contribute,
    make_declarations,
    prepare_statements,
)
from service.kit import database as kit
from service.kit.audit import By
from service.kit.database import REGISTER, Database, open_database
from service.kit.ids import NOBODY, new_id
from service.pathways import queries as pathways
from service.pathways.rows import Milestone, MilestoneKind, Spell
from tests.benchmarks.commands import run
from tests.benchmarks.ground import Ground
from tests.benchmarks.scale import Scale

YEAR = 2025
FUNDS = ("efa-16-19", "sfa-adult-skills")
STARTED_ON = date(YEAR, 4, 7)
BY = By(agency_id=NOBODY)
SLAB = 2_000


class Stated(msgspec.Struct, frozen=True, kw_only=True):
    """What it took, in seconds, and whether it came to the same."""

    providers: int
    learners: int
    declarations: int
    declared: float
    prepared: float
    checked: float
    lines: int
    differences: int


def measure(ground: Ground, scale: Scale) -> Stated:
    """Fill a register, tell four outcomes of everybody, declare them, prepare both funds' statements, check them."""
    name = ground.clone("funding")
    words = ("simulate", "--register-only", "--learners", str(scale.funded), "--json")
    owner = ground.server.url("pathway_owner", name)
    run(*words, DATABASE_URL=ground.url(name), OWNER_DATABASE_URL=owner)
    found = asyncio.run(_run(ground.url(name), scale))
    ground.drop(name)
    print(f"funding: {found}", flush=True)
    return found


async def _run(url: str, scale: Scale) -> Stated:
    database = open_database(url)
    providers = await _providers(database, scale.providers)
    learners = await _tell(database, providers)
    today = date(YEAR, 7, 14)
    now = datetime.combine(today, time(9), tzinfo=UTC)
    began = perf_counter()
    done = await make_declarations(database, now=now - timedelta(hours=7))
    declared = perf_counter() - began
    began = perf_counter()
    for fund in FUNDS:
        async with database.transaction(REGISTER) as session:
            await prepare_statements(session, of=Quarter(fund, YEAR, 1), by=BY, now=now, today=today)
    prepared = perf_counter() - began
    began = perf_counter()
    async with database.transaction(REGISTER) as session:
        lines, differences = await check_statements(session)
    checked = perf_counter() - began
    await database.close()
    return Stated(
        providers=len(providers),
        learners=learners,
        declarations=done.new,
        declared=declared,
        prepared=prepared,
        checked=checked,
        lines=lines,
        differences=len(differences),
    )


async def _providers(database: Database, count: int) -> list[UUID]:
    """So many providers, each with an allocation of each fund."""
    now = datetime(YEAR, 4, 1, tzinfo=UTC)
    keys = [new_id() for _ in range(count)]
    async with database.transaction(REGISTER) as session:
        for n, key in enumerate(keys):
            agency = Agency(
                id=key,
                kind=AgencyKind.PROVIDER,
                name=f"Provider {n}",
                code=f"p{n}",
                ukprn=f"{19_000_000 + n}",
            )
            await add_agency(session, agency=agency, by=BY, now=now)
        for fund in FUNDS:
            put = Put(fund=fund, year=YEAR, pence=100_000_000_00, contributor="-", source="-", reason="-")
            await contribute(session, put=put, by=BY, now=now)
            for key in keys:
                given = {
                    "fund": fund,
                    "year": YEAR,
                    "provider_id": key,
                    "sector": "5.2",
                    "pence": 1_500_000_00,
                }
                more = {"planned_places": 500, "decided_on": now.date(), "decision": "-", "reason": "-"}
                await allocate(session, change=Change(**given, **more), by=BY, now=now)
    return keys


async def _tell(database: Database, providers: Sequence[UUID]) -> int:
    """Everybody starts a course, is there in May, achieves and starts a job."""
    async with database.transaction(REGISTER) as session:
        rows = await kit.rows(session, "select id from learner order by id")
    learners = [row["id"] for row in rows]
    for begin in range(0, len(learners), SLAB):
        some = learners[begin : begin + SLAB]
        taught = [(each, providers[(begin + n) % len(providers)]) for n, each in enumerate(some)]
        async with database.transaction(REGISTER) as session:
            await kit.execute(session, "select set_config('app.untold', 'on', true)")
            await pathways.add_spells(session, [spell for pair in taught for spell in _spells(*pair)])
            await pathways.add_milestones(session, [each for pair in taught for each in _milestones(*pair)])
    return len(learners)


def _at(day: date) -> datetime:
    return datetime.combine(day, time(12), tzinfo=UTC)


def _spells(learner_id: UUID, provider_id: UUID) -> Iterator[Spell]:
    course_ends, told = STARTED_ON + timedelta(weeks=8), STARTED_ON + timedelta(days=2)
    usual = {
        "learner_id": learner_id,
        "agency_id": provider_id,
        "provider_name": "-",
        "level": "2",
        "sector": "5.2",
    }
    yield Spell(
        **usual,
        id=new_id(),
        activity=230,
        started_on=STARTED_ON,
        ended_on=course_ends,
        recorded_at=_at(told),
        source_key=f"course:{learner_id}",
    )
    yield Spell(
        **usual,
        id=new_id(),
        activity=330,
        started_on=course_ends + timedelta(days=7),
        recorded_at=_at(course_ends + timedelta(days=9)),
        source_key=f"job:{learner_id}",
    )


def _milestones(learner_id: UUID, provider_id: UUID) -> Iterator[Milestone]:
    for kind, weeks in ((MilestoneKind.ATTENDANCE, 5), (MilestoneKind.ACHIEVED, 8)):
        day = STARTED_ON + timedelta(weeks=weeks)
        yield Milestone(
            learner_id=learner_id,
            id=new_id(),
            kind=kind,
            occurred_on=day,
            level="2",
            recorded_at=_at(day),
            agency_id=provider_id,
            source_key=f"{kind}:{learner_id}",
        )
