"""R11 ATTENDANCE_LOW: they are often not there."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from service.alerts.rows import Evidence, Family, Finding, Owner, Severity
from service.alerts.rules import words
from service.alerts.rules.rule import NOTHING, Found, Picture, Rule, Ruling, days
from service.alerts.rules.settings import AlertSettings
from service.circumstances.rows import Kind
from service.vocabulary.activity import Group
from service.vocabulary.day import london_day, say_day
from service.vocabulary.working_day import add_working_days


class Week(NamedTuple):
    """A week with sessions, summed over all places the learner attends. `heard_on`: the day the last was told."""

    monday: date
    planned: int
    attended: int
    unauthorised: int
    heard_on: date


def weeks_of(picture: Picture) -> list[Week]:
    """The teaching weeks of what they are in now, oldest first: a new course begins anew."""
    found: dict[date, list[Week]] = {}
    stretch = picture.stretch
    since = stretch.started_on - days(stretch.started_on.weekday()) if stretch else date.max
    for each in picture.case.circumstances:
        if each.kind is Kind.ATTENDANCE and each.superseded_at is None and each.starts_on >= since:
            planned, attended, unauthorised = (int(part) for part in each.value.split("/"))
            heard_on = london_day(each.recorded_at)
            week = Week(each.starts_on, planned, attended, unauthorised, heard_on)
            found.setdefault(each.starts_on, []).append(week)
    return [summed for monday in sorted(found) if (summed := _sum(found[monday])).planned]


def _sum(weeks: Sequence[Week]) -> Week:
    return Week(
        weeks[0].monday,
        sum(each.planned for each in weeks),
        sum(each.attended for each in weeks),
        sum(each.unauthorised for each in weeks),
        max(each.heard_on for each in weeks),
    )


def share(weeks: Iterable[Week]) -> float:
    """Sessions attended of those planned, 0 to 1."""
    weeks = list(weeks)
    return sum(each.attended for each in weeks) / sum(each.planned for each in weeks)


def judge(picture: Picture, *, today: date, settings: AlertSettings) -> Ruling:
    """Find somebody in learning who was there less than 85 % of four teaching weeks (Medium), or 70 % (High).

    Also High: six sessions (two school days of eight hours, near enough) or more missed without permission in them.
    Weeks without sessions are left out. It stays until three weeks running come to 90 %, or until nothing was heard
    for five weeks. The provider has three working days, then it is the adviser's.

    SOURCE: practice table R11 (the risk of NEET indicator's 85 and 90 %; Surrey's 70 %; the Netherlands' 16 hours).
    """
    weeks = weeks_of(picture)
    if not weeks or picture.situation.group is not Group.EET:
        return NOTHING
    over_on = weeks[-1].monday + days(settings.attendance_heard_days)
    turns = (over_on, *(each.monday for each in weeks))
    known = [each for each in weeks if each.monday <= today]
    since = _low_since(known, settings)
    if since is None or today >= over_on:
        return Ruling(None, turns)
    return Ruling(_finding(picture, known[-settings.attendance_weeks :], since, settings), turns)


def _low_since(weeks: Sequence[Week], settings: AlertSettings) -> Week | None:
    """The week with which it became low, unless it is well again since."""
    low: Week | None = None
    for place in range(settings.attendance_weeks, len(weeks) + 1):
        last = weeks[place - settings.attendance_weeks : place]
        if (
            low is not None
            and share(weeks[place - settings.attendance_well_weeks : place]) >= settings.attendance_well
        ):
            low = None
        elif low is None and _is_low(last, settings):
            low = weeks[place - 1]
    return low


def _is_low(weeks: Sequence[Week], settings: AlertSettings) -> bool:
    unauthorised = sum(each.unauthorised for each in weeks)
    return share(weeks) < settings.attendance_low or unauthorised >= settings.attendance_unauthorised_sessions


def _finding(picture: Picture, weeks: Sequence[Week], since: Week, settings: AlertSettings) -> Finding:
    unauthorised = sum(each.unauthorised for each in weeks)
    is_grave = (
        share(weeks) < settings.attendance_very_low
        or unauthorised >= settings.attendance_unauthorised_sessions
    )
    stretch = picture.stretch
    raised_for = picture.known_on(max(since.monday, since.heard_on))
    attended, planned = (
        sum(column) for column in zip(*((each.attended, each.planned) for each in weeks), strict=True)
    )
    missed = f", {unauthorised} missed without permission" if unauthorised else ""
    told = [
        Evidence(
            day=each.monday,
            words=f"Week from {say_day(each.monday)}: {each.attended} of {each.planned} sessions",
            source=f"Attendance, recorded {say_day(each.heard_on)}",
        )
        for each in weeks
    ]
    return ATTENDANCE_LOW.finding(
        Found(
            severity=Severity.HIGH if is_grave else Severity.MEDIUM,
            raised_for_on=raised_for,
            deadline_on=add_working_days(raised_for, settings.attendance_provider_working_days),
            owners=(Owner.PROVIDER, Owner.ADVISER),
            sentence=f"There for {attended} of {planned} sessions in the last {len(weeks)} teaching weeks{missed}.",
            evidence=(*((words.of_spell(stretch.fact),) if stretch else ()), *told),
            steps=(
                "Ask the tutor what is behind it and what was agreed",
                "Talk with the learner about what would help them come",
                "Offer another timetable or course before they leave",
            ),
            closes_when="Three weeks running come to 90 %",
            about=(since.monday,),
        )
    )


ATTENDANCE_LOW = Rule(
    id="R11",
    name="ATTENDANCE_LOW",
    version=1,
    family=Family.ATTENDANCE,
    title="Often not there",
    description="Less than 85 % of the sessions of four teaching weeks: Medium. Less than 70 %, or six sessions missed "
    "without permission: High. The provider has three working days.",
    judge=judge,
)
