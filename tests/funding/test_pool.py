"""The pool: nothing is given that was not put in, every line stays, ramps and tariffs are kept by the database too."""

from datetime import date, timedelta

import asyncpg
import pytest

from service.funding import queries
from service.funding.operations import AllocationSpent, FundUnknown, TooMuchGiven, put_in_force, set_ramp
from service.funding.rows import Rivals
from service.funding.rules import rates_of
from service.kit.database import Session, execute, rows
from service.kit.errors import Invalid
from tests.funding.conftest import EFA, SFA, Pool, at_noon

RECONCILED = """
select y.fund, y.year from fund_year y
where contributed_pence <>
    (select coalesce(sum(pence), 0) from contribution c where (c.fund, c.year) = (y.fund, y.year))
   or allocated_pence <>
    (select coalesce(sum(pence), 0) from allocation a where (a.fund, a.year) = (y.fund, y.year))
"""


async def test_no_more_is_given_than_was_put_in(pool: Pool, session: Session) -> None:
    with pytest.raises(TooMuchGiven, match="of the fund is left"):
        await pool.gives(4_000_001)
    await pool.gives(4_000_000)
    with pytest.raises(TooMuchGiven):
        await pool.gives(1, sector="1.1")
    with pytest.raises(TooMuchGiven, match="is allocated"):
        await pool.puts(-1)


async def test_the_database_itself_refuses_to_give_more_than_was_put_in(pool: Pool, session: Session) -> None:
    with pytest.raises(asyncpg.CheckViolationError, match="no_more_than_contributed"):
        async with session.driver.transaction():
            await execute(session, "update fund_year set allocated_pence = contributed_pence + 1")


async def test_the_sums_are_those_of_the_lines(pool: Pool, session: Session) -> None:
    await pool.gives(-500_000)
    await pool.puts(123, SFA)
    assert await rows(session, RECONCILED) == []
    (has,) = await queries.fund_years(session, fund=EFA, year=pool.year)
    assert (has.contributed_pence, has.allocated_pence, has.left_pence) == (10_000_000, 5_500_000, 4_500_000)


async def test_a_later_line_changes_an_allocation_by_its_difference(pool: Pool, session: Session) -> None:
    await pool.gives(-1_000_000)
    given = {each.provider_id: each.pence for each in await queries.given(session, EFA, pool.year)}
    assert given == {pool.provider.id: 3_000_000, pool.other.id: 2_000_000}
    lines = await queries.allocations(session, EFA, pool.year)
    assert [each.pence for each in lines if each.provider_id == pool.provider.id] == [4_000_000, -1_000_000]


async def test_no_more_is_taken_back_than_there_is_or_than_statements_left(pool: Pool) -> None:
    with pytest.raises(AllocationSpent, match="for this sector"):
        await pool.gives(-4_000_001)
    await pool.prepares(pool.quarter(1))
    with pytest.raises(AllocationSpent, match="have paid £9,250"):
        await pool.gives(-3_500_000)
    await pool.gives(-3_000_000)


async def test_an_allocation_after_preparing_is_dated_after_it(pool: Pool, session: Session) -> None:
    of = pool.quarter(1)
    await pool.prepares(of)
    run = await pool.run(of)
    await pool.gives(1_000, now=at_noon(of.ends_on))
    then = {
        each.provider_id: each.pence
        for each in await queries.given(session, EFA, pool.year, by=run.prepared_at)
    }
    assert then[pool.provider.id] == 4_000_000


@pytest.mark.parametrize("table", ["contribution", "allocation"])
async def test_lines_of_money_are_never_changed(pool: Pool, session: Session, table: str) -> None:
    for statement in (f"update {table} set pence = 1", f"delete from {table}"):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with session.driver.transaction():
                await execute(session, statement)


async def test_every_line_says_why_and_by_which_decision(pool: Pool) -> None:
    with pytest.raises(FundUnknown):
        await pool.gives(1, fund="another")
    with pytest.raises(Invalid):
        await pool.gives(0)


@pytest.mark.parametrize(
    "statement",
    [
        pytest.param("update ramp set share = 0 where year = 2016", id="it would fall"),
        pytest.param("update ramp set share = 10001 where year = 2016", id="more than the whole"),
        pytest.param(
            "insert into ramp values ('business-case-2012', 'sfa-adult-skills', 2017, 9999, now(), gen_random_uuid())",
            id="a later year with less",
        ),
        pytest.param("delete from ramp", id="a step less"),
    ],
)
async def test_the_database_refuses_a_ramp_that_falls(session: Session, statement: str) -> None:
    with pytest.raises((asyncpg.IntegrityConstraintViolationError, asyncpg.InsufficientPrivilegeError)):
        async with session.driver.transaction():
            await execute(session, statement)


async def test_two_years_may_be_raised_at_once_as_the_ramp_is_looked_at_when_both_are_set(
    pool: Pool, session: Session
) -> None:
    by = pool.by()
    await set_ramp(
        session, scenario="present-day", fund=SFA, shares={2030: 6000, 2031: 7000}, by=by, now=pool.now
    )
    await set_ramp(
        session, scenario="present-day", fund=SFA, shares={2031: 8000, 2030: 7500}, by=by, now=pool.now
    )
    steps = {
        each.year: each.share for each in await queries.steps(session, "present-day") if each.fund == SFA
    }
    assert (steps[2030], steps[2031]) == (7500, 8000)


async def test_the_brief_reaches_the_whole_of_adult_skills_in_2016(session: Session) -> None:
    steps = await queries.steps(session, "business-case-2012")
    adult = {each.year: each.share for each in steps if each.fund == SFA}
    assert adult[2016] == 10_000
    assert list(adult.values()) == sorted(adult.values())
    assert max(each.share for each in steps if each.fund == EFA) < 10_000


async def test_statements_go_by_the_scenario_in_force(pool: Pool, session: Session) -> None:
    await put_in_force(session, scenario="business-case-2012", by=pool.by(), now=pool.now)
    assert [each.code for each in await queries.scenarios(session) if each.in_force] == ["business-case-2012"]
    await pool.prepares(pool.quarter(1))
    assert {(each.scenario, each.share) for each in await pool.statements(pool.quarter(1))} == {
        ("business-case-2012", 2000)
    }
    with pytest.raises(FundUnknown):
        await put_in_force(session, scenario="another", by=pool.by(), now=pool.now)


async def test_the_demonstration_tariffs_are_what_the_rules_make_of_their_terms(session: Session) -> None:

    for priced in await queries.tariffs(session):
        assert priced.rates == rates_of(priced.tariff.terms)
        assert priced.tariff.rivals is Rivals.FIRST_VERIFIED
        assert "Demonstration" in priced.tariff.source
        assert priced.tariff.starts_on + timedelta(days=1) > date(2024, 4, 1)
