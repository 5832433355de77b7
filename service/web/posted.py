"""What a browser posted, as texts by field, and what to say at which field when it is refused."""

from collections.abc import Mapping
from typing import Any

from service.kit.errors import DomainError
from service.kit.forms import CSRF_FIELD, FormInvalid
from service.web.visit import PageRequest


async def posted(request: PageRequest, *several: str, between: str = " ") -> dict[str, str]:
    """Read the form as it was typed; what was ticked in a field of `several` becomes one text."""
    form = await request.form()
    ticked = {name: between.join(map(str, form.getall(name, []))) for name in several}
    return values_of(dict(form)) | ticked


def values_of(form: Mapping[str, Any]) -> dict[str, str]:
    """Give what was typed, field by field."""
    return {name: str(value) for name, value in form.items() if name != CSRF_FIELD}


def errors_of(wrong: FormInvalid | DomainError, *, field: str = "because") -> dict[str, str]:
    """Give each wrong field's message; a refusal that names no field is said at `field`."""
    return wrong.errors if isinstance(wrong, FormInvalid) else {wrong.field or field: wrong.sentence}
