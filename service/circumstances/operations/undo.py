"""Undoing what a submission said of circumstances, by facts that supersede its own."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from msgspec.structs import replace

from service.access.rows import WHOLE_REGISTER
from service.circumstances import queries
from service.circumstances.rows import Circumstance
from service.kit.audit import By
from service.kit.database import Session
from service.kit.ids import new_id
from service.pathways.rows import Because, FactsUndone
from service.pathways.rules import Undoing, chains, said_anew, undoing


async def undo_circumstances(
    session: Session, *, submission_id: UUID, learner_ids: Sequence[UUID], by: By, now: datetime
) -> FactsUndone:
    """Undo what a submission of `by`'s agency said. Done twice it is done once."""
    said = await queries.everything_said(session, learner_ids, within=WHOLE_REGISTER)
    own = [each for each in said if each.agency_id == by.agency_id]
    found = (undoing(chain, submission_id) for chain in chains(own).values())
    plans = [plan for plan in found if plan is not None]
    await queries.supersede(session, [plan.fact for plan in plans], at=now)
    await queries.add(session, [_undone(plan, by, now) for plan in plans])
    said_again = sum(plan.before is not None for plan in plans)
    return FactsUndone(
        taken_back=len(plans) - said_again,
        said_again=said_again,
        learner_ids=frozenset(plan.fact.learner_id for plan in plans),
    )


def _undone(plan: Undoing[Circumstance], by: By, now: datetime) -> Circumstance:
    words = plan.before or plan.fact
    whose = (plan.before.submission_id, plan.before.line) if plan.before else (None, None)
    return replace(
        said_anew(words, fact_id=new_id(), at=now, by=by.account_id, submission_id=whose[0], line=whose[1]),
        supersedes=plan.fact.id,
        superseded_at=None if plan.before else now,
        because=Because.UNDONE,
        takes_back=plan.before is None,
    )
