"""Learners about whom two agencies contradict each other: the list, and what each says side by side."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from litestar.response import Redirect

from service.accounts.rows import Role
from service.agencies.queries import agency_names
from service.alerts import queries as alerts
from service.alerts.operations import AlertUnknown, close_alert
from service.alerts.queries import CardRow
from service.alerts.rows import Outcome
from service.kit.database import Session
from service.kit.forms import Form, FormInvalid, asked, read_form
from service.learners.rows import Learner
from service.pathways import queries as pathways
from service.pathways.queries import InConflict
from service.pathways.rows import Confidence, Spell
from service.pathways.rules import Conflict, disagreement
from service.vocabulary.activity import activity
from service.vocabulary.day import london_day, say_day
from service.web.cards import deadline_words
from service.web.errors import FormRefused
from service.web.guards import requires
from service.web.history import COMPLETIONS
from service.web.page import page, see_other
from service.web.posted import posted
from service.web.reading import read_learner
from service.web.visit import PageRequest, Visit

READER = requires(Role.DATA_OFFICER)
PAGE = 25
TITLE = "Two agencies contradict each other"
HOW_SURE = {
    Confidence.CONFIRMED: "confirmed by who provides it",
    Confidence.SELF_REPORTED: "said by the learner",
    Confidence.INFERRED: "worked out, not reported",
}
LIST, LIST_TITLE = "conflicts/list.html", "Agencies that contradict each other"
CLOSED = "Closed. It comes back where the facts still ask for it later."
ROWS = ("What", "With", "Began", "Planned to end", "How it stands", "How sure", "Last said")


class SettleForm(Form):
    """Why it is closed."""

    reason: str = asked("Say what you found", max_length=300)


@dataclass(frozen=True, kw_only=True)
class ConflictsPage:
    """Who waits, the longest first; and `others`: alerts about other contradictions, with their deadlines in words."""

    found: list[InConflict]
    total: int
    current: int
    others: list[tuple[CardRow, str]]
    errors: dict[str, str]

    @property
    def last(self) -> int:
        """The number of the last page."""
        return max(1, -(-self.total // PAGE))


@dataclass(frozen=True, kw_only=True)
class ConflictPage:
    """One learner: what each agency says, the one the record follows first. `rows`: a label, then a cell for each."""

    learner: Learner
    agencies: list[str]
    rows: list[list[str]]
    since_on: date | None


@get("/conflicts", guards=[READER])
async def list_conflicts(
    request: PageRequest,
    session: NamedDependency[Session],
    visit: NamedDependency[Visit],
    done: Annotated[str, QueryParameter(max_length=20)] = "",
    page_number: Annotated[int, QueryParameter(name="page", ge=1, le=10_000)] = 1,
) -> Response[str]:
    """The list."""
    content = await _list(session, visit, page_number, {})
    return page(request, LIST, content, title=LIST_TITLE, banner=CLOSED if done else None)


@post("/conflicts/alerts/{alert_id:uuid}", guards=[READER])
async def settle(
    request: PageRequest,
    session: NamedDependency[Session],
    visit: NamedDependency[Visit],
    alert_id: FromPath[UUID],
) -> Redirect:
    """Closes one with the reason, where both agencies are right or it has been seen to."""
    try:
        form = read_form(SettleForm, await posted(request), today=visit.today)
    except FormInvalid as wrong:
        if await alerts.alert(session, alert_id, within=visit.scope) is None:
            raise AlertUnknown("There is no such alert about a learner your agency has access to.") from None
        content = await _list(session, visit, 1, {f"reason-{alert_id}": wrong.errors["reason"]})
        raise FormRefused(LIST, content, title=LIST_TITLE) from None
    await close_alert(
        session,
        alert_id=alert_id,
        outcome=Outcome.DONE,
        reason=form.reason,
        within=visit.scope,
        by=visit.by,
        now=visit.now,
    )
    return see_other("/conflicts?done=closed")


async def _list(session: Session, visit: Visit, number: int, errors: dict[str, str]) -> ConflictsPage:
    skip = (number - 1) * PAGE
    found, total = await pathways.in_conflict(session, visit.who.agency_id, limit=PAGE, skip=skip)
    listed = {each.id for each in found}
    waiting = await alerts.data_officers_alerts(session, within=visit.scope, today=visit.today)
    return ConflictsPage(
        found=found,
        total=total,
        current=number,
        others=[
            (each, deadline_words(each.deadline_on, visit.today))
            for each in waiting
            if each.learner_id not in listed
        ],
        errors=errors,
    )


@get("/conflicts/{learner_id:uuid}", guards=[READER])
async def show_conflict(
    request: PageRequest,
    session: NamedDependency[Session],
    visit: NamedDependency[Visit],
    learner_id: FromPath[UUID],
) -> Response[str]:
    """What each says."""
    learner = await read_learner(session, visit, learner_id, why="conflict")
    facts = (await pathways.facts_of(session, [learner.id], within=visit.scope))[learner.id]
    found = disagreement(facts.spells, today=visit.today)
    told = told_in(found, facts.spells)
    names = await agency_names(session, {spell.agency_id for spell in told})
    content = ConflictPage(
        learner=learner,
        agencies=[names[spell.agency_id] for spell in told],
        rows=[
            [label, *cells] for label, *cells in zip(ROWS, *(_cells(spell) for spell in told), strict=True)
        ],
        since_on=found.started_on if found else None,
    )
    return page(request, "conflicts/conflict.html", content, title=TITLE)


def told_in(conflict: Conflict | None, spells: tuple[Spell, ...]) -> list[Spell]:
    """The facts that contradict each other, the one the record follows first."""
    by_key = {spell.id: spell for spell in spells}
    return [by_key[key] for key in conflict.spell_ids] if conflict else []


def _cells(spell: Spell) -> tuple[str, ...]:
    return (
        activity(spell.activity).label,
        spell.provider_name or "Not said",
        say_day(spell.started_on),
        say_day(spell.planned_end_on) if spell.planned_end_on else "Not said",
        COMPLETIONS[spell.completion].capitalize(),
        HOW_SURE[spell.confidence].capitalize(),
        say_day(london_day(spell.last_said_at)),
    )


ROUTES = [list_conflicts, show_conflict, settle]
