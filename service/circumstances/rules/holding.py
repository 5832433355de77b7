"""What holds of everything said: the value of each kind on a day, by whoever said it of the latest day."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from service.circumstances.rows import Circumstance, Kind
from service.circumstances.rules.kinds import DEFINITIONS

_ORDER = {kind: place for place, kind in enumerate(Kind)}


def holding(said: Iterable[Circumstance], *, on: date) -> tuple[Circumstance, ...]:
    """Give what holds on a day, in the order of kinds; weeks of attendance are no part of it.

    Of a kind with one value the one that began last holds; of two of one day the one said last. One that has ended
    leaves nothing behind: it does not bring back what was said before it. Values of a kind with several hold side by
    side, each by the same rule.
    """
    latest: dict[tuple[Kind, str], Circumstance] = {}
    for each in sorted(said, key=_when):
        if each.superseded_at is None and each.starts_on <= on and each.kind is not Kind.ATTENDANCE:
            latest[each.kind, each.value if DEFINITIONS[each.kind].several else ""] = each
    holds = [each for each in latest.values() if each.ends_on is None or each.ends_on >= on]
    return tuple(sorted(holds, key=lambda each: (_ORDER[each.kind], each.value)))


def value_of(held: Iterable[Circumstance], kind: Kind) -> str | None:
    """Give the value held of a kind with one value."""
    return next((each.value for each in held if each.kind is kind), None)


def values_of(held: Iterable[Circumstance], kind: Kind) -> frozenset[str]:
    """Give the values held of a kind."""
    return frozenset(each.value for each in held if each.kind is kind)


def _when(each: Circumstance) -> tuple[date, datetime, UUID]:
    return each.starts_on, each.recorded_at, each.id
