"""Courses begun by sector, and how they stand."""

import altair as alt

from service.board.charts.svg import DARK, INK, LIGHT, MIDDLE, SIZE, chart_of, drawn_by_vega_lite, named_rows
from service.board.rows import DisclosedTable, drawn
from service.board.rules import COMPLETED, LEFT, STILL_THERE

_WIDTH, _STEP = 340, 30
_SHADES = {COMPLETED: DARK, STILL_THERE: MIDDLE, LEFT: LIGHT}
_STARTS = 1


def of_sectors(table: DisclosedTable) -> str | None:
    """A bar for each sector in three parts, and its starts behind it; sectors with a hidden figure have none."""
    rows = [row for row in table.rows[:-1] if all(drawn(text) is not None for text in row[1:])]
    if not rows:
        return None
    rows.sort(key=lambda row: (-(drawn(row[_STARTS]) or 0), row[0]))
    order = [row[0] for row in rows]
    parts = [
        {"name": row[0], "kind": kind, "at": drawn(row[table.columns.index(kind)]), "place": place}
        for row in rows
        for place, kind in enumerate(_SHADES)
    ]
    ends = [
        {"name": row[0], "at": sum(drawn(text) or 0 for text in row[2:]), "label": row[_STARTS]}
        for row in rows
    ]
    y = named_rows(order)
    fill = alt.Fill(
        "kind:N",
        scale=alt.Scale(domain=list(_SHADES), range=list(_SHADES.values())),
        legend=alt.Legend(columns=len(_SHADES)),
    )
    bars = chart_of(parts).mark_bar(stroke=DARK, strokeWidth=1, height=18)
    said = chart_of(ends).mark_text(align="left", dx=6, fill=INK, fontSize=SIZE)
    x = alt.X("at:Q", axis=None, stack=True)
    layers = [
        bars.encode(y=y, x=x, fill=fill, order=alt.Order("place:Q")),
        said.encode(y=y, x=alt.X("at:Q", axis=None), text=alt.Text("label:N")),
    ]
    return drawn_by_vega_lite(
        layers, width=_WIDTH, height={"step": _STEP}, title=table.title, description=table.description
    )
