"""Which sums of money may be shown to those who are not to learn what one provider has."""

from collections.abc import Collection
from typing import Final

FEWEST: Final = 3
LARGEST: Final = 80  # per cent


def may_be_shown(amounts: Collection[int]) -> bool:
    """Whether the sum of what providers have may be shown to a board: of three at least, none with 80 % or more.

    SOURCE: practice 4.3, rule 6 (SDC-1).
    """
    counted = [each for each in amounts if each]
    return len(counted) >= FEWEST and max(counted) * 100 < LARGEST * sum(counted)
