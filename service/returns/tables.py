"""Rows of a council's monthly return: numbers, the last check and its faults, returns made and who was in them."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import SQLModel

from service.kit.columns import Privacy, column
from service.returns.rows import CohortStatus


class NccisNumberTable(SQLModel, table=True):
    """The ten figures under which a council returns a young person; given once, for good."""

    __tablename__ = "nccis_number"
    __table_args__ = (sa.UniqueConstraint("number"),)

    learner_id: UUID = column(Privacy.KEY, primary_key=True)
    council_id: UUID = column(Privacy.KEY, primary_key=True)
    number: int = column(Privacy.KEY, sa_type=sa.BigInteger, sa_column_args=[sa.Identity(always=True)])


class NccisCheckTable(SQLModel, table=True):
    """What the last check of a council's young people came to."""

    __tablename__ = "nccis_check"

    council_id: UUID = column(Privacy.NOTHING, primary_key=True)
    checked_at: datetime = column(Privacy.NOTHING)
    period_ends_on: date = column(Privacy.NOTHING)
    young_people: int = column(Privacy.NOTHING)
    faulty: int = column(Privacy.NOTHING)


class NccisFaultTable(SQLModel, table=True):
    """One reason why DfE would send a record back; told anew by every check."""

    __tablename__ = "nccis_fault"
    __table_args__ = (sa.Index(None, "council_id", "code"),)

    learner_id: UUID = column(Privacy.KEY, primary_key=True)
    council_id: UUID = column(Privacy.KEY, primary_key=True)
    code: int = column(Privacy.SENSITIVE, primary_key=True)


class NccisReturnTable(SQLModel, table=True):
    """A month's return: asked for, then made. `content` is its XML, compressed, until it is forgotten."""

    __tablename__ = "nccis_return"
    __table_args__ = (
        sa.CheckConstraint("(made_at is null) = (young_people is null)", name="made_at_with_young_people"),
        sa.CheckConstraint("content is null or made_at is not null", name="content_once_made"),
        sa.Index(None, "council_id", "period_ends_on"),
    )

    id: UUID = column(Privacy.NOTHING, primary_key=True)
    council_id: UUID = column(Privacy.NOTHING)
    period_ends_on: date = column(Privacy.NOTHING)
    asked_at: datetime = column(Privacy.NOTHING)
    asked_by: UUID | None = column(Privacy.STAFF, default=None)
    made_at: datetime | None = column(Privacy.NOTHING, default=None)
    young_people: int | None = column(Privacy.NOTHING, default=None)
    faulty: int | None = column(Privacy.NOTHING, default=None)
    content: bytes | None = column(Privacy.SENSITIVE, default=None)


class NccisReturnedTable(SQLModel, table=True):
    """Somebody who was in a return."""

    __tablename__ = "nccis_returned"

    learner_id: UUID = column(Privacy.KEY, primary_key=True)
    return_id: UUID = column(Privacy.KEY, primary_key=True, foreign_key="nccis_return.id", index=True)
    status: CohortStatus = column(Privacy.PATHWAY, choices=CohortStatus)
    activity: int = column(Privacy.PATHWAY)
