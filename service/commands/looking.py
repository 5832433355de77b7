"""Looking at learners who are due, or at everybody."""

import argparse
from datetime import date, datetime
from typing import Any

from service.alerts.operations import watch_due, watch_everybody, watch_providers
from service.commands.opening import with_database
from service.kit.database import Database
from service.settings import Settings


def evaluate(settings: Settings, given: argparse.Namespace) -> dict[str, Any]:
    """Look at those due, or with `--full` at everybody, and at every provider."""

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
