"""From counts to texts: hidden ones as "c", impossible ones as "z", all others to the nearest 5."""

from collections.abc import Iterable, Mapping, Sequence

from service.board.disclosure.protecting import Edition
from service.board.rows import (
    HIDDEN,
    IMPOSSIBLE,
    Cell,
    DisclosedTable,
    Interval,
    Key,
    Layout,
    Median,
    Share,
)
from service.board.rules.measures import wilson
from service.board.rules.rounding import rounded

SMALLEST_BASE = 30
NOT_REACHED = "not yet"
FINE_BASE = 10_000  # from here on rounding to 5 moves a percentage by no more than its first decimal


def disclose(edition: Edition, layouts: Iterable[Layout]) -> tuple[DisclosedTable, ...]:
    """The month's tables as texts.

    SOURCE: SDC-1 rules 4 to 7. Equal symbols for whatever reason a cell is hidden; a percentage is made from
    rounded parts, so it tells nothing that they do not.
    """
    said = {key: _say(edition, key) for key in edition.cube.counts}
    return tuple(
        DisclosedTable(
            name=layout.name,
            columns=layout.columns,
            rows=tuple((head, *(_cell(said, each) for each in cells)) for head, cells in layout.rows),
        )
        for layout in layouts
    )


def texts(edition: Edition) -> list[tuple[Key, str]]:
    """What was said of every count that a table may show, to be kept for the edition that corrects this one."""
    cube = edition.cube
    return [(key, _say(edition, key)) for key in sorted(cube.counts) if key not in cube.unshown]


def joined(
    name: str, first_column: str, columns: Sequence[str], rows: Iterable[tuple[str, DisclosedTable, str]]
) -> DisclosedTable:
    """A table over several months, from one row of each month's: (its heading here, the table, its row
    there)."""
    cells = ((head, *(table.cell(row, column) for column in columns)) for head, table, row in rows)
    return DisclosedTable(name=name, columns=(first_column, *columns), rows=tuple(cells))


def mean(
    name: str,
    tables: Sequence[DisclosedTable],
    *,
    bases: Sequence[str],
    shares: Mapping[str, str],
) -> DisclosedTable:
    """The mean of several months, from what was shown of each: counts to the nearest 5, then percentages of them.

    `bases` are columns to be averaged, the first being what the percentages are of; `shares` maps the heading of a
    percentage to the column it is a share of. A figure hidden in one month is hidden here. Only rows of all months.
    SOURCE: DfE's headline of NEET and not known is the mean of the ends of December, January and February.
    """
    rows = [row[0] for row in tables[-1].rows if all(_has(table, row[0]) for table in tables)]
    columns = (*bases, *dict.fromkeys(shares.values()))

    def cells(row: str) -> tuple[str, ...]:
        said = {column: _mean([table.cell(row, column) for table in tables]) for column in columns}
        made = (_percentage(said[column], said[bases[0]]) for column in shares.values())
        return (*said.values(), *made)

    headings = (tables[-1].columns[0], *columns, *shares)
    return DisclosedTable(name=name, columns=headings, rows=tuple((row, *cells(row)) for row in rows))


def _has(table: DisclosedTable, row: str) -> bool:
    return any(each[0] == row for each in table.rows)


def _mean(texts_shown: Sequence[str]) -> str:
    hidden = next((text for text in texts_shown if text in (HIDDEN, IMPOSSIBLE)), None)
    return hidden or f"{rounded(round(sum(map(_number, texts_shown)) / len(texts_shown))):,}"


def _say(edition: Edition, key: Key) -> str:
    if key in edition.cube.impossible:
        return IMPOSSIBLE
    return HIDDEN if key in edition.hidden else f"{rounded(edition.cube.counts[key]):,}"


def _cell(said: Mapping[Key, str], cell: Cell) -> str:
    match cell:
        case Share(part, base):
            return _percentage(said[part], said[base])
        case Interval(part, base):
            return _interval(said[part], said[base])
        case Median(base, days):
            return _days(said[base], days)
    return said[cell]


def _percentage(part: str, base: str) -> str:
    """SDC-1 rule 6. Whole, but with one decimal where the base is so large that rounding does not reach
    it."""
    if IMPOSSIBLE in (part, base):
        return IMPOSSIBLE
    if HIDDEN in (part, base) or (whole := _number(base)) < SMALLEST_BASE:
        return HIDDEN
    return f"{100 * _number(part) / whole:.{1 if whole >= FINE_BASE else 0}f}%"


def _interval(part: str, base: str) -> str:
    """Of what is shown, so it tells nothing that the two counts do not."""
    if not _percentage(part, base).endswith("%"):
        return HIDDEN
    least, most = wilson(min(1.0, _number(part) / _number(base)), _number(base))
    return f"{100 * least:.0f}% to {100 * most:.0f}%"


def _days(base: str, days: int | None) -> str:
    """A median is shown of ten or more, never of fewer. SOURCE: SDC-1 rule 6."""
    if base in (HIDDEN, IMPOSSIBLE):
        return base
    return NOT_REACHED if days is None else str(days)


def _number(text: str) -> int:
    return int(text.replace(",", ""))
