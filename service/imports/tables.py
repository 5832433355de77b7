"""Rows of submissions: the file in pieces, its learners as read, and where its checking or accepting stands."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import SQLModel

from service.imports.rows import AcceptMode, State
from service.kit.columns import Privacy, both_or_neither, column


class SubmissionTable(SQLModel, table=True):
    """One file an agency sent. `preview` and `receipt` hold counts and problems, never names."""

    __tablename__ = "submission"
    __table_args__ = (
        sa.Index(None, "agency_id", "uploaded_at"),
        sa.Index(None, "agency_id", "sha256"),
        sa.CheckConstraint("done >= 0 and done <= learners", name="progress_is_within"),
        both_or_neither("accepted_at", "receipt"),
        sa.CheckConstraint("undone_at is null or undoing is not null", name="undone_says_what_it_did"),
        sa.CheckConstraint("(state = 'undone') = (undone_at is not null)", name="undone_at_some_time"),
    )

    id: UUID = column(Privacy.NOTHING, primary_key=True)
    agency_id: UUID = column(Privacy.NOTHING)
    file_name: str = column(Privacy.NOTHING, text=True)
    sha256: bytes = column(Privacy.NOTHING, sa_type=sa.LargeBinary)
    size_bytes: int = column(Privacy.NOTHING, sa_type=sa.BigInteger)
    format: str = column(Privacy.NOTHING, text=True)
    year: str | None = column(Privacy.NOTHING, default=None, text=True)
    state: State = column(Privacy.NOTHING, choices=State)
    learners: int = column(Privacy.NOTHING, default=0)
    done: int = column(Privacy.NOTHING, default=0)
    mode: AcceptMode | None = column(Privacy.NOTHING, default=None, choices=AcceptMode)
    today: date = column(Privacy.NOTHING)
    uploaded_at: datetime = column(Privacy.NOTHING)
    uploaded_by: UUID | None = column(Privacy.STAFF, default=None)
    checked_at: datetime | None = column(Privacy.NOTHING, default=None)
    accepted_at: datetime | None = column(Privacy.NOTHING, default=None)
    accepted_by: UUID | None = column(Privacy.STAFF, default=None)
    preview: dict[str, Any] | None = column(Privacy.NOTHING, default=None, json=True)
    receipt: dict[str, Any] | None = column(Privacy.NOTHING, default=None, json=True)
    failure: str | None = column(Privacy.NOTHING, default=None, text=True)
    undone_at: datetime | None = column(Privacy.NOTHING, default=None)
    undone_by: UUID | None = column(Privacy.STAFF, default=None)
    undoing: dict[str, Any] | None = column(Privacy.NOTHING, default=None, json=True)


class SubmissionPieceTable(SQLModel, table=True):
    """The file itself, piece by piece, so that neither side ever holds it whole."""

    __tablename__ = "submission_piece"

    submission_id: UUID = column(Privacy.KEY, primary_key=True)
    n: int = column(Privacy.NOTHING, primary_key=True)
    piece: bytes = column(Privacy.IDENTITY, sa_type=sa.LargeBinary)


class SubmissionRowTable(SQLModel, table=True):
    """One learner of the file as read, and what became of it. `accepted_at` is what a re-run skips.

    `submitted` and `problems` are JSON, kept as text: written once and read back whole, and parsing them into jsonb
    and out again was a tenth of an import.
    """

    __tablename__ = "submission_row"
    __table_args__ = (
        sa.Index(
            "ix_submission_row_waiting", "submission_id", "n", postgresql_where=sa.text("accepted_at is null")
        ),
        sa.CheckConstraint(
            "outcome in ('found', 'issued', 'review', 'out_of_age', 'refused')", name="outcome_known"
        ),
    )

    submission_id: UUID = column(Privacy.KEY, primary_key=True)
    n: int = column(Privacy.NOTHING, primary_key=True)
    reference: str = column(Privacy.IDENTITY, text=True)
    submitted: str = column(Privacy.IDENTITY, text=True)
    problems: str | None = column(Privacy.NOTHING, default=None, text=True)
    outcome: str = column(Privacy.PATHWAY, text=True)
    learner_id: UUID | None = column(Privacy.KEY, default=None)
    accepted_at: datetime | None = column(Privacy.PATHWAY, default=None)
