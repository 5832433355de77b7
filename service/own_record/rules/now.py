"""What a young person says they are doing now, as facts: their own word beside what agencies report."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final
from uuid import UUID

import msgspec

from service.pathways.rows import Completion, Confidence, Milestone, MilestoneKind, Spell
from service.vocabulary.activity import Kind, activity


class Now(StrEnum):
    """What somebody may say: it still goes on, or what they do instead."""

    STILL = "still"
    SCHOOL = "school"
    COLLEGE = "college"
    UNIVERSITY = "university"
    APPRENTICESHIP = "apprenticeship"
    TRAINING = "training"
    JOB = "job"
    LOOKING = "looking"
    NOT_NOW = "not_now"
    OTHER = "other"


ACTIVITY: Final[Mapping[Now, int]] = MappingProxyType(
    {
        Now.SCHOOL: 210,
        Now.COLLEGE: 230,
        Now.UNIVERSITY: 240,
        Now.APPRENTICESHIP: 310,
        Now.TRAINING: 430,
        Now.JOB: 330,
        Now.LOOKING: 619,
        Now.NOT_NOW: 680,
    }
)
"""The NCCIS code each answer is kept as; an agency that knows more reports it more exactly."""

SOMEWHERE: Final = frozenset(
    {Now.SCHOOL, Now.COLLEGE, Now.UNIVERSITY, Now.APPRENTICESHIP, Now.TRAINING, Now.JOB}
)
"""Answers about being somewhere, so that where and since when can be asked."""

_DAY = timedelta(days=1)


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """An answer. `stopped_on` and `finished` are of what they were in before, where there was something."""

    now: Now
    stopped_on: date | None = None
    finished: bool = False
    started_on: date | None = None
    where: str | None = None


class Speaker(msgspec.Struct, frozen=True, kw_only=True):
    """Whose word it is: the learner's, kept by the agency that gave them the link; and the keys its facts get."""

    learner_id: UUID
    agency_id: UUID
    at: datetime
    spell_id: UUID
    milestone_id: UUID


def facts_said(
    said: Said, before: Spell | None, speaker: Speaker, *, today: date
) -> tuple[list[Spell], list[Milestone]]:
    """Turn an answer into facts, in the young person's own word (`Confidence.SELF_REPORTED`).

    `before` is what they are recorded to be in, by whoever's word, None for nothing. Still in it: the same spell
    once more, which keeps it current. Not any more: that they left or finished, and what they do instead, from the
    day after. What an agency reported is never changed: the line weighs the two, and advisers see both.
    """
    if said.now is Now.STILL:
        return ([_again(before, speaker)] if before else []), []
    milestones = [_ended(before, said, speaker, today)] if before and _is_something(before) else []
    instead = _instead(said, speaker, today)
    return ([instead] if instead else []), milestones


def _is_something(spell: Spell) -> bool:
    return activity(spell.activity).kind in {
        Kind.EDUCATION,
        Kind.TRAINING,
        Kind.EMPLOYMENT,
        Kind.RE_ENGAGEMENT,
    }


def _again(before: Spell, speaker: Speaker) -> Spell:
    return Spell(
        learner_id=speaker.learner_id,
        id=speaker.spell_id,
        activity=before.activity,
        started_on=before.started_on,
        planned_end_on=before.planned_end_on,
        provider_name=before.provider_name,
        title=before.title,
        level=before.level,
        sector=before.sector,
        recorded_at=speaker.at,
        agency_id=speaker.agency_id,
        source_key=f"own:{before.activity}:{before.started_on}",
        confidence=Confidence.SELF_REPORTED,
    )


def _ended(before: Spell, said: Said, speaker: Speaker, today: date) -> Milestone:
    works = activity(before.activity).kind is Kind.EMPLOYMENT and not activity(before.activity).participates
    left = MilestoneKind.JOB_ENDED if works else MilestoneKind.WITHDREW
    return Milestone(
        learner_id=speaker.learner_id,
        id=speaker.milestone_id,
        kind=MilestoneKind.COMPLETED if said.finished and not works else left,
        occurred_on=said.stopped_on or today,
        recorded_at=speaker.at,
        agency_id=speaker.agency_id,
        source_key=f"own:ended:{before.activity}:{before.started_on}",
        confidence=Confidence.SELF_REPORTED,
    )


def _instead(said: Said, speaker: Speaker, today: date) -> Spell | None:
    code = ACTIVITY.get(said.now)
    if code is None:
        return None
    since = said.started_on or (said.stopped_on + _DAY if said.stopped_on else today)
    return Spell(
        learner_id=speaker.learner_id,
        id=speaker.spell_id,
        activity=code,
        started_on=min(since, today),
        completion=Completion.CONTINUING,
        provider_name=said.where,
        recorded_at=speaker.at,
        agency_id=speaker.agency_id,
        source_key=f"own:{code}:{min(since, today)}",
        confidence=Confidence.SELF_REPORTED,
    )
