"""Statements made from facts: what is on them, that they freeze, and that they can be worked out again to the penny."""

from datetime import date, timedelta

from service.funding.operations import (
    check_statements,
)
from service.funding.rows import LineKind, State
from service.kit.database import Session
from tests.funding.conftest import Pool

FIRST_DAY = timedelta(weeks=4)


async def test_a_start_and_four_weeks_are_on_the_statement_with_the_base(pool: Pool) -> None:
    learner = await pool.learner()
    course = pool.course(learner, on=date(pool.year, 6, 3))
    await pool.tells(course, on=date(pool.year, 6, 3))
    await pool.tells(*_attended(pool, learner, date(pool.year, 6, 30)), on=date(pool.year, 6, 30))
    of = pool.quarter(1)
    done = await pool.prepares(of)
    assert done.statements == 2
    outcomes = await pool.lines(of, LineKind.OUTCOME)
    assert sorted(each.outcome or "" for each in outcomes) == ["retention", "start"]
    base = await pool.lines(of, LineKind.BASE)
    assert [each.pence for each in base if each.provider_id == pool.provider.id] == [925_000]
    assert {each.state for each in await pool.declared(learner)} == {State.PAYABLE}


def _attended(pool: Pool, learner, on):
    from service.pathways.rows import MilestoneKind

    return [pool.milestone(learner, MilestoneKind.ATTENDANCE, on=on)]


async def test_check(pool: Pool, session: Session) -> None:
    learner = await pool.learner()
    course = pool.course(learner, on=date(pool.year, 6, 3))
    await pool.tells(course, on=date(pool.year, 6, 3))
    await pool.tells(*_attended(pool, learner, date(pool.year, 6, 30)), on=date(pool.year, 6, 30))
    of = pool.quarter(1)
    await pool.prepares(of)
    print(await check_statements(session))
    await pool.freezes(of)
    print(await check_statements(session))
