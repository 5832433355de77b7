"""Pairs that a third row makes one person: A is surely C, B is surely C, and A against B says nothing strong.

In a file with several rows for a person, two of them may have too little in common to be joined by themselves (one
has no name, the other no date of birth). For files only: a claim is decided on its own.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from itertools import combinations

SURE_BITS = 8.0
AGAINST_BITS = -8.0
Pair = tuple[int, int]


def through_a_third(weights: Mapping[Pair, float], between: Callable[[int, int], float]) -> dict[Pair, float]:
    """Find pairs (lower row first) below 0 bits that share a third row with both surely.

    `weights` are those of one file's pairs compared, `between` weighs one that was not. The weight given is the
    lesser of the two sure ones, less what the two themselves say against it; never below 0.
    """
    sure = _sure(weights)
    found: dict[Pair, float] = {}
    for pair, lesser in _by_way_of(sure):
        own = weights[pair] if pair in weights else between(*pair)
        if AGAINST_BITS <= own < 0:
            found[pair] = max(found.get(pair, 0.0), lesser + own)
    return found


def _sure(weights: Mapping[Pair, float]) -> dict[int, dict[int, float]]:
    near: dict[int, dict[int, float]] = defaultdict(dict)
    for (a, b), bits in weights.items():
        if bits >= SURE_BITS:
            near[a][b] = near[b][a] = bits
    return near


def _by_way_of(sure: Mapping[int, Mapping[int, float]]) -> Iterator[tuple[Pair, float]]:
    for others in sure.values():
        for a, b in combinations(sorted(others), 2):
            yield (a, b), min(others[a], others[b])
