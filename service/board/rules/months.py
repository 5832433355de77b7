"""Months, and what was known when."""

from calendar import monthrange
from datetime import date, datetime, time, timedelta

from service.vocabulary.day import London


def last_day(month_on: date) -> date:
    """The last day of a month."""
    return month_on.replace(day=monthrange(month_on.year, month_on.month)[1])


def months_earlier(month_on: date, months: int) -> date:
    """The first day of the month so many months before."""
    years, month = divmod(month_on.year * 12 + month_on.month - 1 - months, 12)
    return date(years, month + 1, 1)


def last_winter(month_on: date) -> tuple[date, date, date]:
    """The last December, January and February of which the February is over by the end of the month."""
    year = month_on.year if month_on.month >= 2 else month_on.year - 1
    return date(year - 1, 12, 1), date(year, 1, 1), date(year, 2, 1)


def known_before(as_of_on: date, *, edition: int, now: datetime) -> datetime:
    """The instant before which a fact must have been recorded to count.

    The first edition knows what was known when its last day ended in London; the second corrects it with
    what is known now about that day.
    """
    midnight = datetime.combine(as_of_on + timedelta(days=1), time(), tzinfo=London)
    return midnight if edition == 1 else now
