"""Statements about facts (spells, milestones) and what is derived from them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

import msgspec

from service.access.rows import Scope
from service.kit import database
from service.kit.bulk import insert_many
from service.kit.database import Session, insert_statement
from service.pathways.rows import Facts, Milestone, NewMainSpell, Spell, Standing
from service.pathways.tables import MainSpellTable, MilestoneTable, SituationTable, SpellTable

_SPELL = ", ".join(Spell.__struct_fields__)
_MILESTONE = ", ".join(Milestone.__struct_fields__)
_WITHIN = """($2::uuid is null or exists (
    select from learner_access a where a.learner_id = f.learner_id and a.agency_id = $2))"""

_SPELLS = f"""
select {_SPELL} from spell f where learner_id = any($1) and superseded_at is null and {_WITHIN}
order by learner_id, started_on, id
"""
_MILESTONES = f"""
select {_MILESTONE} from milestone f where learner_id = any($1) and superseded_at is null and {_WITHIN}
order by learner_id, occurred_on, id
"""

# Everything ever said, corrected facts too: what a timeline shows.
_ALL_SPELLS = (
    f"select {_SPELL} from spell f where learner_id = $1 and {_WITHIN} order by started_on desc, id desc"
)
_ALL_MILESTONES = f"""
select {_MILESTONE} from milestone f where learner_id = $1 and {_WITHIN} order by occurred_on desc, id desc
"""

# Facts are only ever added and marked as superseded, so these three say which state a record is in.
_VERSION = f"""
select count(*) as facts, count(superseded_at) as superseded, max(recorded_at) as recorded_at from (
    select recorded_at, superseded_at from spell f where learner_id = $1 and {_WITHIN}
    union all select recorded_at, superseded_at from milestone f where learner_id = $1 and {_WITHIN}) as said
"""
_HOLD = """
select pg_advisory_xact_lock(hashtextextended('facts:' || id, 0))
from (select unnest($1::text[]) as id order by 1) as ids
"""
_NEWEST_SPELLS = f"""
select {_SPELL} from spell f where learner_id = $1 and {_WITHIN}
  and ($3::date is null or (started_on, id) < ($3, $4::uuid)) order by started_on desc, id desc limit $5
"""
_NEWEST_MILESTONES = f"""
select {_MILESTONE} from milestone f where learner_id = $1 and {_WITHIN}
  and ($3::date is null or (occurred_on, id) < ($3, $4::uuid)) order by occurred_on desc, id desc limit $5
"""

_SUPERSEDE = """
update {table} as f set superseded_at = $3
from unnest($1::uuid[], $2::uuid[]) as old (learner_id, id)
where f.learner_id = old.learner_id and f.id = old.id and f.superseded_at is null
"""

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


class Version(msgspec.Struct, frozen=True, kw_only=True):
    """Which state a learner's record is in: every fact recorded or corrected makes another one."""

    facts: int
    superseded: int
    recorded_at: datetime | None


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


async def facts_of(session: Session, learner_ids: Sequence[UUID], *, within: Scope) -> dict[UUID, Facts]:
    """Fetch the counting facts of learners in scope; one without facts has none, not no entry."""
    ids = list(learner_ids)
    if not ids:
        return {}
    spells: dict[UUID, list[Spell]] = defaultdict(list)
    milestones: dict[UUID, list[Milestone]] = defaultdict(list)
    for spell in await database.structs(session, Spell, _SPELLS, ids, within.agency_id):
        spells[spell.learner_id].append(spell)
    for milestone in await database.structs(session, Milestone, _MILESTONES, ids, within.agency_id):
        milestones[milestone.learner_id].append(milestone)
    return {each: Facts(spells=tuple(spells[each]), milestones=tuple(milestones[each])) for each in ids}


async def everything_said(session: Session, learner_id: UUID, *, within: Scope) -> Facts:
    """Fetch every fact about a learner in scope, corrected ones too, newest first."""
    spells = await database.structs(session, Spell, _ALL_SPELLS, learner_id, within.agency_id)
    milestones = await database.structs(session, Milestone, _ALL_MILESTONES, learner_id, within.agency_id)
    return Facts(spells=tuple(spells), milestones=tuple(milestones))


async def version_of(session: Session, learner_id: UUID, *, within: Scope) -> Version:
    """Say which state the record of a learner in scope is in."""
    found = await database.struct(session, Version, _VERSION, learner_id, within.agency_id)
    return found or Version(facts=0, superseded=0, recorded_at=None)


async def hold_facts(session: Session, learner_ids: Iterable[UUID]) -> None:
    """Make everybody else who holds these learners' facts wait for this transaction."""
    ids = sorted(str(learner_id) for learner_id in set(learner_ids))
    if ids:
        await database.execute(session, _HOLD, ids)


async def newest_facts(
    session: Session, learner_id: UUID, *, within: Scope, after: tuple[date, UUID] | None, limit: int
) -> list[Spell | Milestone]:
    """Page through every fact about a learner in scope, corrected ones too, newest first."""
    given = (learner_id, within.agency_id, *(after or (None, None)), limit)
    spells = await database.structs(session, Spell, _NEWEST_SPELLS, *given)
    milestones = await database.structs(session, Milestone, _NEWEST_MILESTONES, *given)
    placed = [((spell.started_on, spell.id), spell) for spell in spells]
    found: list[tuple[tuple[date, UUID], Spell | Milestone]] = [
        *placed,
        *(((milestone.occurred_on, milestone.id), milestone) for milestone in milestones),
    ]
    return [fact for _, fact in sorted(found, key=lambda each: each[0], reverse=True)][:limit]


async def supersede_spells(session: Session, old: Iterable[Spell], *, at: datetime) -> None:
    """Mark spells as superseded."""
    gone = list(old)
    if gone:
        keys = [spell.learner_id for spell in gone], [spell.id for spell in gone]
        await database.execute(session, _SUPERSEDE.format(table="spell"), *keys, at)


async def supersede_milestones(session: Session, old: Iterable[Milestone], *, at: datetime) -> None:
    """Mark milestones as superseded."""
    gone = list(old)
    if gone:
        keys = [milestone.learner_id for milestone in gone], [milestone.id for milestone in gone]
        await database.execute(session, _SUPERSEDE.format(table="milestone"), *keys, at)


async def add_spells(session: Session, added: Sequence[Spell]) -> None:
    """Append spells."""
    await insert_many(session, SpellTable, added)


async def add_milestones(session: Session, added: Sequence[Milestone]) -> None:
    """Append milestones."""
    await insert_many(session, MilestoneTable, added)


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
