"""Providers by a share and by how many it is a share of: within the funnel differences are chance."""

from collections.abc import Iterator, Sequence
from math import ceil
from typing import Any

import altair as alt

from service.board.charts.names import LETTER, LINE, Names
from service.board.charts.points import SHARE, of_risks
from service.board.charts.svg import DARK, FAINT, INK, MIDDLE, SIZE, chart_of, drawn_by_vega_lite, said_of
from service.board.rows import DisclosedTable, drawn
from service.board.rules import OTHER_RECORDERS, TABLES
from service.board.rules.measures import MEASURES, TAIL_95, TAIL_998, Split, funnel_limits, is_outside

_WIDTH, _HEIGHT = 460, 300
_SMALLEST = 30  # SDC-1 rule 8: points of fewer are not drawn
_STEPS = 24
_NAMED = 12
_LIMITS = (("95%", TAIL_95, [5, 4], MIDDLE, -7), ("99.8%", TAIL_998, [1, 0], DARK, 7))
"""Name, what lies beyond, dash, colour, and how far its names are moved from the other's."""
Points = Sequence[dict[str, Any]]
Limit = tuple[str, float, list[int], str, int]


def of_split(table: DisclosedTable) -> str | None:
    """A measure by the parts of its split: providers in a funnel, risks as points."""
    measure = MEASURES[TABLES[table.name].measure or ""]
    return of_providers(table) if measure.split is Split.PROVIDER else of_risks(table)


def of_providers(table: DisclosedTable) -> str | None:
    """A point for each provider with thirty or more; the whole area as a line, 95% and 99.8% limits around it.

    The others taken together are no provider.
    """
    points = [_point(row) for row in table.rows[:-1] if row[0] != OTHER_RECORDERS and _is_shown(row)]
    points.sort(key=lambda point: (point["base"], point["name"]))
    whole = table.rows[-1]
    if not points or not _is_shown(whole):
        return None
    share = _share(whole)
    if not 0 < share < 1:
        return None
    largest = max(point["base"] for point in points) * 1.15
    label = f"{whole[0]} {whole[SHARE]}"
    top = _top(points, share)
    layers = [layer for limit in _LIMITS for layer in _curve(share, largest, limit, top)]
    layers += [*_middle(share, largest, label), _dots(points), *_names(points, share, largest, label)]
    return drawn_by_vega_lite(
        layers, width=_WIDTH, height=_HEIGHT, title=table.title, description=table.description
    )


def _is_shown(row: tuple[str, ...]) -> bool:
    return row[SHARE].endswith("%") and (drawn(row[1]) or 0) >= _SMALLEST


def _share(row: tuple[str, ...]) -> float:
    """From the counts as shown, which say it finer than the whole percentage."""
    return (drawn(row[2]) or 0) / (drawn(row[1]) or 1)


def _point(row: tuple[str, ...]) -> dict[str, Any]:
    return {
        "name": row[0],
        "base": int(drawn(row[1]) or 0),
        "part": int(drawn(row[2]) or 0),
        "share": 100 * _share(row),
    }


def _curve(share: float, largest: float, limit: Limit, top: int) -> list[Any]:
    name, tail, dash, colour, apart = limit
    sizes = [_SMALLEST + (largest - _SMALLEST) * step / _STEPS for step in range(_STEPS + 1)]
    values = []
    for size in sizes:
        least, most = funnel_limits(share, round(size), tail=tail)
        values += [
            {"base": size, "at": 100 * least, "side": f"{name} low"},
            {"base": size, "at": 100 * most, "side": f"{name} high"},
        ]
    line = chart_of(values).mark_line(stroke=colour, strokeDash=list(dash), strokeWidth=1.5)
    return [
        line.encode(x=_sizes(), y=_shares(top), detail=alt.Detail("side:N")),
        *(_name_of(values[-2 + side], name, away) for side, away in enumerate((apart, -apart))),
    ]


def _name_of(end: dict[str, Any], name: str, dy: int) -> Any:
    said = chart_of([end | {"label": name}]).mark_text(align="left", dx=4, dy=dy, fill=INK, fontSize=SIZE)
    return said.encode(x=alt.X("base:Q"), y=alt.Y("at:Q"), text=alt.Text("label:N"))


def _middle(share: float, largest: float, label: str) -> list[Any]:
    values = [{"base": size, "at": 100 * share} for size in (_SMALLEST, largest)]
    line = chart_of(values).mark_line(stroke=INK, strokeWidth=1).encode(x=alt.X("base:Q"), y=alt.Y("at:Q"))
    said = chart_of([values[0] | {"label": label}]).mark_text(
        align="left", baseline="bottom", dx=4, dy=-3, fill=INK, fontSize=SIZE
    )
    return [line, said.encode(x=alt.X("base:Q"), y=alt.Y("at:Q"), text=alt.Text("label:N"))]


def _dots(points: Points) -> Any:
    dots = chart_of(points).mark_point(shape="circle", fill=DARK, stroke=FAINT, size=80, opacity=1)
    return dots.encode(x=alt.X("base:Q"), y=alt.Y("share:Q"))


def _top(points: Points, share: float) -> int:
    """Where the drawing ends above, in per cent: a multiple of ten above limits and points."""
    _, limit = funnel_limits(share, _SMALLEST, tail=TAIL_998)
    highest: float = max(100 * limit, *(each["share"] for each in points))
    return 10 * ceil(highest / 10)


def _names(points: Points, share: float, largest: float, label: str) -> Iterator[Any]:
    """Of those outside the inner limits, and of all of them where they are few."""
    across, down = _WIDTH / (largest - _SMALLEST), -_HEIGHT / _top(points, share)
    places = [((point["base"] - _SMALLEST) * across, point["share"] * down, point) for point in points]
    names = Names(_WIDTH)
    names.take(len(label) * LETTER / 2, 100 * share * down - LINE / 2, label)
    for x, y, _ in places:
        names.take(x, y, "o")
    for x, y, point in places:
        if len(points) > _NAMED and not is_outside(point["part"], point["base"], share=share, tail=TAIL_95):
            continue
        dx, dy = names.beside(x, y, point["name"])
        said = said_of([point], align="center", baseline="middle", dx=dx, dy=dy)
        yield said.encode(x=alt.X("base:Q"), y=alt.Y("share:Q"), text=alt.Text("name:N"))


def _sizes() -> Any:
    return alt.X(
        "base:Q",
        scale=alt.Scale(zero=False, nice=False),
        axis=alt.Axis(title="How many it is a share of", grid=False, tickCount=5),
    )


def _shares(top: int) -> Any:
    axis = alt.Axis(title=None, labelExpr="datum.label + '%'", tickCount=5, domain=False, ticks=False)
    return alt.Y("at:Q", axis=axis, scale=alt.Scale(domain=[0, top]))
