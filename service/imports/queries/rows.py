"""Statements about the rows of submissions: learners as read, and what became of each."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from service.imports.rows import NewRow, SubmittedLearner
from service.imports.tables import SubmissionRowTable
from service.kit import database
from service.kit.bulk import insert_many
from service.kit.database import Session

_FORGET_ROWS = "delete from submission_row where submission_id = $1"
_FOUND = """
select n, reference, submitted, outcome, learner_id from submission_row
where submission_id = $1 and n > $2 and learner_id is not null order by n limit $3
"""
_CALLED = """
select n, reference, submitted, outcome, learner_id from submission_row
where submission_id = $1 and reference = any($2)
"""
_SUBMITTED = """
update submission_row as r set submitted = new.submitted, problems = new.problems
from unnest($2::int[], $3::text[], $4::text[]) as new (n, submitted, problems)
where r.submission_id = $1 and r.n = new.n
"""
_WAITING = """
select n, reference, submitted, outcome from submission_row
where submission_id = $1 and accepted_at is null order by n limit $2
"""
_TAKEN = """
update submission_row as r set outcome = new.outcome, learner_id = new.learner_id, accepted_at = $5
from unnest($2::int[], $3::text[], $4::uuid[]) as new (n, outcome, learner_id)
where r.submission_id = $1 and r.n = new.n
"""
_PROBLEM_ROWS = """
select n, problems from submission_row
where submission_id = $1 and n > $2 and problems is not null order by n limit $3
"""


class RowWaiting(msgspec.Struct, frozen=True, kw_only=True):
    """A learner of a file that has not been taken yet. `submitted` is JSON text of a SubmittedLearner."""

    n: int
    reference: str
    submitted: str
    outcome: str
    learner_id: UUID | None = None


async def rows_called(session: Session, submission_id: UUID, references: Sequence[str]) -> list[RowWaiting]:
    """Fetch the rows of a submission with these references."""
    return await database.structs(session, RowWaiting, _CALLED, submission_id, list(references))


async def rows_found(session: Session, submission_id: UUID, *, after: int, limit: int) -> list[RowWaiting]:
    """Page through the rows of a submission whose learner is registered."""
    return await database.structs(session, RowWaiting, _FOUND, submission_id, after, limit)


async def replace_submitted(session: Session, submission_id: UUID, new: dict[int, SubmittedLearner]) -> None:
    """Put completed learners in the place of those read before."""
    if new:
        texts = [learner.as_text for learner in new.values()]
        problems = [learner.problems_as_text for learner in new.values()]
        await database.execute(session, _SUBMITTED, submission_id, list(new), texts, problems)


async def rows_waiting(session: Session, submission_id: UUID, *, limit: int) -> list[RowWaiting]:
    """Fetch the next learners of a file that have not been taken."""
    return await database.structs(session, RowWaiting, _WAITING, submission_id, limit)


async def mark_taken(
    session: Session, submission_id: UUID, taken: Sequence[tuple[int, str, UUID | None]], *, at: datetime
) -> None:
    """Say what became of learners of a file: (row, outcome, learner)."""
    if taken:
        numbers, outcomes, learner_ids = (list(column) for column in zip(*taken, strict=True))
        await database.execute(session, _TAKEN, submission_id, numbers, outcomes, learner_ids, at)


async def problem_rows(
    session: Session, submission_id: UUID, *, after: int, limit: int
) -> list[tuple[int, str]]:
    """Page through the rows that have problems: (row, problems as JSON text)."""
    found = await database.rows(session, _PROBLEM_ROWS, submission_id, after, limit)
    return [(row["n"], row["problems"]) for row in found]


async def forget_rows(session: Session, submission_id: UUID) -> None:
    """Drop what an earlier, interrupted check left."""
    await database.execute(session, _FORGET_ROWS, submission_id)


async def add_rows(session: Session, added: Sequence[NewRow]) -> None:
    """Keep the learners of a file as read."""
    await insert_many(session, SubmissionRowTable, added)
