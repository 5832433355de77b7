"""The tables of measures: by district, and by the parts of a split."""

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from service.board.rows import (
    ALL,
    HIDDEN,
    IMPOSSIBLE,
    Age,
    Cell,
    DisclosedTable,
    Interval,
    Key,
    Layout,
    Median,
    Place,
    Share,
)
from service.board.rules.fixed import OTHERS
from service.board.rules.keys import HAPPENED, measure_key, part_of
from service.board.rules.layouts import EVERYWHERE, PER_CENT
from service.board.rules.measured import medians, parts_of_splits
from service.board.rules.measures import MEASURES, Definition, Kind, Measure, Split
from service.board.rules.names import split_name, table_name
from service.circumstances.rules import BANDS

DAYS, LIKELY = "Days", "Likely between"
OTHER_RECORDERS = "Recorded by others"
_FIRST = {Split.PROVIDER: "Provider", Split.RISK: "Risk of becoming NEET"}
_RISKS = {part_of(Split.RISK, band): f"Should have {words}" for band, words in BANDS.items()}


def measure_layouts(
    places: Sequence[Place], exact: Mapping[Key, int], providers: Mapping[str, str]
) -> Iterator[Layout]:
    """Every table of every measure. `places` are the districts without the total, `providers` the names of those
    whose learners were counted."""
    parts, middles = parts_of_splits(exact), medians(exact)
    for measure in MEASURES.values():
        for age in measure.ages:
            rows = [*places, Place(ALL, EVERYWHERE)]
            yield _layout(measure, table_name(measure.code, age), "District", age, rows, middles)
            if measure.split:
                rows = _parts(parts[measure.code], providers)
                name = split_name(measure.code, age)
                yield _layout(measure, name, _FIRST[measure.split], age, rows, middles)


def shown_first(table: DisclosedTable) -> DisclosedTable:
    """Rows of which nothing may be shown after all others, but before the others taken together and the total."""
    *rows, whole = table.rows
    rows.sort(key=lambda row: (row[0] == OTHER_RECORDERS, set(row[1:]) <= {HIDDEN, IMPOSSIBLE}))
    return msgspec.structs.replace(table, rows=(*rows, whole))


def figure_column(measure: Definition) -> str:
    """Under which heading a measure's figure stands, in its tables or in that of places."""
    is_days = isinstance(measure, Measure) and measure.kind is Kind.DAYS
    return DAYS if is_days else measure.name + PER_CENT


def _columns(measure: Measure) -> tuple[str, ...]:
    """The headings of a measure's table after the first."""
    if measure.kind is Kind.DAYS:
        return measure.counted, figure_column(measure)
    return measure.counted, measure.name, figure_column(measure), LIKELY


def _parts(parts: Sequence[str], providers: Mapping[str, str]) -> list[Place]:
    """Providers by name, the others last; the bands of risk by how much help they suggest."""
    names = _RISKS | {OTHERS: OTHER_RECORDERS} | dict(providers)
    rows = [Place(part, names[part]) for part in parts]
    if not _RISKS.keys() & set(parts):
        rows.sort(key=lambda each: (each.code == OTHERS, each.name))
    return [*rows, Place(ALL, EVERYWHERE)]


def _layout(
    measure: Measure,
    name: str,
    first_column: str,
    age: Age,
    rows: Sequence[Place],
    medians: Mapping[Key, int | None],
) -> Layout:
    def cells(place: str) -> tuple[Cell, ...]:
        base = measure_key(measure.code, place, age, ALL)
        if measure.kind is Kind.DAYS:
            return base, Median(base, medians.get(base))
        part = measure_key(measure.code, place, age, HAPPENED)
        return base, part, Share(part, base), Interval(part, base)

    return Layout(
        name=name,
        columns=(first_column, *_columns(measure)),
        rows=tuple((row.name, cells(row.code)) for row in rows),
    )
