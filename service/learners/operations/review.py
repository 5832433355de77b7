"""Deciding a claim that needed a person: this learner, or a new one."""

from datetime import date, datetime
from uuid import UUID

import msgspec

from service.access.operations import give_access
from service.access.rows import Access, Reason
from service.agencies import queries as agencies
from service.kit import audit
from service.kit.audit import Act, By
from service.kit.database import Session, as_register
from service.kit.errors import Conflict, Invalid, NotFound
from service.learners import queries
from service.learners.operations.issue import new_learner
from service.learners.queries import ReviewItem
from service.learners.rows import Candidate, Claim, Outcome, ReviewDecision


class ReviewUnknown(NotFound):
    """No such review for this council."""

    code = "review_unknown"


class ReviewSettled(Conflict):
    """Somebody decided it meanwhile."""

    code = "review_settled"


class Settled(msgspec.Struct, frozen=True, kw_only=True):
    """What deciding leaves to do: whose record the presenting agency's facts now go to."""

    learner_id: UUID
    presented_by: UUID
    submitted: str | None
    submission_id: UUID | None


async def decide_review(
    session: Session, *, review_id: UUID, learner_id: UUID | None, by: By, now: datetime, today: date
) -> Settled:
    """This function will settle a claim on one of its candidates, or (None) on a new learner.

    Raises `ReviewUnknown`, `ReviewSettled`, and `Invalid` where the learner was not among the candidates.
    """
    item = await queries.review(session, review_id, council_id=by.agency_id)
    if item is None:
        raise ReviewUnknown("There is no such decision waiting for your council.")
    claim = msgspec.json.decode(item.presented, type=Claim)
    _require_candidate(item, learner_id)
    async with as_register(session):
        chosen = learner_id or await _register(session, claim, item, now=now, today=today)
        await _close(session, item, chosen, is_new=learner_id is None, by=by, now=now)
    return Settled(
        learner_id=chosen,
        presented_by=item.agency_id,
        submitted=item.submitted,
        submission_id=item.submission_id,
    )


def _require_candidate(item: ReviewItem, learner_id: UUID | None) -> None:
    shown = {candidate.learner_id for candidate in msgspec.json.decode(item.candidates, type=list[Candidate])}
    if learner_id is not None and learner_id not in shown:
        raise Invalid("Choose one of the learners shown, or a new one.", field="learner")


async def _register(session: Session, claim: Claim, item: ReviewItem, *, now: datetime, today: date) -> UUID:
    homes = await agencies.residences(session, [claim.postcode] if claim.postcode else [], on=today)
    # What disagreed on purpose stays with the learner who has it already.
    taken = {c.uln for c in msgspec.json.decode(item.candidates, type=list[Candidate])}
    free = msgspec.structs.replace(claim, uln=None) if claim.uln in taken else claim
    return await new_learner(session, claim=free, homes=homes, presented_by=item.agency_id, now=now)


async def _close(
    session: Session, item: ReviewItem, learner_id: UUID, *, is_new: bool, by: By, now: datetime
) -> None:
    decision = ReviewDecision.NEW_LEARNER if is_new else ReviewDecision.THIS_LEARNER
    closed = await queries.close_review(
        session, item.id, at=now, by=by.account_id, decision=decision, learner_id=learner_id
    )
    if not closed:
        raise ReviewSettled("Somebody decided this meanwhile. Go back to the list to see what is left.")
    outcome = Outcome.ISSUED if is_new else Outcome.FOUND
    await queries.answer_claim(session, item.claim_id, learner_id, outcome, "Decided by a data officer.")
    granted = Access(learner_id=learner_id, agency_id=item.agency_id, reason=Reason.REGISTERED)
    await give_access(session, granted=[granted])
    act = Act(
        act="review decided", subject_kind="learner", subject_id=learner_id, detail={"decision": decision}
    )
    await audit.record(session, act, by=by, now=now)
