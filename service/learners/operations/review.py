"""Deciding a claim that needed a person: this learner, somebody new, or a twin or sibling of one of those shown."""

from collections.abc import Iterator
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
from service.learners.operations.describing import describe_found, without_numbers
from service.learners.operations.issue import new_learner
from service.learners.operations.looking import Looked, look_for
from service.learners.queries import ReviewItem
from service.learners.rows import (
    Candidate,
    Claim,
    NewPairRuling,
    NewRuling,
    Outcome,
    ReviewDecision,
    ReviewKind,
    RulingKind,
)

DECIDED = "Decided by a data officer."


class ReviewUnknown(NotFound):
    """No such review for this council."""

    code = "review_unknown"


class ReviewSettled(Conflict):
    """Somebody decided it meanwhile."""

    code = "review_settled"


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """What was chosen for a claim: a learner, or (None) somebody new; who may be a twin or sibling of one shown."""

    learner_id: UUID | None = None
    relative_of: UUID | None = None

    @property
    def decision(self) -> ReviewDecision:
        """The word that is kept."""
        if self.learner_id is not None:
            return ReviewDecision.THIS_LEARNER
        return ReviewDecision.RELATIVE if self.relative_of else ReviewDecision.NEW_LEARNER


class Settled(msgspec.Struct, frozen=True, kw_only=True):
    """What deciding leaves to do: whose record the presenting agency's facts now go to."""

    learner_id: UUID
    presented_by: UUID
    submitted: str | None
    submission_id: UUID | None


class Reopened(msgspec.Struct, frozen=True, kw_only=True):
    """A review as it stands today: whom the claim may be about now, heaviest first, and what the matcher says now."""

    item: ReviewItem
    claim: Claim
    candidates: tuple[Candidate, ...]
    sentences: dict[UUID, str]
    outcome: Outcome
    sentence: str

    @property
    def certain(self) -> UUID | None:
        """The one learner it is surely about by now; None where a person still has to say."""
        return self.candidates[0].learner_id if self.outcome is Outcome.FOUND else None


async def reopen_review(session: Session, *, review_id: UUID, council_id: UUID) -> Reopened:
    """Look again for whom a waiting claim may be about. Raises `ReviewUnknown`, `ReviewSettled`."""
    item = await _waiting(session, review_id, council_id)
    claim = msgspec.json.decode(item.presented or "", type=Claim)
    async with as_register(session):
        looked = (await look_for(session, [claim]))[0]
    return Reopened(
        item=item,
        claim=claim,
        candidates=tuple(looked.known[UUID(each.owner)] for each in looked.answer.ranked),
        sentences={UUID(each.owner): each.sentence for each in looked.answer.ranked},
        outcome=looked.answer.outcome,
        sentence=looked.answer.sentence,
    )


async def decide_review(
    session: Session, *, review_id: UUID, choice: Choice, by: By, now: datetime, today: date
) -> Settled:
    """Settle a claim, for good: the same details are not asked again until something changes.

    Raises `ReviewUnknown`, `ReviewSettled`, and `Invalid` where a learner chosen is not among those shown now.
    """
    item = await _waiting(session, review_id, by.agency_id)
    claim = msgspec.json.decode(item.presented or "", type=Claim)
    async with as_register(session):
        looked = (await look_for(session, [claim]))[0]
        shown = _shown(item, looked)
        _require_shown(choice, shown)
        learner_id = choice.learner_id or await _register(session, claim, item, looked, now=now, today=today)
        await _rule(session, looked, choice, learner_id, shown, by=by, now=now)
        if choice.learner_id and choice.learner_id in looked.known:
            known = {learner_id: (looked.known[learner_id], claim)}
            await describe_found(session, known, by=By(agency_id=item.agency_id), now=now)
        await _close(session, item, learner_id, choice, by=by, now=now)
    return Settled(
        learner_id=learner_id,
        presented_by=item.agency_id,
        submitted=item.submitted,
        submission_id=item.submission_id,
    )


async def _waiting(session: Session, review_id: UUID, council_id: UUID) -> ReviewItem:
    item = await queries.review(session, review_id, council_id=council_id)
    if item is None or item.kind is not ReviewKind.CLAIM:
        raise ReviewUnknown("There is no such decision waiting for your council.")
    if item.decided_at is not None:
        raise ReviewSettled("Somebody decided this meanwhile. Go back to the list to see what is left.")
    return item


def _shown(item: ReviewItem, looked: Looked) -> set[UUID]:
    """Those shown when it was raised, and those found today."""
    return {each.learner_id for each in item.candidates} | {UUID(each.owner) for each in looked.answer.ranked}


def _require_shown(choice: Choice, shown: set[UUID]) -> None:
    if {choice.learner_id, choice.relative_of} - {None} - shown:
        raise Invalid("Choose one of the learners shown, or a new one.", field="learner")


async def _register(
    session: Session, claim: Claim, item: ReviewItem, looked: Looked, *, now: datetime, today: date
) -> UUID:
    homes = await agencies.residences(session, [claim.postcode] if claim.postcode else [], on=today)
    # What disagreed on purpose stays with the learner who has it already.
    known = looked.known.values()
    taken = [number for each in known for number in (each.uln, each.upn, each.ni_number)]
    free = without_numbers(claim, taken)
    return await new_learner(session, claim=free, homes=homes, presented_by=item.agency_id, now=now)


async def _rule(
    session: Session,
    looked: Looked,
    choice: Choice,
    learner_id: UUID,
    shown: set[UUID],
    *,
    by: By,
    now: datetime,
) -> None:
    """Lasting words: about these details, and, where somebody new was registered, about the pairs it makes."""
    others = {other: _ruling(choice, other) for other in shown - {learner_id}}
    words = {learner_id: RulingKind.SAME} | others
    await queries.add_rulings(
        session,
        [
            NewRuling(
                learner_id=key,
                fingerprint=looked.fingerprint,
                ruling=ruling,
                decided_at=now,
                decided_by=by.account_id,
            )
            for key, ruling in words.items()
        ],
    )
    if choice.learner_id is None:
        await queries.add_pair_rulings(session, list(_pairs(learner_id, others, by=by, now=now)))


def _ruling(choice: Choice, other: UUID) -> RulingKind:
    return RulingKind.RELATIVE if other == choice.relative_of else RulingKind.DIFFERENT


def _pairs(
    learner_id: UUID, others: dict[UUID, RulingKind], *, by: By, now: datetime
) -> Iterator[NewPairRuling]:
    for other, ruling in others.items():
        lesser, greater = sorted((learner_id, other))
        yield NewPairRuling(
            learner_id=lesser, other_id=greater, ruling=ruling, decided_at=now, decided_by=by.account_id
        )


async def _close(
    session: Session, item: ReviewItem, learner_id: UUID, choice: Choice, *, by: By, now: datetime
) -> None:
    closed = await queries.close_review(
        session, item.id, at=now, by=by.account_id, decision=choice.decision, learner_id=learner_id
    )
    if not closed or item.claim_id is None:
        raise ReviewSettled("Somebody decided this meanwhile. Go back to the list to see what is left.")
    outcome = Outcome.FOUND if choice.learner_id else Outcome.ISSUED
    await queries.answer_claim(session, item.claim_id, learner_id, outcome, DECIDED)
    granted = Access(learner_id=learner_id, agency_id=item.agency_id, reason=Reason.REGISTERED)
    await give_access(session, granted=[granted])
    detail = {"decision": choice.decision}
    act = Act(act="review decided", subject_kind="learner", subject_id=learner_id, detail=detail)
    await audit.record(session, act, by=by, now=now)
