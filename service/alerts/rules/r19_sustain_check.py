"""R19 SUSTAIN_CHECK: a job, or a way back, began; are they still there after 4, 13 and 26 weeks?"""

from datetime import date
from typing import NamedTuple

from service.alerts.rows import Family, Finding, Owner, Severity
from service.alerts.rules import words
from service.alerts.rules.rule import NOTHING, Found, Picture, Rule, Ruling, days
from service.alerts.rules.settings import AlertSettings
from service.pathways.rows import MilestoneKind
from service.pathways.rules import Stretch, verified_on
from service.vocabulary.activity import Group, Kind
from service.vocabulary.day import say_day
from service.vocabulary.working_day import add_working_days

_WEEK = 7
_BACK = frozenset({MilestoneKind.RE_ENGAGED, MilestoneKind.RE_ENTERED})
_CONFIRMS = frozenset({MilestoneKind.JOB_CONFIRMED, MilestoneKind.ATTENDANCE})


class _Check(NamedTuple):
    """A day on which the job is to be confirmed, and after how many weeks that is."""

    on: date
    weeks: int


def judge(picture: Picture, *, today: date, settings: AlertSettings) -> Ruling:
    """Find a job or a re-entry that nobody confirmed 4, 13 or 26 weeks after its start, or a job over within 13 weeks.

    Trigger: in work (apprenticeships too), or in learning begun within half a year of being re-engaged, and since the
    last of the three days that has passed it was neither confirmed (milestone, reported as going on, of learning also
    attendance or a conversation): Low, 5 working days. A job ended before 13 weeks and nothing began within 14 days:
    High, 5 working days, until 26 weeks have passed.

    SOURCE: practice table R19 (the Work Programme's 13 and 26 weeks; New Zealand's follow-up from week 1 to 30).
    """
    place = picture.last_engaged
    if place < 0:
        return NOTHING
    stretch = picture.line[place]
    is_job = stretch.activity.kind is Kind.EMPLOYMENT
    if picture.situation.group is Group.EET and (is_job or _is_re_entry(picture, stretch, settings)):
        return _unconfirmed(picture, stretch, today, settings)
    return _ended_early(picture, stretch, today, settings) if is_job else NOTHING


def _is_re_entry(picture: Picture, stretch: Stretch, settings: AlertSettings) -> bool:
    """Whether they were re-engaged not long before it began."""
    since = stretch.started_on - days(settings.re_entry_within_days)
    return any(
        each.kind in _BACK and since <= each.occurred_on <= stretch.started_on for each in picture.milestones
    )


def _unconfirmed(picture: Picture, stretch: Stretch, today: date, settings: AlertSettings) -> Ruling:
    checks = [
        _Check(stretch.started_on + days(_WEEK * weeks), weeks) for weeks in settings.sustain_check_weeks
    ]
    turns = tuple(each.on for each in checks)
    passed = [each for each in checks if each.on <= today]
    if not passed or _confirmed_on(picture, stretch) >= passed[-1].on:
        return Ruling(None, turns)
    return Ruling(_check(picture, stretch, passed[-1], settings), turns)


def _confirmed_on(picture: Picture, stretch: Stretch) -> date:
    """The last day on which somebody said that it goes on."""
    said = [
        each.occurred_on
        for each in picture.milestones
        if each.kind in _CONFIRMS and each.occurred_on >= stretch.started_on
    ]
    if stretch.activity.kind is not Kind.EMPLOYMENT:
        said += [each.occurred_on for each in picture.case.contacts if each.two_way]
    return max([verified_on(stretch.fact), *said])


def _check(picture: Picture, stretch: Stretch, check: _Check, settings: AlertSettings) -> Finding:
    raised_for = picture.known_on(check.on, stretch.fact)
    what = words.activity_at(stretch.activity.code, stretch.fact.provider_name)
    is_job = stretch.activity.kind is Kind.EMPLOYMENT
    return SUSTAIN_CHECK.finding(
        Found(
            severity=Severity.LOW,
            raised_for_on=raised_for,
            deadline_on=add_working_days(raised_for, settings.sustain_working_days),
            owners=(Owner.PROVIDER, Owner.ADVISER),
            sentence=f"{words.capital(what)} began {check.weeks} weeks ago and nobody has confirmed it since.",
            evidence=(words.of_spell(stretch.fact),),
            steps=(
                "Ask the employer or provider whether they are still there",
                "Ask the learner by text",
                "Ask at the next visit to the employer" if is_job else "Ask the tutor how it goes",
            ),
            closes_when="It is confirmed, or what came after it is recorded",
            about=(stretch.started_on, check.weeks),
        )
    )


def _ended_early(picture: Picture, stretch: Stretch, today: date, settings: AlertSettings) -> Ruling:
    ended_on = stretch.ended_on
    shortest = days(_WEEK * settings.sustained_weeks)
    if ended_on is None or ended_on - stretch.started_on >= shortest:
        return NOTHING
    begins_on = ended_on + days(1)
    over_on = ended_on + days(settings.stays_early_leaver_for_days)
    turns = (begins_on, over_on)
    if not begins_on <= today < over_on or _is_followed(picture, ended_on, settings):
        return Ruling(None, turns)
    return Ruling(_ended(picture, stretch, ended_on, settings), turns)


def _is_followed(picture: Picture, ended_on: date, settings: AlertSettings) -> bool:
    soon = ended_on + days(settings.follows_within_days)
    later = picture.line[picture.last_engaged + 1 :]
    return any(each.started_on <= soon and each.activity.group is Group.EET for each in later)


def _ended(picture: Picture, stretch: Stretch, ended_on: date, settings: AlertSettings) -> Finding:
    raised_for = picture.known_on(ended_on, stretch.fact)
    weeks = settings.sustained_weeks
    return SUSTAIN_CHECK.finding(
        Found(
            severity=Severity.HIGH,
            raised_for_on=raised_for,
            deadline_on=add_working_days(raised_for, settings.sustain_working_days),
            owners=(Owner.ADVISER, Owner.LEAD),
            sentence=f"A job ended on {say_day(ended_on)}, less than {weeks} weeks after it began.",
            evidence=(words.of_spell(stretch.fact),),
            steps=(
                "Phone and ask what happened and what they want now",
                "Ask the employer what was missing",
                "Offer another job with support for the first weeks",
            ),
            closes_when="Something in education, employment or training begins",
            about=(stretch.started_on, "ended", ended_on),
        )
    )


SUSTAIN_CHECK = Rule(
    id="R19",
    name="SUSTAIN_CHECK",
    version=2,
    family=Family.SUSTAIN,
    title="Are they still there?",
    description="A job, or learning begun after a re-engagement, that nobody confirmed after 4, 13 and 26 weeks: Low. "
    "A job that ended within 13 weeks with nothing after it: High. Within 5 working days.",
    judge=judge,
)
