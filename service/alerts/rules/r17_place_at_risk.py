"""R17 APPRENTICESHIP_AT_RISK: a break that goes on, a redundancy, an employer who will not go on."""

from datetime import date
from typing import NamedTuple

from service.alerts.rows import Family, Finding, Owner, Severity
from service.alerts.rules import words
from service.alerts.rules.rule import NOTHING, Found, Picture, Rule, Ruling, days
from service.alerts.rules.settings import AlertSettings
from service.pathways.rows import Completion, Milestone, MilestoneKind
from service.pathways.rules import Stretch
from service.vocabulary.day import say_day
from service.vocabulary.working_day import add_working_days

_APPRENTICESHIP = 310
_REDUNDANT = 29
_BACK = frozenset({MilestoneKind.RETURNED, MilestoneKind.STARTED, MilestoneKind.ATTENDANCE})


class _Sign(NamedTuple):
    """What puts the apprenticeship at risk, from a day to the day before another."""

    name: str
    on: date
    sentence: str
    begins_on: date
    over_on: date = date.max
    milestone: Milestone | None = None


def judge(picture: Picture, *, today: date, settings: AlertSettings) -> Ruling:
    """Find an apprentice on a break of more than 28 days, made redundant, or said to be at risk of leaving.

    Trigger: the last they were in is an apprenticeship; and it is on a break for more than 28 days (and past the day
    they were expected back), or it ended by redundancy (ILR WithdrawReason 29) within the last 12 weeks, or since it
    began the provider recorded a risk of leaving and no return since. High, 2 working days, the provider and the
    adviser. It is over once anything else begins.

    SOURCE: practice table R17 (apprentices made redundant have 12 weeks to find another employer: DfE apprenticeship
    funding rules; ILR CompStatus 6).
    """
    place = picture.last_engaged
    if place < 0 or picture.line[place].activity.code != _APPRENTICESHIP:
        return NOTHING
    stretch = picture.line[place]
    sign = _sign(picture, stretch, settings)
    if sign is None:
        return NOTHING
    turns = (sign.begins_on, sign.over_on)
    if not sign.begins_on <= today < sign.over_on:
        return Ruling(None, turns)
    return Ruling(_finding(picture, stretch, sign, settings), turns)


def _sign(picture: Picture, stretch: Stretch, settings: AlertSettings) -> _Sign | None:
    fact = stretch.fact
    if fact.completion is Completion.BREAK and fact.ended_on is not None:
        return _break(picture, stretch, fact.ended_on, settings)
    if fact.withdraw_reason == _REDUNDANT and fact.ended_on is not None:
        over_on = fact.ended_on + days(settings.redundant_days + 1)
        sentence = f"Made redundant from their apprenticeship on {say_day(fact.ended_on)}."
        return _Sign("redundant", fact.ended_on, sentence, fact.ended_on, over_on)
    return _risk(picture, stretch)


def _break(picture: Picture, stretch: Stretch, since_on: date, settings: AlertSettings) -> _Sign:
    pause = picture.latest({MilestoneKind.BREAK})
    expected_on = pause.planned_start_on if pause and pause.occurred_on >= stretch.started_on else None
    begins_on = max(since_on + days(settings.break_days + 1), expected_on or since_on)
    return _Sign(
        "break", since_on, f"On a break from their apprenticeship since {say_day(since_on)}.", begins_on
    )


def _risk(picture: Picture, stretch: Stretch) -> _Sign | None:
    risk = picture.latest({MilestoneKind.AT_RISK})
    if risk is None or risk.occurred_on < stretch.started_on or picture.situation.spell_id != stretch.fact.id:
        return None
    if any(each.kind in _BACK and each.occurred_on > risk.occurred_on for each in picture.milestones):
        return None
    said = f"The provider said on {say_day(risk.occurred_on)} that they may leave their apprenticeship."
    return _Sign("risk", risk.occurred_on, said, risk.occurred_on, _day_after(stretch), risk)


def _day_after(stretch: Stretch) -> date:
    return stretch.until_on + days(1) if stretch.until_on < date.max else date.max


def _finding(picture: Picture, stretch: Stretch, sign: _Sign, settings: AlertSettings) -> Finding:
    raised_for = picture.known_on(sign.begins_on, sign.milestone or stretch.fact)
    said = (words.of_milestone(sign.milestone),) if sign.milestone else ()
    return PLACE_AT_RISK.finding(
        Found(
            severity=Severity.HIGH,
            raised_for_on=raised_for,
            deadline_on=add_working_days(raised_for, settings.place_at_risk_working_days),
            owners=(Owner.PROVIDER, Owner.ADVISER),
            sentence=sign.sentence,
            evidence=(words.of_spell(stretch.fact), *said),
            steps=(
                "Ask the provider who looks for another employer, and by when",
                "Talk with the apprentice about what they want",
                "Look for an employer in the same trade",
            ),
            closes_when="They are back, with this employer or another, or something else has begun",
            about=(sign.name, sign.on),
        )
    )


PLACE_AT_RISK = Rule(
    id="R17",
    name="APPRENTICESHIP_AT_RISK",
    version=1,
    family=Family.PLACE,
    title="Apprenticeship at risk",
    description="An apprentice is on a break of more than 28 days, was made redundant in the last 12 weeks, or may "
    "leave. High, within 2 working days.",
    judge=judge,
)
