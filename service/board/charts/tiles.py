"""Districts as equal tiles where they lie, so that a small one is seen as well as a large one."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

import altair as alt

from service.board.charts.svg import DARK, INK, LIGHT, SIZE, chart_of, drawn_by_vega_lite
from service.board.rows import DisclosedTable, drawn
from service.board.rules import BOTH, PER_CENT

_PLACES: Mapping[str, tuple[int, int]] = MappingProxyType(
    {
        "Uttlesford": (1, 0),
        "Braintree": (2, 0),
        "Colchester": (3, 0),
        "Tendring": (4, 0),
        "Harlow": (0, 1),
        "Epping Forest": (1, 1),
        "Chelmsford": (2, 1),
        "Maldon": (3, 1),
        "Brentwood": (1, 2),
        "Basildon": (2, 2),
        "Rochford": (3, 2),
        "Thurrock": (1, 3),
        "Castle Point": (2, 3),
        "Southend-on-Sea": (3, 3),
    }
)
"""Column and row of today's districts. One that is not here, of a new council, stands in a row below them."""
_LOWER, _ABOUT, _HIGHER, _HIDDEN = "Lower", "About as all of them", "Higher", "Not shown"
_SHADES = {_LOWER: "#ffffff", _ABOUT: LIGHT, _HIGHER: DARK, _HIDDEN: "#f3f2f1"}
_NEAR = 1.0  # of a percentage point: no difference worth a shade
_COLUMNS, _BELOW, _TILE = 5, 4, 104
_WORDS = 15  # letters a line of a tile holds


def of_tiles(table: DisclosedTable) -> str | None:
    """A tile for each district with its share NEET or not known, in three shades; None where none may be shown."""
    column = table.columns.index(BOTH + PER_CENT)
    whole = drawn(table.rows[-1][column])
    tiles = list(_tiles(table.rows[:-1], column, whole))
    if whole is None or all(tile["kind"] == _HIDDEN for tile in tiles):
        return None
    kinds = [kind for kind in _SHADES if any(tile["kind"] == kind for tile in tiles)]
    shades = alt.Scale(domain=kinds, range=[_SHADES[kind] for kind in kinds])
    x, y = (alt.X("column:O", axis=None), alt.Y("row:O", axis=None))
    squares = chart_of(tiles).mark_rect(stroke=DARK, strokeWidth=1.5)
    fill = alt.Fill("kind:N", scale=shades, legend=alt.Legend(columns=2))
    layers = [squares.encode(x=x, y=y, fill=fill)]
    layers += [_text(tiles, field, dy, bold=field == "label") for field, dy in _LINES]
    rows = 1 + max(tile["row"] for tile in tiles)
    return drawn_by_vega_lite(
        layers, width=_COLUMNS * _TILE, height=rows * _TILE, title=table.title, description=table.description
    )


_LINES = (("first", -26), ("second", -8), ("label", 20))


def _tiles(rows: Sequence[tuple[str, ...]], column: int, whole: float | None) -> Any:
    below = 0
    for row in rows:
        place = _PLACES.get(row[0])
        if place is None:
            place, below = (below % _COLUMNS, _BELOW + below // _COLUMNS), below + 1
        first, second = _two_lines(row[0])
        kind = _kind(drawn(row[column]), whole)
        yield {
            "column": place[0],
            "row": place[1],
            "first": first,
            "second": second,
            "label": row[column],
            "kind": kind,
            "ink": "#ffffff" if kind == _HIGHER else INK,
        }


def _kind(share: float | None, whole: float | None) -> str:
    if share is None or whole is None:
        return _HIDDEN
    if abs(share - whole) <= _NEAR:
        return _ABOUT
    return _HIGHER if share > whole else _LOWER


def _two_lines(name: str) -> tuple[str, str]:
    if len(name) <= _WORDS - 5:
        return "", name
    first, gap, second = name.replace("-on-", "-on- ").partition(" ")
    return (first, second) if gap else ("", name)


def _text(tiles: Sequence[Mapping[str, Any]], field: str, dy: int, *, bold: bool) -> Any:
    marks = chart_of([tile for tile in tiles if tile[field]]).mark_text(
        dy=dy, fontSize=SIZE + 3 if bold else SIZE - 1, fontWeight="bold" if bold else "normal"
    )
    return marks.encode(
        x=alt.X("column:O", axis=None),
        y=alt.Y("row:O", axis=None),
        text=alt.Text(f"{field}:N"),
        fill=alt.Fill("ink:N", scale=None, legend=None),
    )
