"""Statistical disclosure control, rule SDC-1: the one way from exact counts to what the board may see.

What comes out are texts. Whether a cell is hidden is decided for the whole month at once, over every table in
which a count takes part, because a figure hidden in one table must not be worked out from another.

SOURCE: our rule SDC-1, made from the ONS "10-5 rule" (suppress below 10, round the rest to 5) with secondary
suppression; the symbols are DfE's ("c" confidential, "z" not applicable).
"""

from collections.abc import Iterable, Mapping, Sequence

from service.board.rows import HIDDEN, IMPOSSIBLE, Cube, DisclosedTable, Key, Layout, Line, Share

THRESHOLD = 10
ROUND_TO = 5
SMALLEST_BASE = 30
FINE_BASE = 10_000  # from here on rounding to 5 moves a percentage by no more than its first decimal


def disclose(cube: Cube, layouts: Iterable[Layout]) -> tuple[DisclosedTable, ...]:
    """The month's tables as texts: hidden counts as "c", impossible ones as "z", all others to the nearest 5.

    SOURCE: SDC-1 rules 4 to 7. Equal symbols for whatever reason a cell is hidden; a percentage is made from
    rounded parts, so it tells nothing that they do not.
    """
    hidden = hidden_cells(cube)
    said = {key: _say(cube, key, hidden) for key in cube.counts}
    return tuple(
        DisclosedTable(
            name=layout.name,
            columns=layout.columns,
            rows=tuple((head, *(_cell(said, each) for each in cells)) for head, cells in layout.rows),
        )
        for layout in layouts
    )


def joined(
    name: str, first_column: str, columns: Sequence[str], rows: Iterable[tuple[str, DisclosedTable, str]]
) -> DisclosedTable:
    """A table over several months, from one row of each month's: (its heading here, the table, its row
    there)."""
    cells = ((head, *(table.cell(row, column) for column in columns)) for head, table, row in rows)
    return DisclosedTable(name=name, columns=(first_column, *columns), rows=tuple(cells))


def hidden_cells(cube: Cube) -> frozenset[Key]:
    """The counts that may not be shown: small ones, nearly-everybody ones, and those that would give them
    away.

    The recoverability audit of SDC-1 rule 7 takes this as its start and adds to it.
    """
    hidden = _primary(cube)
    before = -1
    while len(hidden) > before:
        before = len(hidden)
        for line in cube.lines:
            hidden |= _secondary(cube, line, hidden)
    return frozenset(hidden)


def rounded(count: int) -> int:
    """To the nearest 5, halves up; a whole number has no halves of 5, so 12 is 10 and 13 is 15."""
    return (count + ROUND_TO // 2) // ROUND_TO * ROUND_TO


def _primary(cube: Cube) -> set[Key]:
    """SDC-1 rule 4, counts of 0 to 9 with zero not told apart, and rule 5, where all but 0 to 9 are one
    thing.

    Rule 5 as written begins at 1. Nought is included: that everybody is NEET says so of each of them.
    """
    small = {key for key, count in cube.counts.items() if count < THRESHOLD and key not in cube.impossible}
    nearly_all = {
        share.part
        for share in cube.shares
        if share.part not in cube.impossible and cube.counts[share.base] - cube.counts[share.part] < THRESHOLD
    }
    return small | nearly_all


def _secondary(cube: Cube, line: Line, hidden: set[Key]) -> set[Key]:
    """Where exactly one count of a line is hidden, another one, so that no sum gives it away.

    A spare one if there is one, then the smallest, then by name. The smallest by what is shown: the choice must
    tell nothing that the figures do not.
    """
    possible = [key for key in (*line.parts, line.total) if key not in cube.impossible]
    shown = [key for key in possible if key not in hidden]
    if len(possible) - len(shown) != 1 or not shown:
        return set()
    return {min(shown, key=lambda key: (key not in cube.spare, rounded(cube.counts[key]), key))}


def _say(cube: Cube, key: Key, hidden: frozenset[Key]) -> str:
    if key in cube.impossible:
        return IMPOSSIBLE
    return HIDDEN if key in hidden else f"{rounded(cube.counts[key]):,}"


def _cell(said: Mapping[Key, str], cell: Key | Share) -> str:
    return _percentage(said[cell.part], said[cell.base]) if isinstance(cell, Share) else said[cell]


def _percentage(part: str, base: str) -> str:
    """SDC-1 rule 6. Whole, but with one decimal where the base is so large that rounding does not reach
    it."""
    if IMPOSSIBLE in (part, base):
        return IMPOSSIBLE
    if HIDDEN in (part, base) or (whole := _number(base)) < SMALLEST_BASE:
        return HIDDEN
    return f"{100 * _number(part) / whole:.{1 if whole >= FINE_BASE else 0}f}%"


def _number(text: str) -> int:
    return int(text.replace(",", ""))
