"""Rows of agencies and dated areas."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import SQLModel

from service.agencies.rows import AgencyKind, AreaKind
from service.kit.columns import Privacy, column


class AgencyTable(SQLModel, table=True):
    """Who takes part."""

    __tablename__ = "agency"
    __table_args__ = (
        sa.UniqueConstraint("code"),
        sa.Index("uq_agency_ukprn", "ukprn", unique=True, postgresql_where=sa.text("ukprn is not null")),
        sa.CheckConstraint("ukprn ~ '^[0-9]{8}$'", name="ukprn_is_eight_digits"),
        sa.CheckConstraint("kind = 'provider' or ukprn is null", name="only_providers_have_ukprns"),
        sa.Index(
            "uq_agency_la_code", "la_code", unique=True, postgresql_where=sa.text("la_code is not null")
        ),
        sa.CheckConstraint("la_code ~ '^[0-9]{3}$'", name="la_code_is_three_digits"),
        sa.CheckConstraint("kind = 'council' or la_code is null", name="only_councils_have_la_codes"),
    )

    id: UUID = column(Privacy.NOTHING, primary_key=True)
    kind: AgencyKind = column(Privacy.NOTHING, choices=AgencyKind)
    name: str = column(Privacy.NOTHING, text=True)
    code: str = column(Privacy.NOTHING, text=True)
    ukprn: str | None = column(Privacy.NOTHING, default=None, text=True)
    council_id: UUID | None = column(Privacy.NOTHING, default=None, foreign_key="agency.id")
    la_code: str | None = column(Privacy.NOTHING, default=None, text=True)


class AreaTable(SQLModel, table=True):
    """A district or a council's area, from and to a day."""

    __tablename__ = "area"
    __table_args__ = (
        sa.UniqueConstraint("code", "started_on"),
        sa.CheckConstraint("ended_on >= started_on", name="ends_after_start"),
    )

    id: UUID = column(Privacy.NOTHING, primary_key=True)
    kind: AreaKind = column(Privacy.NOTHING, choices=AreaKind)
    code: str = column(Privacy.NOTHING, text=True)
    name: str = column(Privacy.NOTHING, text=True)
    started_on: date = column(Privacy.NOTHING)
    ended_on: date | None = column(Privacy.NOTHING, default=None)
    within_id: UUID | None = column(Privacy.NOTHING, default=None, foreign_key="area.id")


class AgencyAreaTable(SQLModel, table=True):
    """Which council answers for an area, from and to a day; one at a time."""

    __tablename__ = "agency_area"
    __table_args__ = (
        sa.CheckConstraint("ended_on >= started_on", name="ends_after_start"),
        sa.Index("ix_agency_area_area_id", "area_id"),
    )

    agency_id: UUID = column(Privacy.NOTHING, primary_key=True, foreign_key="agency.id")
    area_id: UUID = column(Privacy.NOTHING, primary_key=True, foreign_key="area.id")
    started_on: date = column(Privacy.NOTHING, primary_key=True)
    ended_on: date | None = column(Privacy.NOTHING, default=None)


class PostcodeAreaTable(SQLModel, table=True):
    """Postcodes beginning with `prefix` lie in this area; the longest prefix decides."""

    __tablename__ = "postcode_area"
    __table_args__ = (sa.CheckConstraint("ended_on >= started_on", name="ends_after_start"),)

    prefix: str = column(Privacy.NOTHING, primary_key=True, sa_type=sa.Text)
    started_on: date = column(Privacy.NOTHING, primary_key=True)
    area_id: UUID = column(Privacy.NOTHING, foreign_key="area.id")
    source: str = column(Privacy.NOTHING, text=True)
    ended_on: date | None = column(Privacy.NOTHING, default=None)


class ProviderReportTable(SQLModel, table=True):
    """When an agency last sent something we could use: what silence is measured by."""

    __tablename__ = "agency_report"

    agency_id: UUID = column(Privacy.NOTHING, primary_key=True, foreign_key="agency.id")
    last_received_on: date = column(Privacy.NOTHING)
    last_received_at: datetime = column(Privacy.NOTHING)
