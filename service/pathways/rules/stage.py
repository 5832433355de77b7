"""The stage of the way from school to sustained work a learner stands on, or the state beside it.

SOURCE: the stages are our own design, from the brief's "simple and coherent vocational pathway from school
to work and sustained employment"; when work counts as sustained says `work`.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from enum import StrEnum

from service.pathways.rows import Milestone, Spell
from service.pathways.rules.agreed import AGREED, without_declined
from service.pathways.rules.main_spells import Stretch, stretches
from service.pathways.rules.situation import situation_of
from service.pathways.rules.work import BREAK, SUSTAINED, SUSTAINED_LONG
from service.vocabulary.activity import Group, Kind, activity
from service.vocabulary.sector import level_rank

_DAY = timedelta(days=1)
_WORK_WITH_TRAINING = frozenset({320, 340, 381, 550})


class Stage(StrEnum):
    """S0 to S6 learning, W1 to W4 work, then the states beside the way."""

    SCHOOL = "school"  # S0
    TRANSITION = "transition"  # S1, a place offered or accepted
    RE_ENGAGEMENT = "re_engagement"  # S2
    ENTRY_OR_LEVEL_1 = "entry_or_level_1"  # S3
    LEVEL_2 = "level_2"  # S4
    LEVEL_3 = "level_3"  # S5
    LEVEL_4_OR_ABOVE = "level_4_or_above"  # S6
    JOB_WITH_TRAINING = "job_with_training"  # W1
    JOB = "job"  # W2
    JOB_13_WEEKS = "job_13_weeks"  # W3
    JOB_26_WEEKS = "job_26_weeks"  # W4, where the way leads
    NEET_AVAILABLE = "neet_available"
    NEET_NOT_AVAILABLE = "neet_not_available"
    NOT_KNOWN = "not_known"
    CUSTODY = "custody"
    OUT = "out"  # moved away, died, or 25


_BY_GROUP = {
    Group.CUSTODY: Stage.CUSTODY,
    Group.RE_ENGAGEMENT: Stage.RE_ENGAGEMENT,
}
_BY_LEVEL = (Stage.ENTRY_OR_LEVEL_1, Stage.ENTRY_OR_LEVEL_1, Stage.LEVEL_2, Stage.LEVEL_3)
_WITHOUT_LEVEL = {210: Stage.LEVEL_3, 220: Stage.LEVEL_3, 240: Stage.LEVEL_4_OR_ABOVE, 310: Stage.LEVEL_2}


def stage(
    spells: Iterable[Spell], milestones: Iterable[Milestone] = (), *, today: date, out: bool = False
) -> Stage:
    """The learner's stage today; `out` for those who moved away, died or are 25, which the facts do not tell.

    Learning without a reported level counts as what its kind usually is (sixth form level 3, university
    level 4, apprenticeship level 2) and otherwise as entry or level 1, so that no stage is overstated.
    """
    return Stage.OUT if out else stage_of(stretches(spells), milestones, today=today)


def stage_of(line: Sequence[Stretch], milestones: Iterable[Milestone], *, today: date) -> Stage:
    """The same for a line already drawn."""
    now = situation_of(line, today=today)
    kind = activity(now.activity).kind
    if kind is Kind.SCHOOL:
        return Stage.TRANSITION if _has_agreed_start(milestones, today) else Stage.SCHOOL
    if now.group is Group.NOT_KNOWN:
        return Stage.TRANSITION if _has_agreed_start(milestones, today) else Stage.NOT_KNOWN
    if now.group is Group.NEET:
        return Stage(kind.value)
    return _BY_GROUP.get(now.group) or _on_the_way(line, today)


def stage_changes_on(line: Sequence[Stretch], milestones: Iterable[Milestone], *, today: date) -> date | None:
    """The next day the stage may change by itself within one situation: work sustained, a start passed."""
    days = []
    for each in milestones:
        if each.kind in AGREED and each.superseded_at is None and each.planned_start_on is not None:
            days += [each.occurred_on, each.planned_start_on + _DAY]
    since = _work_since(line, today)
    if since is not None:
        days += [since + SUSTAINED, since + SUSTAINED_LONG]
    return min((day for day in days if day > today), default=None)


def _has_agreed_start(milestones: Iterable[Milestone], today: date) -> bool:
    return any(
        each.kind in AGREED
        and each.superseded_at is None
        and each.planned_start_on is not None
        and each.occurred_on <= today <= each.planned_start_on
        for each in without_declined(milestones, today=today)
    )


def _on_the_way(line: Sequence[Stretch], today: date) -> Stage:
    stretch = next(each for each in reversed(line) if each.started_on <= today)
    code = stretch.activity.code
    if not stretch.activity.is_job:
        return _learning(code, stretch.fact.level)
    since = _work_since(line, today) or stretch.started_on
    if today - since >= SUSTAINED_LONG:
        return Stage.JOB_26_WEEKS
    if today - since >= SUSTAINED:
        return Stage.JOB_13_WEEKS
    return Stage.JOB_WITH_TRAINING if code in _WORK_WITH_TRAINING else Stage.JOB


def _learning(code: int, level: str | None) -> Stage:
    rank = level_rank(level)
    if rank < 0:
        return _WITHOUT_LEVEL.get(code, Stage.ENTRY_OR_LEVEL_1)
    return _BY_LEVEL[rank] if rank < len(_BY_LEVEL) else Stage.LEVEL_4_OR_ABOVE


def _work_since(line: Sequence[Stretch], today: date) -> date | None:
    """First day of the time of work that covers today, from job to job with no longer a break than counts as none."""
    since: date | None = None
    for stretch in reversed(line):
        if stretch.started_on > today or (since is None and stretch.until_on < today):
            continue
        if since is not None and since - stretch.until_on > BREAK + _DAY:
            break
        if stretch.activity.is_job:
            since = stretch.started_on
        elif since is None:
            break
    return since
