"""Taking back a fact that a system of the same agency, or a person, recorded by mistake."""

from uuid import UUID

from litestar import Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from service.accounts.rows import TokenScope
from service.alerts.operations import Correction, correct
from service.kit.database import Session
from service.learners.operations import require_learner
from service.pathways import queries
from service.pathways.rows import Because
from service.web.api.bodies import TakingBackBody
from service.web.api.conditions import IfMatch, etag_of, require_condition, require_match
from service.web.api.shapes import Effect, FactTakenBack
from service.web.guards import requires_scope
from service.web.visit import Visit


@post(
    "/learners/{learner_id:uuid}/facts/{fact_id:uuid}/take-back",
    guards=[requires_scope(TokenScope.PATHWAY)],
    opt={"conditional": True},
    status_code=200,
    summary="Take a fact back",
    tags=["Pathway"],
)
async def take_back(
    session: NamedDependency[Session],
    visit: NamedDependency[Visit],
    learner_id: FromPath[UUID],
    fact_id: FromPath[UUID],
    data: JSONBody[TakingBackBody],
    if_match: IfMatch = None,
) -> Response[FactTakenBack]:
    """Takes back a fact of your agency; with a spell go its milestones. It counts no more, and stays readable."""
    condition = require_condition(if_match)
    await queries.hold_facts(session, [learner_id])
    learner = await require_learner(
        session,
        learner_id=learner_id,
        within=visit.scope,
        by=visit.by,
        now=visit.now,
        why="taken back by a system",
    )
    said = Correction(learner_id=learner.id, fact_id=fact_id, because=Because(data.because), note=data.note)
    before = await queries.version_of(session, learner.id, within=visit.scope)
    await correct(session, correction=said, within=visit.scope, by=visit.by, now=visit.now, today=visit.today)
    after = await queries.version_of(session, learner.id, within=visit.scope)
    effect = Effect.UNCHANGED if after == before else Effect.CHANGED
    if effect is Effect.CHANGED:
        require_match(condition, etag_of(before))
    content = FactTakenBack(learner_id=learner.id, fact_id=fact_id, effect=effect)
    return Response(content, headers={"etag": etag_of(after)})


ROUTES = [take_back]
