"""The months a demonstration town has frozen for its board, one of them corrected since."""

from datetime import date, datetime, timedelta

from service.board.operations import MonthNotSafe, freeze_month
from service.demo.replay import in_the_morning
from service.kit.audit import By
from service.kit.database import REGISTER, Database
from service.pathways.rules.currency import months_after

FROZEN = 4
_CORRECTED = 2  # months ago


async def freeze_months(database: Database, *, by: By, now: datetime, today: date) -> None:
    """The last whole months, each on the third day after it; then one of them again, by what came in since."""
    months = last_months(today, count=FROZEN)
    for month_on in months:
        frozen_on = min(months_after(month_on, 1) + timedelta(days=2), today)
        await _freeze(database, month_on, by=by, now=in_the_morning(frozen_on, now), today=frozen_on)
    try:
        await _freeze(database, months[-_CORRECTED], by=by, now=in_the_morning(today, now), today=today)
    except MonthNotSafe:  # in a town of few people a correction may have to wait, as anywhere
        return


async def _freeze(database: Database, month_on: date, *, by: By, now: datetime, today: date) -> None:
    async with database.transaction(REGISTER) as session:
        await freeze_month(session, month_on=month_on, by=by, now=now, today=today)


def last_months(today: date, *, count: int) -> list[date]:
    """The first days of the last whole months, oldest first."""
    this_month = today.replace(day=1)
    return [months_after(this_month, -back) for back in range(count, 0, -1)]
