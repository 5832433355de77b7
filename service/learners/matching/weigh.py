"""Weighing a comparison: Fellegi and Sunter's odds, with relatives beside strangers as the other explanation.

Source: I. P. Fellegi and A. B. Sunter, "A Theory for Record Linkage", JASA 64 (1969). Theirs is one class of
pairs that are not one person. People live in households: what a brother shares (family name, postcode, address,
telephone) he shares for one reason, so it is counted once, by giving relatives a class each.
"""

from functools import lru_cache
from math import log2

import msgspec

from service.learners.matching.model import LEAST, Level, Model, kind
from service.learners.matching.rows import Comparison, Finding, Weighed, Weight

STRANGER = "stranger"
LEAST_ODDS = 2.0**-1000
MODELS_AT_HAND = 8


class _Mark(msgspec.Struct, frozen=True):
    """One level ready to be counted: against strangers, and against each relation in the order of the model."""

    level: Level
    odds: float
    own: float
    relations: tuple[float | None, ...]

    def against_strangers(self, share: float | None) -> float:
        return self.odds if share is None else self.own / self.level.between_strangers(share)


class _Scale(msgspec.Struct, frozen=True):
    """A model ready to weigh with: how often each relation is met, and every level's mark."""

    prior: float
    expected: tuple[float, ...]
    marks: dict[tuple[str, str], _Mark]


def weigh(comparison: Comparison, model: Model) -> Weighed:
    """Weigh a comparison. A field that agrees more never makes the weight smaller."""
    scale = _scale(model)
    against_strangers, relations = _odds(comparison, scale)
    explained = {STRANGER: 1 / against_strangers} | dict(zip(model.relations, relations, strict=True))
    bits = -log2(max(sum(explained.values()), LEAST_ODDS))
    return Weighed(
        bits=bits,
        prior_bits=log2(scale.prior),
        relation=max(explained, key=lambda name: explained[name]),
        relation_bits=min(bits - log2(against_strangers), 0.0),
        weights=tuple(_weight(finding, scale) for finding in comparison),
    )


def bits_of(comparison: Comparison, model: Model) -> float:
    """The weight alone, for ranking many candidates."""
    against_strangers, relations = _odds(comparison, _scale(model))
    return -log2(max(1 / against_strangers + sum(relations), LEAST_ODDS))


def odds_of_relations(comparison: Comparison, model: Model) -> dict[str, float]:
    """Say, for each relation, the odds that two people so alike are that rather than one person."""
    return dict(zip(model.relations, _odds(comparison, _scale(model))[1], strict=True))


def _odds(comparison: Comparison, scale: _Scale) -> tuple[float, list[float]]:
    """The odds of one person against strangers, and of each relation against one person."""
    against = scale.prior
    relations = list(scale.expected)
    for field, level, share in comparison:
        mark = _mark(scale, field, level)
        odds = mark.against_strangers(share)
        against *= odds
        for n, odds_of_relation in enumerate(mark.relations):
            relations[n] *= 1 / odds if odds_of_relation is None else odds_of_relation
    return max(against, LEAST_ODDS), relations


def _mark(scale: _Scale, field: str, level: str) -> _Mark:
    return scale.marks.get((field, level)) or scale.marks[kind(field), level]


def _weight(finding: Finding, scale: _Scale) -> Weight:
    mark = _mark(scale, finding.field, finding.level)
    column = finding.field.partition(":")[2].replace("_", " ")
    says = mark.level.says.format(column=column) if column else mark.level.says
    return Weight(finding.field, finding.level, log2(mark.against_strangers(finding.share)), says)


@lru_cache(maxsize=MODELS_AT_HAND)
def _scale(model: Model) -> _Scale:
    registered = model.prior.registered
    return _Scale(
        prior=registered / model.prior.population,
        expected=tuple(each.expected / registered for each in model.relations.values()),
        marks={
            (field, name): _marked(field, name, level, model)
            for field, table in model.fields.items()
            for name, level in table.items()
        },
    )


def _marked(field: str, name: str, level: Level, model: Model) -> _Mark:
    between = (relation.between(kind(field), name, level.m) for relation in model.relations.values())
    return _Mark(
        level=level,
        odds=level.m / level.between_strangers(None),
        own=level.m,
        relations=tuple(None if each is None else max(each, LEAST) / level.m for each in between),
    )
