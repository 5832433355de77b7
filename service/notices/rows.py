"""Notices as values."""

from datetime import datetime
from uuid import UUID

import msgspec


class NewNotice(msgspec.Struct, frozen=True, kw_only=True):
    """Something an agency is told about a learner it knows."""

    agency_id: UUID
    id: UUID
    learner_id: UUID
    sentence: str
    told_at: datetime


class Notice(msgspec.Struct, frozen=True, kw_only=True):
    """The same, as its people read it."""

    id: UUID
    learner_id: UUID
    sentence: str
    told_at: datetime
    read_at: datetime | None = None
