"""Freezing a month: count everybody as known on its last day, disclose, draw, keep.

Exact counts go into `snapshot_count`, which no page can read; what may be shown goes into `published`,
tables and ready drawings, so a board page costs the same whether the register holds two thousand learners or
two million.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from service.access.rows import WHOLE_REGISTER
from service.agencies import queries as agencies
from service.agencies.rows import AreaKind
from service.board import charts, queries, rules
from service.board.disclosure import disclose, joined
from service.board.rows import (
    ELSEWHERE,
    Age,
    DisclosedTable,
    Key,
    NewCount,
    NewPublished,
    Place,
    Snapshot,
    say_month,
)
from service.kit import audit, database
from service.kit.audit import Act, By
from service.kit.database import REGISTER, Database, Session
from service.kit.errors import Conflict, Invalid, Refused
from service.kit.ids import NOBODY, new_id
from service.pathways.queries import spells_as_known
from service.vocabulary.working_day import working_days_between

BATCH = 2_000
TREND_MONTHS = 13
PUBLISHED_ON = 3  # the working day of the next month from which a month is frozen
_ELSEWHERE = Place(ELSEWHERE, "Home not known")
_CHARTS: Mapping[str, Callable[[DisclosedTable], str | None]] = {
    "places": charts.of_places,
    "trend": charts.of_months,
    "flow": charts.of_flow,
    "destinations": charts.of_destinations,
}


class MonthInvalid(Invalid):
    """A month is named by its first day."""

    code = "month_invalid"


class MonthNotOver(Refused):
    """Nobody knows yet how the month ends."""

    code = "month_not_over"


class MonthClosed(Conflict):
    """A month is frozen once and corrected once; or somebody froze it at the same time."""

    code = "month_closed"


async def freeze_month(session: Session, *, month_on: date, by: By, now: datetime, today: date) -> Snapshot:
    """Freeze the month that begins on `month_on`, or correct it once.

    Edition 1 counts what was known when the month's last day ended, edition 2 what is known now about that
    day. Raises `MonthInvalid`, `MonthNotOver`, `MonthClosed`.
    """
    _require_over(month_on, today)
    async with database.as_register(session):
        snapshot = await _begin(session, month_on, now)
        places = await _districts(session, snapshot)
        exact = await _count(session, snapshot, {place.code for place in places}, now)
        await queries.add_counts(session, list(_counts(snapshot, exact)))
        await queries.add_published(session, await _publish(session, snapshot, exact, places))
    detail = {"month": month_on.isoformat(), "edition": snapshot.edition}
    await audit.record(
        session,
        Act(act="month frozen", subject_kind="snapshot", subject_id=snapshot.id, detail=detail),
        by=by,
        now=now,
    )
    return snapshot


def _require_over(month_on: date, today: date) -> None:
    if month_on.day != 1:
        raise MonthInvalid("Name the month by its first day.", field="month_on")
    if today <= rules.last_day(month_on):
        raise MonthNotOver("The month is not over. Freeze it after its last day.")


async def freeze_last_month(database: Database, *, now: datetime, today: date) -> Snapshot | None:
    """Freeze the month before, once, from its third working day after on; else do nothing.

    The board's figures so appear by themselves on one fixed day. Where nobody is registered there is nothing.
    """
    month_on = rules.months_earlier(today.replace(day=1), 1)
    if working_days_between(today.replace(day=1) - timedelta(days=1), today) < PUBLISHED_ON:
        return None
    async with database.transaction(REGISTER) as session:
        if await queries.newest_edition(session, month_on) or not await queries.anybody(session):
            return None
        return await freeze_month(session, month_on=month_on, by=By(agency_id=NOBODY), now=now, today=today)


async def _begin(session: Session, month_on: date, now: datetime) -> Snapshot:
    edition = await queries.newest_edition(session, month_on) + 1
    if edition > 2:
        raise MonthClosed(
            "This month was frozen and corrected once already. Later corrections count next month."
        )
    heard = [report.last_received_on for report in await agencies.reports(session)]
    snapshot = Snapshot(
        id=new_id(),
        month_on=month_on,
        edition=edition,
        as_of_on=rules.last_day(month_on),
        frozen_at=now,
        coverage=rules.coverage(heard, month_on=month_on),
    )
    faster = MonthClosed("Somebody else is freezing this month. Look at theirs first.")
    async with database.expect_unique("uq_snapshot_month_on_edition", faster):
        await queries.add_snapshot(session, snapshot)
    return snapshot


async def _districts(session: Session, snapshot: Snapshot) -> list[Place]:
    """The districts as they stood on the day, by name."""
    found = await agencies.areas(session, AreaKind.DISTRICT, on=snapshot.as_of_on)
    return [Place(area.code, area.name) for area in found]


async def _count(session: Session, snapshot: Snapshot, codes: set[str], now: datetime) -> Counter[Key]:
    """Everybody once, a batch at a time; only the counts are kept."""
    known_before = rules.known_before(snapshot.as_of_on, edition=snapshot.edition, now=now)
    born = rules.born_between(snapshot.as_of_on)
    exact: Counter[Key] = Counter()
    after = NOBODY
    while batch := await queries.cohort(
        session, known_before=known_before, born=born, after=after, limit=BATCH
    ):
        after = batch[-1].id
        keys = [each.id for each in batch]
        spells = await spells_as_known(session, keys, within=WHOLE_REGISTER, before=known_before)
        for each in batch:
            area = each.area if each.area in codes else ELSEWHERE
            said = spells.get(each.id, ())
            exact.update(rules.counted(each.date_of_birth, area, said, month_on=snapshot.month_on))
    return exact


def _counts(snapshot: Snapshot, exact: Mapping[Key, int]) -> Iterator[NewCount]:
    for (measure, area, line, cell), people in sorted(exact.items()):
        yield NewCount(
            snapshot_id=snapshot.id, measure=measure, area=area, line=line, cell=cell, people=people
        )


async def _publish(
    session: Session, snapshot: Snapshot, exact: Mapping[Key, int], places: Sequence[Place]
) -> list[NewPublished]:
    """The tables with their charts, then the sentences of the first page."""
    month_on = snapshot.month_on
    if any(area == ELSEWHERE for _, area, _, _ in exact):
        places = [*places, _ELSEWHERE]
    cube = rules.cube_of(exact, places, month_on=month_on)
    tables = {table.name: table for table in disclose(cube, rules.layouts_of(places, month_on=month_on))}
    trend = await _trend(session, tables[rules.table_name("places", Age.BOTH)], month_on)
    worded = [rules.worded(table, month_on=month_on) for table in (*tables.values(), trend[0])]
    said = rules.headlines(tables, month_on=month_on, before=trend[1])
    summary = NewPublished(snapshot_id=snapshot.id, name=rules.SUMMARY, content={"headlines": said})
    return [*(_with_chart(snapshot.id, table) for table in worded), summary]


async def _trend(
    session: Session, current: DisclosedTable, month_on: date
) -> tuple[DisclosedTable, DisclosedTable | None]:
    """The shares month by month, from what was published; and the table of the month before, if there is
    one."""
    since = rules.months_earlier(month_on, TREND_MONTHS - 1)
    earlier = await queries.published_months(session, current.name, since=since, before=month_on)
    rows = [(each.snapshot.month, each.table, rules.EVERYWHERE) for each in earlier]
    rows.append((say_month(month_on), current, rules.EVERYWHERE))
    last_month = rules.months_earlier(month_on, 1)
    before = next((each.table for each in earlier if each.snapshot.month_on == last_month), None)
    return joined(rules.TREND, "Month", rules.SHARES, rows), before


def _with_chart(snapshot_id: UUID, table: DisclosedTable) -> NewPublished:
    draw = _CHARTS[table.name.partition("-")[0]]
    return NewPublished(snapshot_id=snapshot_id, name=table.name, content=table, svg=draw(table))
