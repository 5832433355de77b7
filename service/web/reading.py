"""Reading a learner for a page or a system: in the visit's scope, and recorded with why."""

from uuid import UUID

from service.kit.database import Session
from service.learners.operations import require_learner
from service.learners.rows import Learner
from service.web.visit import Visit


async def read_learner(session: Session, visit: Visit, learner_id: UUID, *, why: str) -> Learner:
    """Give a learner in scope, of a merged one the survivor. Raises what `require_learner` raises."""
    return await require_learner(
        session, learner_id=learner_id, within=visit.scope, by=visit.by, now=visit.now, why=why
    )
