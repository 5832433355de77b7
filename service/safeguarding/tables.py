"""Rows of concerns and of who is on duty. Only the register's role reads them: no list of anybody else can."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import SQLModel

from service.kit.columns import Privacy, both_or_neither, column


class ConcernTable(SQLModel, table=True):
    """A concern for a learner's safety; closed by the duty lead, never deleted."""

    __tablename__ = "concern"
    __table_args__ = (
        both_or_neither("closed_at", "closed_by"),
        both_or_neither("closed_at", "closed_words"),
        sa.CheckConstraint("words <> '' and closed_words <> ''", name="has_words"),
        sa.Index("ix_concern_open", "agency_id", postgresql_where=sa.text("closed_at is null")),
    )

    learner_id: UUID = column(Privacy.KEY, primary_key=True)
    id: UUID = column(Privacy.KEY, primary_key=True)
    agency_id: UUID = column(Privacy.NOTHING)
    raised_by: UUID = column(Privacy.STAFF)
    raised_at: datetime = column(Privacy.SENSITIVE)
    raised_on: date = column(Privacy.SENSITIVE)
    words: str = column(Privacy.SENSITIVE, text=True)
    seen_at: datetime | None = column(Privacy.SENSITIVE, default=None)
    closed_at: datetime | None = column(Privacy.SENSITIVE, default=None)
    closed_by: UUID | None = column(Privacy.STAFF, default=None)
    closed_words: str | None = column(Privacy.SENSITIVE, default=None, text=True)


class DutyTable(SQLModel, table=True):
    """Who of a council is its duty lead."""

    __tablename__ = "duty"

    agency_id: UUID = column(Privacy.NOTHING, primary_key=True)
    account_id: UUID = column(Privacy.STAFF)
    set_by: UUID = column(Privacy.STAFF)
    set_at: datetime = column(Privacy.NOTHING)
