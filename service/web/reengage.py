"""Re-engaging a young person in one visit, whichever agency they walk into: find, say why, see the least, what next."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from litestar.response import Redirect

from service.accounts.rows import ADVISERS, Role
from service.guarantee import rules
from service.guarantee.operations import (
    Nobody,
    Reason,
    Sought,
    open_record,
)
from service.guarantee.rows import OpeningReason
from service.kit.database import Session
from service.kit.errors import Invalid
from service.kit.forms import Day, Form, FormInvalid, asked, read_form
from service.web.api.limits import refuse
from service.web.errors import FormRefused
from service.web.guards import requires
from service.web.page import page, see_other
from service.web.posted import errors_of, posted
from service.web.visit import PageRequest, Visit
from service.web.way_back import asker_of, person_page

WORKERS = requires(Role.AGENCY_WORKER, *ADVISERS, Role.PROVIDER_STAFF)
TITLE = "Re-engage someone"
LOOKS_AN_HOUR = 60
REASONS = [(reason.value, words) for reason, words in rules.OPENING_REASONS.items()]
BANNERS = {
    "wishes": "What they want is kept. The way back below rests on it.",
    "offered": "The place is offered. Tell us their answer as soon as you have it.",
    "accepted": "The place is theirs. Its provider can see who is coming.",
    "refused": "The refusal is kept, with its reason.",
    "withdrawn": "The place is given back.",
}


class FindForm(Form):
    """Whom, and why."""

    indicator: str | None = None
    given_names: str | None = None
    family_name: str | None = None
    date_of_birth: Day | None = None
    reason: OpeningReason = asked("Choose why you need to see this record")
    words: str = asked("Say in a few words what has happened", max_length=300)


@dataclass(frozen=True, kw_only=True)
class FindPage:
    """The form."""

    reasons: list[tuple[str, str]]
    errors: dict[str, str]
    values: dict[str, str]


@get("/re-engage", guards=[WORKERS])
async def show_find(request: PageRequest) -> Response[str]:
    """The form to find somebody, with the reason."""
    content = FindPage(reasons=REASONS, errors={}, values={})
    return page(request, "reengage/find.html", content, title=TITLE)


@post("/re-engage", guards=[WORKERS], opt={"most_an_hour": LOOKS_AN_HOUR}, name="re-engage")
async def find(
    request: PageRequest, session: NamedDependency[Session], visit: NamedDependency[Visit]
) -> Redirect:
    """Opens the least of the record, and tells whoever answers for the young person."""
    await refuse(request)
    values = await posted(request)
    try:
        form = read_form(FindForm, values, today=visit.today)
        learner_id = await open_record(
            session,
            sought=_sought(form),
            reason=Reason(kind=form.reason, words=form.words),
            asker=asker_of(visit),
        )
    except (FormInvalid, Invalid, Nobody) as wrong:
        content = FindPage(reasons=REASONS, errors=errors_of(wrong, field="indicator"), values=values)
        raise FormRefused("reengage/find.html", content, title=TITLE) from None
    return see_other(f"/re-engage/{learner_id}")


@get("/re-engage/{learner_id:uuid}", guards=[WORKERS])
async def show_person(
    request: PageRequest,
    session: NamedDependency[Session],
    visit: NamedDependency[Visit],
    learner_id: FromPath[UUID],
    done: Annotated[str, QueryParameter(max_length=20)] = "",
) -> Response[str]:
    """The least of the record, and the way back."""
    content = await person_page(session, visit, learner_id)
    return page(request, "reengage/person.html", content, title="Way back", banner=BANNERS.get(done))


def _sought(form: FindForm) -> Sought:
    return Sought(
        indicator=form.indicator,
        given_names=form.given_names,
        family_name=form.family_name,
        date_of_birth=form.date_of_birth,
    )


ROUTES = [show_find, find, show_person]
