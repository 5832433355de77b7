"""From exact counts to all that a board page is made of: tables, drawings, sentences."""

from collections.abc import Callable, Mapping, Sequence
from uuid import UUID

from service.agencies import queries as agencies
from service.board import charts, queries, rules
from service.board.disclosure import (
    AuditUnfinished,
    CannotBeProtected,
    Edition,
    disclose,
    protected,
    texts,
)
from service.board.operations.months import earlier_months, month_before, over_months
from service.board.rows import (
    ELSEWHERE,
    HIDDEN,
    Cube,
    DisclosedTable,
    Key,
    NewPublished,
    Place,
    Snapshot,
)
from service.board.rules import Family
from service.kit.database import Session
from service.kit.errors import Refused

_ELSEWHERE = Place(ELSEWHERE, "Home not known")
CHARTS: Mapping[Family, Callable[[DisclosedTable], str | None]] = {
    Family.PLACES: charts.of_places,
    Family.WINTER: charts.of_places,
    Family.MAP: charts.of_tiles,
    Family.NEEDS: charts.of_places,
    Family.TREND: charts.of_months,
    Family.FLOW: charts.of_flow,
    Family.DESTINATIONS: charts.of_destinations,
    Family.MEASURE: charts.of_measure,
    Family.SPLIT: charts.of_split,
    Family.SECTORS: charts.of_sectors,
    Family.MONTHS: charts.of_measure_months,
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
    month_on, places = snapshot.month_on, [*places, _ELSEWHERE]
    cube = rules.cube_of(exact, places, month_on=month_on)
    edition = _protected(cube, await _first(session, snapshot, places))
    layouts = rules.layouts_of(places, month_on=month_on)
    measured = rules.measure_layouts(places, exact, await _providers(session, exact))
    tables = {table.name: table for table in disclose(edition, [*layouts, *measured])}
    earlier = await earlier_months(session, tables, month_on)
    tables |= {table.name: table for table in over_months(tables, earlier, month_on)}
    said = rules.headlines(tables, month_on=month_on, before=month_before(earlier, month_on))
    return [
        *(_with_chart(snapshot.id, rules.worded(table, month_on=month_on)) for table in tables.values()),
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
    hidden = {key for key in cube.counts if said.get(key, HIDDEN) == HIDDEN}
    return Edition(cube=cube, hidden=frozenset(hidden) - cube.unshown)


async def _providers(session: Session, exact: Mapping[Key, int]) -> dict[str, str]:
    """The names of those that have a row, by what stands in an area's place."""
    rows = rules.rows_in(exact) - {rules.OTHERS}
    ids = {UUID(row.removeprefix(rules.PROVIDER)): row for row in rows}
    names = await agencies.agency_names(session, ids)
    return {part: names.get(key, "Not named") for key, part in ids.items()}


def _with_chart(snapshot_id: UUID, table: DisclosedTable) -> NewPublished:
    draw = CHARTS.get(rules.TABLES[table.name].family)
    svg = draw(table) if draw else None
    return NewPublished(snapshot_id=snapshot_id, name=table.name, content=table, svg=svg)
