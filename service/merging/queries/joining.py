"""Statements of joining two learners. All of them run as the register; what moves is named by `rules.MOVING`."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from service.kit import database
from service.kit.database import Session
from service.learners.queries import candidates_called
from service.learners.rows import Candidate, ReviewDecision
from service.merging.rows import NewImage, NewMerge, Row
from service.merging.rules import MOVING
from service.merging.tables import MergeImageTable, MergeTable

_LOCK = "select id from learner where id = any($1) order by id for update"

_IMAGES = {
    table: f"select '{table}' as source, to_jsonb(t) as row from {table} t where t.learner_id = $1 order by 2"
    for table in (*MOVING, "main_spell", "situation")
}

_LEARNER = "select 'learner' as source, to_jsonb(l) as row from learner l where id = $1"

_ALIASES = "select id from learner where merged_into = $1 order by id"

_CRITICAL = """
select exists (select from alert where learner_id = any($1) and closed_on is null and severity = 'critical')
"""

_RULED = """
select ruling from pair_ruling where learner_id = least($1::uuid, $2::uuid) and other_id = greatest($1::uuid, $2::uuid)
"""

# Of two live facts of one agency under one name the one said last stands, and the other is superseded.
_SUPERSEDE = {
    table: f"""
with pair as (
    select s.learner_id, s.id, s.recorded_at, row_number() over (
        partition by s.agency_id, s.source_key order by s.recorded_at desc, s.id desc) as place
    from {table} s where s.learner_id in ($1, $2) and s.superseded_at is null
)
update {table} f set superseded_at = $3 from pair
where pair.place > 1 and f.learner_id = pair.learner_id and f.id = pair.id
"""
    for table in ("spell", "milestone", "circumstance")
}

# Of two open alerts of one family the survivor's stands, with the earlier deadline; the other is closed.
_CLOSE_ALERTS = """
with twin as (
    select m.id as merged_id, s.id as survivor_id, least(m.deadline_on, s.deadline_on) as deadline_on
    from alert m join alert s on s.learner_id = $2 and s.family = m.family and s.closed_on is null
    where m.learner_id = $1 and m.closed_on is null
), kept as (
    update alert a set deadline_on = twin.deadline_on from twin where a.learner_id = $2 and a.id = twin.survivor_id
)
update alert a set closed_on = $3, closed_because = $4, status = 'open', snoozed_until_on = null, snooze_reason = null
from twin where a.learner_id = $1 and a.id = twin.merged_id
"""

_END_HOLDINGS = """
update holding h set ended_on = greatest(h.since_on, $3) where h.learner_id = $1 and h.ended_on is null and exists (
    select from holding s where s.learner_id = $2 and s.agency_id = h.agency_id and s.ended_on is null)
"""

# Of two claims of one course and kind that can be paid the survivor's stands; the other is refused, or goes back.
_RETIRE_CLAIMS = """
update declaration m set state = case m.state when 'eligible' then 'ineligible' else 'awaiting_clawback' end,
    reason = 'duplicate', superseded_by = s.id
from declaration s
where m.learner_id = $1 and s.learner_id = $2 and (s.course, s.kind) = (m.course, m.kind)
  and m.state in ('eligible', 'payable', 'paid') and s.state in ('eligible', 'payable', 'paid')
"""

_MOVE = {
    table: f"update {table} set learner_id = $2 where learner_id = $1"
    for table in MOVING
    if table != "learner_access"
}

_MOVE_ACCESS = """
with gone as (delete from learner_access where learner_id = $1 returning agency_id, reason)
insert into learner_access (learner_id, agency_id, reason) select $2, agency_id, reason from gone
on conflict (learner_id, agency_id) do nothing
"""

_FORGET_DERIVED = (
    "delete from main_spell where learner_id = $1",
    "delete from situation where learner_id = $1",
)

_LEAD = "update learner set merged_into = $2 where id = $1 or merged_into = $1"

_DESCRIBE = """
update learner set given_names = $2, family_name = $3, folded_given = $4, folded_family = $5, date_of_birth = $6,
    sex = $7, postcode = $8, uln = $9, upn = $10, ni_number = $11, email = $12, described_at = $13 where id = $1
"""

_CLOSE_REVIEWS = """
update review set decided_at = $3, decided_by = $4, decision = case
    when about_id in ($1, $2) and other_id in ($1, $2) then $5 else $6 end
where kind = 'duplicate' and decided_at is null and (about_id = $1 or other_id = $1)
"""


async def lock(session: Session, learner_ids: Sequence[UUID]) -> None:
    """Hold learners until the transaction ends, in one order, so that nobody waits in a ring."""
    await database.rows(session, _LOCK, list(learner_ids))


async def candidate(session: Session, learner_id: UUID) -> Candidate | None:
    """Fetch a learner as the matcher sees them, merged or not."""
    found = await candidates_called(session, [learner_id])
    return found[0] if found else None


async def rows_of(session: Session, learner_id: UUID) -> list[Row]:
    """Fetch every row that a merge moves or draws anew, table by table."""
    found: list[Row] = []
    for statement in _IMAGES.values():
        found += await database.structs(session, Row, statement, learner_id)
    return found


async def learner_row(session: Session, learner_id: UUID) -> Row:
    """Fetch how a learner is described, as a row."""
    found = await database.struct(session, Row, _LEARNER, learner_id)
    if found is None:
        raise AssertionError("a learner that is held is there")
    return found


async def aliases_of(session: Session, learner_id: UUID) -> list[UUID]:
    """List those merged into a learner."""
    return [row["id"] for row in await database.rows(session, _ALIASES, learner_id)]


async def is_critical(session: Session, learner_ids: Sequence[UUID]) -> bool:
    """Say whether a critical alert is open about any of them."""
    found: bool = await database.value(session, _CRITICAL, list(learner_ids))
    return found


async def pair_ruled(session: Session, one: UUID, other: UUID) -> str | None:
    """Say what a person decided about two learners."""
    found: str | None = await database.value(session, _RULED, one, other)
    return found


async def begin(session: Session, merge: NewMerge) -> None:
    """Record a merge and let facts move along it, for this transaction."""
    await database.insert(session, MergeTable, [merge])
    await move_along(session, merge.id)


async def move_along(session: Session, merge_id: UUID) -> None:
    """Let facts move along a merge until the transaction ends."""
    await database.execute(session, "select set_config('app.merging', $1, true)", str(merge_id))


async def add_images(session: Session, images: Sequence[NewImage]) -> None:
    """Keep rows as they were."""
    await database.insert(session, MergeImageTable, images)


async def supersede_twins(session: Session, merged_id: UUID, survivor_id: UUID, at: datetime) -> None:
    """Leave one live fact of each agency's name for it."""
    for statement in _SUPERSEDE.values():
        await database.execute(session, statement, merged_id, survivor_id, at)


async def move_everything(
    session: Session, merged_id: UUID, survivor_id: UUID, *, today: date, sentence: str
) -> None:
    """Hand every row of the merged learner to the survivor, and lead their number there."""
    await database.execute(session, _CLOSE_ALERTS, merged_id, survivor_id, today, sentence)
    await database.execute(session, _END_HOLDINGS, merged_id, survivor_id, today)
    await database.execute(session, _RETIRE_CLAIMS, merged_id, survivor_id)
    for statement in (*_MOVE.values(), _MOVE_ACCESS):
        await database.execute(session, statement, merged_id, survivor_id)
    await forget_derived(session, merged_id)
    await database.execute(session, _LEAD, merged_id, survivor_id)


async def forget_derived(session: Session, learner_id: UUID) -> None:
    """Drop what was drawn from a learner's facts."""
    for statement in _FORGET_DERIVED:
        await database.execute(session, statement, learner_id)


async def describe(session: Session, learner_id: UUID, details: Sequence[object], at: datetime) -> None:
    """Describe a learner anew, in the order of the statement's columns."""
    await database.execute(session, _DESCRIBE, learner_id, *details, at)


async def close_reviews(
    session: Session, merged_id: UUID, survivor_id: UUID, *, at: datetime, by: UUID | None
) -> None:
    """End what waited for a decision about the merged learner and another."""
    words = (ReviewDecision.MERGED, ReviewDecision.GONE)
    await database.execute(session, _CLOSE_REVIEWS, merged_id, survivor_id, at, by, *words)
