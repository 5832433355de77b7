"""What a measure is, and what it is worked out from: the life of one learner as known at a moment."""

from collections.abc import Callable, Iterable
from datetime import date
from enum import StrEnum

import msgspec

from service.board.rows import Age
from service.circumstances.rows import Circumstance
from service.pathways.rows import Facts
from service.pathways.rules import Situation, Stretch


class Kind(StrEnum):
    """What a measure says: a share of those counted, or how many days it takes half of them."""

    SHARE = "share"
    DAYS = "days"


class Split(StrEnum):
    """By what else than district a measure is published: two ways of dividing the same people, never both at
    once."""

    PROVIDER = "provider"
    RISK = "risk"


class Life(msgspec.Struct, frozen=True, kw_only=True):
    """One learner as known at the moment: born when, what was said, and the line that follows from it.

    `now` is their situation on the day, `said` all their circumstances. `contacted_on` is the
    last day somebody spoke with them.
    """

    born: date
    facts: Facts
    line: tuple[Stretch, ...]
    now: Situation
    said: tuple[Circumstance, ...] = ()
    contacted_on: date | None = None


class Tally(msgspec.Struct, frozen=True, kw_only=True):
    """One that is counted: of a share, whether it is in the numerator; of days, after how many it came, or
    that it had not (`happened` False) when it was last looked at. `part` is where it belongs in a split.
    """

    happened: bool
    days: int | None = None
    part: str | None = None


class Definition(msgspec.Struct, frozen=True, kw_only=True):
    """What a measure is, in words; used by every page, file and statement that shows it.

    A changed definition is a new version: what was published keeps the number of the version it was made by.
    `name` says the measure as a column would, `counted` whom or what it counts. `good`: more is better.
    """

    code: str
    version: int
    name: str
    counted: str
    numerator: str
    denominator: str
    window: str
    exclusions: str
    source: str
    ages: tuple[Age, ...] = (Age.BOTH, Age.OLDER)
    good: bool = True


class Measure(Definition, frozen=True, kw_only=True):
    """One definition with the one function that counts by it."""

    kind: Kind
    split: Split | None = None
    tally: Callable[[Life, date], Iterable[Tally]]
