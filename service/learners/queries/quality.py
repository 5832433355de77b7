"""Statements about how matching goes: what is sent to a person, what they decide, what is overturned."""

from datetime import date, datetime
from uuid import UUID

import msgspec

from service.kit import database
from service.kit.database import Session

# Months of London; a council's claims are its own and its agencies'. Everything is a count, nobody is named.
_MONTHS = """
with mine as (select id from agency where id = $1 or council_id = $1),
said as (
    select date_trunc('month', c.made_at at time zone 'Europe/London')::date as month_on, c.outcome,
           exists (select from review r where r.claim_id = c.id) as sent
    from claim c where c.agency_id in (select id from mine) and c.made_at at time zone 'Europe/London' >= $2
),
claimed as (
    select month_on, count(*) as claims, count(*) filter (where sent) as sent,
           count(*) filter (where not sent and outcome = 'found') as found,
           count(*) filter (where not sent and outcome = 'issued') as issued
    from said group by month_on
),
decided as (
    select date_trunc('month', decided_at at time zone 'Europe/London')::date as month_on, count(*) as decided,
           percentile_cont(0.5) within group (order by extract(epoch from decided_at - raised_at) / 86400) as days
    from review where council_id = $1 and decided_at at time zone 'Europe/London' >= $2 and decision <> 'gone'
    group by 1
),
joined as (
    select date_trunc('month', merged_at at time zone 'Europe/London')::date as month_on, count(*) as joined
    from merge where agency_id = $1 and merged_at at time zone 'Europe/London' >= $2 group by 1
),
parted as (
    select date_trunc('month', undone_at at time zone 'Europe/London')::date as month_on, count(*) as parted
    from merge where agency_id = $1 and undone_at at time zone 'Europe/London' >= $2 group by 1
)
select month_on, coalesce(claims, 0) as claims, coalesce(sent, 0) as sent, coalesce(found, 0) as found,
       coalesce(issued, 0) as issued, coalesce(decided, 0) as decided, days as median_days,
       coalesce(joined, 0) as joined, coalesce(parted, 0) as parted
from claimed full join decided using (month_on) full join joined using (month_on) full join parted using (month_on)
order by month_on desc
"""

_DECISIONS = """
select r.kind, coalesce(r.bits, (c.candidates->0->>'bits')::real) as bits,
       r.decision in ('this_learner', 'merged') as same
from review r left join claim c on c.id = r.claim_id
where r.council_id = $1 and r.kind in ('claim', 'duplicate') and r.decided_at at time zone 'Europe/London' >= $2
  and r.decision in ('this_learner', 'new_learner', 'merged', 'different', 'relative')
"""

# Every candidate of a decided claim is a pair somebody decided about: the one chosen, or not.
_DECIDED_PAIRS = """
select r.id as review_id, each.candidate->'weights' as weights,
       r.decision = 'this_learner' and each.candidate->>'learner_id' = r.learner_id::text as same
from review r join claim c on c.id = r.claim_id, jsonb_array_elements(c.candidates) as each (candidate)
where r.kind = 'claim' and r.decision in ('this_learner', 'new_learner') and r.decided_at >= $1
union all
select id, detail->'weights', decision = 'merged' from review
where kind = 'duplicate' and decision in ('merged', 'different', 'relative') and detail ? 'weights' and decided_at >= $1
order by 1
"""


class DecidedPair(msgspec.Struct, frozen=True, kw_only=True):
    """Two descriptions a person decided about: bits by "field level" as weighed then, and whether they were one."""

    review_id: UUID
    weights: dict[str, float]
    same: bool


class Month(msgspec.Struct, frozen=True, kw_only=True):
    """One month of a council's claims and decisions, in counts; `median_days` from raised to decided."""

    month_on: date
    claims: int
    sent: int
    found: int
    issued: int
    decided: int
    median_days: float | None
    joined: int
    parted: int


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """What a person decided about a suggestion of so much weight; None where it was not weighed."""

    kind: str
    bits: float | None
    same: bool


async def months_of_matching(session: Session, council_id: UUID, *, since: date) -> list[Month]:
    """Count a council's claims and decisions by month, newest first; as the register."""
    return await database.structs(session, Month, _MONTHS, council_id, since)


async def decisions_about(session: Session, council_id: UUID, *, since: date) -> list[Decision]:
    """Fetch what a council's people decided, with the weight of what was suggested."""
    return await database.structs(session, Decision, _DECISIONS, council_id, since)


async def decided_pairs(session: Session, *, since: datetime) -> list[DecidedPair]:
    """Fetch every pair that people decided about, of all councils; as the register."""
    return await database.structs(session, DecidedPair, _DECIDED_PAIRS, since)
