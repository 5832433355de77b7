"""What is told beside the way: needs, once; attendance, week by week, by whoever teaches; and what was told wrongly."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from service.access.rows import Scope
from service.alerts.operations import CORRECTING, TAKING_BACK, Correction, correct, record_circumstance
from service.circumstances.operations.record import Groundless
from service.circumstances.rows import Circumstance, Kind
from service.demo.rows import Invented
from service.kit import database as sql
from service.kit.audit import By
from service.kit.database import REGISTER, Context, Row
from service.kit.ids import new_id
from service.pathways import queries as pathways
from tests.year.days import chance
from tests.year.world import World

_TAUGHT = """
select distinct on (s.learner_id) s.learner_id, s.agency_id, l.date_of_birth
from spell s join agency a on a.id = s.agency_id and a.kind = 'provider'
join learner l on l.id = s.learner_id and l.merged_into is null
where s.superseded_at is null and s.ended_on is null and s.activity between 210 and 460
order by s.learner_id, s.started_on desc, s.source_key
"""
VULNERABLE, PLAN = 0.03, 0.04
WATCHED_WEEKLY = 8  # of so many who are taught, one's attendance is told
HOLIDAY_MONTHS = (7, 8)
CORRECTED_A_WEEK = 100  # of so many learners
LOW, AWAY = 0.12, 0.06  # of the months of somebody


async def tell_needs(world: World, people: Sequence[Invented], *, now: datetime, today: date) -> None:
    """Say of a few that they care for somebody, or have an education, health and care plan."""
    for person in people:
        drawn = chance(world.seed, "needs", person.number).random()
        learner_id = world.known.get((person.number, False))
        if learner_id is None or drawn >= VULNERABLE + PLAN:
            continue
        kind, value = (Kind.CHARACTERISTIC, "140") if drawn < VULNERABLE else (Kind.EHC_PLAN, "yes")
        by, born = world.by(person.council), person.claim.date_of_birth
        said = _said(learner_id, kind, value, today, by=by, now=now)
        await _tell(world, said, born, by=by, now=now, today=today)


async def tell_attendance(world: World, *, now: datetime, today: date) -> None:
    """Say of last week how many sessions some were there."""
    async with world.database.transaction(REGISTER) as session:
        taught = await sql.rows(session, _TAUGHT)
    monday = today - timedelta(days=today.weekday() + 7)
    watched = [row for row in taught if world.numbers[row["learner_id"]] % WATCHED_WEEKLY == 0]
    if monday.month in HOLIDAY_MONTHS:
        return
    for row in sorted(watched, key=lambda row: world.numbers[row["learner_id"]]):
        by = By(agency_id=row["agency_id"])
        said = _said(row["learner_id"], Kind.ATTENDANCE, _week(world, row, monday), monday, by=by, now=now)
        await _tell(world, said, row["date_of_birth"], by=by, now=now, today=today)


def _week(world: World, row: Row, monday: date) -> str:
    number = world.numbers[row["learner_id"]]
    drawn = chance(world.seed, "month", number, monday.year, monday.month).random()
    usual = 0.0 if drawn < AWAY else 0.6 if drawn < AWAY + LOW else 0.97
    rng = chance(world.seed, "week", number, monday)
    attended = sum(rng.random() < usual for _ in range(10))
    return f"10/{attended}/{sum(rng.random() < 0.2 for _ in range(10 - attended))}"


def _said(
    learner_id: UUID, kind: Kind, value: str, starts_on: date, *, by: By, now: datetime
) -> Circumstance:
    return Circumstance(
        learner_id=learner_id,
        id=new_id(),
        kind=kind,
        value=value,
        starts_on=starts_on,
        recorded_at=now,
        agency_id=by.agency_id,
        source_key=f"year:{kind}:{starts_on}",
    )


async def _tell(world: World, said: Circumstance, born: date, *, by: By, now: datetime, today: date) -> None:
    """What nothing allows to hold at their age is refused, and that is that."""
    try:
        async with world.database.transaction(Context(agency_id=by.agency_id)) as session:
            await record_circumstance(session, said=said, born_on=born, by=by, now=now, today=today)
    except Groundless:
        return
    world.done["circumstances recorded"] += 1


async def mend(world: World, *, now: datetime, today: date) -> None:
    """Councils look through what they said of a few: a day was wrong, or it never was so."""
    rng = chance(world.seed, "mend", today)
    numbers = sorted({number for number, _ in world.known})
    for number in rng.sample(numbers, len(numbers) // CORRECTED_A_WEEK):
        if (learner_id := world.known.get((number, False))) is not None:
            by = world.by(world.moved_to(learner_id, before=world.council_of[number]))
            await _mend_one(world, learner_id, rng.random(), by=by, now=now, today=today)


async def _mend_one(
    world: World, learner_id: UUID, drawn: float, *, by: By, now: datetime, today: date
) -> None:
    within = Scope(by.agency_id)
    async with world.database.transaction(Context(agency_id=by.agency_id)) as session:
        facts = (await pathways.facts_of(session, [learner_id], within=within)).get(learner_id)
        own = [each for each in facts.spells if each.agency_id == by.agency_id] if facts else []
        if not own:
            return
        wrong = max(own, key=lambda each: (each.started_on, each.source_key))
        changes = {"started_on": wrong.started_on - timedelta(days=3)} if drawn < 0.7 else None
        because = TAKING_BACK[0] if changes is None else CORRECTING[0]
        correction = Correction(learner_id=learner_id, fact_id=wrong.id, because=because, changes=changes)
        await correct(session, correction=correction, within=within, by=by, now=now, today=today)
    world.done["facts taken back" if changes is None else "facts corrected by hand"] += 1
