"""Forms: what a browser posted, read into a typed value, or one plain message for each field that is wrong.

A form is a pydantic model. A field's `description` is what to say when it is missing ("Enter the day it happened").
A validator's ValueError is shown as it is written, so it is written for the person filling in the form.
"""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, ValidationInfo

from service.vocabulary.day import parse_day

CSRF_FIELD = "_csrf_token"


class Form(BaseModel):
    """What every form is: unknown fields are refused, spaces around text are dropped, nothing changes afterwards."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True, frozen=True)


FormType = TypeVar("FormType", bound=Form)


class FormInvalid(ValueError):
    """Some fields are wrong. `errors` maps each to its message, `values` is what was typed."""

    def __init__(self, errors: Mapping[str, str], values: Mapping[str, str]) -> None:
        super().__init__(", ".join(errors))
        self.errors = dict(errors)
        self.values = dict(values)


def read_form(kind: type[FormType], posted: Mapping[str, Any], *, today: date) -> FormType:
    """Read a posted form. Raises `FormInvalid` with a message for every wrong field."""
    values = {name: str(value) for name, value in posted.items() if name != CSRF_FIELD}
    given = {name: value for name, value in values.items() if value.strip()}
    try:
        return kind.model_validate(given, context={"today": today})
    except ValidationError as wrong:
        raise FormInvalid(_messages(kind, wrong), values) from None


def _messages(kind: type[Form], wrong: ValidationError) -> dict[str, str]:
    messages: dict[str, str] = {}
    for error in wrong.errors(include_url=False, include_input=False):
        field = str(error["loc"][0]) if error["loc"] else ""
        messages.setdefault(field, _message(kind, field, error["type"], error["msg"]))
    return messages


def _message(kind: type[Form], field: str, problem: str, words: str) -> str:
    described = kind.model_fields.get(field)
    if described is None:
        return "This form has changed. Open it again and fill it in once more."
    if problem == "missing":
        return described.description or "Enter this."
    if problem == "value_error":
        return words.removeprefix("Value error, ")
    if problem == "string_too_long":
        return "This is too long. " + words.replace("String should have", "It may have") + "."
    return described.description or words


def _day(value: object, info: ValidationInfo) -> object:
    if isinstance(value, str):
        return parse_day(value, today=(info.context or {})["today"])
    return value


Day = Annotated[date, BeforeValidator(_day)]
"""A day typed as people type days: "today", "27/11/2026", "27 November 2026"."""


def asked(question: str, **limits: Any) -> Any:
    """Declare a field that must be given; `question` is said when it is not."""
    return Field(description=question, **limits)
