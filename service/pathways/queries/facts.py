"""Statements about facts: what was said of learners, and what counts of it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

import msgspec

from service.access.rows import Scope
from service.kit import database
from service.kit.bulk import insert_many
from service.kit.database import Session
from service.pathways.rows import Facts, Milestone, Spell
from service.pathways.tables import MilestoneTable, SpellTable

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
  and ($3::date is null or (started_on, id) < ($3, $4::uuid))
  and ($6::timestamptz is null or recorded_at <= $6) order by started_on desc, id desc limit $5
"""
_NEWEST_MILESTONES = f"""
select {_MILESTONE} from milestone f where learner_id = $1 and {_WITHIN}
  and ($3::date is null or (occurred_on, id) < ($3, $4::uuid))
  and ($6::timestamptz is null or recorded_at <= $6) order by occurred_on desc, id desc limit $5
"""

_SUPERSEDE = """
update {table} as f set superseded_at = $3
from unnest($1::uuid[], $2::uuid[]) as old (learner_id, id)
where f.learner_id = old.learner_id and f.id = old.id and f.superseded_at is null
"""


# Whose facts of one agency somebody corrected by hand; then all it said under those names.
_CORRECTED = """
select exists (select from spell where learner_id = any($1) and agency_id = $2 and because is not null)
    or exists (select from milestone where learner_id = any($1) and agency_id = $2 and because is not null)
"""
_CORRECTED_CHAINS = {
    table: f"""
select {columns} from {table} f
where f.learner_id = any($1) and f.agency_id = $2 and (f.learner_id, f.source_key) in (
    select c.learner_id, c.source_key from {table} c
    where c.learner_id = any($1) and c.agency_id = $2 and c.because is not null)
order by f.recorded_at, f.id
"""
    for table, columns in (("spell", _SPELL), ("milestone", _MILESTONE))
}


class Version(msgspec.Struct, frozen=True, kw_only=True):
    """Which state a learner's record is in: every fact recorded or corrected makes another one."""

    facts: int
    superseded: int
    recorded_at: datetime | None


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


async def corrected_by_hand(session: Session, learner_ids: Sequence[UUID], agency_id: UUID) -> Facts:
    """Fetch everything an agency said about learners under names of which a person has corrected or taken back one."""
    ids = list(learner_ids)
    if not await database.value(session, _CORRECTED, ids, agency_id):
        return Facts()
    spells = await database.structs(session, Spell, _CORRECTED_CHAINS["spell"], ids, agency_id)
    milestones = await database.structs(session, Milestone, _CORRECTED_CHAINS["milestone"], ids, agency_id)
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
    session: Session,
    learner_id: UUID,
    *,
    within: Scope,
    after: tuple[date, UUID] | None,
    limit: int,
    at: datetime | None = None,
) -> list[Spell | Milestone]:
    """Page through every fact about a learner in scope (recorded by `at`), corrected ones too, newest first."""
    given = (learner_id, within.agency_id, *(after or (None, None)), limit, at)
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
