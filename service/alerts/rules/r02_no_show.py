"""R02 NO_SHOW: a place was accepted, its start has passed, and nobody has seen them."""

from datetime import date

from service.alerts.rows import Family, Finding, Owner, Severity
from service.alerts.rules import words
from service.alerts.rules.rule import ENGAGED, NOTHING, Found, Picture, Rule, Ruling, days
from service.alerts.rules.settings import AlertSettings
from service.pathways.rows import Milestone, MilestoneKind
from service.vocabulary.day import say_day
from service.vocabulary.working_day import add_working_days

_ACCEPTED = frozenset({MilestoneKind.ACCEPTED})
_STARTED = frozenset(
    {
        MilestoneKind.STARTED,
        MilestoneKind.JOB_STARTED,
        MilestoneKind.RE_ENGAGED,
        MilestoneKind.RE_ENTERED,
    }
)


def judge(picture: Picture, *, today: date, settings: AlertSettings) -> Ruling:
    """Find somebody who did not arrive.

    Trigger: five working days after the start of the place accepted (the latest one, if there are several)
    there is no start, no attendance and no EET, re-engagement or custody. A withdrawal that belongs to no
    spell gives the place up. It is over once anything begins, after two-way contact or after 26 weeks.

    SOURCE: practice table R02 (West Sussex: those who "do not actually start").
    """
    place = picture.latest(_ACCEPTED)
    if place is None or place.planned_start_on is None:
        return NOTHING
    missed_on = add_working_days(place.planned_start_on, settings.no_show_after_working_days)
    last = place.planned_start_on + days(settings.stays_early_leaver_for_days)
    turns = (missed_on, last + days(1))
    if not missed_on <= today <= last or _is_settled(picture, place, settings):
        return Ruling(None, turns)
    if picture.has_spoken_since(missed_on):
        return Ruling(None, turns)
    return Ruling(_finding(picture, place, missed_on, settings), turns)


def _is_settled(picture: Picture, place: Milestone, settings: AlertSettings) -> bool:
    if picture.situation.group in ENGAGED:
        return True
    start = place.planned_start_on or place.occurred_on
    earliest = start - days(settings.start_may_be_early_by_days)
    if any(each.started_on >= earliest and each.activity.group in ENGAGED for each in picture.line):
        return True
    return any(_settles(each, place, start, earliest) for each in picture.milestones)


def _settles(milestone: Milestone, place: Milestone, start: date, earliest: date) -> bool:
    if milestone.kind in _STARTED:
        return milestone.occurred_on >= earliest
    if milestone.kind is MilestoneKind.ATTENDANCE:
        return milestone.occurred_on >= start
    is_given_up = milestone.kind is MilestoneKind.WITHDREW and milestone.spell_id is None
    return is_given_up and milestone.occurred_on >= place.occurred_on


def _finding(picture: Picture, place: Milestone, missed_on: date, settings: AlertSettings) -> Finding:
    start = place.planned_start_on or place.occurred_on
    raised_for = picture.known_on(missed_on, place)
    by = say_day(missed_on)
    return NO_SHOW.finding(
        Found(
            severity=Severity.HIGH,
            raised_for_on=raised_for,
            deadline_on=add_working_days(raised_for, settings.no_show_deadline_working_days),
            owners=(Owner.PROVIDER, Owner.ADVISER),
            sentence=f"Was to start on {say_day(start)}; by {by} nobody had reported a start or attendance.",
            evidence=(words.of_milestone(place),),
            steps=(
                "Ask the provider whether they arrived",
                "Phone and ask what kept them",
                "Agree another start or another place",
            ),
            closes_when="A start or attendance is recorded, something else begins, or you have spoken with them",
            about=(start,),
        )
    )


NO_SHOW = Rule(
    id="R02",
    name="NO_SHOW",
    version=1,
    family=Family.WHEREABOUTS,
    title="Did not arrive",
    description="Five working days after the start of a place they accepted, nobody has reported a start or "
    "attendance. The provider has 3 working days to say, then it is the adviser's.",
    judge=judge,
)
