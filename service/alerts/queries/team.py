"""Statements behind a team lead's page: what climbed, what nobody holds, who has how much."""

from datetime import date, datetime
from uuid import UUID

import msgspec

from service.access.rows import Scope
from service.accounts.rows import ADVISERS
from service.alerts.queries.cards import CARD, FOR_ADVISERS, HELD, WITHIN, CardRow, away_on
from service.alerts.rows import Rung
from service.kit import database
from service.kit.database import Session

# Which come first is settled before anything else is read of them: a county has tens of thousands.
_CLIMBED = f"""
with first as materialized (
    select al.learner_id, al.id from alert al
    where al.agency_id = $1 and al.closed_on is null and al.rung > 0 and {FOR_ADVISERS} and {WITHIN}
    order by al.rung desc, al.deadline_on, al.id limit $2
)
{CARD}
join first on first.learner_id = al.learner_id and first.id = al.id
where {WITHIN} order by al.rung desc, al.deadline_on, al.id
"""

# Nobody's is what nobody holds, and what those hold who have left.
_NOBODYS = f"""
nobodys as materialized (
    select al.learner_id, al.id, al.raised_on, al.deadline_on from alert al
    where al.agency_id = $1 and al.closed_on is null and al.holder_id is null and {FOR_ADVISERS}
    union all
    select al.learner_id, al.id, al.raised_on, al.deadline_on
    from account p join alert al on al.holder_id = p.id and al.agency_id = $1 and al.closed_on is null
        and {FOR_ADVISERS}
    where p.agency_id = $1 and p.disabled_at is not null
)
"""

_UNOWNED = f"""
with {_NOBODYS}, first as materialized (
    select al.learner_id, al.id from nobodys al where {WITHIN}
    order by al.raised_on, al.deadline_on, al.id limit $2
)
{CARD}
join first on first.learner_id = al.learner_id and first.id = al.id
where {WITHIN} order by al.raised_on, al.deadline_on, al.id
"""

_COUNTS = f"""
with {_NOBODYS}
select count(*) filter (where al.rung = 1) as late, count(*) filter (where al.rung = 2) as handed,
       count(*) filter (where al.rung = 3) as climbed, (select count(*) from nobodys) as unowned
from alert al where al.agency_id = $1 and al.closed_on is null and al.rung > 0 and {FOR_ADVISERS}
"""

_WORKLOAD = f"""
select p.id as account_id, p.name, coalesce(v.hours, 37) as hours, v.away_from_on, v.away_until_on,
       cover.name as cover, held.learners, held.alerts, held.late
from account p left join availability v on v.account_id = p.id left join account cover on cover.id = v.cover_id
cross join lateral (
    select (select count(*) from holding h where h.account_id = p.id and h.agency_id = $1 and h.ended_on is null)
               as learners,
           count(*) as alerts, count(*) filter (where al.deadline_on < $2 and al.status <> 'acknowledged') as late
    from alert al
    where al.agency_id = $1 and al.holder_id = p.id and al.closed_on is null and {FOR_ADVISERS}
) as held
where p.agency_id = $1 and p.role = any($3) and p.disabled_at is null order by lower(p.name), p.id
"""

_BEGIN_DIGEST = "insert into digest (account_id, sent_on, sent_at) values ($1, $2, $3) on conflict do nothing"

_LOADS = f"""
select turn.account_id, al.rung, count(*) as alerts
from alert al
{HELD}
{away_on("$2")}
cross join lateral (
    select case when away.account_id is not null then away.cover_id else h.id end as account_id) as turn
where al.agency_id = $1 and al.closed_on is null and (al.snoozed_until_on is null or al.snoozed_until_on <= $2)
  and al.status <> 'acknowledged' and {FOR_ADVISERS}
group by turn.account_id, al.rung
"""


class Load(msgspec.Struct, frozen=True, kw_only=True):
    """How many open alerts on one rung, that nobody is seeing to, are one adviser's turn, or (None) everybody's."""

    account_id: UUID | None
    rung: Rung
    alerts: int


class TeamCounts(msgspec.Struct, frozen=True, kw_only=True):
    """How many open alerts of a council are late, handed to the lead, with the manager, and nobody's."""

    late: int = 0
    handed: int = 0
    climbed: int = 0
    unowned: int = 0


class Workload(msgspec.Struct, frozen=True, kw_only=True):
    """What one adviser has on hand."""

    account_id: UUID
    name: str
    hours: int
    away_from_on: date | None
    away_until_on: date | None
    cover: str | None
    learners: int
    alerts: int
    late: int


async def begin_digest(session: Session, account_id: UUID, *, on: date, at: datetime) -> bool:
    """Take it upon oneself to send somebody's digest of a day; False where it was sent, or is being sent."""
    return await database.execute(session, _BEGIN_DIGEST, account_id, on, at) == 1


async def loads(session: Session, *, within: Scope, today: date) -> list[Load]:
    """Count a council's open alerts by whose turn it is, for all its advisers at once."""
    return await database.structs(session, Load, _LOADS, within.agency_id, today)


async def climbed_alerts(session: Session, *, within: Scope, limit: int) -> list[CardRow]:
    """List what is late, the highest rung first."""
    return await database.structs(session, CardRow, _CLIMBED, within.agency_id, limit)


async def unowned_alerts(session: Session, *, within: Scope, limit: int) -> list[CardRow]:
    """List what nobody holds, the oldest first."""
    return await database.structs(session, CardRow, _UNOWNED, within.agency_id, limit)


async def team_counts(session: Session, *, within: Scope) -> TeamCounts:
    """Count what is late and what is nobody's."""
    return await database.struct(session, TeamCounts, _COUNTS, within.agency_id) or TeamCounts()


async def workload(session: Session, *, within: Scope, today: date) -> list[Workload]:
    """List a council's advisers with what each has on hand."""
    return await database.structs(session, Workload, _WORKLOAD, within.agency_id, today, sorted(ADVISERS))
