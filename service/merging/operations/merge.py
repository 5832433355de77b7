"""Joining two learners who are one person: everything known of either becomes known of the survivor."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

import msgspec

from service.access.queries import agencies_with_access
from service.alerts.operations import watch
from service.kit import audit
from service.kit.audit import Act, By
from service.kit.database import Session, as_register
from service.kit.errors import Invalid, NotFound, Refused
from service.kit.ids import new_id
from service.learners.rows import Candidate
from service.merging import queries
from service.merging.rows import Image, Joining, NewImage, NewMerge, Row
from service.merging.rules import FIELDS, forbidden, kept_values
from service.notices.operations import tell
from service.vocabulary.personal_name import fold

JOINED = "Two records of one young person were joined. Both indicators lead to the same record."
SAME_ALERT = "Joined with the same alert of the same person"


class MergeForbidden(Refused):
    """The two may not be joined now; the sentence says all that forbids it."""

    code = "merge_forbidden"


class Preview(msgspec.Struct, frozen=True, kw_only=True):
    """What joining two learners would do: every row that moves, and what forbids it."""

    survivor: Candidate
    merged: Candidate
    rows: tuple[Row, ...]
    forbidden: tuple[str, ...]
    ruled: bool


async def preview(session: Session, *, survivor_id: UUID, merged_id: UUID) -> Preview:
    """Say what joining two learners would do. Raises `NotFound`."""
    async with as_register(session):
        survivor, merged = await _both(session, survivor_id, merged_id)
        moving = await queries.rows_of(session, merged_id)
        told = await _forbidden(session, survivor, merged)
        ruled = await queries.pair_ruled(session, survivor_id, merged_id) is not None
    return Preview(survivor=survivor, merged=merged, rows=tuple(moving), forbidden=told, ruled=ruled)


async def merge(session: Session, *, asked: Joining, by: By, now: datetime, today: date) -> UUID:
    """Join two learners and give the merge's key; the merged one's indicator leads to the survivor.

    Of a field that `asked.choices` does not name, the survivor's value is kept. Raises `Invalid`, `MergeForbidden` and
    `NotFound`.
    """
    _require(asked)
    async with as_register(session):
        await queries.lock(session, [asked.survivor_id, asked.merged_id])
        survivor, merged = await _both(session, asked.survivor_id, asked.merged_id)
        if told := await _forbidden(session, survivor, merged):
            raise MergeForbidden(" ".join(told))
        done = _new(asked, by=by, now=now)
        knew = await _who_knows(session, survivor.learner_id, merged.learner_id)
        await queries.begin(session, done)
        await _join(session, done, survivor, merged, today=today)
        await watch(session, learner_ids=[done.survivor_id], by=by, now=now, today=today)
        await tell(session, done.survivor_id, knew - {by.agency_id}, JOINED, now=now)
        await audit.record_all(session, list(_acts(done)), by=by, now=now)
    return done.id


def _new(asked: Joining, *, by: By, now: datetime) -> NewMerge:
    return NewMerge(
        id=new_id(),
        survivor_id=asked.survivor_id,
        merged_id=asked.merged_id,
        agency_id=by.agency_id,
        reason=asked.reason.strip(),
        choices=asked.choices,
        merged_at=now,
        merged_by=by.account_id,
    )


def _require(asked: Joining) -> None:
    if unknown := set(asked.choices) - set(FIELDS):
        raise Invalid(f"There is no detail called {min(unknown)}.", field="choices")
    if not asked.reason.strip():
        raise Invalid("Enter why they are one person.", field="reason")


async def _who_knows(session: Session, *learner_ids: UUID) -> set[UUID]:
    return {agency for each in learner_ids for agency in await agencies_with_access(session, each)}


async def _both(session: Session, survivor_id: UUID, merged_id: UUID) -> tuple[Candidate, Candidate]:
    survivor, merged = [await queries.candidate(session, each) for each in (survivor_id, merged_id)]
    if survivor is None or merged is None:
        raise NotFound("One of the two learners is not there. Go back to the list and open the pair again.")
    return survivor, merged


async def _forbidden(session: Session, survivor: Candidate, merged: Candidate) -> tuple[str, ...]:
    both = [survivor.learner_id, merged.learner_id]
    ruled = await queries.pair_ruled(session, *both)
    return forbidden(
        survivor,
        merged,
        critical=await queries.is_critical(session, both),
        ruled=ruled in ("different", "relative"),
    )


async def _join(
    session: Session, done: NewMerge, survivor: Candidate, merged: Candidate, *, today: date
) -> None:
    """Keeps everything of both as it was, then moves it. A number is free once its owner is no longer active."""
    theirs, ours = [await queries.rows_of(session, each) for each in (done.merged_id, done.survivor_id)]
    aliases = await queries.aliases_of(session, done.merged_id)
    own = await queries.learner_row(session, done.survivor_id)
    images = [
        *((row, Image.MOVED) for row in theirs),
        *((row, Image.KEPT) for row in ours),
        *((Row(source="learner", row={"id": str(each)}), Image.MOVED) for each in aliases),
        (own, Image.CHANGED),
    ]
    await queries.add_images(session, _images(done, images))
    await queries.supersede_twins(session, done.merged_id, done.survivor_id, done.merged_at)
    await queries.move_everything(session, done.merged_id, done.survivor_id, today=today, sentence=SAME_ALERT)
    kept = kept_values(survivor, merged, done.choices)
    if any(kept[field] != getattr(survivor, field) for field in FIELDS):
        await queries.describe(session, done.survivor_id, _details(kept), done.merged_at)
    await queries.close_reviews(
        session, done.merged_id, done.survivor_id, at=done.merged_at, by=done.merged_by
    )


def _images(done: NewMerge, rows: Sequence[tuple[Row, Image]]) -> list[NewImage]:
    return [
        NewImage(merge_id=done.id, n=n, source=row.source, what=what, row=row.row)
        for n, (row, what) in enumerate(rows, start=1)
    ]


def _details(kept: Mapping[str, object]) -> list[object]:
    given, family = str(kept["given_names"]), str(kept["family_name"])
    rest = [kept[field] for field in FIELDS[2:]]
    return [given, family, fold(given), fold(family) or family, *rest]


def _acts(done: NewMerge) -> Iterator[Act]:
    for learner_id, other in ((done.survivor_id, done.merged_id), (done.merged_id, done.survivor_id)):
        yield Act(
            act="learners joined",
            subject_kind="learner",
            subject_id=learner_id,
            detail={"merge": str(done.id), "with": str(other)},
        )
