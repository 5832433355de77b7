"""A row of text as a person."""

from datetime import date, datetime
from typing import Any

import pytest

from service.linking.columns import layout_of
from service.linking.people import PeopleReader, date_parts, problem_with
from service.linking.rows import Dates


@pytest.mark.parametrize(
    ("text", "dates", "parts"),
    [
        pytest.param("2006-03-14", Dates.ISO, (2006, 3, 14), id="as ISO writes"),
        pytest.param("20060314", Dates.ISO, (2006, 3, 14), id="in eight digits"),
        pytest.param("2006/3/4", Dates.ISO, (2006, 3, 4), id="with slashes, year first"),
        pytest.param("2006-03-14T00:00:00", Dates.ISO, (2006, 3, 14), id="with a time"),
        pytest.param("2006-02-31", Dates.ISO, (2006, 2, 31), id="a day no calendar has is a slip"),
        pytest.param("2006-00-00", Dates.ISO, (2006, None, None), id="the year alone"),
        pytest.param("14/03/2006", Dates.DAY_FIRST, (2006, 3, 14), id="day first"),
        pytest.param("03/14/2006", Dates.MONTH_FIRST, (2006, 3, 14), id="month first"),
        pytest.param("14/03/2006", Dates.ISO, None, id="not guessed which comes first"),
        pytest.param("14 March", Dates.ISO, None, id="words"),
    ],
)
def test_date_parts_reads(text: str, dates: Dates, parts: tuple[int, ...] | None) -> None:
    assert date_parts(text, dates) == parts


@pytest.mark.parametrize(
    ("value", "born"),
    [
        pytest.param(date(2006, 3, 14), (date(2006, 3, 14), None), id="a date of Parquet's"),
        pytest.param(datetime(2006, 3, 14, 5), (date(2006, 3, 14), None), id="an instant of Parquet's"),  # noqa: DTZ001
        pytest.param("2006-03-14", (None, 2006), id="text"),
        pytest.param("unknown", (None, None), id="a word for nothing"),
        pytest.param(None, (None, None), id="nothing"),
        pytest.param(float("nan"), (None, None), id="not a number"),
    ],
)
def test_a_birth_is_read_whatever_the_file_keeps_it_as(value: Any, born: tuple[Any, Any]) -> None:
    reader = PeopleReader(["dob"], layout_of(["dob"], file="a.csv"), Dates.ISO)
    person = reader.person([value])
    assert (person.date_of_birth, person.birth_year) == born
    assert reader.unread["date_of_birth"] == 0


def test_a_row_is_read_column_by_column() -> None:
    columns = ["id", "given_names", "previous_names", "birth_year", "uln", "city"]
    reader = PeopleReader(columns, layout_of(columns, file="a.csv", compare=["city"]), Dates.ISO)
    person = reader.person([7, " Ann ", "Lee; Ann Smith", 2006.0, 1234567890, "Colchester"])
    assert (person.given_names, person.previous_names) == ("Ann", ("Lee", "Ann Smith"))
    assert (person.birth_year, person.uln) == (2006, "1234567890")
    assert person.others == (("city", "Colchester"),)
    assert reader.id_of([7, *columns[1:]], 1) == "7"


def test_a_column_that_cannot_be_read_is_named_with_the_fix() -> None:
    layout = layout_of(["Birth Date"], file="a.csv")
    said = problem_with({"date_of_birth": (3, 4)}, layout, file="a.csv", at_most=0.1)
    assert said == (
        "3 of 4 values in the column “Birth Date” of a.csv cannot be read. "
        "Write days as 2006-03-14, or say how they are written: --dates dmy or --dates mdy."
    )
    assert problem_with({"date_of_birth": (3, 40)}, layout, file="a.csv", at_most=0.1) is None
