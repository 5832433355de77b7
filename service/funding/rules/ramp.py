"""The ramp: which share of an allocation is paid by results in a year. It never falls."""

from collections.abc import Iterable, Mapping
from itertools import pairwise

from service.funding.rows import Step
from service.vocabulary.financial_year import FinancialYear
from service.vocabulary.money import WHOLE, say_share, shared_out


def share_in(steps: Iterable[Step], fund: str, year: int) -> int:
    """The share in a year, of 10,000: that of the last year set no later than it, or nothing before the first."""
    begun = [each for each in steps if each.fund == fund and each.year <= year]
    return max(begun, key=lambda each: each.year).share if begun else 0


def parted(pence: int, share: int) -> tuple[int, int]:
    """Part an allocation into its base and its results part, which come to it to the penny (largest remainder)."""
    base, results = shared_out(pence, [WHOLE - share, share])
    return base, results


def faults_of(before: Mapping[int, int], asked: Mapping[int, int], locked: Iterable[int]) -> dict[int, str]:
    """Say, for each year, what is wrong with the shares asked for beside those there are.

    SOURCE: practice 3.4: non-decreasing, 0 to 1; a year that a statement was made by does not change.
    """
    after = {**before, **asked}
    wrong = {
        year: f"Statements were made by {say_share(before[year])} in {FinancialYear(year).label}. It does not change"
        for year in locked
        if year in asked and asked[year] != before[year]
    }
    for earlier, later in pairwise(sorted(after)):
        if after[later] < after[earlier]:
            fallen = later if later in asked else earlier
            told = f"The share never falls: {FinancialYear(earlier).label} is {say_share(after[earlier])}, "
            wrong.setdefault(fallen, f"{told}{FinancialYear(later).label} would be {say_share(after[later])}")
    return wrong
