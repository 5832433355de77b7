"""Pairs of bars: for each sector what employers ask for, and below it what can be started."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import altair as alt

from service.board.charts.svg import DARK, INK, LIGHT, SIZE, chart_of, drawn_by_vega_lite

_WIDTH, _STEP, _APART = (
    240,
    22,
    0.3,
)  # as wide as a phone: names stand above their bars, and nothing has to scroll
_SHADES = (DARK, LIGHT)
_NAME = "name"
Values = Sequence[Mapping[str, object]]


@lru_cache(maxsize=64)
def of_skills(
    rows: tuple[tuple[str, str, str], ...], *, kinds: tuple[str, str], title: str, description: str
) -> str | None:
    """A group of two bars for each row (its name, and the two figures as shown), in the order given.

    A text that is no figure is written where its bar would begin. None where there is no figure to draw. What was drawn
    is kept while its figures stay the same, which may be a day: drawing takes longer than the rest of the page.
    """
    bars = [
        {"name": name, "kind": kind, "end": _length(text), "from": _length(text) or 0.0, "label": text}
        for name, *texts in rows
        for kind, text in zip(kinds, texts, strict=True)
    ]
    if not any(bar["end"] for bar in bars):
        return None
    names = [name for name, *_ in rows]
    drawn = [bar for bar in bars if bar["end"] is not None]
    layers = [_names(names, kinds), _bars(drawn, names, kinds), _labels(bars, names, kinds)]
    return drawn_by_vega_lite(
        layers, width=_WIDTH, height={"step": _STEP, "for": "offset"}, title=title, description=description
    )


def _length(text: str) -> float | None:
    """How long the bar of a figure as shown is: "1,245" is 1245; what is no figure has no bar."""
    plain = text.replace(",", "")
    return float(plain) if plain.isdecimal() else None


def _names(names: list[str], kinds: tuple[str, str]) -> Any:
    heads = [{"name": name, "kind": _NAME, "at": 0} for name in names]
    marks = chart_of(heads).mark_text(align="left", fill=INK, fontSize=SIZE, fontWeight="bold")
    return marks.encode(
        y=_rows(names),
        yOffset=_within(kinds, bandPosition=0.5),
        x=alt.X("at:Q", axis=None),
        text=alt.Text("name:N"),
    )


def _bars(bars: Values, names: list[str], kinds: tuple[str, str]) -> Any:
    """Dark and outlined light: told apart in grey and on paper, by their order and by the key above."""
    shades = alt.Scale(domain=list(kinds), range=list(_SHADES))
    return (
        chart_of(bars)
        .mark_bar(stroke=DARK, strokeWidth=1)
        .encode(
            y=_rows(names),
            yOffset=_within(kinds),
            x=alt.X("end:Q", axis=None),
            fill=alt.Fill("kind:N", scale=shades, legend=alt.Legend(columns=2)),
        )
    )


def _labels(bars: Values, names: list[str], kinds: tuple[str, str]) -> Any:
    marks = chart_of(bars).mark_text(align="left", dx=6, fill=INK, fontSize=SIZE)
    return marks.encode(
        y=_rows(names),
        yOffset=_within(kinds, bandPosition=0.5),
        x=alt.X("from:Q", axis=None),
        text=alt.Text("label:N"),
    )


def _rows(names: list[str]) -> Any:
    return alt.Y("name:N", sort=names, scale=alt.Scale(domain=names, paddingInner=_APART), axis=None)


def _within(kinds: tuple[str, str], **more: Any) -> Any:
    """The three lines of a row: its name, then its two bars."""
    return alt.YOffset("kind:N", sort=[_NAME, *kinds], scale=alt.Scale(domain=[_NAME, *kinds]), **more)
