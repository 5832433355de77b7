"""R20 CUSTODY_RELEASE: they come out soon, and nothing is arranged for the day after."""

from datetime import date

from service.alerts.rows import Family, Finding, Owner, Severity
from service.alerts.rules import words
from service.alerts.rules.r16_ending_no_next_step import has_next_step
from service.alerts.rules.rule import NOTHING, Found, Picture, Rule, Ruling, days
from service.alerts.rules.settings import AlertSettings
from service.pathways.rules import Stretch
from service.vocabulary.activity import Group
from service.vocabulary.day import say_day
from service.vocabulary.working_day import working_days_before


def judge(picture: Picture, *, today: date, settings: AlertSettings) -> Ruling:
    """Find somebody in custody whose expected release is within 42 days and who has nothing dated for afterwards.

    High; the plan has to stand ten working days before the release. An offer, an acceptance or what comes next closes
    it. The expected release is the planned end of the spell.

    SOURCE: practice table R20 (resettlement of young people; NCCIS 710).
    """
    stretch = picture.stretch
    if stretch is None or picture.situation.group is not Group.CUSTODY:
        return NOTHING
    release_on = stretch.fact.ended_on or stretch.fact.planned_end_on
    if release_on is None or has_next_step(picture, stretch, release_on):
        return NOTHING
    begins_on = release_on - days(settings.release_days)
    if today < begins_on:
        return Ruling(None, (begins_on,))
    return Ruling(_finding(picture, stretch, release_on, begins_on, settings), (begins_on,))


def _finding(
    picture: Picture, stretch: Stretch, release_on: date, begins_on: date, settings: AlertSettings
) -> Finding:
    raised_for = picture.known_on(begins_on, stretch.fact)
    plan_by = working_days_before(release_on, settings.release_plan_working_days)
    return CUSTODY_RELEASE.finding(
        Found(
            severity=Severity.HIGH,
            raised_for_on=raised_for,
            deadline_on=max(plan_by, raised_for),
            owners=(Owner.ADVISER, Owner.LEAD),
            sentence=f"Expected to be released on {say_day(release_on)}, and nothing is arranged for afterwards.",
            evidence=(words.of_spell(stretch.fact),),
            steps=(
                "Agree a first day in learning, training or work with the youth justice worker",
                "Offer a place that starts in the week of the release",
                "Arrange who meets them on the day",
            ),
            closes_when="An offer with a start day, or what comes next, is recorded",
            about=(release_on,),
        )
    )


CUSTODY_RELEASE = Rule(
    id="R20",
    name="CUSTODY_RELEASE",
    version=1,
    family=Family.NEXT_STEP,
    title="Released soon, nothing arranged",
    description="In custody, and the expected release is within 42 days with no next step. High; the plan has to stand "
    "10 working days before.",
    judge=judge,
)
