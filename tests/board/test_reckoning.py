"""What is computed of the measures is what others compute of them: statsmodels and scipy."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom
from statsmodels.duration.survfunc import SurvfuncRight
from statsmodels.stats.proportion import proportion_confint

from service.board.rules.measures import (
    TAIL_95,
    Times,
    differ_by_more_than_chance,
    funnel_limits,
    is_outside,
    median_days,
    wilson,
)

lengths = st.lists(st.tuples(st.integers(0, 60), st.booleans()), min_size=1, max_size=60)


@given(lengths)
def test_the_median_is_the_one_statsmodels_works_out(said: list[tuple[int, bool]]) -> None:
    times: dict[int, Times] = {}
    for days, ended in said:
        before = times.get(days, Times())
        times[days] = Times(before.happened + ended, before.seen + (not ended))
    theirs = SurvfuncRight([days + 1 for days, _ in said], [int(ended) for _, ended in said])
    half = [
        day - 1 for day, share in zip(theirs.surv_times, theirs.surv_prob, strict=True) if share <= 0.5 + 1e-9
    ]
    assert median_days(times) == (half[0] if half else None)


@given(st.integers(1, 2_000).flatmap(lambda base: st.tuples(st.integers(0, base), st.just(base))))
def test_wilsons_interval_is_the_one_statsmodels_works_out(counts: tuple[int, int]) -> None:
    part, base = counts
    assert wilson(part / base, base) == pytest.approx(
        proportion_confint(part, base, method="wilson"), abs=1e-6
    )


@given(st.floats(0.02, 0.98), st.integers(30, 2_000))
def test_the_limits_of_the_funnel_hold_what_the_binomial_says(share: float, base: int) -> None:
    low, high = funnel_limits(share, base, tail=TAIL_95)
    assert binom.ppf(TAIL_95, base, share) - 1 <= low * base <= binom.ppf(TAIL_95, base, share)
    assert binom.ppf(1 - TAIL_95, base, share) - 1 <= high * base <= binom.ppf(1 - TAIL_95, base, share)


def test_a_provider_far_from_all_of_them_lies_outside_and_a_small_one_does_not() -> None:
    assert is_outside(20, 40, share=0.2, tail=TAIL_95)
    assert not is_outside(10, 40, share=0.2, tail=TAIL_95)


@pytest.mark.parametrize(
    ("counts", "wide"),
    [
        pytest.param([], False, id="none"),
        pytest.param([(20, 100), (21, 100), (19, 100)], False, id="all alike"),
        pytest.param([(5, 100), (40, 100), (20, 100)], True, id="all different"),
    ],
)
def test_more_spread_than_chance_is_noticed(counts: list[tuple[int, int]], wide: bool) -> None:
    assert differ_by_more_than_chance(counts, share=0.2) == wide
