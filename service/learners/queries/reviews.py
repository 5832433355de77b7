"""Statements about what waits for a person: who works on it, what was noted, what was decided."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from service.kit import database
from service.kit.database import Session
from service.learners.rows import (
    NewNote,
    NewReview,
    RankedCandidate,
    ReviewDecision,
    ReviewKind,
)
from service.learners.tables import ReviewNoteTable, ReviewTable

_ITEM = """r.id, r.kind, r.claim_id, r.about_id, r.other_id, r.agency_id, a.name as agency_name, r.council_id,
    r.sentence, r.bits, r.presented::text as presented, r.detail, r.submitted::text as submitted, r.submission_id,
    r.raised_at, r.assigned_to, s.name as assigned_name, r.decided_at, r.decision,
    coalesce(r.presented->>'given_names' || ' ' || (r.presented->>'family_name'),
        l.given_names || ' ' || l.family_name) as name, coalesce(c.candidates, '[]') as candidates"""

_FROM = """review r left join claim c on c.id = r.claim_id join agency a on a.id = r.agency_id
    left join account s on s.id = r.assigned_to left join learner l on l.id = r.about_id"""

_REVIEWS = f"""
select {_ITEM} from {_FROM}
where r.council_id = $1 and r.decided_at is null
  and ($2::text is null or r.kind = $2) and ($3::uuid is null or r.assigned_to = $3)
order by r.raised_at, r.id limit $4 offset $5
"""

_COUNT = """
select count(*) from review r where r.council_id = $1 and r.decided_at is null
  and ($2::text is null or r.kind = $2) and ($3::uuid is null or r.assigned_to = $3)
"""

_REVIEW = f"select {_ITEM} from {_FROM} where r.id = $1 and r.council_id = $2"

_DECIDE = """
update review set decided_at = $2, decided_by = $3, decision = $4, learner_id = $5
where id = $1 and decided_at is null
"""

_CLOSE_OF_FILE = """
update review set decided_at = $2, decided_by = $3, decision = 'gone'
where submission_id = $1 and kind = 'claim' and decided_at is null
"""

_ASSIGN = "update review set assigned_to = $2, assigned_at = $3 where id = $1 and decided_at is null"

_NOTES = """
select n.id, n.at, n.words, coalesce(s.name, 'Somebody who has left') as name
from review_note n left join account s on s.id = n.account_id where n.review_id = $1 order by n.at, n.id
"""


class ReviewItem(msgspec.Struct, frozen=True, kw_only=True):
    """What waits for a person. `presented` is a claim as JSON text, `candidates` as weighed when it was raised.

    `name` is that of whom it is about, as presented or registered, where the council may see it.
    """

    id: UUID
    kind: ReviewKind
    agency_id: UUID
    agency_name: str
    council_id: UUID | None
    sentence: str
    raised_at: datetime
    name: str | None = None
    claim_id: UUID | None = None
    about_id: UUID | None = None
    other_id: UUID | None = None
    bits: float | None = None
    presented: str | None = None
    detail: dict[str, Any] | None = None
    candidates: tuple[RankedCandidate, ...] = ()
    submitted: str | None = None
    submission_id: UUID | None = None
    assigned_to: UUID | None = None
    assigned_name: str | None = None
    decided_at: datetime | None = None
    decision: ReviewDecision | None = None


class Note(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody wrote down."""

    id: UUID
    at: datetime
    words: str
    name: str


async def add_reviews(session: Session, added: Sequence[NewReview]) -> None:
    """Add to the data officer's list."""
    await database.insert(session, ReviewTable, added)


async def open_reviews(
    session: Session,
    council_id: UUID,
    *,
    kind: ReviewKind | None = None,
    assigned_to: UUID | None = None,
    limit: int,
    skip: int = 0,
) -> tuple[list[ReviewItem], int]:
    """List what waits for a council, oldest first, and say how much there is in all."""
    asked = (council_id, kind, assigned_to)
    found = await database.structs(session, ReviewItem, _REVIEWS, *asked, limit, skip)
    return found, await database.value(session, _COUNT, *asked)


async def review(session: Session, review_id: UUID, *, council_id: UUID) -> ReviewItem | None:
    """Fetch one thing to decide, or decided."""
    return await database.struct(session, ReviewItem, _REVIEW, review_id, council_id)


async def close_review(
    session: Session,
    review_id: UUID,
    *,
    at: datetime,
    by: UUID | None,
    decision: ReviewDecision,
    learner_id: UUID | None,
) -> bool:
    """Record what was decided; False where somebody decided before."""
    return await database.execute(session, _DECIDE, review_id, at, by, decision, learner_id) == 1


async def close_reviews_of(session: Session, submission_id: UUID, *, at: datetime, by: UUID | None) -> int:
    """Close what waits of a submission that was undone, and say how much it was."""
    return await database.execute(session, _CLOSE_OF_FILE, submission_id, at, by)


async def assign_review(session: Session, review_id: UUID, *, to: UUID | None, at: datetime) -> bool:
    """Note who works on it (None: nobody); False where it is decided."""
    return await database.execute(session, _ASSIGN, review_id, to, at if to else None) == 1


async def add_note(session: Session, note: NewNote) -> None:
    """Keep a note."""
    await database.insert(session, ReviewNoteTable, [note])


async def notes_of(session: Session, review_id: UUID) -> list[Note]:
    """List what was written down about a review, in order."""
    return await database.structs(session, Note, _NOTES, review_id)
