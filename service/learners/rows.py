"""A claim (the identity details someone presents) and the learner it may be about, as values."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import msgspec


class Sex(StrEnum):
    """As the ILR and the NCCIS return ask it; None elsewhere means "not given"."""

    FEMALE = "F"
    MALE = "M"


class Claim(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """The identity details someone presents to get an indicator. Empty text is None; a temporary ULN is None."""

    given_names: str
    family_name: str
    date_of_birth: date
    sex: Sex | None = None
    postcode: str | None = None
    uln: str | None = None
    upn: str | None = None
    indicator: str | None = None


class Candidate(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A registered learner a claim might be about: just what the decision needs."""

    learner_id: UUID
    indicator: str
    given_names: str
    family_name: str
    date_of_birth: date
    sex: Sex | None = None
    postcode: str | None = None
    uln: str | None = None
    upn: str | None = None


class Outcome(StrEnum):
    """The three honest answers to a claim."""

    FOUND = "found"
    ISSUED = "issued"
    REVIEW = "review"


class ReviewDecision(StrEnum):
    """What a data officer decides about a claim that needed a person."""

    THIS_LEARNER = "this_learner"
    NEW_LEARNER = "new_learner"


class Learner(msgspec.Struct, frozen=True, kw_only=True):
    """A registered learner, as those who may see one see it."""

    id: UUID
    indicator: str
    given_names: str
    family_name: str
    date_of_birth: date
    sex: Sex | None
    postcode: str | None
    uln: str | None
    upn: str | None
    area_id: UUID | None
    council_id: UUID | None
    registered_at: datetime
    registered_by: UUID
    merged_into: UUID | None = None

    @property
    def full_name(self) -> str:
        """Given names, then family name."""
        return f"{self.given_names} {self.family_name}".strip()


class NewLearner(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A learner as it enters the register."""

    id: UUID
    indicator: str
    given_names: str
    family_name: str
    folded_given: str
    folded_family: str
    date_of_birth: date
    sex: Sex | None
    postcode: str | None
    uln: str | None
    upn: str | None
    area_id: UUID | None
    council_id: UUID | None
    registered_at: datetime
    registered_by: UUID


class NewClaim(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A claim with its answer, as it is kept."""

    id: UUID
    agency_id: UUID
    client_claim_id: str
    fingerprint: bytes
    outcome: Outcome
    learner_id: UUID | None
    rule_version: str
    sentence: str
    made_at: datetime
    made_by: UUID | None


class NewReview(msgspec.Struct, frozen=True, kw_only=True):
    """A claim a person has to decide, as it enters the list. `submitted` is what to record once decided."""

    id: UUID
    claim_id: UUID
    agency_id: UUID
    council_id: UUID | None
    presented: Claim
    candidates: tuple[Candidate, ...]
    submitted: Any
    submission_id: UUID | None
    raised_at: datetime


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """A claim with the client's own name for it. `submitted` rides along to the review, if it comes to one."""

    client_claim_id: str
    claim: Claim
    submitted: Any = None
    submission_id: UUID | None = None


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What a claim is answered. `learner_id` and `indicator` are None while it waits for review.

    `registered` is the learner whom this very claim made.
    """

    client_claim_id: str
    outcome: Outcome
    sentence: str
    learner_id: UUID | None
    indicator: str | None
    replayed: bool = False
    registered: NewLearner | None = None
