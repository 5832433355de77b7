"""Statements about submissions."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from service.access.rows import Scope
from service.imports.rows import (
    AcceptMode,
    Format,
    NewPiece,
    NewSubmission,
    State,
    Submission,
)
from service.imports.tables import SubmissionPieceTable, SubmissionTable
from service.kit import database
from service.kit.database import Session, json_text
from service.pathways.rows import Spell

_COLUMNS = """s.id, s.agency_id, a.name as agency_name, s.file_name, s.sha256, s.size_bytes, s.format, s.year, s.state,
    s.learners, s.done, s.mode, s.today, s.uploaded_at, s.uploaded_by, s.checked_at, s.accepted_at, s.accepted_by,
    s.preview::text as preview, s.receipt::text as receipt, s.failure, s.undone_at, s.undone_by,
    s.undoing::text as undoing"""
_FROM = "from submission s join agency a on a.id = s.agency_id"

_ONE = f"select {_COLUMNS} {_FROM} where s.id = $1 and ($2::uuid is null or s.agency_id = $2)"
_LIST = f"""
select {_COLUMNS} {_FROM} where ($1::uuid is null or s.agency_id = $1) and s.state <> 'discarded'
order by s.uploaded_at desc, s.id desc limit $2
"""
_SAME = f"""
select {_COLUMNS} {_FROM} where s.agency_id = $1 and s.sha256 = $2 and s.id <> $3 and s.state = 'accepted'
order by s.accepted_at desc limit 1
"""
_LATEST_DAY = """
select max((preview->>'prepared_on')::date) from submission
where agency_id = $1 and format = $2 and state = 'accepted' and id <> $3
"""

_RECEIVED = "update submission set format = $2, sha256 = $3, size_bytes = $4 where id = $1"
_PIECE = "select piece from submission_piece where submission_id = $1 and n = $2"
_FORGET_PIECES = "delete from submission_piece where submission_id = $1"


# For what a check keeps of a file, and for nothing else. A server that loses power may lose the last batches; the check
# has then died with it and begins again, and what ends a check, or takes a learner, waits for the disk as ever.
_HURRY = "set local synchronous_commit = off"

_MOVE = "update submission set state = $2 where id = $1 and state = any($3)"
_PROGRESS = "update submission set learners = $2, done = $3 where id = $1"
_CHECKED = """
update submission set state = 'checked', checked_at = $2, preview = $3::jsonb, year = $4, done = 0, learners = $5
where id = $1
"""
_REFUSED = "update submission set state = 'refused', checked_at = $2, preview = $3::jsonb, failure = $4 where id = $1"
_BEGIN_ACCEPT = """
update submission set state = 'accepting', mode = $2, accepted_by = $3, done = 0 where id = $1 and state = 'checked'
"""
_ACCEPTED = """
update submission set state = 'accepted', accepted_at = $2, receipt = $3::jsonb, done = learners where id = $1
"""
_DISCARD_UNDECIDED = """
with gone as (
    update submission set state = 'discarded' where state in ('received', 'checked', 'refused') and uploaded_at < $1
    returning id
), rows as (delete from submission_row r using gone where r.submission_id = gone.id),
pieces as (delete from submission_piece p using gone where p.submission_id = gone.id)
select id from gone
"""
_EMPTY_RECORDED = """
with old as (select id from submission where state in ('accepted', 'undone') and accepted_at < $1),
gone as (delete from submission_row r using old where r.submission_id = old.id returning r.submission_id),
pieces as (delete from submission_piece p using old where p.submission_id = old.id returning p.submission_id)
select submission_id from gone union select submission_id from pieces
"""
_COUNT_SO_FAR = """
update submission set preview = preview || jsonb_build_object('so_far', $2::jsonb), done = $3 where id = $1
"""

# Spells this agency reported as going on that the new file no longer mentions. Whoever was refused in this file is
# mentioned by it all the same.
_GONE = f"""
with here as materialized (
    select distinct each->>'key' as key from submission_row r, json_array_elements(r.submitted::json->'spells') as each
    where r.submission_id = $2
)
select {", ".join("f." + name for name in Spell.__struct_fields__)} from spell f
where f.agency_id = $1 and f.superseded_at is null and f.ended_on is null and f.source_key ^@ $3
  and f.source_key not in (select key from here) and (f.learner_id, f.id) > ($4, $5)
order by f.learner_id, f.id limit $6
"""


# How an agency itself calls the learners it has told of by file.
_REFERENCES = """
select distinct on (learner_id) learner_id, split_part(source_key, ':', 2) as reference from spell
where agency_id = $1 and superseded_at is null and source_key ~ '^(ilr|table):'
order by learner_id, recorded_at desc, id desc
"""


async def submission(session: Session, submission_id: UUID, *, within: Scope) -> Submission | None:
    """Fetch one submission of the agency in scope."""
    return await database.struct(session, Submission, _ONE, submission_id, within.agency_id)


async def submissions(session: Session, *, within: Scope, limit: int) -> list[Submission]:
    """List an agency's submissions, newest first."""
    return await database.structs(session, Submission, _LIST, within.agency_id, limit)


async def same_file(session: Session, agency_id: UUID, sha256: bytes, *, besides: UUID) -> Submission | None:
    """Find an accepted submission of the very same file."""
    return await database.struct(session, Submission, _SAME, agency_id, sha256, besides)


async def newest_file_day(session: Session, agency_id: UUID, form: Format, *, besides: UUID) -> date | None:
    """Say on which day the newest accepted file of a format was prepared."""
    found: date | None = await database.value(session, _LATEST_DAY, agency_id, form, besides)
    return found


async def add_submission(session: Session, added: NewSubmission) -> None:
    """Keep a submission."""
    await database.insert(session, SubmissionTable, [added])


async def finish_receiving(
    session: Session, submission_id: UUID, *, form: Format, sha256: bytes, size_bytes: int
) -> None:
    """Say of what format a file that is now whole is, and what it is recognised by."""
    await database.execute(session, _RECEIVED, submission_id, form, sha256, size_bytes)


async def add_piece(session: Session, piece: NewPiece) -> None:
    """Keep one piece of a file."""
    await database.insert(session, SubmissionPieceTable, [piece])


async def piece(session: Session, submission_id: UUID, n: int) -> bytes | None:
    """Fetch the n-th piece of a file, or None after the last."""
    found: bytes | None = await database.value(session, _PIECE, submission_id, n)
    return found


async def own_references(session: Session, agency_id: UUID) -> dict[UUID, str]:
    """Say how an agency itself calls those of its learners whom its files told of."""
    found = await database.rows(session, _REFERENCES, agency_id)
    return {row["learner_id"]: row["reference"] for row in found}


async def hurry(session: Session) -> None:
    """Let this transaction's commit go ahead of the disk: for work that can be done again."""
    await database.execute(session, _HURRY)


async def forget_pieces(session: Session, submission_id: UUID) -> None:
    """Drop the file itself once its rows are in."""
    await database.execute(session, _FORGET_PIECES, submission_id)


async def move(session: Session, submission_id: UUID, to: State, *, from_: Sequence[State]) -> bool:
    """Move a submission to another state; False where it is not in one it may come from."""
    return await database.execute(session, _MOVE, submission_id, to, list(from_)) == 1


async def progress(session: Session, submission_id: UUID, *, learners: int, done: int) -> None:
    """Say how far a check or an acceptance is."""
    await database.execute(session, _PROGRESS, submission_id, learners, done)


async def finish_check(
    session: Session, submission_id: UUID, *, at: datetime, preview: object, year: str | None, learners: int
) -> None:
    """Keep what a check found."""
    await database.execute(session, _CHECKED, submission_id, at, json_text(preview), year, learners)


async def refuse(
    session: Session, submission_id: UUID, *, at: datetime, preview: object, failure: str
) -> None:
    """Say that a file as a whole cannot be taken."""
    await database.execute(session, _REFUSED, submission_id, at, json_text(preview), failure)


async def begin_acceptance(
    session: Session, submission_id: UUID, mode: AcceptMode, *, by: UUID | None
) -> bool:
    """Begin taking a checked file; False where it is not checked, or taken already."""
    return await database.execute(session, _BEGIN_ACCEPT, submission_id, mode, by) == 1


async def count_so_far(session: Session, submission_id: UUID, counts: object, *, done: int) -> None:
    """Keep the counts of what has been taken so far, for a run that resumes."""
    await database.execute(session, _COUNT_SO_FAR, submission_id, json_text(counts), done)


async def finish_acceptance(session: Session, submission_id: UUID, *, at: datetime, receipt: object) -> None:
    """Keep the receipt of a file that has been taken."""
    await database.execute(session, _ACCEPTED, submission_id, at, json_text(receipt))


async def discard_undecided(session: Session, *, before: datetime) -> list[UUID]:
    """Drop files uploaded before an instant that nobody accepted, with all they said."""
    return [row["id"] for row in await database.rows(session, _DISCARD_UNDECIDED, before)]


async def empty_recorded(session: Session, *, before: datetime) -> list[UUID]:
    """Drop the rows of files recorded before an instant; their receipts stay."""
    return [row["submission_id"] for row in await database.rows(session, _EMPTY_RECORDED, before)]


async def spells_gone(
    session: Session,
    agency_id: UUID,
    submission_id: UUID,
    *,
    key_prefix: str,
    after: tuple[UUID, UUID],
    limit: int,
) -> list[Spell]:
    """Page through an agency's open spells that a file no longer mentions."""
    return await database.structs(session, Spell, _GONE, agency_id, submission_id, key_prefix, *after, limit)
