"""A model refitted to what people decided, beside the one it was made from: which is better. It changes nothing.

The two are compared on decisions kept out of the fit: each fifth is weighed by what was learned from the other four.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from math import log2, sqrt

import msgspec

from service.learners.matching.learning import Label, Place, learned, moved_by
from service.learners.matching.model import Model
from service.learners.matching.weigh import bits_of

FEWEST, FEWEST_OF_EACH = 100, 20
FOLDS = 5


class TooFewDecisions(Exception):
    """There is not enough to learn from; the message says what there is and what it takes."""


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """A level that would weigh differently, by so many bits, and how many decisions it was in."""

    field: str
    level: str
    bits: float
    decisions: int


class Outcomes(msgspec.Struct, frozen=True, kw_only=True):
    """How a model weighs decided pairs. `loss` is in bits a decision: 0 is certain and right, 1 is a toss of a coin."""

    loss: float
    found_right: int
    found_wrong: int
    asked_same: int
    asked_different: int
    passed_over_same: int
    passed_over_different: int


class Refitted(msgspec.Struct, frozen=True, kw_only=True):
    """A model refitted to decisions, beside the one it was made from; both on decisions kept out of the fit.

    `gain` is how many bits a decision the refitted one loses less, `error` its standard error.
    """

    model: Model
    labels: int
    same: int
    changes: tuple[Change, ...]
    before: Outcomes
    after: Outcomes
    gain: float
    error: float

    @property
    def better(self) -> bool:
        """Whether the gain is more than chance makes (two standard errors) and nobody more is wrongly found."""
        return self.gain > 2 * self.error and self.after.found_wrong <= self.before.found_wrong


def refit(model: Model, labels: Sequence[Label], *, version: str) -> Refitted:
    """Fit a model to decisions and compare the two. Raises `TooFewDecisions`."""
    same = sum(label.same for label in labels)
    if len(labels) < FEWEST or min(same, len(labels) - same) < FEWEST_OF_EACH:
        raise TooFewDecisions(
            f"There are {same} decisions for one person and {len(labels) - same} against."
            f" It takes {FEWEST} in all and {FEWEST_OF_EACH} of each."
        )
    before, after, gains = _compared(model, labels)
    moved = learned(model, labels)
    mean = sum(gains) / len(gains)
    spread = sum((each - mean) ** 2 for each in gains) / (len(gains) - 1)
    return Refitted(
        model=msgspec.structs.replace(moved_by(model, moved), version=version),
        labels=len(labels),
        same=same,
        changes=_changes(model, moved, labels),
        before=before,
        after=after,
        gain=mean,
        error=sqrt(spread / len(gains)),
    )


def _compared(model: Model, labels: Sequence[Label]) -> tuple[Outcomes, Outcomes, list[float]]:
    """Each fifth weighed by a model fitted to the other four."""
    before = [bits_of(label.comparison, model) for label in labels]
    after = [0.0] * len(labels)
    for fold in range(FOLDS):
        fitted = moved_by(model, learned(model, [label for label in labels if label.case % FOLDS != fold]))
        for n, label in enumerate(labels):
            if label.case % FOLDS == fold:
                after[n] = bits_of(label.comparison, fitted)
    gains = [
        _loss(old, label.same) - _loss(new, label.same)
        for label, old, new in zip(labels, before, after, strict=True)
    ]
    return _outcomes(model, labels, before), _outcomes(model, labels, after), gains


def _outcomes(model: Model, labels: Sequence[Label], bits: Sequence[float]) -> Outcomes:
    counts = Counter((_outcome(each, model), label.same) for label, each in zip(labels, bits, strict=True))
    return Outcomes(
        loss=sum(_loss(each, label.same) for label, each in zip(labels, bits, strict=True)) / len(labels),
        found_right=counts["found", True],
        found_wrong=counts["found", False],
        asked_same=counts["asked", True],
        asked_different=counts["asked", False],
        passed_over_same=counts["passed over", True],
        passed_over_different=counts["passed over", False],
    )


def _outcome(bits: float, model: Model) -> str:
    if bits >= model.thresholds.found:
        return "found"
    return "asked" if bits >= model.thresholds.review else "passed over"


def _loss(bits: float, same: bool) -> float:
    """Bits lost on a decision: minus the log2 of the probability that was given to what was decided."""
    against = -bits if same else bits
    return max(against, 0.0) + log2(1.0 + 2.0 ** -abs(against))


def _changes(model: Model, moved: Mapping[Place, float], labels: Sequence[Label]) -> tuple[Change, ...]:
    seen = Counter(place for label in labels for place in label.places(model))
    found = (
        Change(field=place[0], level=place[1], bits=round(bits, 2), decisions=seen[place])
        for place, bits in moved.items()
    )
    return tuple(sorted(found, key=lambda each: (-abs(each.bits), each.field, each.level)))
