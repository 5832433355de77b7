"""Everybody who waits for an adviser, in order of need and in a line each, with filters."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated
from urllib.parse import urlencode
from uuid import UUID

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import QueryParameter

from service.accounts.rows import ADVISERS
from service.alerts import queries
from service.alerts.queries import EVERYTHING, Ranked, Waiting, Wanted
from service.alerts.rows import Card, Family, Severity
from service.alerts.rules import OWN_FROM, by_person, today_list
from service.kit.database import Session
from service.vocabulary.working_day import add_working_days
from service.web.about import About, about_each
from service.web.cards import due_words, urgency
from service.web.guards import requires
from service.web.page import page
from service.web.visit import PageRequest, Visit

LISTED = 300  # alerts: more than a caseload has
PAGE = 25
SEVERITIES = (("", "Any"), *((each.value, each.value.title()) for each in Severity))
ABOUT = (
    ("", "Anything"),
    (Family.WHEREABOUTS.value, "Where they are"),
    (Family.CONTACT.value, "Contact"),
    (Family.REVIEW.value, "A review of their plan"),
    (Family.GUARANTEE.value, "A place for them"),
    (Family.NEXT_STEP.value, "What comes next"),
    (Family.START.value, "A start that was agreed"),
    (Family.PLACE.value, "Their place"),
    (Family.ATTENDANCE.value, "Attendance"),
    (Family.TRAINING.value, "Training beside a job"),
    (Family.SUSTAIN.value, "Whether it lasts"),
    (Family.REFERRAL.value, "A referral"),
    (Family.MOVE.value, "A move to another area"),
    (Family.HANDOVER.value, "A handover at an age"),
)
DUE = (
    ("", "Any day"),
    ("late", "Late"),
    ("tomorrow", "By the next working day"),
    ("week", "Within five working days"),
)

Ordered = list[list[Ranked]]
"""People in order of need, each their alerts, the most pressing first."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """Somebody who waits: the most pressing alert in a line, and how many others there are, ready to be shown."""

    learner_id: UUID
    name: str
    href: str
    severity: str
    why: str
    deadline: str


@dataclass(frozen=True, kw_only=True)
class WaitingPage:
    """Everybody who waits, or those asked for; `kept` is of the address, so that the next page asks for the same."""

    lines: list[Line]
    people: int
    waiting: Waiting
    chosen: dict[str, str]
    kept: str
    current: int
    last: int

    severities = SEVERITIES
    about = ABOUT
    dues = DUE


@get("/today/list", guards=[requires(*ADVISERS)])
async def show_waiting(
    request: PageRequest,
    session: NamedDependency[Session],
    visit: NamedDependency[Visit],
    severity: Annotated[str, QueryParameter(max_length=20)] = "",
    about: Annotated[str, QueryParameter(max_length=20)] = "",
    due: Annotated[str, QueryParameter(max_length=20)] = "",
    page_number: Annotated[int, QueryParameter(name="page", ge=1, le=100)] = 1,
) -> Response[str]:
    """The list; a filter that says nothing we know asks for any."""
    asked = {"severity": (severity, SEVERITIES), "about": (about, ABOUT), "due": (due, DUE)}
    chosen = {name: value if value in dict(options) else "" for name, (value, options) in asked.items()}
    people, _, waiting = await who_waits(session, visit, _wanted(chosen, visit.today))
    begins = (page_number - 1) * PAGE
    content = WaitingPage(
        lines=[line_of(lead, len(also), visit.today) for lead, *also in people[begins : begins + PAGE]],
        people=len(people),
        waiting=waiting,
        chosen=chosen,
        kept=urlencode({name: value for name, value in chosen.items() if value}),
        current=page_number,
        last=max(1, -(-len(people) // PAGE)),
    )
    return page(request, "alerts/waiting.html", content, title="Everybody on your list")


async def who_waits(
    session: Session, visit: Visit, wanted: Wanted = EVERYTHING
) -> tuple[Ordered, Mapping[UUID, About], Waiting]:
    """Put what waits for an adviser in order; with what stands over each person, and the count of all."""
    climbed = OWN_FROM.get(visit.who.role) if visit.who.role else None
    rows, waiting = await queries.advisers_order(
        session,
        visit.account_id,
        within=visit.scope,
        today=visit.today,
        limit=LISTED,
        climbed=climbed,
        wanted=wanted,
    )
    over = await about_each(session, visit, {row.learner_id: row.date_of_birth for row in rows})
    return _in_order(rows, visit.today, over), over, waiting


def line_of(lead: Ranked, others: int, today: date) -> Line:
    """Put somebody into one line."""
    more = f" And {others} other {'alert' if others == 1 else 'alerts'}." if others else ""
    return Line(
        learner_id=lead.learner_id,
        name=f"{lead.given_names} {lead.family_name}",
        href=f"/alerts/{lead.id}",
        severity=lead.severity.title(),
        why=f"{lead.sentence}{more}",
        deadline=due_words(lead, today),
    )


def _wanted(chosen: Mapping[str, str], today: date) -> Wanted:
    due_by = {
        "": None,
        "late": today - timedelta(days=1),
        "tomorrow": add_working_days(today, 1),
        "week": add_working_days(today, 5),
    }
    return Wanted(
        severity=Severity(chosen["severity"]) if chosen["severity"] else None,
        family=Family(chosen["about"]) if chosen["about"] else None,
        due_by=due_by[chosen["due"]],
    )


def _in_order(rows: list[Ranked], today: date, over: Mapping[UUID, About]) -> Ordered:
    known = {row.id: row for row in rows}
    ordered = today_list([_ranked(row, today, over[row.learner_id]) for row in rows], limit=LISTED)
    return by_person(known[each.id] for each in ordered)


def _ranked(row: Ranked, today: date, over: About) -> Card:
    return Card(
        id=row.id,
        learner_id=row.learner_id,
        score=urgency(row, today, over),
        deadline_on=row.deadline_on,
    )


ROUTES = [show_waiting]
