"""Statements about what a submission said: under which names, about whom, and what rests on it since."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from service.kit import database
from service.kit.database import Session
from service.pathways.rows import Facts, Milestone, Spell

_SPELL = ", ".join(Spell.__struct_fields__)
_MILESTONE = ", ".join(Milestone.__struct_fields__)

# All that an agency said under names under which a submission said something.
_SAID_WITH = {
    table: f"""
select {columns} from {table} f
where f.learner_id = any($1) and f.agency_id = $2 and (f.learner_id, f.source_key) in (
    select c.learner_id, c.source_key from {table} c
    where c.learner_id = any($1) and c.agency_id = $2 and c.submission_id = $3)
order by f.recorded_at, f.id
"""
    for table, columns in (("spell", _SPELL), ("milestone", _MILESTONE))
}

_WHO_IS_IN = """
select learner_id from spell where agency_id = $1 and submission_id = $2 and superseded_at is null
union select learner_id from milestone where agency_id = $1 and submission_id = $2 and superseded_at is null
"""

_TOLD_BY = """
select learner_id from spell where learner_id = any($1) and agency_id = $2 and superseded_at is null
union select learner_id from milestone where learner_id = any($1) and agency_id = $2 and superseded_at is null
"""

# What somebody recorded by hand about a course that a submission told: as its agency, under its name; or a milestone
# that names it, whoever recorded that.
_RESTING = """
select f.learner_id, f.agency_id, f.recorded_at from spell f
where f.agency_id = $1 and f.submission_id is null and f.superseded_at is null
  and exists (select from spell s where s.learner_id = f.learner_id and s.agency_id = $1
      and s.source_key = f.source_key and s.submission_id = $2)
union all
select f.learner_id, f.agency_id, f.recorded_at from milestone f
where f.agency_id = $1 and f.submission_id is null and f.superseded_at is null
  and exists (select from milestone s where s.learner_id = f.learner_id and s.agency_id = $1
      and s.source_key = f.source_key and s.submission_id = $2)
union all
select f.learner_id, f.agency_id, f.recorded_at from spell s
join milestone f on f.learner_id = s.learner_id and f.spell_id = s.id and f.superseded_at is null
where s.agency_id = $1 and s.submission_id = $2 and f.submission_id is distinct from $2
order by recorded_at desc, learner_id limit $3
"""


_NAMES = """
select s.id, s.source_key from unnest($1::uuid[], $2::uuid[]) as asked (learner_id, id)
join spell s on s.learner_id = asked.learner_id and s.id = asked.id
"""


class Resting(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody's later word that rests on what a submission told about a learner."""

    learner_id: UUID
    agency_id: UUID
    recorded_at: datetime


async def said_with(
    session: Session, learner_ids: Sequence[UUID], agency_id: UUID, submission_id: UUID
) -> Facts:
    """Fetch everything an agency said about learners under names under which a submission of its said something."""
    asked = (list(learner_ids), agency_id, submission_id)
    spells = await database.structs(session, Spell, _SAID_WITH["spell"], *asked)
    milestones = await database.structs(session, Milestone, _SAID_WITH["milestone"], *asked)
    return Facts(spells=tuple(spells), milestones=tuple(milestones))


async def names_of_spells(session: Session, about: Sequence[Milestone]) -> dict[UUID, str]:
    """Fetch the source keys of the spells that milestones name, by the spells' ids."""
    if not about:
        return {}
    keys = [each.learner_id for each in about], [each.spell_id for each in about]
    return {row["id"]: row["source_key"] for row in await database.rows(session, _NAMES, *keys)}


async def who_is_in(session: Session, agency_id: UUID, submission_id: UUID) -> set[UUID]:
    """Name the learners about whom a submission's word is the last."""
    return {row["learner_id"] for row in await database.rows(session, _WHO_IS_IN, agency_id, submission_id)}


async def told_by(session: Session, learner_ids: Sequence[UUID], agency_id: UUID) -> set[UUID]:
    """Name those of whom an agency has facts that count."""
    return {row["learner_id"] for row in await database.rows(session, _TOLD_BY, list(learner_ids), agency_id)}


async def resting_on(session: Session, agency_id: UUID, submission_id: UUID, *, limit: int) -> list[Resting]:
    """List what was recorded by hand since, on top of what a submission told; the latest first."""
    return await database.structs(session, Resting, _RESTING, agency_id, submission_id, limit)
