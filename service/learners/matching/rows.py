"""The values the matcher works on: a person as described somewhere, how two descriptions compare, and the answer."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

import msgspec

from service.learners.rows import Outcome, RulingKind


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody as one source describes them. Any part may be missing; '' and None are the same.

    `birth_year`, `birth_month` and `birth_day` are for sources that keep them apart or know only some, and for dates
    that no calendar has; `date_of_birth` goes before them. `others` are further columns as (name, value).
    """

    given_names: str | None = None
    family_name: str | None = None
    previous_names: tuple[str, ...] = ()
    date_of_birth: date | None = None
    birth_year: int | None = None
    birth_month: int | None = None
    birth_day: int | None = None
    sex: str | None = None
    postcode: str | None = None
    address: str | None = None
    indicator: str | None = None
    uln: str | None = None
    upn: str | None = None
    ni_number: str | None = None
    email: str | None = None
    phone: str | None = None
    others: tuple[tuple[str, str], ...] = ()


class Registered(msgspec.Struct, frozen=True, kw_only=True):
    """A learner a claim may be about: the register's own key (any text that sorts), and the person.

    `owner` is the learner whom it describes, where that is another: two who were merged are one, known in two ways.
    `ruling` is what a reviewer has said about this claim and this learner before.
    """

    key: str
    person: Person
    owner: str | None = None
    ruling: RulingKind | None = None


class Finding(NamedTuple):
    """How one field compares: a level by name, and where equal values differ in rarity, their share of people."""

    field: str
    level: str
    share: float | None = None


Comparison = tuple[Finding, ...]
"""Every field both descriptions have; what one of them lacks says nothing and is not in it."""


class Weight(msgspec.Struct, frozen=True):
    """What one field adds to the whole, in bits: +1 doubles the odds that two descriptions are of one person."""

    field: str
    level: str
    bits: float
    says: str


class Weighed(msgspec.Struct, frozen=True, kw_only=True):
    """A pair, weighed. `bits` are the log2 odds that it is one person, prior included.

    The fields' bits are against a stranger; `relation` names the likeliest other explanation ("stranger", "twin",
    "sibling", "elder"), and `relation_bits` (never above 0) is what the others take off.
    """

    bits: float
    prior_bits: float
    relation: str
    relation_bits: float
    weights: tuple[Weight, ...]

    @property
    def levels(self) -> Mapping[str, str]:
        """The level of each field that was compared."""
        return {weight.field: weight.level for weight in self.weights}

    @property
    def probability(self) -> float:
        """The same as a probability."""
        return probability_of(self.bits)


def probability_of(bits: float) -> float:
    """Say log2 odds as a probability."""
    odds: float = 2.0 ** min(bits, 1000.0)
    return odds / (1.0 + odds)


class Ranked(msgspec.Struct, frozen=True, kw_only=True):
    """A learner a claim may be about (`owner`), with the weight and the sentence, by one description (`key`)."""

    key: str
    weighed: Weighed
    sentence: str
    owner: str


class Answered(msgspec.Struct, frozen=True, kw_only=True):
    """The answer to a claim. `key` is the learner's, found only; `reason` is a lasting word for counting.

    `ranked` are those it may be about, the heaviest first: what a reviewer is shown.
    """

    outcome: Outcome
    reason: str
    sentence: str
    model: str
    key: str | None = None
    ranked: tuple[Ranked, ...] = ()
