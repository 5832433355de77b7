"""R16 ENDING_NO_NEXT_STEP: what they are in ends soon and nothing is known to follow."""

from datetime import date

from service.alerts.rows import Family, Finding, Owner, Severity
from service.alerts.rules import words
from service.alerts.rules.rule import ENGAGED, NOTHING, Found, Picture, Rule, Ruling, days
from service.alerts.rules.settings import AlertSettings
from service.pathways.rows import Milestone, MilestoneKind
from service.pathways.rules import Stretch, verified_on
from service.vocabulary.activity import Group
from service.vocabulary.day import say_day

_NEXT_STEPS = frozenset({MilestoneKind.OFFERED, MilestoneKind.ACCEPTED, MilestoneKind.PROGRESSED})
_ENDING = frozenset({Group.EET, Group.RE_ENGAGEMENT})
_EARLY_START, _YEAR = days(28), days(365)


def judge(picture: Picture, *, today: date, settings: AlertSettings) -> Ruling:
    """Find somebody whose course, training or job with a set end runs out without a next step.

    Trigger: 60 days before the planned end (Medium), 14 days before (High), no offer, acceptance or
    progression for the time after it, and nothing recorded to begin. An offer counts if what it offers
    starts no more than four weeks before the end, or without a start day if it was made in the last year and
    since this began. A planned end that had passed when the spell was still reported says nothing.

    SOURCE: practice table R16 (NCCIS intended destinations; September Guarantee).
    """
    stretch = picture.stretch
    if stretch is None or picture.situation.group not in _ENDING:
        return NOTHING
    ends_on = stretch.fact.ended_on or stretch.fact.planned_end_on
    if ends_on is None or ends_on < verified_on(stretch.fact) or has_next_step(picture, stretch, ends_on):
        return NOTHING
    soon_on = ends_on - days(settings.ending_medium_days)
    very_soon_on = ends_on - days(settings.ending_high_days)
    if today < soon_on:
        return Ruling(None, (soon_on,))
    severity = Severity.HIGH if today >= very_soon_on else Severity.MEDIUM
    return Ruling(_finding(picture, stretch, ends_on, soon_on, severity), (very_soon_on,))


def has_next_step(picture: Picture, stretch: Stretch, ends_on: date) -> bool:
    """Whether something is recorded to begin after it, or an offer, acceptance or progression for that time."""
    if any(each.activity.group in ENGAGED for each in picture.line[picture.place + 1 :]):
        return True
    return any(
        each.kind in _NEXT_STEPS and _is_for_after(each, stretch, ends_on) for each in picture.milestones
    )


def _is_for_after(milestone: Milestone, stretch: Stretch, ends_on: date) -> bool:
    if milestone.planned_start_on is not None:
        return milestone.planned_start_on >= ends_on - _EARLY_START
    return milestone.occurred_on > max(stretch.started_on, ends_on - _YEAR)


def _finding(picture: Picture, stretch: Stretch, ends_on: date, soon_on: date, severity: Severity) -> Finding:
    fact = stretch.fact
    raised_for = picture.known_on(soon_on, fact)
    what = words.capital(words.activity_at(fact.activity, fact.provider_name))
    return ENDING_NO_NEXT_STEP.finding(
        Found(
            severity=severity,
            raised_for_on=raised_for,
            deadline_on=max(ends_on, raised_for),
            owners=(Owner.PROVIDER, Owner.ADVISER),
            sentence=f"{what} is planned to end on {say_day(ends_on)} and no next step is recorded.",
            evidence=(words.of_spell(fact),),
            steps=(
                "Ask the provider what comes next and record the offer",
                "Talk with the learner about what they want to do next",
                "Offer a place that starts by then",
            ),
            closes_when="An offer, an acceptance or what comes next is recorded",
            about=(fact.activity, ends_on),
        )
    )


ENDING_NO_NEXT_STEP = Rule(
    id="R16",
    name="ENDING_NO_NEXT_STEP",
    version=1,
    family=Family.NEXT_STEP,
    title="Ends soon, no next step",
    description="What they are in is planned to end within 60 days and no next step is recorded. Medium, "
    "High within 14 days.",
    judge=judge,
)
