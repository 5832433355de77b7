"""The financial year, 1 April to 31 March, and its quarters: what budgets and statements go by."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from types import MappingProxyType
from typing import Final, Self

import msgspec

QUARTERS: Final = (1, 2, 3, 4)
MONTHS: Final[Mapping[int, str]] = MappingProxyType(
    {1: "April to June", 2: "July to September", 3: "October to December", 4: "January to March"}
)
_FIRST_MONTH: Final = 4
_SHAPE: Final = re.compile(r"(?P<start>[0-9]{4})(?:[/-](?P<end>[0-9]{2}))?")
_EARLIEST, _LATEST = 2000, 2099


class FinancialYearInvalid(ValueError):
    """Not a financial year."""


class FinancialYear(msgspec.Struct, frozen=True, order=True):
    """One financial year, named by the calendar year it begins in: FinancialYear(2016) is 2016/17."""

    start: int

    @classmethod
    def of(cls, day: date) -> Self:
        """The financial year the day falls in."""
        return cls(day.year if day.month >= _FIRST_MONTH else day.year - 1)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read "2016/17", "2016-17" or "2016". Raises `FinancialYearInvalid`."""
        found = _SHAPE.fullmatch(text.strip())
        start = int(found["start"]) if found else 0
        if not _EARLIEST <= start <= _LATEST or (
            found and found["end"] not in (None, f"{(start + 1) % 100:02d}")
        ):
            raise FinancialYearInvalid("Enter a financial year, such as 2016/17")
        return cls(start)

    @property
    def label(self) -> str:
        """As people write it: "2016/17"."""
        return f"{self.start}/{(self.start + 1) % 100:02d}"

    @property
    def starts_on(self) -> date:
        """1 April."""
        return date(self.start, _FIRST_MONTH, 1)

    @property
    def ends_on(self) -> date:
        """31 March of the following calendar year."""
        return date(self.start + 1, 3, 31)

    def quarter_ends_on(self, quarter: int) -> date:
        """The last day of quarter 1 (April to June) to 4 (January to March)."""
        after = _FIRST_MONTH + 3 * quarter
        return date(self.start + (after - 1) // 12, (after - 1) % 12 + 1, 1) - timedelta(days=1)


def quarter_of(day: date) -> int:
    """The quarter of the financial year a day falls in, 1 to 4."""
    return (day.month - _FIRST_MONTH) % 12 // 3 + 1


def say_quarter(year: int, quarter: int) -> str:
    """Say a quarter of the financial year that begins in a calendar year: "April to June 2026"."""
    return f"{MONTHS[quarter]} {year + 1 if quarter == QUARTERS[-1] else year}"
