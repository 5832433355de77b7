"""What is done every day, at a time in London."""

from datetime import UTC, datetime, time, timedelta

import msgspec

from service.vocabulary.day import London, london_day


class Daily(msgspec.Struct, frozen=True, kw_only=True):
    """An operation, run once a day without arguments. The latest one missed is made up for."""

    name: str
    at: time


def latest(daily: Daily, *, now: datetime) -> str:
    """Give the key of the latest time an operation was due: its name and the day.

    A time the clock skips in March is taken in winter time, and of two in October the first.
    """
    day = london_day(now)
    if datetime.combine(day, daily.at, tzinfo=London).astimezone(UTC) > now:
        day -= timedelta(days=1)
    return f"{daily.name} {day.isoformat()}"
