"""Shares of a few cases with their intervals, beside figures worked out elsewhere."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from service.vocabulary.proportion import wilson


@pytest.mark.parametrize(
    ("successes", "cases", "low", "high"),
    [
        pytest.param(0, 0, 0.0, 1.0, id="no cases: nothing is known"),
        pytest.param(0, 10, 0.0, 0.2775, id="none of ten"),
        pytest.param(10, 10, 0.7225, 1.0, id="all of ten"),
        pytest.param(8, 10, 0.4902, 0.9433, id="eight of ten"),
        pytest.param(81, 263, 0.2553, 0.3662, id="81 of 263, Newcombe's example"),
    ],
)
def test_wilson_gives_the_interval_of_a_share(successes: int, cases: int, low: float, high: float) -> None:
    assert wilson(successes, cases) == pytest.approx((low, high), abs=5e-5)


@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_agrees_with_an_independent_calculation(told: tuple[int, int]) -> None:
    theirs = binomtest(*told).proportion_ci(method="wilson")
    assert wilson(*told) == pytest.approx((theirs.low, theirs.high), abs=1e-6)


def test_wilson_refuses_more_successes_than_cases() -> None:
    with pytest.raises(ValueError, match="no share"):
        wilson(3, 2)
