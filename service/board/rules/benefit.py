"""What the programme was to cost and bring, and what may be said it has brought so far: a range, with its sign.

Negative is benefit, as in the business case. None of the benefit is cash: the only cash in it is what was spent.
"""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Final

import msgspec

from service.board.rules.months import months_earlier
from service.board.rules.rounding import ROUND_TO, THRESHOLD
from service.vocabulary.money import PENCE, WHOLE, rounded

THOUSAND: Final = 1_000 * PENCE


class Planned(msgspec.Struct, frozen=True):
    """A line of the business case, in thousands of pounds; negative is benefit."""

    name: str
    thousands: int


COSTS: Final = (Planned("First year", 147), Planned("Second year", 155), Planned("Third year", 795))
CASHABLE: Final = Planned("Cashable: a net cost", 1_097)
NON_CASHABLE: Final = Planned("Non-cashable: benefit to people and the economy", -151_406)
TOTAL: Final = Planned("Total", -150_309)
BRIEF: Final = "Whole Essex Community Budget, Skills for Growth business case, November 2012"
"""SOURCE of the four above. The total is the cost and the benefit added: 1,097 − 151,406."""


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """One reading of what an outcome is worth: pence each, and how many of 10,000 would have come about anyway."""

    name: str
    worth_pence: int
    deadweight: int


class Valuation(msgspec.Struct, frozen=True, kw_only=True):
    """How outcomes are valued, from a day on: dated, versioned, never one number."""

    version: int
    prices_of: str
    source: str
    assumed: str
    cases: tuple[Case, Case, Case]


VALUATION: Final = Valuation(
    version=1,
    prices_of="2009",
    source=(
        "Coles and others, Estimating the life-time cost of NEET, for the Audit Commission, 2010: £56,300 to public "
        "finances and £104,300 of resources for each 16 to 18 year-old"
    ),
    assumed=(
        "The middle case lies halfway. How many would have found work anyway is assumed: 80%, 60% and 40%; the "
        "evaluation of one such programme found that it had brought nothing."
    ),
    cases=(
        Case(name="Low", worth_pence=56_300 * PENCE, deadweight=8_000),
        Case(name="Central", worth_pence=80_300 * PENCE, deadweight=6_000),
        Case(name="High", worth_pence=104_300 * PENCE, deadweight=4_000),
    ),
)


class Brought(msgspec.Struct, frozen=True, kw_only=True):
    """What outcomes come to in one case, in thousands of pounds; negative is benefit."""

    case: Case
    extra: int | None
    thousands: int


def brought(outcomes: int, *, valuation: Valuation = VALUATION) -> tuple[Brought, ...]:
    """What so many sustained outcomes come to, low, central and high.

    `extra` are those that would not have come about anyway, to the nearest five, None for fewer than ten; the sum is
    made of what is not yet rounded, to the nearest thousand pounds.
    """
    return tuple(_brought(outcomes, case) for case in valuation.cases)


def _brought(outcomes: int, case: Case) -> Brought:
    lasting = WHOLE - case.deadweight
    pence = rounded(outcomes * case.worth_pence, lasting)
    extra = ROUND_TO * rounded(outcomes * lasting, 1, of=ROUND_TO * WHOLE)
    return Brought(
        case=case, extra=extra if extra >= THRESHOLD else None, thousands=-rounded(pence, 1, of=THOUSAND)
    )


class Actual(msgspec.Struct, frozen=True, kw_only=True):
    """Cost and benefit to date in one case, in thousands of pounds; None where the cost may not be shown."""

    name: str
    cost: int | None
    benefit: int

    @property
    def total(self) -> int | None:
        """The two added, as in the business case."""
        return None if self.cost is None else self.cost + self.benefit


def actuals(found: Sequence[Brought], paid_pence: int | None) -> tuple[Actual, ...]:
    """What was paid so far beside what came of it, in each case."""
    cost = None if paid_pence is None else rounded(paid_pence, 1, of=THOUSAND)
    return tuple(Actual(name=each.case.name, cost=cost, benefit=each.thousands) for each in found)


def years_before(newest_on: date, frozen: Collection[date]) -> list[date]:
    """The newest month, and those a whole number of years before it as far as they are frozen, without a gap.

    A measure of a year's outcomes then counts each of them once.
    """
    found = []
    month_on = newest_on
    while month_on in frozen:
        found.append(month_on)
        month_on = months_earlier(month_on, 12)
    return found
