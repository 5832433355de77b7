"""How long it takes half of them: the Kaplan–Meier estimator, which keeps those it has not happened to yet."""

from collections.abc import Mapping

import msgspec


class Times(msgspec.Struct, frozen=True):
    """After so many days: to how many it `happened`, and how many were last `seen` without it."""

    happened: int = 0
    seen: int = 0


def median_days(times: Mapping[int, Times]) -> int | None:
    """The first day by which it has happened to half of them, or None where it has not come to that.

    Of one day those to whom it happens go first, so whoever was last seen on it was still waiting then.
    SOURCE: Kaplan and Meier, Nonparametric estimation from incomplete observations, 1958.
    """
    waiting = sum(each.happened + each.seen for each in times.values())
    share = 1.0
    for day in sorted(times):
        if times[day].happened:
            share *= 1 - times[day].happened / waiting
        if share <= 0.5 + _ROUNDING:
            return day
        waiting -= times[day].happened + times[day].seen
    return None


_ROUNDING = 1e-12
