"""What a checked file would change of what its sender has told before: row by row, before and after."""

from collections.abc import AsyncIterator

import msgspec

from service.access.rows import Scope
from service.imports import queries
from service.imports.operations.translate import facts_of
from service.imports.rows import Submission, SubmittedLearner
from service.kit.database import Session
from service.pathways import queries as pathways
from service.pathways.rows import Facts, Milestone, Spell
from service.pathways.rules import content_of

PAGE = 500


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """A fact that a row of a file tells otherwise than it stands."""

    line: int
    reference: str
    before: Spell | Milestone
    after: Spell | Milestone


async def changes_in(session: Session, submission: Submission, *, within: Scope) -> AsyncIterator[Change]:
    """Give the changes of a file whose rows are still kept, in its order. What is new or unchanged is none."""
    after = 0
    while rows := await queries.rows_found(session, submission.id, after=after, limit=PAGE):
        after = rows[-1].n
        ids = [row.learner_id for row in rows if row.learner_id]
        known = await pathways.facts_of(session, ids, within=within)
        for row in rows:
            if row.learner_id:
                learner = msgspec.json.decode(row.submitted, type=SubmittedLearner)
                told = facts_of(learner, row.learner_id, submission, now=submission.uploaded_at)
                for change in _changes(learner.reference, [*told[0], *told[1]], known[row.learner_id]):
                    yield change


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
