"""What the API answers otherwise than the pages do: statuses programs act on, and every wrong field by its pointer.

400: the request cannot be read at all (malformed JSON). 422: it can be read, and a value in it is wrong.
"""

from typing import Any

from litestar import Response
from litestar.exceptions import ValidationException

from service.feeds.operations import ChangesForgotten
from service.imports.operations.accept import RowsRefused
from service.kit.errors import DomainError, Invalid
from service.learners.operations import NotEligible
from service.web.api.conditions import ConditionFailed, ConditionMissing
from service.web.errors import on_domain_error, problem
from service.web.guards import RoleRefused
from service.web.visit import PageRequest

SENTENCE = "Some values are wrong. `errors` names each."
_PREFIX = "Value error, "  # how pydantic introduces a validator's own words


class TooLarge(Invalid):
    """More bytes than this service takes."""

    code = "too_large"


class WrongMediaType(Invalid):
    """A body of a kind that this address does not take."""

    code = "wrong_media_type"


STATUSES: dict[type[DomainError], int] = {
    ConditionFailed: 412,
    ConditionMissing: 428,
    NotEligible: 422,
    RowsRefused: 409,
    ChangesForgotten: 410,
    TooLarge: 413,
    WrongMediaType: 415,
}
"""Where the family of an error says less than HTTP can."""
_FIELDS = {"client_claim_id": "request_id"}  # what this API calls a field that the register calls otherwise


def on_refused(request: PageRequest, error: DomainError) -> Response[Any]:
    """Answer a refusal with the status programs expect."""
    error.field = _FIELDS.get(error.field or "", error.field)
    status = STATUSES.get(type(error))
    if status is None:
        return on_domain_error(request, error)
    return problem(status, detail=error.sentence, code=error.code, field=error.field)


def on_role_refused(_: PageRequest, __: RoleRefused) -> Response[Any]:
    """Say that a token is good, and not for this."""
    return problem(403, detail="Your token does not have the scope that this needs.", code="scope_missing")


def on_wrong_values(_: PageRequest, error: ValidationException) -> Response[Any]:
    """Name every wrong value: of a body by JSON pointer, of an address by its name."""
    found = error.extra if isinstance(error.extra, list) else []
    errors = [{"pointer": _pointer(str(each.get("key", ""))), "detail": _words(each)} for each in found]
    return problem(422, detail=SENTENCE, code="invalid", errors=errors)


def _pointer(key: str) -> str:
    return "#" + "".join(f"/{part}" for part in key.split(".") if part and part != "data")


def _words(error: dict[str, Any]) -> str:
    return str(error.get("message", "")).removeprefix(_PREFIX)


HANDLERS: dict[int | type[Exception], Any] = {
    DomainError: on_refused,
    RoleRefused: on_role_refused,
    ValidationException: on_wrong_values,
}
