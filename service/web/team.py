"""A team lead's page: what is late, what is nobody's, who has how much; and who covers for whom."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from litestar.response import Redirect
from pydantic import Field

from service.accounts import queries as accounts
from service.accounts.rows import LEADS, Account
from service.alerts import queries
from service.alerts.queries import CardRow, TeamCounts, Workload
from service.alerts.rows import Rung
from service.caseloads import queries as caseloads
from service.caseloads.operations import set_availability
from service.caseloads.rows import Availability
from service.kit.database import Session
from service.kit.errors import Invalid, NotFound
from service.kit.forms import Day, Form, FormInvalid, asked, read_form
from service.vocabulary.day import say_day
from service.web.cards import deadline_words
from service.web.errors import FormRefused
from service.web.guards import requires
from service.web.page import page, see_other
from service.web.posted import errors_of, posted
from service.web.visit import PageRequest, Visit

LEAD = requires(*LEADS)
SHOWN = 25
BANNERS = {"assigned": "Assigned.", "kept": "Kept.", "logged": "The contacts are logged."}
RUNGS = {Rung.LATE: "Late", Rung.LEAD: "With the team lead", Rung.MANAGER: "With the service manager"}


@dataclass(frozen=True, kw_only=True)
class TeamPage:
    """What a lead has to see to."""

    counts: TeamCounts
    climbed: list[CardRow]
    unowned: list[CardRow]
    workload: list[Workload]
    today: date

    def rung(self, row: CardRow) -> str:
        """How far it has climbed, in words."""
        return RUNGS.get(row.rung, "In time")

    def deadline(self, row: CardRow) -> str:
        """By when, in words."""
        return deadline_words(row.deadline_on, self.today)

    def away(self, each: Workload) -> str:
        """Whether they are away, and who covers."""
        if each.away_until_on is None or each.away_until_on < self.today:
            return ""
        when = f"{say_day(each.away_from_on or self.today)} to {say_day(each.away_until_on)}"
        return f"Away {when}, {each.cover or 'nobody'} covers"


@dataclass(frozen=True, kw_only=True)
class AvailabilityPage:
    """How one adviser works."""

    adviser: Account
    colleagues: list[tuple[str, str]]
    errors: dict[str, str]
    values: dict[str, str]


class AvailabilityForm(Form):
    """Hours, and leave with its cover."""

    hours: int = asked("Enter hours a week from 1 to 60", ge=1, le=60)
    away_from_on: Day | None = None
    away_until_on: Day | None = None
    cover_id: UUID | None = Field(default=None, description="Choose who covers")


@get("/team", guards=[LEAD])
async def show_team(
    request: PageRequest,
    session: NamedDependency[Session],
    visit: NamedDependency[Visit],
    done: Annotated[str, QueryParameter(max_length=20)] = "",
) -> Response[str]:
    """The team's alerts and its people."""
    content = TeamPage(
        counts=await queries.team_counts(session, within=visit.scope),
        climbed=await queries.climbed_alerts(session, within=visit.scope, limit=SHOWN),
        unowned=await queries.unowned_alerts(session, within=visit.scope, limit=SHOWN),
        workload=await queries.workload(session, within=visit.scope, today=visit.today),
        today=visit.today,
    )
    return page(request, "team/team.html", content, title="Team", banner=BANNERS.get(done))


@get("/team/{account_id:uuid}", guards=[LEAD])
async def show_availability(
    request: PageRequest,
    session: NamedDependency[Session],
    visit: NamedDependency[Visit],
    account_id: FromPath[UUID],
) -> Response[str]:
    """The form for one adviser."""
    told = (await caseloads.availability(session, visit.who.agency_id)).get(account_id)
    content = await _form(session, visit, account_id, {}, _values(told))
    return page(request, "team/availability.html", content, title="How they work")


@post("/team/{account_id:uuid}", guards=[LEAD])
async def keep_availability(
    request: PageRequest,
    session: NamedDependency[Session],
    visit: NamedDependency[Visit],
    account_id: FromPath[UUID],
) -> Redirect:
    """Keeps it. From the first day away on, what is theirs is on their cover's list."""
    values = await posted(request)
    colleagues = await accounts.advisers_of(session, visit.who.agency_id)
    try:
        form = read_form(AvailabilityForm, values, today=visit.today)
        await set_availability(
            session,
            told=Availability(account_id=account_id, agency_id=visit.who.agency_id, **form.model_dump()),
            colleagues=frozenset(each.id for each in colleagues),
            by=visit.by,
            now=visit.now,
        )
    except (FormInvalid, Invalid) as wrong:
        content = await _form(session, visit, account_id, errors_of(wrong, field="hours"), values)
        raise FormRefused("team/availability.html", content, title="How they work") from None
    return see_other("/team?done=kept")


async def _form(
    session: Session, visit: Visit, account_id: UUID, errors: dict[str, str], values: dict[str, str]
) -> AvailabilityPage:
    team = await accounts.advisers_of(session, visit.who.agency_id)
    adviser = next((each for each in team if each.id == account_id), None)
    if adviser is None:
        raise NotFound("There is no such adviser in your team.")
    colleagues = [(str(each.id), each.name) for each in team if each.id != account_id]
    return AvailabilityPage(adviser=adviser, colleagues=colleagues, errors=errors, values=values)


def _values(told: Availability | None) -> dict[str, str]:
    if told is None:
        return {"hours": "37"}
    return {
        "hours": str(told.hours),
        "away_from_on": say_day(told.away_from_on) if told.away_from_on else "",
        "away_until_on": say_day(told.away_until_on) if told.away_until_on else "",
        "cover_id": str(told.cover_id or ""),
    }


ROUTES = [show_team, show_availability, keep_availability]
