"""What a checked file would change of what its sender has told before: row by row, before and after."""

from collections import defaultdict
from collections.abc import AsyncIterator, Mapping
from uuid import UUID

import msgspec

from service.access.rows import Scope
from service.circumstances.operations import foresee_changes
from service.circumstances.rows import Circumstance
from service.circumstances.rules import Changed
from service.imports import queries
from service.imports.operations.telling import told_of
from service.imports.operations.translate import facts_of
from service.imports.rows import Submission, SubmittedLearner
from service.kit.audit import By
from service.kit.database import Session
from service.pathways import queries as pathways
from service.pathways.rows import Facts, Milestone, Spell
from service.pathways.rules import content_of

PAGE = 500


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """A fact that a row of a file tells otherwise than it stands."""

    line: int
    reference: str
    before: Spell | Milestone | Circumstance
    after: Spell | Milestone | Circumstance


async def changes_in(session: Session, submission: Submission, *, within: Scope) -> AsyncIterator[Change]:
    """Give the changes of a file whose rows are still kept, in its order. What is new or unchanged is none."""
    after = 0
    while rows := await queries.rows_found(session, submission.id, after=after, limit=PAGE):
        after = rows[-1].n
        ids = [row.learner_id for row in rows if row.learner_id]
        known = await pathways.facts_of(session, ids, within=within)
        learners = [
            (msgspec.json.decode(row.submitted, type=SubmittedLearner), row.learner_id)
            for row in rows
            if row.learner_id
        ]
        said = await _said_otherwise(session, learners, submission)
        for learner, learner_id in learners:
            told = facts_of(learner, learner_id, submission, now=submission.uploaded_at)
            for change in _changes(learner.reference, [*told[0], *told[1]], known[learner_id]):
                yield change
            for before, now in said[learner_id]:
                yield Change(line=now.line or 0, reference=learner.reference, before=before, after=now)


async def _said_otherwise(
    session: Session, learners: list[tuple[SubmittedLearner, UUID]], submission: Submission
) -> Mapping[UUID, list[Changed]]:
    """The circumstances of each learner that the file tells otherwise."""
    told = told_of(learners, submission, now=submission.uploaded_at)
    by = By(agency_id=submission.agency_id)
    found: dict[UUID, list[Changed]] = defaultdict(list)
    changes = await foresee_changes(session, said=told.said, born=told.born, by=by, today=submission.today)
    for each in changes:
        found[each.after.learner_id].append(each)
    return found


def _changes(reference: str, told: list[Spell | Milestone], known: Facts) -> list[Change]:
    said: dict[tuple[type, str], Spell | Milestone] = {}
    stands: tuple[Spell | Milestone, ...] = (*known.spells, *known.milestones)
    for fact in stands:
        if told and fact.agency_id == told[0].agency_id:
            said[type(fact), fact.source_key] = fact
    pairs = ((said.get((type(each), each.source_key)), each) for each in told)
    return [
        Change(line=each.line or 0, reference=reference, before=before, after=each)
        for before, each in pairs
        if before is not None and content_of(before) != content_of(each)
    ]
