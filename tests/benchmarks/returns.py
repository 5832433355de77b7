"""A council's return: the nightly check of all young people, and making a month's file, in this very process."""

import asyncio
from datetime import UTC, datetime, timedelta
from time import perf_counter

import msgspec

from service.demo.needs import tell_needs
from service.kit.audit import By
from service.kit.database import REGISTER, open_database
from service.returns.operations import ask_return, check_returns, make_return
from service.vocabulary.day import london_day
from tests.benchmarks.commands import pathway
from tests.benchmarks.ground import Ground
from tests.benchmarks.scale import Scale


class Returned(msgspec.Struct, frozen=True, kw_only=True):
    """What checking and making took; `largest` are the young people of the largest council."""

    learners: int
    circumstances: int
    young_people: int
    checked: float
    largest: int
    made: float


def measure(ground: Ground, scale: Scale) -> Returned:
    """Fill a register, tell what is known of the young beside their way, check them all and make one return."""
    name = ground.clone("returns")
    pathway(ground.url(name), "simulate", "--learners", str(scale.returned), "--years", "2", "--json")
    found = asyncio.run(_run(ground.url(name), scale.returned))
    ground.drop(name)
    print(f"returns: {found}", flush=True)
    return found


async def _run(url: str, learners: int) -> Returned:
    database, now = open_database(url), datetime.now(UTC)
    today = london_day(now)
    told = await tell_needs(database, now=now, today=today)
    later = now + timedelta(minutes=1)
    began = perf_counter()
    done = await check_returns(database, now=later, today=today)
    checked = perf_counter() - began
    largest = max(done, key=lambda each: each.young_people)
    by = By(agency_id=largest.council_id)
    async with database.transaction(REGISTER) as session:
        key = await ask_return(session, period_ends_on=today, by=by, now=later, today=today)
    began = perf_counter()
    await make_return(database, return_id=key, council_id=largest.council_id, now=later, today=today)
    made = perf_counter() - began
    await database.close()
    return Returned(
        learners=learners,
        circumstances=told,
        young_people=sum(each.young_people for each in done),
        checked=checked,
        largest=largest.young_people,
        made=made,
    )
