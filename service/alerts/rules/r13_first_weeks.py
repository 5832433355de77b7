"""R13 FIRST_42_DAYS: somebody vulnerable has begun, and nobody has asked how it goes."""

from datetime import date

from service.alerts.rows import Family, Finding, Owner, Severity
from service.alerts.rules import words
from service.alerts.rules.rule import NOTHING, Found, Picture, Rule, Ruling, days
from service.alerts.rules.settings import AlertSettings
from service.pathways.rows import MilestoneKind
from service.pathways.rules import Stretch
from service.vocabulary.activity import Group, Kind
from service.vocabulary.working_day import add_working_days

_LEARNING = frozenset({Kind.EDUCATION, Kind.TRAINING})


def judge(picture: Picture, *, today: date, settings: AlertSettings) -> Ruling:
    """Find somebody vulnerable in the first weeks of learning with whom nobody has checked in.

    Trigger: day 10 of a course has come and nobody checked in since it began (Low), or day 35 and nobody did since
    day 10 (Medium), until day 60. A check-in is a conversation, or attendance reviewed. The provider has five
    working days. The risk of NEET alone raises nothing: only who is vulnerable is asked about.

    SOURCE: practice table R13 (a college's "42 Day Project"; one in sixteen leaves before day 42).
    """
    stretch = picture.stretch
    if stretch is None or picture.situation.group is not Group.EET or stretch.activity.kind not in _LEARNING:
        return NOTHING
    first_on, second_on, over_on = (stretch.started_on + days(each) for each in settings.check_in_days)
    turns = (first_on, second_on, over_on)
    if not picture.is_vulnerable or not first_on <= today < over_on:
        return Ruling(None, turns)
    check_on, since = (second_on, first_on) if today >= second_on else (first_on, stretch.started_on)
    if any(day >= since for day in _check_ins(picture)):
        return Ruling(None, turns)
    severity = Severity.MEDIUM if check_on == second_on else Severity.LOW
    return Ruling(_finding(picture, stretch, check_on, severity, settings), turns)


def _check_ins(picture: Picture) -> list[date]:
    reviewed = [each.occurred_on for each in picture.milestones if each.kind is MilestoneKind.ATTENDANCE]
    return reviewed + [each.occurred_on for each in picture.case.contacts if each.two_way]


def _finding(
    picture: Picture, stretch: Stretch, check_on: date, severity: Severity, settings: AlertSettings
) -> Finding:
    raised_for = picture.known_on(check_on, stretch.fact)
    day = (check_on - stretch.started_on).days
    return FIRST_WEEKS.finding(
        Found(
            severity=severity,
            raised_for_on=raised_for,
            deadline_on=add_working_days(raised_for, settings.check_in_working_days),
            owners=(Owner.PROVIDER, Owner.ADVISER),
            sentence=f"Day {day} of a new course, and nobody has asked how it goes.",
            evidence=(words.of_spell(stretch.fact),),
            steps=(
                "Ask the tutor to check in and to record it",
                "Phone and ask how the first weeks went",
                "Agree with the provider what would help them stay",
            ),
            closes_when="Somebody has checked in, or 60 days have passed",
            about=(stretch.started_on, day),
        )
    )


FIRST_WEEKS = Rule(
    id="R13",
    name="FIRST_42_DAYS",
    version=1,
    family=Family.PLACE,
    title="First weeks, nobody checked in",
    description="Somebody vulnerable has begun a course, and on day 10 (Low) or day 35 (Medium) nobody had checked in. "
    "The provider has five working days.",
    judge=judge,
)
