"""Checking a file before anything is written: its learners as read, what each would become, every problem."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from itertools import chain, count, islice
from uuid import UUID

import msgspec

from service.access.rows import WHOLE_REGISTER
from service.imports import queries
from service.imports.operations.foresee import foresee, foresee_recording, take_as_new
from service.imports.readers import READERS, Reader
from service.imports.rows import (
    NewRow,
    State,
    Submission,
    Submitted,
    SubmittedDestination,
    SubmittedLearner,
    Tally,
    Weight,
)
from service.kit import audit
from service.kit.audit import Act, By
from service.kit.database import REGISTER, Database, Session
from service.kit.errors import NotFound

BATCH = 1_000  # learners stored at a time, of a file that gives all of them at its end
SLICE = 64 * 1024  # bytes parsed between two turns of the lane that stores what was parsed before


class SubmissionUnknown(NotFound):
    """No such submission."""

    code = "submission_unknown"


async def check(database: Database, *, submission_id: UUID, now: datetime, looking_up: bool = True) -> Tally:
    """Read a received file and store what it comes to. Interrupted, it begins again.

    Without `looking_up` nobody is looked for in the register: for a file that is accepted at once, whose outcomes
    the acceptance decides anyway; until then all who can be taken count as new.

    The learners of each piece are a transaction of their own, so that progress shows; nothing reaches the register.
    """
    async with database.transaction(REGISTER) as session:
        submission = await require_submission(session, submission_id)
        await queries.move(session, submission_id, State.CHECKING, from_=[State.RECEIVED, State.CHECKING])
        await queries.forget_rows(session, submission_id)
    reader = READERS[submission.format](file_name=submission.file_name, today=submission.today)
    tally = await _read(database, submission, reader, looking_up=looking_up)
    return await _finish(database, submission, reader, tally, now=now)


async def _read(database: Database, submission: Submission, reader: Reader, *, looking_up: bool) -> Tally:
    """Two lanes: while the learners of one piece are stored, the next piece is parsed."""
    records: list[Submitted] = []
    tally = Tally()
    for n in count():
        piece = await _piece(database, submission, n)
        if piece is None:
            break
        tally, records = await asyncio.gather(
            _store(database, submission, records, tally, looking_up=looking_up), _parse(reader, piece)
        )
    rest = chain(records, reader.close())
    while batch := list(islice(rest, BATCH)):
        tally = await _store(database, submission, batch, tally, looking_up=looking_up)
    return tally


async def _piece(database: Database, submission: Submission, n: int) -> bytes | None:
    async with database.transaction(REGISTER) as session:
        return await queries.piece(session, submission.id, n)


async def _parse(reader: Reader, piece: bytes) -> list[Submitted]:
    """Slice by slice, so that the other lane gets its turns."""
    records: list[Submitted] = []
    for start in range(0, len(piece), SLICE):
        await asyncio.sleep(0)
        records += reader.feed(piece[start : start + SLICE])
    return records


async def _store(
    database: Database,
    submission: Submission,
    records: Sequence[Submitted],
    tally: Tally,
    *,
    looking_up: bool,
) -> Tally:
    """Keeps what was read in a transaction of its own, and gives the counts so far."""
    if not records:
        return tally
    async with database.transaction(REGISTER) as session:
        await queries.hurry(session)
        staged = await _stage(session, submission, records, begun=tally.learners, looking_up=looking_up)
        tally = tally.plus(staged)
        await queries.progress(session, submission.id, learners=tally.learners, done=tally.learners)
    return tally


async def require_submission(session: Session, submission_id: UUID) -> Submission:
    """Fetch a submission for a job. Raises `SubmissionUnknown`."""
    submission = await queries.submission(session, submission_id, within=WHOLE_REGISTER)
    if submission is None:
        raise SubmissionUnknown("There is no such file. It may have been discarded.")
    return submission


async def _stage(
    session: Session,
    submission: Submission,
    records: Sequence[Submitted],
    *,
    begun: int,
    looking_up: bool,
) -> Tally:
    """Keeps one batch as read. Destinations come after all learners and are added to theirs."""
    learners = [record for record in records if isinstance(record, SubmittedLearner)]
    destinations = [record for record in records if isinstance(record, SubmittedDestination)]
    outcomes, tally = await (foresee if looking_up else take_as_new)(session, submission, learners)
    rows = [
        NewRow(
            submission_id=submission.id,
            n=begun + place,
            reference=learner.reference,
            submitted=learner.as_text,
            problems=learner.problems_as_text,
            outcome=outcome,
            learner_id=learner_id,
        )
        for place, (learner, (outcome, learner_id)) in enumerate(
            zip(learners, outcomes, strict=True), start=1
        )
    ]
    await queries.add_rows(session, rows)
    return tally.plus(await _add_destinations(session, submission, destinations))


async def _add_destinations(
    session: Session, submission: Submission, destinations: Sequence[SubmittedDestination]
) -> Tally:
    if not destinations:
        return Tally()
    wanted = {destination.reference: destination for destination in destinations}
    found = await queries.rows_called(session, submission.id, list(wanted))
    read = {row.n: msgspec.json.decode(row.submitted, type=SubmittedLearner) for row in found}
    completed = {n: _with_destination(learner, wanted[learner.reference]) for n, learner in read.items()}
    await queries.replace_submitted(session, submission.id, completed)
    only = [_only_destination(learner, wanted[learner.reference]) for learner in read.values()]
    foreseen = [(row.outcome, row.learner_id) for row in found]
    recorded = await foresee_recording(session, submission, only, foreseen)
    problems = sum(len(destination.problems) for destination in destinations)
    return Tally(problems=problems, spells=recorded.spells, milestones=recorded.milestones)


def _only_destination(learner: SubmittedLearner, destination: SubmittedDestination) -> SubmittedLearner:
    return msgspec.structs.replace(learner, spells=destination.spells, milestones=destination.milestones)


def _with_destination(learner: SubmittedLearner, destination: SubmittedDestination) -> SubmittedLearner:
    return msgspec.structs.replace(
        learner,
        spells=learner.spells + destination.spells,
        milestones=learner.milestones + destination.milestones,
        problems=learner.problems + destination.problems,
    )


async def _finish(
    database: Database, submission: Submission, reader: Reader, tally: Tally, *, now: datetime
) -> Tally:
    facts = reader.facts
    tally = msgspec.structs.replace(
        tally,
        prepared_on=facts.prepared_on,
        file_problems=facts.problems,
        problems=tally.problems + len(facts.problems),
    )
    refusing = [problem for problem in facts.problems if problem.weight is Weight.REFUSES]
    by = By(agency_id=submission.agency_id, account_id=submission.uploaded_by)
    async with database.transaction(REGISTER) as session:
        if refusing and not tally.learners:
            await queries.refuse(
                session,
                submission.id,
                at=now,
                preview=tally,
                failure=f"{refusing[0].message} {refusing[0].fix}",
            )
        else:
            await queries.finish_check(
                session, submission.id, at=now, preview=tally, year=facts.year, learners=tally.learners
            )
        act = Act(act="file checked", subject_kind="submission", subject_id=submission.id)
        await audit.record(session, act, by=by, now=now)
    return tally
