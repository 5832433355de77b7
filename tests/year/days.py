"""The days of a simulated year, the hours at which things happen in them, and chances that hang on the seed alone."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from service.vocabulary.day import London

DAY = timedelta(days=1)


def days_of(first: date, last: date) -> Iterator[date]:
    """Every day from the first to the last, both included."""
    while first <= last:
        yield first
        first += DAY


def at(day: date, hour: time) -> datetime:
    """The instant of a London day at which it is that late there."""
    return datetime.combine(day, hour, tzinfo=London).astimezone(UTC)


def chance(*about: object) -> Random:
    """A generator that gives the same for the same words, in whatever order things are asked."""
    return Random(":".join(map(str, about)))
