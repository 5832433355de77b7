"""Recording a circumstance: what it is about, what it is, done."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from service.accounts.rows import ADVISERS, Role
from service.alerts.operations import record_circumstance
from service.circumstances import queries
from service.circumstances.rows import Circumstance, Definition, Kind
from service.circumstances.rules import (
    DEFINITIONS,
    Standing,
    ValueImpossible,
    ground_of,
    parse_value,
    say_ground,
    standing_of,
)
from service.kit.database import Session
from service.kit.errors import Invalid
from service.kit.forms import Day, Form, FormInvalid, asked, read_form
from service.kit.ids import new_id
from service.learners.rows import Learner
from service.vocabulary.day import say_day
from service.web.errors import FormRefused
from service.web.guards import requires
from service.web.page import page, see_other
from service.web.posted import errors_of, values_of
from service.web.reading import read_learner
from service.web.visit import PageRequest, Visit

STAFF = (Role.PROVIDER_STAFF, *ADVISERS, Role.DATA_OFFICER)
RECORD = "Record a circumstance"


@dataclass(frozen=True, kw_only=True)
class KindsPage:
    """What can be recorded, in the order it is asked for."""

    learner: Learner
    kinds: list[tuple[str, str, str]]
    withheld: list[str]


@dataclass(frozen=True, kw_only=True)
class NewPage:
    """The form of one kind."""

    learner: Learner
    kind: Kind
    told: Definition
    ground: str
    options: list[tuple[str, str]]
    errors: dict[str, str]
    values: dict[str, str]


class NewForm(Form):
    """One circumstance."""

    kind: Kind = asked("Choose what it is")
    value: str = asked("Say what it is", max_length=500)
    starts_on: Day = asked("Enter the day it began")
    ends_on: Day | None = None


@get("/learners/{learner_id:uuid}/circumstances/new", guards=[requires(*STAFF)])
async def show_kinds(
    request: PageRequest,
    session: NamedDependency[Session],
    visit: NamedDependency[Visit],
    learner_id: FromPath[UUID],
) -> Response[str]:
    """What can be recorded about this learner; what nothing allows to hold is named, with why."""
    learner = await read_learner(session, visit, learner_id, why="recording a circumstance")
    standing = await _standing(session, visit, learner)
    may = {kind: ground_of(kind, standing, on=visit.today) is not None for kind in Kind}
    content = KindsPage(
        learner=learner,
        kinds=[(kind.value, told.words, told.hint) for kind, told in DEFINITIONS.items() if may[kind]],
        withheld=[told.words for kind, told in DEFINITIONS.items() if not may[kind]],
    )
    return page(request, "circumstances/kinds.html", content, title=RECORD)


@get("/learners/{learner_id:uuid}/circumstances/new/{kind:str}", guards=[requires(*STAFF)])
async def show_new(
    request: PageRequest,
    session: NamedDependency[Session],
    visit: NamedDependency[Visit],
    learner_id: FromPath[UUID],
    kind: FromPath[str],
) -> Response[str]:
    """The form of one kind."""
    learner = await read_learner(session, visit, learner_id, why="recording a circumstance")
    if kind not in set(Kind):
        raise Invalid("There is no such kind of circumstance. Choose one of the list.", field="kind")
    standing = await _standing(session, visit, learner)
    content = _form(
        learner, Kind(kind), standing, visit, {}, {"starts_on": _usual_start(Kind(kind), visit.today)}
    )
    return page(request, "circumstances/new.html", content, title=_title(content))


@post("/learners/{learner_id:uuid}/circumstances", guards=[requires(*STAFF)])
async def record_it(
    request: PageRequest,
    session: NamedDependency[Session],
    visit: NamedDependency[Visit],
    learner_id: FromPath[UUID],
) -> Redirect:
    """Records it. The same kind, value and day said again is recorded once."""
    learner = await read_learner(session, visit, learner_id, why="recording a circumstance")
    values = values_of(dict(await request.form()))
    try:
        said = _said(learner, read_form(NewForm, values, today=visit.today), visit)
        await record_circumstance(
            session, said=said, born_on=learner.date_of_birth, by=visit.by, now=visit.now, today=visit.today
        )
    except (FormInvalid, Invalid) as wrong:
        if values.get("kind") not in set(Kind):
            raise
        standing = await _standing(session, visit, learner)
        content = _form(learner, Kind(values["kind"]), standing, visit, errors_of(wrong), values)
        raise FormRefused("circumstances/new.html", content, title=_title(content)) from None
    return see_other(f"/learners/{learner.id}/circumstances?done=recorded")


def _title(content: NewPage) -> str:
    return f"{content.told.words}: {RECORD.lower()}"


def _said(learner: Learner, form: NewForm, visit: Visit) -> Circumstance:
    value, starts_on = checked(form.kind, form.value, form.starts_on, visit.today)
    place = f"{value}:" if DEFINITIONS[form.kind].several else ""
    return Circumstance(
        learner_id=learner.id,
        id=new_id(),
        kind=form.kind,
        value=value,
        starts_on=starts_on,
        ends_on=form.ends_on,
        recorded_at=visit.now,
        recorded_by=visit.by.account_id,
        agency_id=visit.by.agency_id,
        source_key=f"page:{form.kind}:{place}{starts_on}",
    )


def checked(kind: Kind, value: str, starts_on: date, today: date) -> tuple[str, date]:
    """Read a value and the day it began, of a week its Monday. Raises `Invalid` naming the field."""
    if starts_on > today:
        raise Invalid("This day is in the future. Record it once it is so.", field="starts_on")
    try:
        kept = parse_value(kind, value)
    except ValueImpossible as wrong:
        raise Invalid(str(wrong), field="value") from None
    return kept, starts_on - timedelta(days=starts_on.weekday()) if kind is Kind.ATTENDANCE else starts_on


async def _standing(session: Session, visit: Visit, learner: Learner) -> Standing:
    said = await queries.counting(session, [learner.id], within=visit.scope)
    return standing_of(learner.date_of_birth, said, on=visit.today)


def _usual_start(kind: Kind, today: date) -> str:
    return say_day(today - timedelta(days=today.weekday() + 7)) if kind is Kind.ATTENDANCE else "today"


def _form(
    learner: Learner,
    kind: Kind,
    standing: Standing,
    visit: Visit,
    errors: dict[str, str],
    values: dict[str, str],
) -> NewPage:
    return NewPage(
        learner=learner,
        kind=kind,
        told=DEFINITIONS[kind],
        ground=say_ground(kind, standing, on=visit.today),
        options=list(DEFINITIONS[kind].choices.items()),
        errors=errors,
        values=values,
    )


ROUTES: list[Any] = [show_kinds, show_new, record_it]
