"""Rows of what young people can start, and of how long journeys take. Nothing here is about a person."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import SQLModel

from service.kit.columns import Privacy, column
from service.provision.rows import Kind


class OpportunityTable(SQLModel, table=True):
    """Something a young person can start. Places are taken under the CHECK, whoever comes first."""

    __tablename__ = "opportunity"
    __table_args__ = (
        sa.Index("uq_opportunity_agency_id_source_key", "agency_id", "source_key", unique=True),
        sa.Index(
            "ix_opportunity_listed", "listed_until_on", postgresql_where=sa.text("withdrawn_at is null")
        ),
        sa.CheckConstraint("taken between 0 and places", name="no_more_than_the_places"),
        sa.CheckConstraint("age_from <= age_until", name="ages_in_order"),
        sa.CheckConstraint("hours between 1 and 60", name="hours_of_a_week"),
        sa.CheckConstraint("title <> ''", name="has_a_title"),
    )

    id: UUID = column(Privacy.NOTHING, primary_key=True)
    agency_id: UUID = column(Privacy.NOTHING, foreign_key="agency.id")
    source_key: str = column(Privacy.NOTHING, text=True)
    kind: Kind = column(Privacy.NOTHING, choices=Kind)
    title: str = column(Privacy.NOTHING, text=True)
    level: str | None = column(Privacy.NOTHING, default=None, text=True)
    sector: str | None = column(Privacy.NOTHING, default=None, text=True)
    summary: str | None = column(Privacy.NOTHING, default=None, text=True)
    needs_level: str | None = column(Privacy.NOTHING, default=None, text=True)
    needs_english: bool = column(Privacy.NOTHING)
    needs_maths: bool = column(Privacy.NOTHING)
    teaches_english_maths: bool = column(Privacy.NOTHING)
    age_from: int = column(Privacy.NOTHING)
    age_until: int = column(Privacy.NOTHING)
    starts_on: date | None = column(Privacy.NOTHING, default=None)
    hours: int = column(Privacy.NOTHING)
    postcode: str | None = column(Privacy.NOTHING, default=None, text=True)
    area_id: UUID | None = column(Privacy.NOTHING, default=None, foreign_key="area.id")
    supports: str = column(Privacy.NOTHING, text=True)
    places: int = column(Privacy.NOTHING)
    taken: int = column(Privacy.NOTHING)
    listed_until_on: date = column(Privacy.NOTHING)
    recorded_at: datetime = column(Privacy.NOTHING)
    recorded_by: UUID | None = column(Privacy.STAFF, default=None)
    withdrawn_at: datetime | None = column(Privacy.NOTHING, default=None)


class JourneyTable(SQLModel, table=True):
    """How long it usually takes between two districts by public transport."""

    __tablename__ = "journey"
    __table_args__ = (sa.CheckConstraint("minutes between 0 and 600", name="minutes_of_a_journey"),)

    from_area_id: UUID = column(Privacy.NOTHING, primary_key=True, foreign_key="area.id")
    to_area_id: UUID = column(Privacy.NOTHING, primary_key=True, foreign_key="area.id")
    minutes: int = column(Privacy.NOTHING)
    source: str = column(Privacy.NOTHING, text=True)
