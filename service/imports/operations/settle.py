"""Settling a claim that waited for a person, together with the facts that waited with it."""

from datetime import date, datetime
from uuid import UUID

import msgspec

from service.access.rows import WHOLE_REGISTER
from service.alerts.operations import record, watch
from service.imports import queries
from service.imports.operations.telling import record_told, told_of
from service.imports.operations.translate import facts_of
from service.imports.rows import State, SubmittedLearner
from service.kit.audit import By
from service.kit.database import Session, as_register
from service.learners.operations import Choice, decide_review


async def settle_review(
    session: Session, *, review_id: UUID, choice: Choice, by: By, now: datetime, today: date
) -> UUID:
    """Decide a claim and record what its file said about the learner; it gives the learner's key.

    Raises what `learners.operations.decide_review` raises.
    """
    settled = await decide_review(session, review_id=review_id, choice=choice, by=by, now=now, today=today)
    sender = By(agency_id=settled.presented_by)
    async with as_register(session):
        await watch(session, learner_ids=[settled.learner_id], by=by, now=now, today=today)
        if settled.submitted is None or settled.submission_id is None:
            return settled.learner_id
        submission = await queries.submission(session, settled.submission_id, within=WHOLE_REGISTER)
        if submission is not None and submission.state is not State.UNDONE:
            learner = msgspec.json.decode(settled.submitted, type=SubmittedLearner)
            spells, milestones = facts_of(learner, settled.learner_id, submission, now=now)
            await record(session, spells=spells, milestones=milestones, by=sender, now=now, today=today)
            told = told_of([(learner, settled.learner_id)], submission, now=now)
            await record_told(session, told, submission, by=sender, now=now)
    return settled.learner_id
