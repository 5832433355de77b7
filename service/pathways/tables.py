"""Rows of facts (spells, milestones) and of what follows from them (main spells, situation).

Facts are appended: a trigger refuses every change but the one that marks a fact superseded. Main spells and the
situation are derived; they can be rebuilt from the facts at any time and a test does so.
"""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlmodel import SQLModel

from service.kit.columns import Privacy, column
from service.pathways.rows import Because, Completion, Confidence, MilestoneKind
from service.vocabulary.activity import Group


def _corrections(table: str) -> tuple[sa.Index | sa.CheckConstraint, ...]:
    """What holds for facts that correct others or take them back."""
    return (
        sa.Index(f"ix_{table}_corrected", "learner_id", postgresql_where=sa.text("because is not null")),
        sa.CheckConstraint("because is null or supersedes is not null", name="corrects_something"),
        sa.CheckConstraint("because_note is null or because is not null", name="note_with_a_reason"),
        sa.CheckConstraint(
            "not takes_back or (because is not null and superseded_at is not null)",
            name="taking_back_never_counts",
        ),
    )


class SpellTable(SQLModel, table=True):
    """One reported period in one activity."""

    __tablename__ = "spell"
    __table_args__ = (
        sa.Index(
            "uq_spell_learner_id_agency_id_source_key",
            "learner_id",
            "agency_id",
            "source_key",
            unique=True,
            postgresql_where=sa.text("superseded_at is null"),
        ),
        sa.Index(
            "ix_spell_agency_id_source_key",
            "agency_id",
            "source_key",
            postgresql_where=sa.text("superseded_at is null"),
        ),
        sa.Index("ix_spell_recorded_at", "recorded_at", postgresql_using="brin"),
        sa.CheckConstraint("ended_on >= started_on", name="ends_after_start"),
        sa.CheckConstraint("activity between 100 and 999", name="activity_is_a_code"),
        *_corrections("spell"),
    )

    learner_id: UUID = column(Privacy.KEY, primary_key=True)
    id: UUID = column(Privacy.KEY, primary_key=True)
    activity: int = column(Privacy.PATHWAY)
    started_on: date = column(Privacy.PATHWAY)
    ended_on: date | None = column(Privacy.PATHWAY, default=None)
    planned_end_on: date | None = column(Privacy.PATHWAY, default=None)
    completion: Completion = column(Privacy.PATHWAY, choices=Completion)
    withdraw_reason: int | None = column(Privacy.SENSITIVE, default=None)
    provider_name: str | None = column(Privacy.PATHWAY, default=None, text=True)
    title: str | None = column(Privacy.PATHWAY, default=None, text=True)
    level: str | None = column(Privacy.PATHWAY, default=None, text=True)
    sector: str | None = column(Privacy.PATHWAY, default=None, text=True)
    confidence: Confidence = column(Privacy.PATHWAY, choices=Confidence)
    agency_id: UUID = column(Privacy.PATHWAY)
    source_key: str = column(Privacy.KEY, text=True)
    submission_id: UUID | None = column(Privacy.PATHWAY, default=None)
    line: int | None = column(Privacy.PATHWAY, default=None)
    recorded_at: datetime = column(Privacy.PATHWAY)
    recorded_by: UUID | None = column(Privacy.STAFF, default=None)
    said_at: datetime | None = column(Privacy.PATHWAY, default=None)
    supersedes: UUID | None = column(Privacy.KEY, default=None)
    superseded_at: datetime | None = column(Privacy.PATHWAY, default=None)
    because: Because | None = column(Privacy.PATHWAY, choices=Because, default=None)
    because_note: str | None = column(Privacy.SENSITIVE, default=None, text=True)
    takes_back: bool = column(Privacy.PATHWAY, default=False)


class MilestoneTable(SQLModel, table=True):
    """One dated event."""

    __tablename__ = "milestone"
    __table_args__ = (
        sa.Index(
            "uq_milestone_learner_id_agency_id_source_key",
            "learner_id",
            "agency_id",
            "source_key",
            unique=True,
            postgresql_where=sa.text("superseded_at is null"),
        ),
        sa.Index("ix_milestone_recorded_at", "recorded_at", postgresql_using="brin"),
        *_corrections("milestone"),
    )

    learner_id: UUID = column(Privacy.KEY, primary_key=True)
    id: UUID = column(Privacy.KEY, primary_key=True)
    kind: MilestoneKind = column(Privacy.PATHWAY, choices=MilestoneKind)
    occurred_on: date = column(Privacy.PATHWAY)
    spell_id: UUID | None = column(Privacy.KEY, default=None)
    planned_start_on: date | None = column(Privacy.PATHWAY, default=None)
    level: str | None = column(Privacy.PATHWAY, default=None, text=True)
    sector: str | None = column(Privacy.PATHWAY, default=None, text=True)
    detail: str | None = column(Privacy.SENSITIVE, default=None, text=True)
    wishes_to_return: bool | None = column(Privacy.PATHWAY, default=None)
    confidence: Confidence = column(Privacy.PATHWAY, choices=Confidence)
    agency_id: UUID = column(Privacy.PATHWAY)
    source_key: str = column(Privacy.KEY, text=True)
    submission_id: UUID | None = column(Privacy.PATHWAY, default=None)
    line: int | None = column(Privacy.PATHWAY, default=None)
    recorded_at: datetime = column(Privacy.PATHWAY)
    recorded_by: UUID | None = column(Privacy.STAFF, default=None)
    supersedes: UUID | None = column(Privacy.KEY, default=None)
    superseded_at: datetime | None = column(Privacy.PATHWAY, default=None)
    because: Because | None = column(Privacy.PATHWAY, choices=Because, default=None)
    because_note: str | None = column(Privacy.SENSITIVE, default=None, text=True)
    takes_back: bool = column(Privacy.PATHWAY, default=False)


class MainSpellTable(SQLModel, table=True):
    """The one line of periods that count; PostgreSQL forbids two of a learner to overlap."""

    __tablename__ = "main_spell"
    __table_args__ = (
        ExcludeConstraint(
            ("learner_id", "="),
            (sa.text("daterange(started_on, ended_on, '[]')"), "&&"),
            using="gist",
            name="ex_main_spell_overlap",
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.CheckConstraint("ended_on >= started_on", name="ends_after_start"),
    )

    learner_id: UUID = column(Privacy.KEY, primary_key=True)
    started_on: date = column(Privacy.PATHWAY, primary_key=True)
    ended_on: date | None = column(Privacy.PATHWAY, default=None)
    activity: int = column(Privacy.PATHWAY)
    spell_id: UUID = column(Privacy.KEY)


class SituationTable(SQLModel, table=True):
    """Where each learner is, as of `evaluated_on`; derived, one row a learner."""

    __tablename__ = "situation"
    __table_args__ = (
        sa.Index(
            "ix_situation_next_review_on",
            "next_review_on",
            postgresql_where=sa.text("next_review_on is not null"),
        ),
        sa.Index(
            "ix_situation_in_conflict",
            "learner_id",
            postgresql_where=sa.text("conflict_since_on is not null"),
        ),
    )

    learner_id: UUID = column(Privacy.KEY, primary_key=True)
    activity: int = column(Privacy.PATHWAY)
    activity_group: Group = column(Privacy.PATHWAY, choices=Group)
    since_on: date | None = column(Privacy.PATHWAY, default=None)
    provider_name: str | None = column(Privacy.PATHWAY, default=None, text=True)
    planned_end_on: date | None = column(Privacy.PATHWAY, default=None)
    current_until_on: date | None = column(Privacy.PATHWAY, default=None)
    neet_since_on: date | None = column(Privacy.PATHWAY, default=None)
    stage: str = column(Privacy.PATHWAY, text=True)
    conflict_since_on: date | None = column(Privacy.PATHWAY, default=None)
    evaluated_on: date = column(Privacy.PATHWAY)
    next_review_on: date | None = column(Privacy.PATHWAY, default=None)
