"""R15 START_AGREED_OVERDUE: a start was agreed, and the day has passed, or is far off with nothing until then."""

from datetime import date

from service.alerts.rows import Evidence, Family, Finding, Owner, Severity
from service.alerts.rules import words
from service.alerts.rules.rule import NOTHING, Found, Picture, Rule, Ruling, days
from service.alerts.rules.settings import AlertSettings
from service.pathways.rows import Milestone, MilestoneKind, Spell
from service.pathways.rules import Stretch
from service.vocabulary.day import say_day
from service.vocabulary.working_day import add_working_days

START_AGREED = frozenset({615, 616})
_AGREED = frozenset({MilestoneKind.OFFERED, MilestoneKind.ACCEPTED})


def judge(picture: Picture, *, today: date, settings: AlertSettings) -> Ruling:
    """Find somebody NEET with an agreed start (615, 616) that did not happen, or that is more than 8 weeks away.

    Trigger: five working days after the agreed day they are still NEET: High, 3 working days. More than eight weeks
    before it: Low, 20 working days, for nothing is arranged until then. The day is the planned end of the NEET spell
    (NCCIS keeps it there), or else the start of the latest place offered or accepted since it began.

    SOURCE: practice table R15 (NCCIS 615 and 616).
    """
    stretch = picture.stretch
    if stretch is None or picture.situation.activity not in START_AGREED:
        return NOTHING
    fact, start_on = _agreed(picture, stretch)
    if start_on is None:
        return NOTHING
    overdue_on = add_working_days(start_on, settings.no_show_after_working_days)
    near_on = start_on - days(settings.start_far_away_days)
    turns = (near_on, overdue_on)
    if today >= overdue_on:
        return Ruling(_overdue(picture, stretch, fact, start_on, overdue_on, settings), turns)
    if today < near_on:
        return Ruling(_far_away(picture, stretch, fact, start_on, settings), turns)
    return Ruling(None, turns)


def _agreed(picture: Picture, stretch: Stretch) -> tuple[Spell | Milestone, date | None]:
    """The agreed day, with the fact that tells it."""
    if stretch.fact.planned_end_on is not None:
        return stretch.fact, stretch.fact.planned_end_on
    places = [
        each
        for each in picture.milestones
        if each.kind in _AGREED and each.planned_start_on and each.planned_start_on >= stretch.started_on
    ]
    place = max(places, key=lambda each: (each.planned_start_on or date.min, each.id.int), default=None)
    return (place, place.planned_start_on) if place else (stretch.fact, None)


def _overdue(
    picture: Picture,
    stretch: Stretch,
    fact: Spell | Milestone,
    start_on: date,
    overdue_on: date,
    settings: AlertSettings,
) -> Finding:
    raised_for = picture.known_on(overdue_on, fact)
    return START_OVERDUE.finding(
        Found(
            severity=Severity.HIGH,
            raised_for_on=raised_for,
            deadline_on=add_working_days(raised_for, settings.start_overdue_working_days),
            owners=(Owner.ADVISER, Owner.LEAD),
            sentence=f"They were to start on {say_day(start_on)}, and no start is recorded.",
            evidence=_evidence(stretch, fact),
            steps=(
                "Ask the provider or employer whether they came",
                "Phone and ask what happened",
                "Agree another day, or offer something else",
            ),
            closes_when="A start is recorded, or another day is agreed",
            about=("overdue", start_on),
        )
    )


def _far_away(
    picture: Picture, stretch: Stretch, fact: Spell | Milestone, start_on: date, settings: AlertSettings
) -> Finding:
    raised_for = picture.known_on(stretch.started_on, fact)
    return START_OVERDUE.finding(
        Found(
            severity=Severity.LOW,
            raised_for_on=raised_for,
            deadline_on=add_working_days(raised_for, settings.start_far_away_working_days),
            owners=(Owner.ADVISER, Owner.LEAD),
            sentence=f"They are to start on {say_day(start_on)}, and nothing is arranged until then.",
            evidence=_evidence(stretch, fact),
            steps=(
                "Offer something for the time until then",
                "Ask the provider for an earlier start or a taster",
                "Agree when you speak again",
            ),
            closes_when="Something begins, or the start is no more than 8 weeks away",
            about=("far away", start_on),
        )
    )


def _evidence(stretch: Stretch, fact: Spell | Milestone) -> tuple[Evidence, ...]:
    spell = words.of_spell(stretch.fact)
    return (spell, words.of_milestone(fact)) if isinstance(fact, Milestone) else (spell,)


START_OVERDUE = Rule(
    id="R15",
    name="START_AGREED_OVERDUE",
    version=1,
    family=Family.START,
    title="Agreed start passed",
    description="A start was agreed (615, 616) and five working days later there is none: High. The start is more than "
    "8 weeks away and nothing is arranged until then: Low.",
    judge=judge,
)
