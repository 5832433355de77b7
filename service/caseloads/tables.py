"""Rows of who holds whom, and of contacts."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import SQLModel

from service.caseloads.rows import Channel, Found, Outcome
from service.kit.columns import Privacy, both_or_neither, column


class HoldingTable(SQLModel, table=True):
    """Which adviser of an agency holds a learner, from and to a day; one at a time."""

    __tablename__ = "holding"
    __table_args__ = (
        sa.Index(
            "uq_holding_learner_id_agency_id",
            "learner_id",
            "agency_id",
            unique=True,
            postgresql_where=sa.text("ended_on is null"),
        ),
        sa.Index("ix_holding_account_id", "account_id"),
        sa.CheckConstraint("ended_on >= since_on", name="ends_after_start"),
    )

    learner_id: UUID = column(Privacy.KEY, primary_key=True)
    id: UUID = column(Privacy.KEY, primary_key=True)
    account_id: UUID = column(Privacy.STAFF)
    agency_id: UUID = column(Privacy.NOTHING)
    since_on: date = column(Privacy.PATHWAY)
    ended_on: date | None = column(Privacy.PATHWAY, default=None)


class AvailabilityTable(SQLModel, table=True):
    """How an adviser works, and who covers for them from and to a day."""

    __tablename__ = "availability"
    __table_args__ = (
        both_or_neither("away_from_on", "away_until_on"),
        sa.CheckConstraint("away_until_on >= away_from_on", name="ends_after_start"),
        sa.CheckConstraint("cover_id <> account_id", name="nobody_covers_for_themselves"),
        sa.CheckConstraint("hours between 1 and 60", name="hours_of_a_week"),
    )

    account_id: UUID = column(Privacy.STAFF, primary_key=True)
    agency_id: UUID = column(Privacy.NOTHING)
    hours: int = column(Privacy.STAFF)
    away_from_on: date | None = column(Privacy.STAFF, default=None)
    away_until_on: date | None = column(Privacy.STAFF, default=None)
    cover_id: UUID | None = column(Privacy.STAFF, default=None)


class ContactTable(SQLModel, table=True):
    """One contact made or tried; appended, never edited."""

    __tablename__ = "contact"

    learner_id: UUID = column(Privacy.KEY, primary_key=True)
    id: UUID = column(Privacy.KEY, primary_key=True)
    account_id: UUID = column(Privacy.STAFF)
    agency_id: UUID = column(Privacy.NOTHING)
    channel: Channel = column(Privacy.PATHWAY, choices=Channel)
    two_way: bool = column(Privacy.PATHWAY)
    occurred_on: date = column(Privacy.PATHWAY)
    recorded_at: datetime = column(Privacy.PATHWAY)
    note: str | None = column(Privacy.SENSITIVE, default=None, text=True)
    next_contact_on: date | None = column(Privacy.PATHWAY, default=None)
    outcome: Outcome | None = column(Privacy.PATHWAY, default=None, choices=Outcome)


class TracingStepTable(SQLModel, table=True):
    """What a step of looking for somebody came to; appended, the last of a step counts."""

    __tablename__ = "tracing_step"
    __table_args__ = (sa.CheckConstraint("step <> ''", name="names_its_step"),)

    learner_id: UUID = column(Privacy.KEY, primary_key=True)
    id: UUID = column(Privacy.KEY, primary_key=True)
    agency_id: UUID = column(Privacy.NOTHING)
    account_id: UUID = column(Privacy.STAFF)
    step: str = column(Privacy.PATHWAY, text=True)
    found: Found = column(Privacy.PATHWAY, choices=Found)
    noted_at: datetime = column(Privacy.PATHWAY)
    noted_on: date = column(Privacy.PATHWAY)
