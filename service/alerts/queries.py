"""Statements about alerts."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

import msgspec

from service.access.rows import Scope
from service.alerts.rows import (
    ClosedAlert,
    NewAlert,
    NewProviderAlert,
    OpenAlert,
    Outcome,
    Refresh,
    Severity,
    Step,
)
from service.alerts.tables import AlertStepTable, AlertTable, ProviderAlertTable
from service.kit import database
from service.kit.database import Session, json_text

_OPEN = """
select learner_id, id, rule, family, version, severity, deadline_on, fingerprint, raised_on, status, snoozed_until_on
from alert where learner_id = any($1) and closed_on is null order by learner_id, id
"""

_CLOSED_LATELY = """
select learner_id, family, severity, fingerprint, closed_on, outcome from alert
where learner_id = any($1) and closed_on >= $2 and outcome is not null order by learner_id, id
"""

_REFRESH = """
update alert as a set rule = new.rule, version = new.version, severity = new.severity, deadline_on = new.deadline_on,
    owner = new.owner, next_owner = new.next_owner, sentence = new.sentence, evidence = new.evidence::jsonb,
    next_step = new.next_step, alternatives = new.alternatives::jsonb, closes_when = new.closes_when,
    fingerprint = new.fingerprint, agency_id = new.agency_id, provider_id = new.provider_id,
    status = case when new.wakes then 'open' else a.status end,
    snoozed_until_on = case when new.wakes then null else a.snoozed_until_on end,
    snooze_reason = case when new.wakes then null else a.snooze_reason end
from unnest($1::uuid[], $2::uuid[], $3::text[], $4::int[], $5::text[], $6::date[], $7::text[], $8::text[], $9::text[],
            $10::text[], $11::text[], $12::text[], $13::text[], $14::text[], $15::uuid[], $16::uuid[], $17::bool[])
     as new (learner_id, id, rule, version, severity, deadline_on, owner, next_owner, sentence, evidence, next_step,
             alternatives, closes_when, fingerprint, agency_id, provider_id, wakes)
where a.learner_id = new.learner_id and a.id = new.id and a.closed_on is null
"""

_CLOSE = """
update alert as a set closed_on = $4, closed_because = done.because, status = 'open', snoozed_until_on = null,
    snooze_reason = null
from unnest($1::uuid[], $2::uuid[], $3::text[]) as done (learner_id, id, because)
where a.learner_id = done.learner_id and a.id = done.id and a.closed_on is null
"""

_CARD = """
select al.learner_id, al.id, al.rule, al.severity, al.status, al.raised_on, al.raised_for_on, al.deadline_on,
       al.owner, al.next_owner, al.sentence, al.evidence::text as evidence, al.next_step,
       al.alternatives::text as alternatives, al.closes_when,
       al.snoozed_until_on, al.closed_on, al.closed_because, l.given_names, l.family_name, l.indicator,
       l.date_of_birth, h.account_id as held_by, holder.name as holder,
       last.occurred_on as last_contact_on, last.channel as last_channel, tried.attempts, p.name as provider
from alert al join learner l on l.id = al.learner_id
left join holding h on h.learner_id = al.learner_id and h.agency_id = al.agency_id and h.ended_on is null
left join account holder on holder.id = h.account_id
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

_WITHIN = "exists (select from learner_access a where a.learner_id = al.learner_id and a.agency_id = $1)"

# A council's open alerts that are nobody else's: the adviser's own and those nobody holds.
_ADVISERS = f"""
{_CARD}
where al.agency_id = $1 and al.closed_on is null and (al.snoozed_until_on is null or al.snoozed_until_on <= $3)
  and (h.account_id = $2 or h.account_id is null) and {_WITHIN}
order by array_position(array['critical', 'high', 'medium', 'low'], al.severity::text), al.deadline_on, al.id
limit $4
"""
_ADVISERS_COUNT = """
select count(*) from alert al
left join holding h on h.learner_id = al.learner_id and h.agency_id = al.agency_id and h.ended_on is null
where al.agency_id = $1 and al.closed_on is null and (al.snoozed_until_on is null or al.snoozed_until_on <= $3)
  and (h.account_id = $2 or h.account_id is null)
"""

_PROVIDERS = f"""
{_CARD} where al.provider_id = $1 and al.closed_on is null and {_WITHIN} order by al.deadline_on, al.id limit $2
"""
_PROVIDERS_COUNT = "select count(*) from alert where provider_id = $1 and closed_on is null"
_OF_LEARNER = f"""
{_CARD} where al.learner_id = $2 and {_WITHIN} order by al.closed_on desc nulls first, al.raised_on desc, al.id limit 50
"""
_ONE = f"{_CARD} where al.id = $2 and {_WITHIN}"

_PAGE = f"""
{_CARD} where (al.agency_id = $1 or al.provider_id = $1) and al.closed_on is null and al.id > $2 and {_WITHIN}
order by al.id limit $3
"""

_ACKNOWLEDGE = """
update alert set status = 'acknowledged', acknowledged_by = $3 where learner_id = $1 and id = $2 and closed_on is null
"""
_SNOOZE = """
update alert set status = 'snoozed', snoozed_until_on = $3, snooze_reason = $4
where learner_id = $1 and id = $2 and closed_on is null
"""
_CLOSE_BY_HAND = """
update alert set closed_on = $3, closed_by = $4, closed_because = $5, outcome = $6, status = 'open',
    snoozed_until_on = null, snooze_reason = null
where learner_id = $1 and id = $2 and closed_on is null
"""

_STEPS = """
select s.learner_id, s.alert_id, s.id, s.at, s.account_id, a.name as account_name, s.step, s.words
from alert_step s left join account a on a.id = s.account_id
where s.learner_id = $1 and s.alert_id = $2 order by s.at, s.id
"""

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


class StepRow(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that was done about an alert, and by whom."""

    learner_id: UUID
    alert_id: UUID
    id: UUID
    at: datetime
    account_id: UUID | None
    account_name: str | None
    step: str
    words: str | None


class ProviderRow(msgspec.Struct, frozen=True, kw_only=True):
    """A provider that has learners going on, and when it was last heard from."""

    provider_id: UUID
    name: str
    last_received_on: date | None
    learners: int
    first_on: date


async def open_alerts(session: Session, learner_ids: Sequence[UUID]) -> dict[UUID, list[OpenAlert]]:
    """This function will fetch the open alerts of learners."""
    found: dict[UUID, list[OpenAlert]] = defaultdict(list)
    for row in await database.rows(session, _OPEN, list(learner_ids)):
        found[row["learner_id"]].append(_without_learner(dict(row), OpenAlert))
    return found


async def closed_lately(
    session: Session, learner_ids: Sequence[UUID], *, since: date
) -> dict[UUID, list[ClosedAlert]]:
    """This function will fetch what people closed lately."""
    found: dict[UUID, list[ClosedAlert]] = defaultdict(list)
    for row in await database.rows(session, _CLOSED_LATELY, list(learner_ids), since):
        found[row["learner_id"]].append(_without_learner(dict(row), ClosedAlert))
    return found


def _without_learner(row: dict[str, object], kind: type[database.Record]) -> database.Record:
    row.pop("learner_id")
    return msgspec.convert(row, kind)


async def add_alerts(session: Session, added: Sequence[NewAlert]) -> None:
    """This function will raise alerts."""
    await database.insert(session, AlertTable, added)


async def refresh_alerts(
    session: Session, changed: Sequence[tuple[UUID, Refresh, UUID | None, UUID | None]]
) -> None:
    """This function will give open alerts their new words. Each comes as (learner, refresh, council, provider)."""
    if not changed:
        return
    found = [refresh.finding for _, refresh, _, _ in changed]
    await database.execute(
        session,
        _REFRESH,
        [learner_id for learner_id, _, _, _ in changed],
        [refresh.alert_id for _, refresh, _, _ in changed],
        [finding.rule for finding in found],
        [finding.version for finding in found],
        [finding.severity for finding in found],
        [refresh.deadline_on for _, refresh, _, _ in changed],
        [finding.owner for finding in found],
        [finding.next_owner for finding in found],
        [finding.sentence for finding in found],
        [json_text(finding.evidence) for finding in found],
        [finding.next_step for finding in found],
        [json_text(finding.alternatives) for finding in found],
        [finding.closes_when for finding in found],
        [finding.fingerprint for finding in found],
        [council_id for _, _, council_id, _ in changed],
        [provider_id for _, _, _, provider_id in changed],
        [refresh.wakes for _, refresh, _, _ in changed],
    )


async def close_alerts(session: Session, closed: Sequence[tuple[UUID, UUID, str]], *, on: date) -> None:
    """This function will close alerts whose cause has gone: (learner, alert, why)."""
    if closed:
        learners, alerts, reasons = (list(column) for column in zip(*closed, strict=True))
        await database.execute(session, _CLOSE, learners, alerts, reasons, on)


async def advisers_alerts(
    session: Session, account_id: UUID, *, within: Scope, today: date, limit: int
) -> tuple[list[CardRow], int]:
    """This function will list what waits for an adviser: their learners' alerts and those nobody holds."""
    found = await database.structs(session, CardRow, _ADVISERS, within.agency_id, account_id, today, limit)
    return found, int(await database.value(session, _ADVISERS_COUNT, within.agency_id, account_id, today))


async def providers_alerts(session: Session, *, within: Scope, limit: int) -> list[CardRow]:
    """This function will list the alerts that wait for a provider."""
    return await database.structs(session, CardRow, _PROVIDERS, within.agency_id, limit)


async def providers_count(session: Session, *, within: Scope) -> int:
    """This function will count the alerts that wait for a provider."""
    return int(await database.value(session, _PROVIDERS_COUNT, within.agency_id))


async def alerts_of(session: Session, learner_id: UUID, *, within: Scope) -> list[CardRow]:
    """This function will list a learner's alerts, open ones first."""
    return await database.structs(session, CardRow, _OF_LEARNER, within.agency_id, learner_id)


async def alert(session: Session, alert_id: UUID, *, within: Scope) -> CardRow | None:
    """This function will fetch one alert about a learner in scope."""
    return await database.struct(session, CardRow, _ONE, within.agency_id, alert_id)


async def page_of_alerts(session: Session, *, within: Scope, after: UUID, limit: int) -> list[CardRow]:
    """This function will page through an agency's open alerts."""
    return await database.structs(session, CardRow, _PAGE, within.agency_id, after, limit)


async def acknowledge(session: Session, learner_id: UUID, alert_id: UUID, *, by: UUID) -> bool:
    """This function will mark an alert as seen to; False where it is closed."""
    return await database.execute(session, _ACKNOWLEDGE, learner_id, alert_id, by) == 1


async def snooze(session: Session, learner_id: UUID, alert_id: UUID, *, until: date, reason: str) -> bool:
    """This function will let an alert sleep; False where it is closed."""
    return await database.execute(session, _SNOOZE, learner_id, alert_id, until, reason) == 1


async def close(
    session: Session, learner_id: UUID, alert_id: UUID, *, on: date, by: UUID, because: str, outcome: Outcome
) -> bool:
    """This function will close an alert by a person's decision; False where it is closed."""
    return (
        await database.execute(session, _CLOSE_BY_HAND, learner_id, alert_id, on, by, because, outcome) == 1
    )


async def add_steps(session: Session, added: Sequence[Step]) -> None:
    """This function will keep what was done about alerts."""
    await database.insert(session, AlertStepTable, added)


async def steps(session: Session, learner_id: UUID, alert_id: UUID) -> list[StepRow]:
    """This function will list what was done about an alert, oldest first."""
    return await database.structs(session, StepRow, _STEPS, learner_id, alert_id)


async def provider_rows(session: Session) -> list[ProviderRow]:
    """This function will list the providers that have learners going on."""
    return await database.structs(session, ProviderRow, _PROVIDERS_FACTS)


async def open_provider_alerts(session: Session) -> dict[UUID, NewProviderAlert]:
    """This function will fetch the open alerts about providers, by provider."""
    found = await database.structs(session, NewProviderAlert, _OPEN_PROVIDER)
    return {alert.provider_id: alert for alert in found}


async def add_provider_alerts(session: Session, added: Sequence[NewProviderAlert]) -> None:
    """This function will raise alerts about providers."""
    await database.insert(session, ProviderAlertTable, added)


async def close_provider_alert(session: Session, alert_id: UUID, *, on: date, because: str) -> None:
    """This function will close an alert about a provider."""
    await database.execute(session, _CLOSE_PROVIDER, alert_id, on, because)
