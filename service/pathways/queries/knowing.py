"""Statements about what was known at a past moment: one for lists, for the board's months and for whoever else asks."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from service.access.rows import Scope
from service.kit import database
from service.kit.database import Session
from service.pathways.queries.standing import Listed
from service.pathways.rows import Milestone, Spell

# `superseded_at` stays out: what was superseded only later was a counting fact then.
_SPELL, _MILESTONE = (
    ", ".join(name for name in fact.__struct_fields__ if name != "superseded_at")
    for fact in (Spell, Milestone)
)
_COUNTED = """
where learner_id = any($1) and recorded_at < $3 and (superseded_at is null or superseded_at >= $3)
  and ($2::uuid is null or exists (
    select from learner_access a where a.learner_id = f.learner_id and a.agency_id = $2))
"""
_SPELLS = f"select {_SPELL} from spell f {_COUNTED}"
_MILESTONES = f"select {_MILESTONE} from milestone f {_COUNTED}"
_PEOPLE = """
select l.id, l.indicator, l.given_names, l.family_name, l.date_of_birth, null::int as activity,
       null::text as activity_group, null::date as since_on, null::text as provider_name,
       null::date as planned_end_on
from learner_access a join learner l on l.id = a.learner_id and l.merged_into is null
where a.agency_id = $1 and l.registered_at < $2 order by l.folded_family, l.folded_given, l.id
"""


async def spells_as_known(
    session: Session, learner_ids: Sequence[UUID], *, within: Scope, before: datetime
) -> dict[UUID, list[Spell]]:
    """Fetch the spells of learners in scope that counted at a moment: recorded before it, not yet superseded."""
    found: dict[UUID, list[Spell]] = defaultdict(list)
    asked = (list(learner_ids), within.agency_id, before)
    for spell in await database.structs(session, Spell, _SPELLS, *asked):
        found[spell.learner_id].append(spell)
    return found


async def milestones_as_known(
    session: Session, learner_ids: Sequence[UUID], *, within: Scope, before: datetime
) -> dict[UUID, list[Milestone]]:
    """Fetch the milestones of learners in scope that counted at a moment: recorded before it, not yet superseded."""
    found: dict[UUID, list[Milestone]] = defaultdict(list)
    asked = (list(learner_ids), within.agency_id, before)
    for milestone in await database.structs(session, Milestone, _MILESTONES, *asked):
        found[milestone.learner_id].append(milestone)
    return found


async def registered_before(session: Session, *, within: Scope, before: datetime) -> list[Listed]:
    """List those of an agency's learners of today who were registered before a moment, by name, doing nothing yet."""
    return await database.structs(session, Listed, _PEOPLE, within.agency_id, before)
