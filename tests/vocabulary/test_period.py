from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.vocabulary.period import Period

START = date(2026, 3, 1)


def period(first: int, last: int | None) -> Period:
    """From the first to the last day of an imaginary March, None being open."""
    return Period(
        START + timedelta(days=first - 1), None if last is None else START + timedelta(days=last - 1)
    )


periods = st.builds(
    lambda first, length: period(first, None if length is None else first + length),
    st.integers(1, 12),
    st.none() | st.integers(0, 8),
)
DAYS = [START + timedelta(days=n) for n in range(-2, 30)]


def test_period_refuses_to_end_before_it_starts() -> None:
    with pytest.raises(ValueError, match="cannot end before"):
        period(5, 4)


@pytest.mark.parametrize(
    ("one", "other", "overlaps", "touches"),
    [
        pytest.param(period(1, 5), period(5, 9), True, False, id="sharing one day"),
        pytest.param(period(1, 5), period(6, 9), False, True, id="day after day"),
        pytest.param(period(1, 5), period(7, 9), False, False, id="a day apart"),
        pytest.param(period(1, 9), period(3, 4), True, False, id="one inside the other"),
        pytest.param(period(1, None), period(8, 9), True, False, id="open over closed"),
        pytest.param(period(6, None), period(1, 5), False, True, id="open after closed"),
        pytest.param(period(1, None), period(4, None), True, False, id="two open"),
        pytest.param(period(3, 3), period(3, 3), True, False, id="the same one day"),
    ],
)
def test_periods_overlap_or_touch(one: Period, other: Period, overlaps: bool, touches: bool) -> None:
    assert one.overlaps(other) is other.overlaps(one) is overlaps
    assert one.touches(other) is other.touches(one) is touches


@given(periods, periods)
def test_overlaps_means_a_day_in_both(one: Period, other: Period) -> None:
    assert one.overlaps(other) is any(one.contains(day) and other.contains(day) for day in DAYS)


@given(periods, st.integers(-2, 25))
def test_days_counts_the_days_contained(one: Period, offset: int) -> None:
    until = START + timedelta(days=offset)
    assert one.days(until) == sum(one.contains(day) for day in DAYS if day <= until)


def test_an_open_period_reaches_the_end_of_the_calendar() -> None:
    assert period(1, None).contains(date.max)
    assert not period(1, None).touches(Period(date.max))
