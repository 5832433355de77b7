"""Taking back a fact that a system of the same agency, or a person, recorded by mistake."""

from uuid import UUID

from litestar import Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from service.alerts.operations import Correction, correct
from service.kit.database import Session
from service.pathways import queries
from service.pathways.rows import Because
from service.web.api.bodies import TakingBackBody
from service.web.api.conditions import IfMatch, etag_of, require_condition, require_match
from service.web.api.opened import CONDITIONAL, GUARD, open_record
from service.web.api.shapes import Effect, FactTakenBack
from service.web.visit import Visit


@post(
    "/learners/{learner_id:uuid}/facts/{fact_id:uuid}/take-back",
    guards=[GUARD],
    opt=CONDITIONAL,
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
    opened = await open_record(session, visit, learner_id, why="taken back by a system")
    said = Correction(
        learner_id=opened.learner_id, fact_id=fact_id, because=Because(data.because), note=data.note
    )
    await correct(session, correction=said, within=visit.scope, by=visit.by, now=visit.now, today=visit.today)
    etag = etag_of(await queries.version_of(session, opened.learner_id, within=visit.scope))
    effect = Effect.UNCHANGED if etag == opened.etag else Effect.CHANGED
    if effect is Effect.CHANGED:
        require_match(condition, opened.etag)
    content = FactTakenBack(learner_id=opened.learner_id, fact_id=fact_id, effect=effect)
    return Response(content, headers={"etag": etag})


ROUTES = [take_back]
