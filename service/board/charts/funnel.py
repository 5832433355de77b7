"""Providers by a share and by how many it is a share of: within the funnel differences are chance."""

from collections.abc import Iterator, Mapping, Sequence
from math import ceil
from typing import Any

import altair as alt
import msgspec

from service.board.charts.names import LETTER, LINE, Names
from service.board.charts.points import SHARE, of_risks
from service.board.charts.svg import DARK, FAINT, INK, MIDDLE, chart_of, drawn_by_vega_lite, said_of
from service.board.rows import DisclosedTable, drawn
from service.board.rules import OTHER_RECORDERS, TABLES
from service.board.rules.measures import (
    MEASURES,
    TAIL_95,
    TAIL_998,
    Split,
    differ_by_more_than_chance,
    funnel_limits,
    is_outside,
)

_WIDTH, _HEIGHT = 460, 300
_SMALLEST = 30  # SDC-1 rule 8: points of fewer are not drawn
_STEPS = 24
_NAMED = 12
_LIMITS = (("95%", TAIL_95, [5, 4], MIDDLE, -7), ("99.8%", TAIL_998, [1, 0], DARK, 7))
"""Name, what lies beyond, dash, colour, and how far its names are moved from the other's."""

Values = Sequence[Mapping[str, Any]]


class _Point(msgspec.Struct, frozen=True, kw_only=True):
    """A provider: how many, of how many, and the share in per cent."""

    name: str
    part: int
    base: int
    share: float


class _Frame(msgspec.Struct, frozen=True, kw_only=True):
    """How far the drawing goes: to the right in what is counted, above in per cent; and the whole area's share."""

    largest: float
    top: int
    share: float

    def across(self, base: float) -> float:
        """Pixels from the left."""
        return (base - _SMALLEST) * _WIDTH / (self.largest - _SMALLEST)

    def down(self, share: float) -> float:
        """Pixels from the bottom, less the higher, as a screen counts."""
        return -share * _HEIGHT / self.top

    def moved(self, base: float, share: float, dx: float, dy: float) -> dict[str, float]:
        """The place so many pixels to the right of another and below it."""
        right = dx * (self.largest - _SMALLEST) / _WIDTH
        return {"base": base + right, "share": share - dy * self.top / _HEIGHT}


def of_split(table: DisclosedTable) -> str | None:
    """A measure by the parts of its split: providers in a funnel, risks as points."""
    measure = MEASURES[TABLES[table.name].measure or ""]
    return of_providers(table) if measure.split is Split.PROVIDER else of_risks(table)


def of_providers(table: DisclosedTable) -> str | None:
    """A point for each provider with thirty or more; the whole area as a line, 95% and 99.8% limits around it.

    The others taken together are no provider.
    """
    points = [_point(row) for row in table.rows[:-1] if row[0] != OTHER_RECORDERS and _is_shown(row)]
    whole = table.rows[-1]
    if not points or not _is_shown(whole) or not 0 < _point(whole).share < 100:
        return None
    points.sort(key=lambda point: (point.base, point.name))
    frame, label = _frame(points, _point(whole)), f"{whole[0]} {whole[SHARE]}"
    curves = {limit[0]: list(_curve(frame, limit[1])) for limit in _LIMITS}
    layers = [
        *(_line(frame, curves[name], colour, dash=dash, width=1.5) for name, _, dash, colour, _ in _LIMITS),
        _line(frame, [{"base": base, "share": frame.share} for base in (_SMALLEST, frame.largest)], INK),
        _dots(frame, points),
        _words(frame, list(_at_the_sides(frame, curves, label)), "left"),
        _words(frame, list(_names(frame, points, label)), "center"),
    ]
    return drawn_by_vega_lite(
        layers, width=_WIDTH, height=_HEIGHT, title=table.title, description=table.description
    )


def _is_shown(row: tuple[str, ...]) -> bool:
    return row[SHARE].endswith("%") and (drawn(row[1]) or 0) >= _SMALLEST


def _point(row: tuple[str, ...]) -> _Point:
    """Its share is from the counts as shown, which say it finer than the whole percentage."""
    base, part = int(drawn(row[1]) or 0), int(drawn(row[2]) or 0)
    return _Point(name=row[0], base=base, part=part, share=100 * part / base)


def _frame(points: Sequence[_Point], whole: _Point) -> _Frame:
    _, limit = funnel_limits(whole.share / 100, _SMALLEST, tail=TAIL_998)
    highest = max(100 * limit, *(point.share for point in points))
    largest = max(point.base for point in points) * 1.15
    return _Frame(largest=largest, top=10 * ceil(highest / 10), share=whole.share)


def _curve(frame: _Frame, tail: float) -> Iterator[dict[str, Any]]:
    """Both limits at each size, the lower one first."""
    for step in range(_STEPS + 1):
        size = _SMALLEST + (frame.largest - _SMALLEST) * step / _STEPS
        for side, limit in enumerate(funnel_limits(frame.share / 100, round(size), tail=tail)):
            yield {"base": size, "share": 100 * limit, "side": side}


def _line(
    frame: _Frame, values: Values, colour: str, *, dash: Sequence[int] = (1, 0), width: float = 1
) -> Any:
    marks = chart_of(values).mark_line(stroke=colour, strokeDash=list(dash), strokeWidth=width)
    return _placed(marks, frame, detail=alt.Detail("side:N"))


def _dots(frame: _Frame, points: Sequence[_Point]) -> Any:
    values = [{"base": point.base, "share": point.share} for point in points]
    marks = chart_of(values).mark_point(shape="circle", fill=DARK, stroke=FAINT, size=80, opacity=1)
    return _placed(marks, frame)


def _words(frame: _Frame, values: Values, align: str) -> Any:
    said = said_of(values, align=align, baseline="middle")
    return _placed(said, frame, text=alt.Text("name:N"))


def _at_the_sides(frame: _Frame, curves: Mapping[str, Values], label: str) -> Iterator[dict[str, Any]]:
    """The limits are named at their right ends, the whole area at its left one, above its line."""
    yield frame.moved(_SMALLEST, frame.share, 4, -LINE / 2 - 2) | {"name": label}
    for name, _, _, _, apart in _LIMITS:
        low, high = curves[name][-2:]
        yield frame.moved(low["base"], low["share"], 4, apart) | {"name": name}
        yield frame.moved(high["base"], high["share"], 4, -apart) | {"name": name}


def _names(frame: _Frame, points: Sequence[_Point], label: str) -> Iterator[dict[str, Any]]:
    """Of those outside the inner limits, and of all of them where they are few; of none where the limits judge none."""
    if len(points) > _NAMED and _judges_none(frame, points):
        return
    names = Names(_WIDTH)
    names.take(len(label) * LETTER / 2, frame.down(frame.share) - LINE / 2 - 2, label)
    for point in points:
        names.take(frame.across(point.base), frame.down(point.share), "o")
    for point in points:
        if len(points) <= _NAMED or is_outside(point.part, point.base, share=frame.share / 100, tail=TAIL_95):
            apart = names.beside(frame.across(point.base), frame.down(point.share), point.name)
            yield frame.moved(point.base, point.share, *apart) | {"name": point.name}


def _judges_none(frame: _Frame, points: Sequence[_Point]) -> bool:
    return differ_by_more_than_chance(((point.part, point.base) for point in points), share=frame.share / 100)


def _placed(marks: Any, frame: _Frame, **more: Any) -> Any:
    sizes = alt.Axis(title="How many it is a share of", grid=False, tickCount=5)
    shares = alt.Axis(title=None, labelExpr="datum.label + '%'", tickCount=5, domain=False, ticks=False)
    across = alt.Scale(domain=[_SMALLEST, frame.largest], nice=False)
    up = alt.Scale(domain=[0, frame.top])
    x, y = alt.X("base:Q", scale=across, axis=sizes), alt.Y("share:Q", scale=up, axis=shares)
    return marks.encode(x=x, y=y, **more)
