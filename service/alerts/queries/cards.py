"""Statements behind cards: an alert with all it takes to act on it."""

from datetime import date
from uuid import UUID

import msgspec

from service.access.rows import Scope
from service.alerts.rows import Rung, Severity
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

WITHIN = (
    "exists (select from learner_access a where a.learner_id = al.learner_id and a.agency_id = $1 offset 0)"
)

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
