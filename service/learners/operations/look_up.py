"""Finding a learner who is in scope. "Not yours" and "not there" answer alike."""

from datetime import datetime
from uuid import UUID

from service.access.rows import Scope
from service.kit import audit
from service.kit.audit import Act, By
from service.kit.database import Session
from service.kit.errors import NotFound
from service.learners import queries
from service.learners.rows import Learner
from service.vocabulary.indicator import IndicatorInvalid, parse_indicator


class LearnerUnknown(NotFound):
    """No such learner, or none this agency may see."""

    code = "learner_unknown"

    def __init__(self) -> None:
        super().__init__("There is no learner with these details that your agency has access to.")


async def require_learner(
    session: Session, *, learner_id: UUID, within: Scope, by: By, now: datetime, why: str
) -> Learner:
    """Open a learner's record, leaving the trace that it was opened. Raises `LearnerUnknown`."""
    learner = await queries.learner(session, learner_id, within=within)
    if learner is None:
        raise LearnerUnknown
    await audit.record(session, _seen(learner, why), by=by, now=now)
    return learner


async def look_up(session: Session, *, indicator: str, within: Scope, by: By, now: datetime) -> Learner:
    """Find a learner by indicator, however it is typed. Raises `LearnerUnknown`.

    A merged learner's indicator finds the survivor. A mistyped one finds nobody: the check character refuses it.
    """
    try:
        parsed = parse_indicator(indicator)
    except IndicatorInvalid:
        raise LearnerUnknown from None
    learner = await queries.learner_with(session, parsed, within=within)
    if learner is None:
        raise LearnerUnknown
    await audit.record(session, _seen(learner, "looked up by indicator"), by=by, now=now)
    return learner


def _seen(learner: Learner, why: str) -> Act:
    return Act(act="record viewed", subject_kind="learner", subject_id=learner.id, detail={"why": why})
