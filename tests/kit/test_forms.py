"""Forms: a typed value, or a plain message for every field that is wrong."""

from datetime import date
from typing import Annotated

import pytest
from pydantic import AfterValidator, StringConstraints

from service.kit.forms import CSRF_FIELD, Day, Form, FormInvalid, asked, read_form

TODAY = date(2026, 11, 3)


def _even(value: int) -> int:
    if value % 2:
        raise ValueError("Enter an even number")
    return value


class Sample(Form):
    """One of everything."""

    day: Day = asked("Enter the day it happened")
    name: str = asked("Enter a name", max_length=5)
    number: Annotated[int, AfterValidator(_even)] = 2
    typed: Annotated[str, StringConstraints(strip_whitespace=False)] = ""
    note: str | None = None


def errors(posted: dict[str, str]) -> dict[str, str]:
    with pytest.raises(FormInvalid) as wrong:
        read_form(Sample, posted, today=TODAY)
    return wrong.value.errors


def test_read_form_gives_the_typed_value_and_leaves_the_forgery_field_out() -> None:
    posted = {"day": "today", "name": "  Ada ", "typed": " as is ", CSRF_FIELD: "t0ken"}
    form = read_form(Sample, posted, today=TODAY)
    assert form == Sample.model_construct(day=TODAY, name="Ada", number=2, typed=" as is ", note=None)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [("today", TODAY), ("27/10/2026", date(2026, 10, 27)), ("27 October 2026", date(2026, 10, 27))],
)
def test_a_day_is_read_as_people_type_it(typed: str, expected: date) -> None:
    assert read_form(Sample, {"day": typed, "name": "Ada"}, today=TODAY).day == expected


def test_every_wrong_field_has_its_message_and_what_was_typed_is_kept() -> None:
    posted = {"day": "31/02/2026", "name": "  ", "number": "3", "note": "kept"}
    with pytest.raises(FormInvalid) as wrong:
        read_form(Sample, posted, today=TODAY)
    assert wrong.value.errors.keys() == {"day", "name", "number"}
    assert wrong.value.errors["name"] == "Enter a name"
    assert wrong.value.errors["number"] == "Enter an even number"
    assert wrong.value.values == posted
    assert "kept" not in str(wrong.value)


@pytest.mark.parametrize(
    ("posted", "field", "message"),
    [
        pytest.param({"name": "Ada"}, "day", "Enter the day it happened", id="missing"),
        pytest.param({"day": "", "name": "Ada"}, "day", "Enter the day it happened", id="empty"),
        pytest.param(
            {"day": "today", "name": "Ada Lovelace"},
            "name",
            "This is too long. It may have at most 5 characters.",
            id="too long",
        ),
        pytest.param(
            {"day": "today", "name": "Ada", "is_admin": "1"},
            "is_admin",
            "This form has changed. Open it again and fill it in once more.",
            id="a field nobody asked for",
        ),
    ],
)
def test_a_message_says_what_to_do(posted: dict[str, str], field: str, message: str) -> None:
    assert errors(posted) == {field: message}


def test_a_number_that_is_none_gets_a_message_without_what_was_typed() -> None:
    said = errors({"day": "today", "name": "Ada", "number": "s3cret"})["number"]
    assert said
    assert "s3cret" not in said


def test_a_form_does_not_change_afterwards() -> None:
    form = read_form(Sample, {"day": "today", "name": "Ada"}, today=TODAY)
    with pytest.raises(ValueError, match="frozen"):
        form.name = "Eve"
