"""What the board measures as lasting work is what statements pay for, and the stage of the way: one definition."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.board.rules.measures import MEASURES, Life
from service.funding.rows import Outcome
from service.funding.rules import claims_of
from service.pathways.rows import Facts, SaidSpell
from service.pathways.rules import Stage, situation_of, stage_of, stretches
from tests.funding.facts import AGENCIES, BORN, FUNDS, job, picture, spell

ON = date(2027, 10, 31)
BEGAN = ON - timedelta(weeks=26 + 50)
jobs = st.lists(st.tuples(st.integers(1, 200), st.integers(1, 30)), min_size=1, max_size=4)
"""Days of a job, and days from its end to the next one's beginning."""


@pytest.mark.parametrize(
    ("code", "kind", "weeks"),
    [
        pytest.param("job-13-weeks", Outcome.JOB_13_WEEKS, 13, id="13 weeks"),
        pytest.param("job-26-weeks", Outcome.JOB_26_WEEKS, 26, id="26 weeks"),
    ],
)
@given(jobs)
def test_a_time_of_work_lasts_for_the_measure_where_it_does_for_the_statement(
    code: str, kind: Outcome, weeks: int, times: list[tuple[int, int]]
) -> None:
    began = ON - timedelta(weeks=weeks + 50)
    said = list(_jobs(times, began))
    course = spell(started_on=began - timedelta(days=30))
    found = claims_of(picture(course, *said), funds=FUNDS, agencies=AGENCIES, until_on=ON)
    paid_for = [claim for claim in found if claim.kind is kind]
    line = tuple(stretches(each.spell for each in said))
    life = Life(born=BORN, facts=Facts(), line=line, now=situation_of(line, today=ON))
    assert len(paid_for) == sum(tally.happened for tally in MEASURES[code].tally(life, ON))


@given(st.integers(1, 300))
def test_a_job_reaches_its_stage_on_the_day_it_can_be_claimed(days: int) -> None:
    on = BEGAN + timedelta(days=days)
    work = job(started_on=BEGAN, told=[BEGAN, on])
    course = spell(started_on=BEGAN - timedelta(days=30), ended_on=BEGAN - timedelta(days=1))
    found = claims_of(picture(course, work), funds=FUNDS, agencies=AGENCIES, until_on=on)
    kinds = {claim.kind for claim in found}
    reached = stage_of(tuple(stretches([work.spell])), (), today=on)
    assert (Outcome.JOB_13_WEEKS in kinds) == (reached in (Stage.JOB_13_WEEKS, Stage.JOB_26_WEEKS))
    assert (Outcome.JOB_26_WEEKS in kinds) == (reached is Stage.JOB_26_WEEKS)


def _jobs(times: list[tuple[int, int]], began: date) -> Iterator[SaidSpell]:
    """Jobs one after the other, each told of by its employer when it was over; those that were over in time."""
    for number, (days, apart) in enumerate(times):
        ended = began + timedelta(days=days)
        if ended >= ON:
            return
        yield job(f"job {number}", started_on=began, ended_on=ended, told=[began, ended])
        began = ended + timedelta(days=apart)
