"""What can be claimed for a learner and what became of each attempt, as values."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

import msgspec

from service.circumstances.rows import Circumstance
from service.funding.rows.pool import Band, Outcome
from service.pathways.rows import SaidMilestone, SaidSpell


class Evidence(StrEnum):
    """By whose word an outcome is known, the strongest first. The last two are no evidence."""

    EMPLOYER = "employer"
    PROVIDER = "provider"
    CHECK = "check"  # confirmed by a council or another agency that asked
    OWN_WORD = "own_word"
    INFERRED = "inferred"


class Reason(StrEnum):
    """Why an attempt is not paid, or was undone; one each, the first that holds in this order."""

    NO_EVIDENCE = "no_evidence"
    WRONG_PROVIDER = "wrong_provider"
    OUT_OF_WINDOW = "out_of_window"
    NO_ALLOCATION = "no_allocation"
    DUPLICATE = "duplicate"
    RIVAL_FIRST = "rival_first"
    UNTRUE = "untrue"  # the facts it rested on were corrected


class State(StrEnum):
    """Where a declaration stands."""

    SUBMITTED = "submitted"
    ELIGIBLE = "eligible"
    INELIGIBLE = "ineligible"
    PAYABLE = "payable"  # on a statement
    PAID = "paid"
    AWAITING_CLAWBACK = "awaiting_clawback"
    CLAWED_BACK = "clawed_back"
    VOIDED = "voided"


CONFIRMED = frozenset({Evidence.EMPLOYER, Evidence.PROVIDER, Evidence.CHECK})
"""What counts as evidence: somebody other than the learner says so. SOURCE: practice 3.4, the order of evidence."""
BILLABLE = frozenset({State.ELIGIBLE, State.PAYABLE, State.PAID})
"""Of these there is one for each person, course and kind."""
STANDING = frozenset({State.PAYABLE, State.PAID, State.AWAITING_CLAWBACK})
"""These have stood on a statement and have not been taken back."""
UNPAID = frozenset({State.SUBMITTED, State.ELIGIBLE, State.INELIGIBLE})

ClaimKey = tuple[UUID, UUID, Outcome, UUID]
"""Provider, course, kind, occasion: what makes an attempt the same attempt."""


class Picture(msgspec.Struct, frozen=True, kw_only=True):
    """All that claims of one learner follow from, as known before a moment.

    `circumstances` is everything ever said, with when it was recorded and superseded. `funds` are the funds of courses
    that an earlier declaration has settled: a course stays in its fund.
    """

    learner_id: UUID
    born_on: date
    spells: tuple[SaidSpell, ...] = ()
    milestones: tuple[SaidMilestone, ...] = ()
    circumstances: tuple[Circumstance, ...] = ()
    funds: Mapping[UUID, str] = {}


class Agencies(msgspec.Struct, frozen=True, kw_only=True):
    """Whose word is whose: the agencies that are providers, and those that are employers."""

    providers: frozenset[UUID]
    employers: frozenset[UUID]


class Claim(msgspec.Struct, frozen=True, kw_only=True):
    """An outcome that one provider can claim for one learner.

    `course` is the lasting name of the provider's course it belongs to, `occasion` of what happened (the course itself,
    the next one, or the job). `verified_at`: when it first was on record with this evidence, `is_own`: by the
    provider's own word; `helped_on`: when its course began. `was_there`: the provider had the learner on that day.
    """

    learner_id: UUID
    provider_id: UUID
    fund: str
    sector: str | None
    course: UUID
    occasion: UUID
    kind: Outcome
    occurred_on: date
    evidence: Evidence
    verified_at: datetime
    helped_on: date
    band: Band
    is_own: bool = True
    was_there: bool = True

    @property
    def key(self) -> ClaimKey:
        """What makes it the same attempt."""
        return self.provider_id, self.course, self.kind, self.occasion


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be said of a claim. `reason` None: it can be paid, one of `parts` equal parts, the `part`-th.

    `is_true`: the facts bear it out, whatever else stands against it. `superseded_by`: the claim that is paid instead.
    """

    claim: Claim
    reason: Reason | None = None
    superseded_by: ClaimKey | None = None
    is_true: bool = True
    part: int = 1
    parts: int = 1


class Declaration(msgspec.Struct, frozen=True, kw_only=True):
    """A row of `declaration`: an attempt to claim, made by the service, and what became of it."""

    learner_id: UUID
    id: UUID
    provider_id: UUID
    fund: str
    year: int
    sector: str | None
    course: UUID
    occasion: UUID
    kind: Outcome
    occurred_on: date
    claim_until_on: date
    evidence: Evidence
    band: Band
    part: int
    parts: int
    verified_at: datetime
    state: State
    reason: Reason | None = None
    superseded_by: UUID | None = None
    declared_at: datetime

    @property
    def key(self) -> ClaimKey:
        """What makes it the same attempt."""
        return self.provider_id, self.course, self.kind, self.occasion


class DeclarationEvent(msgspec.Struct, frozen=True, kw_only=True):
    """A row of `declaration_event`: one step in a declaration's life."""

    learner_id: UUID
    id: UUID
    declaration_id: UUID
    state: State
    reason: Reason | None
    statement_id: UUID | None
    at: datetime
