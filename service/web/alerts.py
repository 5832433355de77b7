"""One alert and what can be done about it; and what waits for a provider."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from service.accounts import queries as accounts
from service.accounts.rows import ADVISERS, Account, Role
from service.alerts import queries
from service.alerts.operations import acknowledge_alert, assign_learner, close_alert, snooze_alert
from service.alerts.queries import StepRow
from service.alerts.rows import Outcome
from service.kit.database import Session
from service.kit.errors import Invalid, NotFound
from service.kit.forms import Day, Form, FormInvalid, asked, read_form
from service.vocabulary.day import say_day
from service.web.about import about
from service.web.cards import AlertCard, alert_card
from service.web.errors import FormRefused
from service.web.guards import requires
from service.web.page import page, see_other
from service.web.visit import PageRequest, Visit

ADVISER = requires(*ADVISERS)
LISTED = 200
FormKind = TypeVar("FormKind", bound=Form)


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


ROUTES = [show_ours, show_alert, acknowledge, assign, snooze, close]
