"""A measure by district or by risk: points with the line between which they likely lie, or bars of days."""

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt

from service.board.charts.svg import (
    DARK,
    INK,
    MIDDLE,
    SIZE,
    chart_of,
    drawn_by_vega_lite,
    from_top,
    named_rows,
    said_of,
)
from service.board.rows import DisclosedTable, drawn
from service.board.rules import DAYS

SHARE, LIKELY, MEDIAN = -2, -1, -1
"""Where a measure's figures stand in its tables: the share and its interval, or the days."""
_WIDTH, _STEP = 400, 30
Points = Sequence[Mapping[str, Any]]


def of_measure(table: DisclosedTable) -> str | None:
    """A measure by district: points of shares, the largest first, or bars of days, the shortest first."""
    if table.columns[-1] == DAYS:
        return of_days(table)
    rows = sorted(_shown(table, SHARE), key=lambda row: (-(drawn(row[SHARE]) or 0), row[0]))
    return _points(table, [_point(row) for row in rows])


def of_risks(table: DisclosedTable) -> str | None:
    """A measure by risk: points in the table's order."""
    return _points(table, [_point(row) for row in _shown(table, SHARE)])


def _points(table: DisclosedTable, points: Points) -> str | None:
    """A point for each row whose share may be shown; the whole area as a line."""
    if not points:
        return None
    order = [point["name"] for point in points]
    y = named_rows(order)
    x = alt.X("share:Q", axis=_axis("datum.label + '%'"), scale=alt.Scale(zero=True, nice=True))
    lines = (
        chart_of(points)
        .mark_rule(stroke=DARK, strokeWidth=2)
        .encode(y=y, x=alt.X("least:Q"), x2=alt.X2("most:Q"))
    )
    dots = (
        chart_of(points)
        .mark_point(shape="circle", fill=DARK, stroke=DARK, size=70, opacity=1)
        .encode(y=y, x=x)
    )
    said = said_of(points, align="left", dx=8)
    layers = [
        *_whole(table, SHARE),
        lines,
        dots,
        said.encode(y=y, x=alt.X("most:Q"), text=alt.Text("label:N")),
    ]
    return _drawn(layers, table)


def of_days(table: DisclosedTable) -> str | None:
    """A bar for each row whose median may be shown, the shortest first; the whole area as a line."""
    rows = sorted(_shown(table, MEDIAN), key=lambda row: (drawn(row[MEDIAN]) or 0, row[0]))
    if not rows:
        return None
    order = [row[0] for row in rows]
    values = [{"name": row[0], "at": drawn(row[MEDIAN]), "label": row[MEDIAN]} for row in rows]
    y = named_rows(order)
    bars = chart_of(values).mark_bar(fill=MIDDLE, stroke=DARK, height=18)
    said = said_of(values, align="left", dx=6)
    layers = [
        bars.encode(y=y, x=alt.X("at:Q", axis=_axis("datum.label"))),
        *_whole(table, MEDIAN),
        said.encode(y=y, x=alt.X("at:Q"), text=alt.Text("label:N")),
    ]
    return _drawn(layers, table)


def _shown(table: DisclosedTable, column: int) -> list[tuple[str, ...]]:
    return [row for row in table.rows[:-1] if row[column][0].isdigit()]


def _point(row: tuple[str, ...]) -> dict[str, Any]:
    least, _, most = row[LIKELY].partition(" to ")
    share = drawn(row[SHARE])
    return {
        "name": row[0],
        "share": share,
        "least": drawn(least),
        "most": drawn(most),
        "label": row[SHARE],
    }


def _whole(table: DisclosedTable, column: int) -> list[Any]:
    name, text = table.rows[-1][0], table.rows[-1][column]
    if not text[0].isdigit():
        return []
    place = chart_of([{"at": drawn(text), "label": f"{name} {text}"}])
    line = place.mark_rule(stroke=INK, strokeWidth=1.5, strokeDash=[5, 4])
    said = place.mark_text(align="left", baseline="bottom", dx=5, fill=INK, fontSize=SIZE)
    return [
        line.encode(x=alt.X("at:Q")),
        said.encode(x=alt.X("at:Q"), y=from_top(-6), text=alt.Text("label:N")),
    ]


def _axis(words: str) -> Any:
    return alt.Axis(title=None, labelExpr=words, tickCount=5, domain=False, ticks=False)


def _drawn(layers: Sequence[Any], table: DisclosedTable) -> str:
    height = {"step": _STEP}
    return drawn_by_vega_lite(
        layers, width=_WIDTH, height=height, title=table.title, description=table.description
    )
