"""Rows of learners, claims and the reviews that claims ask for."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import SQLModel

from service.kit.columns import Privacy, both_or_neither, column
from service.learners.rows import Outcome, ReviewDecision, Sex


class LearnerTable(SQLModel, table=True):
    """The young person in the register.

    `folded_*` are the names as matching compares them (see vocabulary.personal_name.fold). A merged learner keeps
    its row and its indicator; `merged_into` names the survivor.
    """

    __tablename__ = "learner"
    __table_args__ = (
        sa.UniqueConstraint("indicator"),
        sa.Index("uq_learner_uln", "uln", unique=True, postgresql_where=sa.text("merged_into is null")),
        sa.Index("uq_learner_upn", "upn", unique=True, postgresql_where=sa.text("merged_into is null")),
        sa.Index(None, "date_of_birth", "folded_family"),
        sa.CheckConstraint("merged_into <> id", name="not_merged_into_itself"),
        sa.CheckConstraint("uln ~ '^[1-9][0-9]{9}$' and uln <> '9999999999'", name="uln_is_a_real_one"),
        sa.CheckConstraint("upn ~ '^[A-Z][0-9]{11}[0-9A-Z]$'", name="upn_is_well_formed"),
        sa.CheckConstraint(
            "indicator ~ '^[2-9A-Z]{3}-[2-9A-Z]{3}-[2-9A-Z]{3}$'", name="indicator_is_grouped"
        ),
        sa.CheckConstraint(
            "postcode <> '' and folded_family <> '' and family_name <> ''", name="no_empty_text"
        ),
    )

    id: UUID = column(Privacy.KEY, primary_key=True)
    indicator: str = column(Privacy.IDENTITY, text=True)
    given_names: str = column(Privacy.IDENTITY, text=True)
    family_name: str = column(Privacy.IDENTITY, text=True)
    folded_given: str = column(Privacy.IDENTITY, text=True)
    folded_family: str = column(Privacy.IDENTITY, text=True)
    date_of_birth: date = column(Privacy.IDENTITY)
    sex: Sex | None = column(Privacy.IDENTITY, default=None, choices=Sex)
    postcode: str | None = column(Privacy.IDENTITY, default=None, text=True)
    uln: str | None = column(Privacy.IDENTITY, default=None, text=True)
    upn: str | None = column(Privacy.IDENTITY, default=None, text=True)
    area_id: UUID | None = column(Privacy.PATHWAY, default=None)
    council_id: UUID | None = column(Privacy.PATHWAY, default=None)
    registered_at: datetime = column(Privacy.PATHWAY)
    registered_by: UUID = column(Privacy.PATHWAY)
    merged_into: UUID | None = column(Privacy.KEY, default=None)


class ClaimTable(SQLModel, table=True):
    """One claim and its answer. `(agency_id, client_claim_id)` is the client's own name for it: a replay gets the
    same answer, another body under that name is refused by its fingerprint.
    """

    __tablename__ = "claim"
    __table_args__ = (
        sa.UniqueConstraint("agency_id", "client_claim_id"),
        sa.Index(None, "learner_id"),
        sa.CheckConstraint(
            "(outcome = 'review') or (learner_id is not null)", name="an_answer_names_its_learner"
        ),
    )

    id: UUID = column(Privacy.KEY, primary_key=True)
    agency_id: UUID = column(Privacy.NOTHING)
    client_claim_id: str = column(Privacy.KEY, text=True)
    fingerprint: bytes = column(Privacy.SECRET, sa_type=sa.LargeBinary)
    outcome: Outcome = column(Privacy.PATHWAY, choices=Outcome)
    learner_id: UUID | None = column(Privacy.KEY, default=None)
    rule_version: str = column(Privacy.NOTHING, text=True)
    sentence: str = column(Privacy.PATHWAY, text=True)
    made_at: datetime = column(Privacy.PATHWAY)
    made_by: UUID | None = column(Privacy.STAFF, default=None)


class ReviewTable(SQLModel, table=True):
    """A claim a person has to decide: what was presented, who it may be, and (once) what was decided."""

    __tablename__ = "review"
    __table_args__ = (
        sa.UniqueConstraint("claim_id"),
        sa.Index("ix_review_open", "council_id", "raised_at", postgresql_where=sa.text("decided_at is null")),
        both_or_neither("decided_at", "decision"),
        both_or_neither("decided_at", "learner_id"),
        sa.CheckConstraint(
            "decided_by is null or decided_at is not null", name="whoever_decided_did_at_some_time"
        ),
    )

    id: UUID = column(Privacy.KEY, primary_key=True)
    claim_id: UUID = column(Privacy.KEY)
    agency_id: UUID = column(Privacy.NOTHING)  # who presented it
    council_id: UUID | None = column(Privacy.NOTHING, default=None)  # whose data officer decides
    presented: dict[str, Any] = column(Privacy.IDENTITY, json=True)
    candidates: list[Any] = column(Privacy.IDENTITY, json=True)
    submitted: dict[str, Any] | None = column(Privacy.IDENTITY, default=None, json=True)
    submission_id: UUID | None = column(Privacy.KEY, default=None)
    raised_at: datetime = column(Privacy.PATHWAY)
    decided_at: datetime | None = column(Privacy.PATHWAY, default=None)
    decided_by: UUID | None = column(Privacy.STAFF, default=None)
    decision: ReviewDecision | None = column(Privacy.PATHWAY, default=None, choices=ReviewDecision)
    learner_id: UUID | None = column(Privacy.KEY, default=None)
