"""Accepting a checked file: batch by batch, each all or nothing, resuming where an interruption left it."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from service.access.rows import Scope
from service.agencies.operations import hear_from
from service.alerts.operations import record, watch
from service.alerts.rows import Watched
from service.imports import queries
from service.imports.operations.check import require_submission
from service.imports.operations.telling import record_told, told_of
from service.imports.operations.translate import claim_of, facts_of
from service.imports.queries import RowWaiting
from service.imports.rows import AcceptMode, Format, State, Submission, SubmittedLearner, Tally, Weight
from service.kit import audit
from service.kit.audit import Act, By
from service.kit.behind import in_turns, writing_behind
from service.kit.database import REGISTER, Database, Session
from service.kit.errors import Conflict, Refused
from service.kit.ids import NOBODY, new_id
from service.learners.operations import issue_indicators
from service.learners.rows import Answer, Outcome, Request
from service.pathways.rows import Completion, Confidence, Milestone, Recorded, Spell
from service.pathways.rules import said_anew
from service.vocabulary.day import london_day

# Learners of one transaction. Each takes up to three locks, and PostgreSQL's table holds some 10,000 for everybody.
BATCH = 1_000
TAKEN_OUTCOMES = frozenset({Outcome.FOUND, Outcome.ISSUED, Outcome.REVIEW})


class NotReady(Conflict):
    """The file is not checked yet, or taken already."""

    code = "submission_not_ready"


class RowsRefused(Refused):
    """All or nothing was asked for, and some rows cannot be taken."""

    code = "rows_refused"


async def begin_acceptance(
    session: Session, *, submission_id: UUID, mode: AcceptMode, within: Scope, by: By, now: datetime
) -> None:
    """Decide that a checked file is taken. Raises `NotReady`, and `RowsRefused` for ALL."""
    submission = await queries.submission(session, submission_id, within=within)
    if submission is None or submission.preview is None:
        raise NotReady("This file has not been checked. Wait until it is, then accept it.")
    preview = msgspec.json.decode(submission.preview, type=Tally)
    if mode is AcceptMode.ALL and preview.refused:
        raise RowsRefused(
            "Some learners cannot be taken, so nothing was. Take the good ones, or mend the file and send it again."
        )
    if not await queries.begin_acceptance(session, submission_id, mode, by=by.account_id):
        raise NotReady("This file has been accepted or discarded already. Its page says when.")
    act = Act(act="file accepted", subject_kind="submission", subject_id=submission_id, detail={"mode": mode})
    await audit.record(session, act, by=by, now=now)


async def discard(session: Session, *, submission_id: UUID, by: By, now: datetime) -> None:
    """Drop a file its sender decided against. Raises `NotReady` once it is being taken."""
    from_ = [State.RECEIVED, State.CHECKED, State.REFUSED]
    if not await queries.move(session, submission_id, State.DISCARDED, from_=from_):
        raise NotReady("This file is being taken, or was. It can no longer be discarded.")
    await queries.forget_rows(session, submission_id)
    await queries.forget_pieces(session, submission_id)
    act = Act(act="file discarded", subject_kind="submission", subject_id=submission_id)
    await audit.record(session, act, by=by, now=now)


async def accept(database: Database, *, submission_id: UUID, now: datetime) -> Tally:
    """Take what waits of a file whose acceptance has begun, and write the receipt.

    Run again after an interruption it goes on; run again after the end it gives the receipt.
    """
    while True:
        async with database.transaction(REGISTER) as session:
            submission = await require_submission(session, submission_id)
            if submission.state is State.ACCEPTED and submission.receipt:
                return msgspec.json.decode(submission.receipt, type=Tally)
            if submission.state is not State.ACCEPTING:
                raise NotReady("This file has not been accepted by anybody. Open it and choose what to take.")
            waiting = await queries.rows_waiting(session, submission_id, limit=BATCH)
            if not waiting:
                return await _finish(session, submission, now=now)
            async with writing_behind(session):
                await _take(session, submission, waiting, now=now)


async def _take(
    session: Session, submission: Submission, waiting: Sequence[RowWaiting], *, now: datetime
) -> None:
    by = By(agency_id=submission.agency_id, account_id=submission.accepted_by)
    learners = {row.n: msgspec.json.decode(row.submitted, type=SubmittedLearner) for row in waiting}
    claimed = [row for row in waiting if row.outcome in TAKEN_OUTCOMES]
    requests = [_request(submission, row.n, learners[row.n]) for row in claimed]
    answers = await issue_indicators(session, requests=requests, by=by, now=now, today=submission.today)
    given = {row.n: answer for row, answer in zip(claimed, answers, strict=True)}
    taken = [(row.n, *_became(row, given.get(row.n))) for row in waiting]
    await queries.mark_taken(session, submission.id, taken, at=now)
    who = ((learners[n], each.learner_id) for n, each in given.items() if each.learner_id is not None)
    told = await record_told(session, told_of(who, submission, now=now), submission, by=by, now=now)
    recorded, watched = await _record(session, submission, learners, given, by=by, now=now)
    newcomers = {each.registered.id for each in given.values() if each.registered}
    others = sorted(told.learner_ids - recorded.learner_ids - newcomers)
    watched += await watch(session, learner_ids=others, by=by, now=now, today=submission.today)
    counts = msgspec.structs.replace(
        _counts(taken, recorded, watched), circumstances=told.written, groundless=told.groundless
    )
    so_far = _so_far(submission).plus(counts)
    await queries.count_so_far(session, submission.id, so_far, done=so_far.learners)


def _request(submission: Submission, n: int, learner: SubmittedLearner) -> Request:
    return Request(
        client_claim_id=f"submission:{submission.id}:{n}",
        claim=claim_of(learner),
        submitted=learner,
        submission_id=submission.id,
    )


async def _record(
    session: Session,
    submission: Submission,
    learners: dict[int, SubmittedLearner],
    given: dict[int, Answer],
    *,
    by: By,
    now: datetime,
) -> tuple[Recorded, Watched]:
    spells: list[Spell] = []
    milestones: list[Milestone] = []
    async for n, answer in in_turns(given.items()):
        if answer.learner_id is not None:
            of_spells, of_milestones = facts_of(learners[n], answer.learner_id, submission, now=now)
            spells += of_spells
            milestones += of_milestones
    newcomers = {answer.registered.id: answer.registered for answer in given.values() if answer.registered}
    return await record(
        session,
        spells=spells,
        milestones=milestones,
        by=by,
        now=now,
        today=submission.today,
        newcomers=newcomers,
    )


def _became(row: RowWaiting, answer: Answer | None) -> tuple[str, UUID | None]:
    return (answer.outcome, answer.learner_id) if answer else (row.outcome, None)


def _counts(taken: Sequence[tuple[int, str, UUID | None]], recorded: Recorded, watched: Watched) -> Tally:
    outcomes = [outcome for _, outcome, _ in taken]
    return Tally(
        learners=len(taken),
        found=outcomes.count("found"),
        issued=outcomes.count("issued"),
        review=outcomes.count("review"),
        out_of_age=outcomes.count("out_of_age"),
        refused=outcomes.count("refused"),
        spells=recorded.spells,
        milestones=recorded.milestones,
        alerts_raised=watched.raised,
        alerts_closed=watched.closed,
    )


def _so_far(submission: Submission) -> Tally:
    preview = msgspec.json.decode(submission.preview or "{}", type=Tally)
    return msgspec.convert(preview.so_far, Tally) if preview.so_far else Tally()


async def _finish(session: Session, submission: Submission, *, now: datetime) -> Tally:
    by = By(agency_id=submission.agency_id, account_id=submission.accepted_by)
    preview = msgspec.json.decode(submission.preview or "{}", type=Tally)
    ended, watched = await _end_the_gone(session, submission, preview, by=by, now=now)
    receipt = msgspec.structs.replace(
        _so_far(submission),
        problems=preview.problems,
        file_problems=preview.file_problems,
        prepared_on=preview.prepared_on,
        ended=ended,
    ).plus(Tally(alerts_raised=watched.raised, alerts_closed=watched.closed))
    await queries.finish_acceptance(session, submission.id, at=now, receipt=receipt)
    if submission.format is not Format.TABLE or not preview.problems:
        await queries.forget_pieces(session, submission.id)
    await hear_from(session, agency_id=submission.agency_id, today=london_day(now), now=now)
    act = Act(act="file taken", subject_kind="submission", subject_id=submission.id)
    await audit.record(session, act, by=by, now=now)
    return receipt


async def _end_the_gone(
    session: Session, submission: Submission, preview: Tally, *, by: By, now: datetime
) -> tuple[int, Watched]:
    """Ends what the provider's earlier files had as going on and this one no longer mentions.

    Not where the file could not be read to its end, nor where a newer one was accepted before: silence then says
    nothing about the learner.
    """
    newest = await queries.newest_file_day(
        session, submission.agency_id, submission.format, besides=submission.id
    )
    cut_short = any(problem.weight is Weight.REFUSES for problem in preview.file_problems)
    prepared_on = preview.prepared_on
    if newest is None or prepared_on is None or cut_short or prepared_on < newest:
        return 0, Watched()
    ended, watched, after = 0, Watched(), (NOBODY, NOBODY)
    while True:
        gone = await queries.spells_gone(
            session,
            submission.agency_id,
            submission.id,
            key_prefix=f"{submission.format}:",
            after=after,
            limit=BATCH,
        )
        ends = [_ended(spell, submission, preview, now) for spell in gone if spell.started_on <= prepared_on]
        _, looked = await record(session, spells=ends, by=by, now=now, today=submission.today)
        ended, watched = ended + len(ends), watched + looked
        if len(gone) < BATCH:
            return ended, watched
        after = (gone[-1].learner_id, gone[-1].id)


def _ended(spell: Spell, submission: Submission, preview: Tally, now: datetime) -> Spell:
    """Gone before its planned end: left, on the day the file was made, as far as we can tell. Else it ran out."""
    last = preview.prepared_on or submission.today
    ran_out = spell.planned_end_on is not None and spell.planned_end_on < last
    ended_on = spell.planned_end_on if ran_out else last
    said = said_anew(spell, fact_id=new_id(), at=now, by=submission.accepted_by, submission_id=submission.id)
    return msgspec.structs.replace(
        said,
        ended_on=max(ended_on or last, spell.started_on),
        completion=spell.completion if ran_out else Completion.WITHDRAWN,
        confidence=Confidence.INFERRED,
    )
