"""What rules know of a learner or a provider, and what they find, as values."""

from datetime import date
from enum import StrEnum
from uuid import UUID

import msgspec

from service.circumstances.rows import Circumstance
from service.pathways.rows import Milestone, Spell
from service.referrals.rows import Referral


class Severity(StrEnum):
    """How much an alert presses."""

    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"

    @property
    def weight(self) -> int:
        """For comparing and for the score of an alert: 100, 60, 30, 10."""
        return _WEIGHTS[self]


_WEIGHTS = {Severity.CRITICAL: 100, Severity.HIGH: 60, Severity.MEDIUM: 30, Severity.LOW: 10}


class Owner(StrEnum):
    """Whose turn it is, by role; who that is for one learner, caseloads know."""

    ADVISER = "adviser"
    PROVIDER = "provider"
    TRACKING = "tracking"
    LEAD = "lead"
    DATA_MANAGER = "data_manager"
    COORDINATOR = "coordinator"


class Family(StrEnum):
    """What an alert is about. A learner has one open alert of a family; the graver rule speaks for it."""

    WHEREABOUTS = "whereabouts"  # in nothing now, as far as we know: R01, R02, R05, R07
    NEXT_STEP = "next_step"  # in something that is about to end: R06, R16
    PROVIDER = "provider"  # about a provider, not a learner: R28
    CONTACT = "contact"  # nobody has spoken with them: R08
    REVIEW = "review"  # NEET for long, or again and again: R09, R10
    ATTENDANCE = "attendance"  # seldom there, or no longer: R11, R12
    TRAINING = "training"  # a job without training under 18: R18
    START = "start"  # a start that was agreed: R15
    PLACE = "place"  # where they are is at risk: R13, R17
    SUSTAIN = "sustain"  # whether a job lasts: R19
    GUARANTEE = "guarantee"  # no dated way back yet: R24
    CONTRADICTION = "contradiction"  # two agencies say what cannot both be; the data officer's: R25
    SAFEGUARDING = "safeguarding"  # out of band, never kept among alerts: R26
    REFERRAL = "referral"  # another agency was asked, and nobody has them: R23
    MOVE = "move"  # moved to another council's area: R22
    HANDOVER = "handover"  # an age at which others take over: R27


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
    """One fact an alert rests on: its day, what it says, and who says so. Never a name or a date of birth."""

    day: date
    words: str
    source: str
    fact_id: UUID | None = None  # the spell or milestone on the timeline


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """What a rule found. Two findings with one fingerprint rest on the same evidence.

    `raised_for_on` is the day from which the deadline counts: when it became true, or known if that was
    later. After the deadline it is `next_owner`'s turn. `sentence` says why, `closes_when` what ends it.
    """

    rule: str
    family: Family
    version: int
    severity: Severity
    raised_for_on: date
    deadline_on: date
    owner: Owner
    next_owner: Owner
    sentence: str
    evidence: tuple[Evidence, ...]
    next_step: str
    alternatives: tuple[str, str]
    closes_when: str
    fingerprint: str


class Contact(msgspec.Struct, frozen=True, kw_only=True):
    """An attempt to reach a learner, by its day; only `two_way` ones are contact, the others are attempts."""

    occurred_on: date
    channel: str
    two_way: bool
    outcome: str | None = None


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """Everything the rules may know of one learner."""

    learner_id: UUID
    born: date
    registered_on: date
    spells: tuple[Spell, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    contacts: tuple[Contact, ...] = ()
    circumstances: tuple[Circumstance, ...] = ()
    referrals: tuple[Referral, ...] = ()
    left_area_on: date | None = None
    died_on: date | None = None


class ProviderFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What R28 needs of a provider: learners shown as there now, last data received, first day it had any."""

    live_learners: int
    last_received_on: date | None
    first_live_on: date


class ConcernFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What R26 knows of a concern: when it was raised, and when the duty lead closed it."""

    raised_on: date
    closed_on: date | None = None


class Evaluation(msgspec.Struct, frozen=True, kw_only=True):
    """What all rules find today, at most one finding of a family, and when to look again.

    Until `next_review_on` nothing changes unless something is reported; None: never. `because` says where
    the learner is, for closing alerts; `because_since_on` since when. `is_outside`: too young, too old,
    moved or died.
    """

    findings: tuple[Finding, ...]
    next_review_on: date | None
    because: str
    because_since_on: date | None
    is_outside: bool = False
