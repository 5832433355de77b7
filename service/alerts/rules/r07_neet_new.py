"""R07 NEET_NEW: the learner has become NEET and could start something."""

from datetime import date, timedelta

from service.alerts.rows import Family, Finding, Owner, Severity
from service.alerts.rules import words
from service.alerts.rules.rule import NOTHING, Found, Picture, Rule, Ruling
from service.alerts.rules.settings import AlertSettings
from service.pathways.rules import Stretch
from service.vocabulary.activity import Group, Kind
from service.vocabulary.day import say_day
from service.vocabulary.working_day import add_working_days

_START_AGREED = frozenset({615, 616})
_DAY = timedelta(days=1)


def judge(picture: Picture, *, today: date, settings: AlertSettings) -> Ruling:
    """Find somebody who became NEET and is available, until they are not.

    Trigger: NEET and available (540, 610, 619; not 615 and 616, who have a start agreed). First contact
    within 5 working days; once there was two-way contact, a plan within 20. Medium, High under 18.

    SOURCE: practice table R07 (ESA 2008 s.68; Essex: those found NEET are referred to the intervention team).
    """
    stretch, now = picture.stretch, picture.situation
    if stretch is None or now.group is not Group.NEET or not _is_available(stretch):
        return NOTHING
    finding = _finding(picture, stretch, today, settings)
    return Ruling(finding, (picture.turns_18_on(),))


def _is_available(stretch: Stretch) -> bool:
    return stretch.activity.kind is Kind.NEET_AVAILABLE and stretch.activity.code not in _START_AGREED


def _entry(picture: Picture) -> date:
    """First day of the unbroken time in which they were NEET and available."""
    since = picture.line[picture.place].started_on
    for earlier in reversed(picture.line[: picture.place]):
        if not _is_available(earlier) or earlier.until_on + _DAY != since:
            break
        since = earlier.started_on
    return since


def _finding(picture: Picture, stretch: Stretch, today: date, settings: AlertSettings) -> Finding:
    entry = _entry(picture)
    has_spoken = picture.has_spoken_since(entry)
    within = settings.neet_plan_working_days if has_spoken else settings.neet_first_contact_working_days
    raised_for = picture.known_on(entry, stretch.fact)
    what = words.activity_at(stretch.activity.code, None)
    steps = (
        "Phone for a first talk",
        "Text and offer a time to meet",
        "Ask somebody they know to bring you together",
    )
    if has_spoken:
        steps = ("Agree a plan with a first date in it", "Offer a place now", "Refer to re-engagement")
    return NEET_NEW.finding(
        Found(
            severity=Severity.HIGH if picture.was_under_18(today) else Severity.MEDIUM,
            raised_for_on=raised_for,
            deadline_on=add_working_days(raised_for, within),
            owners=(Owner.ADVISER, Owner.LEAD),
            sentence=f"Not in education, employment or training since {say_day(entry)}: {what}.",
            evidence=(words.of_spell(stretch.fact),),
            steps=steps,
            closes_when="They start in education, employment, training or re-engagement",
            about=(entry, "plan" if has_spoken else "contact"),
        )
    )


NEET_NEW = Rule(
    id="R07",
    name="NEET_NEW",
    version=1,
    family=Family.WHEREABOUTS,
    title="New NEET",
    description="They are not in education, employment or training and could start. First contact within 5 "
    "working days, a plan within 20. Medium, High under 18.",
    judge=judge,
)
