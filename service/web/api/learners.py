"""Looking learners up, and reading a timeline. Names and indicators travel in bodies, never in addresses."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.datastructures import ResponseHeader
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter

from service.accounts.rows import TokenScope
from service.agencies import queries as agencies
from service.kit import audit
from service.kit.audit import Act
from service.kit.database import Session
from service.kit.errors import Invalid
from service.learners import queries
from service.learners.operations import LearnerUnknown, look_up
from service.learners.rows import Learner
from service.pathways import queries as pathways
from service.pathways.rows import Milestone, Spell
from service.pathways.rules import as_it_stood
from service.vocabulary.day import end_of_day
from service.vocabulary.personal_name import fold
from service.web.api.bodies import LearnerSearch
from service.web.api.conditions import etag_of
from service.web.api.facts import Names, milestone_shape, spell_shape
from service.web.api.limits import LOOKS_PEOPLE_UP
from service.web.api.paging import USUAL, Cursor, Limit, cursor_of, cut, links, place_of
from service.web.api.shapes import LearnersFound, LearnerShape, MilestoneShape, SpellShape, TimelinePage
from service.web.guards import requires_scope
from service.web.reading import read_learner
from service.web.visit import PageRequest, Visit

ETAG = ResponseHeader(
    name="ETag", documentation_only=True, description="The version of the learner's record, for If-Match."
)
LINK = ResponseHeader(
    name="Link", documentation_only=True, description='The next page, rel="next" (RFC 8288).'
)


KnownOn = Annotated[
    date | None,
    QueryParameter(
        description="As it was known at the end of this day: later facts and corrections left out."
    ),
]


class Standing(msgspec.Struct, frozen=True, array_like=True):
    """Where a reader of a timeline stands: the day of the last fact seen, and its id."""

    on: date
    id: UUID


@post(
    "/learners/search",
    guards=[requires_scope(TokenScope.INDICATORS)],
    opt=LOOKS_PEOPLE_UP,
    status_code=200,
    summary="Look learners up",
    tags=["Learners"],
)
async def search(
    session: NamedDependency[Session], visit: NamedDependency[Visit], data: JSONBody[LearnerSearch]
) -> LearnersFound:
    """Finds learners your agency has access to. Nobody there and nobody you may see answer alike: an empty list."""
    if data.indicator is not None:
        return LearnersFound(learners=await _by_indicator(session, visit, data.indicator))
    if data.date_of_birth is None or data.family_name is None:
        raise AssertionError("the body was let through without a way to look somebody up")
    family = fold(data.family_name)
    found = await queries.learners_called(session, data.date_of_birth, family, within=visit.scope)
    await audit.record_all(session, [_seen(each) for each in found], by=visit.by, now=visit.now)
    return LearnersFound(learners=[learner_shape(each) for each in found])


async def _by_indicator(session: Session, visit: Visit, indicator: str) -> list[LearnerShape]:
    try:
        found = await look_up(session, indicator=indicator, within=visit.scope, by=visit.by, now=visit.now)
    except LearnerUnknown:
        return []
    return [learner_shape(found)]


def _seen(learner: Learner) -> Act:
    detail = {"why": "looked up by name and date of birth"}
    return Act(act="record viewed", subject_kind="learner", subject_id=learner.id, detail=detail)


def learner_shape(learner: Learner) -> LearnerShape:
    """Show who a learner is."""
    return LearnerShape(
        id=learner.id,
        indicator=learner.indicator,
        given_names=learner.given_names,
        family_name=learner.family_name,
        date_of_birth=learner.date_of_birth,
    )


@get(
    "/learners/{learner_id:uuid}",
    guards=[requires_scope(TokenScope.INDICATORS)],
    summary="Read a learner",
    tags=["Learners"],
)
async def show_learner(
    session: NamedDependency[Session], visit: NamedDependency[Visit], learner_id: FromPath[UUID]
) -> LearnerShape:
    """Gives who a learner is. Of a merged learner it gives the survivor."""
    return learner_shape(await _read(session, visit, learner_id, why="read by a system"))


@get(
    "/learners/{learner_id:uuid}/timeline",
    guards=[requires_scope(TokenScope.PATHWAY)],
    summary="Read a timeline",
    tags=["Pathway"],
    response_headers=[ETAG, LINK],
)
async def show_timeline(
    request: PageRequest,
    session: NamedDependency[Session],
    visit: NamedDependency[Visit],
    learner_id: FromPath[UUID],
    limit: Limit = USUAL,
    cursor: Cursor = None,
    known_on: KnownOn = None,
) -> Response[TimelinePage]:
    """Gives the facts of all agencies, the newest first, those corrected since marked as superseded."""
    after, at = place_of(cursor, Standing), _end_of(known_on, visit)
    learner = await _read(session, visit, learner_id, why="timeline read by a system")
    version = await pathways.version_of(session, learner.id, within=visit.scope)
    place = (after.on, after.id) if after else None
    found = await pathways.newest_facts(
        session, learner.id, within=visit.scope, after=place, limit=limit + 1, at=at
    )
    kept, more = cut([as_it_stood(fact, at=at) if at else fact for fact in found], limit)
    names = await agencies.agency_names(session, {fact.agency_id for fact in kept})
    following = cursor_of(_standing(kept[-1])) if more else None
    facts = [_fact_shape(fact, names, visit) for fact in kept]
    content = TimelinePage(learner_id=learner.id, facts=facts, next=following)
    further = links(request, following, limit, known_on=known_on.isoformat() if known_on else None)
    return Response(content, headers={"etag": etag_of(version), **further})


def _end_of(day: date | None, visit: Visit) -> datetime | None:
    if day is not None and day > visit.today:
        raise Invalid("This day is in the future: nobody knows what will be known.", field="known_on")
    return end_of_day(day) if day else None


async def _read(session: Session, visit: Visit, learner_id: UUID, *, why: str) -> Learner:
    return await read_learner(session, visit, learner_id, why=why)


def _fact_shape(fact: Spell | Milestone, names: Names, visit: Visit) -> SpellShape | MilestoneShape:
    if isinstance(fact, Spell):
        return spell_shape(fact, names, reader=visit.by.agency_id)
    return milestone_shape(fact, names, reader=visit.by.agency_id)


def _standing(fact: Spell | Milestone) -> Standing:
    return Standing(fact.started_on if isinstance(fact, Spell) else fact.occurred_on, fact.id)


ROUTES = [search, show_learner, show_timeline]
