"""Working past statements out again, making declarations, and noting what is paid."""

import argparse
from datetime import date, datetime
from typing import Any

from service.commands.opening import with_database
from service.funding.operations import check_statements, make_declarations, pay_statements
from service.kit.database import REGISTER, Database
from service.settings import Settings


def statements(settings: Settings, given: argparse.Namespace) -> dict[str, Any]:
    """With `--check`, compare every statement with what the facts known then come to; else make and pay what is due."""

    async def check(database: Database, _: datetime, __: date) -> dict[str, Any]:
        async with database.transaction(REGISTER) as session:
            lines, differences = await check_statements(session)
        told: dict[str, Any] = {"lines": lines, "differences": len(differences), "failed": bool(differences)}
        for each in differences:
            told[f"{each.fund} {each.year} quarter {each.quarter}"] = (
                f"stated {each.stated_pence} pence, recalculated {each.recalculated_pence}, {each.lines} lines differ"
            )
        return told

    async def make(database: Database, now: datetime, today: date) -> dict[str, Any]:
        done = await make_declarations(database, now=now)
        paid = await pay_statements(database, now=now, today=today)
        return {"looked_at": done.learners, "new": done.new, "changed": done.changed, "paid": paid}

    return with_database(settings, given, check if given.check else make)
