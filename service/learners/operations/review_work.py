"""Working on a review before it is decided: whose it is, and what they noted."""

from datetime import datetime
from uuid import UUID

from service.kit import audit
from service.kit.audit import Act, By
from service.kit.database import Session, as_register
from service.kit.errors import Invalid
from service.kit.ids import new_id
from service.learners import queries
from service.learners.operations.review import ReviewSettled, ReviewUnknown
from service.learners.queries import ReviewItem
from service.learners.rows import NewNote

LONGEST_NOTE = 2_000


async def take_up_review(
    session: Session, *, review_id: UUID, to: UUID | None, by: By, now: datetime
) -> None:
    """Note who works on a review (None: nobody). Raises `ReviewUnknown`, `ReviewSettled`."""
    item = await require_review(session, review_id, by)
    async with as_register(session):
        if not await queries.assign_review(session, item.id, to=to, at=now):
            raise ReviewSettled("Somebody decided this meanwhile. Go back to the list to see what is left.")
        detail = {"to": str(to) if to else None}
        act = Act(act="review taken up", subject_kind="review", subject_id=item.id, detail=detail)
        await audit.record(session, act, by=by, now=now)


async def note_on_review(session: Session, *, review_id: UUID, words: str, by: By, now: datetime) -> None:
    """Keep a note for whoever takes the review up next. Raises `ReviewUnknown` and `Invalid`."""
    item = await require_review(session, review_id, by)
    if not words.strip():
        raise Invalid("Enter a note.", field="words")
    note = NewNote(review_id=item.id, id=new_id(), at=now, account_id=by.account_id, words=words.strip())
    async with as_register(session):
        await queries.add_note(session, note)
        await audit.record(
            session, Act(act="review noted", subject_kind="review", subject_id=item.id), by=by, now=now
        )


async def require_review(session: Session, review_id: UUID, by: By) -> ReviewItem:
    """Fetch a review of the asking council, decided or not. Raises `ReviewUnknown`."""
    item = await queries.review(session, review_id, council_id=by.agency_id)
    if item is None:
        raise ReviewUnknown("There is no such decision waiting for your council.")
    return item
