"""Looking at what is there: learners due, a month, the audit trail."""

import argparse
from datetime import date, datetime, timedelta
from typing import Any

from service.alerts.operations import watch_due, watch_everybody, watch_providers
from service.board.operations import freeze_month
from service.commands.errors import CommandFailed
from service.commands.opening import with_database
from service.kit import audit
from service.kit.audit import By
from service.kit.database import REGISTER, Database
from service.kit.ids import NOBODY
from service.settings import Settings


def evaluate(settings: Settings, given: argparse.Namespace) -> dict[str, Any]:
    """This function will look at those due, or with `--full` at everybody, and at every provider."""

    async def look(database: Database, now: datetime, today: date) -> dict[str, Any]:
        watched = await (watch_everybody if given.full else watch_due)(database, now=now, today=today)
        providers = await watch_providers(database, now=now, today=today)
        return {
            "looked_at": watched.looked_at,
            "alerts_raised": watched.raised,
            "alerts_refreshed": watched.refreshed,
            "alerts_closed": watched.closed,
            "providers_silent": providers.raised,
        }

    return with_database(settings, given, look)


def snapshot(settings: Settings, given: argparse.Namespace) -> dict[str, Any]:
    """This function will freeze a month, or correct a frozen one once."""

    async def freeze(database: Database, now: datetime, today: date) -> dict[str, Any]:
        month_on = _month(given.month, today)
        async with database.transaction(REGISTER) as session:
            frozen = await freeze_month(
                session, month_on=month_on, by=By(agency_id=NOBODY), now=now, today=today
            )
        return {"month": month_on.isoformat()[:7], "edition": frozen.edition, "as_of": frozen.as_of_on}

    return with_database(settings, given, freeze)


def _month(text: str | None, today: date) -> date:
    if text is None:
        return (today.replace(day=1) - timedelta(days=1)).replace(day=1)
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        raise CommandFailed("--month is written as 2026-10.") from None


def verify_audit(settings: Settings, given: argparse.Namespace) -> dict[str, Any]:
    """This function will recompute every chain of the audit trail and name each fault."""

    async def verify(database: Database, _now: datetime, _today: date) -> dict[str, Any]:
        faults: list[str] = []
        async with database.transaction(REGISTER) as session:
            heads = await audit.heads(session)
            for head in heads:
                async for seq, wrong in audit.broken_links(session, head):
                    faults.append(f"{head.agency_id} {seq}: {wrong}")
        entries = sum(head.seq for head in heads)
        return {"chains": len(heads), "entries": entries, "faults": faults, "failed": bool(faults)}

    return with_database(settings, given, verify)
