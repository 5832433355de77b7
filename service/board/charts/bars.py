"""Bars: districts by the share who are NEET or not known, and where those who left learning are now."""

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt

from service.board.charts.svg import (
    DARK,
    INK,
    LIGHT,
    MIDDLE,
    SIZE,
    chart_of,
    drawn_by_vega_lite,
    from_top,
    named_rows,
    said_of,
)
from service.board.rows import DisclosedTable, drawn
from service.board.rules import BOTH, NEET, NOT_KNOWN, PER_CENT, YOUNG_PEOPLE

_WIDTH, _NARROWER, _STEP = 420, 300, 28  # narrower where long names take up room
Values = Sequence[Mapping[str, object]]
_KINDS = {NEET: DARK, NOT_KNOWN: LIGHT, BOTH: MIDDLE}


def of_places(table: DisclosedTable) -> str | None:
    """Bars by district, the largest first, those without a figure last and by name; the whole area as a
    line."""
    column = table.columns.index(BOTH + PER_CENT)
    rows = sorted(table.rows[:-1], key=lambda row: (-(drawn(row[column]) or 0), row[0]))
    if not any(drawn(row[column]) for row in rows):
        return None
    order = [row[0] for row in rows]
    parts = [part for row in rows for part in _parts(table, row)]
    ends = [{"name": row[0], "end": drawn(row[column]) or 0, "label": row[column]} for row in rows]
    layers = [_bars(parts, order)]
    whole = table.rows[-1]
    if drawn(whole[column]):
        layers += _line(drawn(whole[column]) or 0, f"{whole[0]} {whole[column]}")
    layers.append(_labels(ends, order))
    return drawn_by_vega_lite(
        layers, width=_WIDTH, height={"step": _STEP}, title=table.title, description=table.description
    )


def _parts(table: DisclosedTable, row: tuple[str, ...]) -> Values:
    """NEET and not known beside each other where both may be shown, else the two as one."""
    shares = {kind: drawn(row[table.columns.index(kind + PER_CENT)]) for kind in _KINDS}
    both = shares[BOTH]
    if both is None:
        return []
    neet, not_known = shares[NEET], shares[NOT_KNOWN]
    if neet is None or not_known is None or not neet + not_known:
        return [{"name": row[0], "kind": BOTH, "from": 0, "to": both}]
    border = both * neet / (neet + not_known)  # the two as shown may miss their sum by one
    return [
        {"name": row[0], "kind": NEET, "from": 0, "to": border},
        {"name": row[0], "kind": NOT_KNOWN, "from": border, "to": both},
    ]


def _bars(parts: Values, order: list[str]) -> Any:
    kinds = [kind for kind in _KINDS if any(part["kind"] == kind for part in parts)]
    shades = alt.Scale(domain=kinds, range=[_KINDS[kind] for kind in kinds])
    return (
        chart_of(parts)
        .mark_bar(stroke=DARK, strokeWidth=1, height=18)
        .encode(
            y=named_rows(order),
            x=alt.X("from:Q", axis=None),
            x2=alt.X2("to:Q"),
            fill=alt.Fill("kind:N", scale=shades, legend=alt.Legend(columns=len(kinds))),
        )
    )


def _labels(ends: Values, order: list[str]) -> Any:
    marks = said_of(ends, align="left", dx=6)
    return marks.encode(y=named_rows(order), x=alt.X("end:Q", axis=None), text=alt.Text("label:N"))


def _line(at: float, label: str) -> list[Any]:
    place = chart_of([{"at": at, "label": label}])
    return [
        place.mark_rule(stroke=INK, strokeWidth=1.5, strokeDash=[5, 4]).encode(x=alt.X("at:Q", axis=None)),
        place.mark_text(align="left", baseline="top", dx=5, fill=INK, fontSize=SIZE).encode(
            x=alt.X("at:Q", axis=None), y=from_top(alt.expr("height + 4")), text=alt.Text("label:N")
        ),
    ]


def of_destinations(table: DisclosedTable) -> str | None:
    """Bars by destination, in the table's order."""
    count, share = table.columns.index(YOUNG_PEOPLE), len(table.columns) - 1
    rows = table.rows[:-1]
    if not any(drawn(row[share]) for row in rows):
        return None
    order = [row[0] for row in rows]
    ends = [
        {"name": row[0], "end": drawn(row[share]) or 0, "label": _said(row[share], row[count])}
        for row in rows
    ]
    bars = chart_of(ends).mark_bar(fill=DARK, height=18)
    layers = [bars.encode(y=named_rows(order), x=alt.X("end:Q", axis=None)), _labels(ends, order)]
    return drawn_by_vega_lite(
        layers, width=_NARROWER, height={"step": _STEP}, title=table.title, description=table.description
    )


def _said(share: str, count: str) -> str:
    return share if share == count else f"{share} ({count})"
