"""A share of a few cases, with how far the true share may lie from it."""

from math import sqrt

Z_95 = 1.959964
"""The normal distribution leaves 2.5 % beyond it on either side."""


def wilson(successes: int, cases: int) -> tuple[float, float]:
    """Give the 95 % interval of a share (0 to 1): sensible for few cases and for none or all.

    Source: E. B. Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927).
    Without cases nothing is known: 0 to 1. Raises `ValueError` for more successes than cases.
    """
    if not 0 <= successes <= cases:
        raise ValueError(f"{successes} of {cases} is no share")
    if cases == 0:
        return 0.0, 1.0
    share, square = successes / cases, Z_95**2
    middle = share + square / (2 * cases)
    spread = Z_95 * sqrt(share * (1 - share) / cases + square / (4 * cases**2))
    whole = 1 + square / cases
    return max((middle - spread) / whole, 0.0), min((middle + spread) / whole, 1.0)
