"""Rows of alerts, of what was done about each, and of providers that fell silent."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import SQLModel

from service.alerts.rows import AlertStatus, Family, Outcome, Owner, Severity
from service.kit.columns import Privacy, both_or_neither, column


class AlertTable(SQLModel, table=True):
    """One prompt about one learner. At most one of a family is open; the words are those it was raised with.

    `holder_id` is who of its agency holds the learner while it is open.
    """

    __tablename__ = "alert"
    __table_args__ = (
        sa.Index(
            "uq_alert_learner_id_family",
            "learner_id",
            "family",
            unique=True,
            postgresql_where=sa.text("closed_on is null"),
        ),
        sa.Index("ix_alert_open", "agency_id", "deadline_on", postgresql_where=sa.text("closed_on is null")),
        sa.Index(
            "ix_alert_climbed",
            "agency_id",
            "rung",
            postgresql_where=sa.text("closed_on is null and rung > 0"),
        ),
        sa.Index("ix_alert_holder", "agency_id", "holder_id", postgresql_where=sa.text("closed_on is null")),
        sa.Index(
            "ix_alert_provider",
            "provider_id",
            postgresql_where=sa.text("closed_on is null and provider_id is not null"),
        ),
        sa.CheckConstraint("rung between 0 and 3", name="rung_of_four"),
        both_or_neither("closed_on", "closed_because"),
        both_or_neither("snoozed_until_on", "snooze_reason"),
        sa.CheckConstraint(
            "(status = 'snoozed') = (snoozed_until_on is not null)", name="snoozed_until_a_day"
        ),
        sa.CheckConstraint("outcome is null or closed_by is not null", name="an_outcome_is_a_persons"),
        sa.CheckConstraint(
            "closed_by is null or closed_on is not null", name="whoever_closed_it_closed_it_on_a_day"
        ),
    )

    learner_id: UUID = column(Privacy.KEY, primary_key=True)
    id: UUID = column(Privacy.KEY, primary_key=True)
    agency_id: UUID | None = column(Privacy.NOTHING, default=None)  # whose list it is on; None: nobody's yet
    provider_id: UUID | None = column(Privacy.NOTHING, default=None)  # where it is a provider's turn
    rule: str = column(Privacy.PATHWAY, text=True)
    family: Family = column(Privacy.PATHWAY, choices=Family)
    version: int = column(Privacy.PATHWAY)
    severity: Severity = column(Privacy.PATHWAY, choices=Severity)
    status: AlertStatus = column(Privacy.PATHWAY, choices=AlertStatus)
    raised_at: datetime = column(Privacy.PATHWAY)
    raised_on: date = column(Privacy.PATHWAY)
    raised_for_on: date = column(Privacy.PATHWAY)
    deadline_on: date = column(Privacy.PATHWAY)
    owner: Owner = column(Privacy.PATHWAY, choices=Owner)
    next_owner: str = column(Privacy.PATHWAY, text=True)
    sentence: str = column(Privacy.PATHWAY, text=True)
    evidence: list[Any] = column(Privacy.PATHWAY, json=True)
    next_step: str = column(Privacy.PATHWAY, text=True)
    alternatives: list[Any] = column(Privacy.PATHWAY, json=True)
    closes_when: str = column(Privacy.PATHWAY, text=True)
    fingerprint: str = column(Privacy.PATHWAY, text=True)
    rung: int = column(Privacy.PATHWAY, default=0)  # see rows.Rung
    snoozed_until_on: date | None = column(Privacy.PATHWAY, default=None)
    snooze_reason: str | None = column(Privacy.SENSITIVE, default=None, text=True)
    acknowledged_by: UUID | None = column(Privacy.STAFF, default=None)
    closed_on: date | None = column(Privacy.PATHWAY, default=None)
    closed_by: UUID | None = column(Privacy.STAFF, default=None)
    closed_because: str | None = column(Privacy.SENSITIVE, default=None, text=True)
    outcome: Outcome | None = column(Privacy.PATHWAY, default=None, choices=Outcome)
    holder_id: UUID | None = column(Privacy.STAFF, default=None)  # PostgreSQL keeps it right (migration 0026)


class AlertStepTable(SQLModel, table=True):
    """What happened to an alert, step by step: so that the second adviser sees what the first did."""

    __tablename__ = "alert_step"

    learner_id: UUID = column(Privacy.KEY, primary_key=True)
    alert_id: UUID = column(Privacy.KEY, primary_key=True)
    id: UUID = column(Privacy.KEY, primary_key=True)
    at: datetime = column(Privacy.PATHWAY)
    account_id: UUID | None = column(Privacy.STAFF, default=None)
    step: str = column(Privacy.PATHWAY, text=True)
    words: str | None = column(Privacy.SENSITIVE, default=None, text=True)


class ProviderAlertTable(SQLModel, table=True):
    """A provider with learners on its books that has not been heard from (R28)."""

    __tablename__ = "provider_alert"
    __table_args__ = (
        sa.Index(
            "uq_provider_alert_open",
            "provider_id",
            "rule",
            unique=True,
            postgresql_where=sa.text("closed_on is null"),
        ),
        both_or_neither("closed_on", "closed_because"),
    )

    id: UUID = column(Privacy.NOTHING, primary_key=True)
    provider_id: UUID = column(Privacy.NOTHING)
    rule: str = column(Privacy.NOTHING, text=True)
    severity: Severity = column(Privacy.NOTHING, choices=Severity)
    raised_on: date = column(Privacy.NOTHING)
    deadline_on: date = column(Privacy.NOTHING)
    sentence: str = column(Privacy.NOTHING, text=True)
    closed_on: date | None = column(Privacy.NOTHING, default=None)
    closed_because: str | None = column(Privacy.NOTHING, default=None, text=True)


class DigestTable(SQLModel, table=True):
    """A digest that was sent to somebody on a day, so that none is sent twice."""

    __tablename__ = "digest"

    account_id: UUID = column(Privacy.STAFF, primary_key=True)
    sent_on: date = column(Privacy.NOTHING, primary_key=True)
    sent_at: datetime = column(Privacy.NOTHING)
