import re
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.vocabulary.day import DayInvalid, london_day, parse_day, say_day, say_days_ago

TODAY = date(2026, 11, 21)
days = st.dates(date(1938, 1, 1), date(2036, 12, 31))


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        pytest.param(datetime(2026, 8, 31, 23, 30, tzinfo=UTC), date(2026, 9, 1), id="late in summer time"),
        pytest.param(datetime(2026, 12, 31, 23, 30, tzinfo=UTC), date(2026, 12, 31), id="late in winter"),
        pytest.param(
            datetime(2026, 3, 29, 0, 59, tzinfo=UTC), date(2026, 3, 29), id="before clocks go forward"
        ),
        pytest.param(
            datetime(2026, 3, 29, 23, 0, tzinfo=UTC), date(2026, 3, 30), id="the end of the 23-hour day"
        ),
        pytest.param(
            datetime(2026, 10, 24, 23, 0, tzinfo=UTC), date(2026, 10, 25), id="the 25-hour day begins"
        ),
        pytest.param(
            datetime(2026, 10, 25, 23, 59, tzinfo=UTC), date(2026, 10, 25), id="the 25-hour day ends"
        ),
        pytest.param(
            datetime(2026, 10, 26, 0, 0, tzinfo=UTC), date(2026, 10, 26), id="the day after it begins"
        ),
    ],
)
def test_london_day_is_the_day_on_the_wall(instant: datetime, day: date) -> None:
    assert london_day(instant) == day


def test_london_day_refuses_an_instant_without_a_zone() -> None:
    with pytest.raises(ValueError, match="time zone"):
        london_day(datetime(2026, 8, 31, 23, 30))  # noqa: DTZ001 - the mistake under test


THIRD_OF_NOVEMBER = """
3/11/2026  03/11/2026  3/11/26  03.11.26  3-11-26  3 11 2026  2026-11-03
3 Nov 2026  3 november  3rd November 2026  3 of November, 2026  3nov26  03-NOV-2026  November 3, 2026  nov 3
"""


@pytest.mark.parametrize("text", [text for text in re.split(r"  |\n", THIRD_OF_NOVEMBER) if text])
def test_parse_day_reads_the_third_of_november(text: str) -> None:
    assert parse_day(text, today=TODAY) == date(2026, 11, 3)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        pytest.param("Today", date(2026, 11, 21), id="today"),
        pytest.param("yesterday", date(2026, 11, 20), id="yesterday"),
        pytest.param("tomorrow", date(2026, 11, 22), id="tomorrow"),
        pytest.param("3 sept 2026", date(2026, 9, 3), id="a month of four letters"),
        pytest.param("29/2/2024", date(2024, 2, 29), id="a leap day"),
        pytest.param("14/5/08", date(2008, 5, 14), id="two figures of a birth year"),
        pytest.param("1/1/36", date(2036, 1, 1), id="two figures, ten years ahead"),
        pytest.param("1/1/37", date(1937, 1, 1), id="two figures, more than ten years ahead"),
        pytest.param("3 January", date(2027, 1, 3), id="without a year, next year's is nearer"),
        pytest.param("1 June", date(2026, 6, 1), id="without a year, this year's is nearer"),
    ],
)
def test_parse_day_reads(text: str, day: date) -> None:
    assert parse_day(text, today=TODAY) == day


def test_parse_day_without_a_year_looks_back_across_new_year() -> None:
    assert parse_day("30 Dec", today=date(2027, 1, 2)) == date(2026, 12, 30)
    assert parse_day("29 Feb", today=date(2027, 6, 1)) == date(2028, 2, 29)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        pytest.param("", "Enter a day,", id="nothing"),
        pytest.param("soon", "Enter a day,", id="a word"),
        pytest.param("3/11", "Enter a day,", id="half a day"),
        pytest.param("11/25/2026", "that exists", id="month first"),
        pytest.param("29/2/2026", "that exists", id="29 February in a common year"),
        pytest.param("29 February", "that exists", id="29 February with no leap year near"),
        pytest.param("31 April 2026", "that exists", id="31 April"),
        pytest.param("0/1/2026", "that exists", id="day nought"),
        pytest.param("3/11/0202", "Enter a year from 1900", id="a mistyped year"),
        pytest.param("3 Novembre 2026", "Enter the month", id="a month of another language"),
        pytest.param("٣/١١/٢٠٢٦", "Enter a day,", id="another script's digits"),
    ],
)
def test_parse_day_says_what_to_do(text: str, says: str) -> None:
    with pytest.raises(DayInvalid) as refused:
        parse_day(text, today=date(2026, 2, 3))
    assert says in str(refused.value)
    assert str(refused.value).endswith("such as 27 February 2026.")


@given(days)
def test_parse_day_reads_back_every_way_of_writing_a_day(day: date) -> None:
    for written in (say_day(day), day.isoformat(), f"{day:%d/%m/%Y}", f"{day:%d.%m.%y}", f"{day:%d %b %Y}"):
        assert parse_day(written, today=TODAY) == day


@given(
    st.text(min_size=4, max_size=20)
    | st.from_regex(r"[0-9]{1,2}[ /][0-9a-z]{2,5}[ /][0-9]{2,4}", fullmatch=True)
)
def test_parse_day_answers_or_refuses_whatever_is_typed(text: str) -> None:
    try:
        said = say_day(parse_day(text, today=TODAY))
    except DayInvalid as refused:
        said = str(refused)
    assert re.search(r"[0-9]{1,2} [A-Z][a-z]+ [0-9]{4}", said)


@pytest.mark.parametrize(
    ("offset", "said"),
    [(0, "today"), (-1, "yesterday"), (-12, "12 days ago"), (1, "tomorrow"), (5, "in 5 days")],
)
def test_say_days_ago_counts_in_days(offset: int, said: str) -> None:
    assert say_days_ago(TODAY + timedelta(days=offset), today=TODAY) == said
