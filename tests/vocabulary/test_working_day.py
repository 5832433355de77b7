from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.vocabulary.working_day import (
    add_working_days,
    is_working_day,
    working_days_before,
    working_days_between,
)

days = st.dates(date(1995, 1, 1), date(2060, 12, 31))


@pytest.mark.parametrize(
    ("day", "open_"),
    [
        pytest.param(date(2026, 11, 20), True, id="a Friday"),
        pytest.param(date(2026, 11, 21), False, id="a Saturday"),
        pytest.param(date(2026, 4, 3), False, id="Good Friday"),
        pytest.param(date(2026, 4, 6), False, id="Easter Monday, in England"),
        pytest.param(date(2026, 12, 28), False, id="Boxing Day kept on the Monday"),
        pytest.param(date(2022, 9, 19), False, id="a bank holiday for one occasion"),
        pytest.param(date(2026, 3, 17), True, id="St Patrick's Day, a holiday elsewhere"),
        pytest.param(date(2026, 11, 30), True, id="St Andrew's Day, a holiday elsewhere"),
        pytest.param(date(2026, 1, 2), True, id="2 January, a holiday elsewhere"),
    ],
)
def test_is_working_day_in_england(day: date, open_: bool) -> None:
    assert is_working_day(day) is open_


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        pytest.param(date(2026, 11, 20), 1, date(2026, 11, 23), id="over a weekend"),
        pytest.param(date(2026, 11, 21), 1, date(2026, 11, 23), id="from a Saturday"),
        pytest.param(date(2026, 4, 2), 2, date(2026, 4, 8), id="over Easter"),
        pytest.param(date(2026, 12, 24), 3, date(2026, 12, 31), id="over Christmas"),
        pytest.param(date(2026, 11, 18), 0, date(2026, 11, 18), id="none, from a working day"),
        pytest.param(date(2026, 11, 21), 0, date(2026, 11, 23), id="none, from a Saturday"),
    ],
)
def test_add_working_days_skips_what_is_closed(day: date, count: int, expected: date) -> None:
    assert add_working_days(day, count) == expected


@settings(deadline=None)  # the first example builds the table
@given(days, st.integers(0, 90))
def test_working_days_between_counts_the_open_days(first: date, length: int) -> None:
    following = [first + timedelta(days=n) for n in range(1, length + 1)]
    assert working_days_between(first, first + timedelta(days=length)) == sum(map(is_working_day, following))


@settings(deadline=None)  # the first example builds the table
@given(days, st.integers(1, 60))
def test_add_and_between_agree(day: date, count: int) -> None:
    deadline = add_working_days(day, count)
    assert is_working_day(deadline)
    assert working_days_between(day, deadline) == count


@pytest.mark.parametrize("ask", [is_working_day, partial(add_working_days, count=1)])
@pytest.mark.parametrize("day", [date(1989, 12, 31), date(2101, 1, 3)])
def test_days_without_known_holidays_are_refused(ask: Callable[[date], object], day: date) -> None:
    with pytest.raises(ValueError, match="Bank holidays are known"):
        ask(day)


def test_counting_backwards_is_refused() -> None:
    with pytest.raises(ValueError, match="forwards"):
        add_working_days(date(2026, 11, 20), -1)
    with pytest.raises(ValueError, match="before the first"):
        working_days_between(date(2026, 11, 20), date(2026, 11, 19))
    with pytest.raises(ValueError, match="up to 2100"):
        add_working_days(date(2100, 12, 30), 5)


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        pytest.param(date(2026, 6, 1), 10, date(2026, 5, 15), id="over a bank holiday"),
        pytest.param(date(2026, 11, 20), 1, date(2026, 11, 19), id="the day before"),
        pytest.param(date(2026, 11, 22), 1, date(2026, 11, 20), id="from a Sunday"),
        pytest.param(date(2026, 4, 7), 1, date(2026, 4, 2), id="over Easter"),
    ],
)
def test_working_days_before_counts_back_over_what_is_closed(day: date, count: int, expected: date) -> None:
    assert working_days_before(day, count) == expected


def test_counting_back_no_days_is_refused() -> None:
    with pytest.raises(ValueError, match="1 or more"):
        working_days_before(date(2026, 11, 20), 0)
