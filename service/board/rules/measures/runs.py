"""Stretches of a line taken together: unbroken times of NEET, of work, of anything."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta

import msgspec

from service.pathways.rules import Stretch
from service.vocabulary.activity import APPRENTICESHIP, Activity, Group, Kind

DAY = timedelta(days=1)
YEAR = timedelta(days=365)


class Run(msgspec.Struct, frozen=True):
    """An unbroken time of one sort, both days included; `until_on` may lie after the day looked at."""

    since_on: date
    until_on: date

    def lasted(self, *, on: date) -> int:
        """Its days, as far as they are over: a run that began today has lasted one."""
        return (min(self.until_on, on) - self.since_on).days + 1


def runs(
    line: Sequence[Stretch],
    belongs: Callable[[Activity], bool],
    *,
    on: date,
    longest_break: timedelta = timedelta(0),
) -> Iterator[Run]:
    """The times of a sort that had begun by a day, oldest first; stretches with no longer a break between are one."""
    since: date | None = None
    until = date.min
    for stretch in line:
        if stretch.started_on > on or not belongs(stretch.activity):
            continue
        if since is not None and stretch.started_on - until > longest_break + DAY:
            yield Run(since, until)
            since = None
        since = since or stretch.started_on
        until = max(until, stretch.until_on)
    if since is not None:
        yield Run(since, until)


def is_neet(activity: Activity) -> bool:
    """Not in education, employment or training."""
    return activity.group is Group.NEET


def is_eet(activity: Activity) -> bool:
    """In education, employment or training; a re-engagement programme is on the way there."""
    return activity.group is Group.EET


def is_job(activity: Activity) -> bool:
    """In work that is no apprenticeship."""
    return activity.is_job


def is_work(activity: Activity) -> bool:
    """In work, an apprenticeship included: somebody pays them."""
    return activity.kind is Kind.EMPLOYMENT


def is_learning(activity: Activity) -> bool:
    """At school, on a course, in training or an apprenticeship."""
    return activity.kind in _LEARNING or activity.code == APPRENTICESHIP


_LEARNING = frozenset({Kind.SCHOOL, Kind.EDUCATION, Kind.TRAINING})
