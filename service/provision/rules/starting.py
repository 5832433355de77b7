"""When somebody can start."""

from datetime import date, timedelta

from service.vocabulary.working_day import add_working_days

NOTICE = 3  # working days a provider needs before somebody joins a weekly intake. SOURCE: our own policy
_MONDAY, _WEEK = 0, 7


def weekly_start(*, free_on: date, today: date) -> date:
    """The next day on which somebody free from a day can join what takes people every week.

    It is a Monday, or the working day after it, with three working days' notice.
    """
    ready = max(free_on, add_working_days(today, NOTICE))
    monday = ready + timedelta(days=(_MONDAY - ready.weekday()) % _WEEK)
    return add_working_days(monday, 0)
