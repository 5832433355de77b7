"""Rows of referrals."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import SQLModel

from service.kit.columns import Privacy, both_or_neither, column
from service.referrals.rows import Decline, Kind, State


class ReferralTable(SQLModel, table=True):
    """One agency asks another to take somebody on; never deleted."""

    __tablename__ = "referral"
    __table_args__ = (
        both_or_neither("answered_on", "answered_by"),
        sa.CheckConstraint("from_agency_id <> to_agency_id", name="between_two_agencies"),
        sa.CheckConstraint("(state = 'to_send') = (sent_on is null)", name="sent_on_the_day_it_was_sent"),
        sa.CheckConstraint("decline is null or answered_on is not null", name="declined_by_an_answer"),
        sa.CheckConstraint("(state = 'attended') = (attended_on is not null)", name="attended_on_a_day"),
        sa.CheckConstraint("missed >= 0 and (missed = 0) = (missed_on is null)", name="missed_on_a_day"),
        sa.CheckConstraint("words <> ''", name="has_words"),
        sa.Index("ix_referral_to_agency_id", "to_agency_id", postgresql_where=sa.text("ended_on is null")),
        sa.Index(
            "ix_referral_from_agency_id", "from_agency_id", postgresql_where=sa.text("ended_on is null")
        ),
        sa.Index(
            "uq_referral_handover",
            "learner_id",
            unique=True,
            postgresql_where=sa.text("kind = 'handover' and ended_on is null"),
        ),
    )

    learner_id: UUID = column(Privacy.KEY, primary_key=True)
    id: UUID = column(Privacy.KEY, primary_key=True)
    kind: Kind = column(Privacy.PATHWAY, choices=Kind)
    state: State = column(Privacy.PATHWAY, choices=State)
    from_agency_id: UUID = column(Privacy.NOTHING)
    to_agency_id: UUID = column(Privacy.NOTHING)
    made_by: UUID = column(Privacy.STAFF)
    made_at: datetime = column(Privacy.PATHWAY)
    made_on: date = column(Privacy.PATHWAY)
    words: str = column(Privacy.SENSITIVE, text=True)
    sent_on: date | None = column(Privacy.PATHWAY, default=None)
    answered_on: date | None = column(Privacy.PATHWAY, default=None)
    answered_by: UUID | None = column(Privacy.STAFF, default=None)
    decline: Decline | None = column(Privacy.PATHWAY, default=None, choices=Decline)
    decline_note: str | None = column(Privacy.SENSITIVE, default=None, text=True)
    appointment_on: date | None = column(Privacy.PATHWAY, default=None)
    missed: int = column(Privacy.PATHWAY)
    missed_on: date | None = column(Privacy.PATHWAY, default=None)
    attended_on: date | None = column(Privacy.PATHWAY, default=None)
    ended_on: date | None = column(Privacy.PATHWAY, default=None)
