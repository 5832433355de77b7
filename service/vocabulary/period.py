"""A stretch of days, both ends included, as the ILR and NCCIS give them, and all arithmetic on it."""

from datetime import date, timedelta

import msgspec

_ONE_DAY = timedelta(days=1)


class Period(msgspec.Struct, frozen=True):
    """`started_on` to `ended_on`, both included; None: still going on. ValueError if ended before started."""

    started_on: date
    ended_on: date | None = None

    def __post_init__(self) -> None:
        if self.ended_on is not None and self.ended_on < self.started_on:
            raise ValueError("A period cannot end before it starts.")

    def contains(self, day: date) -> bool:
        """Whether the day is one of the period's."""
        return self.started_on <= day <= self._last

    def overlaps(self, other: "Period") -> bool:
        """Whether the two share a day."""
        return self.started_on <= other._last and other.started_on <= self._last

    def touches(self, other: "Period") -> bool:
        """Whether one begins the day after the other ends: no gap and no day shared."""
        return _follows(self, other) or _follows(other, self)

    def days(self, until: date) -> int:
        """How many days of the period have passed up to and including `until`; 0 before it starts."""
        return max(0, (min(self._last, until) - self.started_on).days + 1)

    @property
    def _last(self) -> date:
        return date.max if self.ended_on is None else self.ended_on


def _follows(later: Period, earlier: Period) -> bool:
    return earlier.ended_on is not None and later.started_on - earlier.ended_on == _ONE_DAY
