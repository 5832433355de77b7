from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.vocabulary.academic_year import AcademicYear, academic_age, age, is_in_last_compulsory_year

days = st.dates(date(1990, 1, 1), date(2060, 12, 31))


@pytest.mark.parametrize(
    ("day", "label"),
    [
        pytest.param(date(2026, 8, 31), "2025/26", id="the last day"),
        pytest.param(date(2026, 9, 1), "2026/27", id="the first day"),
        pytest.param(date(2026, 1, 1), "2025/26", id="mid-year"),
        pytest.param(date(1999, 12, 31), "1999/00", id="the turn of a century"),
        pytest.param(date(2009, 10, 1), "2009/10", id="two figures kept"),
    ],
)
def test_academic_year_of_a_day(day: date, label: str) -> None:
    assert AcademicYear.of(day).label == label


@given(days)
def test_academic_years_follow_each_other_without_gaps(day: date) -> None:
    year = AcademicYear.of(day)
    assert year.starts_on <= day <= year.ends_on
    assert year.ends_on + timedelta(days=1) == year.next().starts_on
    assert year.next().previous() == year
    assert year.previous() < year < year.next()


@pytest.mark.parametrize(
    ("born", "on", "years"),
    [
        pytest.param(date(2008, 5, 14), date(2026, 5, 13), 17, id="the day before a birthday"),
        pytest.param(date(2008, 5, 14), date(2026, 5, 14), 18, id="the birthday"),
        pytest.param(date(2008, 2, 29), date(2026, 2, 28), 17, id="a leap day's child on 28 February"),
        pytest.param(date(2008, 2, 29), date(2026, 3, 1), 18, id="a leap day's child on 1 March"),
        pytest.param(date(2008, 2, 29), date(2024, 2, 29), 16, id="a leap day's child in a leap year"),
        pytest.param(date(2026, 5, 14), date(2026, 5, 13), -1, id="before birth"),
    ],
)
def test_age_changes_on_the_anniversary(born: date, on: date, years: int) -> None:
    assert age(born, on=on) == years


@pytest.mark.parametrize(
    ("born", "on", "years"),
    [
        pytest.param(date(2009, 8, 31), date(2025, 9, 1), 16, id="the youngest of the cohort"),
        pytest.param(date(2009, 9, 1), date(2025, 9, 1), 15, id="a day too young for it"),
        pytest.param(date(2009, 8, 31), date(2025, 8, 31), 15, id="until 31 August the year before's"),
        pytest.param(date(2008, 9, 1), date(2026, 8, 31), 16, id="the oldest of the cohort, on its last day"),
        pytest.param(date(2008, 2, 29), date(2026, 3, 1), 17, id="a leap day's child"),
    ],
)
def test_academic_age_is_the_age_on_31_august_before_the_year(born: date, on: date, years: int) -> None:
    assert academic_age(born, on=on) == years


@given(days, days)
def test_academic_age_is_the_same_all_year(born: date, on: date) -> None:
    year = AcademicYear.of(on)
    assert (
        academic_age(born, on=year.starts_on)
        == academic_age(born, on=on)
        == academic_age(born, on=year.ends_on)
    )
    assert academic_age(born, on=on) <= age(born, on=on) <= academic_age(born, on=on) + 1


@pytest.mark.parametrize(
    ("born", "in_it"),
    [
        pytest.param(date(2009, 8, 31), False, id="16 the day before the year"),
        pytest.param(date(2009, 9, 1), True, id="16 on its first day"),
        pytest.param(date(2010, 8, 31), True, id="16 on its last day"),
        pytest.param(date(2010, 9, 1), False, id="16 the day after"),
    ],
)
def test_is_in_last_compulsory_year_when_they_turn_16_in_it(born: date, in_it: bool) -> None:
    assert is_in_last_compulsory_year(born, on=date(2025, 9, 1)) is in_it
    assert is_in_last_compulsory_year(born, on=date(2026, 8, 31)) is in_it
