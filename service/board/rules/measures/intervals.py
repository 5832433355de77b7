"""How far a share may lie from what it seems, for how many it was measured on."""

from collections.abc import Iterable
from math import exp, lgamma, log, log1p, sqrt

Z_95 = 1.959964
"""How many standard deviations to either side hold 95 of a hundred."""
TAIL_95, TAIL_998 = 0.025, 0.001
"""What lies below the lower limits of a funnel, and above the upper ones."""


_FAR = 8  # standard deviations below which there is nothing left to add up


def wilson(share: float, base: int, *, z: float = Z_95) -> tuple[float, float]:
    """Wilson's interval of a share from 0 to 1, measured on `base`, which is above 0.

    SOURCE: Wilson, Probable inference, the law of succession, and statistical inference, 1927.
    """
    middle = share + z * z / (2 * base)
    reach = z * sqrt(share * (1 - share) / base + z * z / (4 * base * base))
    whole = 1 + z * z / base
    return max(0.0, (middle - reach) / whole), min(1.0, (middle + reach) / whole)


def funnel_limits(share: float, base: int, *, tail: float) -> tuple[float, float]:
    """Between which shares a provider with `base` learners lies by chance if it is like all of them together.

    Exact binomial limits, interpolated so that they do not jump. `share` is between 0 and 1, both excluded.
    SOURCE: Spiegelhalter, Funnel plots for comparing institutional performance, 2005, appendix A.1.1.
    """
    return _quantile(share, base, tail), _quantile(share, base, 1 - tail)


def is_outside(part: int, base: int, *, share: float, tail: float) -> bool:
    """Whether chance does not explain how far a provider's share lies from that of all of them."""
    least, most = funnel_limits(share, base, tail=tail)
    return not least <= part / base <= most


_TRUSTED = 2.0  # how much wider than chance providers may differ for a funnel to say anything


def differ_by_more_than_chance(counts: Iterable[tuple[int, int]], *, share: float) -> bool:
    """Whether providers differ so much that a funnel judges nobody; `counts` are (part, base).

    How much they differ is about 1 if chance is all there is. Above 2 the limits are too narrow to judge anybody by:
    what differs is more often who their learners are.
    SOURCE: Spiegelhalter, Handling over-dispersion of performance indicators, 2005.
    """
    squares = [(part / base - share) ** 2 * base / (share * (1 - share)) for part, base in counts]
    return bool(squares) and sum(squares) / len(squares) > _TRUSTED


def _quantile(share: float, base: int, at: float) -> float:
    below = 0.0
    lowest = max(0, int(base * share - _FAR * sqrt(base * share * (1 - share))))
    for count in range(lowest, base + 1):
        chance = _chance(count, base, share)
        below += chance
        if below >= at:
            return max(0.0, (count - (below - at) / chance) / base)
    return 1.0


def _chance(count: int, base: int, share: float) -> float:
    """Of exactly so many out of `base`."""
    ways = lgamma(base + 1) - lgamma(count + 1) - lgamma(base - count + 1)
    return exp(ways + count * log(share) + (base - count) * log1p(-share))
