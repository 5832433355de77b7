"""Days as people in England write and say them. Instants are UTC; a day is a day in London."""

import re
import unicodedata
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import msgspec

London = ZoneInfo("Europe/London")

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)

_FIRST_YEAR, _LAST_YEAR = 1900, 2100
_YEARS_AHEAD = 10  # "36" typed in 2026 is 2036, "37" is 1937
_LETTERS_OF_A_MONTH = 3
_NO_SUCH_DAY = "Enter a day that exists, the day before the month"

_RELATIVE = {"today": 0, "yesterday": -1, "tomorrow": 1}
_ISO = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})")
_NUMBERS = re.compile(
    r"(?P<day>[0-9]{1,2})(?P<by>[/. -])(?P<month>[0-9]{1,2})(?P=by)(?P<year>[0-9]{4}|[0-9]{2})"
)
_WORDS = re.compile(
    r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?[ -]?(?:of )?(?P<month>[a-z]{3,9})\.?,?"
    r"(?:[ -]?(?P<year>[0-9]{4}|[0-9]{2}))?"
)
_MONTH_FIRST = re.compile(
    r"(?P<month>[a-z]{3,9})\.? (?P<day>[0-9]{1,2})(?:st|nd|rd|th)?(?:,? (?P<year>[0-9]{4}))?"
)


class DayInvalid(ValueError):
    """Not a day. The message says what to enter, with an example nobody can read month first."""


class YearDay(msgspec.Struct, frozen=True):
    """A day that comes every year, 31 May; not 29 February."""

    day: int
    month: int

    def of(self, year: int) -> date:
        """That day of a calendar year."""
        return date(year, self.month, self.day)

    def __str__(self) -> str:
        """As people say it: "31 May"."""
        return f"{self.day} {MONTHS[self.month - 1]}"


def london_day(instant: datetime) -> date:
    """The day it is in London at an instant; raises ValueError for an instant without a zone."""
    if instant.tzinfo is None:
        raise ValueError("An instant needs its time zone.")
    return instant.astimezone(London).date()


def end_of_day(day: date) -> datetime:
    """The last instant of a day in London."""
    midnight = datetime.combine(day + timedelta(days=1), time.min, tzinfo=London)
    return midnight.astimezone(UTC) - timedelta(microseconds=1)


def parse_day(text: str, *, today: date) -> date:
    """The day somebody typed, day before month; raises DayInvalid.

    Takes "today", "3/11/2026", "03.11.26", "3 Nov 2026", "2026-11-03" and their like. Two figures of a year
    mean the latest such year up to ten years ahead; a day without a year is the one nearest to today.
    """
    typed = " ".join(unicodedata.normalize("NFKC", text).casefold().split())
    if typed in _RELATIVE:
        return today + timedelta(days=_RELATIVE[typed])
    for pattern in (_ISO, _NUMBERS, _WORDS, _MONTH_FIRST):
        if found := pattern.fullmatch(typed):
            return _day_of(found["day"], _month(found["month"], today), found["year"], today)
    raise _invalid("Enter a day", today)


def _day_of(day: str, month: int, year: str | None, today: date) -> date:
    if year is None:
        candidates = [
            _real_day(candidate, month, int(day)) for candidate in range(today.year - 1, today.year + 2)
        ]
        real = [candidate for candidate in candidates if candidate]
        if not real:
            raise _invalid(_NO_SUCH_DAY, today)
        return min(real, key=lambda candidate: abs(candidate - today))
    full_year = int(year) if len(year) > 2 else _full_year(int(year), today)
    if not _FIRST_YEAR <= full_year <= _LAST_YEAR:
        raise _invalid(f"Enter a year from {_FIRST_YEAR} to {_LAST_YEAR}", today)
    if (real_day := _real_day(full_year, month, int(day))) is None:
        raise _invalid(_NO_SUCH_DAY, today)
    return real_day


def _month(text: str, today: date) -> int:
    if text.isdigit():
        return int(text)
    named = "sep" if text == "sept" else text
    for number, name in enumerate(MONTHS, start=1):
        if named in (name.casefold(), name[:_LETTERS_OF_A_MONTH].casefold()):
            return number
    raise _invalid("Enter the month by its name or number", today)


def _full_year(two_figures: int, today: date) -> int:
    latest = today.year + _YEARS_AHEAD
    return latest - (latest - two_figures) % 100


def _real_day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _invalid(advice: str, today: date) -> DayInvalid:
    return DayInvalid(f"{advice}, such as {say_day(today.replace(day=27))}.")


def say_day(day: date) -> str:
    """The day in words: "3 November 2026"."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def say_days_ago(day: date, *, today: date) -> str:
    """How long ago, or ahead, a day is: "today", "yesterday", "12 days ago", "tomorrow", "in 5 days"."""
    ago = (today - day).days
    near = {0: "today", 1: "yesterday", -1: "tomorrow"}
    return near.get(ago) or (f"{ago} days ago" if ago > 0 else f"in {-ago} days")
