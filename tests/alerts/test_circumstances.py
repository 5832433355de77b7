"""Circumstances set off the safety net as facts do: by hand, by a file, and when a file is undone."""

from datetime import UTC, date, datetime, timedelta

import pytest

from service.access.rows import WHOLE_REGISTER
from service.agencies.rows import Agency
from service.alerts.operations import correct_circumstance, record_circumstance
from service.circumstances.operations import Correction
from service.circumstances.rows import Circumstance, Kind
from service.imports.operations import begin_undo, undo
from service.kit import database as sql
from service.kit.audit import By
from service.kit.database import REGISTER, Database, Session
from service.kit.ids import new_id
from service.learners.rows import Learner
from service.pathways.rows import Because
from tests.factories import make_council, make_learner, make_provider, record_spell
from tests.imports.sender import NOW, Sender

JOB = 330


@pytest.fixture
async def college(session: Session, now: datetime) -> Agency:
    return await make_provider(session, now=now, council=await make_council(session, now=now))


@pytest.fixture
async def learner(session: Session, college: Agency, now: datetime) -> Learner:
    """Seventeen, and in a job without training."""
    born = date(now.year - 17, 1, 20)
    learner = await make_learner(session, by=By(agency_id=college.id), now=now, date_of_birth=born)
    began = now.date() - timedelta(days=3)
    await record_spell(session, learner.id, agency=college, now=now, activity=JOB, started_on=began)
    return learner


async def rules_open(session: Session, learner: Learner) -> set[str]:
    open_ = "select rule from alert where learner_id = $1 and closed_on is null"
    return {each["rule"] for each in await sql.rows(session, open_, learner.id)}


def about(learner: Learner, college: Agency, kind: Kind, value: str, now: datetime) -> Circumstance:
    return Circumstance(
        learner_id=learner.id,
        id=new_id(),
        kind=kind,
        value=value,
        starts_on=now.date(),
        recorded_at=now,
        recorded_by=new_id(),
        agency_id=college.id,
        source_key=f"page:{kind}",
    )


async def test_level_3_closes_the_alert_about_training_and_taking_it_back_raises_it_again(
    session: Session, learner: Learner, college: Agency, now: datetime
) -> None:
    assert "R18" in await rules_open(session, learner)
    by, today = By(agency_id=college.id), now.date()
    said = about(learner, college, Kind.LEVEL_3, "yes", now)
    await record_circumstance(session, said=said, born_on=learner.date_of_birth, by=by, now=now, today=today)
    assert "R18" not in await rules_open(session, learner)
    back = Correction(learner_id=learner.id, circumstance_id=said.id, because=Because.NEVER_HAPPENED)
    await correct_circumstance(
        session, correction=back, within=WHOLE_REGISTER, by=by, now=now + timedelta(hours=1), today=today
    )
    assert "R18" in await rules_open(session, learner)


async def test_a_pupil_at_risk_needs_a_plan_which_nobody_older_is_asked_for(
    session: Session, college: Agency
) -> None:
    spring = datetime(2027, 4, 6, 10, 0, tzinfo=UTC)
    by, told = By(agency_id=college.id), {}
    for born in (date(2010, 5, 4), date(2011, 2, 3)):  # years 12 and 11
        who = await make_learner(session, by=by, now=spring, date_of_birth=born)
        for kind in (Kind.FREE_MEALS, Kind.EXCLUSION):
            said = about(who, college, kind, "yes", spring)
            await record_circumstance(
                session, said=said, born_on=born, by=by, now=spring, today=spring.date()
            )
        told[born.year] = await rules_open(session, who)
    assert told == {2010: {"R05"}, 2011: {"R14"}}
    plan = about(who, college, Kind.TRANSITION_PLAN, "yes", spring)
    await record_circumstance(session, said=plan, born_on=born, by=by, now=spring, today=spring.date())
    assert await rules_open(session, who) == set()


WHO = "Learner reference,Family name,Given names,Date of birth"
ATTENDANCE = f"{WHO},Week beginning,Sessions planned,Sessions attended,Missed without permission"
COURSE = f"{WHO},Kind of learning,Course,Started on,Planned end"
ROW = "S1,Quill,Ida May,25/09/2008"
MONDAYS = ("24/11/2025", "01/12/2025", "08/12/2025", "05/01/2026")


def attendance(attended: int) -> bytes:
    return "\n".join([ATTENDANCE, *(f"{ROW},{monday},10,{attended},0" for monday in MONDAYS)]).encode()


async def test_a_list_of_attendance_raises_an_alert_and_undoing_it_closes_it(database: Database) -> None:
    async with database.transaction(REGISTER) as session:
        council = await make_council(session, now=NOW)
        sender = Sender(database, council, await make_provider(session, now=NOW, council=council))
    course = f"{COURSE}\n{ROW},Further education college,Bricklaying,03/09/2025,10/07/2026\n".encode()
    assert (await sender.files(course, name="course.csv")).alerts_raised == 0
    key, _ = await sender.checks(attendance(6), name="attendance.csv")
    assert (await sender.accepts(key)).alerts_raised == 1
    async with database.transaction(REGISTER) as session:
        await begin_undo(session, submission_id=key, within=sender.scope, by=sender.by, now=NOW)
    assert (await undo(database, submission_id=key, now=NOW)).alerts_closed == 1
    assert (await sender.files(attendance(10), name="better.csv")).alerts_raised == 0


async def test_a_newcomer_whose_first_list_is_of_attendance_is_looked_at_with_it(database: Database) -> None:
    async with database.transaction(REGISTER) as session:
        council = await make_council(session, now=NOW)
        sender = Sender(database, council, await make_provider(session, now=NOW, council=council))
    await sender.files(attendance(6), name="attendance.csv")
    course = f"{COURSE}\n{ROW},Further education college,Bricklaying,03/09/2025,10/07/2026\n".encode()
    assert (await sender.files(course, name="course.csv")).alerts_raised == 1
