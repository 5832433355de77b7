"""R08 NEET_NO_CONTACT: somebody is NEET and nobody has spoken with them for weeks."""

from datetime import date
from typing import NamedTuple

from service.alerts.rows import Evidence, Family, Finding, Owner, Severity
from service.alerts.rules import words
from service.alerts.rules.rule import NOTHING, Found, Picture, Rule, Ruling, days
from service.alerts.rules.settings import AlertSettings
from service.vocabulary.activity import Group
from service.vocabulary.day import say_day
from service.vocabulary.working_day import add_working_days

_START_AGREED = frozenset({615, 616})


class _Silence(NamedTuple):
    """Since when nobody spoke with them: the last conversation, or the day they became NEET."""

    since_on: date
    spoken: bool


def judge(picture: Picture, *, today: date, settings: AlertSettings) -> Ruling:
    """Find somebody NEET with whom there was no two-way contact for long.

    Trigger: NEET of any kind but with an agreed start (R15 looks after those), and no two-way contact for 20 working
    days (vulnerable, or under 18), else 30: Medium. From 60 days High, after 120 Critical, and then it is the team
    lead's. Counted from the last conversation, or from becoming NEET. Attempts are no contact. Five working days.

    SOURCE: practice table R08 (councils publish the share of NEETs spoken with in the last month, and not for four).
    """
    now = picture.situation
    if now.group is not Group.NEET or now.activity in _START_AGREED or now.neet_since_on is None:
        return NOTHING
    silence = _silence(picture, now.neet_since_on)
    is_close = picture.is_vulnerable or picture.was_under_18(today)
    within = settings.neet_spoken_close_working_days if is_close else settings.neet_spoken_working_days
    medium_on = add_working_days(silence.since_on, within)
    high_on = silence.since_on + days(settings.neet_silent_high_days)
    critical_on = silence.since_on + days(settings.neet_silent_critical_days + 1)
    turns = (medium_on, high_on, critical_on, picture.turns_18_on())
    if today < min(medium_on, high_on):
        return Ruling(None, turns)
    grave = Severity.CRITICAL if today >= critical_on else Severity.HIGH
    severity = grave if today >= high_on else Severity.MEDIUM
    reached_on = {Severity.CRITICAL: critical_on, Severity.HIGH: high_on}.get(severity, medium_on)
    return Ruling(_finding(picture, silence, severity, reached_on, settings), turns)


def _silence(picture: Picture, neet_since_on: date) -> _Silence:
    spoken = (each.occurred_on for each in picture.case.contacts if each.two_way)
    last = max((day for day in spoken if day >= neet_since_on), default=None)
    return _Silence(last, spoken=True) if last else _Silence(neet_since_on, spoken=False)


def _finding(
    picture: Picture, silence: _Silence, severity: Severity, reached_on: date, settings: AlertSettings
) -> Finding:
    stretch = picture.stretch
    raised_for = picture.known_on(reached_on, *((stretch.fact,) if stretch else ()))
    since = say_day(silence.since_on)
    said = (
        f"Nobody has spoken with them since {since}" if silence.spoken else "Nobody has spoken with them yet"
    )
    about = words.where_now(picture.situation)
    talk = Evidence(day=silence.since_on, words="The last conversation", source="Contact log")
    is_critical = severity is Severity.CRITICAL
    return NEET_NO_CONTACT.finding(
        Found(
            severity=severity,
            raised_for_on=raised_for,
            deadline_on=add_working_days(raised_for, settings.neet_silent_deadline_working_days),
            owners=(Owner.LEAD, Owner.LEAD) if is_critical else (Owner.ADVISER, Owner.LEAD),
            sentence=f"{said}. {about}.",
            evidence=((words.of_spell(stretch.fact),) if stretch else ())
            + ((talk,) if silence.spoken else ()),
            steps=(
                "Visit them at home",
                "Phone in the evening",
                "Ask another agency who sees them to pass it on",
            ),
            closes_when="Somebody speaks with them; attempts do not close it",
            about=(silence.since_on, severity),
        )
    )


NEET_NO_CONTACT = Rule(
    id="R08",
    name="NEET_NO_CONTACT",
    version=1,
    family=Family.CONTACT,
    title="NEET, nobody has spoken with them",
    description="NEET and no two-way contact for 20 working days (vulnerable or under 18) or 30: Medium. From 60 days "
    "High, after 120 Critical. Within 5 working days.",
    judge=judge,
)
