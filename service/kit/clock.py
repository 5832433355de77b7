"""The clock. Only the edge reads it; everything below is handed `now` or `today`."""

from datetime import UTC, date, datetime

from service.vocabulary.day import london_day


class Clock:
    """The real time; tests pass one that stands still."""

    def now(self) -> datetime:
        """This instant, UTC."""
        return datetime.now(UTC)

    def today(self) -> date:
        """The day it is in London."""
        return london_day(self.now())


class StandingClock(Clock):
    """A clock stopped at one instant, for tests and for `--today`."""

    def __init__(self, at: datetime) -> None:
        self._at = at

    def now(self) -> datetime:
        """The instant it was stopped at."""
        return self._at
