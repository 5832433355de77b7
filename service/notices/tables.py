"""Rows of what agencies are told."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import SQLModel

from service.kit.columns import Privacy, column


class NoticeTable(SQLModel, table=True):
    """Something an agency is told about a learner it knows; read once by one of its people, it is read."""

    __tablename__ = "notice"
    __table_args__ = (
        sa.Index("ix_notice_unread", "agency_id", "told_at", postgresql_where=sa.text("read_at is null")),
        sa.CheckConstraint("read_by is null or read_at is not null", name="whoever_read_did_at_some_time"),
    )

    learner_id: UUID = column(Privacy.KEY, primary_key=True)
    id: UUID = column(Privacy.KEY, primary_key=True)
    agency_id: UUID = column(Privacy.NOTHING)
    sentence: str = column(Privacy.SENSITIVE, text=True)  # may hold the words of whoever opened a record
    told_at: datetime = column(Privacy.PATHWAY)
    read_at: datetime | None = column(Privacy.PATHWAY, default=None)
    read_by: UUID | None = column(Privacy.STAFF, default=None)
