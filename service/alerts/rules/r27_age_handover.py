"""R27 AGE_HANDOVER: they are NEET, and soon somebody else answers for them."""

from datetime import date

from service.alerts.rows import Family, Finding, Owner, Severity
from service.alerts.rules import words
from service.alerts.rules.rule import NOTHING, Found, Picture, Rule, Ruling, birthday, days
from service.alerts.rules.settings import AlertSettings
from service.vocabulary.activity import Group
from service.vocabulary.day import say_day

_ADULT = 18


def judge(picture: Picture, *, today: date, settings: AlertSettings) -> Ruling:
    """Find somebody NEET who turns 18 (Low) or 25 (Medium) within 90 days.

    At 18 a Youth Hub can take over, at 25 the service ends: hand over by the birthday, on which the alert closes.

    SOURCE: practice table R27 (tracking ends with age; Youth Hubs from 18).
    """
    turns_18_on, ends_on = picture.turns_18_on(), birthday(picture.case.born, settings.watched_until_age)
    warned = {day - days(settings.handover_days): day for day in (turns_18_on, ends_on)}
    turns = (*warned, turns_18_on)
    if picture.situation.group is not Group.NEET:
        return NOTHING
    soon = next((day for warning, day in warned.items() if warning <= today < day), None)
    if soon is None:
        return Ruling(None, turns)
    return Ruling(_finding(picture, soon, is_18=soon == turns_18_on, settings=settings), turns)


def _finding(picture: Picture, on: date, *, is_18: bool, settings: AlertSettings) -> Finding:
    stretch = picture.stretch
    facts = (stretch.fact,) if stretch else ()
    years = _ADULT if is_18 else settings.watched_until_age
    raised_for = min(picture.known_on(on - days(settings.handover_days), *facts), on)
    at_18 = ("Introduce them to the Youth Hub", "Agree who stays in touch until then", "Tell the jobcentre")
    at_end = ("Say goodbye and who helps from now on", "Refer to adult services", "Give them their record")
    return AGE_HANDOVER.finding(
        Found(
            severity=Severity.LOW if is_18 else Severity.MEDIUM,
            raised_for_on=raised_for,
            deadline_on=on,
            owners=(Owner.ADVISER, Owner.LEAD),
            sentence=f"They turn {years} on {say_day(on)} and are not in education, employment or training.",
            evidence=tuple(words.of_spell(fact) for fact in facts),
            steps=at_18 if is_18 else at_end,
            closes_when="The birthday comes, or they start something",
            about=(on,),
        )
    )


AGE_HANDOVER = Rule(
    id="R27",
    name="AGE_HANDOVER",
    version=1,
    family=Family.HANDOVER,
    title="Turns 18 or 25 soon",
    description="NEET, and the 18th (Low) or 25th birthday (Medium) is within 90 days: hand over by then.",
    judge=judge,
)
