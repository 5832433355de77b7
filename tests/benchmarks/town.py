"""The register the measured requests meet: an invented population, and agencies' systems with their tokens."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

import asyncpg

from service.access.rows import WHOLE_REGISTER
from service.accounts.operations import issue_token
from service.accounts.rows import TokenScope
from service.demo.simulate import simulate
from service.kit.audit import By
from service.kit.database import REGISTER, Database, open_database
from service.kit.ids import NOBODY
from service.pathways import queries as pathways
from service.web.api.conditions import etag_of
from tests.benchmarks.calls import System
from tests.benchmarks.ground import Ground

# The busiest agencies, largest first. A learner is given to one of them only, so that no two systems meet in it.
_BUSIEST = """
select a.agency_id, count(*) from learner_access a join agency g on g.id = a.agency_id
where g.kind = 'provider' group by a.agency_id order by count(*) desc limit $1
"""
_LEARNERS = """
select distinct on (learner_id) agency_id, learner_id from learner_access where agency_id = any($1)
order by learner_id, agency_id
"""


async def make_town(
    ground: Ground, name: str, *, people: int, systems: int, now: datetime, today: date
) -> list[System]:
    """Fill a database with people, and give the systems that may ask about them."""
    ground.clone(name)
    database = open_database(ground.url(name))
    await simulate(database, learners=people, years=2, seed=1, now=now, today=today, say=lambda _: None)
    plain = await asyncpg.connect(ground.plain_url(name))
    agencies = [found["agency_id"] for found in await plain.fetch(_BUSIEST, systems)]
    seen = await plain.fetch(_LEARNERS, agencies)
    await plain.execute("analyze")
    await plain.close()
    made = [
        await _system(
            database, each, [row["learner_id"] for row in seen if row["agency_id"] == each], now=now
        )
        for each in agencies
    ]
    await database.close()
    return made


async def _system(database: Database, agency_id: UUID, learners: Sequence[UUID], *, now: datetime) -> System:
    async with database.transaction(REGISTER) as session:
        scopes, by = [TokenScope.INDICATORS, TokenScope.PATHWAY], By(agency_id=NOBODY)
        token = await issue_token(session, agency_id=agency_id, name="bench", scopes=scopes, by=by, now=now)
        tags = [etag_of(await pathways.version_of(session, each, within=WHOLE_REGISTER)) for each in learners]
    return System(token=token, learners=tuple(zip(learners, tags, strict=True)))
