"""A concern for somebody's safety, and who is on duty, as values."""

from datetime import date, datetime
from uuid import UUID

import msgspec


class Concern(msgspec.Struct, frozen=True, kw_only=True):
    """A row of `concern`: what somebody of a council worries about, until the duty lead closes it.

    `seen_at`: when whoever is on duty first looked.
    """

    learner_id: UUID
    id: UUID
    agency_id: UUID
    raised_by: UUID
    raised_at: datetime
    raised_on: date
    words: str
    seen_at: datetime | None = None
    closed_at: datetime | None = None
    closed_by: UUID | None = None
    closed_words: str | None = None


class Duty(msgspec.Struct, frozen=True, kw_only=True):
    """Who of a council is on duty."""

    agency_id: UUID
    account_id: UUID
    set_by: UUID
    set_at: datetime
