"""Attendance summed over weeks."""

from collections.abc import Iterable
from datetime import date, timedelta

import msgspec

from service.circumstances.rows import Circumstance, Kind

YEAR = timedelta(days=365)


class Attendance(msgspec.Struct, frozen=True, kw_only=True):
    """Sessions of some weeks. `unauthorised` are those missed without permission."""

    weeks: int = 0
    planned: int = 0
    attended: int = 0
    unauthorised: int = 0

    @property
    def share(self) -> float | None:
        """Sessions attended of those planned, 0 to 1; None where none were planned."""
        return self.attended / self.planned if self.planned else None


def attendance(said: Iterable[Circumstance], *, since: date, until: date) -> Attendance:
    """Sum the weeks that begin from `since` to `until` inclusive, of all places the learner attends."""
    weeks = [
        each
        for each in said
        if each.kind is Kind.ATTENDANCE and each.superseded_at is None and since <= each.starts_on <= until
    ]
    sessions = [[int(part) for part in each.value.split("/")] for each in weeks]
    planned, attended, unauthorised = (
        (sum(column) for column in zip(*sessions, strict=True)) if sessions else (0, 0, 0)
    )
    return Attendance(
        weeks=len({each.starts_on for each in weeks}),
        planned=planned,
        attended=attended,
        unauthorised=unauthorised,
    )


def attendance_of_a_year(said: Iterable[Circumstance], *, on: date) -> Attendance:
    """Sum the weeks of the 365 days before a day, which hold one school year whenever one looks."""
    return attendance(said, since=on - YEAR, until=on)
