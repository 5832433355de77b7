"""Rows of the way back: what young people wish, what they were offered, and records opened for it."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import SQLModel

from service.guarantee.rows import OfferState, OpeningReason, Refusal, Route
from service.kit.columns import Privacy, both_or_neither, column
from service.provision.rows import Kind


class WishTable(SQLModel, table=True):
    """What a young person said about the way back, one time; appended, the last counts."""

    __tablename__ = "reentry_wish"
    __table_args__ = (
        sa.CheckConstraint("readiness between 0 and 3", name="readiness_of_four"),
        sa.CheckConstraint("travel_minutes between 0 and 600", name="minutes_of_a_journey"),
        sa.CheckConstraint("hours between 1 and 60", name="hours_of_a_week"),
    )

    learner_id: UUID = column(Privacy.KEY, primary_key=True)
    id: UUID = column(Privacy.KEY, primary_key=True)
    agency_id: UUID = column(Privacy.NOTHING)
    account_id: UUID = column(Privacy.STAFF)
    said_at: datetime = column(Privacy.PATHWAY)
    said_on: date = column(Privacy.PATHWAY)
    sectors: str = column(Privacy.PATHWAY, text=True)
    route: Route = column(Privacy.PATHWAY, choices=Route)
    readiness: int = column(Privacy.PATHWAY)
    needs: str = column(Privacy.SENSITIVE, text=True)
    travel_minutes: int | None = column(Privacy.PATHWAY, default=None)
    hours: int | None = column(Privacy.PATHWAY, default=None)
    free_on: date = column(Privacy.PATHWAY)
    may_repeat: bool = column(Privacy.PATHWAY)
    repeat_reason: str | None = column(Privacy.SENSITIVE, default=None, text=True)


class OfferTable(SQLModel, table=True):
    """A dated place offered to one learner; its words are those it was offered in."""

    __tablename__ = "offer"
    __table_args__ = (
        sa.Index("ix_offer_opportunity_id", "opportunity_id"),
        both_or_neither("answered_at", "answered_by"),
        sa.CheckConstraint("(state = 'made') = (answered_at is null)", name="answered_once_no_longer_made"),
        sa.CheckConstraint("(state = 'refused') = (refusal is not null)", name="a_refusal_has_its_reason"),
        sa.CheckConstraint("override_reason <> ''", name="no_empty_reason"),
    )

    learner_id: UUID = column(Privacy.KEY, primary_key=True)
    id: UUID = column(Privacy.KEY, primary_key=True)
    opportunity_id: UUID = column(Privacy.NOTHING)
    provider_id: UUID = column(Privacy.NOTHING)
    kind: Kind = column(Privacy.PATHWAY, choices=Kind)
    title: str = column(Privacy.PATHWAY, text=True)
    level: str | None = column(Privacy.PATHWAY, default=None, text=True)
    sector: str | None = column(Privacy.PATHWAY, default=None, text=True)
    starts_on: date = column(Privacy.PATHWAY)
    agency_id: UUID = column(Privacy.NOTHING)
    account_id: UUID = column(Privacy.STAFF)
    made_at: datetime = column(Privacy.PATHWAY)
    made_on: date = column(Privacy.PATHWAY)
    recommended: dict[str, Any] = column(Privacy.SENSITIVE, json=True)
    override_reason: str | None = column(Privacy.SENSITIVE, default=None, text=True)
    state: OfferState = column(Privacy.PATHWAY, choices=OfferState)
    answered_at: datetime | None = column(Privacy.PATHWAY, default=None)
    answered_by: UUID | None = column(Privacy.STAFF, default=None)
    refusal: Refusal | None = column(Privacy.SENSITIVE, default=None, choices=Refusal)
    refusal_note: str | None = column(Privacy.SENSITIVE, default=None, text=True)


class OpeningTable(SQLModel, table=True):
    """The least of a record, opened by another agency's worker, with the reason; reviewed by the council."""

    __tablename__ = "opening"
    __table_args__ = (
        sa.Index("ix_opening_account_id", "account_id", "closes_at"),
        sa.Index("ix_opening_unreviewed", "opened_at", postgresql_where=sa.text("reviewed_at is null")),
        both_or_neither("reviewed_at", "reviewed_by"),
        sa.CheckConstraint("words <> ''", name="has_words"),
        sa.CheckConstraint("closes_at > opened_at", name="closes_after_it_opens"),
    )

    learner_id: UUID = column(Privacy.KEY, primary_key=True)
    id: UUID = column(Privacy.KEY, primary_key=True)
    agency_id: UUID = column(Privacy.NOTHING)
    account_id: UUID = column(Privacy.STAFF)
    reason: OpeningReason = column(Privacy.PATHWAY, choices=OpeningReason)
    words: str = column(Privacy.SENSITIVE, text=True)
    opened_at: datetime = column(Privacy.PATHWAY)
    closes_at: datetime = column(Privacy.PATHWAY)
    reviewed_at: datetime | None = column(Privacy.PATHWAY, default=None)
    reviewed_by: UUID | None = column(Privacy.STAFF, default=None)
