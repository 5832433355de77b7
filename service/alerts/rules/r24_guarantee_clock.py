"""R24 GUARANTEE_CLOCK: re-engaged, and no dated way back yet."""

from datetime import date

from service.alerts.rows import Family, Finding, Owner, Severity
from service.alerts.rules import words
from service.alerts.rules.clock import Clock, clock_of
from service.alerts.rules.rule import NOTHING, Found, Picture, Rule, Ruling
from service.alerts.rules.settings import AlertSettings
from service.vocabulary.day import say_day


def judge(picture: Picture, *, today: date, settings: AlertSettings) -> Ruling:
    """Find somebody who was re-engaged and has no dated place when most of the guarantee's time is over.

    Trigger: three quarters of 20 working days (under 18 on the day of re-engaging) or of four months have passed
    without a dated place accepted, or refused with its reason. A step graver once all of it has: High under 18,
    Critical from 18. It closes when a place is accepted or refused with a reason, or something begins.

    SOURCE: practice table R24 (the brief's Youth Opportunity Guarantee; the EU's four months).
    """
    clock = clock_of(
        picture.line, picture.case.milestones, born=picture.case.born, today=today, settings=settings
    )
    if clock is None or clock.met is not None:
        return NOTHING
    turns = (clock.warns_on, clock.ends_on)
    if today < clock.warns_on:
        return Ruling(None, turns)
    return Ruling(_finding(picture, clock, is_over=today >= clock.ends_on), turns)


def _finding(picture: Picture, clock: Clock, *, is_over: bool) -> Finding:
    begun = clock.re_engaged
    young = picture.was_under_18(begun.occurred_on)
    graver, milder = (Severity.HIGH, Severity.MEDIUM) if young else (Severity.CRITICAL, Severity.HIGH)
    raised_for = picture.known_on(clock.warns_on, begun)
    ends = f"ended on {say_day(clock.ends_on)}" if is_over else f"ends on {say_day(clock.ends_on)}"
    return GUARANTEE_CLOCK.finding(
        Found(
            severity=graver if is_over else milder,
            raised_for_on=raised_for,
            deadline_on=max(clock.ends_on, raised_for),
            owners=(Owner.COORDINATOR, Owner.LEAD),
            sentence=f"They were re-engaged on {say_day(begun.occurred_on)} and have no dated place yet: "
            f"the guarantee {ends}.",
            evidence=(words.of_milestone(begun),),
            steps=(
                "Find a way back with them and offer a dated place",
                "Ask providers about a place that fits what they need",
                "Start re-engagement now and agree a day to look again",
            ),
            closes_when="A dated place is accepted or refused with a reason, or something begins",
            about=(begun.occurred_on,),
        )
    )


GUARANTEE_CLOCK = Rule(
    id="R24",
    name="GUARANTEE_CLOCK",
    version=1,
    family=Family.GUARANTEE,
    title="No dated way back yet",
    description="Re-engaged, and no dated place accepted or refused with a reason: from three quarters of 20 working "
    "days (under 18: Medium) or four months (High) on, and graver when that time is over (High, Critical).",
    judge=judge,
)
