"""How common names and other values are: agreeing on Smith says less than agreeing on Wybrow."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from importlib.resources import files
from types import MappingProxyType

import msgspec

from service.learners.matching.nicknames import names_listed
from service.learners.matching.normalise import Form

PER = 10_000
BEARERS_OF_A_NAME = 2
"""Rows with a given name from which it is a name and not a slip of the pen."""

OWN = 0.25
"""Different values among all values of a column, from which it is one of people's own: rows may repeat a person."""

NONE: Mapping[str, float] = MappingProxyType({})


class Shares(msgspec.Struct, frozen=True, kw_only=True):
    """The share of people with each name, by folded part, and of rows with each value of another column.

    A name not listed is taken to be as common as `unseen_given` or `unseen_family` says. That is commoner than most
    such names are, on purpose: names go together by language and faith, and who shares a rare family name is likelier
    to share the given name too. `own_columns` are further columns of numbers in which nearly everybody has one of
    their own, which a brother does not share as he shares a town. `usual` says which given names are known as names,
    so that Ella for Bella is told from Elal for Ella.
    """

    given: Mapping[str, float] = NONE
    family: Mapping[str, float] = NONE
    others: Mapping[str, Mapping[str, float]] = MappingProxyType({})
    own_columns: frozenset[str] = frozenset()
    usual: frozenset[str] = frozenset()
    unseen_given: float = 5e-4
    unseen_family: float = 1e-4
    unseen_other: float = 1e-3

    def of_given(self, part: str) -> float:
        """The share of people with this given name."""
        return self.given.get(part, self.unseen_given)

    def of_family(self, part: str) -> float:
        """The share of people with this family name."""
        return self.family.get(part, self.unseen_family)

    def of_either(self, part: str) -> float:
        """The larger of both, where it is not clear which of the two a name is."""
        return max(self.of_given(part), self.of_family(part))

    def of_only(self, part: str) -> float:
        """The share of people with this as their only name."""
        return max(self.given.get(part, 0.0), self.family.get(part, 0.0), self.unseen_family)

    def of_other(self, column: str, value: str) -> float:
        """The share of rows with this value in a further column."""
        return self.others.get(column, NONE).get(value, self.unseen_other)

    def is_usual(self, part: str) -> bool:
        """Whether this is known as a given name."""
        return part in self.usual


def shipped_shares() -> Shares:
    """Read the shares of names that come with the package."""
    found: dict[str, dict[str, float]] = {"given": {}, "family": {}}
    text = files(__package__).joinpath("name_shares.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            kind, of_ten_thousand, *names = line.split()
            found[kind] |= dict.fromkeys(names, float(of_ten_thousand) / PER)
    return Shares(
        given=found["given"], family=found["family"], usual=frozenset(found["given"]) | names_listed()
    )


def counted_shares(forms: Iterable[Form]) -> Shares:
    """Count the shares in a file or register itself, where it has enough rows to tell.

    A value that only one row has is as rare as any not seen.
    """
    given, family, rows = Counter[str](), Counter[str](), 0
    others: dict[str, Counter[str]] = defaultdict(Counter)
    for form in forms:
        rows += 1
        given.update(set(form.given))
        family.update(set(form.family))
        for column, value in form.others:
            others[column][value] += 1
    return shares_from(rows, given=given, family=family, others=others)


def shares_from(
    rows: int, *, given: Mapping[str, int], family: Mapping[str, int], others: Mapping[str, Mapping[str, int]]
) -> Shares:
    """Make shares of what was counted among `rows` people: each name and each value once a row."""
    return msgspec.structs.replace(
        shares_of(given, family, rows),
        others={
            name: {v: count / max(rows, 1) for v, count in each.items()} for name, each in others.items()
        },
        own_columns=frozenset(name for name, values in others.items() if _is_own(values)),
    )


def shares_of(given: Mapping[str, int], family: Mapping[str, int], rows: int) -> Shares:
    """Turn counts of people by part of a name, among so many rows, into shares."""
    least = 1 / max(rows, 1)
    return Shares(
        given={name: count * least for name, count in given.items()},
        family={name: count * least for name, count in family.items()},
        usual=frozenset(name for name, count in given.items() if count >= BEARERS_OF_A_NAME + rows / 100_000),
        unseen_given=least,
        unseen_family=least,
        unseen_other=least,
    )


def _is_own(values: Mapping[str, int]) -> bool:
    """Whether a column holds people's own numbers: mostly digits, and mostly different."""
    total = sum(values.values())
    numbers = sum(count for value, count in values.items() if any(map(str.isdigit, value)))
    return numbers > total / 2 and len(values) > OWN * total


def with_counts(shipped: Shares, counted: Shares) -> Shares:
    """Let a register's own counts go before the shipped shares, name by name.

    A name the register hardly has keeps the shipped share, or `unseen`: being rare here proves little.
    """
    return msgspec.structs.replace(
        shipped,
        given={**shipped.given, **_above(counted.given, shipped.unseen_given)},
        family={**shipped.family, **_above(counted.family, shipped.unseen_family)},
        usual=shipped.usual | counted.usual,
    )


def _above(counted: Mapping[str, float], least: float) -> dict[str, float]:
    return {name: share for name, share in counted.items() if share > least}
