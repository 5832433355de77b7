"""A learner's circumstances: what is held, by whose word and on what ground."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Annotated, Any
from uuid import UUID

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter

from service.accounts.rows import ADVISERS, Role
from service.agencies import queries as agencies
from service.circumstances import queries
from service.circumstances.rows import Circumstance, Kind
from service.circumstances.rules import (
    DEFINITIONS,
    Attendance,
    Standing,
    attendance_of_a_year,
    say_ground,
    say_value,
    standing_of,
    visible,
)
from service.kit.database import Session
from service.learners.rows import Learner
from service.pathways import queries as pathways
from service.pathways.rules import chains, situation
from service.vocabulary.academic_year import age
from service.vocabulary.activity import Group, activity
from service.vocabulary.day import say_day
from service.web.about import About, about_of
from service.web.guards import requires
from service.web.page import page
from service.web.reading import read_learner
from service.web.visit import PageRequest, Visit

STAFF = (Role.PROVIDER_STAFF, *ADVISERS, Role.DATA_OFFICER)
TITLE, RECORD = "Circumstances", "Record a circumstance"
WEEKS = 12
BANNERS = {
    "recorded": "Recorded.",
    "corrected": "Corrected. What it said before is kept, with your reason.",
    "taken-back": "Taken back. It is kept, and counts no more.",
}


@dataclass(frozen=True, kw_only=True)
class Line:
    """One circumstance in words. `mine` is its key where the reader's agency may correct it."""

    what: str
    value: str
    since: str
    by: str
    ground: str
    used_for: str
    mine: UUID | None
    was: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class CircumstancesPage:
    """Everything held that the reader may see."""

    learner: Learner
    age: int
    about: About
    lines: list[Line]
    attendance: Attendance
    weeks: list[Line]


@get("/learners/{learner_id:uuid}/circumstances", guards=[requires(*STAFF)])
async def show_circumstances(
    request: PageRequest,
    session: NamedDependency[Session],
    visit: NamedDependency[Visit],
    learner_id: FromPath[UUID],
    done: Annotated[str, QueryParameter(max_length=20)] = "",
) -> Response[str]:
    """What is held, by whose word and on what ground."""
    learner = await read_learner(session, visit, learner_id, why="circumstances")
    content = await _content(session, visit, learner)
    return page(request, "circumstances/list.html", content, title=TITLE, banner=BANNERS.get(done))


async def _content(session: Session, visit: Visit, learner: Learner) -> CircumstancesPage:
    said = await queries.everything_said(session, [learner.id], within=visit.scope)
    counting = [each for each in said if each.superseded_at is None]
    facts = (await pathways.facts_of(session, [learner.id], within=visit.scope))[learner.id]
    where = activity(situation(list(facts.spells), today=visit.today).activity)
    about = about_of(counting, visit, learner.date_of_birth, in_custody=where.group is Group.CUSTODY)
    standing = standing_of(learner.date_of_birth, counting, on=visit.today)
    seen = visible(said, standing, role=visit.who.role, agency_id=visit.by.agency_id, on=visit.today)
    names = await agencies.agency_names(session, {each.agency_id for each in seen})
    past = _past(seen, names)
    weeks = sorted(_weeks(seen), key=lambda each: each.starts_on, reverse=True)[:WEEKS]
    return CircumstancesPage(
        learner=learner,
        age=age(learner.date_of_birth, on=visit.today),
        about=about,
        lines=[_line(each, standing, names, past, visit) for each in about.held],
        attendance=attendance_of_a_year(seen, on=visit.today),
        weeks=[_line(each, standing, names, past, visit) for each in weeks],
    )


def _weeks(seen: Iterable[Circumstance]) -> Iterable[Circumstance]:
    return (each for each in seen if each.kind is Kind.ATTENDANCE and each.superseded_at is None)


def _line(
    each: Circumstance,
    standing: Standing,
    names: Mapping[UUID, str],
    past: Mapping[UUID, tuple[str, ...]],
    visit: Visit,
) -> Line:
    told = DEFINITIONS[each.kind]
    return Line(
        what=told.words,
        value=say_value(each.kind, each.value),
        since=_since(each),
        by=names.get(each.agency_id, "an agency"),
        ground=say_ground(each.kind, standing, on=visit.today),
        used_for=told.used_for,
        mine=each.id if each.agency_id == visit.by.agency_id else None,
        was=past.get(each.id, ()),
    )


def _since(each: Circumstance) -> str:
    if each.kind is Kind.ATTENDANCE:
        return say_day(each.starts_on)
    until = f" to {say_day(each.ends_on)}" if each.ends_on else ""
    return f"From {say_day(each.starts_on)}{until}"


def _past(seen: Iterable[Circumstance], names: Mapping[UUID, str]) -> dict[UUID, tuple[str, ...]]:
    """What each said before, the latest first, by the key of what stands now."""
    told = {}
    for chain in chains(seen).values():
        told[chain[-1].id] = tuple(
            f"Was “{say_value(before.kind, before.value)}” until {say_day(after.recorded_at.date())}, "
            f"{'corrected' if after.because else 'changed'} by {names.get(after.agency_id, 'an agency')}."
            for before, after in reversed(list(pairwise(chain)))
            if not before.takes_back and not after.takes_back
        )
    return told


ROUTES: list[Any] = [show_circumstances]
