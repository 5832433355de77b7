"""Pairs of learners who may be one person: found by schedule or named by somebody, and decided by a data officer."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from service.access.rows import WHOLE_REGISTER
from service.kit import audit
from service.kit.audit import Act, By
from service.kit.database import REGISTER, Database, Session, as_register
from service.kit.errors import Invalid, NotFound
from service.kit.ids import new_id
from service.learners import queries as learners
from service.learners.matching.presented import weights_kept
from service.learners.matching.rows import Ranked
from service.learners.operations import ReviewSettled, ReviewUnknown, require_review
from service.learners.operations.looking import Looked, look_alike
from service.learners.queries import ReviewItem
from service.learners.rows import (
    Candidate,
    NewPairRuling,
    NewReview,
    ReviewDecision,
    ReviewKind,
    RulingKind,
)
from service.merging import queries

BATCH = 500
NAMED = "Somebody thinks that these two records are of one person."
_WORDS = {RulingKind.DIFFERENT: ReviewDecision.DIFFERENT, RulingKind.RELATIVE: ReviewDecision.RELATIVE}


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """What a search for pairs looked at and raised."""

    looked_at: int = 0
    raised: int = 0


class Pair(msgspec.Struct, frozen=True, kw_only=True):
    """Two learners to decide about, as they are described today."""

    item: ReviewItem
    one: Candidate
    other: Candidate
    sentence: str


async def find_pairs(database: Database, *, now: datetime, whole: bool = False) -> Found:
    """Look at learners described anew since it last did, or (`whole`) at everybody.

    Batch by batch, each its own transaction, so that a stop loses one batch at most.
    """
    found = Found()
    if whole:
        async with database.transaction(REGISTER) as session:
            await queries.begin_search_again(session)
    while True:
        async with database.transaction(REGISTER) as session:
            batch = await queries.to_search(session, now, limit=BATCH)
            raised = await _raise_pairs(session, batch, now=now)
            await queries.searched(session, batch)
        found = Found(looked_at=found.looked_at + len(batch), raised=found.raised + raised)
        if len(batch) < BATCH:
            return found


async def _raise_pairs(session: Session, learner_ids: Sequence[UUID], *, now: datetime) -> int:
    described = await learners.candidates_called(session, learner_ids)
    looked = await look_alike(session, described)
    known = await learners.learners(session, learner_ids, within=WHOLE_REGISTER)
    councils = {key: each.council_id for key, each in known.items()}
    reviews = [
        review
        for mine, each in zip(described, looked, strict=True)
        if (council_id := councils.get(mine.owner_id))
        for review in _reviews(mine, each, council_id, now)
    ]
    return await queries.add_pairs(session, reviews)


def _reviews(mine: Candidate, looked: Looked, council_id: UUID, now: datetime) -> Iterator[NewReview]:
    """Twins, whom the register knows as two on purpose, are no task; nor are two with numbers that differ."""
    if looked.answer.reason == "twin":
        return
    for ranked in looked.answer.ranked:
        if not _differ_by_number(ranked):
            lesser, greater = sorted((mine.owner_id, UUID(ranked.owner)))
            yield NewReview(
                id=new_id(),
                kind=ReviewKind.DUPLICATE,
                agency_id=council_id,
                council_id=council_id,
                sentence=ranked.sentence,
                raised_at=now,
                about_id=lesser,
                other_id=greater,
                bits=round(ranked.weighed.bits, 1),
                detail={"weights": weights_kept(ranked.weighed)},
            )


def _differ_by_number(ranked: Ranked) -> bool:
    levels = ranked.weighed.levels
    return any(levels.get(number, "equal") != "equal" for number in ("uln", "upn", "ni_number"))


async def name_pair(session: Session, *, one: UUID, other: UUID, by: By, now: datetime) -> UUID:
    """Put two learners on the list because somebody thinks they are one, and name the review.

    A pair that waits already is that review. Raises `Invalid`.
    """
    if one == other:
        raise Invalid("This is the same learner. Enter the other indicator.", field="indicator")
    lesser, greater = sorted((one, other))
    async with as_register(session):
        review = NewReview(
            id=new_id(),
            kind=ReviewKind.DUPLICATE,
            agency_id=by.agency_id,
            council_id=by.agency_id,
            sentence=NAMED,
            raised_at=now,
            about_id=lesser,
            other_id=greater,
        )
        await queries.add_pairs(session, [review], asked=True)
        waiting = await queries.pair_waiting(session, lesser, greater)
    if waiting is None:
        raise AssertionError("a pair just added waits")
    return waiting


async def open_pair(session: Session, *, review_id: UUID, by: By) -> Pair:
    """Fetch a pair that waits, and compare it anew. Raises `ReviewUnknown` and `ReviewSettled`."""
    item = await require_review(session, review_id, by)
    if item.kind is not ReviewKind.DUPLICATE or item.about_id is None or item.other_id is None:
        raise ReviewUnknown("There is no such decision waiting for your council.")
    if item.decided_at is not None:
        raise ReviewSettled("Somebody decided this meanwhile. Go back to the list to see what is left.")
    async with as_register(session):
        both = {
            each.learner_id: each
            for each in await learners.candidates_called(session, [item.about_id, item.other_id])
        }
        looked = (await look_alike(session, [both[item.about_id]]))[0]
    sentences = {UUID(each.owner): each.sentence for each in looked.answer.ranked}
    return Pair(
        item=item,
        one=both[item.about_id],
        other=both[item.other_id],
        sentence=sentences.get(item.other_id, item.sentence),
    )


async def decide_pair(
    session: Session, *, review_id: UUID, ruling: RulingKind, by: By, now: datetime
) -> None:
    """Settle that two learners are two people, for good. Raises what `open_pair` raises."""
    pair = await open_pair(session, review_id=review_id, by=by)
    if ruling not in _WORDS:
        raise Invalid("Choose whether they are different people or relatives.", field="ruling")
    async with as_register(session):
        words = NewPairRuling(
            learner_id=pair.one.learner_id,
            other_id=pair.other.learner_id,
            ruling=ruling,
            decided_at=now,
            decided_by=by.account_id,
        )
        await learners.add_pair_rulings(session, [words])
        closed = await learners.close_review(
            session, review_id, at=now, by=by.account_id, decision=_WORDS[ruling], learner_id=None
        )
        if not closed:
            raise ReviewSettled("Somebody decided this meanwhile. Go back to the list to see what is left.")
        acts = [
            Act(act="pair decided", subject_kind="learner", subject_id=each, detail={"ruling": ruling})
            for each in (pair.one.learner_id, pair.other.learner_id)
        ]
        await audit.record_all(session, acts, by=by, now=now)


async def withdraw_ruling(session: Session, *, one: UUID, other: UUID, by: By, now: datetime) -> None:
    """Take back what was decided about two learners. Raises `NotFound` where nothing was."""
    async with as_register(session):
        if not await queries.withdraw(session, one, other):
            raise NotFound("Nobody has decided anything about these two learners.")
        acts = [
            Act(act="pair ruling withdrawn", subject_kind="learner", subject_id=each) for each in (one, other)
        ]
        await audit.record_all(session, acts, by=by, now=now)
