"""Statements that keep a learner's alerts right: what is open, what to raise, refresh and close."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from uuid import UUID

import msgspec

from service.alerts.rows import (
    ClosedAlert,
    NewAlert,
    OpenAlert,
    Refresh,
)
from service.alerts.tables import AlertTable
from service.kit import database
from service.kit.bulk import insert_many
from service.kit.database import Session, json_text

_OPEN = """
select learner_id, id, rule, family, version, severity, deadline_on, fingerprint, raised_on, raised_for_on, status,
       snoozed_until_on, rung
from alert where learner_id = any($1) and closed_on is null order by learner_id, id
"""

_CLOSED_LATELY = """
select learner_id, family, severity, fingerprint, closed_on, outcome from alert
where learner_id = any($1) and closed_on >= $2 and outcome is not null order by learner_id, id
"""

_REFRESH = """
update alert as a set rule = new.rule, version = new.version, severity = new.severity, deadline_on = new.deadline_on,
    raised_for_on = new.raised_for_on, owner = new.owner, next_owner = new.next_owner,
    sentence = new.sentence, evidence = new.evidence::jsonb,
    next_step = new.next_step, alternatives = new.alternatives::jsonb, closes_when = new.closes_when,
    fingerprint = new.fingerprint, agency_id = new.agency_id, provider_id = new.provider_id,
    status = case when new.wakes then 'open' else a.status end,
    snoozed_until_on = case when new.wakes then null else a.snoozed_until_on end,
    snooze_reason = case when new.wakes then null else a.snooze_reason end
from unnest($1::uuid[], $2::uuid[], $3::text[], $4::int[], $5::text[], $6::date[], $7::text[], $8::text[], $9::text[],
            $10::text[], $11::text[], $12::text[], $13::text[], $14::text[], $15::uuid[], $16::uuid[], $17::bool[],
            $18::date[])
     as new (learner_id, id, rule, version, severity, deadline_on, owner, next_owner, sentence, evidence, next_step,
             alternatives, closes_when, fingerprint, agency_id, provider_id, wakes, raised_for_on)
where a.learner_id = new.learner_id and a.id = new.id and a.closed_on is null
"""

_CLOSE = """
update alert as a set closed_on = $4, closed_because = done.because, status = 'open', snoozed_until_on = null,
    snooze_reason = null
from unnest($1::uuid[], $2::uuid[], $3::text[]) as done (learner_id, id, because)
where a.learner_id = done.learner_id and a.id = done.id and a.closed_on is null
"""


_CLIMB = """
update alert as a set rung = new.rung from unnest($1::uuid[], $2::uuid[], $3::int[]) as new (learner_id, id, rung)
where a.learner_id = new.learner_id and a.id = new.id and a.closed_on is null
"""


async def open_alerts(session: Session, learner_ids: Sequence[UUID]) -> dict[UUID, list[OpenAlert]]:
    """Fetch the open alerts of learners."""
    found: dict[UUID, list[OpenAlert]] = defaultdict(list)
    if not learner_ids:
        return found
    for row in await database.rows(session, _OPEN, list(learner_ids)):
        found[row["learner_id"]].append(_without_learner(dict(row), OpenAlert))
    return found


async def closed_lately(
    session: Session, learner_ids: Sequence[UUID], *, since: date
) -> dict[UUID, list[ClosedAlert]]:
    """Fetch what people closed lately."""
    found: dict[UUID, list[ClosedAlert]] = defaultdict(list)
    if not learner_ids:
        return found
    for row in await database.rows(session, _CLOSED_LATELY, list(learner_ids), since):
        found[row["learner_id"]].append(_without_learner(dict(row), ClosedAlert))
    return found


def _without_learner(row: dict[str, object], kind: type[database.Record]) -> database.Record:
    row.pop("learner_id")
    return msgspec.convert(row, kind)


async def add_alerts(session: Session, added: Sequence[NewAlert]) -> None:
    """Raise alerts."""
    await insert_many(session, AlertTable, added)


async def refresh_alerts(
    session: Session, changed: Sequence[tuple[UUID, Refresh, UUID | None, UUID | None]]
) -> None:
    """Give open alerts their new words. Each comes as (learner, refresh, council, provider)."""
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
        [finding.raised_for_on for finding in found],
    )


async def climb(session: Session, climbed: Sequence[tuple[UUID, UUID, int]]) -> None:
    """Put open alerts on other rungs: (learner, alert, rung)."""
    if climbed:
        learners, alerts, rungs = (list(column) for column in zip(*climbed, strict=True))
        await database.execute(session, _CLIMB, learners, alerts, rungs)


async def close_alerts(session: Session, closed: Sequence[tuple[UUID, UUID, str]], *, on: date) -> None:
    """Close alerts whose cause has gone: (learner, alert, why)."""
    if closed:
        learners, alerts, reasons = (list(column) for column in zip(*closed, strict=True))
        await database.execute(session, _CLOSE, learners, alerts, reasons, on)
