"""Values of the young person's own record: the link, the browser it let in, and what they say is wrong."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

import msgspec


class NewLink(msgspec.Struct, frozen=True, kw_only=True):
    """A row of `own_link` as it is made: for one learner, opened once, until `ends_at`."""

    learner_id: UUID
    id: UUID
    agency_id: UUID
    account_id: UUID
    code_hash: bytes
    made_at: datetime
    ends_at: datetime
    failed: int = 0


class Link(NewLink, frozen=True, kw_only=True):
    """A link as it stands, with the date of birth that opens it. `failed`: how often another one was given."""

    used_at: datetime | None
    withdrawn_at: datetime | None
    date_of_birth: date


class Standing(StrEnum):
    """What a link is good for now."""

    OPEN = "open"
    USED = "used"
    OVER = "over"
    WITHDRAWN = "withdrawn"
    GUESSED = "guessed"  # too many wrong dates of birth


class LetIn(msgspec.Struct, frozen=True, kw_only=True):
    """A browser the link let in: the young person reading their own record. `agency_id` gave them the link."""

    learner_id: UUID
    id: UUID
    agency_id: UUID
    started_at: datetime


class NewLetIn(LetIn, frozen=True, kw_only=True):
    """A row of `let_in`."""

    link_id: UUID
    token_hash: bytes
    seen_at: datetime


class About(StrEnum):
    """What of the record a young person says is wrong."""

    FACT = "fact"  # one line of their pathway
    IDENTITY = "identity"  # name, date of birth, address, numbers
    CIRCUMSTANCE = "circumstance"
    OTHER = "other"


class Outcome(StrEnum):
    """How a request to correct was answered."""

    PUT_RIGHT = "put_right"
    LEFT = "left"


class CorrectionRequest(msgspec.Struct, frozen=True, kw_only=True):
    """What a young person says is wrong, whom that is for, and the answer they read."""

    learner_id: UUID
    id: UUID
    agency_id: UUID
    about: About
    fact_id: UUID | None
    words: str
    said_at: datetime
    due_on: date
    outcome: Outcome | None = None
    answer: str | None = None
    answered_at: datetime | None = None
    answered_by: UUID | None = None


class Looked(msgspec.Struct, frozen=True, kw_only=True):
    """What one agency did with a record on one day, `times` over. `by_system`: its computer, nobody in person."""

    on: date
    agency_id: UUID
    by_system: bool
    act: str
    why: str | None
    reason: str | None
    times: int
