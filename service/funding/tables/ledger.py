"""Rows of declarations, which are about learners, and of statements, their lines and disputes, which name nobody."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import SQLModel

from service.funding.rows import (
    Band,
    Evidence,
    LineKind,
    Outcome,
    Reason,
    Ruling,
    State,
    StatementState,
)
from service.kit.columns import Privacy, both_or_neither, column

_BILLABLE = "state in ('eligible', 'payable', 'paid')"


class DeclarationTable(SQLModel, table=True):
    """An attempt to claim an outcome; at most one for a person, course and kind can be paid."""

    __tablename__ = "declaration"
    __table_args__ = (
        sa.Index(
            "uq_declaration_billable",
            "learner_id",
            "course",
            "kind",
            unique=True,
            postgresql_where=sa.text(_BILLABLE),
        ),
        sa.Index("ix_declaration_id", "id"),
        sa.Index("ix_declaration_provider_id", "provider_id", "fund", "year", "state"),
        sa.CheckConstraint("part between 1 and parts", name="one_of_its_parts"),
        sa.CheckConstraint(
            "state not in ('ineligible', 'awaiting_clawback', 'clawed_back', 'voided') or reason is not null",
            name="refused_for_a_reason",
        ),
    )

    learner_id: UUID = column(Privacy.KEY, primary_key=True)
    id: UUID = column(Privacy.KEY, primary_key=True)
    provider_id: UUID = column(Privacy.NOTHING)
    fund: str = column(Privacy.PATHWAY, foreign_key="fund.code", sa_type=sa.Text)
    year: int = column(Privacy.PATHWAY)
    sector: str | None = column(Privacy.PATHWAY, default=None, text=True)
    course: UUID = column(Privacy.KEY)
    occasion: UUID = column(Privacy.KEY)
    kind: Outcome = column(Privacy.PATHWAY, choices=Outcome)
    occurred_on: date = column(Privacy.PATHWAY)
    claim_until_on: date = column(Privacy.PATHWAY)
    evidence: Evidence = column(Privacy.PATHWAY, choices=Evidence)
    band: Band = column(Privacy.SENSITIVE, choices=Band)
    part: int = column(Privacy.PATHWAY)
    parts: int = column(Privacy.PATHWAY)
    verified_at: datetime = column(Privacy.PATHWAY)
    state: State = column(Privacy.PATHWAY, choices=State)
    reason: Reason | None = column(Privacy.PATHWAY, default=None, choices=Reason)
    superseded_by: UUID | None = column(Privacy.KEY, default=None)
    declared_at: datetime = column(Privacy.PATHWAY)


class DeclarationEventTable(SQLModel, table=True):
    """One step in a declaration's life, appended; it moves only along a merge."""

    __tablename__ = "declaration_event"
    __table_args__ = (sa.Index("ix_declaration_event_declaration_id", "learner_id", "declaration_id"),)

    learner_id: UUID = column(Privacy.KEY, primary_key=True)
    id: UUID = column(Privacy.KEY, primary_key=True)
    declaration_id: UUID = column(Privacy.KEY)
    state: State = column(Privacy.PATHWAY, choices=State)
    reason: Reason | None = column(Privacy.PATHWAY, default=None, choices=Reason)
    statement_id: UUID | None = column(Privacy.KEY, default=None)
    at: datetime = column(Privacy.PATHWAY)


class DeclaringTable(SQLModel, table=True):
    """Up to when what was recorded has become declarations: one row."""

    __tablename__ = "declaring"
    __table_args__ = (sa.CheckConstraint("id", name="one_row"),)

    id: bool = column(Privacy.NOTHING, primary_key=True)
    known_before_at: datetime = column(Privacy.NOTHING)


class StatementTable(SQLModel, table=True):
    """What a provider is paid from a fund for a quarter; two different people authorise it, then it is frozen."""

    __tablename__ = "statement"
    __table_args__ = (
        sa.Index("uq_statement_period", "provider_id", "fund", "year", "quarter", unique=True),
        sa.UniqueConstraint("id", "fund", "year"),
        sa.Index("ix_statement_fund", "fund", "year", "quarter"),
        both_or_neither("prepared_at", "prepared_by"),
        both_or_neither("authorised_at", "authorised_by"),
        both_or_neither("frozen_at", "frozen_by"),
        sa.CheckConstraint("quarter between 1 and 4", name="quarter_of_a_year"),
        sa.CheckConstraint("frozen_by <> authorised_by", name="two_people_authorise"),
        sa.CheckConstraint("(state = 'open') = (prepared_at is null)", name="prepared_or_open"),
        sa.CheckConstraint(
            "(prepared_at is null) = (cut_off_at is null) and (prepared_at is null) = (pay_on is null)"
            " and (prepared_at is null) = (share is null) and (prepared_at is null) = (scenario is null)",
            name="prepared_with_its_terms",
        ),
        sa.CheckConstraint(
            "(state in ('authorised', 'frozen', 'paid')) = (authorised_at is not null)",
            name="authorised_by_one",
        ),
        sa.CheckConstraint(
            "(state in ('frozen', 'paid')) = (frozen_at is not null)", name="frozen_by_another"
        ),
        sa.CheckConstraint("(state = 'paid') = (paid_at is not null)", name="paid_at_an_instant"),
    )

    id: UUID = column(Privacy.NOTHING, primary_key=True)
    provider_id: UUID = column(Privacy.NOTHING, foreign_key="agency.id")
    fund: str = column(Privacy.NOTHING, foreign_key="fund.code", sa_type=sa.Text)
    year: int = column(Privacy.NOTHING)
    quarter: int = column(Privacy.NOTHING)
    state: StatementState = column(Privacy.NOTHING, choices=StatementState)
    scenario: str | None = column(Privacy.NOTHING, default=None, foreign_key="scenario.code", sa_type=sa.Text)
    share: int | None = column(Privacy.NOTHING, default=None)
    cut_off_at: datetime | None = column(Privacy.NOTHING, default=None)
    pay_on: date | None = column(Privacy.NOTHING, default=None)
    prepared_at: datetime | None = column(Privacy.NOTHING, default=None)
    prepared_by: UUID | None = column(Privacy.STAFF, default=None)
    authorised_at: datetime | None = column(Privacy.NOTHING, default=None)
    authorised_by: UUID | None = column(Privacy.STAFF, default=None)
    frozen_at: datetime | None = column(Privacy.NOTHING, default=None)
    frozen_by: UUID | None = column(Privacy.STAFF, default=None)
    paid_at: datetime | None = column(Privacy.NOTHING, default=None)


class StatementLineTable(SQLModel, table=True):
    """A line; its fund and year are its statement's, so that nothing lands on another fund's statement."""

    __tablename__ = "statement_line"
    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["statement_id", "fund", "year"], ["statement.id", "statement.fund", "statement.year"]
        ),
        sa.Index(
            "uq_statement_line_declaration_id_kind",
            "declaration_id",
            "kind",
            unique=True,
            postgresql_where=sa.text("declaration_id is not null"),
        ),
        sa.Index(
            "uq_statement_line_base",
            "statement_id",
            "sector",
            unique=True,
            postgresql_where=sa.text("kind = 'base'"),
        ),
        sa.Index("ix_statement_line_statement_id", "statement_id"),
        sa.CheckConstraint(
            "(kind in ('outcome', 'clawback')) = (declaration_id is not null)", name="outcomes_are_declared"
        ),
        sa.CheckConstraint("(kind = 'outcome') = (price_pence is not null)", name="outcomes_have_a_price"),
        sa.CheckConstraint("kind <> 'outcome' or pence between 0 and price_pence", name="at_most_its_price"),
        sa.CheckConstraint("kind <> 'clawback' or pence <= 0", name="taken_back"),
        sa.CheckConstraint("(kind = 'adjustment') = (made_by is not null)", name="adjusted_by_somebody"),
        sa.CheckConstraint("words <> ''", name="has_words"),
    )

    id: UUID = column(Privacy.NOTHING, primary_key=True)
    statement_id: UUID = column(Privacy.NOTHING)
    fund: str = column(Privacy.NOTHING, text=True)
    year: int = column(Privacy.NOTHING)
    kind: LineKind = column(Privacy.NOTHING, choices=LineKind)
    pence: int = column(Privacy.NOTHING, sa_type=sa.BigInteger)
    price_pence: int | None = column(Privacy.NOTHING, default=None, sa_type=sa.BigInteger)
    sector: str | None = column(Privacy.NOTHING, default=None, text=True)
    declaration_id: UUID | None = column(Privacy.KEY, default=None)
    words: str = column(Privacy.NOTHING, text=True)
    made_at: datetime = column(Privacy.NOTHING)
    made_by: UUID | None = column(Privacy.STAFF, default=None)


class DisputeTable(SQLModel, table=True):
    """A provider says that a line, or a refused declaration, is wrong; answered with words."""

    __tablename__ = "dispute"
    __table_args__ = (
        both_or_neither("answered_at", "answered_by"),
        sa.CheckConstraint("(line_id is null) <> (declaration_id is null)", name="about_one_thing"),
        sa.CheckConstraint("(line_id is null) = (statement_id is null)", name="line_of_a_statement"),
        sa.CheckConstraint(
            "(answered_at is null) = (ruling is null) and (answered_at is null) = (answer is null)",
            name="answered_with_words",
        ),
        sa.CheckConstraint("words <> '' and answer <> ''", name="has_words"),
        sa.Index(
            "uq_dispute_line_id", "line_id", unique=True, postgresql_where=sa.text("answered_at is null")
        ),
        sa.Index(
            "uq_dispute_declaration_id",
            "declaration_id",
            unique=True,
            postgresql_where=sa.text("answered_at is null"),
        ),
        sa.Index("ix_dispute_provider_id", "provider_id"),
    )

    id: UUID = column(Privacy.NOTHING, primary_key=True)
    provider_id: UUID = column(Privacy.NOTHING, foreign_key="agency.id")
    statement_id: UUID | None = column(Privacy.NOTHING, default=None)
    line_id: UUID | None = column(Privacy.NOTHING, default=None)
    declaration_id: UUID | None = column(Privacy.KEY, default=None)
    words: str = column(Privacy.SENSITIVE, text=True)
    raised_at: datetime = column(Privacy.NOTHING)
    raised_by: UUID = column(Privacy.STAFF)
    answered_at: datetime | None = column(Privacy.NOTHING, default=None)
    answered_by: UUID | None = column(Privacy.STAFF, default=None)
    ruling: Ruling | None = column(Privacy.NOTHING, default=None, choices=Ruling)
    answer: str | None = column(Privacy.SENSITIVE, default=None, text=True)
