"""Statements about what follows from the facts: main lines, where learners stand, lists and counts of them."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from uuid import UUID

import msgspec

from service.access.rows import Scope
from service.kit import database
from service.kit.bulk import insert_many
from service.kit.database import Session, insert_statement
from service.pathways.rows import NewMainSpell, Standing
from service.pathways.tables import MainSpellTable, SituationTable

_WITHIN = """($2::uuid is null or exists (
    select from learner_access a where a.learner_id = f.learner_id and a.agency_id = $2))"""

_MAIN = (
    "select learner_id, started_on, ended_on, activity, spell_id from main_spell where learner_id = any($1)"
)
_FORGET_MAIN = "delete from main_spell where learner_id = any($1)"

_KEEP_SITUATION = f"""
{insert_statement(SituationTable, Standing.__struct_fields__)}
on conflict (learner_id) do update set
    {", ".join(f"{name} = excluded.{name}" for name in Standing.__struct_fields__[1:])}
"""

_STANDING = f"select {', '.join(Standing.__struct_fields__)} from situation f where learner_id = any($1) and {_WITHIN}"

_DUE = """
select learner_id from situation where next_review_on <= $1 and learner_id > $2 order by learner_id limit $3
"""
_EVERYBODY = "select id as learner_id from learner where merged_into is null and id > $1 order by id limit $2"

_MY_LEARNERS = """
select count(*) filter (where s.activity_group = 'eet') as learning,
       count(*) filter (where s.activity_group = 'neet') as neet,
       count(*) filter (where s.activity_group = 'not_known') as not_known,
       count(*) as learners
from learner_access a left join situation s on s.learner_id = a.learner_id where a.agency_id = $1
"""

_LIST = """
select l.id, l.indicator, l.given_names, l.family_name, l.date_of_birth, s.activity, s.activity_group, s.since_on,
       s.provider_name, s.planned_end_on
from learner_access a join learner l on l.id = a.learner_id and l.merged_into is null
left join situation s on s.learner_id = l.id
where a.agency_id = $1 and ($2 = '' or s.activity_group = $2) and ($3 = '' or l.folded_family ^@ $3)
order by l.folded_family, l.folded_given, l.id limit $4 offset $5
"""
_LIST_SIZE = """
select count(*) from learner_access a join learner l on l.id = a.learner_id and l.merged_into is null
left join situation s on s.learner_id = l.id
where a.agency_id = $1 and ($2 = '' or s.activity_group = $2) and ($3 = '' or l.folded_family ^@ $3)
"""


_IN_CONFLICT = """
select l.id, l.given_names || ' ' || l.family_name as name, f.conflict_since_on as since_on
from situation f join learner l on l.id = f.learner_id and l.merged_into is null
where f.conflict_since_on is not null and l.council_id = $1
order by f.conflict_since_on, l.folded_family, l.id limit $2 offset $3
"""
_CONFLICTS = """
select count(*) from situation f join learner l on l.id = f.learner_id and l.merged_into is null
where f.conflict_since_on is not null and l.council_id = $1
"""


class InConflict(msgspec.Struct, frozen=True, kw_only=True):
    """A learner about whom agencies contradict each other, since the day both say something began."""

    id: UUID
    name: str
    since_on: date


class Listed(msgspec.Struct, frozen=True, kw_only=True):
    """A learner in an agency's list, with where they are now."""

    id: UUID
    indicator: str
    given_names: str
    family_name: str
    date_of_birth: date
    activity: int | None
    activity_group: str | None
    since_on: date | None
    provider_name: str | None
    planned_end_on: date | None


class Tally(msgspec.Struct, frozen=True, kw_only=True):
    """An agency's learners by group."""

    learners: int
    learning: int
    neet: int
    not_known: int


async def main_spells_of(session: Session, learner_ids: Sequence[UUID]) -> dict[UUID, set[NewMainSpell]]:
    """Fetch the stored main spells."""
    found: dict[UUID, set[NewMainSpell]] = defaultdict(set)
    if not learner_ids:
        return found
    for spell in await database.structs(session, NewMainSpell, _MAIN, list(learner_ids)):
        found[spell.learner_id].add(spell)
    return found


async def forget_main_spells(session: Session, learner_ids: Sequence[UUID]) -> None:
    """Drop the stored main spells of learners, for others to take their place."""
    if learner_ids:
        await database.execute(session, _FORGET_MAIN, list(learner_ids))


async def add_main_spells(session: Session, added: Sequence[NewMainSpell]) -> None:
    """Store main spells of learners who have none stored."""
    await insert_many(session, MainSpellTable, added)


async def keep_standings(session: Session, standings: Sequence[Standing]) -> None:
    """Store where learners stand."""
    if standings:
        columns = [[getattr(standing, name) for standing in standings] for name in Standing.__struct_fields__]
        await database.execute(session, _KEEP_SITUATION, *columns)


async def standings(session: Session, learner_ids: Sequence[UUID], *, within: Scope) -> dict[UUID, Standing]:
    """Fetch where learners in scope stand."""
    found = await database.structs(session, Standing, _STANDING, list(learner_ids), within.agency_id)
    return {standing.learner_id: standing for standing in found}


async def due(session: Session, today: date, *, after: UUID, limit: int) -> list[UUID]:
    """Page through the learners whose next review day has come."""
    return [row["learner_id"] for row in await database.rows(session, _DUE, today, after, limit)]


async def everybody(session: Session, *, after: UUID, limit: int) -> list[UUID]:
    """Page through every learner."""
    return [row["learner_id"] for row in await database.rows(session, _EVERYBODY, after, limit)]


async def tally(session: Session, *, within: Scope) -> Tally:
    """Count an agency's learners by group."""
    found = await database.struct(session, Tally, _MY_LEARNERS, within.agency_id)
    return found or Tally(learners=0, learning=0, neet=0, not_known=0)


async def listed(
    session: Session, *, within: Scope, group: str, family: str, limit: int, skip: int
) -> tuple[list[Listed], int]:
    """List an agency's learners by name, and say how many there are in all."""
    found = await database.structs(session, Listed, _LIST, within.agency_id, group, family, limit, skip)
    return found, int(await database.value(session, _LIST_SIZE, within.agency_id, group, family))


async def in_conflict(
    session: Session, council_id: UUID, *, limit: int, skip: int = 0
) -> tuple[list[InConflict], int]:
    """List a council's learners about whom agencies contradict each other, and say how many there are in all."""
    found = await database.structs(session, InConflict, _IN_CONFLICT, council_id, limit, skip)
    return found, await count_conflicts(session, council_id)


async def count_conflicts(session: Session, council_id: UUID) -> int:
    """Count a council's learners about whom agencies contradict each other."""
    return int(await database.value(session, _CONFLICTS, council_id))
