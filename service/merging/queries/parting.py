"""Statements of parting two learners again, from the rows kept when they were joined."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

import msgspec

from service.kit import database
from service.kit.database import Session
from service.merging.queries.joining import forget_derived, move_along
from service.merging.rows import Merge
from service.merging.rules import MOVING

_MERGE = """
select m.id, m.survivor_id, m.merged_id, s.indicator as survivor_indicator, l.indicator as merged_indicator,
       m.agency_id, m.reason, m.merged_at, a.name as merged_by_name, m.undone_at, m.undone_because
from merge m join learner s on s.id = m.survivor_id join learner l on l.id = m.merged_id
left join account a on a.id = m.merged_by
"""

_MERGE_BY_ID = f"{_MERGE} where m.id = $1"

_MERGES_OF = f"{_MERGE} where m.survivor_id = $1 or m.merged_id = $1 order by m.merged_at desc, m.id"

_LATER = """
select exists (select from merge o join merge m on m.id = $1 where o.undone_at is null and o.id <> m.id
    and o.merged_at >= m.merged_at and (o.merged_id = m.survivor_id or o.survivor_id in (m.survivor_id, m.merged_id)))
"""

_UNDO = """
update merge set undone_at = $2, undone_by = $3, undone_because = $4 where id = $1 and undone_at is null
"""

# Back to whom it was; only what stands where the merge put it.
_MOVE_BACK = {
    table: f"""
update {table} t set learner_id = $2 from merge_image i
where i.merge_id = $3 and i.source = '{table}' and i.what = 'moved' and t.learner_id = $1
  and t.id = (i.row->>'id')::uuid
"""
    for table in MOVING
    if table not in {"learner_access", "alert_step", "declaration_event"}
}

_MOVE_STEPS_BACK = """
update alert_step t set learner_id = $2 from alert a where t.learner_id = $1 and a.learner_id = $2 and a.id = t.alert_id
"""

_MOVE_CLAIMS_STEPS_BACK = """
update declaration_event t set learner_id = $2 from declaration d
where t.learner_id = $1 and d.learner_id = $2 and d.id = t.declaration_id
"""

# A claim that the merge retired, and that nobody has taken back since.
_RESTORE_CLAIMS = """
update declaration t set state = was.state, reason = was.reason, superseded_by = was.superseded_by
from merge_image i, jsonb_populate_record(null::declaration, i.row) as was
where i.merge_id = $1 and i.source = 'declaration' and i.what = 'moved' and t.learner_id = was.learner_id
  and t.id = was.id and t.reason = 'duplicate' and t.state in ('ineligible', 'awaiting_clawback')
  and was.state in ('eligible', 'payable', 'paid')
"""

# What the merge itself superseded is live again, unless its learner has a live fact of that name by now.
_REVIVE = {
    table: f"""
update {table} t set superseded_at = null from merge m
where m.id = $1 and t.learner_id in (m.survivor_id, m.merged_id) and t.superseded_at = m.merged_at
  and exists (select from merge_image i where i.merge_id = m.id and i.source = '{table}'
              and i.row->>'id' = t.id::text and i.row->>'superseded_at' is null)
  and not exists (select from {table} o where o.learner_id = t.learner_id and o.agency_id = t.agency_id
                  and o.source_key = t.source_key and o.superseded_at is null)
"""
    for table in ("spell", "milestone", "circumstance")
}

# Alerts and holdings as they were, where nobody has closed or ended them since: what an alert says is drawn from facts,
# and those of the other are no longer this learner's.
_RESTORE_ALERTS = """
update alert t set status = was.status, deadline_on = was.deadline_on, closed_on = was.closed_on,
    closed_because = was.closed_because, snoozed_until_on = was.snoozed_until_on, snooze_reason = was.snooze_reason,
    severity = was.severity, provider_id = was.provider_id, rule = was.rule, version = was.version, owner = was.owner,
    next_owner = was.next_owner, sentence = was.sentence, evidence = was.evidence, next_step = was.next_step,
    alternatives = was.alternatives, closes_when = was.closes_when, fingerprint = was.fingerprint
from merge_image i, jsonb_populate_record(null::alert, i.row) as was
where i.merge_id = $1 and i.source = 'alert' and t.learner_id = was.learner_id and t.id = was.id
  and (t.closed_on is null or t.closed_by is null)
  and not exists (select from alert o where o.learner_id = was.learner_id and o.family = was.family
                  and o.closed_on is null and o.id <> was.id)
"""

# Keys are in the order of time: what nobody did to an alert since the merge followed from the facts of both.
_FORGET_STEPS = """
delete from alert_step where learner_id in ($1, $2) and alert_id < $3 and id > $3 and account_id is null
"""

# Raised while the two were joined, closed now that they are not, and nobody has done anything about it.
_MISTAKEN = """
select a.id from alert a
where a.learner_id in ($1, $2) and a.id > $3 and a.closed_on is not null and a.closed_by is null
  and not exists (select from alert_step s where s.learner_id = a.learner_id and s.alert_id = a.id
                  and s.account_id is not null)
"""

_FORGET_MISTAKEN = {
    table: f"delete from {table} where learner_id in ($1, $2) and {key} = any($3)"
    for table, key in (("alert_step", "alert_id"), ("alert", "id"))
}

_RESTORE_HOLDINGS = """
update holding t set ended_on = null from merge_image i
where i.merge_id = $1 and i.source = 'holding' and i.what = 'moved' and i.row->>'ended_on' is null
  and t.learner_id = (i.row->>'learner_id')::uuid and t.id = (i.row->>'id')::uuid
  and not exists (select from holding o where o.learner_id = t.learner_id and o.agency_id = t.agency_id
                  and o.ended_on is null)
"""

# Who came to know the survivor by the merge alone knows only the other again; who has presented the person since stays.
_TAKE_ACCESS_BACK = """
delete from learner_access a using merge_image i
where i.merge_id = $2 and i.source = 'learner_access' and i.what = 'moved' and a.learner_id = $1
  and a.agency_id = (i.row->>'agency_id')::uuid
  and not exists (select from merge_image k where k.merge_id = $2 and k.source = 'learner_access' and k.what = 'kept'
                  and k.row->>'agency_id' = i.row->>'agency_id')
  and not exists (select from claim c where c.learner_id = $1 and c.agency_id = a.agency_id and c.made_at > $3)
"""

_GIVE_ACCESS_BACK = """
insert into learner_access (learner_id, agency_id, reason)
select $1, (row->>'agency_id')::uuid, row->>'reason' from merge_image
where merge_id = $2 and source = 'learner_access' and what = 'moved' on conflict do nothing
"""

_GIVE_ACCESS_TO_SOURCES = """
insert into learner_access (learner_id, agency_id, reason)
select distinct $1::uuid, agency_id, 'registered' from (
    select agency_id from spell where learner_id = $1
    union select agency_id from milestone where learner_id = $1
    union select agency_id from circumstance where learner_id = $1) as said
on conflict do nothing
"""

_UNLEAD = "update learner set merged_into = null where id = $1 and merged_into = $2"

_UNLEAD_ALIASES = """
update learner l set merged_into = $2 from merge_image i
where i.merge_id = $3 and i.source = 'learner' and i.what = 'moved' and l.id = (i.row->>'id')::uuid
  and l.merged_into = $1
"""

_RESTORE_LEARNER = """
update learner t set given_names = was.given_names, family_name = was.family_name, folded_given = was.folded_given,
    folded_family = was.folded_family, date_of_birth = was.date_of_birth, sex = was.sex, postcode = was.postcode,
    uln = was.uln, upn = was.upn, ni_number = was.ni_number, email = was.email, described_at = $2
from merge_image i, jsonb_populate_record(null::learner, i.row) as was
where i.merge_id = $1 and i.source = 'learner' and i.what = 'changed' and t.id = was.id
"""

# A milestone is whose its spell is; a fact of a file is about whom the very line described that told it.
_LATER_FACTS = """
with said as (
    select 'spell' as source, f.id, f.started_on as day, f.agency_id, f.source_key, f.submission_id, f.recorded_at,
           null as of_spell
    from spell f where f.learner_id = $1 and f.recorded_at > $3
    union all
    select 'milestone', f.id, f.occurred_on, f.agency_id, f.source_key, f.submission_id, f.recorded_at, s.source_key
    from milestone f left join spell s on s.learner_id = f.learner_id and s.id = f.spell_id
    where f.learner_id = $1 and f.recorded_at > $3
    union all
    select 'circumstance', f.id, f.starts_on, f.agency_id, f.source_key, f.submission_id, f.recorded_at, null
    from circumstance f where f.learner_id = $1 and f.recorded_at > $3
)
select said.source, said.id, said.day,
    array(select distinct case when (i.row->>'learner_id')::uuid = $2 then 'merged' else 'survivor' end
          from merge_image i where i.merge_id = $4 and i.what in ('moved', 'kept')
            and i.row->>'agency_id' = said.agency_id::text
            and ((i.source = said.source and i.row->>'source_key' = said.source_key)
                 or (i.source = 'spell' and i.row->>'source_key' = said.of_spell))) as earlier,
    (select case when w.described_by = $2 then 'merged' when w.described_by = $1 then 'survivor' end
     from submission_row r join claim c on c.agency_id = said.agency_id
          and c.client_claim_id = 'submission:' || r.submission_id || ':' || r.n
     cross join lateral (select (c.candidates->0->>'described_by')::uuid as described_by) as w
     where r.submission_id = said.submission_id and c.learner_id = $1
       and strpos(r.submitted, '"' || said.source_key || '"') > 0 limit 1) as described,
    array(select distinct case when (i.row->>'learner_id')::uuid = $2 then 'merged' else 'survivor' end
          from merge_image i where i.merge_id = $4 and i.source = 'learner_access'
            and i.row->>'agency_id' = said.agency_id::text) as agencies
from said order by said.source, said.day, said.id
"""

_MOVE_LATER = {
    table: f"update {table} set learner_id = $2 where learner_id = $1 and id = any($3)"
    for table in ("spell", "milestone", "circumstance")
}


class Later(msgspec.Struct, frozen=True, kw_only=True):
    """A fact that came after a merge, with what says whose it is."""

    source: str
    id: UUID
    day: date
    earlier: list[str]
    described: str | None
    agencies: list[str]


async def merge(session: Session, merge_id: UUID) -> Merge | None:
    """Fetch a merge."""
    return await database.struct(session, Merge, _MERGE_BY_ID, merge_id)


async def merges_of(session: Session, learner_id: UUID) -> list[Merge]:
    """List the merges a learner was part of, newest first."""
    return await database.structs(session, Merge, _MERGES_OF, learner_id)


async def has_later(session: Session, merge_id: UUID) -> bool:
    """Say whether a later merge stands on this one."""
    found: bool = await database.value(session, _LATER, merge_id)
    return found


async def undo(session: Session, merge_id: UUID, *, at: datetime, by: UUID | None, because: str) -> bool:
    """Mark a merge as undone and let facts move back; False where it was undone before."""
    done = await database.execute(session, _UNDO, merge_id, at, by, because) == 1
    await move_along(session, merge_id)
    return done


async def restore(session: Session, done: Merge, *, at: datetime) -> None:
    """Bring back every row the merge moved or changed, as far as nobody changed it since.

    The survivor's details first, since a number may have to go back; then the merged learner is active again.
    """
    await database.execute(session, _RESTORE_LEARNER, done.id, at)
    await unlead(session, done)
    for statement in _MOVE_BACK.values():
        await database.execute(session, statement, done.survivor_id, done.merged_id, done.id)
    for statement in (_MOVE_STEPS_BACK, _MOVE_CLAIMS_STEPS_BACK):
        await database.execute(session, statement, done.survivor_id, done.merged_id)
    for statement in (*_REVIVE.values(), _RESTORE_HOLDINGS, _RESTORE_CLAIMS):
        await database.execute(session, statement, done.id)
    await database.execute(session, _RESTORE_ALERTS, done.id)
    await database.execute(session, _FORGET_STEPS, done.survivor_id, done.merged_id, done.id)
    await database.execute(session, _TAKE_ACCESS_BACK, done.survivor_id, done.id, done.merged_at)
    await database.execute(session, _GIVE_ACCESS_BACK, done.merged_id, done.id)
    for learner_id in (done.survivor_id, done.merged_id):
        await forget_derived(session, learner_id)


async def forget_mistaken_alerts(session: Session, done: Merge) -> None:
    """Drop the alerts that only the facts of both together had raised, once each has been looked at alone."""
    found = await database.rows(session, _MISTAKEN, done.survivor_id, done.merged_id, done.id)
    for statement in _FORGET_MISTAKEN.values():
        await database.execute(
            session, statement, done.survivor_id, done.merged_id, [each["id"] for each in found]
        )


async def unlead(session: Session, done: Merge) -> None:
    """Make the merged learner active again, and whoever had been merged into them theirs."""
    await database.execute(session, _UNLEAD, done.merged_id, done.survivor_id)
    await database.execute(session, _UNLEAD_ALIASES, done.survivor_id, done.merged_id, done.id)


async def later_facts(session: Session, done: Merge) -> list[Later]:
    """Fetch the facts recorded for the survivor since a merge."""
    return await database.structs(
        session, Later, _LATER_FACTS, done.survivor_id, done.merged_id, done.merged_at, done.id
    )


async def hand_over(session: Session, done: Merge, source: str, ids: Sequence[UUID]) -> None:
    """Give facts that came after a merge to the one who was merged."""
    await database.execute(session, _MOVE_LATER[source], done.survivor_id, done.merged_id, list(ids))


async def give_access_to_sources(session: Session, learner_id: UUID) -> None:
    """Let every agency see a learner it has told something about."""
    await database.execute(session, _GIVE_ACCESS_TO_SOURCES, learner_id)
