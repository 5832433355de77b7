"""The financial year: 1 April to 31 March, in quarters."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.vocabulary.financial_year import (
    QUARTERS,
    FinancialYear,
    FinancialYearInvalid,
    quarter_of,
    say_quarter,
)

DAYS = st.dates(date(2000, 1, 1), date(2098, 12, 31))


@pytest.mark.parametrize(
    ("day", "label"),
    [
        (date(2016, 4, 1), "2016/17"),
        (date(2017, 3, 31), "2016/17"),
        (date(2016, 3, 31), "2015/16"),
        (date(1999, 12, 31), "1999/00"),
    ],
    ids=str,
)
def test_a_financial_year_begins_on_the_first_of_april(day: date, label: str) -> None:
    assert FinancialYear.of(day).label == label


@pytest.mark.parametrize("text", ["2016/17", "2016-17", " 2016 "])
def test_a_financial_year_is_read_as_people_write_it(text: str) -> None:
    assert FinancialYear.parse(text) == FinancialYear(2016)


@pytest.mark.parametrize("text", ["2016/18", "16/17", "1999/00", "2016/2017", "", "next"])
def test_what_is_no_financial_year_is_refused(text: str) -> None:
    with pytest.raises(FinancialYearInvalid):
        FinancialYear.parse(text)


@given(DAYS)
def test_every_day_is_in_one_quarter_of_its_year(day: date) -> None:
    year, quarter = FinancialYear.of(day), quarter_of(day)
    begins_on = year.quarter_ends_on(quarter - 1) + timedelta(days=1) if quarter > 1 else year.starts_on
    assert year.starts_on <= begins_on <= day <= year.quarter_ends_on(quarter) <= year.ends_on


def test_the_last_quarter_ends_with_the_year_and_is_said_with_the_next() -> None:
    assert (
        FinancialYear(2026).quarter_ends_on(QUARTERS[-1]) == FinancialYear(2026).ends_on == date(2027, 3, 31)
    )
    assert [say_quarter(2026, quarter) for quarter in QUARTERS] == [
        "April to June 2026",
        "July to September 2026",
        "October to December 2026",
        "January to March 2027",
    ]
