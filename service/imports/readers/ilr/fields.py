"""Cuts one element into texts, dates and codes by local name, so that every year's namespace will do."""

import re
from datetime import date
from functools import lru_cache
from typing import Any, Final, Self

import msgspec

from service.imports.readers.ilr.names import GROUPS, KNOWN, READ, local_name
from service.imports.readers.ilr.problems import ProblemList

UNREADABLE: Final = -1
"""What a code that is not a number is read as: never a code of any list."""

_UNKNOWN: Final = "?"
_MOST_NAMES: Final = 1000  # remembered; a file of nothing but new names must not fill the memory
_DAY: Final = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:T[0-9:.]*)?(?:Z|[+-][0-9]{2}:[0-9]{2})?"
)  # xs:date, xs:dateTime
_MOST_DIGITS: Final = 6
_EARLIEST: Final = date(1900, 1, 1)  # 0001-01-01 is what some systems write for an empty date


class Collection(msgspec.Struct, frozen=True, kw_only=True):
    """What a check needs to know of the whole file. A teaching year is 1 August to 31 July."""

    today: date
    prepared_on: date
    year: int  # the calendar year the teaching year begins in
    starts_on: date
    ends_on: date
    ten_years_before: date
    one_year_after: date

    @classmethod
    def of(cls, year: int, *, prepared_on: date, today: date) -> Self:
        """The collection of the year that begins in `year`."""
        return cls(
            today=today,
            prepared_on=prepared_on,
            year=year,
            starts_on=date(year, 8, 1),
            ends_on=date(year + 1, 7, 31),
            ten_years_before=date(year - 10, 8, 1),
            one_year_after=date(year + 2, 7, 31),
        )


class DayUnreadable(ValueError):
    """Not a day in the form year-month-day."""


class _Names(dict[str, str]):
    """Full element names to local ones: '' for those not read, _UNKNOWN for those the ILR does not have."""

    def __missing__(self, tag: str) -> str:
        name = local_name(tag)
        found = name if name in READ or name in GROUPS else "" if name in KNOWN else _UNKNOWN
        if len(self) < _MOST_NAMES:
            self[tag] = found
        return found


_names: Final = _Names()


def read_fields(element: Any, problems: ProblemList) -> tuple[dict[str, str], list[Any]]:
    """The texts of an element's children that are read, blank ones left out, and its aims or outcomes."""
    texts: dict[str, str] = {}
    groups: list[Any] = []
    for child in element:
        name = _names[child.tag]
        if not name:
            continue
        if name in GROUPS:
            groups.append(child)
        elif name == _UNKNOWN:
            problems.note_unknown(child)
        elif (text := child.text) and (text := text.strip()):
            texts[name] = text
    return texts, groups


@lru_cache(maxsize=4096)  # a file has many learners and few days: half the time of reading it without
def read_day(text: str) -> date:
    """The day of an ILR date, whatever time or zone follows; raises DayUnreadable, also before 1900."""
    found = _DAY.fullmatch(text)
    try:
        day = date.fromisoformat(found[1]) if found else None
    except ValueError:
        day = None
    if day is None or day < _EARLIEST:
        raise DayUnreadable
    return day


@lru_cache(maxsize=4096)
def read_code(text: str) -> int:
    """A code as a number; UNREADABLE for anything that is not a short whole number."""
    return int(text) if text.isdecimal() and text.isascii() and len(text) <= _MOST_DIGITS else UNREADABLE
