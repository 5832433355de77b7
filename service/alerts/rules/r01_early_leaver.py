"""R01 EARLY_LEAVER: learning ended before it was to, and nothing has followed."""

from datetime import date
from typing import NamedTuple

from service.alerts.rows import Family, Finding, Owner, Severity
from service.alerts.rules import words
from service.alerts.rules.rule import ENGAGED, NOTHING, Found, Picture, Rule, Ruling, days
from service.alerts.rules.settings import AlertSettings
from service.pathways.rows import Completion, Milestone, MilestoneKind
from service.pathways.rules import Stretch
from service.vocabulary.activity import Group, Kind
from service.vocabulary.day import say_day
from service.vocabulary.working_day import add_working_days

_LEARNING = frozenset({Kind.EDUCATION, Kind.TRAINING, Kind.RE_ENGAGEMENT})
_BACK = frozenset(
    {
        MilestoneKind.STARTED,
        MilestoneKind.ATTENDANCE,
        MilestoneKind.JOB_STARTED,
        MilestoneKind.RE_ENGAGED,
        MilestoneKind.RE_ENTERED,
    }
)


class _Leaving(NamedTuple):
    left_on: date
    stretch: Stretch
    milestone: Milestone | None


def judge(picture: Picture, *, today: date, settings: AlertSettings) -> Ruling:
    """Find somebody who left early.

    Trigger: the last thing they were in was learning (a course, training, re-engagement, a job with study)
    that the provider says was left, or that ended before its planned end without being completed, or a
    withdrawal was recorded; and no EET, re-engagement or custody begins within 14 days after. Reasons that
    are a move (ILR WithdrawReason 2, 7, 40, 41, 47) are no such signal: if nothing follows, R05 finds them
    after 14 days. It is over once anything begins, after two-way contact (R05 or R07 then carry on) or after
    26 weeks. Severity and deadline go by the age on the day of leaving.

    SOURCE: practice table R01 (ESA 2008 s.13; London Councils' early leaver notices; Danish "afbryder"
    reports); withdrawal reasons: ILR specification, WithdrawReason.
    """
    leaving = _leaving(picture)
    if leaving is None:
        return NOTHING
    left_on = leaving.left_on
    last = left_on + days(settings.stays_early_leaver_for_days)
    turns = (left_on, last + days(1))
    if not left_on <= today <= last or _is_followed(picture, left_on, settings):
        return Ruling(None, turns)
    if picture.has_spoken_since(left_on):
        return Ruling(None, turns)
    return Ruling(_finding(picture, leaving, settings), turns)


def _leaving(picture: Picture) -> _Leaving | None:
    """The end of what they were in last, if it was learning and left early."""
    for stretch in reversed(picture.line[: picture.place + 1]):
        if stretch.activity.group in ENGAGED:
            break
    else:
        return None
    if not _is_learning(stretch):
        return None
    if stretch.fact.ended_on is not None:
        left_on = stretch.ended_on or stretch.fact.ended_on
        return _Leaving(left_on, stretch, None) if _is_early(stretch) else None
    withdrawal = _withdrawal(picture, stretch)
    return _Leaving(withdrawal.occurred_on, stretch, withdrawal) if withdrawal else None


def _is_learning(stretch: Stretch) -> bool:
    kind = stretch.activity.kind
    return kind in _LEARNING or (kind is Kind.EMPLOYMENT and stretch.activity.participates)


def _is_early(stretch: Stretch) -> bool:
    fact = stretch.fact
    if fact.completion in {Completion.COMPLETED, Completion.MOVED_ON}:
        return False
    ended, planned = fact.ended_on, fact.planned_end_on
    return fact.completion is Completion.WITHDRAWN or (
        ended is not None and planned is not None and ended < planned
    )


def _withdrawal(picture: Picture, stretch: Stretch) -> Milestone | None:
    """A withdrawal recorded of a spell still shown as going on, unless they came back or it is of another."""
    counting = {each.id for each in picture.case.spells if each.superseded_at is None}
    others = counting - {stretch.fact.id}
    withdrew = [
        each
        for each in picture.milestones
        if each.kind is MilestoneKind.WITHDREW
        and stretch.started_on <= each.occurred_on <= stretch.until_on
        and each.spell_id not in others
    ]
    last = max(withdrew, key=lambda each: (each.occurred_on, each.id.int), default=None)
    if last is None:
        return None
    is_back = any(each.kind in _BACK and each.occurred_on > last.occurred_on for each in picture.milestones)
    return None if is_back else last


def _is_followed(picture: Picture, left_on: date, settings: AlertSettings) -> bool:
    soon = left_on + days(settings.follows_within_days)
    return any(
        left_on < each.started_on <= soon and each.activity.group in ENGAGED
        for each in picture.line[picture.place + 1 :]
    )


def _finding(picture: Picture, leaving: _Leaving, settings: AlertSettings) -> Finding:
    left_on, stretch = leaving.left_on, leaving.stretch
    is_young = picture.was_under_18(left_on)
    raised_for = picture.known_on(left_on, leaving.milestone or stretch.fact)
    within = (
        settings.leaver_contact_under_18_working_days if is_young else settings.leaver_contact_working_days
    )
    evidence = [words.of_milestone(leaving.milestone)] if leaving.milestone else []
    return EARLY_LEAVER.finding(
        Found(
            severity=Severity.HIGH if is_young else Severity.MEDIUM,
            raised_for_on=raised_for,
            deadline_on=add_working_days(raised_for, within),
            owners=(Owner.ADVISER, Owner.LEAD),
            sentence=_sentence(picture, leaving),
            evidence=(*evidence, words.of_spell(stretch.fact)),
            steps=(
                "Phone and ask what happened and what they want to do next",
                "Ask the provider whether they may come back",
                "Text or visit if the phone is not answered",
            ),
            closes_when="Something new begins, or you have spoken with them",
            about=(stretch.activity.code, left_on),
        )
    )


def _sentence(picture: Picture, leaving: _Leaving) -> str:
    fact, left_on = leaving.stretch.fact, leaving.left_on
    planned, early = fact.planned_end_on, ""
    if planned is not None and planned > left_on:
        early = f", {words.how_long(left_on, planned)} before the planned end"
    left = "Began a break from" if fact.completion is Completion.BREAK else "Left"
    what = words.activity_at(fact.activity, fact.provider_name)
    return f"{left} {what} on {say_day(left_on)}{early}; {_since(picture)}."


def _since(picture: Picture) -> str:
    now = picture.situation
    if now.group is Group.NEET and now.since_on:
        return f"since {say_day(now.since_on)}: {words.activity_at(now.activity, None)}"
    return "nothing has followed"


EARLY_LEAVER = Rule(
    id="R01",
    name="EARLY_LEAVER",
    version=1,
    family=Family.WHEREABOUTS,
    title="Left early",
    description="Learning ended before it was to and nothing has followed. Contact within 2 working days "
    "under 18, 5 working days from 18.",
    judge=judge,
)
