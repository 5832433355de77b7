"""Rows of monthly snapshots: frozen counts, and the tables made from them that a board member may open."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import SQLModel

from service.kit.columns import Privacy, column


class SnapshotTable(SQLModel, table=True):
    """One month as it stood on `as_of_on`, numbered; frozen."""

    __tablename__ = "snapshot"
    __table_args__ = (
        sa.UniqueConstraint("month_on", "edition"),
        sa.CheckConstraint("edition in (1, 2)", name="at_most_two_editions"),
        sa.CheckConstraint("extract(day from month_on) = 1", name="month_is_its_first_day"),
    )

    id: UUID = column(Privacy.NOTHING, primary_key=True)
    month_on: date = column(Privacy.NOTHING)
    edition: int = column(Privacy.NOTHING)
    as_of_on: date = column(Privacy.NOTHING)
    frozen_at: datetime = column(Privacy.NOTHING)
    coverage: str = column(Privacy.NOTHING, text=True)
    changed: str | None = column(Privacy.NOTHING, default=None, text=True)


class SnapshotCountTable(SQLModel, table=True):
    """One exact count of the frozen month; read only to publish, never by a page."""

    __tablename__ = "snapshot_count"

    snapshot_id: UUID = column(Privacy.NOTHING, primary_key=True)
    measure: str = column(Privacy.NOTHING, primary_key=True, sa_type=sa.Text)
    area: str = column(Privacy.NOTHING, primary_key=True, sa_type=sa.Text)
    line: str = column(Privacy.NOTHING, primary_key=True, sa_type=sa.Text)
    cell: str = column(Privacy.NOTHING, primary_key=True, sa_type=sa.Text)
    people: int = column(Privacy.PATHWAY)


class PublishedTable(SQLModel, table=True):
    """One disclosed table with its chart: all that a board page, a CSV or an image is ever made from."""

    __tablename__ = "published"

    snapshot_id: UUID = column(Privacy.NOTHING, primary_key=True)
    name: str = column(Privacy.NOTHING, primary_key=True, sa_type=sa.Text)
    content: dict[str, Any] = column(Privacy.NOTHING, json=True)
    svg: str | None = column(Privacy.NOTHING, default=None, text=True)
