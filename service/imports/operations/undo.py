"""Undoing a recorded file as a whole, within a week, where nothing that came later rests on it.

Nothing is deleted: what the file said is taken back, or what stood before it is said again. Learners it registered keep
their indicator; whom its sender saw because of this file alone, the sender no longer sees.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import islice
from uuid import UUID

import msgspec

from service.access.operations import withdraw_claimed
from service.access.rows import Scope
from service.alerts import operations as safety_net
from service.circumstances import queries as circumstances
from service.circumstances.operations import undo_circumstances
from service.imports import queries
from service.imports.operations.check import require_submission
from service.imports.queries import LaterFile
from service.imports.rows import State, Submission, Undoing
from service.kit import audit
from service.kit.audit import Act, By
from service.kit.database import REGISTER, Database, Session
from service.kit.errors import Conflict
from service.learners import queries as learners
from service.pathways import queries as pathways
from service.pathways.queries import Resting
from service.vocabulary.day import london_day

UNDONE_WITHIN = timedelta(days=7)
BATCH = 1_000  # learners of one transaction, as in accepting
NAMED = 20  # of what rests on a file


class NotUndoable(Conflict):
    """The file is not recorded, is too old, or something later rests on it."""

    code = "not_undoable"


class RestingOn(msgspec.Struct, frozen=True, kw_only=True):
    """What came later and rests on a file; up to `NAMED` of each."""

    files: Sequence[LaterFile] = ()
    facts: Sequence[Resting] = ()

    def __bool__(self) -> bool:
        return bool(self.files or self.facts)


def may_be_undone(submission: Submission, *, now: datetime) -> bool:
    """Whether a file is recorded and young enough."""
    accepted_at = submission.accepted_at
    return (
        submission.state is State.ACCEPTED and accepted_at is not None and now - accepted_at <= UNDONE_WITHIN
    )


async def resting_on(session: Session, submission: Submission) -> RestingOn:
    """Name what was recorded later and rests on a file: other files, and what people recorded by hand."""
    of = (submission.agency_id, submission.id)
    return RestingOn(
        files=await queries.later_files(session, *of, limit=NAMED),
        facts=await pathways.resting_on(session, *of, limit=NAMED),
    )


async def begin_undo(
    session: Session, *, submission_id: UUID, within: Scope, by: By, now: datetime
) -> Submission:
    """Decide that a recorded file is undone. Raises `NotUndoable`."""
    submission = await queries.submission(session, submission_id, within=within)
    if submission is None or not may_be_undone(submission, now=now):
        raise NotUndoable(
            "Only a file recorded in the last 7 days can be undone. Correct what is wrong on the timelines, "
            "or send a file that says it right."
        )
    if await resting_on(session, submission):
        raise NotUndoable("Something recorded later rests on this file. Undo that first.")
    if not await queries.begin_undo(session, submission.id, by=by.account_id):
        raise NotUndoable("This file is being undone already. Its page says how far it is.")
    act = Act(act="file to be undone", subject_kind="submission", subject_id=submission.id)
    await audit.record(session, act, by=by, now=now)
    return submission


async def undo(database: Database, *, submission_id: UUID, now: datetime) -> Undoing:
    """Undo a file for which that was decided.

    Run again after an interruption it goes on; after the end it says what it did. What was recorded on top of the
    file since it was decided stays.
    """
    async with database.transaction(REGISTER) as session:
        submission = await require_submission(session, submission_id)
        if submission.state is State.UNDONE:
            return _so_far(submission)
        if submission.state is not State.UNDOING:
            raise NotUndoable("Nobody decided to undo this file. Open it and choose to.")
        about = await _about(session, submission)
    for batch in _batches(sorted(about)):
        async with database.transaction(REGISTER) as session:
            await _undo(session, await require_submission(session, submission_id), batch, now=now)
    async with database.transaction(REGISTER) as session:
        return await _finish(session, await require_submission(session, submission_id), now=now)


async def _about(session: Session, submission: Submission) -> set[UUID]:
    """Whom the file claimed, and whom its silence was about."""
    claimed = await learners.claimed_in(session, submission.agency_id, _claims_of(submission.id))
    of = (submission.agency_id, submission.id)
    told = await circumstances.who_is_in(session, *of)
    return claimed | told | await pathways.who_is_in(session, *of)


def _claims_of(submission_id: UUID) -> str:
    return f"submission:{submission_id}:"


def _batches(learner_ids: Sequence[UUID]) -> Iterator[list[UUID]]:
    rest = iter(learner_ids)
    while batch := list(islice(rest, BATCH)):
        yield batch


async def _undo(session: Session, submission: Submission, learner_ids: list[UUID], *, now: datetime) -> None:
    by = By(agency_id=submission.agency_id, account_id=submission.undone_by)
    undone, watched = await safety_net.undo(
        session,
        submission_id=submission.id,
        learner_ids=learner_ids,
        by=by,
        now=now,
        today=london_day(now),
    )
    told = await undo_circumstances(
        session, submission_id=submission.id, learner_ids=learner_ids, by=by, now=now
    )
    watched += await safety_net.watch(
        session, learner_ids=sorted(told.learner_ids), by=by, now=now, today=london_day(now)
    )
    no_longer_seen = await _withdraw_access(session, submission, learner_ids, by=by, now=now)
    counts = _so_far(submission).plus(
        Undoing(
            learners=len(undone.learner_ids | told.learner_ids),
            taken_back=undone.taken_back + told.taken_back,
            said_again=undone.said_again + told.said_again,
            no_longer_seen=no_longer_seen,
            alerts_raised=watched.raised,
            alerts_closed=watched.closed,
        )
    )
    await queries.undone_so_far(session, submission.id, counts, done=submission.done + len(learner_ids))


async def _withdraw_access(
    session: Session, submission: Submission, learner_ids: list[UUID], *, by: By, now: datetime
) -> int:
    """Of learners the agency knows by nothing but this file, and files undone before."""
    known = await pathways.told_by(session, learner_ids, submission.agency_id)
    known |= await circumstances.told_by(session, learner_ids, submission.agency_id)
    undone = [_claims_of(each) for each in await queries.files_undone(session, submission.agency_id)]
    known |= await learners.claimed_otherwise(session, submission.agency_id, learner_ids, prefixes=undone)
    gone = [each for each in learner_ids if each not in known]
    withdrawn = await withdraw_claimed(session, agency_id=submission.agency_id, learner_ids=gone)
    acts = [Act(act="access withdrawn", subject_kind="learner", subject_id=each) for each in gone]
    await audit.record_all(session, acts, by=by, now=now)
    return withdrawn


async def _finish(session: Session, submission: Submission, *, now: datetime) -> Undoing:
    if submission.state is State.UNDONE:
        return _so_far(submission)
    by = By(agency_id=submission.agency_id, account_id=submission.undone_by)
    closed = await learners.close_reviews_of(session, submission.id, at=now, by=submission.undone_by)
    counts = _so_far(submission).plus(Undoing(reviews_closed=closed))
    await queries.finish_undo(session, submission.id, at=now, counts=counts)
    act = Act(act="file undone", subject_kind="submission", subject_id=submission.id)
    await audit.record(session, act, by=by, now=now)
    return counts


def _so_far(submission: Submission) -> Undoing:
    return msgspec.json.decode(submission.undoing or "{}", type=Undoing)
