"""What the learners of a file are told to be like: their circumstances, recorded beside their facts."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from service.circumstances.operations import foresee_circumstances, record_circumstances
from service.circumstances.rows import Circumstance, Recorded
from service.imports.operations.translate import circumstances_of
from service.imports.rows import Submission, SubmittedLearner
from service.kit.audit import By
from service.kit.database import Session
from service.pathways import queries as pathways
from service.pathways.rows import Written


class Told(NamedTuple):
    """Circumstances of learners who were found, and when each was born."""

    said: list[Circumstance]
    born: dict[UUID, date]


def told_of(
    learners: Iterable[tuple[SubmittedLearner, UUID]], submission: Submission, *, now: datetime
) -> Told:
    """Collect the circumstances of learners by the key each has in the register."""
    told = Told([], {})
    for learner, learner_id in learners:
        if learner.circumstances and learner.date_of_birth:
            told.said.extend(circumstances_of(learner, learner_id, submission, now=now))
            told.born[learner_id] = learner.date_of_birth
    return told


async def record_told(
    session: Session, told: Told, submission: Submission, *, by: By, now: datetime
) -> Recorded:
    """Record them; their learners' facts are held from here on."""
    if not told.said:
        return Recorded()
    await pathways.hold_facts(session, told.born)
    return await record_circumstances(
        session, said=told.said, born=told.born, by=by, now=now, today=submission.today
    )


async def foresee_told(
    session: Session, told: Told, fresh: Iterable[SubmittedLearner], submission: Submission
) -> Recorded:
    """Say what recording would do; of `fresh` learners everything is new."""
    by = By(agency_id=submission.agency_id)
    known = await foresee_circumstances(
        session, said=told.said, born=told.born, by=by, today=submission.today
    )
    new = sum(len({each.key for each in learner.circumstances}) for learner in fresh)
    return Recorded(written=known.written + Written(new=new), groundless=known.groundless)
