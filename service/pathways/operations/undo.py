"""Undoing what a submission said: by facts that supersede its own, so that nothing is deleted."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from msgspec.structs import replace

from service.kit import audit
from service.kit.audit import Act, By
from service.kit.database import Session
from service.kit.ids import new_id
from service.pathways import queries
from service.pathways.rows import Because, Facts, FactsUndone, Milestone, Spell
from service.pathways.rules import Undoing, chains, said_anew, undoing

Fact = TypeVar("Fact", Spell, Milestone)


async def undo_facts(
    session: Session, *, submission_id: UUID, learner_ids: Sequence[UUID], by: By, now: datetime
) -> FactsUndone:
    """Undo what a submission of `by`'s agency said about learners whose facts are held.

    A fact that something of the agency's own followed since stays. Done twice it is done once.
    """
    said = await queries.said_with(session, learner_ids, by.agency_id, submission_id)
    plans = [*_plans(said, submission_id)]
    gone = [plan.fact for plan in plans]
    fresh = [_undone(plan, by, now) for plan in plans]
    await queries.supersede_spells(session, [each for each in gone if isinstance(each, Spell)], at=now)
    await queries.supersede_milestones(
        session, [each for each in gone if isinstance(each, Milestone)], at=now
    )
    await queries.add_spells(session, [each for each in fresh if isinstance(each, Spell)])
    await queries.add_milestones(session, [each for each in fresh if isinstance(each, Milestone)])
    await audit.record_all(session, list(_acts(plans, submission_id)), by=by, now=now)
    said_again = sum(plan.before is not None for plan in plans)
    return FactsUndone(
        taken_back=len(plans) - said_again,
        said_again=said_again,
        learner_ids=frozenset(fact.learner_id for fact in gone),
    )


def _plans(said: Facts, submission_id: UUID) -> Iterator[Undoing[Spell] | Undoing[Milestone]]:
    for spells in chains(said.spells).values():
        if of_spell := undoing(spells, submission_id):
            yield of_spell
    for milestones in chains(said.milestones).values():
        if of_milestone := undoing(milestones, submission_id):
            yield of_milestone


def _undone(plan: Undoing[Spell] | Undoing[Milestone], by: By, now: datetime) -> Spell | Milestone:
    """What stood before, said again: still its file's word, and as current as it was. Or the fact, taken back."""
    words: Spell | Milestone = plan.before or plan.fact
    whose = (plan.before.submission_id, plan.before.line) if plan.before else (None, None)
    fact = replace(
        said_anew(words, fact_id=new_id(), at=now, by=by.account_id, submission_id=whose[0], line=whose[1]),
        supersedes=plan.fact.id,
        superseded_at=None if plan.before else now,
        because=Because.UNDONE,
        takes_back=plan.before is None,
    )
    return replace(fact, said_at=words.last_said_at) if isinstance(words, Spell) else fact


def _acts(plans: Sequence[Undoing[Spell] | Undoing[Milestone]], submission_id: UUID) -> Iterator[Act]:
    """One entry a learner, naming the facts that went."""
    undone: dict[UUID, list[UUID]] = {}
    for plan in plans:
        undone.setdefault(plan.fact.learner_id, []).append(plan.fact.id)
    for learner_id, facts in undone.items():
        detail = {"undone": facts, "submission": submission_id}
        yield Act(act="facts undone", subject_kind="learner", subject_id=learner_id, detail=detail)
