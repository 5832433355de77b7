"""The pairs of bars: what they say, what they hold, and what cannot be drawn."""

import re

import pytest
from lxml import etree

from service.board import charts

KINDS = ("Vacancies", "Places offered")
ROWS = (
    ("Construction", "1,412", "180"),
    ("Care", "0", "95"),
    ("Health", "not available", "40"),
)


def drawn(rows: tuple[tuple[str, str, str], ...] = ROWS) -> str:
    svg = charts.of_skills(rows, kinds=KINDS, title="A <gap> & more", description="Two bars each")
    assert svg is not None
    return svg


def test_it_says_what_it_is_and_holds_only_shapes_and_text() -> None:
    root = etree.fromstring(drawn())
    assert [(child.tag, child.text) for child in root][:2] == [
        ("title", "A <gap> & more"),
        ("desc", "Two bars each"),
    ]
    assert not re.search(r"https?:|url\(|<script|href|style=", drawn())


def test_every_figure_stands_at_its_bar_and_no_other_is_there() -> None:
    texts = [element.text or "" for element in etree.fromstring(drawn()).iter("text")]
    for name, *figures in ROWS:
        assert name in texts
        assert set(figures) <= set(texts)
    assert set(KINDS) <= set(texts)
    assert len(texts) == len(ROWS) * 3 + len(KINDS)


def bars(svg: str, fill: str) -> list[float]:
    """How long the bars of a shade are, from the top; the squares of the key left out."""
    shape = re.compile(r"M[\d.]+,[\d.]+h([\d.]+)v")
    paths = (path.get("d") or "" for path in etree.fromstring(svg).iter("path") if path.get("fill") == fill)
    return [float(found[1]) for path in paths if (found := shape.match(path))]


def test_lengths_are_the_figures_and_what_nobody_counted_has_no_bar() -> None:
    dark, light = "#12436d", "#cfdbe4"
    vacancies, places = bars(drawn(), dark), bars(drawn(), light)
    assert len(places) == 3
    assert len(vacancies) == 2, "none where nobody counted"
    assert places[0] / vacancies[0] == pytest.approx(180 / 1412, rel=0.01)
    assert vacancies[1] == pytest.approx(0, abs=0.1)


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param((), id="no sector"),
        pytest.param((("Care", "not available", "not available"),), id="nobody counted"),
        pytest.param((("Care", "not available", "0"),), id="nought and nothing"),
    ],
)
def test_where_there_is_nothing_to_draw_there_is_no_chart(rows: tuple[tuple[str, str, str], ...]) -> None:
    assert charts.of_skills(rows, kinds=KINDS, title="x", description="y") is None


def test_the_same_figures_are_drawn_once_and_others_anew() -> None:
    assert drawn() is drawn()
    assert drawn() != drawn((*ROWS, ("Other", "5", "5")))
