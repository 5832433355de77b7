"""From a chart's description to an `<svg>` that a page under a strict content security policy may hold.

Presentation attributes only: no style, no script, no address, and nothing is fetched while drawing. Shades
differ in lightness, so a chart reads in grey and on paper.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt
import vl_convert
from altair.utils.schemapi import disable_debug_mode
from lxml import etree

FONT = "Arial, Helvetica, sans-serif"  # whatever the reader's machine has; no font is sent
INK, DARK, MIDDLE, LIGHT, FAINT = "#1d1d1b", "#12436d", "#7f97ab", "#cfdbe4", "#dedede"
SIZE = 15  # of letters, for a drawing 640 wide

_NAMESPACE = "http://www.w3.org/2000/svg"
_TAGS = frozenset({"svg", "g", "path", "rect", "line", "text", "tspan", "title", "desc"})
_VERSION = ".".join(alt.SCHEMA_VERSION.removeprefix("v").split(".")[:2])
_CONFIG: dict[str, Any] = {
    "aria": False,  # its labels would spell out what is drawn, unrounded
    "background": "#ffffff",
    "font": FONT,
    "view": {"stroke": None},
    "text": {"font": FONT, "fontSize": SIZE, "fill": INK},
    "axis": {
        "labelFont": FONT,
        "labelFontSize": SIZE,
        "labelColor": INK,
        "labelLimit": 0,
        "titleFont": FONT,
        "titleFontSize": SIZE,
        "titleFontWeight": "normal",
        "titleColor": INK,
        "domainColor": MIDDLE,
        "tickColor": MIDDLE,
        "gridColor": FAINT,
    },
    "legend": {
        "labelFont": FONT,
        "labelFontSize": SIZE,
        "labelColor": INK,
        "labelLimit": 0,
        "orient": "top",
        "symbolType": "square",
        "symbolStrokeColor": DARK,
        "symbolStrokeWidth": 1,
        "title": None,
    },
}


alt.data_transformers.consolidate_datasets = False  # each layer keeps its own values, and none is hashed
disable_debug_mode()  # checking every mark against the schema takes longer than drawing it; the tests draw them all


class ChartRefused(RuntimeError):
    """A drawing held something a page may not: an unknown element, a style, an address, a handler."""


def chart_of(values: Sequence[Mapping[str, object]]) -> Any:
    """An Altair chart of these values, held in the description itself."""
    return alt.Chart(alt.InlineData(values=tuple(values)))


def named_rows(order: Sequence[str]) -> Any:
    """A row for each name, in this order, from the top."""
    axis = alt.Axis(title=None, domain=False, ticks=False, labelPadding=8)
    return alt.Y("name:N", sort=list(order), scale=alt.Scale(domain=list(order)), axis=axis)


def said_of(values: Sequence[Mapping[str, object]], **more: Any) -> Any:
    """Words on a chart, with an edge of paper, so that a line may pass behind them."""
    halo = {"stroke": "#ffffff", "strokeWidth": 4, "strokeJoin": "round"}
    return chart_of(values).mark_text(fill=INK, fontSize=SIZE, **halo, **more)


def from_top(pixels: object) -> Any:
    """A fixed place, so many pixels from the top, or an expression of them."""
    return alt.YValue(pixels)  # type: ignore[no-untyped-call]  # Altair leaves its constructor without types


def drawn_by_vega_lite(
    layers: Sequence[Any], *, width: int, height: int | Mapping[str, object], title: str, description: str
) -> str:
    """The SVG of Altair charts above each other, in our theme. Raises ChartRefused.

    They are put together as Vega-Lite: Altair's own layers copy each chart several times, which takes longer than
    drawing them.
    """
    described = {
        "width": width,
        "height": height,
        "layer": [_described(layer) for layer in layers],
        "config": _CONFIG,
    }
    return finished(
        vl_convert.vegalite_to_svg(described, vl_version=_VERSION, allowed_base_urls=[]), title, description
    )


def _described(layer: Any) -> dict[str, Any]:
    described = layer.to_dict(validate=False)
    return {part: described[part] for part in ("data", "mark", "encoding")}


def drawn_by_vega(described: Mapping[str, Any], *, title: str, description: str) -> str:
    """The SVG of marks that are laid out already. Raises ChartRefused."""
    return finished(vl_convert.vega_to_svg(dict(described), allowed_base_urls=[]), title, description)


def finished(svg: str, title: str, description: str) -> str:
    """The drawing with its words as `<title>` and `<desc>`, checked. Raises ChartRefused."""
    root = etree.fromstring(svg.encode(), etree.XMLParser(resolve_entities=False, no_network=True))
    for place, (tag, words) in enumerate((("title", title), ("desc", description))):
        element = etree.Element(f"{{{_NAMESPACE}}}{tag}")
        element.text = words
        root.insert(place, element)
    for element in root.iter():
        _require_plain(element)
    etree.cleanup_namespaces(root)
    text: str = etree.tostring(root, encoding="unicode")
    return text.replace(f' xmlns="{_NAMESPACE}"', "", 1)


def _require_plain(element: Any) -> None:
    """Vega's classes and its notes on accessibility go; what is left must be shapes and text.

    A text with an edge has the edge behind its letters, which Vega has no word for.
    """
    for name in [name for name in element.attrib if name == "class" or name.startswith(("aria-", "role"))]:
        del element.attrib[name]
    tag = etree.QName(element).localname
    if tag == "text" and "stroke" in element.attrib:
        element.set("paint-order", "stroke")
    if tag not in _TAGS:
        raise ChartRefused(f"a chart may not hold the element {element.tag}")
    for name, value in element.attrib.items():
        if name == "style" or name.startswith("on") or "href" in name or "url(" in value:
            raise ChartRefused(f"a chart may not hold the attribute {name}")
