"""An adviser's day: up to fifteen people in order of need, then the first of the rest."""

from dataclasses import dataclass
from typing import Annotated

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import QueryParameter

from service.accounts.rows import ADVISERS
from service.alerts import queries
from service.alerts.queries import CardRow, Ranked, Waiting
from service.alerts.rules import TODAY_LIMIT
from service.kit.database import Session
from service.notices.queries import unread_notices
from service.web.about import About
from service.web.cards import AlertCard, alert_card
from service.web.guards import requires
from service.web.page import page
from service.web.visit import PageRequest, Visit
from service.web.waiting import Line, line_of, who_waits

GLANCE = 10  # of the rest; all of it is a page of its own
BANNERS = {"assigned": "Assigned.", "logged": "The contacts are logged."}


@dataclass(frozen=True, kw_only=True)
class Person:
    """Somebody with alerts: the most pressing one in full, the others in a line each."""

    lead: AlertCard
    also: list[Ranked]


@dataclass(frozen=True, kw_only=True)
class TodayPage:
    """Up to fifteen people, then the first of the rest; `waiting` counts them all."""

    cards: list[Person]
    rest: list[Line]
    rests: int  # people in the rest
    waiting: Waiting
    unread: int  # notices


@get("/today", guards=[requires(*ADVISERS)])
async def show_today(
    request: PageRequest,
    session: NamedDependency[Session],
    visit: NamedDependency[Visit],
    done: Annotated[str, QueryParameter(max_length=20)] = "",
) -> Response[str]:
    """Today's list."""
    people, over, waiting = await who_waits(session, visit)
    first, rest = people[:TODAY_LIMIT], people[TODAY_LIMIT:]
    leading = [(lead.learner_id, lead.id) for lead, *_ in first]
    known = await queries.alerts_called(session, leading, within=visit.scope)
    content = TodayPage(
        cards=[_person(known[lead.id], also, visit, over[lead.learner_id]) for lead, *also in first],
        rest=[line_of(lead, len(also), visit.today) for lead, *also in rest[:GLANCE]],
        rests=len(rest),
        waiting=waiting,
        unread=await unread_notices(session, visit.who.agency_id),
    )
    return page(request, "alerts/today.html", content, title="Today", banner=BANNERS.get(done))


def _person(lead: CardRow, also: list[Ranked], visit: Visit, over: About) -> Person:
    return Person(lead=alert_card(lead, visit.today, visit.account_id, over), also=also)


ROUTES = [show_today]
