"""Rows of demand, priorities and decisions: all appended, none changed. Nothing here is about a young person."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import SQLModel

from service.kit.columns import Privacy, both_or_neither, column
from service.priorities.rows import Kind
from service.vocabulary.priority_sector import PrioritySector


class DemandReceiptTable(SQLModel, table=True):
    """One act of entering figures, by hand or by a file."""

    __tablename__ = "demand_receipt"

    id: UUID = column(Privacy.NOTHING, primary_key=True)
    agency_id: UUID = column(Privacy.NOTHING, foreign_key="agency.id")
    recorded_by: UUID | None = column(Privacy.STAFF, default=None)
    recorded_at: datetime = column(Privacy.NOTHING)
    file_name: str | None = column(Privacy.NOTHING, default=None, text=True)
    added: int = column(Privacy.NOTHING)
    changed: int = column(Privacy.NOTHING)
    unchanged: int = column(Privacy.NOTHING)


class DemandTable(SQLModel, table=True):
    """How many vacancies a source counts in a sector; `vacancies` empty takes back what it said."""

    __tablename__ = "demand"
    __table_args__ = (
        sa.Index("ix_demand_receipt_id", "receipt_id"),
        sa.CheckConstraint("vacancies >= 0", name="no_fewer_than_none"),
        sa.CheckConstraint("from_on <= as_of_on", name="period_in_order"),
        sa.CheckConstraint("as_of_on <= source_on", name="counted_before_it_is_dated"),
        sa.CheckConstraint("source <> ''", name="has_a_source"),
    )

    id: UUID = column(Privacy.NOTHING, primary_key=True)
    receipt_id: UUID = column(Privacy.NOTHING, foreign_key="demand_receipt.id")
    sector: PrioritySector = column(Privacy.NOTHING, choices=PrioritySector)
    area_id: UUID | None = column(Privacy.NOTHING, default=None, foreign_key="area.id")
    vacancies: int | None = column(Privacy.NOTHING, default=None)
    from_on: date | None = column(Privacy.NOTHING, default=None)
    as_of_on: date = column(Privacy.NOTHING)
    source: str = column(Privacy.NOTHING, text=True)
    source_on: date = column(Privacy.NOTHING)
    recorded_at: datetime = column(Privacy.NOTHING)


class PriorityTable(SQLModel, table=True):
    """A priority as it was set. Where it stands follows from its decisions."""

    __tablename__ = "priority"
    __table_args__ = (
        sa.CheckConstraint("planned_places >= 0", name="no_fewer_than_none"),
        sa.CheckConstraint("from_on <= until_on", name="days_in_order"),
        sa.CheckConstraint("reason <> ''", name="has_a_reason"),
    )

    id: UUID = column(Privacy.NOTHING, primary_key=True)
    agency_id: UUID = column(Privacy.NOTHING, foreign_key="agency.id")
    sector: PrioritySector = column(Privacy.NOTHING, choices=PrioritySector)
    area_id: UUID | None = column(Privacy.NOTHING, default=None, foreign_key="area.id")
    reason: str = column(Privacy.NOTHING, text=True)
    planned_places: int = column(Privacy.NOTHING)
    from_on: date = column(Privacy.NOTHING)
    until_on: date | None = column(Privacy.NOTHING, default=None)
    set_at: datetime = column(Privacy.NOTHING)
    set_by: UUID | None = column(Privacy.STAFF, default=None)


class PriorityDecisionTable(SQLModel, table=True):
    """What the board decided of a priority, with its evidence as it stood."""

    __tablename__ = "priority_decision"
    __table_args__ = (
        both_or_neither("evidence_month_on", "evidence_edition"),
        sa.CheckConstraint("words <> '' and present <> ''", name="says_what_and_who"),
        sa.CheckConstraint("evidence_sentence <> ''", name="rests_on_something"),
        sa.CheckConstraint("number >= 1", name="numbered_from_one"),
        sa.CheckConstraint("planned_places >= 0", name="no_fewer_than_none"),
        sa.CheckConstraint(
            "(review_on is null) = (kind in ('not_adopted', 'ended'))", name="reviewed_until_it_ends"
        ),
        sa.CheckConstraint(
            "(planned_places is null) = (kind <> 'changed')", name="a_change_says_how_many_places"
        ),
    )

    priority_id: UUID = column(Privacy.NOTHING, primary_key=True, foreign_key="priority.id")
    number: int = column(Privacy.NOTHING, primary_key=True)
    kind: Kind = column(Privacy.NOTHING, choices=Kind)
    words: str = column(Privacy.NOTHING, text=True)
    present: str = column(Privacy.STAFF, text=True)
    decided_on: date = column(Privacy.NOTHING)
    review_on: date | None = column(Privacy.NOTHING, default=None)
    planned_places: int | None = column(Privacy.NOTHING, default=None)
    evidence_table: str = column(Privacy.NOTHING, text=True)
    evidence_month_on: date | None = column(Privacy.NOTHING, default=None)
    evidence_edition: int | None = column(Privacy.NOTHING, default=None)
    evidence_shown_on: date = column(Privacy.NOTHING)
    evidence_sentence: str = column(Privacy.NOTHING, text=True)
    recorded_at: datetime = column(Privacy.NOTHING)
    recorded_by: UUID | None = column(Privacy.STAFF, default=None)
