"""Values of the files handed to others: extracts, and the councils’ monthly return."""

from datetime import date, datetime
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


class CohortStatus(StrEnum):
    """Why somebody is in a return (NCCIS YP10), as far as we write it."""

    PRIMARY = "P"
    TRANSFERRED = "T"


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """Whose return it is and of which month. `la_code` is the council's three figures at DfE."""

    la_code: str
    period_ends_on: date
    sent_on: date


class Resident(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody a council may have to return, as the register describes them.

    `number` are the ten figures under which the council returns them; `previous` those of a record joined to theirs
    since. `moved_to` is the code of the council that answers for them now, where that is another one.
    """

    learner_id: UUID
    number: int
    previous: int | None
    given_names: str
    family_name: str
    date_of_birth: date
    sex: str | None
    postcode: str | None
    uln: str | None
    upn: str | None
    registered_at: datetime
    moved_to: str | None


class Doing(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody does on the period's last day, as it is returned."""

    activity: int
    started_on: date
    ascertained_on: date
    verified_on: date
    review_on: date | None = None
    lapses_on: date | None = None
    lapsed: bool = False
    establishment: str = ""
    ukprn: str = ""
    neet_since_on: date | None = None
    expected_end_on: date | None = None


class YoungPerson(msgspec.Struct, frozen=True, kw_only=True):
    """One record of a return, field by field as it will be written; what is not known is '' or None."""

    learner_id: UUID
    number: str
    previous: str
    status: CohortStatus
    given_names: str
    family_name: str
    address: tuple[str, ...]
    postcode: str
    gender: str
    born_on: date
    ethnicity: str
    lead_la: str
    transferred_to: str
    uln: str
    upn: str
    guarantees: tuple[tuple[str, str], ...]
    level_of_need: str
    send: str
    sen_support: str
    characteristics: tuple[str, ...]
    doing: Doing
    intended_destination: str


class Faulty(msgspec.Struct, frozen=True, kw_only=True):
    """One reason why DfE would send a record back, as it is kept until the next check."""

    learner_id: UUID
    council_id: UUID
    code: int


class CheckDone(msgspec.Struct, frozen=True, kw_only=True):
    """What the last check of a council's young people came to."""

    council_id: UUID
    checked_at: datetime
    period_ends_on: date
    young_people: int
    faulty: int


class Returned(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who was in a return."""

    return_id: UUID
    learner_id: UUID
    status: CohortStatus
    activity: int


class NewReturn(msgspec.Struct, frozen=True, kw_only=True):
    """A return as it is asked for; `content` (compressed XML) and the counts come once it is made."""

    id: UUID
    council_id: UUID
    period_ends_on: date
    asked_at: datetime
    asked_by: UUID | None


class Made(msgspec.Struct, frozen=True, kw_only=True):
    """A return, made or being made (`made_at` None)."""

    id: UUID
    council_id: UUID
    period_ends_on: date
    asked_at: datetime
    made_at: datetime | None
    young_people: int | None
    faulty: int | None
    kept: bool


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody in a list of a return: who joined, who left, whose record has a fault."""

    learner_id: UUID
    indicator: str
    given_names: str
    family_name: str
    date_of_birth: date
    codes: tuple[int, ...] = ()
