"""R09 NEET_LONG: they have been NEET for a quarter, half a year, a year."""

from datetime import date

from service.alerts.rows import Family, Finding, Owner, Severity
from service.alerts.rules import words
from service.alerts.rules.rule import NOTHING, Found, Picture, Rule, Ruling, days
from service.alerts.rules.settings import AlertSettings
from service.vocabulary.activity import Group
from service.vocabulary.day import say_day
from service.vocabulary.working_day import add_working_days

_WEEK = 7


def judge(picture: Picture, *, today: date, settings: AlertSettings) -> Ruling:
    """Find somebody who has been NEET without a break for 13 weeks (Medium), 26 (High) or 52 (Critical).

    Each of the three asks for a case review within 10 working days. Kinds of NEET may change meanwhile.

    SOURCE: practice table R09 (DWP Youth Offer from 13 weeks; the New Deal's fast track at 26).
    """
    since = picture.situation.neet_since_on
    if picture.situation.group is not Group.NEET or since is None:
        return NOTHING
    steps = {
        settings.neet_long_weeks: Severity.MEDIUM,
        settings.neet_longer_weeks: Severity.HIGH,
        settings.neet_longest_weeks: Severity.CRITICAL,
    }
    reached = {since + days(_WEEK * weeks): (weeks, severity) for weeks, severity in steps.items()}
    passed = [day for day in reached if day <= today]
    if not passed:
        return Ruling(None, tuple(reached))
    return Ruling(_finding(picture, since, max(passed), *reached[max(passed)], settings), tuple(reached))


def _finding(
    picture: Picture, since: date, reached_on: date, weeks: int, severity: Severity, settings: AlertSettings
) -> Finding:
    stretch = picture.stretch
    facts = (stretch.fact,) if stretch else ()
    raised_for = picture.known_on(reached_on, *facts)
    return NEET_LONG.finding(
        Found(
            severity=severity,
            raised_for_on=raised_for,
            deadline_on=add_working_days(raised_for, settings.case_review_working_days),
            owners=(Owner.ADVISER, Owner.LEAD),
            sentence=f"Not in education, employment or training for {weeks} weeks, since {say_day(since)}.",
            evidence=tuple(words.of_spell(fact) for fact in facts),
            steps=(
                "Review the case with the team lead and agree a new plan",
                "Offer a re-engagement programme with a first day",
                "Ask the jobcentre what else is open to them",
            ),
            closes_when="They start in education, employment, training or re-engagement",
            about=(since, weeks),
        )
    )


NEET_LONG = Rule(
    id="R09",
    name="NEET_LONG",
    version=1,
    family=Family.REVIEW,
    title="NEET for long",
    description="NEET without a break for 13 weeks (Medium), 26 (High) or 52 (Critical): a case review within 10 "
    "working days of each.",
    judge=judge,
)
