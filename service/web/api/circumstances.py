"""Circumstances for programs: what is held that the agency may see, and recording another one.

A client's `key` names a circumstance for good: told again in the same words it changes nothing, in other words it
corrects what was said. No condition is asked for: one key is one circumstance, and nothing follows from another's.
"""

from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.openapi import ResponseSpec
from litestar.params import FromPath, JSONBody

from service.accounts.rows import TokenScope
from service.agencies import queries as agencies
from service.alerts.operations import record_circumstance
from service.circumstances import queries
from service.circumstances.rows import Circumstance, Kind
from service.circumstances.rules import standing_of, visible
from service.kit.database import Session
from service.kit.ids import new_id
from service.web.api.bodies import CircumstanceBody
from service.web.api.facts import PREFIX, TAKEN_BACK, Names, TakenBack, own_fact, source_key
from service.web.api.shapes import CircumstanceRecorded, CircumstancesFound, CircumstanceShape, Effect, Source
from service.web.circumstance_forms import checked
from service.web.guards import requires_scope
from service.web.reading import read_learner
from service.web.visit import Visit

GUARD = requires_scope(TokenScope.PATHWAY)


@get(
    "/learners/{learner_id:uuid}/circumstances",
    guards=[GUARD],
    summary="Read circumstances",
    tags=["Circumstances"],
)
async def show_circumstances(
    session: NamedDependency[Session], visit: NamedDependency[Visit], learner_id: FromPath[UUID]
) -> CircumstancesFound:
    """Gives those that count and that your agency may see: what it said, and what is open to every provider."""
    learner = await read_learner(session, visit, learner_id, why="circumstances read by a system")
    said = await queries.counting(session, [learner.id], within=visit.scope)
    standing = standing_of(learner.date_of_birth, said, on=visit.today)
    seen = visible(said, standing, role=None, agency_id=visit.by.agency_id, on=visit.today)
    names = await agencies.agency_names(session, {each.agency_id for each in seen})
    return CircumstancesFound(
        learner_id=learner.id, circumstances=[_shape(each, names, visit.by.agency_id) for each in seen]
    )


@post(
    "/learners/{learner_id:uuid}/circumstances",
    guards=[GUARD],
    summary="Record a circumstance",
    tags=["Circumstances"],
    response_description="New.",
    responses={
        200: ResponseSpec(
            CircumstanceRecorded,
            generate_examples=False,
            description="Changed, or unchanged: the key was known.",
        )
    },
)
async def record_one(
    session: NamedDependency[Session],
    visit: NamedDependency[Visit],
    learner_id: FromPath[UUID],
    data: JSONBody[CircumstanceBody],
) -> Response[CircumstanceRecorded]:
    """Records a circumstance. What nothing allows to hold about a learner of that age is refused."""
    learner = await read_learner(session, visit, learner_id, why="recording by a system")
    said = _said(learner.id, data, visit)
    done = await record_circumstance(
        session, said=said, born_on=learner.date_of_birth, by=visit.by, now=visit.now, today=visit.today
    )
    effect = Effect.UNCHANGED
    if done.written.new or done.written.changed:
        effect = Effect.NEW if done.written.new else Effect.CHANGED
    kept = own_fact(
        await queries.counting(session, [learner.id], within=visit.scope), said.source_key, visit.by.agency_id
    )
    if kept is None:
        raise TakenBack(TAKEN_BACK)
    shape = _shape(kept, {visit.by.agency_id: visit.who.agency_name}, visit.by.agency_id)
    content = CircumstanceRecorded(learner_id=learner.id, effect=effect, circumstance=shape)
    return Response(content, status_code=201 if effect is Effect.NEW else 200)


def _said(learner_id: UUID, data: CircumstanceBody, visit: Visit) -> Circumstance:
    value, starts_on = checked(data.kind, data.value, data.starts_on, visit.today)
    return Circumstance(
        learner_id=learner_id,
        id=new_id(),
        kind=data.kind,
        value=value,
        starts_on=starts_on,
        ends_on=data.ends_on,
        recorded_at=visit.now,
        agency_id=visit.by.agency_id,
        source_key=source_key(data.key),
    )


def _shape(each: Circumstance, names: Names, reader: UUID) -> CircumstanceShape:
    from_here = each.agency_id == reader and each.source_key.startswith(PREFIX)
    return CircumstanceShape(
        key=each.source_key.removeprefix(PREFIX) if from_here else None,
        agency=Source(id=each.agency_id, name=names.get(each.agency_id, "an agency")),
        recorded_at=each.recorded_at,
        kind=Kind(each.kind),
        value=each.value,
        starts_on=each.starts_on,
        ends_on=each.ends_on,
    )


ROUTES = [show_circumstances, record_one]
