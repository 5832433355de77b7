"""The door to one's own record: a code and the date of birth; and leaving.

The code is never in an address: the link carries it behind `#`, which no browser sends, and a script copies it into
the field. Without script it is typed.
"""

from dataclasses import dataclass, field
from typing import Annotated

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import QueryParameter
from litestar.response import Redirect

from service.kit.database import Session
from service.kit.errors import DomainError
from service.kit.forms import Day, Form, FormInvalid, asked, read_form
from service.own_record.operations import enter, leave
from service.web.authentication import cookie_of, own_cookie, own_cookie_name
from service.web.client import client_of
from service.web.errors import FormRefused, form_again
from service.web.guards import PUBLIC
from service.web.page import page, see_other
from service.web.posted import errors_of, posted
from service.web.visit import PageRequest, Visit

TEMPLATE, TITLE = "own/open.html", "See your own record"
LEFT = "Your record is closed on this device."


@dataclass(frozen=True, kw_only=True)
class OpenPage:
    """The form. The code is not shown again: it is typed, or stands behind the link."""

    errors: dict[str, str] = field(default_factory=dict)
    born: str = ""


class OpenForm(Form):
    """The code, and whose it is."""

    code: str = asked("Enter the code from the link or the slip you were given", max_length=40)
    date_of_birth: Day = asked("Enter your date of birth")


@get("/my-pathway/open", guards=[PUBLIC])
async def show_door(
    request: PageRequest, done: Annotated[str, QueryParameter(max_length=20)] = ""
) -> Response[str]:
    """The form."""
    return page(request, TEMPLATE, OpenPage(), title=TITLE, banner=LEFT if done == "left" else None)


@post("/my-pathway/open", guards=[PUBLIC], status_code=200)
async def open_door(
    request: PageRequest, session: NamedDependency[Session], visit: NamedDependency[Visit]
) -> Response[str] | Redirect:
    """Lets them in; what is refused is remembered, so the answer is given and not raised."""
    values = await posted(request)
    try:
        form = read_form(OpenForm, values, today=visit.today)
    except FormInvalid as wrong:
        content = OpenPage(errors=wrong.errors, born=values.get("date_of_birth", ""))
        raise FormRefused(TEMPLATE, content, title=TITLE) from None
    entered = await enter(
        session,
        code=form.code,
        born_on=form.date_of_birth,
        client=client_of(request, visit.settings),
        secret=visit.settings.secret,
        now=visit.now,
    )
    if entered.token is None:
        return _refused(request, entered.refusal)
    onward = see_other("/my-pathway")
    onward.set_cookie(own_cookie(entered.token, visit.settings))
    return onward


@post("/my-pathway/leave", guards=[PUBLIC])
async def leave_it(
    request: PageRequest, session: NamedDependency[Session], visit: NamedDependency[Visit]
) -> Redirect:
    """Closes the record on this device; closing twice is no mistake."""
    token = cookie_of(request.headers.get("cookie", ""), own_cookie_name(visit.settings))
    if token:
        await leave(session, token=token)
    onward = see_other("/my-pathway/open?done=left")
    onward.set_cookie(own_cookie("", visit.settings))
    return onward


def _refused(request: PageRequest, refusal: DomainError | None) -> Response[str]:
    if refusal is None:
        raise AssertionError("whoever was not let in was refused")
    content = OpenPage(errors=errors_of(refusal, field="code"))
    return form_again(request, TEMPLATE, content, title=TITLE, refusal=refusal)


ROUTES = [show_door, open_door, leave_it]
