"""Doubts that a person settles: whose a fact is after two were parted, and whether a number from outside is right."""

from datetime import date, datetime
from uuid import UUID

import msgspec

from service.alerts.operations import watch
from service.kit import audit
from service.kit.audit import Act, By
from service.kit.database import Session, as_register
from service.kit.errors import Conflict
from service.learners import queries as learners
from service.learners.operations import ReviewSettled, ReviewUnknown, require_review
from service.learners.queries import ReviewItem
from service.learners.rows import ReviewDecision, ReviewKind
from service.merging import queries

KINDS = (ReviewKind.FACT, ReviewKind.NUMBER)


class NumberTaken(Conflict):
    """Another learner has the number."""

    code = "number_taken"


class FactInDoubt(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A fact that stayed with the survivor and may be the other's."""

    merge: UUID
    other: UUID
    source: str
    fact: UUID
    day: date


class NumberInDoubt(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A number another source gives for a learner who has another, or that it says belongs to several."""

    number: str
    kept: str | None
    given: str
    outcome: str


async def open_doubt(session: Session, *, review_id: UUID, by: By) -> ReviewItem:
    """Fetch a doubt that waits. Raises `ReviewUnknown` and `ReviewSettled`."""
    item = await require_review(session, review_id, by)
    if item.kind not in KINDS:
        raise ReviewUnknown("There is no such decision waiting for your council.")
    if item.decided_at is not None:
        raise ReviewSettled("Somebody decided this meanwhile. Go back to the list to see what is left.")
    return item


async def settle_doubt(
    session: Session, *, review_id: UUID, take: bool, by: By, now: datetime, today: date
) -> UUID:
    """Settle a doubt and name the learner it was about; `take`: as the other source says.

    Raises `NumberTaken` and what `open_doubt` raises.
    """
    item = await open_doubt(session, review_id=review_id, by=by)
    if item.about_id is None:
        raise AssertionError("a doubt is about a learner")
    async with as_register(session):
        if take and item.kind is ReviewKind.FACT:
            await _hand_over(session, item, by=by, now=now, today=today)
        elif take:
            await _take_number(session, item, item.about_id, now=now)
        decision = ReviewDecision.TAKEN if take else ReviewDecision.LEFT
        closed = await learners.close_review(
            session, item.id, at=now, by=by.account_id, decision=decision, learner_id=item.about_id
        )
        if not closed:
            raise ReviewSettled("Somebody decided this meanwhile. Go back to the list to see what is left.")
        detail = {"kind": item.kind, "decision": decision}
        act = Act(act="doubt settled", subject_kind="learner", subject_id=item.about_id, detail=detail)
        await audit.record(session, act, by=by, now=now)
    return item.about_id


async def _hand_over(session: Session, item: ReviewItem, *, by: By, now: datetime, today: date) -> None:
    told = msgspec.convert(item.detail, FactInDoubt)
    done = await queries.merge(session, told.merge)
    if done is None:
        raise AssertionError("a fact in doubt names the merge it came after")
    await queries.move_along(session, done.id)
    await queries.hand_over(session, done, told.source, [told.fact])
    await queries.give_access_to_sources(session, done.merged_id)
    both = [done.survivor_id, done.merged_id]
    await watch(session, learner_ids=both, by=by, now=now, today=today)


async def _take_number(session: Session, item: ReviewItem, learner_id: UUID, *, now: datetime) -> None:
    told = msgspec.convert(item.detail, NumberInDoubt)
    if await learners.owner_of_uln(session, told.given) not in (None, learner_id):
        raise NumberTaken(
            "Another learner has this ULN. They may be one person: open this learner and compare the two records."
        )
    await learners.change_uln(session, learner_id, told.given, at=now)
