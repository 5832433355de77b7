"""Correcting a circumstance that one's own agency recorded, or taking it back, with a reason."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect
from pydantic import Field

from service.accounts.rows import ADVISERS, Role
from service.alerts.operations import CORRECTING, TAKING_BACK, correct_circumstance
from service.circumstances import queries
from service.circumstances.operations import Correction, NotYourCircumstance
from service.circumstances.rows import Circumstance, Definition
from service.circumstances.rules import DEFINITIONS, say_value
from service.kit.database import Session
from service.kit.errors import Invalid
from service.kit.forms import Day, Form, FormInvalid, asked, read_form
from service.learners.rows import Learner
from service.pathways.rows import Because
from service.vocabulary.day import say_day
from service.web.circumstance_forms import checked
from service.web.correction_forms import REASONS, TOO_LONG, TakingBack
from service.web.errors import FormRefused
from service.web.guards import requires
from service.web.page import page, see_other
from service.web.posted import errors_of, values_of
from service.web.reading import read_learner
from service.web.visit import PageRequest, Visit

STAFF = (Role.PROVIDER_STAFF, *ADVISERS, Role.DATA_OFFICER)
TITLE, TAKE_BACK = "Correct a circumstance", "Take a circumstance back"
Found = tuple[Learner, Circumstance]


class CircumstanceCorrection(Form):
    """A circumstance as it should be, and why."""

    value: str = asked("Say what it is", max_length=500)
    starts_on: Day = asked("Enter the day it began")
    ends_on: Day | None = None
    because: Because = asked("Choose why")
    note: str | None = Field(default=None, max_length=TOO_LONG)


@dataclass(frozen=True, kw_only=True)
class CorrectPage:
    """One circumstance as it is recorded, and how it should be."""

    learner: Learner
    circumstance_id: UUID
    told: Definition
    recorded: str
    options: list[tuple[str, str]]
    reasons: list[tuple[str, str]]
    errors: dict[str, str]
    values: dict[str, str]


@dataclass(frozen=True, kw_only=True)
class TakeBackPage:
    """One circumstance that should not be there."""

    learner: Learner
    circumstance_id: UUID
    recorded: str
    reasons: list[tuple[str, str]]
    errors: dict[str, str]
    values: dict[str, str]


@get("/learners/{learner_id:uuid}/circumstances/{circumstance_id:uuid}/correct", guards=[requires(*STAFF)])
async def show_correct(
    request: PageRequest,
    session: NamedDependency[Session],
    visit: NamedDependency[Visit],
    learner_id: FromPath[UUID],
    circumstance_id: FromPath[UUID],
) -> Response[str]:
    """The form, as it is recorded now."""
    learner, found = await _found(session, visit, learner_id, circumstance_id)
    values = {"value": found.value, "starts_on": say_day(found.starts_on)}
    if found.ends_on:
        values["ends_on"] = say_day(found.ends_on)
    return page(request, "circumstances/correct.html", _page((learner, found), {}, values), title=TITLE)


@post("/learners/{learner_id:uuid}/circumstances/{circumstance_id:uuid}/correct", guards=[requires(*STAFF)])
async def correct_it(
    request: PageRequest,
    session: NamedDependency[Session],
    visit: NamedDependency[Visit],
    learner_id: FromPath[UUID],
    circumstance_id: FromPath[UUID],
) -> Redirect:
    """Corrects it. Sent twice it is corrected once."""
    found = await _found(session, visit, learner_id, circumstance_id)
    values = values_of(dict(await request.form()))
    try:
        form = read_form(CircumstanceCorrection, values, today=visit.today)
        value, starts_on = checked(found[1].kind, form.value, form.starts_on, visit.today)
        given = form.model_dump() | {"value": value, "starts_on": starts_on}
        await _correct(session, visit, found, given)
    except (FormInvalid, Invalid) as wrong:
        content = _page(found, errors_of(wrong), values)
        raise FormRefused("circumstances/correct.html", content, title=TITLE) from None
    return see_other(f"/learners/{found[0].id}/circumstances?done=corrected")


@get("/learners/{learner_id:uuid}/circumstances/{circumstance_id:uuid}/take-back", guards=[requires(*STAFF)])
async def show_take_back(
    request: PageRequest,
    session: NamedDependency[Session],
    visit: NamedDependency[Visit],
    learner_id: FromPath[UUID],
    circumstance_id: FromPath[UUID],
) -> Response[str]:
    """What would go, and why."""
    found = await _found(session, visit, learner_id, circumstance_id)
    return page(request, "circumstances/take_back.html", _take_back_page(found, {}, {}), title=TAKE_BACK)


@post("/learners/{learner_id:uuid}/circumstances/{circumstance_id:uuid}/take-back", guards=[requires(*STAFF)])
async def take_back(
    request: PageRequest,
    session: NamedDependency[Session],
    visit: NamedDependency[Visit],
    learner_id: FromPath[UUID],
    circumstance_id: FromPath[UUID],
) -> Redirect:
    """Takes it back. Sent twice it is taken back once."""
    found = await _found(session, visit, learner_id, circumstance_id)
    values = values_of(dict(await request.form()))
    try:
        await _correct(session, visit, found, read_form(TakingBack, values, today=visit.today).model_dump())
    except (FormInvalid, Invalid) as wrong:
        content = _take_back_page(found, errors_of(wrong), values)
        raise FormRefused("circumstances/take_back.html", content, title=TAKE_BACK) from None
    return see_other(f"/learners/{found[0].id}/circumstances?done=taken-back")


async def _found(session: Session, visit: Visit, learner_id: UUID, circumstance_id: UUID) -> Found:
    learner = await read_learner(session, visit, learner_id, why="correcting a circumstance")
    said = await queries.everything_said(session, [learner.id], within=visit.scope)
    found = next((each for each in said if each.id == circumstance_id), None)
    if found is None or found.agency_id != visit.by.agency_id:
        raise NotYourCircumstance("Your agency did not record this. Ask the agency that did to correct it.")
    return learner, found


async def _correct(session: Session, visit: Visit, found: Found, given: dict[str, Any]) -> None:
    correction = Correction(learner_id=found[0].id, circumstance_id=found[1].id, **given)
    await correct_circumstance(
        session, correction=correction, within=visit.scope, by=visit.by, now=visit.now, today=visit.today
    )


def _page(found: Found, errors: dict[str, str], values: dict[str, str]) -> CorrectPage:
    learner, recorded = found
    kind = DEFINITIONS[recorded.kind]
    return CorrectPage(
        learner=learner,
        circumstance_id=recorded.id,
        told=kind,
        recorded=_recorded(recorded),
        options=list(kind.choices.items()),
        reasons=[(reason.value, REASONS[reason]) for reason in CORRECTING],
        errors=errors,
        values=values,
    )


def _take_back_page(found: Found, errors: dict[str, str], values: dict[str, str]) -> TakeBackPage:
    return TakeBackPage(
        learner=found[0],
        circumstance_id=found[1].id,
        recorded=_recorded(found[1]),
        reasons=[(reason.value, REASONS[reason]) for reason in TAKING_BACK],
        errors=errors,
        values=values,
    )


def _recorded(each: Circumstance) -> str:
    what = DEFINITIONS[each.kind].words
    return f"{what}: {say_value(each.kind, each.value)}, from {say_day(each.starts_on)}"


ROUTES: list[Any] = [show_correct, correct_it, show_take_back, take_back]
