"""Declarations made from what is recorded: by change, as known before a moment, and the same however often."""

from datetime import date, timedelta

import asyncpg
import pytest

from service.funding import queries
from service.funding.operations import check_statements, declare_as_of, make_declarations
from service.funding.rows import Band, Evidence, LineKind, Outcome, Reason, State
from service.kit.database import Database, Session, execute
from service.kit.ids import new_id
from service.pathways.rows import Confidence, MilestoneKind
from tests.funding.conftest import EFA, SFA, Pool, at_noon


async def test_the_daily_run_looks_at_whom_something_is_new_of_and_again_does_nothing(
    pool: Pool, database: Database
) -> None:
    learner = await pool.learner()
    day = date(pool.year, 6, 3)
    await pool.tells(pool.course(learner, on=day), on=day)
    first = await make_declarations(database, now=at_noon(day + timedelta(days=1)))
    assert first.new >= 1
    assert [(each.kind, each.state) for each in await pool.declared(learner)] == [
        (Outcome.START, State.ELIGIBLE)
    ]
    again = await make_declarations(database, now=at_noon(day + timedelta(days=1)))
    assert (again.new, again.changed) == (0, 0)
    later = await make_declarations(database, now=at_noon(day + timedelta(days=40)))
    assert (later.new, later.changed) == (0, 0)
    quiet = await make_declarations(database, now=at_noon(day + timedelta(days=41)))
    assert quiet.learners == 0


async def test_a_refused_attempt_is_kept_and_becomes_eligible_once_it_is_confirmed(
    pool: Pool, database: Database
) -> None:
    learner = await pool.learner()
    day = date(pool.year, 6, 3)
    await pool.tells(pool.course(learner, on=day), on=day)
    began = date(pool.year, 6, 20)
    job = pool.course(
        learner,
        agency=pool.council,
        on=began,
        activity=330,
        started_on=began,
        confidence=Confidence.SELF_REPORTED,
        level=None,
    )
    await pool.tells(job, on=began, agency=pool.council)
    await make_declarations(database, now=at_noon(began + timedelta(days=1)))
    (refused,) = await pool.declared(learner, Outcome.JOB_START)
    assert (refused.state, refused.reason, refused.evidence) == (
        State.INELIGIBLE,
        Reason.NO_EVIDENCE,
        Evidence.OWN_WORD,
    )
    sure = pool.course(learner, on=began, activity=330, started_on=began, level=None)
    await pool.tells(sure, on=began + timedelta(days=10))
    await make_declarations(database, now=at_noon(began + timedelta(days=11)))
    (paid,) = await pool.declared(learner, Outcome.JOB_START)
    assert (paid.id, paid.state, paid.evidence) == (refused.id, State.ELIGIBLE, Evidence.PROVIDER)


async def test_of_two_who_helped_one_is_paid_and_the_other_is_told_by_whom(
    pool: Pool, database: Database
) -> None:
    learner = await pool.learner()
    day, began = date(pool.year, 5, 4), date(pool.year, 6, 22)
    for agency in (pool.provider, pool.other):
        await pool.tells(pool.course(learner, agency=agency, on=day, started_on=day), on=day, agency=agency)
    job = pool.course(learner, agency=pool.other, on=began, activity=330, started_on=began, level=None)
    await pool.tells(job, on=began, agency=pool.other)
    await make_declarations(database, now=at_noon(began + timedelta(days=1)))
    claims = {each.provider_id: each for each in await pool.declared(learner, Outcome.JOB_START)}
    assert claims[pool.other.id].state is State.ELIGIBLE
    lost = claims[pool.provider.id]
    assert (lost.reason, lost.superseded_by) == (Reason.RIVAL_FIRST, claims[pool.other.id].id)


async def test_what_was_refused_for_want_of_an_allocation_is_judged_again_once_there_is_one(
    pool: Pool, session: Session, database: Database
) -> None:
    learner = await pool.learner(age=21)
    day = date(pool.year, 6, 3)
    await pool.tells(pool.course(learner, on=day), on=day)
    await make_declarations(database, now=at_noon(day + timedelta(days=1)))
    (refused,) = await pool.declared(learner)
    assert (refused.fund, refused.reason) == (SFA, Reason.NO_ALLOCATION)
    await pool.puts(1_000_000, SFA)
    await pool.gives(500_000, fund=SFA)
    await make_declarations(database, now=at_noon(day + timedelta(days=60)))
    assert [each.state for each in await pool.declared(learner)] == [State.ELIGIBLE]


async def test_as_of_a_cut_off_only_what_was_known_counts_and_the_next_run_catches_up(
    pool: Pool, session: Session, database: Database
) -> None:
    learner = await pool.learner()
    day = date(pool.year, 6, 3)
    await pool.tells(pool.course(learner, on=day), on=day)
    there = pool.milestone(learner, MilestoneKind.ATTENDANCE, on=date(pool.year, 7, 2))
    await pool.tells(there, on=date(pool.year, 7, 2))
    now = at_noon(date(pool.year, 7, 5))
    await make_declarations(database, now=now)
    assert len(await pool.declared(learner)) == 2
    await declare_as_of(session, cut_off=at_noon(date(pool.year, 7, 1)), also=(), now=now)
    assert {each.state for each in await pool.declared(learner)} == {State.ELIGIBLE}, "what is newer waits"
    until = date(pool.year, 7, 31)
    due = await queries.dues(session, EFA, until=until, before=at_noon(date(pool.year, 7, 1)))
    assert [each.kind for each in due] == [Outcome.START]
    await make_declarations(database, now=now)
    due = await queries.dues(session, EFA, until=until, before=now)
    assert {each.kind for each in due} == {Outcome.START, Outcome.RETENTION}


async def test_what_was_corrected_after_a_cut_off_counts_until_then_and_goes_back_later(
    pool: Pool, session: Session, database: Database
) -> None:
    learner = await pool.learner()
    day, corrected = date(pool.year, 6, 3), date(pool.year, 7, 9)
    course = pool.course(learner, on=day)
    await pool.tells(course, on=day)
    there = pool.milestone(learner, MilestoneKind.ATTENDANCE, on=date(pool.year, 6, 30))
    await pool.tells(there, on=date(pool.year, 6, 30))
    await make_declarations(database, now=at_noon(date(pool.year, 7, 2)))
    left = pool.course_again(course, on=corrected, ended_on=date(pool.year, 6, 20))
    await pool.tells(left, on=corrected)
    await make_declarations(database, now=at_noon(corrected + timedelta(days=1)))
    await pool.prepares(pool.quarter(1), on=corrected)
    stated = {each.outcome for each in await pool.lines(pool.quarter(1), LineKind.OUTCOME)}
    assert stated == {"start", "retention"}
    await pool.freezes(pool.quarter(1))
    await make_declarations(database, now=at_noon(corrected + timedelta(days=3)))
    states = {each.state for each in await pool.declared(learner, Outcome.RETENTION)}
    assert states == {State.VOIDED, State.AWAITING_CLAWBACK}
    await pool.prepares(pool.quarter(2))
    back = await pool.lines(pool.quarter(2), LineKind.CLAWBACK)
    assert [each.outcome for each in back] == ["retention"]
    assert (await check_statements(session))[1] == []


async def test_the_database_refuses_a_second_billable_of_a_person_course_and_kind(
    pool: Pool, session: Session, database: Database
) -> None:
    learner = await pool.learner()
    day = date(pool.year, 6, 3)
    await pool.tells(pool.course(learner, on=day), on=day)
    await make_declarations(database, now=at_noon(day + timedelta(days=1)))
    copied = """insert into declaration select (jsonb_populate_record(d, jsonb_build_object('id', $1::uuid))).*
        from declaration d where learner_id = $2"""
    with pytest.raises(asyncpg.UniqueViolationError, match="uq_declaration_billable"):
        async with session.driver.transaction():
            await execute(session, copied, new_id(), learner.id)


@pytest.mark.parametrize("table", ["declaration_event", "declaration"])
async def test_no_attempt_and_no_step_is_ever_removed(
    pool: Pool, session: Session, database: Database, table: str
) -> None:
    learner = await pool.learner()
    day = date(pool.year, 6, 3)
    await pool.tells(pool.course(learner, on=day), on=day)
    await make_declarations(database, now=at_noon(day + timedelta(days=1)))
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with session.driver.transaction():
            await execute(session, f"delete from {table}")


async def test_every_declaration_carries_the_risk_band_it_is_priced_by(
    pool: Pool, session: Session, database: Database
) -> None:
    learner = await pool.learner()
    day = date(pool.year, 6, 3)
    await pool.tells(pool.course(learner, on=day), on=day)
    await make_declarations(database, now=at_noon(day + timedelta(days=1)))
    assert {each.band for each in await pool.declared(learner)} == {Band.NOT_ASSESSED}
    assert await queries.settled_funds(session, [learner.id])
