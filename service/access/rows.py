"""Scope: which learners an actor may see, as a value every learner query asks for."""

from enum import StrEnum
from uuid import UUID

import msgspec


class Reason(StrEnum):
    """Why an agency may see a learner."""

    REGISTERED = "registered"  # it registered or claimed the learner
    RESIDENT = "resident"  # the council answers for where the learner lives
    REFERRED = "referred"  # the agency accepted a referral
    PLACED = "placed"  # the learner accepted a place of this provider


class Access(msgspec.Struct, frozen=True, kw_only=True):
    """One agency may see one learner."""

    learner_id: UUID
    agency_id: UUID
    reason: Reason


class Scope(msgspec.Struct, frozen=True):
    """The learners `agency_id` has access to; None: the whole register, for jobs and for matching only."""

    agency_id: UUID | None


NO_LEARNER = Scope(UUID(int=0))
"""Board members and administrators: no learner at all."""

WHOLE_REGISTER = Scope(None)
"""Jobs and matching. A test lists who may name it."""
