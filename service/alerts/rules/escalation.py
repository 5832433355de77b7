"""How far an alert has climbed: late, with the team lead, with the service manager.

SOURCE: our own policy, practice reference section 1.6: at 100, 200 and 300 per cent of its working days. Default to
action: whoever does not act hands over without being asked.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from types import MappingProxyType
from typing import Final, NamedTuple

from service.accounts.rows import Role
from service.alerts.rows import Rung
from service.vocabulary.working_day import add_working_days, working_days_between

_DAY: Final = timedelta(days=1)
_TIMES: Final = ((Rung.LATE, 0), (Rung.LEAD, 1), (Rung.MANAGER, 2))
"""How many times its own working days after the deadline a rung is reached."""

SAID: Final = {
    Rung.LATE: "Its time is over.",
    Rung.LEAD: "Handed to the team lead: twice its time is over.",
    Rung.MANAGER: "With the service manager: three times its time is over.",
}


OWN_FROM: Final[Mapping[Role, Rung]] = MappingProxyType(
    {Role.TEAM_LEAD: Rung.LEAD, Role.SERVICE_MANAGER: Rung.MANAGER}
)
"""From which rung on everybody's alerts are theirs; others have only their own."""


class Climbed(NamedTuple):
    """The rung an alert is on, and the day it climbs the next, if there is one."""

    rung: Rung
    next_on: date | None


def climbed(raised_for_on: date, deadline_on: date, *, today: date) -> Climbed:
    """Say on which rung an alert stands today; its time is the working days from `raised_for_on` to the deadline."""
    given = max(1, working_days_between(min(raised_for_on, deadline_on), deadline_on))
    reached = Rung.IN_TIME
    for rung, times in _TIMES:
        turn_on = (add_working_days(deadline_on, times * given) if times else deadline_on) + _DAY
        if today < turn_on:
            return Climbed(reached, turn_on)
        reached = rung
    return Climbed(reached, None)
