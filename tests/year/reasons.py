"""Why somebody NEET or not known has no alert that is awake: each reason in words, told from what is stored."""

from datetime import date, timedelta
from enum import StrEnum

from service.vocabulary.academic_year import academic_age
from service.vocabulary.activity import Kind, activity
from service.vocabulary.working_day import add_working_days
from tests.year.looking import ByAPerson, Evening, Somebody

LONG = timedelta(weeks=13)  # NEET for so long, a case review is asked for whatever their kind of NEET is
SPOKEN = (
    30  # working days without a conversation after which somebody is asked to find them, whatever their kind
)
_HELD = {"no_action_needed": 5, "done": 20}  # working days for which a person's closing holds
CHASES = frozenset({"whereabouts", "contact", "review", "start"})
"""The families of alerts that are about being in nothing; others explain nothing."""
_AGREED = (615, 616)
_FOLLOWS = timedelta(days=14)
_WAITS = timedelta(days=92)
_NO_SHOW = 5  # working days after the start of a place


class Reason(StrEnum):
    """What is recorded that explains it."""

    ALERT = "an alert is open"
    ASLEEP = "the alert sleeps until a day, with a reason"
    CLOSED = "a person closed it with a reason: 5 working days, or 20 once done"
    TOO_YOUNG = "before 1 September after compulsory school age"
    TOO_OLD = "from the 25th birthday"
    REFUSED = "did not want to say (830)"
    JUST_ENDED = "completed or moved on less than 14 days ago"
    AWAITED = "accepted a place that starts within three months of the end, or of being registered"
    START_AGREED = "a start is agreed (615, 616), NEET under 13 weeks"
    NOT_AVAILABLE = (
        "not available (carer, parent, ill …), NEET under 13 weeks, spoken with within 30 working days"
    )


def reason_of(who: Somebody, evening: Evening) -> Reason | None:
    """Say why; None: nothing that is stored explains it, which must not be."""
    alerts = [each for each in evening.alerts_of.get(who.id, ()) if each.family in CHASES]
    if any(each.status != "snoozed" for each in alerts):
        return Reason.ALERT
    if alerts:
        return Reason.ASLEEP
    closed = evening.closed_of.get(who.id, ())
    if any(each.family in CHASES and _holds(each, evening.today) for each in closed):
        return Reason.CLOSED
    told = _unknown if who.activity_group == "not_known" else _kind
    return _age(who, evening.today) or told(who, evening.today)


def _holds(closed: ByAPerson, today: date) -> bool:
    return add_working_days(closed.closed_on, _HELD[closed.outcome]) > today


def _age(who: Somebody, today: date) -> Reason | None:
    """The watch begins with academic age 16 and ends with 25."""
    born = who.date_of_birth
    if academic_age(born, on=today) < 16:
        return Reason.TOO_YOUNG
    has_had_birthday = (today.month, today.day) >= (born.month, born.day)
    return Reason.TOO_OLD if today.year - born.year - (not has_had_birthday) >= 25 else None


def _kind(who: Somebody, today: date) -> Reason | None:
    """Those not available, and those who wait for a start, are asked after more seldom, but not for a quarter."""
    if who.activity is None or who.neet_since_on is None or who.neet_since_on + LONG <= today:
        return None
    if who.activity in _AGREED:
        return Reason.START_AGREED
    silent_since = max(who.neet_since_on, who.spoken_on or date.min)
    is_spoken_with = today < add_working_days(silent_since, SPOKEN)
    if activity(who.activity).kind is Kind.NEET_NOT_AVAILABLE and is_spoken_with:
        return Reason.NOT_AVAILABLE
    return None


def _unknown(who: Somebody, today: date) -> Reason | None:
    """Whoever refused is not asked again; after a good end there is a little time, and an agreed start is awaited."""
    if who.activity == 830:
        return Reason.REFUSED
    since, start_on = who.since_on or who.registered_on, who.accepted_for_on
    if who.last_completion in {"completed", "moved_on"} and today < since + _FOLLOWS:
        return Reason.JUST_ENDED
    is_awaited = start_on is not None and since <= start_on <= since + _WAITS
    return (
        Reason.AWAITED if is_awaited and start_on and today < add_working_days(start_on, _NO_SHOW) else None
    )
