"""Caseloads and contacts as values."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

import msgspec


class Channel(StrEnum):
    """How an adviser reached out."""

    PHONE = "phone"
    TEXT = "text"
    EMAIL = "email"
    LETTER = "letter"
    VISIT = "visit"
    MEETING = "meeting"
    SOCIAL = "social"
    THROUGH_OTHERS = "through_others"


class Outcome(StrEnum):
    """What came of a contact made, or tried."""

    AGREED = "agreed"  # a next step was agreed
    THINKING = "thinking"
    NO_HELP_NOW = "no_help_now"
    NO_CONTACT_WANTED = "no_contact_wanted"
    NO_ANSWER = "no_answer"
    MESSAGE_LEFT = "message_left"
    WRONG_DETAILS = "wrong_details"
    SOMEBODY_ELSE = "somebody_else"


class Found(StrEnum):
    """What a step of tracing came to."""

    NOTHING = "nothing"
    FOUND = "found"
    ASKED = "asked"  # an answer is awaited
    NOT_FITTING = "not_fitting"  # it cannot help with this learner


class TracingStep(msgspec.Struct, frozen=True, kw_only=True):
    """A row of `tracing_step`: what one step of the ladder came to; of several the last counts."""

    learner_id: UUID
    id: UUID
    agency_id: UUID
    account_id: UUID
    step: str
    found: Found
    noted_at: datetime
    noted_on: date


class Contact(msgspec.Struct, frozen=True, kw_only=True):
    """One contact made (`two_way`) or tried."""

    learner_id: UUID
    id: UUID
    account_id: UUID
    agency_id: UUID
    channel: Channel
    two_way: bool
    occurred_on: date
    recorded_at: datetime
    note: str | None = None
    next_contact_on: date | None = None
    outcome: Outcome | None = None


class Holding(msgspec.Struct, frozen=True, kw_only=True):
    """Which adviser holds a learner now."""

    learner_id: UUID
    account_id: UUID
    agency_id: UUID
    since_on: date


class Availability(msgspec.Struct, frozen=True, kw_only=True):
    """How an adviser works: hours a week, and while they are away who looks after their learners.

    `cover_id` None while somebody is away: what is theirs is everybody's.
    """

    account_id: UUID
    agency_id: UUID
    hours: int = 37
    away_from_on: date | None = None
    away_until_on: date | None = None
    cover_id: UUID | None = None


class NewHolding(msgspec.Struct, frozen=True, kw_only=True):
    """A holding as it is stored."""

    learner_id: UUID
    id: UUID
    account_id: UUID
    agency_id: UUID
    since_on: date
