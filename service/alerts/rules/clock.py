"""The guarantee's clock: from when somebody is re-engaged until a dated place is accepted, or refused for a reason."""

from collections.abc import Iterable, Sequence
from datetime import date
from math import ceil
from typing import Final, NamedTuple

from service.alerts.rules.rule import ADULT, days
from service.alerts.rules.settings import AlertSettings, settings_on
from service.pathways.rows import Milestone, MilestoneKind
from service.pathways.rules import Stretch
from service.vocabulary.academic_year import age
from service.vocabulary.activity import Group
from service.vocabulary.working_day import add_working_days

_ORDER: Final = {
    MilestoneKind.RE_ENGAGED: 0,
    MilestoneKind.ACCEPTED: 1,
    MilestoneKind.DECLINED: 2,
}


class Clock(NamedTuple):
    """One run of the clock. `met` is what stopped it, None while it goes on."""

    re_engaged: Milestone
    warns_on: date
    ends_on: date
    met: Milestone | None


def clock_of(
    line: Sequence[Stretch],
    milestones: Iterable[Milestone],
    *,
    born: date,
    today: date,
    settings: AlertSettings | None = None,
) -> Clock | None:
    """Give the clock as it runs or was stopped last; None for whoever was not re-engaged, or is in something since.

    Under 18 on the day of re-engaging it runs 20 working days, from 18 four months; it warns when three quarters are
    over. A place accepted for a day stops it, and so does a refusal with its reason; whoever is re-engaged again after
    that starts another. SOURCE: practice table R24 (four months: EU Youth Guarantee).
    """
    entered = [
        each.started_on for each in line if each.activity.group is Group.EET and each.started_on <= today
    ]
    since = max(entered, default=date.min)
    told = [
        each
        for each in milestones
        if each.superseded_at is None and each.kind in _ORDER and since <= each.occurred_on <= today
    ]
    if _goes_on(line, today):
        return None
    begun, met = _run(sorted(told, key=lambda each: (each.occurred_on, _ORDER[each.kind], each.id)))
    if begun is None:
        return None
    warns_on, ends_on = _ends(begun.occurred_on, born, settings or settings_on(today))
    return Clock(begun, warns_on, ends_on, met)


def _goes_on(line: Sequence[Stretch], today: date) -> bool:
    """Whether they are in education, employment or training, or in custody, today."""
    begun = [each for each in line if each.started_on <= today]
    return (
        bool(begun) and begun[-1].until_on >= today and begun[-1].activity.group in {Group.EET, Group.CUSTODY}
    )


def _run(told: Sequence[Milestone]) -> tuple[Milestone | None, Milestone | None]:
    begun: Milestone | None = None
    met: Milestone | None = None
    for each in told:
        if each.kind is MilestoneKind.RE_ENGAGED:
            begun, met = (each, None) if begun is None or met is not None else (begun, met)
        elif begun is not None and _meets(each):
            met = met or each
        elif met is not None and _undoes(each, met):
            met = None
    return begun, met


def _meets(milestone: Milestone) -> bool:
    if milestone.kind is MilestoneKind.ACCEPTED:
        return milestone.planned_start_on is not None
    return bool(milestone.detail)


def _undoes(milestone: Milestone, met: Milestone) -> bool:
    """A place given back without a reason: as if it had not been accepted."""
    return met.kind is MilestoneKind.ACCEPTED and milestone.planned_start_on in {None, met.planned_start_on}


def _ends(begun_on: date, born: date, settings: AlertSettings) -> tuple[date, date]:
    share = settings.guarantee_warning
    if age(born, on=begun_on) < ADULT:
        count = settings.guarantee_under_18_working_days
        return add_working_days(begun_on, ceil(count * share)), add_working_days(begun_on, count)
    ends_on = _months_later(begun_on, settings.guarantee_months)
    return begun_on + days(ceil((ends_on - begun_on).days * share)), ends_on


def _months_later(day: date, months: int) -> date:
    """The same day of a later month, or its last day where it is shorter."""
    year, month = divmod(day.month - 1 + months, 12)
    first = date(day.year + year, month + 1, 1)
    after = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return min(first + days(day.day - 1), after - days(1))
