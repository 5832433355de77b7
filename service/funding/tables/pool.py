"""Rows of the pool. Nothing here is about a person; lines of money are appended, never changed."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import SQLModel

from service.funding.rows import Band, Outcome, Rivals
from service.kit.columns import Privacy, column


class FundTable(SQLModel, table=True):
    """A fund, with its owner and its rules."""

    __tablename__ = "fund"
    __table_args__ = (sa.CheckConstraint("age_from <= age_until", name="ages_in_order"),)

    code: str = column(Privacy.NOTHING, primary_key=True, text=True)
    name: str = column(Privacy.NOTHING, text=True)
    owner: str = column(Privacy.NOTHING, text=True)
    rules: str = column(Privacy.NOTHING, text=True)
    age_from: int = column(Privacy.NOTHING)
    age_until: int = column(Privacy.NOTHING)


class FundYearTable(SQLModel, table=True):
    """What was put into a fund for a year and given out of it: the sums of the lines, under one CHECK."""

    __tablename__ = "fund_year"
    __table_args__ = (
        sa.CheckConstraint(
            "allocated_pence between 0 and contributed_pence", name="no_more_than_contributed"
        ),
    )

    fund: str = column(Privacy.NOTHING, primary_key=True, foreign_key="fund.code", sa_type=sa.Text)
    year: int = column(Privacy.NOTHING, primary_key=True)
    contributed_pence: int = column(Privacy.NOTHING, sa_type=sa.BigInteger)
    allocated_pence: int = column(Privacy.NOTHING, sa_type=sa.BigInteger)


class ContributionTable(SQLModel, table=True):
    """A line of what is put in."""

    __tablename__ = "contribution"
    __table_args__ = (
        sa.ForeignKeyConstraint(["fund", "year"], ["fund_year.fund", "fund_year.year"]),
        sa.CheckConstraint("pence <> 0", name="is_an_amount"),
        sa.CheckConstraint("reason <> ''", name="has_a_reason"),
        sa.Index("ix_contribution_fund_year", "fund", "year"),
    )

    id: UUID = column(Privacy.NOTHING, primary_key=True)
    fund: str = column(Privacy.NOTHING, text=True)
    year: int = column(Privacy.NOTHING)
    pence: int = column(Privacy.NOTHING, sa_type=sa.BigInteger)
    contributor: str = column(Privacy.NOTHING, text=True)
    source: str = column(Privacy.NOTHING, text=True)
    reason: str = column(Privacy.NOTHING, text=True)
    recorded_at: datetime = column(Privacy.NOTHING)
    recorded_by: UUID = column(Privacy.STAFF)


class AllocationTable(SQLModel, table=True):
    """A line of what a provider is given for a sector, or of how that changes."""

    __tablename__ = "allocation"
    __table_args__ = (
        sa.ForeignKeyConstraint(["fund", "year"], ["fund_year.fund", "fund_year.year"]),
        sa.CheckConstraint("pence <> 0 or planned_places <> 0", name="changes_something"),
        sa.CheckConstraint("reason <> '' and decision <> ''", name="has_a_reason"),
        sa.Index("ix_allocation_fund_year", "fund", "year", "provider_id"),
    )

    id: UUID = column(Privacy.NOTHING, primary_key=True)
    provider_id: UUID = column(Privacy.NOTHING, foreign_key="agency.id")
    sector: str = column(Privacy.NOTHING, text=True)
    fund: str = column(Privacy.NOTHING, text=True)
    year: int = column(Privacy.NOTHING)
    pence: int = column(Privacy.NOTHING, sa_type=sa.BigInteger)
    planned_places: int = column(Privacy.NOTHING)
    decided_on: date = column(Privacy.NOTHING)
    decision: str = column(Privacy.NOTHING, text=True)
    reason: str = column(Privacy.NOTHING, text=True)
    recorded_at: datetime = column(Privacy.NOTHING)
    recorded_by: UUID = column(Privacy.STAFF)


class ScenarioTable(SQLModel, table=True):
    """A set of ramps; one is in force."""

    __tablename__ = "scenario"
    __table_args__ = (
        sa.Index("uq_scenario_in_force", "in_force", unique=True, postgresql_where=sa.text("in_force")),
    )

    code: str = column(Privacy.NOTHING, primary_key=True, text=True)
    name: str = column(Privacy.NOTHING, text=True)
    source: str = column(Privacy.NOTHING, text=True)
    in_force: bool = column(Privacy.NOTHING)


class RampTable(SQLModel, table=True):
    """The share paid by results in one year. A trigger holds that it never falls, nor changes once it was used."""

    __tablename__ = "ramp"
    __table_args__ = (sa.CheckConstraint("share between 0 and 10000", name="share_of_the_whole"),)

    scenario: str = column(Privacy.NOTHING, primary_key=True, foreign_key="scenario.code", sa_type=sa.Text)
    fund: str = column(Privacy.NOTHING, primary_key=True, foreign_key="fund.code", sa_type=sa.Text)
    year: int = column(Privacy.NOTHING, primary_key=True)
    share: int = column(Privacy.NOTHING)
    set_at: datetime = column(Privacy.NOTHING)
    set_by: UUID = column(Privacy.STAFF)
    locked_at: datetime | None = column(Privacy.NOTHING, default=None)


class TariffTable(SQLModel, table=True):
    """A version of a fund's tariff; a trigger holds that it does not change once it was used."""

    __tablename__ = "tariff"
    __table_args__ = (
        sa.Index("uq_tariff_fund_starts_on", "fund", "starts_on", unique=True),
        sa.CheckConstraint("cap_pence >= 0", name="cap_is_no_debt"),
    )

    id: UUID = column(Privacy.NOTHING, primary_key=True)
    fund: str = column(Privacy.NOTHING, foreign_key="fund.code", sa_type=sa.Text)
    name: str = column(Privacy.NOTHING, text=True)
    source: str = column(Privacy.NOTHING, text=True)
    starts_on: date = column(Privacy.NOTHING)
    cap_pence: int = column(Privacy.NOTHING, sa_type=sa.BigInteger)
    rivals: Rivals = column(Privacy.NOTHING, choices=Rivals)
    terms: dict[str, Any] = column(Privacy.NOTHING, json=True)
    set_at: datetime = column(Privacy.NOTHING)
    set_by: UUID = column(Privacy.STAFF)
    locked_at: datetime | None = column(Privacy.NOTHING, default=None)


class TariffRateTable(SQLModel, table=True):
    """What an outcome is worth in a risk band."""

    __tablename__ = "tariff_rate"
    __table_args__ = (sa.CheckConstraint("pence >= 0", name="price_is_no_debt"),)

    tariff_id: UUID = column(Privacy.NOTHING, primary_key=True, foreign_key="tariff.id")
    kind: Outcome = column(Privacy.NOTHING, primary_key=True, choices=Outcome)
    band: Band = column(Privacy.NOTHING, primary_key=True, choices=Band)
    pence: int = column(Privacy.NOTHING, sa_type=sa.BigInteger)
