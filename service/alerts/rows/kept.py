"""What is kept of an alert: while it is open, while it is decided about, and once somebody has acted, as values."""

from datetime import date, datetime
from enum import IntEnum, StrEnum
from uuid import UUID

import msgspec

from service.alerts.rows.found import Evidence, Family, Finding, Owner, Severity


class AlertStatus(StrEnum):
    """Where an open alert stands."""

    OPEN = "open"
    ACKNOWLEDGED = "acknowledged"
    SNOOZED = "snoozed"


class Rung(IntEnum):
    """How far an open alert has climbed because nobody acted (`rules.escalation`)."""

    IN_TIME = 0
    LATE = 1
    LEAD = 2
    MANAGER = 3


class OpenAlert(msgspec.Struct, frozen=True, kw_only=True):
    """What deciding needs of an alert that is not closed. A snoozed one sleeps until `snoozed_until_on`."""

    id: UUID
    rule: str
    family: Family
    version: int
    severity: Severity
    deadline_on: date
    fingerprint: str
    raised_on: date
    raised_for_on: date | None = None  # None: as `raised_on`
    status: AlertStatus = AlertStatus.OPEN
    snoozed_until_on: date | None = None
    rung: Rung = Rung.IN_TIME


class Outcome(StrEnum):
    """Why a person closed an alert."""

    DONE = "done"
    NO_ACTION_NEEDED = "no_action_needed"


class ClosedAlert(msgspec.Struct, frozen=True, kw_only=True):
    """An alert a person closed lately; one that closed by itself is not given."""

    family: Family
    severity: Severity
    fingerprint: str
    closed_on: date
    outcome: Outcome


class Refresh(msgspec.Struct, frozen=True, kw_only=True):
    """An open alert takes over a finding: its words and evidence, with the deadline given here."""

    alert_id: UUID
    finding: Finding
    deadline_on: date
    has_new_evidence: bool
    wakes: bool


class Close(msgspec.Struct, frozen=True, kw_only=True):
    """An open alert ends because what it was about has ended; `sentence` says how."""

    alert_id: UUID
    sentence: str


class Climb(msgspec.Struct, frozen=True, kw_only=True):
    """An open alert stands on another rung; down again where its deadline was moved by new evidence."""

    alert_id: UUID
    rung: Rung


class Changes(msgspec.Struct, frozen=True, kw_only=True):
    """What must be written so that the open alerts are those the findings ask for.

    `look_again_on`: the day a snooze or a hold after closing ends; the earlier of it and the evaluation's
    `next_review_on` is when the learner is due.
    """

    raise_: tuple[Finding, ...] = ()
    refresh: tuple[Refresh, ...] = ()
    close: tuple[Close, ...] = ()
    climb: tuple[Climb, ...] = ()
    look_again_on: date | None = None


class Card(msgspec.Struct, frozen=True, kw_only=True):
    """One alert on an adviser's list, for ordering."""

    id: UUID
    learner_id: UUID
    score: int
    deadline_on: date


class NewAlert(msgspec.Struct, frozen=True, kw_only=True):
    """An alert as it is raised. `agency_id` is whose list it goes on, `provider_id` whose turn, if a provider's."""

    learner_id: UUID
    id: UUID
    agency_id: UUID | None
    provider_id: UUID | None
    rule: str
    family: Family
    version: int
    severity: Severity
    status: AlertStatus
    raised_at: datetime
    raised_on: date
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
    rung: Rung = Rung.IN_TIME


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One thing done about an alert."""

    learner_id: UUID
    alert_id: UUID
    id: UUID
    at: datetime
    account_id: UUID | None
    step: str
    words: str | None = None


class NewProviderAlert(msgspec.Struct, frozen=True, kw_only=True):
    """An open alert about a provider."""

    id: UUID
    provider_id: UUID
    rule: str
    severity: Severity
    raised_on: date
    deadline_on: date
    sentence: str


class RuleFigures(msgspec.Struct, frozen=True, kw_only=True):
    """What a rule raised for an agency in some weeks, and what became of it.

    `due`: of those raised, how many had to be acted on by now, or were; `in_time`: how many of these by their deadline.
    """

    rule: str
    open: int = 0
    raised: int = 0
    due: int = 0
    in_time: int = 0
    closed: int = 0
    no_action: int = 0


class Watched(msgspec.Struct, frozen=True, kw_only=True):
    """What a look at some learners did to their alerts."""

    looked_at: int = 0
    raised: int = 0
    refreshed: int = 0
    closed: int = 0

    def __add__(self, other: "Watched") -> "Watched":
        return Watched(
            looked_at=self.looked_at + other.looked_at,
            raised=self.raised + other.raised,
            refreshed=self.refreshed + other.refreshed,
            closed=self.closed + other.closed,
        )
