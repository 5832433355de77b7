"""From exact counts to all that a board page is made of: tables, drawings, sentences."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from uuid import UUID

from service.agencies import queries as agencies
from service.board import charts, queries, rules
from service.board.disclosure import (
    AuditUnfinished,
    CannotBeProtected,
    Edition,
    disclose,
    joined,
    protected,
    texts,
)
from service.board.rows import (
    ELSEWHERE,
    HIDDEN,
    Age,
    Cube,
    DisclosedTable,
    Key,
    NewPublished,
    Place,
    Snapshot,
    say_month,
)
from service.board.rules import Family
from service.kit.database import Session
from service.kit.errors import Refused

TREND_MONTHS = 13
_ELSEWHERE = Place(ELSEWHERE, "Home not known")
_CHARTS: Mapping[Family, Callable[[DisclosedTable], str | None]] = {
    Family.PLACES: charts.of_places,
    Family.NEEDS: charts.of_places,
    Family.TREND: charts.of_months,
    Family.FLOW: charts.of_flow,
    Family.DESTINATIONS: charts.of_destinations,
}


class MonthNotSafe(Refused):
    """Some count could be worked out whatever else is hidden. The last edition stays."""

    code = "month_not_safe"


async def published_of(
    session: Session, snapshot: Snapshot, exact: Mapping[Key, int], places: Sequence[Place]
) -> list[NewPublished]:
    """The tables with their charts, what was said of every count, and the sentences of the first page.

    Raises MonthNotSafe.
    """
    month_on = snapshot.month_on
    if any(area == ELSEWHERE for _, area, _, _ in exact):
        places = [*places, _ELSEWHERE]
    cube = rules.cube_of(exact, places, month_on=month_on)
    edition = _protected(cube, await _first(session, snapshot, places))
    layouts = rules.layouts_of(places, month_on=month_on)
    measured = rules.measure_layouts(places, exact, await _providers(session, exact))
    tables = {table.name: table for table in disclose(edition, [*layouts, *measured])}
    trend = await _trend(session, tables[rules.table_name(Family.PLACES, Age.BOTH)], month_on)
    worded = [rules.worded(table, month_on=month_on) for table in (*tables.values(), trend[0])]
    said = rules.headlines(tables, month_on=month_on, before=trend[1])
    return [
        *(_with_chart(snapshot.id, table) for table in worded),
        NewPublished(snapshot_id=snapshot.id, name=rules.COUNTS, content={"said": texts(edition)}),
        NewPublished(snapshot_id=snapshot.id, name=rules.SUMMARY, content={"headlines": said}),
    ]


def _protected(cube: Cube, first: Edition | None) -> Edition:
    try:
        return protected(cube, first=first)
    except (CannotBeProtected, AuditUnfinished) as problem:
        raise MonthNotSafe(
            "This month cannot be published: a count could be worked out from the others, or from the edition "
            "before. The last edition stays; what was corrected counts next month."
        ) from problem


async def _first(session: Session, snapshot: Snapshot, places: Sequence[Place]) -> Edition | None:
    """The edition this one corrects: its counts, and which of them were hidden."""
    if snapshot.edition == 1:
        return None
    exact = await queries.exact_counts(session, snapshot.month_on, edition=1)
    said = await queries.said_of_counts(session, snapshot.month_on, edition=1)
    cube = rules.cube_of(exact, places, month_on=snapshot.month_on)
    return Edition(cube=cube, hidden=frozenset(key for key in cube.counts if said.get(key, HIDDEN) == HIDDEN))


async def _providers(session: Session, exact: Mapping[Key, int]) -> dict[str, str]:
    """The names of those whose learners were counted, by what stands in an area's place."""
    parts = {part for _, part, _, _ in exact if part.startswith(rules.PROVIDER)}
    ids = {UUID(part.removeprefix(rules.PROVIDER)): part for part in parts}
    names = await agencies.agency_names(session, ids)
    return {part: names.get(key, "Not named") for key, part in ids.items()}


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
    draw = _CHARTS.get(rules.TABLES[table.name].family)
    svg = draw(table) if draw else None
    return NewPublished(snapshot_id=snapshot_id, name=table.name, content=table, svg=svg)
