"""Working days in England: Monday to Friday without bank holidays, for deadlines.

The days come from the `holidays` library. A bank holiday proclaimed for one occasion is known once the
library is updated, so deadlines are computed when they are read, not stored.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from datetime import date
from functools import cache

from holidays import country_holidays

FIRST_YEAR = 1990
LAST_YEAR = 2100  # as far as the library knows the rules
_SATURDAY = 5


def is_working_day(day: date) -> bool:
    """Whether offices in England are open; raises ValueError outside FIRST_YEAR to LAST_YEAR."""
    return _known(day).weekday() < _SATURDAY and day not in _bank_holidays(day.year)


def add_working_days(day: date, count: int) -> date:
    """The working day `count` working days after the day; 0 gives the day itself or the next working day.

    Raises ValueError for a negative count and outside FIRST_YEAR to LAST_YEAR.
    """
    if count < 0:
        raise ValueError("Working days are counted forwards.")
    working_days = _working_days()
    if count == 0:
        place = bisect_left(working_days, _known(day).toordinal())
    else:
        place = bisect_right(working_days, _known(day).toordinal()) + count - 1
    if place >= len(working_days):
        raise ValueError(f"Bank holidays are known up to {LAST_YEAR} only.")
    return date.fromordinal(working_days[place])


def working_days_before(day: date, count: int) -> date:
    """The working day `count` working days before the day, 1 or more.

    Raises ValueError for less than one, and outside FIRST_YEAR to LAST_YEAR.
    """
    if count < 1:
        raise ValueError("Give a number of working days, 1 or more.")
    working_days = _working_days()
    place = bisect_left(working_days, _known(day).toordinal()) - count
    if place < 0:
        raise ValueError(f"Bank holidays are known from {FIRST_YEAR} only.")
    return date.fromordinal(working_days[place])


def working_days_between(first: date, last: date) -> int:
    """How many working days there are after `first`, up to and including `last`; ValueError if before."""
    if last < first:
        raise ValueError("The last day is before the first.")
    working_days = _working_days()
    return bisect_right(working_days, _known(last).toordinal()) - bisect_right(
        working_days, _known(first).toordinal()
    )


def prepare() -> None:
    """Work the table out now, half a second before the first deadline asks for it."""
    _working_days()


def _known(day: date) -> date:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError(f"Bank holidays are known from {FIRST_YEAR} to {LAST_YEAR} only.")
    return day


@cache
def _bank_holidays(year: int) -> frozenset[date]:
    return frozenset(country_holidays("GB", subdiv="ENG", years=year))


@cache
def _working_days() -> "array[int]":  # the class takes a type from Python 3.12 on
    """The ordinals of all working days known, in order: counting becomes two look-ups in a sorted table."""
    return array("i", _ordinals())


def _ordinals() -> Iterator[int]:
    closed = country_holidays("GB", subdiv="ENG", years=range(FIRST_YEAR, LAST_YEAR + 1))
    bank_holidays = {day.toordinal() for day in closed}
    for ordinal in range(date(FIRST_YEAR, 1, 1).toordinal(), date(LAST_YEAR, 12, 31).toordinal() + 1):
        if (ordinal - 1) % 7 < _SATURDAY and ordinal not in bank_holidays:
            yield ordinal
