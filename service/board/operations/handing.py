"""Handing a published table out as a file: who took which is on record."""

from datetime import date, datetime

from service.board import queries
from service.board.rows import Published
from service.kit import audit
from service.kit.audit import Act, By
from service.kit.database import Session


async def hand_out(
    session: Session, *, name: str, month_on: date | None, by: By, now: datetime
) -> Published | None:
    """Fetch a table of the newest month or of another, and note that it was taken; None where it is not published.

    SOURCE: SDC-1 rule 9.
    """
    found = await queries.published(session, name, month_on)
    if found is not None:
        detail = {
            "table": name,
            "month": found.snapshot.month_on.isoformat(),
            "edition": found.snapshot.edition,
        }
        act = Act(act="table taken", subject_kind="snapshot", subject_id=found.snapshot.id, detail=detail)
        await audit.record(session, act, by=by, now=now)
    return found
