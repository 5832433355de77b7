"""A row of text as a person. What cannot be read is counted by column, and then is as if it were empty."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from service.learners.matching.rows import Person
from service.linking.rows import Dates, Layout

BORN, YEAR, MONTH, DAY, PREVIOUS = "date_of_birth", "birth_year", "birth_month", "birth_day", "previous_names"
_TEXTS = ("given_names", "family_name", "sex", "postcode", "address", "indicator", "uln", "upn", "ni_number")
_NOT_KNOWN = frozenset({"", "na", "n/a", "nan", "none", "null", "unknown", "not known", "-", "?"})
_YEAR_FIRST = re.compile(r"(\d{4})(?:([-/.])(\d{1,2})\2(\d{1,2})(?:[T ].*)?|(\d{2})(\d{2}))")
_YEAR_LAST = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})(?:[T ].*)?")
Parts = tuple[int, int | None, int | None]


class PeopleReader:
    """Rows of one file as people. `unread` counts by column what was there and could not be read."""

    def __init__(self, columns: Sequence[str], layout: Layout, dates: Dates) -> None:
        place = {name: n for n, name in enumerate(columns)}
        self._ours = {ours: place[theirs] for ours, theirs in layout.columns.items()}
        self._texts = [(name, self._ours[name]) for name in (*_TEXTS, "email", "phone") if name in self._ours]
        self._others = [(name, self._ours[f"other:{name}"]) for name in layout.others]
        self._born_parts = [(name, self._ours[name]) for name in (YEAR, MONTH, DAY) if name in self._ours]
        self._dates = dates
        self._id = place[layout.id_column] if layout.id_column is not None else None
        self.unread: Counter[str] = Counter()
        self.told: Counter[str] = Counter()

    def person(self, row: Sequence[Any]) -> Person:
        """Read one row."""
        told: dict[str, Any] = {name: text for name, n in self._texts if (text := _text(row[n]))}
        if BORN in self._ours:
            told |= self._born(row[self._ours[BORN]])
        if self._born_parts and BORN not in told and YEAR not in told:
            told |= {name: part for name, n in self._born_parts if (part := self._part(name, row[n]))}
        if PREVIOUS in self._ours and (text := _text(row[self._ours[PREVIOUS]])):
            told[PREVIOUS] = tuple(name.strip() for name in re.split(r"[;|]", text))
        if self._others:
            told["others"] = tuple((name, text) for name, n in self._others if (text := _text(row[n])))
        return Person(**told)

    def id_of(self, row: Sequence[Any], number: int) -> str:
        """Give a row's id; the row's number where the file has none."""
        return str(number) if self._id is None else _text(row[self._id])

    def _born(self, value: Any) -> dict[str, Any]:
        if isinstance(value, date):
            return {BORN: value.date() if isinstance(value, datetime) else value}
        text = _text(value)
        if text.lower() in _NOT_KNOWN:
            return {}
        self.told[BORN] += 1
        parts = date_parts(text, self._dates)
        if parts is None:
            self.unread[BORN] += 1
            return {}
        return dict(zip((YEAR, MONTH, DAY), parts, strict=True))

    def _part(self, name: str, value: Any) -> int | None:
        text = _text(value).removesuffix(".0")
        if text.lower() in _NOT_KNOWN:
            return None
        self.told[name] += 1
        most = {YEAR: 9999, MONTH: 12, DAY: 31}[name]
        if text.isascii() and text.isdigit() and 0 < int(text) <= most:
            return int(text)
        self.unread[name] += 1
        return None


@lru_cache(maxsize=1 << 15)
def date_parts(text: str, dates: Dates) -> Parts | None:
    """Read year, month and day, even of a day no calendar has: a slip is compared as one."""
    if found := _YEAR_FIRST.fullmatch(text):
        return _possible(int(found[1]), int(found[3] or found[5]), int(found[4] or found[6]))
    if dates is not Dates.ISO and (found := _YEAR_LAST.fullmatch(text)):
        first, second, year = int(found[1]), int(found[2]), int(found[3])
        day, month = (first, second) if dates is Dates.DAY_FIRST else (second, first)
        return _possible(year, month, day)
    return None


def _possible(year: int, month: int, day: int) -> Parts:
    """A month or day of nought is one that is not known."""
    return year, month or None, day or None


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value.strip()
    if value is None or value != value:  # noqa: PLR0124 - not a number is not itself
        return ""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value).strip()


def problem_with(
    unread: Mapping[str, tuple[int, int]], layout: Layout, *, file: str, at_most: float
) -> str | None:
    """Say which column can mostly not be read, and what to do; None where all is well."""
    for name, (wrong, told) in unread.items():
        if wrong > at_most * told:
            theirs = layout.columns.get(name, name)
            remedy = (
                "Write days as 2006-03-14, or say how they are written: --dates dmy or --dates mdy."
                if name == BORN
                else "Write it as a whole number."
            )
            return f"{wrong:,} of {told:,} values in the column “{theirs}” of {file} cannot be read. {remedy}"
    return None
