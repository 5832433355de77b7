"""Lines over the months: NEET or not known, and each of the two."""

from itertools import pairwise
from typing import Any

import altair as alt

from service.board.charts.points import MEDIAN, SHARE
from service.board.charts.svg import DARK, INK, MIDDLE, SIZE, chart_of, drawn_by_vega_lite
from service.board.rows import DisclosedTable, drawn
from service.board.rules import BOTH, DAYS, NEET, NOT_KNOWN, PER_CENT

_WIDTH, _HEIGHT = 420, 240
_FEWEST = 2
_LINES = {BOTH: (DARK, [1, 0], 3), NEET: (INK, [7, 4], 2), NOT_KNOWN: (MIDDLE, [2, 3], 2.5)}
_APART = 0.09  # of the height: what a label needs


def of_months(table: DisclosedTable) -> str | None:
    """One line each, named at its end; None for a single month."""
    points = [point for kind in _LINES for point in _points(table, kind)]
    months = [row[0] for row in table.rows]
    if len({point["month"] for point in points}) < _FEWEST:
        return None
    layers = [_line(kind, points, months) for kind in _LINES]
    return drawn_by_vega_lite(
        [*layers, _names(points, months)],
        width=_WIDTH,
        height=_HEIGHT,
        title=table.title,
        description=table.description,
    )


def of_measure_months(table: DisclosedTable) -> str | None:
    """A line of a measure's shares or days, each point with its figure; None for a single month."""
    is_days = table.columns[-1] == DAYS
    column = MEDIAN if is_days else SHARE
    points = [
        {"kind": "", "month": row[0], "share": drawn(row[column]), "label": row[column]}
        for row in table.rows
        if row[column][0].isdigit()
    ]
    if len(points) < _FEWEST:
        return None
    months = [row[0] for row in table.rows]
    words = "datum.label" if is_days else "datum.label + '%'"
    marks = chart_of(points).mark_line(
        stroke=DARK, strokeWidth=2.5, point=alt.OverlayMarkDef(fill=DARK, stroke=None, size=45)
    )
    said = chart_of(points).mark_text(baseline="bottom", dy=-7, fill=INK, fontSize=SIZE)
    layers = [
        marks.encode(x=_months(months), y=_shares(words)),
        said.encode(x=_months(months), y=_shares(words), text=alt.Text("label:N")),
    ]
    return drawn_by_vega_lite(
        layers, width=_WIDTH, height=_HEIGHT, title=table.title, description=table.description
    )


def _points(table: DisclosedTable, kind: str) -> list[dict[str, Any]]:
    place = table.columns.index(kind + PER_CENT)
    return [
        {"kind": kind, "month": row[0], "share": drawn(row[place]), "label": f"{kind} {row[place]}"}
        for row in table.rows
        if drawn(row[place]) is not None
    ]


def _line(kind: str, points: list[dict[str, Any]], months: list[str]) -> Any:
    colour, dash, width = _LINES[kind]
    own = [point for point in points if point["kind"] == kind]
    marks = chart_of(own).mark_line(
        stroke=colour,
        strokeDash=dash,
        strokeWidth=width,
        point=alt.OverlayMarkDef(fill=colour, stroke=None, size=40),
    )
    return marks.encode(x=_months(months), y=_shares())


def _months(months: list[str]) -> Any:
    """Upright, the year below the month: thirteen fit where the months are cut to three letters."""
    said = "[slice(datum.label, 0, 3), slice(datum.label, -4)]"
    axis = alt.Axis(title=None, labelAngle=0, labelExpr=said, labelPadding=6, grid=False)
    return alt.X("month:O", sort=months, scale=alt.Scale(domain=months), axis=axis)


def _shares(words: str = "datum.label + '%'") -> Any:
    axis = alt.Axis(title=None, labelExpr=words, tickCount=5, domain=False, ticks=False)
    return alt.Y("share:Q", axis=axis, scale=alt.Scale(zero=True, nice=True))


def _names(points: list[dict[str, Any]], months: list[str]) -> Any:
    """Each line's name and last figure at its end, moved apart where they would lie on each other."""
    last = sorted(
        (_last(kind, points) for kind in _LINES if _last(kind, points)), key=lambda each: each["share"]
    )
    apart = _APART * max(point["share"] for point in points)
    for lower, upper in pairwise(last):
        upper["share"] = max(upper["share"], lower["share"] + apart)
    marks = chart_of(last).mark_text(align="left", dx=10, fill=INK, fontSize=SIZE)
    return marks.encode(x=_months(months), y=_shares(), text=alt.Text("label:N"))


def _last(kind: str, points: list[dict[str, Any]]) -> dict[str, Any]:
    own = [point for point in points if point["kind"] == kind]
    return dict(own[-1]) if own else {}
