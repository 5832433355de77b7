"""Receiving a file: piece by piece into the database, so that neither side ever holds it whole."""

import hashlib
from collections.abc import AsyncIterator
from datetime import date, datetime
from pathlib import PurePath
from uuid import UUID

from service.imports import queries
from service.imports.readers import recognise
from service.imports.rows import Format, NewPiece, NewSubmission, State
from service.kit import audit
from service.kit.audit import Act, By
from service.kit.database import Session
from service.kit.errors import Invalid
from service.kit.ids import new_id

PIECE = 1024 * 1024
LONGEST_NAME = 120


class FileRefused(Invalid):
    """The file cannot be received at all: it is empty, or larger than this service takes."""

    code = "file_refused"


async def receive(
    session: Session,
    *,
    file_name: str,
    pieces: AsyncIterator[bytes],
    limit: int,
    by: By,
    now: datetime,
    today: date,
) -> UUID:
    """Store a file of at most `limit` bytes and give the submission's key.

    Raises `FileRefused`; nothing of the file is kept then.
    """
    submission_id = new_id()
    await queries.add_submission(session, _begun(submission_id, file_name, by=by, now=now, today=today))
    digest, size, n, form = hashlib.sha256(), 0, 0, Format.ILR
    async for piece in pieces:
        size += len(piece)
        if size > limit:
            raise FileRefused(f"The selected file must be smaller than {limit // PIECE} MB.", field="file")
        digest.update(piece)
        form = form if n else recognise(piece)
        await queries.add_piece(session, NewPiece(submission_id=submission_id, n=n, piece=piece))
        n += 1
    if not size:
        raise FileRefused("The selected file is empty.", field="file")
    await queries.finish_receiving(session, submission_id, form=form, sha256=digest.digest(), size_bytes=size)
    act = Act(
        act="file received", subject_kind="submission", subject_id=submission_id, detail={"bytes": size}
    )
    await audit.record(session, act, by=by, now=now)
    return submission_id


def _begun(submission_id: UUID, file_name: str, *, by: By, now: datetime, today: date) -> NewSubmission:
    return NewSubmission(
        id=submission_id,
        agency_id=by.agency_id,
        file_name=safe_name(file_name),
        sha256=b"",
        size_bytes=0,
        format=Format.ILR,
        state=State.RECEIVED,
        learners=0,
        done=0,
        today=today,
        uploaded_at=now,
        uploaded_by=by.account_id,
    )


def safe_name(file_name: str) -> str:
    """Keep of a sender's file name what can be shown and logged: no folders, no control marks."""
    last = PurePath(file_name.replace("\\", "/")).name
    return "".join(mark for mark in last if mark.isprintable())[:LONGEST_NAME] or "file"
