"""Which count, or which percentage, stands where in the tables of a month."""

from collections.abc import Iterable, Sequence
from datetime import date

from service.board.rows import ALL, Age, Cell, Layout, Node, Place, Share, State, say_month
from service.board.rules.keys import (
    FLOW_MONTHS,
    NEET_OR_NOT_KNOWN,
    STEPS,
    destination_key,
    move_key,
    node_key,
    situation_key,
)
from service.board.rules.months import months_earlier
from service.board.rules.moving import DESTINATION_KINDS
from service.board.rules.names import AGES_OF_FLOWS, Family, table_name
from service.board.rules.needs import DIVISIONS
from service.board.rules.sectors import sector_layouts

EVERYWHERE = "Greater Essex"
YOUNG_PEOPLE, PARTICIPATING, NEET, NOT_KNOWN = "Young people", "Participating", "NEET", "Not known"
BOTH = "NEET or not known"
PER_CENT = ", %"
SHARES_OF = {column + PER_CENT: column for column in (PARTICIPATING, NEET, NOT_KNOWN, BOTH)}
SHARES = tuple(SHARES_OF)
ALL_WHO_LEFT = "All who left"
_COUNTS = {
    YOUNG_PEOPLE: ALL,
    PARTICIPATING: State.PARTICIPATING,
    "In other work or re-engagement": State.OTHERWISE,
    NEET: State.NEET,
    NOT_KNOWN: State.NOT_KNOWN,
    BOTH: NEET_OR_NOT_KNOWN,
}
_SHARES = (State.PARTICIPATING, State.NEET, State.NOT_KNOWN, NEET_OR_NOT_KNOWN)


def layouts_of(places: Sequence[Place], *, month_on: date) -> list[Layout]:
    """The tables of a month; `places` are the rows of the table of places, without the total."""
    rows = [*places, Place(ALL, EVERYWHERE)]
    needs = [Place(code, name) for division in DIVISIONS for code, name in division.items()]
    needs.append(Place(ALL, EVERYWHERE))
    flows = [layout for age in AGES_OF_FLOWS for layout in (_flow(age, month_on), _destinations(age))]
    return [
        *sector_layouts(),
        *(_states(Family.PLACES, "District", age, rows) for age in Age),
        *(_map(age, rows) for age in Age),
        *(_states(Family.NEEDS, "Need", age, needs) for age in AGES_OF_FLOWS),
        *flows,
    ]


def _states(family: Family, first_column: str, age: Age, rows: Iterable[Place]) -> Layout:
    def cells(area: str) -> tuple[Cell, ...]:
        base = situation_key(area, age, ALL)
        shares = (Share(situation_key(area, age, cell), base) for cell in _SHARES)
        return (*(situation_key(area, age, cell) for cell in _COUNTS.values()), *shares)

    return Layout(
        name=table_name(family, age),
        columns=(first_column, *_COUNTS, *SHARES),
        rows=tuple((place.name, cells(place.code)) for place in rows),
    )


def _map(age: Age, rows: Iterable[Place]) -> Layout:
    def cells(area: str) -> tuple[Cell, ...]:
        both = situation_key(area, age, NEET_OR_NOT_KNOWN)
        return both, Share(both, situation_key(area, age, ALL))

    return Layout(
        name=table_name(Family.MAP, age),
        columns=("District", BOTH, BOTH + PER_CENT),
        rows=tuple((place.name, cells(place.code)) for place in rows),
    )


def _flow(age: Age, month_on: date) -> Layout:
    """One row for each node a step begins at, one column for each it ends at; then everybody where the
    step ends."""
    moments = [say_month(months_earlier(month_on, months)) for months in FLOW_MONTHS]
    rows: list[tuple[str, tuple[Cell, ...]]] = []
    for step in STEPS:
        for before in Node:
            moves = tuple(move_key(age, step, before, after) for after in Node)
            rows.append((f"{before}, {moments[step - 1]}", (*moves, node_key(age, step - 1, before))))
        totals = tuple(node_key(age, step, node) for node in Node)
        rows.append((f"All, {moments[step]}", (*totals, situation_key(ALL, age, ALL))))
    return Layout(name=table_name(Family.FLOW, age), columns=("From", *Node, "All"), rows=tuple(rows))


def _destinations(age: Age) -> Layout:
    def cells(kind: str) -> tuple[Cell, ...]:
        count, base = destination_key(age, kind), destination_key(age, ALL)
        return count, Share(count, base)

    rows = tuple((kind, cells(kind)) for kind in DESTINATION_KINDS)
    return Layout(
        name=table_name(Family.DESTINATIONS, age),
        columns=("Now", YOUNG_PEOPLE, "Of all, %"),
        rows=(*rows, (ALL_WHO_LEFT, cells(ALL))),
    )
