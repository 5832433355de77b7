"""Not keeping what nobody needs: files nobody decided about, and the rows of files long recorded."""

from datetime import datetime, timedelta

from service.imports import queries
from service.kit import audit
from service.kit.audit import Act, By
from service.kit.database import REGISTER, Database
from service.kit.ids import NOBODY

UNDECIDED_FOR = timedelta(days=30)
RECORDED_FOR = timedelta(days=30)


async def tidy(database: Database, *, now: datetime) -> int:
    """Discard files undecided for 30 days and drop the rows of files recorded 30 days ago.

    What the rows said is in the register by then, or was refused; their names and dates of birth go. The
    submission itself stays with its counts as the receipt. It gives how many files were touched.
    """
    async with database.transaction(REGISTER) as session:
        discarded = await queries.discard_undecided(session, before=now - UNDECIDED_FOR)
        emptied = await queries.empty_recorded(session, before=now - RECORDED_FOR)
        acts = [Act(act="file discarded", subject_kind="submission", subject_id=key) for key in discarded]
        await audit.record_all(session, acts, by=By(agency_id=NOBODY), now=now)
    return len(discarded) + len(emptied)
