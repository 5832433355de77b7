"""Values of changes, endpoints and deliveries."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from uuid import UUID

import msgspec


class What(StrEnum):
    """What changed about a learner; the words of the feed."""

    PATHWAY = "pathway"
    CIRCUMSTANCES = "circumstances"
    IDENTITY = "identity"
    JOINED = "joined"  # this record goes on as the other
    PARTED = "parted"  # the two are two again
    ACCESS_GIVEN = "access_given"
    ACCESS_WITHDRAWN = "access_withdrawn"


class Position(msgspec.Struct, frozen=True, array_like=True):
    """Where a reader stands: after this row of this transaction. Transactions are told in their own order."""

    transaction: int
    n: int


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """One change; `other_id` is the record that a joined one goes on as. `mine`: the reader may be told."""

    transaction: int
    n: int
    learner_id: UUID
    what: What
    other_id: UUID | None
    at: datetime
    mine: bool


class Read(msgspec.Struct, frozen=True, kw_only=True):
    """A page of changes, where it ended, and whether more is there already."""

    changes: Sequence[Change]
    position: Position
    more: bool


class DeliveryState(StrEnum):
    """How a delivery stands."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    FAILED = "failed"


class Webhook(msgspec.Struct, frozen=True, kw_only=True):
    """An endpoint of an agency's system. Its secret follows from its key and `generation`; it is kept nowhere."""

    id: UUID
    agency_id: UUID
    url: str
    generation: int
    rotated_at: datetime | None
    told_transaction: int
    told_n: int
    added_at: datetime
    added_by: UUID | None = None
    disabled_at: datetime | None = None
    disabled_because: str | None = None

    @property
    def told(self) -> Position:
        """Up to where changes have been announced."""
        return Position(self.told_transaction, self.told_n)


class Delivery(msgspec.Struct, frozen=True, kw_only=True):
    """One message to an endpoint, and what came of it: `answer` in a few words, never what the endpoint said."""

    webhook_id: UUID
    id: UUID
    body: str
    made_at: datetime
    state: DeliveryState
    attempts: int = 0
    tried_at: datetime | None = None
    next_at: datetime | None = None
    answer: str | None = None


class Answered(msgspec.Struct, frozen=True, kw_only=True):
    """What an endpoint answered: a status, or `problem` where there was none."""

    status: int | None = None
    problem: str | None = None
