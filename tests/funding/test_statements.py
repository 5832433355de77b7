"""Statements made from facts: what is on them, who authorises, that they freeze, and what goes to the next."""

from datetime import date, timedelta

import asyncpg
import pytest

from service.funding import queries
from service.funding.operations import (
    Adjustment,
    NotInTurn,
    SamePerson,
    TooEarly,
    TooLate,
    adjust,
    authorise,
    open_statement,
    pay_statements,
    send_back,
)
from service.funding.rows import LineKind, Outcome, State, StatementState
from service.kit.database import Database, Session, execute, value
from service.kit.errors import Invalid
from service.kit.ids import new_id
from service.learners.rows import Learner
from service.pathways.rows import MilestoneKind, Spell
from tests.funding.conftest import SFA, Pool, at_noon

JUNE, THEN = (6, 3), (6, 30)


async def starts(pool: Pool) -> tuple[Learner, Spell]:
    """Somebody starts in June and is still there after four weeks."""
    learner = await pool.learner()
    course = pool.course(learner, on=date(pool.year, *JUNE))
    await pool.tells(course, on=date(pool.year, *JUNE))
    there = pool.milestone(learner, MilestoneKind.ATTENDANCE, on=date(pool.year, *THEN))
    await pool.tells(there, on=date(pool.year, *THEN))
    return learner, course


async def is_taken_back(pool: Pool, course: Spell, *, on: date) -> None:
    """The provider says that they left after two weeks."""
    wrong = pool.course_again(course, on=on, ended_on=date(pool.year, 6, 16))
    await pool.tells(wrong, on=on)


async def test_the_base_and_what_happened_are_on_the_statement(pool: Pool) -> None:
    learner, _ = await starts(pool)
    of = pool.quarter(1)
    done = await pool.prepares(of)
    assert done.statements == 2
    base = await pool.lines(of, LineKind.BASE)
    assert sorted((each.provider_id == pool.provider.id, each.pence) for each in base) == [
        (False, 462_500),
        (True, 925_000),
    ]
    outcomes = await pool.lines(of, LineKind.OUTCOME)
    assert {each.outcome: each.pence for each in outcomes} == {"retention": 24_000, "start": 64_000}
    assert {each.state for each in await pool.declared(learner)} == {State.PAYABLE}


async def test_preparing_again_makes_the_same_lines_and_keeps_adjustments(
    pool: Pool, session: Session
) -> None:
    await starts(pool)
    of = pool.quarter(1)
    await pool.prepares(of)
    before = sorted((each.provider_id, each.words, each.pence) for each in await pool.lines(of))
    statement = (await pool.statements(of))[0]
    told = Adjustment(statement_id=statement.id, pence=-500, reason="Paid by another fund")
    at = at_noon(of.ends_on + timedelta(days=10))
    added = await adjust(session, told=told, by=pool.by(), now=at)
    await pool.prepares(of, on=of.ends_on + timedelta(days=12))
    after = [each for each in await pool.lines(of) if each.id != added.id]
    assert sorted((each.provider_id, each.words, each.pence) for each in after) == before
    assert [each.pence for each in await pool.lines(of, LineKind.ADJUSTMENT)] == [-500]


async def test_what_became_known_today_waits_for_the_next_quarter(pool: Pool) -> None:
    learner = await pool.learner()
    first, second = pool.quarter(1), pool.quarter(2)
    day = first.ends_on + timedelta(days=10)
    await pool.tells(pool.course(learner, on=day), on=day)
    await pool.prepares(first, on=day)
    assert await pool.lines(first, LineKind.OUTCOME) == []
    await pool.freezes(first)
    await pool.prepares(second)
    assert sorted(each.outcome or "" for each in await pool.lines(second, LineKind.OUTCOME)) == [
        "retention",
        "start",
    ]


async def test_two_different_people_authorise_and_then_it_is_frozen(pool: Pool, session: Session) -> None:
    of = pool.quarter(1)
    await pool.prepares(of)
    key, at = (await pool.statements(of))[0].id, at_noon(of.ends_on + timedelta(days=11))
    once = await authorise(session, statement_id=key, by=pool.by(pool.first), now=at)
    assert once.state is StatementState.AUTHORISED
    with pytest.raises(SamePerson):
        await authorise(session, statement_id=key, by=pool.by(pool.first), now=at)
    twice = await authorise(session, statement_id=key, by=pool.by(pool.second), now=at)
    assert twice.state is StatementState.FROZEN
    with pytest.raises(NotInTurn):
        await authorise(session, statement_id=key, by=pool.by(pool.second), now=at)


@pytest.mark.parametrize(
    "statement",
    [
        pytest.param("update statement set pay_on = pay_on + 1", id="another day of payment"),
        pytest.param("update statement set state = 'open'", id="opened again"),
        pytest.param(
            "update statement_line set pence = pence + 1 where kind = 'base'", id="a penny on a line"
        ),
        pytest.param("update statement_line set words = 'other'", id="other words on a line"),
        pytest.param("delete from statement_line", id="a line less"),
        pytest.param(
            "insert into statement_line (id, statement_id, fund, year, kind, pence, words, made_at, made_by) "
            "select gen_random_uuid(), id, fund, year, 'adjustment', 1, 'x', frozen_at, frozen_by from statement",
            id="a line more",
        ),
        pytest.param("delete from statement", id="gone"),
    ],
)
async def test_the_database_refuses_every_change_of_a_frozen_statement(
    pool: Pool, session: Session, statement: str
) -> None:
    await pool.prepares(pool.quarter(1))
    await pool.freezes(pool.quarter(1))
    with pytest.raises((asyncpg.IntegrityConstraintViolationError, asyncpg.InsufficientPrivilegeError)):
        async with session.driver.transaction():
            await execute(session, statement)


async def test_one_person_cannot_be_both_whatever_writes_it(pool: Pool, session: Session) -> None:
    await pool.prepares(pool.quarter(1))
    key, at = (await pool.statements(pool.quarter(1)))[0].id, at_noon(pool.today)
    await queries.authorise(session, key, at=at, by=pool.first.id)
    with pytest.raises(asyncpg.CheckViolationError, match="two_people_authorise"):
        async with session.driver.transaction():
            await queries.freeze(session, key, at=at, by=pool.first.id)


async def test_what_turns_out_untrue_goes_back_on_the_next_statement_of_the_same_fund(pool: Pool) -> None:
    learner, course = await starts(pool)
    first, second = pool.quarter(1), pool.quarter(2)
    await pool.prepares(first)
    await pool.freezes(first)
    await is_taken_back(pool, course, on=date(pool.year, 8, 3))
    await pool.prepares(second)
    back = await pool.lines(second, LineKind.CLAWBACK)
    assert {each.outcome: each.pence for each in back} == {"retention": -24_000}
    moved = [each for each in await pool.declared(learner) if each.kind is Outcome.RETENTION]
    assert [each.state for each in moved] == [State.CLAWED_BACK]
    lines = await pool.lines(first)
    assert sum(each.pence for each in lines) == 925_000 + 462_500 + 24_000 + 64_000


async def test_nothing_can_be_put_on_a_statement_of_another_fund(pool: Pool, session: Session) -> None:
    await pool.prepares(pool.quarter(1))
    statement = (await pool.statements(pool.quarter(1)))[0]
    added = "insert into statement_line (id, statement_id, fund, year, kind, pence, words, made_at, made_by) "
    values = "values ($1, $2, $3, $4, 'adjustment', 1, 'x', $5, $6)"
    given = (new_id(), statement.id, SFA, pool.year, at_noon(pool.today), pool.first.id)
    with pytest.raises(asyncpg.ForeignKeyViolationError, match="fk_statement_line_statement_id_fund_year"):
        async with session.driver.transaction():
            await execute(session, added + values, *given)


async def test_a_quarter_waits_for_its_end_and_for_the_one_before(pool: Pool) -> None:
    with pytest.raises(TooEarly, match="ends on 30 June"):
        await pool.prepares(pool.quarter(1), on=date(pool.year, 6, 30))
    await pool.prepares(pool.quarter(1))
    with pytest.raises(TooEarly, match="April to June"):
        await pool.prepares(pool.quarter(2))
    await pool.freezes(pool.quarter(1))
    await pool.prepares(pool.quarter(2))
    with pytest.raises(TooLate, match="later quarter"):
        await pool.prepares(pool.quarter(1))


async def test_sent_back_it_is_open_and_can_be_prepared_anew(pool: Pool, session: Session) -> None:
    learner, _ = await starts(pool)
    of, at = pool.quarter(1), at_noon(pool.today)
    await pool.prepares(of)
    key = (await pool.statements(of))[0].id
    await authorise(session, statement_id=key, by=pool.by(), now=at)
    with pytest.raises(TooLate, match="Send them back"):
        await pool.prepares(of)
    with pytest.raises(Invalid):
        await send_back(session, of=of, reason=" ", by=pool.by(), now=at)
    assert await send_back(session, of=of, reason="The places were wrong", by=pool.by(), now=at) == 2
    assert {each.state for each in await pool.statements(of)} == {StatementState.OPEN}
    assert {each.state for each in await pool.declared(learner)} == {State.ELIGIBLE}
    await pool.prepares(of)
    assert len(await pool.lines(of, LineKind.OUTCOME)) == 2


async def test_a_quarter_of_which_one_is_frozen_is_not_sent_back(pool: Pool, session: Session) -> None:
    await pool.prepares(pool.quarter(1))
    await pool.freezes(pool.quarter(1))
    with pytest.raises(NotInTurn, match="frozen"):
        await send_back(session, of=pool.quarter(1), reason="Late", by=pool.by(), now=at_noon(pool.today))


async def test_an_adjustment_needs_a_reason_and_a_statement_nobody_authorised(
    pool: Pool, session: Session
) -> None:
    given = {"by": pool.by(), "now": at_noon(pool.today)}
    key = await open_statement(
        session, provider_id=pool.provider.id, fund=SFA, by=pool.by(), now=pool.now, today=pool.today
    )
    again = await open_statement(
        session, provider_id=pool.provider.id, fund=SFA, by=pool.by(), now=pool.now, today=pool.today
    )
    assert key == again
    late = Adjustment(statement_id=key, pence=100, reason="A late letter")
    await adjust(session, told=late, **given)
    for pence, reason in ((0, "Nothing"), (1, ""), (100_000_001, "Too much")):
        told = Adjustment(statement_id=key, pence=pence, reason=reason)
        with pytest.raises(Invalid):
            await adjust(session, told=told, **given)
    await pool.prepares(pool.quarter(1))
    await pool.freezes(pool.quarter(1))
    frozen = (await pool.statements(pool.quarter(1)))[0].id
    told = Adjustment(statement_id=frozen, pence=1, reason="Late")
    with pytest.raises(NotInTurn, match="next statement"):
        await adjust(session, told=told, **given)


async def test_on_its_day_it_is_paid_and_so_is_what_is_on_it(
    pool: Pool, session: Session, database: Database
) -> None:
    learner, _ = await starts(pool)
    await pool.prepares(pool.quarter(1))
    frozen = await pool.freezes(pool.quarter(1))
    pay_on = frozen[0].pay_on
    assert pay_on
    early = {"now": at_noon(pay_on), "today": pay_on - timedelta(days=1)}
    assert await pay_statements(database, **early) == 0
    assert await queries.paid(session) == {}
    assert await pay_statements(database, now=at_noon(pay_on), today=pay_on) == 2
    assert await pay_statements(database, now=at_noon(pay_on), today=pay_on) == 0
    assert {each.state for each in await pool.declared(learner)} == {State.PAID}
    listed = await queries.statements_of_year(session, pool.year)
    sums = {each.provider_id: each.pence for each in listed if each.state is StatementState.PAID}
    assert await queries.paid(session) == sums
    assert sum(sums.values()) > 0


async def test_every_step_is_kept_with_the_statement_it_was_on(
    pool: Pool, session: Session, database: Database
) -> None:
    learner, course = await starts(pool)
    await pool.prepares(pool.quarter(1))
    (frozen, *_) = await pool.freezes(pool.quarter(1))
    assert frozen.pay_on
    await pay_statements(database, now=at_noon(frozen.pay_on), today=frozen.pay_on)
    await is_taken_back(pool, course, on=date(pool.year, 8, 3))
    await pool.prepares(pool.quarter(2))
    lived = """select string_agg(e.state, ' ' order by e.at, array_position(array['submitted', 'eligible', 'payable',
        'paid', 'awaiting_clawback', 'clawed_back'], e.state::text))
        from declaration_event e join declaration d on d.id = e.declaration_id
        where e.learner_id = $1 and d.kind = 'retention'"""
    assert await value(session, lived, learner.id) == (
        "submitted eligible payable paid awaiting_clawback clawed_back"
    )
