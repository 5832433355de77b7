"""A file linked the way `fit` means it: pairs worth comparing, the model fitted without labels, weights for pairs."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from random import Random

import msgspec

from service.learners.matching.closure import through_a_third
from service.learners.matching.fit import Fitted, Rows, fit, less_copies
from service.learners.matching.keys import sounds
from service.learners.matching.levels import compare
from service.learners.matching.model import Model, shipped_model
from service.learners.matching.normalise import Form, form
from service.learners.matching.rows import Comparison
from service.learners.matching.shares import Shares, counted_shares
from service.learners.matching.weigh import bits_of
from tests.benchmarks.linkage.sets import LabelledSet, Pair

FEW_PAIRS = 1_000_000
DRAWN = 100_000


class Linked(msgspec.Struct, frozen=True):
    """The weights of pairs, by the shipped model and by the one fitted, and those a third row adds."""

    shipped: dict[Pair, float]
    fitted: dict[Pair, float]
    added: dict[Pair, float]
    fit: Fitted
    registered: float


def link(given: LabelledSet) -> Linked:
    """This function will weigh the pairs of a set without looking at its labels."""
    left = [form(person) for person in given.left]
    right = [form(person) for person in given.right] if given.right is not None else None
    others = left if right is None else right
    shares = counted_shares(left if right is None else [*left, *right])
    rows = Rows(len(left), None if right is None else len(right))
    pairs = sorted(worth_comparing(left, right))
    alike = [compare(left[a], others[b], shares) for a, b in pairs]
    fitted, adjusted = _fitted(alike, left, others, shares, rows)
    start = shipped_model().for_population(rows.others)
    weights = dict(zip(pairs, (bits_of(each, fitted.model) for each in adjusted), strict=True))

    def between(a: int, b: int) -> float:
        return bits_of(compare(left[a], others[b], shares), fitted.model)

    return Linked(
        shipped=dict(zip(pairs, (bits_of(each, start) for each in alike), strict=True)),
        fitted=weights,
        added=through_a_third(weights, between) if right is None else {},
        fit=fitted,
        registered=min(rows.each(fitted.matches), 1.0),
    )


def _fitted(
    alike: Sequence[Comparison], left: Sequence[Form], others: Sequence[Form], shares: Shares, rows: Rows
) -> tuple[Fitted, list[Comparison]]:
    rng = Random(1)
    drawn = [compare(a, b, shares) for a, b in _drawn(rng, left, others)]
    model: Model = shipped_model()
    first = fit(model, alike=alike, at_random=drawn, rows=rows)
    copies = rows.each(first.matches) if rows.right is None else 0.5
    count = rows.left + (rows.right or 0)
    adjusted = [less_copies(each, copies=copies, rows=count) for each in alike]
    return fit(model, alike=adjusted, at_random=drawn, rows=rows), adjusted


def _drawn(rng: Random, left: Sequence[Form], others: Sequence[Form]) -> Iterator[tuple[Form, Form]]:
    for _ in range(DRAWN):
        a, b = rng.choice(left), rng.choice(others)
        if a is not b:
            yield a, b


def worth_comparing(left: Sequence[Form], right: Sequence[Form] | None) -> set[Pair]:
    """Every pair of a small file; of a large one, those with one thing in common, however common it is."""
    others = left if right is None else right
    if len(left) * len(others) <= FEW_PAIRS:
        return {(a, b) for a in range(len(left)) for b in range(len(others)) if right is not None or a < b}
    places: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for b, each in enumerate(others):
        for key in set(_in_common(each)):
            places[key].append(b)
    return {
        (a, b)
        for a, each in enumerate(left)
        for key in set(_in_common(each))
        for b in places.get(key, ())
        if right is not None or a < b
    }


def _in_common(form: Form) -> Iterator[tuple[str, ...]]:
    yield from (("sound", sound) for sound in sounds(form) if not sound.startswith("="))
    if form.born and form.born.whole:
        yield ("born", form.born.whole)
    if form.postcode:
        yield ("postcode", form.postcode)
    yield from (("number", value) for _, value in form.others if value.isdigit())
    house = next((word for word in form.address if word[0].isdigit()), None)
    if house:
        yield from (("house", house, word) for word in form.address if len(word) > 3 and word.isalpha())
