"""Watching providers: silence is a signal of its own."""

from datetime import date, datetime

from service.alerts import queries
from service.alerts.queries import ProviderRow
from service.alerts.rows import NewProviderAlert, ProviderFacts, Watched
from service.alerts.rules import evaluate_provider
from service.kit import audit
from service.kit.audit import Act, By
from service.kit.database import REGISTER, Database
from service.kit.ids import NOBODY, new_id


async def watch_providers(database: Database, *, now: datetime, today: date) -> Watched:
    """Raise an alert for each provider fallen silent, and close it for each heard from."""
    async with database.transaction(REGISTER) as session:
        providers = await queries.provider_rows(session)
        open_ = await queries.open_provider_alerts(session)
        found = {each.provider_id: alert for each in providers if (alert := _judge(each, today))}
        raised = [alert for provider_id, alert in found.items() if provider_id not in open_]
        await queries.add_provider_alerts(session, raised)
        closed = [alert for provider_id, alert in open_.items() if provider_id not in found]
        for alert in closed:
            await queries.close_provider_alert(
                session, alert.id, on=today, because="Closed by itself: heard from again."
            )
        acts = [_act("alert raised", alert) for alert in raised] + [
            _act("alert closed", alert) for alert in closed
        ]
        await audit.record_all(session, acts, by=By(agency_id=NOBODY), now=now)
    return Watched(looked_at=len(providers), raised=len(raised), closed=len(closed))


def _judge(provider: ProviderRow, today: date) -> NewProviderAlert | None:
    facts = ProviderFacts(
        live_learners=provider.learners,
        last_received_on=provider.last_received_on,
        first_live_on=provider.first_on,
    )
    for finding in evaluate_provider(facts, today=today).findings:
        return NewProviderAlert(
            id=new_id(),
            provider_id=provider.provider_id,
            rule=finding.rule,
            severity=finding.severity,
            raised_on=today,
            deadline_on=finding.deadline_on,
            sentence=finding.sentence,
        )
    return None


def _act(act: str, alert: NewProviderAlert) -> Act:
    return Act(act=act, subject_kind="agency", subject_id=alert.provider_id, detail={"rule": alert.rule})
