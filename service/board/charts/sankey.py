"""A flow chart over three moments: where the same people were, as bands between stages.

Vega lays out no such chart, so the places are worked out here and Vega draws them. All heights come from the
disclosed table. Every move that is shown there is a band of its own. What the shown moves leave over of a node, where
moves are hidden, runs in one outlined band for the whole step: how many left and arrived so is in the table, which of
them went where is not, and the band does not tell it either.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from service.board.charts.svg import DARK, FONT, INK, LIGHT, MIDDLE, SIZE, drawn_by_vega
from service.board.rows import HIDDEN, DisclosedTable, Node, drawn

_WIDTH, _HEIGHT, _TOP, _SIDE, _BAR, _GAP = 714, 460, 34, 165, 12, 16
_STEPS = 2
_ROWS = len(Node) + 1  # of one step: each node, then everybody
_LABEL = 18  # what a line of text needs
_FEWEST = 10
_OUTLINED = "#ffffff"  # with a dashed edge: in grey a fourth shade would not tell
_FOOT = _TOP + _HEIGHT + 28
_SHADES = (
    (DARK, "From or to NEET", 160),
    (MIDDLE, "From or to not known", 190),
    (LIGHT, "All others shown", 150),
    (_OUTLINED, "Other moves, hidden to protect people", 280),
)
_SHORT = {
    Node.SCHOOL: "At school",
    Node.LEARNING: "Up to level two",
    Node.LEVEL_3: "Level three up",
    Node.WORK: "In work",
    Node.OTHER: "Re-engaging",
    Node.NEET: "NEET",
    Node.NOT_KNOWN: "Not known",
}


class _Box(msgspec.Struct):
    """A node of one moment, with how far its two sides are taken by bands."""

    node: Node
    text: str
    x: float
    y: float
    height: float
    left: float = 0
    right: float = 0


class _Hidden(msgspec.Struct):
    """What leaves a node, or arrives at one, by moves that are hidden: its width, and how the box is joined."""

    box: _Box
    top: float
    width: float


def of_flow(table: DisclosedTable) -> str | None:
    """The bands of a table of moves; None where everybody's number is hidden or no move may be shown."""
    everybody = drawn(table.rows[-1][-1])
    if not everybody or not any(drawn(text) for row in table.rows[: len(Node)] for text in row[1:-1]):
        return None
    scale = (_HEIGHT - _GAP * (len(Node) - 1)) / everybody
    columns = [dict(_boxes(moment, _totals(table, moment), scale)) for moment in range(_STEPS + 1)]
    shown = [band for step in range(_STEPS) for band in _bands(table, step, columns, scale)]
    hidden = [band for step in range(_STEPS) for band in _hidden(table, step, columns, scale)]
    bands = [*hidden, *shown]  # the outlined ones lie below
    boxes = [box for column in columns for box in column.values()]
    described = _described(bands, boxes, [*_labels(columns), *_heads(table)], list(_key(bands)))
    return drawn_by_vega(described, title=table.title, description=table.description)


def _totals(table: DisclosedTable, moment: int) -> list[str]:
    """How many were at each node: the last column of the first step, then the last rows of both."""
    if moment == 0:
        return [row[-1] for row in table.rows[: len(Node)]]
    return list(table.rows[moment * _ROWS - 1][1:-1])


def _boxes(moment: int, totals: Sequence[str], scale: float) -> Iterator[tuple[Node, _Box]]:
    x, y = _column_x(moment), float(_TOP)
    for node, text in zip(Node, totals, strict=True):
        height = (drawn(text) or 0) * scale
        if height:
            yield node, _Box(node, text, x, y, height)
            y += height + _GAP


def _column_x(moment: int) -> float:
    return _SIDE + moment * (_WIDTH - 2 * _SIDE - _BAR) / _STEPS


def _bands(
    table: DisclosedTable, step: int, columns: Sequence[Mapping[Node, _Box]], scale: float
) -> Iterator[dict[str, object]]:
    for before, row in zip(Node, table.rows[step * _ROWS :], strict=False):
        start = columns[step].get(before)
        if start is None:
            continue
        for after, text in zip(Node, row[1:-1], strict=True):
            end, width = columns[step + 1].get(after), (drawn(text) or 0) * scale
            if end is not None and width:
                yield _band(start, end, width)


def _band(start: _Box, end: _Box, width: float) -> dict[str, object]:
    shade = DARK if Node.NEET in (start.node, end.node) else LIGHT
    if Node.NOT_KNOWN in (start.node, end.node) and shade != DARK:
        shade = MIDDLE
    path = _path(start.x + _BAR, start.y + start.right, end.x, end.y + end.left, width)
    start.right, end.left = start.right + width, end.left + width
    return {"path": path, "fill": shade, "edge": "none"}


def _hidden(
    table: DisclosedTable, step: int, columns: Sequence[Mapping[Node, _Box]], scale: float
) -> Iterator[dict[str, object]]:
    """One outlined band: from each node what the shown moves leave over, together, and on to where it arrives.

    After `_bands`, whose moves take their places first.
    """
    rows = table.rows[step * _ROWS : step * _ROWS + len(Node)]
    leaving = [row[1:-1] for row in rows]
    arriving = [[row[place] for row in rows] for place in range(1, len(Node) + 1)]
    outs = list(_left_over(columns[step], [row[-1] for row in rows], leaving, scale, side="right"))
    ins = list(_left_over(columns[step + 1], _totals(table, step + 1), arriving, scale, side="left"))
    if not outs:
        return
    x = (outs[0].box.x + _BAR + _column_x(step + 1)) / 2
    top = _middle(outs + ins)
    for each, (start_x, start, end_x, end) in _joined(outs, ins, x, top):
        yield {"path": _path(start_x, start, end_x, end, each.width), "fill": _OUTLINED, "edge": "none"}
        for down in (0.0, each.width):  # along its sides only: across, where its parts meet, there is no line
            yield {
                "path": _side(start_x, start + down, end_x, end + down),
                "fill": "none",
                "edge": MIDDLE,
            }


def _left_over(
    column: Mapping[Node, _Box],
    totals: Sequence[str],
    moves: Sequence[Sequence[str]],
    scale: float,
    *,
    side: str,
) -> Iterator[_Hidden]:
    """Of each node what its shown moves leave over, where some are hidden and it reaches ten. By shown texts only."""
    for node, total, texts in zip(Node, totals, moves, strict=True):
        box, left_over = column.get(node), (drawn(total) or 0) - sum(drawn(text) or 0 for text in texts)
        if box is not None and HIDDEN in texts and left_over >= _FEWEST:
            yield _Hidden(box, box.y + getattr(box, side), left_over * scale)


def _middle(parts: Sequence[_Hidden]) -> float:
    """Where the band runs half way: the wider a part, the nearer to it."""
    return sum(part.top * part.width for part in parts) / sum(part.width for part in parts)


def _joined(
    outs: Sequence[_Hidden], ins: Sequence[_Hidden], x: float, top: float
) -> Iterator[tuple[_Hidden, tuple[float, float, float, float]]]:
    """Each part with where it begins and ends: the ones that leave run together half way, then part again."""
    y = top
    for each in outs:
        yield each, (each.box.x + _BAR, each.top, x, y)
        y += each.width
    y = top
    for each in ins:
        yield each, (x, y, each.box.x, each.top)
        y += each.width


def _path(x: float, y: float, to_x: float, to_y: float, width: float) -> str:
    middle = (x + to_x) / 2
    return (
        f"{_side(x, y, to_x, to_y)}"
        f"L{to_x:.1f},{to_y + width:.1f}"
        f"C{middle:.1f},{to_y + width:.1f},{middle:.1f},{y + width:.1f},{x:.1f},{y + width:.1f}Z"
    )


def _side(x: float, y: float, to_x: float, to_y: float) -> str:
    middle = (x + to_x) / 2
    return f"M{x:.1f},{y:.1f}C{middle:.1f},{y:.1f},{middle:.1f},{to_y:.1f},{to_x:.1f},{to_y:.1f}"


def _labels(columns: Sequence[Mapping[Node, _Box]]) -> Iterator[dict[str, object]]:
    """Name and number beside each node: outside at the edges, inside in the middle; pushed down if too
    near."""
    for moment, column in enumerate(columns):
        before = 0.0
        for box in column.values():
            y = before = max(box.y + box.height / 2, before + _LABEL)
            x, align = (box.x - 6, "right") if moment == 0 else (box.x + _BAR + 6, "left")
            yield {
                "x": x,
                "y": y,
                "align": align,
                "text": f"{_SHORT[box.node]}: {box.text}",
                "weight": "normal",
            }


def _heads(table: DisclosedTable) -> Iterator[dict[str, object]]:
    heads = [table.rows[0][0], *(table.rows[step * _ROWS - 1][0] for step in range(1, _STEPS + 1))]
    places = [(_SIDE + _BAR, "right"), (_WIDTH / 2, "center"), (_WIDTH - _SIDE - _BAR, "left")]
    for head, (x, align) in zip(heads, places, strict=True):
        yield {"x": x, "y": 12, "align": align, "text": head.rsplit(", ", 1)[1], "weight": "bold"}


def _key(bands: Sequence[Mapping[str, object]]) -> Iterator[dict[str, object]]:
    """What the shades drawn stand for, in one line below."""
    x = 4.0
    for shade, text, width in _SHADES:
        if any(band["fill"] == shade for band in bands):
            yield {"x": x, "fill": shade, "text": text}
            x += width


def _described(
    bands: Any,
    boxes: Sequence[_Box],
    labels: Sequence[Mapping[str, object]],
    key: Sequence[Mapping[str, object]],
) -> dict[str, Any]:
    rects = [{"x": box.x, "y": box.y, "height": max(box.height, 1)} for box in boxes]
    ink = {"fill": {"value": INK}}
    edge = {"stroke": _field("edge"), "strokeDash": {"value": [3, 2]}}
    halo = {"stroke": {"value": "#ffffff"}, "strokeWidth": {"value": 4}, "strokeJoin": {"value": "round"}}
    return {
        "width": _WIDTH,
        "height": _FOOT + 12,
        "padding": 4,
        "background": "#ffffff",
        "config": {"aria": False},
        "data": [
            {"name": "bands", "values": bands},
            {"name": "boxes", "values": rects},
            {"name": "labels", "values": [*labels, *_beside(key)]},
            {"name": "key", "values": key},
        ],
        "marks": [
            _mark("path", "bands", {**_fields("path", "fill"), **edge, "fillOpacity": {"value": 0.75}}),
            _mark("rect", "boxes", {**_fields("x", "y", "height"), "width": {"value": _BAR}, **ink}),
            _mark("rect", "key", _swatch()),
            _mark("text", "labels", _text(halo)),
        ],
    }


def _beside(key: Sequence[Mapping[str, Any]]) -> Iterator[dict[str, object]]:
    for each in key:
        yield {"x": each["x"] + 20, "y": _FOOT, "align": "left", "text": each["text"], "weight": "normal"}


def _swatch() -> dict[str, Any]:
    size, stroke = {"value": 14}, {"value": DARK}
    return {
        **_fields("x", "fill"),
        "y": {"value": _FOOT - 8},
        "width": size,
        "height": size,
        "stroke": stroke,
    }


def _text(more: Mapping[str, Any]) -> dict[str, Any]:
    look = {
        "font": {"value": FONT},
        "fontSize": {"value": SIZE},
        "fill": {"value": INK},
        "baseline": {"value": "middle"},
    }
    return {**_fields("x", "y", "align", "text"), "fontWeight": _field("weight"), **look, **more}


def _fields(*names: str) -> dict[str, Any]:
    return {name: _field(name) for name in names}


def _field(name: str) -> dict[str, str]:
    return {"field": name}


def _mark(kind: str, data: str, encoded: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": kind, "from": {"data": data}, "encode": {"enter": encoded}}
