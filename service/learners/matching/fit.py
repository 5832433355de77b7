"""Fitting the model to the file at hand: which columns it has, how often they are wrong, how many pairs match.

Expectation and maximisation (Dempster, Laird and Rubin, 1977) over the levels, held to the shipped model by a prior
worth `STRENGTH` pairs a field, so that what the file says little about stays as it was. How strangers compare is
counted on pairs drawn at random, less the share of those that are one person. No labels are needed; where there
are some (`known`), they are taken as they are.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from math import log2

import msgspec

from service.learners.matching.model import Level, Model, Prior, Relation, kind
from service.learners.matching.rows import Comparison, Finding
from service.learners.matching.weigh import odds_of_relations, weigh

STRENGTH = 50.0
MOST_ROUNDS, SETTLED = 25, 1e-3
HOPELESS_BITS = -20.0
SLIPS, SLIP_TO_SHARE = frozenset({"slip", "unlisted"}), 2.0
ONLY_FOR = frozenset({"further", "name_order", "one_name"})
"""Found on some pairs only, and never against: nothing can be counted about them."""
ONE_NAME = "one_name"
Table = Mapping[str, Mapping[str, Level]]


class Rows(msgspec.Struct, frozen=True):
    """How many rows were compared with how many others; without `right`, with themselves."""

    left: int
    right: int | None = None

    @property
    def others(self) -> int:
        """How many rows one row may be the same person as."""
        return self.left if self.right is None else self.right

    @property
    def pairs(self) -> float:
        """How many pairs there are."""
        return self.left * self.right if self.right is not None else self.left * (self.left - 1) / 2

    def each(self, pairs: float) -> float:
        """Pairs as how many each row on the left has: without a right side every pair belongs to both its rows."""
        return pairs * (1 if self.right is not None else 2) / self.left


class Fitted(msgspec.Struct, frozen=True, kw_only=True):
    """A model fitted to a file, how many pairs it expects to be one person, and what was not believed."""

    model: Model
    matches: float
    warnings: tuple[str, ...]


class _Expected(msgspec.Struct):
    """What one round adds up."""

    matches: float
    levels: dict[str, dict[str, float]]
    relations: dict[str, float]


def fit(
    model: Model,
    *,
    alike: Iterable[Comparison],
    at_random: Iterable[Comparison],
    rows: Rows,
    known: Mapping[Comparison, bool] | None = None,
) -> Fitted:
    """Fit the model to `alike`, the pairs worth comparing, and `at_random`, pairs of any rows."""
    patterns = Counter(_rounded(comparison) for comparison in alike)
    drawn = _count(at_random)
    fields = {finding.field for pattern in patterns for finding in pattern} - ONLY_FOR
    start = _with_strangers(model, drawn, fields)
    labels = {_rounded(comparison): label for comparison, label in (known or {}).items()}
    current = msgspec.structs.replace(start, prior=Prior(float(rows.others), model.prior.registered))
    before = 0.0
    for _ in range(MOST_ROUNDS):
        expected = _expect(current, patterns, labels)
        current = _maximise(current, start, drawn, expected, rows)
        if abs(expected.matches - before) <= SETTLED * max(before, 1.0):
            break
        before = expected.matches
    return _checked(current, model, fields, expected.matches)


def less_copies(comparison: Comparison, *, copies: float, rows: int) -> Comparison:
    """Take a person's own other rows out of the shares of values in a file of duplicates.

    `copies` is how many further rows a person has on average (`Rows.each` of the matches), `rows` all rows counted.
    """
    least, own = 1.0 / rows, copies / rows
    return tuple(
        [
            each if each.share is None else Finding(each.field, each.level, max(each.share - own, least))
            for each in comparison
        ]
    )


def _rounded(comparison: Comparison) -> Comparison:
    """Shares to the half bit, so that equal patterns are counted together."""
    return tuple(
        finding
        if finding.share is None
        else Finding(finding.field, finding.level, 2.0 ** (round(2 * log2(finding.share)) / 2))
        for finding in comparison
    )


def _count(comparisons: Iterable[Comparison]) -> dict[str, Counter[str]]:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for comparison in comparisons:
        for finding in comparison:
            counts[finding.field][finding.level] += 1
    return counts


def _with_strangers(model: Model, drawn: Mapping[str, Counter[str]], fields: Iterable[str]) -> Model:
    """Every field of the file with a table of its own, and how often strangers compare so."""
    tables = dict(model.fields) | {ONE_NAME: _silent(model.fields[ONE_NAME])}
    for field in fields:
        table = model.fields.get(field, model.fields[kind(field)])
        counts = drawn.get(field, Counter())
        tables[field] = {
            name: level if level.share is not None else _between_strangers(level, counts, name)
            for name, level in table.items()
        }
    return msgspec.structs.replace(model, fields=tables)


def _silent(table: Mapping[str, Level]) -> dict[str, Level]:
    """In a file a missing name is mostly a name left out, not somebody with one name: that two lack it says nothing."""
    return {name: msgspec.structs.replace(level, u=level.m) for name, level in table.items()}


def _between_strangers(level: Level, counts: Counter[str], name: str) -> Level:
    weight = 2.0
    seen = (counts[name] + weight * (level.u or 0.0)) / (counts.total() + weight)
    return msgspec.structs.replace(level, u=seen)


def _expect(model: Model, patterns: Counter[Comparison], labels: Mapping[Comparison, bool]) -> _Expected:
    levels: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    found = _Expected(0.0, levels, defaultdict(float))
    for pattern, count in patterns.items():
        weighed = weigh(pattern, model)
        if weighed.bits < HOPELESS_BITS and pattern not in labels:
            continue
        likely = float(labels[pattern]) if pattern in labels else weighed.probability
        found.matches += likely * count
        for finding in pattern:
            levels[finding.field][finding.level] += likely * count
        for name, odds in odds_of_relations(pattern, model).items():
            found.relations[name] += odds * weighed.probability * count
    return found


def _maximise(
    model: Model, start: Model, drawn: Mapping[str, Counter[str]], expected: _Expected, rows: Rows
) -> Model:
    among_all = min(expected.matches / rows.pairs, 0.5)
    tables: dict[str, Mapping[str, Level]] = dict(model.fields)
    for field, counts in expected.levels.items():
        if field not in ONLY_FOR:
            least = 0.5 / max(drawn.get(field, Counter()).total(), 1)
            tables[field] = _table(start.fields[field], counts, among_all, least)
    relations = {
        name: _relation(relation, expected.relations.get(name, 0.0), rows)
        for name, relation in start.relations.items()
    }
    prior = Prior(float(rows.others), max(rows.each(expected.matches), 1e-6))
    return msgspec.structs.replace(model, fields=tables, relations=relations, prior=prior)


def _table(
    start: Mapping[str, Level], counts: Mapping[str, float], among_all: float, least: float
) -> dict[str, Level]:
    total, whole = sum(counts.values()) + STRENGTH, sum(level.m for level in start.values())
    table = {}
    for name, level in start.items():
        m = max((counts.get(name, 0.0) + STRENGTH * level.m / whole) / total, 1e-5)
        if level.share is not None:
            share = m * SLIP_TO_SHARE if name in SLIPS else level.share
            table[name] = msgspec.structs.replace(level, m=m, share=share)
        else:
            u = max(((level.u or 0.0) - among_all * m) / (1 - among_all), least)
            table[name] = msgspec.structs.replace(level, m=m, u=u)
    return table


def _relation(relation: Relation, pairs: float, rows: Rows) -> Relation:
    """A file has fewer relatives than a register, never more: else one person's worst pairs would pass for twins."""
    each = (rows.each(pairs) * rows.left + relation.expected * STRENGTH) / (rows.left + STRENGTH)
    return msgspec.structs.replace(relation, expected=min(max(each, 1e-6), relation.expected))


def _checked(model: Model, start: Model, fields: Iterable[str], matches: float) -> Fitted:
    """What cannot be (agreeing speaks against, differing speaks for) is put back to the shipped model's."""
    tables, warnings = dict(model.fields), []
    for field in sorted(fields):
        if problem := _problem(model.fields[field]):
            tables[field] = start.fields.get(field, start.fields[kind(field)])
            warnings.append(f"{field}: {problem}; the shipped figures are used.")
    if matches < 1:
        warnings.append("No pair is likely to be one person.")
    fitted = msgspec.structs.replace(model, fields=tables)
    return Fitted(model=fitted, matches=matches, warnings=tuple(warnings))


def _problem(table: Mapping[str, Level]) -> str | None:
    equal, different = table.get("equal"), table.get("different")
    if equal and equal.u is not None and equal.m <= equal.u:
        return "agreeing would speak against one person"
    if different and different.u is not None and different.m >= different.u:
        return "differing would speak for one person"
    return None
