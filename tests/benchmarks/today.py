"""Today's list of an adviser with 150 learners among a whole register, beside a read by key in the same stack."""

import asyncio
from datetime import UTC, datetime
from statistics import median, quantiles
from uuid import UUID

import asyncpg
import msgspec

from service.accounts.operations import add_account, start_session
from service.accounts.rows import Account, Person, Role
from service.kit.audit import By
from service.kit.database import NOBODY_ASKS, open_database
from service.kit.ids import NOBODY, new_id
from tests.benchmarks.contestants import HOST, serving, told
from tests.benchmarks.ground import Ground
from tests.benchmarks.load import Load, Took
from tests.benchmarks.requests import SECRET
from tests.benchmarks.scale import Scale

LEARNERS = 150
_WITH_ALERTS = """
select learner_id from alert where agency_id = $1 and closed_on is null
group by learner_id order by md5(learner_id::text) limit $2
"""
_HOLD = """
insert into holding (learner_id, id, account_id, agency_id, since_on)
select l.id, gen_random_uuid(), case when l.id = any($3) then $2::uuid else $4::uuid end, $1, current_date
from learner l where l.council_id = $1
"""


class Lists(msgspec.Struct, frozen=True, kw_only=True):
    """Milliseconds of both pages; `ratio` is p99 to p99 over all rounds."""

    learners: int
    register: int
    list_ms: float
    list_p99_ms: float
    read_ms: float
    read_p99_ms: float

    @property
    def ratio(self) -> float:
        """How often the list's 99th percentile is the read's."""
        return self.list_p99_ms / self.read_p99_ms


def measure(ground: Ground, name: str, scale: Scale) -> Lists:
    """Measure `GET /today` and `GET /learners/…/card` in turn, on a register where everybody is somebody's."""
    cookie, learner_id = asyncio.run(_adviser(ground.url(name), ground.plain_url(name)))
    lists: list[float] = []
    reads: list[float] = []
    with serving("ours", ground.url(name), secret=SECRET, log=ground.folder / "today.log") as port:
        for _ in range(scale.page_rounds):
            lists += _took(ground, port, cookie, "/today", scale).each
            reads += _took(ground, port, cookie, f"/learners/{learner_id}/card", scale).each
    measured = Lists(
        learners=LEARNERS,
        register=scale.register,
        list_ms=1000 * median(lists),
        list_p99_ms=1000 * quantiles(lists, n=100)[98],
        read_ms=1000 * median(reads),
        read_p99_ms=1000 * quantiles(reads, n=100)[98],
    )
    print(f"today's list: {measured}", flush=True)
    return measured


def _took(ground: Ground, port: int, cookie: str, path: str, scale: Scale) -> Took:
    page = f"GET {path} HTTP/1.1\r\nhost: {HOST}:{port}\r\ncookie: __Host-session={cookie}\r\n\r\n".encode()
    load = Load(host=HOST, port=port, concurrency=1, warm=5, requests=[page] * (5 + scale.pages))
    took = told(ground.folder / "today.pickle", "tests.benchmarks.load", load)
    if took.statuses.keys() != {"200"}:
        raise AssertionError(f"{path} was not answered: {took.statuses} {took.refused[:500]}")
    return took


async def _adviser(url: str, plain: str) -> tuple[str, UUID]:
    """Gives the county to two advisers, one of them 150 learners with open alerts; their session, and one learner."""
    connection = await asyncpg.connect(plain)
    agency_id: UUID = await connection.fetchval("select id from agency where code = 'essex'")
    database, now = open_database(url), datetime.now(UTC)
    async with database.transaction(NOBODY_ASKS) as session:
        people: list[Account] = []
        for name in ("one", "the others"):
            person = Person(
                agency_id=agency_id,
                role=Role.YOUTH_ADVISER,
                name=name,
                email=f"{name.replace(' ', '.')}@demo.invalid",
            )
            people.append(
                await add_account(
                    session,
                    person=person,
                    password=str(new_id()),
                    service_name="x",
                    by=By(agency_id=NOBODY),
                    now=now,
                )
            )
        token = await start_session(session, account=people[0], now=now)
    await database.close()
    mine = [row["learner_id"] for row in await connection.fetch(_WITH_ALERTS, agency_id, LEARNERS)]
    await connection.execute(_HOLD, agency_id, people[0].id, mine, people[1].id)
    await connection.execute("vacuum analyze")  # as PostgreSQL does by itself in the minutes after
    await connection.close()
    return token, mine[0]
