"""Statements about providers that fell silent."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import msgspec

from service.alerts.rows import (
    NewProviderAlert,
)
from service.alerts.tables import ProviderAlertTable
from service.kit import database
from service.kit.database import Session

_PROVIDERS_FACTS = """
select p.id as provider_id, p.name, coalesce(r.last_received_on, null) as last_received_on, live.learners,
       live.first_on
from agency p left join agency_report r on r.agency_id = p.id
cross join lateral (
    select count(distinct s.learner_id) as learners, min(s.started_on) as first_on from spell s
    where s.agency_id = p.id and s.superseded_at is null and s.ended_on is null
) as live
where p.kind = 'provider' and live.learners > 0 order by p.id
"""

_OPEN_PROVIDER = """
select id, provider_id, rule, severity, raised_on, deadline_on, sentence from provider_alert where closed_on is null
"""

_CLOSE_PROVIDER = (
    "update provider_alert set closed_on = $2, closed_because = $3 where id = $1 and closed_on is null"
)


class ProviderRow(msgspec.Struct, frozen=True, kw_only=True):
    """A provider that has learners going on, and when it was last heard from."""

    provider_id: UUID
    name: str
    last_received_on: date | None
    learners: int
    first_on: date


async def provider_rows(session: Session) -> list[ProviderRow]:
    """List the providers that have learners going on."""
    return await database.structs(session, ProviderRow, _PROVIDERS_FACTS)


async def open_provider_alerts(session: Session) -> dict[UUID, NewProviderAlert]:
    """Fetch the open alerts about providers, by provider."""
    found = await database.structs(session, NewProviderAlert, _OPEN_PROVIDER)
    return {alert.provider_id: alert for alert in found}


async def add_provider_alerts(session: Session, added: Sequence[NewProviderAlert]) -> None:
    """Raise alerts about providers."""
    await database.insert(session, ProviderAlertTable, added)


async def close_provider_alert(session: Session, alert_id: UUID, *, on: date, because: str) -> None:
    """Close an alert about a provider."""
    await database.execute(session, _CLOSE_PROVIDER, alert_id, on, because)
