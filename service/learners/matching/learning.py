"""What decisions teach: by how many bits each level should weigh more or less for the weights to have given them.

People are asked about the doubtful only, so nothing can be counted in what they decide: how often records of one person
compare so is not how often reviewed ones do. A logistic regression on the levels does not mind (D. R. Cox, "The
regression analysis of binary sequences", JRSS B 20, 1958). It begins with the model at hand and is held to it by a
prior: each level's weight is off by about `SPREAD` bits.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from math import exp, log

import msgspec

from service.learners.matching.model import Level, Model, kind
from service.learners.matching.rows import Comparison, Finding
from service.learners.matching.weigh import bits_of, odds_of_relations

SPREAD = 1.0
ROUNDS, STEP, SETTLED = 200, 0.5, 1e-3
MOST = 0.999
Place = tuple[str, str]
"""A field of the model and a level of it."""


class Label(msgspec.Struct, frozen=True):
    """A pair that a person decided about: how it compared, whether it was one person, and in which decision."""

    comparison: Comparison
    same: bool
    case: int

    def places(self, model: Model) -> Iterable[Place]:
        """The levels it has, as the model names them."""
        for field, level, _ in self.comparison:
            yield _entry(field, model), level


def label_of(weights: Mapping[str, float], model: Model, *, same: bool, case: int) -> Label:
    """Make a label of the weights that were kept: bits by "field level", from which shares of names follow."""
    return Label(tuple(_finding(place, bits, model) for place, bits in weights.items()), same, case)


def learned(model: Model, labels: Sequence[Label]) -> dict[Place, float]:
    """Climb to where decisions are likeliest; each level by itself, as steep as it lies (Newton, damped)."""
    moved: dict[Place, float] = defaultdict(float)
    for _ in range(ROUNDS):
        slope, curve = _slopes(moved_by(model, moved), labels)
        steps = {
            place: STEP * (slope[place] - moved[place] / SPREAD**2) / (curve[place] + 1 / SPREAD**2)
            for place in slope
        }
        for place, step in steps.items():
            moved[place] += step
        if max(map(abs, steps.values()), default=0.0) < SETTLED:
            break
    return dict(moved)


def moved_by(model: Model, moved: Mapping[Place, float]) -> Model:
    """The model with some levels weighing so many bits more."""
    tables: dict[str, Mapping[str, Level]] = dict(model.fields)
    for (field, name), bits in moved.items():
        table = dict(tables[field])
        table[name] = _heavier(table[name], bits)
        tables[field] = table
    return msgspec.structs.replace(model, fields=tables)


def _heavier(level: Level, bits: float) -> Level:
    """More is seen in one person's records; where that would be nearly always, less between strangers."""
    m = min(level.m * 2.0**bits, max(MOST, level.m))
    rest = level.m * 2.0**bits / m
    return msgspec.structs.replace(
        level,
        m=m,
        u=None if level.u is None else level.u / rest,
        share=None if level.share is None else level.share / rest,
    )


def _slopes(model: Model, labels: Iterable[Label]) -> tuple[dict[Place, float], dict[Place, float]]:
    slope: dict[Place, float] = defaultdict(float)
    curve: dict[Place, float] = defaultdict(float)
    for label in labels:
        bits = bits_of(label.comparison, model)
        likely = 1.0 / (1.0 + exp(-max(min(bits, 60.0), -60.0) * log(2)))
        for place, pull in _pulls(label.comparison, bits, model):
            slope[place] += (label.same - likely) * pull * log(2)
            curve[place] += likely * (1 - likely) * (pull * log(2)) ** 2
    return slope, curve


def _pulls(comparison: Comparison, bits: float, model: Model) -> Iterable[tuple[Place, float]]:
    """By how much the whole grows with each level: less where a relative would compare in it as one person does."""
    relations = odds_of_relations(comparison, model)
    whole = 2.0 ** -max(min(bits, 900.0), -900.0)
    for field, level, _ in comparison:
        own = sum(
            odds
            for name, odds in relations.items()
            if isinstance(model.relations[name].fields.get(kind(field)), str)
        )
        yield (_entry(field, model), level), max(1.0 - own / whole, 0.0)


def _finding(place: str, bits: float, model: Model) -> Finding:
    field, _, name = place.rpartition(" ")
    level = model.fields[_entry(field, model)][name]
    if level.share is None:
        return Finding(field, name)
    return Finding(field, name, min(level.m / 2.0**bits / level.share, 1.0))


def _entry(field: str, model: Model) -> str:
    return field if field in model.fields else kind(field)
