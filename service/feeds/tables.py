"""Rows of changes, endpoints and deliveries.

Changes are written by triggers, in the transaction of what changed: nobody can forget to tell, and what is rolled back
is not told.
"""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import SQLModel

from service.feeds.rows import DeliveryState, What
from service.kit.columns import Privacy, both_or_neither, column


class ChangeTable(SQLModel, table=True):
    """Something about a learner changed in a transaction; once for each kind, however many rows it touched."""

    __tablename__ = "change"
    __table_args__ = (
        sa.Index(
            "uq_change_once_a_transaction",
            "transaction",
            "learner_id",
            "what",
            "agency_id",
            unique=True,
            postgresql_nulls_not_distinct=True,
        ),
        sa.Index(None, "at"),
    )

    transaction: int = column(Privacy.NOTHING, primary_key=True, sa_type=sa.BigInteger)
    n: int = column(
        Privacy.NOTHING, primary_key=True, sa_type=sa.BigInteger, sa_column_args=[sa.Identity(always=True)]
    )
    learner_id: UUID = column(Privacy.KEY)
    what: What = column(Privacy.NOTHING, choices=What)
    agency_id: UUID | None = column(Privacy.NOTHING, default=None)
    other_id: UUID | None = column(Privacy.KEY, default=None)
    at: datetime = column(Privacy.NOTHING)


class ChangeFloorTable(SQLModel, table=True):
    """Up to which transaction changes are forgotten; one row."""

    __tablename__ = "change_floor"
    __table_args__ = (sa.CheckConstraint("id", name="one_row"),)

    id: bool = column(Privacy.NOTHING, primary_key=True)
    transaction: int = column(Privacy.NOTHING, sa_type=sa.BigInteger)


class WebhookTable(SQLModel, table=True):
    """An endpoint that is told when there are changes to read."""

    __tablename__ = "webhook"
    __table_args__ = (both_or_neither("disabled_at", "disabled_because"), sa.Index(None, "agency_id"))

    id: UUID = column(Privacy.NOTHING, primary_key=True)
    agency_id: UUID = column(Privacy.NOTHING)
    url: str = column(Privacy.NOTHING, text=True)
    generation: int = column(Privacy.NOTHING)
    rotated_at: datetime | None = column(Privacy.NOTHING, default=None)
    told_transaction: int = column(Privacy.NOTHING, sa_type=sa.BigInteger)
    told_n: int = column(Privacy.NOTHING, sa_type=sa.BigInteger)
    added_at: datetime = column(Privacy.NOTHING)
    added_by: UUID | None = column(Privacy.STAFF, default=None)
    disabled_at: datetime | None = column(Privacy.NOTHING, default=None)
    disabled_because: str | None = column(Privacy.NOTHING, default=None, text=True)


class DeliveryTable(SQLModel, table=True):
    """One message to an endpoint; it names nobody."""

    __tablename__ = "delivery"
    __table_args__ = (sa.Index(None, "made_at"),)

    webhook_id: UUID = column(Privacy.NOTHING, primary_key=True, foreign_key="webhook.id")
    id: UUID = column(Privacy.NOTHING, primary_key=True)
    body: str = column(Privacy.NOTHING, text=True)
    made_at: datetime = column(Privacy.NOTHING)
    state: DeliveryState = column(Privacy.NOTHING, choices=DeliveryState)
    attempts: int = column(Privacy.NOTHING)
    tried_at: datetime | None = column(Privacy.NOTHING, default=None)
    next_at: datetime | None = column(Privacy.NOTHING, default=None)
    answer: str | None = column(Privacy.NOTHING, default=None, text=True)
