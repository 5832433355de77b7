"""From which weight a pair is written, where nobody said."""

from math import log2


def line_for_one_answer(registered: float, rows: int) -> float:
    """Say the line (bits) where each row has one answer at most.

    How likely it is that nobody is right, from the share of rows that have a match.
    """
    return log2(max(1 - registered, 1 / rows))
