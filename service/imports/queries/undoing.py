"""Statements about undoing a submission."""

from datetime import datetime
from uuid import UUID

import msgspec

from service.kit import database
from service.kit.database import Session, json_text

# Files of the same agency recorded since that tell of somebody this one told of. Rows are kept for a month, and a file
# can be undone for a week.
_LATER = """
select s.id, s.file_name, s.accepted_at from submission s
where s.agency_id = $1 and s.state in ('accepting', 'accepted', 'undoing') and s.id <> $2
  and (s.accepted_at is null
      or (s.accepted_at, s.id) > (select this.accepted_at, this.id from submission this where this.id = $2))
  and exists (
      select from submission_row r join learner l on l.id = r.learner_id
      join learner same on coalesce(same.merged_into, same.id) = coalesce(l.merged_into, l.id)
      join submission_row mine on mine.submission_id = $2 and mine.learner_id = same.id
      where r.submission_id = s.id)
order by s.accepted_at desc nulls first, s.id desc limit $3
"""

_BEGIN = """
update submission set state = 'undoing', undone_by = $2, done = 0, undoing = '{}' where id = $1 and state = 'accepted'
"""
_SO_FAR = "update submission set undoing = $2::jsonb, done = least($3, learners) where id = $1"
_UNDONE = """
update submission set state = 'undone', undone_at = $2, undoing = $3::jsonb, done = learners where id = $1
"""


_FILES_UNDONE = "select id from submission where agency_id = $1 and state in ('undoing', 'undone')"


class LaterFile(msgspec.Struct, frozen=True, kw_only=True):
    """A file recorded since, or being recorded (`accepted_at` None), about some of the same learners."""

    id: UUID
    file_name: str
    accepted_at: datetime | None


async def later_files(
    session: Session, agency_id: UUID, submission_id: UUID, *, limit: int
) -> list[LaterFile]:
    """List an agency's files about some of the same learners that were recorded after a file; newest first."""
    return await database.structs(session, LaterFile, _LATER, agency_id, submission_id, limit)


async def files_undone(session: Session, agency_id: UUID) -> list[UUID]:
    """Name an agency's files that are undone, or being undone."""
    return [row["id"] for row in await database.rows(session, _FILES_UNDONE, agency_id)]


async def begin_undo(session: Session, submission_id: UUID, *, by: UUID | None) -> bool:
    """Begin undoing a recorded file; False where it is not one."""
    return await database.execute(session, _BEGIN, submission_id, by) == 1


async def undone_so_far(session: Session, submission_id: UUID, counts: object, *, done: int) -> None:
    """Keep what undoing has done so far, for a run that resumes."""
    await database.execute(session, _SO_FAR, submission_id, json_text(counts), done)


async def finish_undo(session: Session, submission_id: UUID, *, at: datetime, counts: object) -> None:
    """Say that a file is undone."""
    await database.execute(session, _UNDONE, submission_id, at, json_text(counts))
