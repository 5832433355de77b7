"""Freezing a month for the board."""

import argparse
from collections.abc import Awaitable, Callable
from datetime import date, datetime, timedelta
from typing import Any

from msgspec import to_builtins

from service.board.operations import freeze_month, recount
from service.commands.errors import CommandFailed
from service.commands.opening import with_database
from service.kit.audit import By
from service.kit.database import REGISTER, Database
from service.kit.ids import NOBODY
from service.settings import Settings

Work = Callable[[Database, datetime, date], Awaitable[dict[str, Any]]]


def snapshot(settings: Settings, given: argparse.Namespace) -> dict[str, Any]:
    """Freeze a month, correct a frozen one once, or (`--check`) count a frozen one again."""

    async def freeze(database: Database, now: datetime, today: date) -> dict[str, Any]:
        month_on = _month(given.month, today)
        async with database.transaction(REGISTER) as session:
            frozen = await freeze_month(
                session, month_on=month_on, by=By(agency_id=NOBODY), now=now, today=today
            )
        return {"month": month_on.isoformat()[:7], "edition": frozen.edition, "as_of": frozen.as_of_on}

    return with_database(settings, given, _count_again(given) if given.check else freeze)


def _count_again(given: argparse.Namespace) -> Work:
    async def counted(database: Database, _: datetime, today: date) -> dict[str, Any]:
        month_on = _month(given.month, today)
        async with database.transaction(REGISTER) as session:
            found = await recount(session, month_on=month_on)
        editions = {f"edition_{each.edition}": to_builtins(each) for each in found}
        return {"month": month_on.isoformat()[:7], **editions}

    return counted


def _month(text: str | None, today: date) -> date:
    if text is None:
        return (today.replace(day=1) - timedelta(days=1)).replace(day=1)
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        raise CommandFailed("--month is written as 2026-10.") from None
