"""An adviser's day: the cards in order of need, and what can be done about each."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, TypeVar
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from litestar.response import Redirect

from service.accounts import queries as accounts
from service.accounts.rows import ADVISERS, Account, Role
from service.alerts import queries
from service.alerts.operations import acknowledge_alert, assign_learner, close_alert, snooze_alert
from service.alerts.queries import CardRow, Ranked, StepRow, Waiting
from service.alerts.rows import Card, Outcome
from service.alerts.rules import OWN_FROM, TODAY_LIMIT, by_person, today_list
from service.kit.database import Session
from service.kit.errors import Invalid, NotFound
from service.kit.forms import Day, Form, FormInvalid, asked, read_form
from service.notices.queries import unread_notices
from service.vocabulary.day import say_day
from service.web.about import About, about, about_each
from service.web.cards import AlertCard, alert_card, urgency
from service.web.errors import FormRefused
from service.web.guards import requires
from service.web.page import page, see_other
from service.web.visit import PageRequest, Visit

ADVISER = requires(*ADVISERS)
LISTED = 200
REST = 25  # people a page of the rest
BANNERS = {"assigned": "Assigned.", "logged": "The contacts are logged."}
FormKind = TypeVar("FormKind", bound=Form)


@dataclass(frozen=True, kw_only=True)
class Person:
    """Somebody with alerts: the most pressing one in full, the others in a line each."""

    lead: AlertCard
    also: list[CardRow]


@dataclass(frozen=True, kw_only=True)
class TodayPage:
    """Up to fifteen people, then the rest as far as they are listed, page by page; `waiting` counts them all."""

    cards: list[Person]
    rest: list[Person]
    rests: int  # people in the rest
    current: int
    waiting: Waiting
    unread: int  # notices

    @property
    def last(self) -> int:
        """The number of the last page of the rest."""
        return max(1, -(-self.rests // REST))


@dataclass(frozen=True, kw_only=True)
class OurAlertsPage:
    """What waits for a provider."""

    cards: list[AlertCard]


@dataclass(frozen=True, kw_only=True)
class AlertPage:
    """One alert with everything done about it, and the forms to do more."""

    card: AlertCard
    steps: list[StepRow]
    advisers: list[tuple[str, str]]
    errors: dict[str, str]
    values: dict[str, str]
    latest_snooze: date


class SnoozeForm(Form):
    """Let an alert sleep."""

    until: Day = asked("Enter the day it should come back")
    reason: str = asked("Say why it can wait", max_length=500)


class CloseForm(Form):
    """Close an alert by hand."""

    outcome: Outcome = asked("Choose what came of it")
    why: str = asked("Say why, for whoever reads this later", max_length=500)


class AssignForm(Form):
    """Put the learner on a caseload."""

    to: UUID = asked("Choose an adviser")


@get("/today", guards=[ADVISER])
async def show_today(
    request: PageRequest,
    session: NamedDependency[Session],
    visit: NamedDependency[Visit],
    done: Annotated[str, QueryParameter(max_length=20)] = "",
    page_number: Annotated[int, QueryParameter(name="page", ge=1, le=100)] = 1,
) -> Response[str]:
    """Today's list."""
    content = await _today(session, visit, page_number)
    return page(request, "alerts/today.html", content, title="Today", banner=BANNERS.get(done))


async def _today(session: Session, visit: Visit, number: int) -> TodayPage:
    """Everything is put in order; only what is shown is put into words."""
    climbed = OWN_FROM.get(visit.who.role) if visit.who.role else None
    rows, waiting = await queries.advisers_order(
        session, visit.account_id, within=visit.scope, today=visit.today, limit=LISTED, climbed=climbed
    )
    over = await about_each(session, visit, {row.learner_id: row.date_of_birth for row in rows})
    ordered = today_list([_ranked(row, visit.today, over[row.learner_id]) for row in rows], limit=LISTED)
    people, begins = by_person(ordered), TODAY_LIMIT + (number - 1) * REST
    first, rest = people[:TODAY_LIMIT], people[begins : begins + REST]
    shown = [(each.learner_id, each.id) for of_one in (*first, *rest) for each in of_one]
    known = await queries.alerts_called(session, shown, within=visit.scope)
    return TodayPage(
        cards=[_person([known[each.id] for each in of_one], visit, over) for of_one in first],
        rest=[_person([known[each.id] for each in of_one], visit, over) for of_one in rest],
        rests=max(0, len(people) - TODAY_LIMIT),
        current=number,
        waiting=waiting,
        unread=await unread_notices(session, visit.who.agency_id),
    )


def _person(rows: list[CardRow], visit: Visit, over: Mapping[UUID, About]) -> Person:
    lead, *also = rows
    return Person(lead=alert_card(lead, visit.today, visit.account_id, over[lead.learner_id]), also=also)


def _ranked(row: Ranked, today: date, over: About) -> Card:
    return Card(
        id=row.id,
        learner_id=row.learner_id,
        score=urgency(row, today, over),
        deadline_on=row.deadline_on,
    )


@get("/our-alerts", guards=[requires(Role.PROVIDER_STAFF)])
async def show_ours(
    request: PageRequest, session: NamedDependency[Session], visit: NamedDependency[Visit]
) -> Response[str]:
    """What waits for a provider: learners of its own about whom it is asked to say something."""
    rows = await queries.providers_alerts(session, within=visit.scope, limit=LISTED)
    cards = [alert_card(row, visit.today, visit.account_id) for row in rows]
    return page(request, "alerts/ours.html", OurAlertsPage(cards=cards), title="Alerts for us")


@get("/alerts/{alert_id:uuid}", guards=[ADVISER])
async def show_alert(
    request: PageRequest,
    session: NamedDependency[Session],
    visit: NamedDependency[Visit],
    alert_id: FromPath[UUID],
) -> Response[str]:
    """One alert."""
    content = await _alert_page(session, visit, alert_id, {}, {})
    return page(request, "alerts/alert.html", content, title="Alert")


async def _alert_page(
    session: Session, visit: Visit, alert_id: UUID, errors: dict[str, str], values: dict[str, str]
) -> AlertPage:
    row = await queries.alert(session, alert_id, within=visit.scope)
    if row is None:
        raise NotFound("There is no such alert about a learner your agency has access to.")
    advisers = await accounts.advisers_of(session, visit.who.agency_id)
    over = await about(session, visit, row.learner_id, row.date_of_birth)
    return AlertPage(
        card=alert_card(row, visit.today, visit.account_id, over),
        steps=await queries.steps(session, row.learner_id, row.id),
        advisers=[(str(each.id), _named(each, visit.account_id)) for each in advisers],
        errors=errors,
        values=values,
        latest_snooze=visit.today + timedelta(days=14),
    )


def _named(account: Account, me: UUID) -> str:
    return f"{account.name} (me)" if account.id == me else account.name


@post("/alerts/{alert_id:uuid}/acknowledgement", guards=[ADVISER])
async def acknowledge(
    session: NamedDependency[Session], visit: NamedDependency[Visit], alert_id: FromPath[UUID]
) -> Redirect:
    """I am seeing to it."""
    await acknowledge_alert(session, alert_id=alert_id, within=visit.scope, by=visit.by, now=visit.now)
    return see_other(f"/alerts/{alert_id}")


@post("/alerts/{alert_id:uuid}/assignment", guards=[ADVISER])
async def assign(
    request: PageRequest,
    session: NamedDependency[Session],
    visit: NamedDependency[Visit],
    alert_id: FromPath[UUID],
) -> Redirect:
    """Onto somebody's caseload."""
    form = await _read(request, session, visit, alert_id, AssignForm)
    colleagues = {each.id for each in await accounts.advisers_of(session, visit.who.agency_id)}
    if form.to not in colleagues:
        raise Invalid("Choose an adviser of your own council.", field="to")
    await assign_learner(
        session, alert_id=alert_id, to=form.to, within=visit.scope, by=visit.by, now=visit.now
    )
    return see_other(f"/alerts/{alert_id}")


@post("/alerts/{alert_id:uuid}/snooze", guards=[ADVISER])
async def snooze(
    request: PageRequest,
    session: NamedDependency[Session],
    visit: NamedDependency[Visit],
    alert_id: FromPath[UUID],
) -> Redirect:
    """Let it sleep, with a reason."""
    form = await _read(request, session, visit, alert_id, SnoozeForm)
    try:
        await snooze_alert(
            session,
            alert_id=alert_id,
            until=form.until,
            reason=form.reason,
            within=visit.scope,
            by=visit.by,
            now=visit.now,
        )
    except Invalid as wrong:
        values = {"until": say_day(form.until), "reason": form.reason}
        errors = {wrong.field or "until": wrong.sentence}
        raise await _refused(session, visit, alert_id, errors, values) from None
    return see_other("/today")


@post("/alerts/{alert_id:uuid}/closure", guards=[ADVISER])
async def close(
    request: PageRequest,
    session: NamedDependency[Session],
    visit: NamedDependency[Visit],
    alert_id: FromPath[UUID],
) -> Redirect:
    """Close it by hand, with what came of it and why."""
    form = await _read(request, session, visit, alert_id, CloseForm)
    await close_alert(
        session,
        alert_id=alert_id,
        outcome=form.outcome,
        reason=form.why,
        within=visit.scope,
        by=visit.by,
        now=visit.now,
    )
    return see_other("/today")


async def _read(
    request: PageRequest, session: Session, visit: Visit, alert_id: UUID, kind: type[FormKind]
) -> FormKind:
    try:
        return read_form(kind, dict(await request.form()), today=visit.today)
    except FormInvalid as wrong:
        raise await _refused(session, visit, alert_id, wrong.errors, wrong.values) from None


async def _refused(
    session: Session, visit: Visit, alert_id: UUID, errors: dict[str, str], values: dict[str, str]
) -> FormRefused:
    content = await _alert_page(session, visit, alert_id, errors, values)
    return FormRefused("alerts/alert.html", content, title="Alert")


ROUTES = [show_today, show_ours, show_alert, acknowledge, assign, snooze, close]
