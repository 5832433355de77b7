"""A month of the board over a whole population: counting it, making it safe, drawing it."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from time import perf_counter, process_time

import asyncpg
import msgspec

from service.board import queries, rules
from service.board.disclosure import disclose, protected
from service.board.operations.publish import CHARTS
from service.board.rows import ELSEWHERE, DisclosedTable, Key, Place
from service.kit.database import REGISTER, open_database
from service.vocabulary.day import London
from tests.benchmarks.commands import pathway
from tests.benchmarks.ground import Ground

ROUNDS = 5
ENOUGH = 20_000  # learners; the correction of a much smaller register may have to wait
_AREAS = "select code, name from area where kind = 'district' and ended_on is null order by name"
_PARTS = "select id::text, name from agency"


class Months(msgspec.Struct, frozen=True, kw_only=True):
    """Seconds of freezing and of correcting a month by the command; of the audit alone, for one edition and for two.

    `counts` are published, `hidden` of them are; `tables` are drawn, half of them in `median_ms` of CPU or less,
    the slowest in `slowest_ms`.
    """

    learners: int
    freeze_seconds: float
    correct_seconds: float | None
    audit_seconds: float
    both_seconds: float | None
    counts: int
    hidden: int
    districts: int
    tables: int
    median_ms: float
    slowest_ms: float


def measure(ground: Ground, name: str, learners: int) -> Months:
    """Freeze and correct the month before the last one, then do its parts alone."""
    today = datetime.now(UTC).astimezone(London).date()
    month_on = rules.months_earlier(today.replace(day=1), 2)
    month = ("snapshot", "--month", month_on.isoformat()[:7], "--json")
    freeze = pathway(ground.url(name), *month)
    correct = pathway(ground.url(name), *month).seconds if learners >= ENOUGH else None
    exact, places, names, tables = asyncio.run(_read(ground, name, month_on))
    cubes = [rules.cube_of(each, places, month_on=month_on) for each in exact]
    began = perf_counter()
    first = protected(cubes[0])
    layouts = [*rules.layouts_of(places, month_on=month_on), *rules.measure_layouts(places, exact[0], names)]
    disclose(first, layouts)
    audited = perf_counter() - began
    began = perf_counter()
    if correct is not None:
        protected(cubes[1], first=first)
    both = None if correct is None else perf_counter() - began
    drawn = _draw(tables)
    months = Months(
        learners=learners,
        freeze_seconds=freeze.seconds,
        correct_seconds=correct,
        audit_seconds=audited,
        both_seconds=both,
        counts=len(first.cube.counts),
        hidden=len(first.hidden),
        districts=len(places),
        tables=len(drawn),
        median_ms=sorted(drawn)[len(drawn) // 2],
        slowest_ms=max(drawn),
    )
    print(f"months: {months}", flush=True)
    return months


async def _read(
    ground: Ground, name: str, month_on: date
) -> tuple[list[dict[Key, int]], list[Place], Mapping[str, str], list[DisclosedTable]]:
    database = open_database(ground.url(name))
    async with database.transaction(REGISTER) as session:
        found_of = [await queries.exact_counts(session, month_on, edition=edition) for edition in (1, 2)]
        exact = [each for each in found_of if each]
        found = await queries.published_months(
            session, rules.TABLES, since=month_on, before=rules.months_earlier(month_on, -1)
        )
    await database.close()
    connection = await asyncpg.connect(ground.plain_url(name))
    places = [Place(row["code"], row["name"]) for row in await connection.fetch(_AREAS)]
    names = {rules.PROVIDER + row["id"]: row["name"] for row in await connection.fetch(_PARTS)}
    await connection.close()
    places.append(Place(ELSEWHERE, "Home not known"))
    return exact, places, names, [each[-1].table for each in found.values() if each]


def _draw(tables: Sequence[DisclosedTable]) -> list[float]:
    """Milliseconds of CPU each drawing takes, the quickest of some rounds; the first drawing of all is left out."""
    taken = []
    for table in tables:
        draw = CHARTS.get(rules.TABLES[table.name].family)
        if draw is None or draw(table) is None:
            continue
        rounds = []
        for _ in range(ROUNDS):
            began = process_time()
            draw(table)
            rounds.append(1000 * (process_time() - began))
        taken.append(min(rounds))
    return taken or [0.0]
