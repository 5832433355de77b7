"""Rows of circumstances: appended; a trigger refuses every change but the one that marks one superseded."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import SQLModel

from service.circumstances.rows import Kind
from service.kit.columns import Privacy, column
from service.pathways.rows import Because, Confidence


class CircumstanceTable(SQLModel, table=True):
    """One circumstance of a learner."""

    __tablename__ = "circumstance"
    __table_args__ = (
        sa.Index(
            "uq_circumstance_learner_id_agency_id_source_key",
            "learner_id",
            "agency_id",
            "source_key",
            unique=True,
            postgresql_where=sa.text("superseded_at is null"),
        ),
        sa.Index("ix_circumstance_submission_id", "submission_id"),
        sa.Index("ix_circumstance_recorded_at", "recorded_at", postgresql_using="brin"),
        sa.CheckConstraint("ends_on >= starts_on", name="ends_after_start"),
        sa.CheckConstraint("because is null or supersedes is not null", name="corrects_something"),
        sa.CheckConstraint("because_note is null or because is not null", name="note_with_a_reason"),
        sa.CheckConstraint(
            "not takes_back or (because is not null and superseded_at is not null)",
            name="taking_back_never_counts",
        ),
    )

    learner_id: UUID = column(Privacy.KEY, primary_key=True)
    id: UUID = column(Privacy.KEY, primary_key=True)
    kind: Kind = column(Privacy.SENSITIVE, choices=Kind)
    value: str = column(Privacy.SENSITIVE, text=True)
    starts_on: date = column(Privacy.SENSITIVE)
    ends_on: date | None = column(Privacy.SENSITIVE, default=None)
    confidence: Confidence = column(Privacy.PATHWAY, choices=Confidence)
    agency_id: UUID = column(Privacy.PATHWAY)
    source_key: str = column(Privacy.KEY, text=True)
    submission_id: UUID | None = column(Privacy.PATHWAY, default=None)
    line: int | None = column(Privacy.PATHWAY, default=None)
    recorded_at: datetime = column(Privacy.PATHWAY)
    recorded_by: UUID | None = column(Privacy.STAFF, default=None)
    supersedes: UUID | None = column(Privacy.KEY, default=None)
    superseded_at: datetime | None = column(Privacy.PATHWAY, default=None)
    because: Because | None = column(Privacy.PATHWAY, choices=Because, default=None)
    because_note: str | None = column(Privacy.SENSITIVE, default=None, text=True)
    takes_back: bool = column(Privacy.PATHWAY, default=False)
