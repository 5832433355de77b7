"""A referral as it stands, as values."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

import msgspec


class Kind(StrEnum):
    """What is asked of the other agency."""

    SUPPORT = "support"  # help beside whoever sends it
    HANDOVER = "handover"  # the learner moved: answer for them from now on


class State(StrEnum):
    """Where a referral stands."""

    TO_SEND = "to_send"  # a handover that the move began and nobody has sent
    SENT = "sent"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    ATTENDED = "attended"  # they came to a first appointment
    WITHDRAWN = "withdrawn"


class Decline(StrEnum):
    """Why an agency does not take somebody on."""

    NOT_FOR_US = "not_for_us"
    NO_ROOM = "no_room"
    TOO_FAR = "too_far"
    WRONG_AGE = "wrong_age"
    NOT_HERE = "not_here"
    OTHER = "other"


class Step(StrEnum):
    """What may be done with a referral."""

    SEND = "send"
    ACCEPT = "accept"
    DECLINE = "decline"
    APPOINT = "appoint"
    ATTENDED = "attended"
    MISSED = "missed"
    WITHDRAW = "withdraw"


class Ask(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked of which agency about which learner."""

    learner_id: UUID
    to: UUID
    words: str
    kind: Kind = Kind.SUPPORT


class Done(msgspec.Struct, frozen=True, kw_only=True):
    """A step, by whom and when. `on`: the day of the appointment, or on which they came or did not.

    `words`: what a handover says to the other council.
    """

    step: Step
    agency_id: UUID
    account_id: UUID
    today: date
    on: date | None = None
    decline: Decline | None = None
    note: str | None = None
    words: str | None = None


class Referral(msgspec.Struct, frozen=True, kw_only=True):
    """A row of `referral`. `appointment_on`: the first one; `missed`: how often they did not come, last `missed_on`."""

    learner_id: UUID
    id: UUID
    kind: Kind
    state: State
    from_agency_id: UUID
    to_agency_id: UUID
    made_by: UUID
    made_at: datetime
    made_on: date
    words: str
    sent_on: date | None = None
    answered_on: date | None = None
    answered_by: UUID | None = None
    decline: Decline | None = None
    decline_note: str | None = None
    appointment_on: date | None = None
    missed: int = 0
    missed_on: date | None = None
    attended_on: date | None = None
    ended_on: date | None = None
