"""The pool as values: funds, what was put in and given out, the ramp, the tariff. All money is whole pence."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

import msgspec


class Outcome(StrEnum):
    """What a provider can be paid for, in the order in which it happens."""

    START = "start"
    RETENTION = "retention"  # still there after four weeks
    ACHIEVEMENT = "achievement"
    PROGRESSION = "progression"  # to a higher level
    JOB_START = "job_start"
    JOB_13_WEEKS = "job_13_weeks"
    JOB_26_WEEKS = "job_26_weeks"


class Band(StrEnum):
    """The risk of NEET as known at the start (`circumstances.rules.Band`), or that nobody had assessed it."""

    SUBSTANTIAL = "substantial"
    ADDITIONAL = "additional"
    OFFER = "offer"
    NONE = "none"
    NOT_ASSESSED = "not_assessed"


class Rivals(StrEnum):
    """Who is paid where several providers helped towards one outcome."""

    FIRST_VERIFIED = "first_verified"
    SPLIT = "split"


LATER: Final = tuple(kind for kind in Outcome if kind is not Outcome.START)
"""Outcomes with a price of their own; the start has the attachment share of all of them."""

Key = tuple[Outcome, Band]


class Fund(msgspec.Struct, frozen=True, kw_only=True):
    """A fund of the pool. It keeps its owner and its rules: the board moves priorities, not cash.

    `age_from` and `age_until` are academic ages at the start of a course: a course belongs to one fund.
    """

    code: str
    name: str
    owner: str
    rules: str
    age_from: int
    age_until: int


class FundYear(msgspec.Struct, frozen=True, kw_only=True):
    """What was put into a fund for a financial year (named by the year it begins in), and what was given out of it."""

    fund: str
    year: int
    contributed_pence: int
    allocated_pence: int

    @property
    def left_pence(self) -> int:
        """What may still be allocated."""
        return self.contributed_pence - self.allocated_pence


class Contribution(msgspec.Struct, frozen=True, kw_only=True):
    """One line of what is put in, or (negative) taken back; `source` says by what letter or decision."""

    id: UUID
    fund: str
    year: int
    pence: int
    contributor: str
    source: str
    reason: str
    recorded_at: datetime
    recorded_by: UUID


class Allocation(msgspec.Struct, frozen=True, kw_only=True):
    """One line of what a provider is given for a sector; a later line changes it by a difference, with its reason."""

    id: UUID
    provider_id: UUID
    sector: str
    fund: str
    year: int
    pence: int
    planned_places: int
    decided_on: date
    decision: str
    reason: str
    recorded_at: datetime
    recorded_by: UUID


class Given(msgspec.Struct, frozen=True, kw_only=True):
    """What a provider is given for a sector in a fund and year: the sum of its lines."""

    provider_id: UUID
    sector: str
    pence: int
    planned_places: int = 0


class Scenario(msgspec.Struct, frozen=True, kw_only=True):
    """A set of ramps. Statements go by the one `in_force`; the others are for comparison."""

    code: str
    name: str
    source: str
    in_force: bool


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """The share of an allocation that is paid by results in one year, of 10,000; locked once a statement used it."""

    scenario: str
    fund: str
    year: int
    share: int
    set_at: datetime
    set_by: UUID
    locked_at: datetime | None = None


class Terms(msgspec.Struct, frozen=True, kw_only=True):
    """What a tariff is made of, as somebody enters it.

    `prices`: pence of each later outcome in a band of weight 10,000. `weights`: of each band, of 10,000. `attachment`:
    which share of all the prices of a band is paid at the start instead, of 10,000; it moves money and adds none.
    """

    prices: Mapping[Outcome, int]
    weights: Mapping[Band, int]
    attachment: int


class Tariff(msgspec.Struct, frozen=True, kw_only=True):
    """A version of a fund's tariff, from a day on. `cap_pence`: at most this for one person, in this fund."""

    id: UUID
    fund: str
    name: str
    source: str
    starts_on: date
    cap_pence: int
    rivals: Rivals
    terms: Terms
    set_at: datetime
    set_by: UUID
    locked_at: datetime | None = None


class Rate(msgspec.Struct, frozen=True, kw_only=True):
    """What one outcome is worth in one risk band, by one tariff."""

    tariff_id: UUID
    kind: Outcome
    band: Band
    pence: int


class Priced(msgspec.Struct, frozen=True, kw_only=True):
    """A tariff with its rates."""

    tariff: Tariff
    rates: Mapping[Key, int]
