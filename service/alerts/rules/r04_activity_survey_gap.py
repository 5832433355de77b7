"""R04 ACTIVITY_SURVEY_GAP: they left year 11, and the Annual Activity Survey has no answer about them."""

from datetime import date

from service.alerts.rows import Family, Finding, Owner, Severity
from service.alerts.rules import words
from service.alerts.rules.rule import NOTHING, Found, Picture, Rule, Ruling, days
from service.alerts.rules.settings import AlertSettings
from service.pathways.rows import Confidence
from service.vocabulary.activity import Group, Kind
from service.vocabulary.day import say_day
from service.vocabulary.working_day import working_days_before

_REFUSED = 830


def judge(picture: Picture, *, today: date, settings: AlertSettings) -> Ruling:
    """Find a leaver of year 11 of whom no destination is confirmed: from 1 October Medium, from 1 November High.

    A destination is what they do today, or did on 1 November: anything known, NEET too, by the word of a provider, an
    employer or themselves; not what was worked out from other records, nor school. Who did not want to say (830) was
    asked. It is due on the last working day before 31 January, and over after that day.

    SOURCE: practice table R04 (Annual Activity Survey: the situation on 1 November, returned by the end of January).
    """
    left_in = picture.year_11.start + 1
    begins_on, survey_on = settings.survey_gap_from.of(left_in), settings.survey_on.of(left_in)
    return_on = settings.survey_return_on.of(left_in + 1)
    if today > return_on:
        return NOTHING
    turns = (begins_on, survey_on, return_on + days(1))
    if today < begins_on or _is_confirmed(picture, today):
        return Ruling(None, turns)
    is_asked_about = survey_on <= today
    if is_asked_about and _is_confirmed(picture, survey_on):
        return Ruling(None, turns)
    severity = Severity.HIGH if is_asked_about else Severity.MEDIUM
    return Ruling(_finding(picture, begins_on, survey_on, return_on, severity), turns)


def _is_confirmed(picture: Picture, day: date) -> bool:
    """Whether somebody who can know says what they did on the day."""
    stretch = next((each for each in reversed(picture.line) if each.started_on <= day), None)
    if stretch is None or stretch.until_on < day or stretch.activity.kind is Kind.SCHOOL:
        return False
    if stretch.activity.group is Group.NOT_KNOWN:
        return stretch.activity.code == _REFUSED
    return stretch.fact.confidence is not Confidence.INFERRED


def _finding(
    picture: Picture, begins_on: date, survey_on: date, return_on: date, severity: Severity
) -> Finding:
    facts = (picture.stretch.fact,) if picture.stretch else ()
    raised_for = picture.known_on(max(begins_on, picture.case.registered_on), *facts)
    return SURVEY_GAP.finding(
        Found(
            severity=severity,
            raised_for_on=raised_for,
            deadline_on=max(raised_for, working_days_before(return_on, 1)),
            owners=(Owner.ADVISER if picture.is_vulnerable else Owner.TRACKING, Owner.LEAD),
            sentence=f"Left year 11, and nobody has confirmed what they do on {say_day(survey_on)}.",
            evidence=tuple(words.of_spell(each) for each in facts),
            steps=(
                "Look in the enrolment lists of sixth forms, colleges and providers",
                "Ask the school they left, then phone",
                "Ask the council they may have moved to",
            ),
            closes_when=f"What they do is recorded, for {say_day(survey_on)} or now",
            about=(survey_on,),
        )
    )


SURVEY_GAP = Rule(
    id="R04",
    name="ACTIVITY_SURVEY_GAP",
    version=1,
    # With R05 and R07: who is not known, or has become NEET, is one case and not two. The gravest speaks; of two
    # equally grave R05 does, whose deadline comes first. What is left to this rule is what nobody has confirmed.
    family=Family.WHEREABOUTS,
    title="No answer for the Activity Survey",
    description="Left year 11, and no destination is confirmed: Medium from 1 October, High from 1 November. To be "
    "found out before the return of 31 January.",
    judge=judge,
)
