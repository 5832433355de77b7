"""Values of the files handed to others."""

from datetime import date
from enum import StrEnum
from uuid import UUID

import msgspec


class Extract(StrEnum):
    """A list of learners that an agency may take with it."""

    MY_LEARNERS = "my_learners"  # a provider's own
    DISTRICT = "district"  # those of a council who live in one of its districts


class Extracted(msgspec.Struct, frozen=True, kw_only=True):
    """One learner as an extract may tell of them; which fields it does is `rules.AGREED`."""

    learner_id: UUID
    indicator: str
    given_names: str
    family_name: str
    date_of_birth: date
    uln: str | None
    postcode: str | None
    district: str | None
    activity: int | None
    since_on: date | None
    provider_name: str | None
    planned_end_on: date | None
    current_until_on: date | None
    neet_since_on: date | None
    conflict_since_on: date | None


class District(msgspec.Struct, frozen=True, kw_only=True):
    """A district in which learners of a council live; None: where is not known."""

    id: UUID | None
    name: str | None
    learners: int
