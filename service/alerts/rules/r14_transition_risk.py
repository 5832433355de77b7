"""R14 TRANSITION_RISK: a pupil at risk leaves school this summer, and nobody has made a plan with them."""

from datetime import date

from service.alerts.rows import Evidence, Family, Finding, Owner, Severity
from service.alerts.rules import words
from service.alerts.rules.rule import NOTHING, Found, Picture, Rule, Ruling, days
from service.alerts.rules.settings import AlertSettings
from service.circumstances.rows import Kind
from service.circumstances.rules import BANDS, SCHEMES, Band, Risk, risk_of, value_of
from service.vocabulary.activity import Group
from service.vocabulary.day import london_day, say_day
from service.vocabulary.working_day import add_working_days

_SEVERITIES = {Band.SUBSTANTIAL: Severity.HIGH, Band.ADDITIONAL: Severity.MEDIUM}
_COUNTED_FOR = days(366)  # from its Monday: attendance is that of the 365 days before


def judge(picture: Picture, *, today: date, settings: AlertSettings) -> Ruling:
    """Find a pupil in year 11 at risk of becoming NEET without a transition plan by 31 March.

    High where the risk suggests substantial support (a score of 4 or more), Medium where additional (2 or 3); 20
    working days. It closes when a plan is recorded, and at the latest as year 11 ends: from September others look after
    who has not started (R05, R07). It is the one rule that reads the score, as a prompt to plan and never by itself; it
    names the band and no factor, since the school reads it too (decision 17).

    SOURCE: practice table R14 (bands of Oxfordshire; Staffordshire and DfE guidance of January 2025: lists of pupils at
    risk with schools from January to March, each with a plan).
    """
    asked_on = settings.transition_plan_on.of(picture.year_11.start + 1)
    ends_on = picture.year_11.ends_on
    if today > ends_on:
        return NOTHING
    turns = [asked_on, ends_on + days(1)]
    if today < asked_on or value_of(picture.held, Kind.TRANSITION_PLAN) == "yes":
        return Ruling(None, tuple(turns))
    in_custody = picture.situation.group is Group.CUSTODY
    risk = risk_of(picture.case.circumstances, in_custody=in_custody, on=today)
    turns += _turns_of_risk(picture)
    if risk.band not in _SEVERITIES:
        return Ruling(None, tuple(turns))
    return Ruling(_finding(picture, risk, asked_on, settings), tuple(turns))


def _turns_of_risk(picture: Picture) -> list[date]:
    """The days on which the score may differ though nothing is reported: weeks grow old, a scheme comes into force."""
    weeks = (each for each in picture.case.circumstances if each.kind is Kind.ATTENDANCE)
    return [*(each.starts_on + _COUNTED_FOR for each in weeks), *(each.starts_on for each in SCHEMES)]


def _finding(picture: Picture, risk: Risk, asked_on: date, settings: AlertSettings) -> Finding:
    recorded = (london_day(each.recorded_at) for each in picture.case.circumstances)
    raised_for = max(asked_on, picture.case.registered_on, *recorded)
    school = picture.taught_by
    support = BANDS[risk.band]
    suggests = Evidence(day=raised_for, words=f"Risk of NEET: {support}", source=risk.scheme)
    return TRANSITION_RISK.finding(
        Found(
            severity=_SEVERITIES[risk.band],
            raised_for_on=raised_for,
            deadline_on=add_working_days(raised_for, settings.transition_plan_working_days),
            owners=(Owner.PROVIDER, Owner.ADVISER) if school else (Owner.ADVISER, Owner.LEAD),
            sentence=f"In year 11, and no transition plan is recorded by {say_day(asked_on)}. "
            f"What is known suggests {support}.",
            evidence=(*((words.of_spell(school),) if school else ()), suggests),
            steps=(
                "Agree with them what they start in September and who helps until then, and record the plan",
                "Ask the school's careers lead whether there is a plan",
                "Introduce them to their adviser before they leave school",
            ),
            closes_when="A transition plan is recorded, or year 11 is over",
            about=(asked_on,),
        )
    )


TRANSITION_RISK = Rule(
    id="R14",
    name="TRANSITION_RISK",
    version=1,
    family=Family.NEXT_STEP,
    title="At risk, no transition plan",
    description="In year 11, the risk of NEET suggests substantial (High) or additional support (Medium), and no "
    "transition plan is recorded by 31 March. To be made within 20 working days.",
    judge=judge,
    for_pupils=True,
)
