"""The base part of an allocation, paid in four instalments."""

from service.funding.rules.ramp import parted
from service.vocabulary.financial_year import QUARTERS
from service.vocabulary.money import shared_out


def instalment(pence: int, share: int, *, paid: int, quarter: int) -> int:
    """The base to be paid for a quarter, in pence: what is left of the year's base, shared over the quarters left.

    `pence` is the allocation as it stands, `paid` what earlier statements of the year paid of its base. So the four
    come to the base of the allocation as it stood last, to the penny, whenever it was changed; less than nothing where
    it was cut below what was paid.
    """
    base, _ = parted(pence, share)
    return shared_out(base - paid, [1] * (len(QUARTERS) - quarter + 1))[0]
