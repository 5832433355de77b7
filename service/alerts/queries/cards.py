"""Statements behind the lists of advisers and providers: an alert with all it takes to act on it."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import msgspec

from service.access.rows import Scope
from service.alerts.rows import Family, Rung, Severity
from service.kit import database
from service.kit.database import Session

# Who holds the learner, unless they have left: then nobody does.
HELD = "left join account h on h.id = al.holder_id and h.disabled_at is null"


def away_on(day: str, *, account: str = "h.id") -> str:
    """Join who is away on the day of a parameter, with their cover; nobody covering, what is theirs is everybody's."""
    return f"""left join availability away
    on away.account_id = {account} and {day} between away.away_from_on and away.away_until_on"""


CARD = f"""
select al.learner_id, al.id, al.rule, al.severity, al.status, al.raised_on, al.raised_for_on, al.deadline_on,
       al.owner, al.next_owner, al.sentence, al.evidence::text as evidence, al.next_step,
       al.alternatives::text as alternatives, al.closes_when,
       al.snoozed_until_on, al.closed_on, al.closed_because, al.rung, l.given_names, l.family_name, l.indicator,
       l.date_of_birth, h.id as held_by, h.name as holder,
       last.occurred_on as last_contact_on, last.channel as last_channel, tried.attempts, p.name as provider
from alert al join learner l on l.id = al.learner_id
{HELD}
left join agency p on p.id = al.provider_id
left join lateral (
    select occurred_on, channel from contact c where c.learner_id = al.learner_id and c.two_way
    order by occurred_on desc, c.id desc limit 1
) as last on true
left join lateral (
    select count(*) as attempts from contact c where c.learner_id = al.learner_id and not c.two_way
       and c.occurred_on >= coalesce(last.occurred_on, '-infinity')
) as tried on true
"""

FOR_ADVISERS = "al.owner <> 'data_manager'"
"""What two agencies say otherwise is the data officer's to settle."""

_WAITS = f"""al.closed_on is null and (al.snoozed_until_on is null or al.snoozed_until_on <= $3)
    and {FOR_ADVISERS}"""

WITHIN = (
    "exists (select from learner_access a where a.learner_id = al.learner_id and a.agency_id = $1 offset 0)"
)

_TO_RANK = "al.learner_id, al.id, al.severity, al.family, al.owner, al.deadline_on, al.sentence"

# Whose alerts are this adviser's turn ($2, on the day $3): their own unless they are away, those of colleagues who are
# away and whom they cover for, or nobody does, and those of who has left. By who holds them, nobody's by nobody: never
# every alert of the county; and what climbed so far ($4) by its own index.
_TURN = f"""
with whose as (
    select p.id from account p {away_on("$3", account="p.id")}
    where p.agency_id = $1 and (p.disabled_at is not null or (away.account_id is null and p.id = $2)
        or (away.account_id is not null and coalesce(away.cover_id, $2) = $2))
), turn as (
    select al.* from whose cross join lateral (
        select {_TO_RANK} from alert al where al.agency_id = $1 and al.holder_id = whose.id and {_WAITS} offset 0
    ) as al
    union all
    select {_TO_RANK} from alert al where al.agency_id = $1 and al.holder_id is null and {_WAITS}
    union all
    select {_TO_RANK} from alert al where al.agency_id = $1 and al.rung > 0 and al.rung >= $4 and {_WAITS}
       and al.holder_id not in (select id from whose)
)
"""

_PRESSING = (
    "array_position(array['critical', 'high', 'medium', 'low'], al.severity::text), al.deadline_on, al.id"
)

_ADVISERS = f"""
{_TURN}
{CARD}
join turn on turn.learner_id = al.learner_id and turn.id = al.id
where {WITHIN} order by {_PRESSING} limit $5
"""

_WANTED = """
    ($5::text is null or al.severity = $5) and ($6::text is null or al.family = $6)
    and ($7::date is null or al.deadline_on <= $7)
"""

_IN_ORDER = f"""
{_TURN}, seen as (select al.* from turn al where {_WANTED} and {WITHIN} order by {_PRESSING} limit $8)
select {_TO_RANK}, l.given_names, l.family_name, l.date_of_birth
from seen al join learner l on l.id = al.learner_id
"""

_CARDS = f"{CARD} where al.learner_id = any($2) and al.id = any($3) and {WITHIN}"

_COUNT = """
select count(*) as alerts, count(distinct al.learner_id) as people, count(*) filter (where al.deadline_on < $3) as late
from turn al
"""
_ADVISERS_COUNT = f"{_TURN} {_COUNT}"
_WANTED_COUNT = f"{_TURN} {_COUNT} where {_WANTED}"

_PROVIDERS = f"""
{CARD} where al.provider_id = $1 and al.closed_on is null and {WITHIN} order by al.deadline_on, al.id limit $2
"""

_PROVIDERS_COUNT = "select count(*) from alert where provider_id = $1 and closed_on is null"

_OF_LEARNER = f"""
{CARD} where al.learner_id = $2 and {WITHIN} order by al.closed_on desc nulls first, al.raised_on desc, al.id limit 50
"""

_ONE = f"{CARD} where al.id = $2 and {WITHIN}"

_PAGE = f"""
{CARD} where (al.agency_id = $1 or al.provider_id = $1) and al.closed_on is null and al.id > $2 and {WITHIN}
order by al.id limit $3
"""

_WITHOUT_ADVISER = f"""
select distinct al.learner_id from alert al
{HELD}
where al.agency_id = $1 and al.closed_on is null and h.id is null and {FOR_ADVISERS} order by al.learner_id
"""

_DATA_OFFICERS = f"""
{CARD} where al.agency_id = $1 and al.owner = 'data_manager' and al.closed_on is null
  and (al.snoozed_until_on is null or al.snoozed_until_on <= $2) and {WITHIN}
order by al.deadline_on, al.id limit 200
"""


class CardRow(msgspec.Struct, frozen=True, kw_only=True):
    """One alert with all an adviser needs to act on it. `evidence` and `alternatives` are JSON text."""

    learner_id: UUID
    id: UUID
    rule: str
    severity: Severity
    status: str
    raised_on: date
    raised_for_on: date
    deadline_on: date
    owner: str
    next_owner: str
    sentence: str
    evidence: str
    next_step: str
    alternatives: str
    closes_when: str
    snoozed_until_on: date | None
    closed_on: date | None
    closed_because: str | None
    rung: Rung
    given_names: str
    family_name: str
    indicator: str
    date_of_birth: date
    held_by: UUID | None
    holder: str | None
    last_contact_on: date | None
    last_channel: str | None
    attempts: int
    provider: str | None


class Ranked(msgspec.Struct, frozen=True, kw_only=True):
    """What putting an alert in order needs of it, and a line about it."""

    learner_id: UUID
    id: UUID
    severity: Severity
    owner: str
    deadline_on: date
    sentence: str
    given_names: str
    family_name: str
    date_of_birth: date


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """What of their list somebody asks for; None is any."""

    severity: Severity | None = None
    family: Family | None = None
    due_by: date | None = None


EVERYTHING = Wanted()


class Waiting(msgspec.Struct, frozen=True, kw_only=True):
    """How many alerts wait for an adviser, about how many people, and how many are past their deadline."""

    alerts: int = 0
    people: int = 0
    late: int = 0


async def advisers_alerts(
    session: Session, account_id: UUID, *, within: Scope, today: date, limit: int, climbed: Rung | None = None
) -> tuple[list[CardRow], Waiting]:
    """List what waits for an adviser, the first so many, and count it all.

    Their learners' alerts, those of whoever they cover for, and nobody's; from the rung `climbed` on everybody's.
    """
    asked = _whose(account_id, within, today, climbed)
    found = await database.structs(session, CardRow, _ADVISERS, *asked, limit)
    return found, await database.struct(session, Waiting, _ADVISERS_COUNT, *asked) or Waiting()


async def advisers_order(
    session: Session,
    account_id: UUID,
    *,
    within: Scope,
    today: date,
    limit: int,
    climbed: Rung | None = None,
    wanted: Wanted = EVERYTHING,
) -> tuple[list[Ranked], Waiting]:
    """The same with no more of each than its order and a line need; `alerts_called` gives those shown in full.

    Only what is `wanted` is listed and counted.
    """
    asked = (*_whose(account_id, within, today, climbed), wanted.severity, wanted.family, wanted.due_by)
    found = await database.structs(session, Ranked, _IN_ORDER, *asked, limit)
    if len(found) == limit:
        return found, await database.struct(session, Waiting, _WANTED_COUNT, *asked) or Waiting()
    people = {each.learner_id for each in found}
    late = sum(each.deadline_on < today for each in found)
    return found, Waiting(alerts=len(found), people=len(people), late=late)


async def alerts_called(
    session: Session, chosen: Sequence[tuple[UUID, UUID]], *, within: Scope
) -> dict[UUID, CardRow]:
    """Fetch alerts of learners in scope in full, by (learner, alert)."""
    keys = [[learner_id for learner_id, _ in chosen], [alert_id for _, alert_id in chosen]]
    found = await database.structs(session, CardRow, _CARDS, within.agency_id, *keys)
    return {each.id: each for each in found}


def _whose(account_id: UUID, within: Scope, today: date, climbed: Rung | None) -> tuple[object, ...]:
    """What `_TURN` is asked with: without a rung, one above them all."""
    return within.agency_id, account_id, today, Rung.MANAGER + 1 if climbed is None else climbed


async def providers_alerts(session: Session, *, within: Scope, limit: int) -> list[CardRow]:
    """List the alerts that wait for a provider."""
    return await database.structs(session, CardRow, _PROVIDERS, within.agency_id, limit)


async def providers_count(session: Session, *, within: Scope) -> int:
    """Count the alerts that wait for a provider."""
    return int(await database.value(session, _PROVIDERS_COUNT, within.agency_id))


async def alerts_of(session: Session, learner_id: UUID, *, within: Scope) -> list[CardRow]:
    """List a learner's alerts, open ones first."""
    return await database.structs(session, CardRow, _OF_LEARNER, within.agency_id, learner_id)


async def data_officers_alerts(session: Session, *, within: Scope, today: date) -> list[CardRow]:
    """List what a council's data officers have to settle, the most urgent first."""
    return await database.structs(session, CardRow, _DATA_OFFICERS, within.agency_id, today)


async def alert(session: Session, alert_id: UUID, *, within: Scope) -> CardRow | None:
    """Fetch one alert about a learner in scope."""
    return await database.struct(session, CardRow, _ONE, within.agency_id, alert_id)


async def page_of_alerts(session: Session, *, within: Scope, after: UUID, limit: int) -> list[CardRow]:
    """Page through an agency's open alerts."""
    return await database.structs(session, CardRow, _PAGE, within.agency_id, after, limit)


async def learners_without_adviser(session: Session, council_id: UUID) -> list[UUID]:
    """List the learners with open alerts that nobody of a council holds."""
    return [row["learner_id"] for row in await database.rows(session, _WITHOUT_ADVISER, council_id)]
