"""R05 NOT_KNOWN: nobody knows what the learner does."""

from datetime import date

from service.alerts.rows import Family, Finding, Owner, Severity
from service.alerts.rules import words
from service.alerts.rules.rule import NOTHING, Found, Picture, Rule, Ruling, days
from service.alerts.rules.settings import AlertSettings
from service.pathways.rows import Completion, MilestoneKind
from service.vocabulary.activity import Group, activity
from service.vocabulary.day import say_day
from service.vocabulary.working_day import add_working_days

_REFUSED = 830
_ACCEPTED = frozenset({MilestoneKind.ACCEPTED})
_ENDED_WELL = frozenset({Completion.COMPLETED, Completion.MOVED_ON})


def judge(picture: Picture, *, today: date, settings: AlertSettings) -> Ruling:
    """Find somebody whose activity is not known.

    Trigger: not known or cannot be reached (810, 820), also because a spell ended or lapsed and nothing was
    reported after, or because nothing ever was since registration; not 830, who did not want to say. After
    an end that was completed or a move there are 14 days; a place accepted to start within three months of
    the end is awaited, and R02 looks after it from then. Under 18 Medium, High after 28 days; from 18 Low.

    SOURCE: practice table R05 (DfE 2026 on activity not known; the London tracing checklist; ESA 2008 s.12).
    """
    now = picture.situation
    if now.group is not Group.NOT_KNOWN or now.activity == _REFUSED:
        return NOTHING
    since = now.since_on or picture.case.registered_on
    begins = _begins(picture, since, settings)
    grave_on = since + days(settings.not_known_high_after_days)
    turns = (begins, grave_on, picture.turns_18_on())
    if today < begins:
        return Ruling(None, turns)
    if not picture.was_under_18(today):
        severity = Severity.LOW
    else:
        severity = Severity.HIGH if today >= grave_on else Severity.MEDIUM
    return Ruling(_finding(picture, since, begins, severity, settings), turns)


def _begins(picture: Picture, since: date, settings: AlertSettings) -> date:
    now, begins = picture.situation, since
    if now.completion in _ENDED_WELL and not now.lapsed:
        begins += days(settings.follows_within_days)
    place = picture.latest(_ACCEPTED)
    start = place.planned_start_on if place else None
    if start and since <= start <= since + days(settings.waits_for_agreed_start_days):
        begins = max(begins, add_working_days(start, settings.no_show_after_working_days))
    return begins


def _finding(
    picture: Picture, since: date, begins: date, severity: Severity, settings: AlertSettings
) -> Finding:
    fact = picture.stretch.fact if picture.stretch else None
    raised_for = picture.known_on(max(begins, picture.case.registered_on), *((fact,) if fact else ()))
    return UNKNOWN.finding(
        Found(
            severity=severity,
            raised_for_on=raised_for,
            deadline_on=add_working_days(raised_for, settings.not_known_deadline_working_days),
            owners=(Owner.ADVISER if picture.is_vulnerable else Owner.TRACKING, Owner.LEAD),
            sentence=_sentence(picture, since),
            evidence=(words.of_spell(fact),) if fact else (),
            steps=(
                "Look in school, college and provider lists, then phone",
                "Ask the council they may have moved to",
                "Text, write or visit",
            ),
            closes_when="Any trusted source reports what they do",
            about=(picture.situation.activity, since),
        )
    )


def _sentence(picture: Picture, since: date) -> str:
    now, stretch = picture.situation, picture.stretch
    if stretch is None:
        return f"Nothing has been reported since they were registered on {say_day(since)}."
    if stretch.activity.group is Group.NOT_KNOWN:
        return f"{activity(now.activity).label} since {say_day(since)}."
    what = words.activity_at(stretch.activity.code, now.provider_name)
    return f"Not known since {say_day(since)}. Last reported: {what}."


UNKNOWN = Rule(
    id="R05",
    name="NOT_KNOWN",
    version=1,
    family=Family.WHEREABOUTS,
    title="Not known",
    description="Nobody has reported what they do now. Under 18 Medium, High after 28 days; from 18 Low. "
    "To be traced within 20 working days.",
    judge=judge,
)
