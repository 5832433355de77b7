"""Past statements worked out again from the facts as known then: the same to the penny, whatever was corrected."""

from datetime import date, timedelta
from random import Random

import pytest

from service.funding import queries
from service.funding.operations import Quarter, check_statements, recalculated, set_ramp, set_tariff
from service.funding.operations.pool import InUse, NewTerms
from service.funding.rows import Band, Outcome, Rivals, Terms
from service.kit.database import Session, execute
from service.kit.errors import Invalid
from service.learners.rows import Learner
from service.pathways.rows import Completion, Confidence, MilestoneKind, Spell
from service.vocabulary.financial_year import QUARTERS
from tests.funding.conftest import EFA, Pool, at_noon
from tests.funding.facts import PRICES, WEIGHTS

DOUBLED = Terms(prices={kind: 2 * pence for kind, pence in PRICES.items()}, weights=WEIGHTS, attachment=5000)


async def town(pool: Pool, rng: Random) -> list[tuple[Learner, Spell]]:
    """Twenty people of two providers with courses, attendance, results and jobs in spring and summer."""
    people = []
    for n in range(20):
        agency = (pool.provider, pool.other)[n % 2]
        learner = await pool.learner(age=16 + n % 3)
        began = date(pool.year, 4, 3) + timedelta(days=rng.randrange(120))
        course = pool.course(
            learner, agency=agency, on=began, started_on=began, ended_on=began + timedelta(days=60), level="1"
        )
        await pool.tells(course, on=began + timedelta(days=rng.randrange(5)), agency=agency)
        kinds = ((MilestoneKind.ATTENDANCE, 35), (MilestoneKind.ACHIEVED, 61))
        for kind, days in kinds[: rng.randrange(3)]:
            day = began + timedelta(days=days)
            await pool.tells(pool.milestone(learner, kind, agency=agency, on=day), on=day, agency=agency)
        if n % 3 == 0:
            day = began + timedelta(days=70)
            sure = (Confidence.CONFIRMED, Confidence.SELF_REPORTED)[n % 2]
            job = pool.course(
                learner, agency=pool.other, on=day, activity=330, started_on=day, confidence=sure, level=None
            )
            await pool.tells(job, on=day, agency=pool.other)
        people.append((learner, course))
    return people


async def corrects(pool: Pool, people: list[tuple[Learner, Spell]], rng: Random, *, on: date) -> None:
    """Ends, days and providers are corrected, and people leave before they had been there."""
    for n, (_, course) in enumerate(people):
        agency = (pool.provider, pool.other)[n % 2]
        began = course.started_on
        changes: list[dict[str, object]] = [
            {"ended_on": began + timedelta(days=9), "completion": Completion.WITHDRAWN},
            {"started_on": began + timedelta(days=3)},
            {"sector": "1.1"},
            {},
        ]
        wrong = changes[rng.randrange(4)]
        if wrong:
            await pool.tells(pool.course_again(course, on=on, **wrong), on=on, agency=agency)


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_whatever_is_corrected_afterwards_every_line_comes_to_the_same_penny(
    pool: Pool, session: Session, seed: int
) -> None:
    rng = Random(seed)
    people = await town(pool, rng)
    for quarter in QUARTERS[:3]:
        of = pool.quarter(quarter)
        await pool.prepares(of)
        lines, differences = await check_statements(session)
        assert differences == []
        await pool.freezes(of)
        await corrects(pool, people, rng, on=of.ends_on + timedelta(days=15))
        again = await check_statements(session)
        assert again == (lines, [])
    assert lines > 30
    kinds = {each.kind.value for quarter in QUARTERS[:3] for each in await pool.lines(pool.quarter(quarter))}
    assert kinds == {"base", "outcome", "clawback"}


async def test_the_check_finds_a_line_that_is_not_what_the_facts_say(pool: Pool, session: Session) -> None:
    await town(pool, Random(4))
    of = pool.quarter(2)
    await pool.prepares(of)
    (line, *_) = await pool.lines(of)
    run = await pool.run(of)

    await execute(session, "update statement_line set pence = pence - 1 where id = $1", line.id)
    _, (found,) = await check_statements(session)
    assert (found.stated_pence - found.recalculated_pence, found.lines) == (-1, 2)
    assert sum(each.pence for each in await recalculated(session, run)) == found.recalculated_pence


async def test_a_ramp_or_a_tariff_set_later_prices_no_frozen_statement_anew(
    pool: Pool, session: Session
) -> None:
    await town(pool, Random(5))
    of = pool.quarter(1)
    await pool.prepares(of)
    await pool.freezes(of)
    before = await pool.lines(of)
    given = {"scenario": "present-day", "fund": EFA, "by": pool.by(), "now": at_noon(pool.today)}
    with pytest.raises(InUse, match="does not change"):
        await set_ramp(session, shares={pool.year: 9000}, **given)
    await set_ramp(session, shares={pool.year + 1: 9000, pool.year + 2: 9000}, **given)
    new = NewTerms(
        fund=EFA,
        name="Doubled",
        source="A test",
        starts_on=date(pool.year, 4, 2),
        cap_pence=999_999,
        rivals=Rivals.SPLIT,
        terms=DOUBLED,
    )
    await set_tariff(session, new=new, by=pool.by(), now=at_noon(pool.today))
    assert await pool.lines(of) == before
    assert (await check_statements(session))[1] == []


async def test_a_tariff_in_use_does_not_change_and_another_takes_over_from_its_day(
    pool: Pool, session: Session
) -> None:
    await town(pool, Random(6))
    await pool.prepares(pool.quarter(1))
    used = next(each for each in await queries.tariffs(session, EFA) if each.tariff.locked_at)
    new = NewTerms(
        fund=EFA,
        name="Again",
        source="A test",
        starts_on=used.tariff.starts_on,
        cap_pence=1,
        rivals=Rivals.SPLIT,
        terms=DOUBLED,
    )
    with pytest.raises(InUse):
        await set_tariff(session, new=new, by=pool.by(), now=pool.now)


async def test_a_ramp_that_would_fall_is_refused_at_its_year(pool: Pool, session: Session) -> None:
    given = {"scenario": "business-case-2012", "fund": "sfa-adult-skills", "by": pool.by(), "now": pool.now}
    with pytest.raises(Invalid, match="never falls") as refused:
        await set_ramp(session, shares={2015: 4000}, **given)
    assert refused.value.field == "share-2015"


async def test_preparing_keeps_the_step_of_a_year_nobody_had_set(pool: Pool, session: Session) -> None:
    of = Quarter(EFA, pool.year, 1)
    far = pool.year + 30
    await pool.puts(100, year=far)
    await pool.prepares(Quarter(EFA, far, 1))
    steps = [each for each in await queries.steps(session, "present-day") if each.fund == EFA]
    carried = next(each for each in steps if each.year == far)
    assert carried.locked_at
    assert carried.share == max(each.share for each in steps)
    assert of.ends_on < Quarter(EFA, far, 1).ends_on


async def test_the_bands_weight_is_in_what_a_risk_band_is_paid(pool: Pool, session: Session) -> None:
    tariff = (await queries.tariffs(session, EFA))[0]
    assert tariff.rates[Outcome.JOB_START, Band.SUBSTANTIAL] > tariff.rates[Outcome.JOB_START, Band.NONE]
    assert tariff.rates[Outcome.JOB_START, Band.NOT_ASSESSED] == tariff.rates[Outcome.JOB_START, Band.NONE]
