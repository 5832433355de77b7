"""A learner of a file as a claim and as facts, in the register's own words."""

from datetime import datetime
from uuid import UUID

from service.circumstances.rows import Circumstance
from service.imports.rows import Submission, SubmittedLearner, SubmittedSpell
from service.kit.ids import new_id
from service.learners.rows import Claim
from service.pathways.rows import Milestone, Spell
from service.vocabulary.day import end_of_day


def claim_of(learner: SubmittedLearner) -> Claim:
    """Make the claim of a learner who can be taken (not refused)."""
    if learner.date_of_birth is None:
        raise AssertionError("a learner without a date of birth is refused before a claim is made")
    return Claim(
        given_names=learner.given_names or "",
        family_name=learner.family_name or "",
        date_of_birth=learner.date_of_birth,
        sex=learner.sex,
        postcode=learner.postcode,
        uln=learner.uln,
        upn=learner.upn,
        ni_number=learner.ni_number,
        email=learner.email,
    )


def facts_of(
    learner: SubmittedLearner, learner_id: UUID, submission: Submission, *, now: datetime
) -> tuple[list[Spell], list[Milestone]]:
    """Make the facts a file tells about a learner."""
    spells = [
        Spell(
            learner_id=learner_id,
            id=new_id(),
            activity=spell.activity,
            started_on=spell.started_on,
            ended_on=spell.ended_on,
            planned_end_on=spell.planned_end_on,
            completion=spell.completion,
            withdraw_reason=spell.withdraw_reason,
            provider_name=_provider(spell, submission),
            said_at=_said_at(spell, now),
            confidence=spell.confidence,
            title=spell.title,
            level=spell.level,
            sector=spell.sector,
            recorded_at=now,
            recorded_by=submission.accepted_by,
            agency_id=submission.agency_id,
            source_key=spell.key,
            submission_id=submission.id,
            line=spell.line,
        )
        for spell in learner.spells
    ]
    return spells, _milestones(learner, learner_id, submission, spells, now)


def circumstances_of(
    learner: SubmittedLearner, learner_id: UUID, submission: Submission, *, now: datetime
) -> list[Circumstance]:
    """Make the circumstances a file tells about a learner."""
    return [
        Circumstance(
            learner_id=learner_id,
            id=new_id(),
            kind=each.kind,
            value=each.value,
            starts_on=each.starts_on,
            ends_on=each.ends_on,
            confidence=each.confidence,
            recorded_at=now,
            recorded_by=submission.accepted_by,
            agency_id=submission.agency_id,
            source_key=each.key,
            submission_id=submission.id,
            line=each.line,
        )
        for each in learner.circumstances
    ]


def _provider(spell: SubmittedSpell, submission: Submission) -> str | None:
    return submission.agency_name if spell.provider_name is None else spell.provider_name or None


def _said_at(spell: SubmittedSpell, now: datetime) -> datetime | None:
    """The end of the day it was last said, never later than now."""
    return min(end_of_day(spell.said_on), now) if spell.said_on else None


def _milestones(
    learner: SubmittedLearner, learner_id: UUID, submission: Submission, spells: list[Spell], now: datetime
) -> list[Milestone]:
    keys = {spell.source_key: spell.id for spell in spells}
    return [
        Milestone(
            learner_id=learner_id,
            id=new_id(),
            kind=milestone.kind,
            occurred_on=milestone.occurred_on,
            spell_id=keys.get(milestone.spell_key or ""),
            planned_start_on=milestone.planned_start_on,
            level=milestone.level,
            sector=milestone.sector,
            detail=milestone.detail,
            recorded_at=now,
            recorded_by=submission.accepted_by,
            agency_id=submission.agency_id,
            source_key=milestone.key,
            submission_id=submission.id,
            line=milestone.line,
        )
        for milestone in learner.milestones
    ]
