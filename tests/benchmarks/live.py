"""The live badge: a thousand browsers on one web process, and how long until a change has reached the last of them."""

import asyncio
import time
from datetime import UTC, date, datetime
from statistics import median

import msgspec

from service.accounts.operations import start_session
from service.accounts.rows import Role
from service.agencies.rows import Agency
from service.kit.audit import By
from service.kit.database import REGISTER, Database, open_database
from tests.benchmarks.contestants import HOST, serving
from tests.benchmarks.ground import Ground
from tests.benchmarks.requests import SECRET
from tests.benchmarks.scale import Scale
from tests.factories import make_account, make_council, make_learner, record_spell

ADVISERS = 50
SEEKING = 619
PATIENCE = 60


class Live(msgspec.Struct, frozen=True, kw_only=True):
    """Seconds from the commit of a change until the last browser was told, and until half of them were."""

    browsers: int
    last_seconds: float
    median_seconds: float


def measure(ground: Ground, scale: Scale) -> Live:
    """Open the streams, raise one alert after another, and take the slowest of them."""
    name = ground.clone("live")
    with serving("ours", ground.url(name), secret=SECRET, log=ground.folder / "live.log") as port:
        found = asyncio.run(_measure(ground.url(name), port, scale))
    ground.drop(name)
    print(f"live: {found}", flush=True)
    return found


async def _measure(url: str, port: int, scale: Scale) -> Live:
    database, now = open_database(url), datetime.now(UTC)
    async with database.transaction(REGISTER) as session:
        council = await make_council(session, now=now)
        cookies = []
        for _ in range(min(ADVISERS, scale.browsers)):
            account = await make_account(session, agency=council, role=Role.YOUTH_ADVISER, now=now)
            cookies.append(await start_session(session, account=account, now=now))
    opened = [await asyncio.open_connection(HOST, port, limit=2**16) for _ in range(scale.browsers)]
    for place, (_, writer) in enumerate(opened):
        cookie = cookies[place % len(cookies)]
        lines = f"GET /today/waiting HTTP/1.1\r\nhost: {HOST}:{port}\r\ncookie: __Host-session={cookie}\r\n"
        lines += "accept: text/event-stream\r\n\r\n"
        writer.write(lines.encode())
    readers = [reader for reader, _ in opened]
    await asyncio.gather(*(_told(reader, 0) for reader in readers))
    rounds = [
        await _round(database, council, readers, number, now) for number in range(1, scale.page_rounds + 1)
    ]
    for _, writer in opened:
        writer.close()
    await database.close()
    return Live(
        browsers=len(opened),
        last_seconds=max(max(each) for each in rounds),
        median_seconds=median(median(each) for each in rounds),
    )


async def _round(
    database: Database, council: Agency, readers: list[asyncio.StreamReader], number: int, now: datetime
) -> list[float]:
    waiting = [asyncio.create_task(_told(reader, number)) for reader in readers]
    async with database.transaction(REGISTER) as session:
        born = date(now.year - 20, 6, 5)
        learner = await make_learner(session, by=By(agency_id=council.id), now=now, date_of_birth=born)
        await record_spell(
            session, learner.id, agency=council, now=now, activity=SEEKING, started_on=now.date()
        )
    began = time.perf_counter()
    return [at - began for at in await asyncio.gather(*waiting)]


async def _told(reader: asyncio.StreamReader, number: int) -> float:
    """Read until the number is pushed, and say when that was."""
    seen = b""
    async with asyncio.timeout(PATIENCE):
        while True:
            line = await reader.readline()
            seen += line
            if line.strip() == f"data: {number}".encode():
                return time.perf_counter()
            if not line:
                raise AssertionError(f"the stream has ended: {seen[:400]!r}")
