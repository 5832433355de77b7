"""Verifying the audit trail."""

import argparse
from datetime import date, datetime
from typing import Any

from service.commands.opening import with_database
from service.kit import audit
from service.kit.database import REGISTER, Database
from service.settings import Settings


def audit_trail(settings: Settings, given: argparse.Namespace) -> dict[str, Any]:
    """Recompute every chain of the audit trail and name each fault."""

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
