"""R12 ATTENDANCE_STOPPED: enrolled, and no longer there at all."""

from collections.abc import Sequence
from datetime import date

from service.alerts.rows import Evidence, Family, Finding, Owner, Severity
from service.alerts.rules import words
from service.alerts.rules.r11_attendance_low import Week, weeks_of
from service.alerts.rules.rule import NOTHING, Found, Picture, Rule, Ruling, days
from service.alerts.rules.settings import AlertSettings
from service.vocabulary.activity import Group
from service.vocabulary.day import say_day
from service.vocabulary.working_day import add_working_days


def judge(picture: Picture, *, today: date, settings: AlertSettings) -> Ruling:
    """Find somebody in learning who missed ten sessions running, or five in the first six weeks.

    Sessions are told by the week: counted are the last weeks in which they were not there once. High, the provider
    has three working days to say what it knows. It closes with the first session attended, or when they leave.

    SOURCE: practice table R12 (one in sixteen leaves in the first 42 days; Danish providers report "at risk").
    """
    stretch = picture.stretch
    weeks = weeks_of(picture)
    if stretch is None or not weeks or picture.situation.group is not Group.EET:
        return NOTHING
    over_on = weeks[-1].monday + days(settings.attendance_heard_days)
    turns = (over_on, *(each.monday for each in weeks))
    away = _away([each for each in weeks if each.monday <= today])
    if not away or today >= over_on:
        return Ruling(None, turns)
    is_new = away[0].monday < stretch.started_on + days(settings.first_weeks_days)
    enough = settings.away_new_sessions if is_new else settings.away_sessions
    if sum(each.planned for each in away) < enough:
        return Ruling(None, turns)
    return Ruling(_finding(picture, away, settings), turns)


def _away(weeks: Sequence[Week]) -> list[Week]:
    """The last weeks in which they were not there once, oldest first."""
    away: list[Week] = []
    for week in reversed(weeks):
        if week.attended:
            break
        away.insert(0, week)
    return away


def _finding(picture: Picture, away: Sequence[Week], settings: AlertSettings) -> Finding:
    stretch = picture.stretch
    raised_for = picture.known_on(max(away[-1].monday, away[-1].heard_on))
    missed = sum(each.planned for each in away)
    told = Evidence(
        day=away[0].monday,
        words=f"None of {missed} sessions since the week from {say_day(away[0].monday)}",
        source=f"Attendance, recorded {say_day(away[-1].heard_on)}",
    )
    return ATTENDANCE_STOPPED.finding(
        Found(
            severity=Severity.HIGH,
            raised_for_on=raised_for,
            deadline_on=add_working_days(raised_for, settings.attendance_provider_working_days),
            owners=(Owner.PROVIDER, Owner.ADVISER),
            sentence=f"Not once there since the week from {say_day(away[0].monday)}.",
            evidence=(*((words.of_spell(stretch.fact),) if stretch else ()), told),
            steps=(
                "Ask the provider whether they have left",
                "Phone the learner and ask what happened",
                "Visit them at home",
            ),
            closes_when="They are there again, or it is recorded that they left",
            about=(away[0].monday,),
        )
    )


ATTENDANCE_STOPPED = Rule(
    id="R12",
    name="ATTENDANCE_STOPPED",
    version=1,
    family=Family.ATTENDANCE,
    title="No longer there",
    description="Enrolled, and not once there in ten sessions running, or in five of the first six weeks. High, the "
    "provider has three working days.",
    judge=judge,
)
