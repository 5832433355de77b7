"""F1 of weighed pairs against labels: at the model's own line, at the best line, and at one chosen on other rows."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from math import log2

import msgspec

from tests.benchmarks.linkage.sets import Pair

FOLDS = 5


class Scores(msgspec.Struct, frozen=True):
    """`own` needs no labels. `cross` picks its line on four fifths of the rows for the fifth. `best` has seen all."""

    own: float
    cross: float
    best: float


def f1(found: Iterable[Pair], matches: frozenset[Pair]) -> float:
    """The harmonic mean of how many found are right and how many right are found."""
    kept = set(found)
    return 2 * len(kept & matches) / (len(kept) + len(matches))


def scores(weights: Mapping[Pair, float], matches: frozenset[Pair], *, own: float = 0.0) -> Scores:
    """Score weighed pairs three ways."""
    kept: set[Pair] = set()
    for fold in range(FOLDS):
        others = {pair: bits for pair, bits in weights.items() if pair[0] % FOLDS != fold}
        line = best_line(others, frozenset(pair for pair in matches if pair[0] % FOLDS != fold))
        kept |= {pair for pair, bits in weights.items() if pair[0] % FOLDS == fold and bits >= line}
    return Scores(
        own=f1(at_least(weights, own), matches),
        cross=f1(kept, matches),
        best=f1(at_least(weights, best_line(weights, matches)), matches),
    )


def at_least(weights: Mapping[Pair, float], line: float) -> set[Pair]:
    """The pairs from a weight up."""
    return {pair for pair, bits in weights.items() if bits >= line}


def best_line(weights: Mapping[Pair, float], matches: frozenset[Pair]) -> float:
    """The weight from which up F1 is highest, halfway to the next below."""
    ordered = sorted(weights.items(), key=lambda each: -each[1])
    best, line, right = -1.0, 0.0, 0
    for n, (pair, bits) in enumerate(ordered, start=1):
        right += pair in matches
        below = ordered[n][1] if n < len(ordered) else bits - 1
        score = 2 * right / (n + len(matches))
        if below < bits and score > best:
            best, line = score, (bits + below) / 2
    return line


def top_one(weights: Mapping[Pair, float]) -> dict[Pair, float]:
    """For each row on the left the heaviest pair alone; of several as heavy, none is better and the first stays."""
    best: dict[int, tuple[float, Pair]] = {}
    for pair, bits in sorted(weights.items()):
        if pair[0] not in best or bits > best[pair[0]][0]:
            best[pair[0]] = bits, pair
    return {pair: bits for bits, pair in best.values()}


def one_to_one(weights: Mapping[Pair, float]) -> dict[Pair, float]:
    """The heaviest of both sides."""
    by_right: dict[int, float] = defaultdict(lambda: float("-inf"))
    for (_, b), bits in weights.items():
        by_right[b] = max(by_right[b], bits)
    return {pair: bits for pair, bits in top_one(weights).items() if bits >= by_right[pair[1]]}


def line_for_one_answer(registered: float, rows: int) -> float:
    """Where one answer a row is asked for: how likely nobody is right, in bits, from the share that has a match."""
    return log2(max(1 - registered, 1 / rows))
