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
    ni_number: str | None = None
    email: str | None = None
    previous_names: tuple[str, ...] = ()
    indicator: str | None = None


class RulingKind(StrEnum):
    """What a person decided about two descriptions, for good."""

    SAME = "same"
    DIFFERENT = "different"
    RELATIVE = "relative"  # a twin, brother or sister: different, and it is known why they are alike


class Candidate(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A registered learner a claim might be about: just what the decision needs.

    `previous_names` are all others the register knows, hidden ones among them: for comparing, never to be shown.
    """

    learner_id: UUID
    indicator: str
    given_names: str
    family_name: str
    date_of_birth: date
    sex: Sex | None = None
    postcode: str | None = None
    uln: str | None = None
    upn: str | None = None
    ni_number: str | None = None
    email: str | None = None
    previous_names: tuple[str, ...] = ()
    merged_into: UUID | None = None
    ruling: RulingKind | None = None

    @property
    def owner_id(self) -> UUID:
        """The learner this describes: somebody merged is one more description of the survivor."""
        return self.merged_into or self.learner_id


class Outcome(StrEnum):
    """The three honest answers to a claim."""

    FOUND = "found"
    ISSUED = "issued"
    REVIEW = "review"


class ReviewKind(StrEnum):
    """What a data officer is asked."""

    CLAIM = "claim"  # is this somebody we know?
    DUPLICATE = "duplicate"  # are these two one person?
    NUMBER = "number"  # another source says that a number changed or belongs to somebody else
    FACT = "fact"  # whose fact is this, of two who were parted?


class ReviewDecision(StrEnum):
    """What a data officer decides."""

    THIS_LEARNER = "this_learner"  # of a claim
    NEW_LEARNER = "new_learner"
    MERGED = "merged"  # of two learners
    DIFFERENT = "different"
    RELATIVE = "relative"
    TAKEN = "taken"  # of a number or fact: what the other source says
    LEFT = "left"  # as it is
    GONE = "gone"  # nothing is left to decide


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
    ni_number: str | None
    email: str | None
    area_id: UUID | None
    council_id: UUID | None
    registered_at: datetime
    registered_by: UUID
    described_at: datetime


class NewKey(msgspec.Struct, frozen=True, gc=False):
    """One hash a learner is looked for under, with the signature to rank by."""

    key: int
    learner_id: UUID
    signature: int


class NewOtherName(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Another name of a learner, as it enters the register."""

    learner_id: UUID
    id: UUID
    name: str
    hidden: bool
    noted_at: datetime
    noted_by: UUID


class NewRuling(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What a person decided about a claim's details and a learner."""

    learner_id: UUID
    fingerprint: bytes
    ruling: RulingKind
    decided_at: datetime
    decided_by: UUID | None


class RankedCandidate(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A learner a claim may have been about, as weighed then. `bits` are log2 odds; `weights` those of each field.

    `described_by` is the row that fitted: the learner's own, or that of somebody merged into them.
    """

    learner_id: UUID
    described_by: UUID
    bits: float
    relation: str
    sentence: str
    weights: dict[str, float]


class NewClaim(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A claim with its answer, as it is kept."""

    id: UUID
    agency_id: UUID
    client_claim_id: str
    fingerprint: bytes
    outcome: Outcome
    learner_id: UUID | None
    model_version: str
    reason: str
    sentence: str
    candidates: tuple[RankedCandidate, ...]
    made_at: datetime
    made_by: UUID | None


class NewReview(msgspec.Struct, frozen=True, kw_only=True):
    """What a person has to decide, as it enters the list. `submitted` is what to record once a claim is decided."""

    id: UUID
    kind: ReviewKind
    agency_id: UUID
    council_id: UUID | None
    sentence: str
    raised_at: datetime
    claim_id: UUID | None = None
    about_id: UUID | None = None
    other_id: UUID | None = None
    bits: float | None = None
    presented: Claim | None = None
    detail: dict[str, Any] | None = None
    submitted: Any = None
    submission_id: UUID | None = None


class NewPairRuling(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What a person decided about two learners; the lesser key first."""

    learner_id: UUID
    other_id: UUID
    ruling: RulingKind
    decided_at: datetime
    decided_by: UUID | None


class LrsOutcome(StrEnum):
    """What the Learning Records Service answers when asked for a learner."""

    NONE = "none"
    TOO_MANY = "too_many"
    POSSIBLE = "possible"
    EXACT = "exact"
    LINKED = "linked"  # the ULN returned is the master; others were joined to it
    NOT_SHARED = "not_shared"
    NOT_VERIFIED = "not_verified"


class LrsChecked(msgspec.Struct, frozen=True, kw_only=True):
    """What the LRS answered about a learner, when it was received. `linked` are ULNs with a space between."""

    learner_id: UUID
    id: UUID
    outcome: LrsOutcome
    uln: str | None
    linked: str | None
    received_at: datetime
    received_by: UUID


class NewNote(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody wrote down on a review."""

    review_id: UUID
    id: UUID
    at: datetime
    account_id: UUID | None
    words: str


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
