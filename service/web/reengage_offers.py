"""Offering a place, recommended or not, and taking down the answer."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from litestar.response import Redirect
from pydantic import Field

from service.guarantee.operations import Answer, Minimum, answer_offer, make_offer, read_minimum
from service.guarantee.rows import OfferState, Refusal
from service.kit.database import Session
from service.kit.errors import Conflict, Invalid
from service.kit.forms import Form, FormInvalid, asked, read_form
from service.provision import queries as provision
from service.provision.rows import Listed
from service.provision.rules import KINDS
from service.vocabulary.sector import AREAS
from service.web.errors import FormRefused
from service.web.page import page, see_other
from service.web.posted import errors_of, posted
from service.web.reengage import WORKERS
from service.web.visit import PageRequest, Visit
from service.web.way_back import asker_of, person_page, said_of

TITLE = "Another place"


class OfferForm(Form):
    """A place to be offered; `override_reason` where it was not recommended."""

    opportunity_id: UUID = asked("Choose a place")
    override_reason: str | None = Field(default=None, max_length=300)


class AnswerForm(Form):
    """What they say to an offer."""

    answer: OfferState = asked("Choose what they said")
    refusal: Refusal | None = None
    note: str | None = Field(default=None, max_length=300)


@dataclass(frozen=True, kw_only=True)
class PlacesPage:
    """Everything on offer, to choose from with a reason."""

    minimum: Minimum
    places: list[tuple[Listed, str]]
    kinds: list[tuple[str, str]]
    areas: list[tuple[str, str]]
    kind: str
    sector: str
    today: date
    errors: dict[str, str]
    values: dict[str, str]


@get("/re-engage/{learner_id:uuid}/places", guards=[WORKERS])
async def list_places(
    request: PageRequest,
    session: NamedDependency[Session],
    visit: NamedDependency[Visit],
    learner_id: FromPath[UUID],
    kind: Annotated[str, QueryParameter(max_length=30)] = "",
    sector: Annotated[str, QueryParameter(max_length=5)] = "",
) -> Response[str]:
    """Everything on offer, with filters: for when the worker knows better."""
    content = await _places(session, visit, learner_id, (kind, sector), {}, {})
    return page(request, "reengage/places.html", content, title=TITLE)


@post("/re-engage/{learner_id:uuid}/offers", guards=[WORKERS])
async def offer(
    request: PageRequest,
    session: NamedDependency[Session],
    visit: NamedDependency[Visit],
    learner_id: FromPath[UUID],
) -> Redirect:
    """Offers it. Sent twice, one offer is made."""
    values = await posted(request)
    try:
        form = read_form(OfferForm, values, today=visit.today)
        await make_offer(
            session,
            learner_id=learner_id,
            opportunity_id=form.opportunity_id,
            override_reason=form.override_reason,
            asker=asker_of(visit),
        )
    except (FormInvalid, Invalid, Conflict) as wrong:
        content = await _places(
            session, visit, learner_id, ("", ""), errors_of(wrong, field="opportunity_id"), values
        )
        raise FormRefused("reengage/places.html", content, title=TITLE) from None
    return see_other(f"/re-engage/{learner_id}?done=offered")


@post("/re-engage/{learner_id:uuid}/offers/{offer_id:uuid}", guards=[WORKERS])
async def take_answer(
    request: PageRequest,
    session: NamedDependency[Session],
    visit: NamedDependency[Visit],
    learner_id: FromPath[UUID],
    offer_id: FromPath[UUID],
) -> Redirect:
    """Keeps the answer. Where the last place has gone, the page says so and shows what else fits."""
    values = await posted(request)
    try:
        form = read_form(AnswerForm, values, today=visit.today)
        answer = Answer(state=form.answer, refusal=form.refusal, note=form.note)
        done = await answer_offer(
            session, learner_id=learner_id, offer_id=offer_id, answer=answer, asker=asker_of(visit)
        )
    except (FormInvalid, Invalid, Conflict) as wrong:
        content = await person_page(session, visit, learner_id, errors_of(wrong, field="answer"), values)
        raise FormRefused("reengage/person.html", content, title="Way back") from None
    return see_other(f"/re-engage/{learner_id}?done={done.state.value}")


async def _places(
    session: Session,
    visit: Visit,
    learner_id: UUID,
    chosen: tuple[str, str],
    errors: dict[str, str],
    values: dict[str, str],
) -> PlacesPage:
    least = await read_minimum(session, learner_id=learner_id, asker=asker_of(visit))
    kind, sector = chosen
    found = await provision.found(session, today=visit.today, kind=kind, sector=sector)
    return PlacesPage(
        minimum=least,
        places=[(each, said_of(each)) for each in found if each.opportunity.left],
        kinds=[("", "Everything"), *((each.value, words) for each, words in KINDS.items())],
        areas=[("", "Every sector"), *AREAS],
        kind=kind,
        sector=sector,
        today=visit.today,
        errors=errors,
        values=values,
    )


ROUTES = [list_places, offer, take_answer]
