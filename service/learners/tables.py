"""Rows of learners, claims and the reviews that claims ask for."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import SQLModel

from service.kit.columns import Privacy, both_or_neither, column
from service.learners.rows import LrsOutcome, Outcome, ReviewDecision, ReviewKind, RulingKind, Sex


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
        sa.Index(
            "uq_learner_ni_number", "ni_number", unique=True, postgresql_where=sa.text("merged_into is null")
        ),
        # Whoever was merged is still known by their numbers, which lead to the survivor.
        sa.Index("ix_learner_merged_uln", "uln", postgresql_where=sa.text("merged_into is not null")),
        sa.Index("ix_learner_merged_upn", "upn", postgresql_where=sa.text("merged_into is not null")),
        sa.Index(
            "ix_learner_merged_ni_number", "ni_number", postgresql_where=sa.text("merged_into is not null")
        ),
        sa.Index(
            "ix_learner_merged_into", "merged_into", postgresql_where=sa.text("merged_into is not null")
        ),
        sa.Index(None, "date_of_birth", "folded_family"),
        sa.Index(None, "described_at", "id"),
        sa.CheckConstraint("merged_into <> id", name="not_merged_into_itself"),
        sa.CheckConstraint("uln ~ '^[1-9][0-9]{9}$' and uln <> '9999999999'", name="uln_is_a_real_one"),
        sa.CheckConstraint("upn ~ '^[A-Z][0-9]{11}[0-9A-Z]$'", name="upn_is_well_formed"),
        sa.CheckConstraint("ni_number ~ '^[A-Z]{2}[0-9]{6}$'", name="ni_number_is_well_formed"),
        sa.CheckConstraint(
            "indicator ~ '^[2-9A-Z]{3}-[2-9A-Z]{3}-[2-9A-Z]{3}$'", name="indicator_is_grouped"
        ),
        sa.CheckConstraint(
            "postcode <> '' and folded_family <> '' and family_name <> '' and email <> ''",
            name="no_empty_text",
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
    ni_number: str | None = column(Privacy.IDENTITY, default=None, text=True)
    email: str | None = column(Privacy.IDENTITY, default=None, text=True)
    area_id: UUID | None = column(Privacy.PATHWAY, default=None)
    council_id: UUID | None = column(Privacy.PATHWAY, default=None)
    registered_at: datetime = column(Privacy.PATHWAY)
    registered_by: UUID = column(Privacy.PATHWAY)
    described_at: datetime = column(Privacy.PATHWAY)  # since when who this is has been described as it is
    merged_into: UUID | None = column(Privacy.KEY, default=None)


class OtherNameTable(SQLModel, table=True):
    """Another name somebody goes or went by: a former one, or as another agency writes it. Matched, never said.

    A hidden one (adoption, a changed name that must not be known) is matched all the same, and shown to nobody: the
    application's own role does not see its row.
    """

    __tablename__ = "other_name"
    __table_args__ = (
        sa.UniqueConstraint("learner_id", "name"),
        sa.CheckConstraint("name <> ''", name="no_empty_text"),
    )

    learner_id: UUID = column(Privacy.KEY, primary_key=True)
    id: UUID = column(Privacy.KEY, primary_key=True)
    name: str = column(Privacy.IDENTITY, text=True)
    hidden: bool = column(Privacy.SENSITIVE)
    noted_at: datetime = column(Privacy.PATHWAY)
    noted_by: UUID = column(Privacy.PATHWAY)


class LearnerKeyTable(SQLModel, table=True):
    """Under which hashes a learner is looked for (matching/keys.py). Derived; `pathway keys rebuild` makes it anew.

    `signature` ranks before anybody is fetched, so an index is all that a search reads.
    """

    __tablename__ = "learner_key"
    __table_args__ = (
        sa.PrimaryKeyConstraint("key", "learner_id", name="pk_learner_key", postgresql_include=["signature"]),
    )

    key: int = column(Privacy.IDENTITY, sa_type=sa.BigInteger)
    learner_id: UUID = column(Privacy.KEY)
    signature: int = column(Privacy.IDENTITY)


class NameCountTable(SQLModel, table=True):
    """How many learners have a name, as last counted. Of no one person: names that few have are left out."""

    __tablename__ = "name_count"
    __table_args__ = (sa.CheckConstraint("kind in ('given', 'family')", name="kind_known"),)

    kind: str = column(Privacy.NOTHING, primary_key=True, text=True)
    name: str = column(Privacy.NOTHING, primary_key=True, text=True)
    learners: int = column(Privacy.NOTHING)


class RegisterCountTable(SQLModel, table=True):
    """The last count of the register: one row. Its key changes with every count, so that processes see a new one."""

    __tablename__ = "register_count"
    __table_args__ = (sa.CheckConstraint("one_row", name="one_row"),)

    one_row: bool = column(Privacy.NOTHING, primary_key=True)
    id: UUID = column(Privacy.NOTHING)
    counted_at: datetime = column(Privacy.NOTHING)
    learners: int = column(Privacy.NOTHING)


class ClaimRulingTable(SQLModel, table=True):
    """What a person decided about details and a learner, for good: the same person, or another.

    "Different" holds until the learner is described otherwise (`learner.described_at`); other details are another
    fingerprint. So nobody is asked the same again, and everybody is asked when something changed.
    """

    __tablename__ = "claim_ruling"
    __table_args__ = (sa.Index(None, "fingerprint", "learner_id"),)

    learner_id: UUID = column(Privacy.KEY, primary_key=True)
    fingerprint: bytes = column(Privacy.SECRET, primary_key=True, sa_type=sa.LargeBinary)
    ruling: RulingKind = column(Privacy.PATHWAY, choices=RulingKind)
    decided_at: datetime = column(Privacy.PATHWAY)
    decided_by: UUID | None = column(Privacy.STAFF, default=None)


class PairRulingTable(SQLModel, table=True):
    """What a person decided about two learners: not one person, or twins or siblings.

    It holds until one of them is described anew (`learner.described_at`).
    """

    __tablename__ = "pair_ruling"
    __table_args__ = (sa.CheckConstraint("learner_id < other_id", name="each_pair_once"),)

    learner_id: UUID = column(Privacy.KEY, primary_key=True)
    other_id: UUID = column(Privacy.KEY, primary_key=True)
    ruling: RulingKind = column(Privacy.PATHWAY, choices=RulingKind)
    decided_at: datetime = column(Privacy.PATHWAY)
    decided_by: UUID | None = column(Privacy.STAFF, default=None)


class ClaimTable(SQLModel, table=True):
    """One claim and its answer, with whom it may have been about and how much spoke for each (bits).

    `(agency_id, client_claim_id)` is the client's own name for it: a replay gets the same answer, another body under
    that name is refused by its fingerprint.
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
    model_version: str = column(Privacy.NOTHING, text=True)
    reason: str = column(Privacy.NOTHING, text=True)
    sentence: str = column(Privacy.PATHWAY, text=True)
    candidates: list[Any] = column(Privacy.PATHWAY, json=True)
    made_at: datetime = column(Privacy.PATHWAY)
    made_by: UUID | None = column(Privacy.STAFF, default=None)


class ReviewTable(SQLModel, table=True):
    """What a person has to decide about who somebody is, who works on it, and (once) what was decided.

    A claim that may be about somebody registered; two learners who may be one (`about_id`, `other_id`); a number or a
    fact that another source doubts (`about_id`, `detail`). Who a claim may be about is on the claim as it was then,
    and looked for again whenever the review is opened.
    """

    __tablename__ = "review"
    __table_args__ = (
        sa.UniqueConstraint("claim_id"),
        sa.Index("ix_review_open", "council_id", "raised_at", postgresql_where=sa.text("decided_at is null")),
        sa.Index(
            "uq_review_pair",
            "about_id",
            "other_id",
            unique=True,
            postgresql_where=sa.text("decided_at is null and kind = 'duplicate'"),
        ),
        both_or_neither("decided_at", "decision"),
        both_or_neither("assigned_to", "assigned_at"),
        sa.CheckConstraint("(kind = 'claim') = (claim_id is not null)", name="a_claim_where_there_is_one"),
        sa.CheckConstraint("(kind = 'claim') = (presented is not null)", name="details_where_a_claim_is"),
        sa.CheckConstraint("(kind = 'claim') = (about_id is null)", name="about_a_learner_where_no_claim_is"),
        sa.CheckConstraint("(kind = 'duplicate') = (other_id is not null)", name="a_pair_is_two"),
        sa.CheckConstraint("about_id < other_id", name="each_pair_once"),
        sa.CheckConstraint(
            "decision not in ('this_learner', 'new_learner') or learner_id is not null",
            name="a_claim_decided_has_its_learner",
        ),
        sa.CheckConstraint(
            "decided_by is null or decided_at is not null", name="whoever_decided_did_at_some_time"
        ),
    )

    id: UUID = column(Privacy.KEY, primary_key=True)
    kind: ReviewKind = column(Privacy.NOTHING, choices=ReviewKind)
    claim_id: UUID | None = column(Privacy.KEY, default=None)
    about_id: UUID | None = column(Privacy.KEY, default=None)
    other_id: UUID | None = column(Privacy.KEY, default=None)
    agency_id: UUID = column(Privacy.NOTHING)  # who presented it, or by whose word it is doubted
    council_id: UUID | None = column(Privacy.NOTHING, default=None)  # whose data officer decides
    sentence: str = column(Privacy.PATHWAY, text=True)
    bits: float | None = column(Privacy.NOTHING, default=None, sa_type=sa.REAL)
    presented: dict[str, Any] | None = column(Privacy.IDENTITY, default=None, json=True)
    detail: dict[str, Any] | None = column(Privacy.IDENTITY, default=None, json=True)
    submitted: dict[str, Any] | None = column(Privacy.IDENTITY, default=None, json=True)
    submission_id: UUID | None = column(Privacy.KEY, default=None)
    raised_at: datetime = column(Privacy.PATHWAY)
    assigned_to: UUID | None = column(Privacy.STAFF, default=None)
    assigned_at: datetime | None = column(Privacy.PATHWAY, default=None)
    decided_at: datetime | None = column(Privacy.PATHWAY, default=None)
    decided_by: UUID | None = column(Privacy.STAFF, default=None)
    decision: ReviewDecision | None = column(Privacy.PATHWAY, default=None, choices=ReviewDecision)
    learner_id: UUID | None = column(Privacy.KEY, default=None)


class ReviewNoteTable(SQLModel, table=True):
    """What somebody working on a review wrote down, for whoever takes it up next."""

    __tablename__ = "review_note"
    __table_args__ = (sa.CheckConstraint("words <> ''", name="no_empty_text"),)

    review_id: UUID = column(Privacy.KEY, primary_key=True)
    id: UUID = column(Privacy.KEY, primary_key=True)
    at: datetime = column(Privacy.PATHWAY)
    account_id: UUID | None = column(Privacy.STAFF, default=None)
    words: str = column(Privacy.SENSITIVE, text=True)


class LrsCheckTable(SQLModel, table=True):
    """What the Learning Records Service answered about a learner; appended, the last one counts."""

    __tablename__ = "lrs_check"
    __table_args__ = (
        sa.CheckConstraint(
            "outcome not in ('exact', 'linked') or uln is not null", name="found_with_its_uln"
        ),
    )

    learner_id: UUID = column(Privacy.KEY, primary_key=True)
    id: UUID = column(Privacy.KEY, primary_key=True)
    outcome: LrsOutcome = column(Privacy.PATHWAY, choices=LrsOutcome)
    uln: str | None = column(Privacy.IDENTITY, default=None, text=True)
    linked: str | None = column(Privacy.IDENTITY, default=None, text=True)
    received_at: datetime = column(Privacy.PATHWAY)
    received_by: UUID = column(Privacy.NOTHING)
