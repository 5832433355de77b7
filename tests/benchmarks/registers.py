"""A whole population: making it, the daily run over it, and the board's page beside that of a small register."""

import asyncio
from datetime import UTC, date, datetime, timedelta
from statistics import median
from uuid import UUID

import asyncpg
import msgspec

from service.accounts.operations import add_account, start_session
from service.accounts.rows import Person, Role
from service.kit.audit import By
from service.kit.database import NOBODY_ASKS, open_database
from service.kit.ids import NOBODY, new_id
from service.vocabulary.day import London
from tests.benchmarks.commands import pathway
from tests.benchmarks.contestants import HOST, serving, told
from tests.benchmarks.ground import Ground
from tests.benchmarks.load import Load, Took
from tests.benchmarks.requests import SECRET
from tests.benchmarks.scale import Scale

SHARE_DUE = 0.01
DAYS_TRIED = 14
_OPEN = """
select learner_id, family, rule, severity, deadline_on, fingerprint from alert where closed_on is null order by 1, 2
"""
_DUE = "select count(*) from situation where next_review_on <= $1"
_MAKE_DUE = """
update situation set next_review_on = $1 where learner_id in (
    select learner_id from situation where next_review_on > $1 or next_review_on is null
    order by md5(learner_id::text) limit $2)
"""


class Made(msgspec.Struct, frozen=True, kw_only=True):
    """What making a population took, in seconds and (at most) megabytes."""

    learners: int
    seconds: float
    megabytes: float


class DailyRun(msgspec.Struct, frozen=True, kw_only=True):
    """The run over those due and the run over everybody, in seconds, and whether they agree.

    `idle_seconds` is a run with nobody due: the command's own start, which both have in them. `full_megabytes` is the
    most the full run had in memory, `small_megabytes` the same over a register a hundredth the size.
    """

    learners: int
    due: int
    due_seconds: float
    full_seconds: float
    idle_seconds: float
    full_megabytes: float
    small_megabytes: float
    open_alerts: int
    same_alerts: bool


class Pages(msgspec.Struct, frozen=True, kw_only=True):
    """Milliseconds of the board's page, medians; `ratio` is the median of each round's."""

    small_ms: float
    large_ms: float
    ratio: float


def make(ground: Ground, name: str, learners: int) -> Made:
    """Fill a database with an invented population, by the command."""
    ground.clone(name)
    ran = pathway(ground.url(name), "simulate", "--learners", str(learners), "--years", "2", "--json")
    made = Made(learners=learners, seconds=ran.seconds, megabytes=ran.megabytes)
    print(f"simulate: {made}", flush=True)
    return made


def daily_run(ground: Ground, name: str, small: str) -> DailyRun:
    """Measure the daily run on a day when 1 % are due, and a look at everybody on the same day, here and in `small`."""
    url, plain = ground.url(name), ground.plain_url(name)
    today = datetime.now(UTC).astimezone(London).date() + timedelta(days=1)
    for _ in range(DAYS_TRIED):
        learners, due = asyncio.run(_make_due(plain, today))
        if due <= SHARE_DUE * learners:
            break
        pathway(url, "evaluate", "--today", str(today), "--json")  # a day with more: done, and on to the next
        today += timedelta(days=1)
    looked = pathway(url, "evaluate", "--today", str(today), "--json")
    idle = pathway(url, "evaluate", "--today", str(today), "--json")
    after_due = asyncio.run(_rows(plain, _OPEN))
    full = pathway(url, "evaluate", "--full", "--today", str(today), "--json")
    after_full = asyncio.run(_rows(plain, _OPEN))
    run = DailyRun(
        learners=learners,
        due=msgspec.json.decode(looked.said)["looked_at"],
        due_seconds=looked.seconds,
        full_seconds=full.seconds,
        idle_seconds=idle.seconds,
        full_megabytes=full.megabytes,
        small_megabytes=pathway(
            ground.url(small), "evaluate", "--full", "--today", str(today), "--json"
        ).megabytes,
        open_alerts=len(after_full),
        same_alerts=after_due == after_full,
    )
    print(f"daily run: {run}", flush=True)
    return run


async def _make_due(url: str, today: date) -> tuple[int, int]:
    """Tops those due up to 1 %. It gives how many there are, and how many are due of themselves (if more) or now."""
    connection = await asyncpg.connect(url)
    learners = await connection.fetchval("select count(*) from situation")
    due = await connection.fetchval(_DUE, today)
    wanted = int(SHARE_DUE * learners)
    if due < wanted:
        await connection.execute(_MAKE_DUE, today, wanted - due)
    await connection.close()
    return learners, max(due, wanted)


async def _rows(url: str, statement: str) -> list[tuple[object, ...]]:
    connection = await asyncpg.connect(url)
    found = [tuple(row) for row in await connection.fetch(statement)]
    await connection.close()
    return found


def board_page(ground: Ground, small: str, large: str, scale: Scale) -> Pages:
    """Measure `GET /board`, signed in, on a small register and a large one in turn."""
    for name in (small, large):
        pathway(ground.url(name), "snapshot", "--json")
    cookies = [asyncio.run(_signed_in(ground.url(name))) for name in (small, large)]
    rounds: list[tuple[float, float]] = []
    with (
        serving("ours", ground.url(small), secret=SECRET, log=ground.folder / "small.log") as one,
        serving("ours", ground.url(large), secret=SECRET, log=ground.folder / "large.log") as other,
    ):
        for _ in range(scale.page_rounds):
            taken = [
                _pages(ground, port, cookie, scale)
                for port, cookie in zip((one, other), cookies, strict=True)
            ]
            rounds.append((median(taken[0].each), median(taken[1].each)))
    smalls, larges = zip(*rounds, strict=True)
    pages = Pages(
        small_ms=1000 * median(smalls),
        large_ms=1000 * median(larges),
        ratio=median(high / low for low, high in rounds),
    )
    print(f"board page: {pages}", flush=True)
    return pages


def _pages(ground: Ground, port: int, cookie: str, scale: Scale) -> Took:
    page = f"GET /board HTTP/1.1\r\nhost: {HOST}:{port}\r\ncookie: __Host-session={cookie}\r\n\r\n".encode()
    load = Load(host=HOST, port=port, concurrency=1, warm=5, requests=[page] * (5 + scale.pages))
    took = told(ground.folder / "pages.pickle", "tests.benchmarks.load", load)
    if took.statuses.keys() != {"200"}:
        raise AssertionError(f"the board's page was not answered: {took.statuses} {took.refused[:500]}")
    return took


async def _signed_in(url: str) -> str:
    """Adds a board member and signs them in; it gives the session's token."""
    database, now = open_database(url), datetime.now(UTC)
    connection = await asyncpg.connect(url)
    agency_id: UUID = await connection.fetchval("select id from agency where code = 'essex'")
    await connection.close()
    async with database.transaction(NOBODY_ASKS) as session:
        person = Person(agency_id=agency_id, role=Role.BOARD_MEMBER, name="Bench", email="bench@demo.invalid")
        account = await add_account(
            session, person=person, password=str(new_id()), service_name="x", by=By(agency_id=NOBODY), now=now
        )
        token = await start_session(session, account=account, now=now)
    await database.close()
    return token
