"""Which providers have a row: fixed before anybody is counted, since that a row is there or missing would tell."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from uuid import UUID

from service.board.rows import Key
from service.board.rules.keys import HAPPENED, part_of
from service.board.rules.measures import MEASURES, Split
from service.board.rules.names import PROVIDER

OTHERS = part_of(Split.PROVIDER, "others")
"""Whoever else recorded a course: a council, or a provider that the month's first edition did not know."""


def rows_of(providers: Iterable[UUID]) -> frozenset[str]:
    """The parts of a split by provider: each of these, and all others as one."""
    return frozenset({OTHERS, *(part_of(Split.PROVIDER, str(each)) for each in providers)})


def rows_in(exact: Iterable[Key]) -> frozenset[str]:
    """The parts an edition was counted by."""
    return frozenset(part for _, part, _, _ in exact if part.startswith(PROVIDER))


def by_rows(exact: Mapping[Key, int], rows: Collection[str]) -> Counter[Key]:
    """The same counts with these rows: nobody where nobody was counted, and who was counted elsewhere with the
    others."""
    counts: Counter[Key] = Counter(_nobody(rows))
    for (measure, part, age, cell), people in exact.items():
        missing = part.startswith(PROVIDER) and part not in rows
        counts[measure, OTHERS if missing else part, age, cell] += people
    return counts


def _nobody(rows: Collection[str]) -> dict[Key, int]:
    split = [measure for measure in MEASURES.values() if measure.split is Split.PROVIDER]
    return {
        (measure.code, part, age, HAPPENED): 0 for measure in split for age in measure.ages for part in rows
    }
