"""Statements about what agencies are told."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from service.kit import database
from service.kit.database import Session
from service.notices.rows import NewNotice, Notice
from service.notices.tables import NoticeTable

_NOTICES = """
select id, learner_id, sentence, told_at, read_at from notice
where agency_id = $1 and read_at is null order by told_at desc, id limit 100
"""

_UNREAD = "select count(*) from notice where agency_id = $1 and read_at is null"

_READ = "update notice set read_at = $3, read_by = $4 where agency_id = $1 and id = $2 and read_at is null"


async def tell(session: Session, notices: Sequence[NewNotice]) -> None:
    """Keep what agencies are told."""
    await database.insert(session, NoticeTable, notices)


async def notices(session: Session, agency_id: UUID) -> list[Notice]:
    """List what an agency was told and nobody there has read, newest first."""
    return await database.structs(session, Notice, _NOTICES, agency_id)


async def unread_notices(session: Session, agency_id: UUID) -> int:
    """Count what an agency was told and nobody there has read."""
    found: int = await database.value(session, _UNREAD, agency_id)
    return found


async def read(session: Session, agency_id: UUID, notice_id: UUID, *, at: datetime, by: UUID | None) -> bool:
    """Note that a notice was read; False where it was, or is not there."""
    return await database.execute(session, _READ, agency_id, notice_id, at, by) == 1
