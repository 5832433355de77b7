"""Rows of the young person's own record."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import SQLModel

from service.kit.columns import Privacy, both_or_neither, column
from service.own_record.rows import About, Outcome


class OwnLinkTable(SQLModel, table=True):
    """A link that lets one young person read their own record, once; its code is kept as a keyed hash."""

    __tablename__ = "own_link"
    __table_args__ = (
        sa.UniqueConstraint("code_hash"),
        sa.CheckConstraint("ends_at > made_at", name="ends_after_it_is_made"),
        sa.CheckConstraint("failed >= 0", name="failed_so_often"),
    )

    learner_id: UUID = column(Privacy.KEY, primary_key=True)
    id: UUID = column(Privacy.KEY, primary_key=True)
    agency_id: UUID = column(Privacy.NOTHING)
    account_id: UUID = column(Privacy.STAFF)
    code_hash: bytes = column(Privacy.SECRET, sa_type=sa.LargeBinary)
    made_at: datetime = column(Privacy.PATHWAY)
    ends_at: datetime = column(Privacy.PATHWAY)
    used_at: datetime | None = column(Privacy.PATHWAY, default=None)
    withdrawn_at: datetime | None = column(Privacy.PATHWAY, default=None)
    failed: int = column(Privacy.NOTHING)


class LetInTable(SQLModel, table=True):
    """A browser that a link let in, until it leaves or is not used."""

    __tablename__ = "let_in"
    __table_args__ = (sa.UniqueConstraint("token_hash"), sa.Index(None, "seen_at"))

    learner_id: UUID = column(Privacy.KEY, primary_key=True)
    id: UUID = column(Privacy.KEY, primary_key=True)
    link_id: UUID = column(Privacy.KEY)
    agency_id: UUID = column(Privacy.NOTHING)
    token_hash: bytes = column(Privacy.SECRET, sa_type=sa.LargeBinary)
    started_at: datetime = column(Privacy.PATHWAY)
    seen_at: datetime = column(Privacy.PATHWAY)


class CorrectionRequestTable(SQLModel, table=True):
    """What a young person says is wrong. Its answer is theirs to read, and it is never deleted."""

    __tablename__ = "correction_request"
    __table_args__ = (
        both_or_neither("answered_at", "answered_by"),
        both_or_neither("answered_at", "outcome"),
        both_or_neither("answered_at", "answer"),
        sa.CheckConstraint("words <> '' and answer <> ''", name="has_words"),
        sa.CheckConstraint("(about = 'fact') = (fact_id is not null)", name="names_the_fact_it_is_about"),
        sa.Index("ix_correction_request_open", "agency_id", postgresql_where=sa.text("answered_at is null")),
    )

    learner_id: UUID = column(Privacy.KEY, primary_key=True)
    id: UUID = column(Privacy.KEY, primary_key=True)
    agency_id: UUID = column(Privacy.NOTHING)
    about: About = column(Privacy.PATHWAY, choices=About)
    fact_id: UUID | None = column(Privacy.KEY, default=None)
    words: str = column(Privacy.SENSITIVE, text=True)
    said_at: datetime = column(Privacy.PATHWAY)
    due_on: date = column(Privacy.PATHWAY)
    outcome: Outcome | None = column(Privacy.PATHWAY, default=None, choices=Outcome)
    answer: str | None = column(Privacy.SENSITIVE, default=None, text=True)
    answered_at: datetime | None = column(Privacy.PATHWAY, default=None)
    answered_by: UUID | None = column(Privacy.STAFF, default=None)
