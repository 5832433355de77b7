"""The months a demonstration town has frozen for its board."""

from datetime import date, datetime, timedelta

from service.board.operations import freeze_month
from service.demo.replay import in_the_morning
from service.kit.audit import By
from service.kit.database import REGISTER, Database
from service.pathways.rules.currency import months_after

FROZEN = 4


async def freeze_months(database: Database, *, by: By, now: datetime, today: date) -> None:
    """The last whole months, each on the third day after it."""
    for month_on in last_months(today, count=FROZEN):
        frozen_on = min(months_after(month_on, 1) + timedelta(days=2), today)
        await _freeze(database, month_on, by=by, now=in_the_morning(frozen_on, now), today=frozen_on)


async def _freeze(database: Database, month_on: date, *, by: By, now: datetime, today: date) -> None:
    async with database.transaction(REGISTER) as session:
        await freeze_month(session, month_on=month_on, by=by, now=now, today=today)


def last_months(today: date, *, count: int) -> list[date]:
    """The first days of the last whole months, oldest first."""
    this_month = today.replace(day=1)
    return [months_after(this_month, -back) for back in range(count, 0, -1)]
