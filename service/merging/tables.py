"""Rows of merges, and of what was before them."""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import SQLModel

from service.kit.columns import Privacy, both_or_neither, column
from service.merging.rows import Image


class MergeTable(SQLModel, table=True):
    """Two learners joined, by whom and why; and parted again, if they were."""

    __tablename__ = "merge"
    __table_args__ = (
        sa.Index(
            "uq_merge_merged_id", "merged_id", unique=True, postgresql_where=sa.text("undone_at is null")
        ),
        sa.Index(None, "survivor_id"),
        sa.CheckConstraint("survivor_id <> merged_id", name="two_learners"),
        sa.CheckConstraint("reason <> '' and undone_because <> ''", name="no_empty_text"),
        both_or_neither("undone_at", "undone_because"),
        sa.CheckConstraint(
            "undone_by is null or undone_at is not null", name="whoever_undid_did_at_some_time"
        ),
    )

    id: UUID = column(Privacy.KEY, primary_key=True)
    survivor_id: UUID = column(Privacy.KEY)
    merged_id: UUID = column(Privacy.KEY)
    agency_id: UUID = column(Privacy.NOTHING)
    reason: str = column(Privacy.SENSITIVE, text=True)
    choices: dict[str, Any] = column(Privacy.PATHWAY, json=True)
    merged_at: datetime = column(Privacy.PATHWAY)
    merged_by: UUID | None = column(Privacy.STAFF, default=None)
    undone_at: datetime | None = column(Privacy.PATHWAY, default=None)
    undone_by: UUID | None = column(Privacy.STAFF, default=None)
    undone_because: str | None = column(Privacy.SENSITIVE, default=None, text=True)


class MergeImageTable(SQLModel, table=True):
    """A row as it was before a merge: what an unmerge brings back."""

    __tablename__ = "merge_image"

    merge_id: UUID = column(Privacy.KEY, primary_key=True)
    n: int = column(Privacy.NOTHING, primary_key=True)
    source: str = column(Privacy.NOTHING, text=True)
    what: Image = column(Privacy.NOTHING, choices=Image)
    row: dict[str, Any] = column(Privacy.SENSITIVE, json=True)


class PairSearchTable(SQLModel, table=True):
    """How far the search for doubles has got: one row. Learners are looked at in the order they were described."""

    __tablename__ = "pair_search"
    __table_args__ = (sa.CheckConstraint("one_row", name="one_row"),)

    one_row: bool = column(Privacy.NOTHING, primary_key=True)
    until_at: datetime = column(Privacy.NOTHING)
    after_id: UUID = column(Privacy.KEY)
