"""Charts are made of what may be read, and hold nothing a page under the strict policy may not."""

import re
from collections.abc import Callable
from datetime import date

import msgspec
import pytest
from lxml import etree

from service.board import charts
from service.board.charts.names import Names
from service.board.charts.svg import ChartRefused, finished
from service.board.rows import Age, DisclosedTable, Node
from service.board.rules import SHARES, layouts_of, worded
from service.board.rules.names import table_name

MONTH = date(2026, 10, 1)
SPOKEN_WITH = "Spoken with in the last 30 days"
BACK_WITHIN = "Back in learning or work within 91 days"
TITLE = 'Half of <b>Northbank</b> & "Southbank"'
Draw = Callable[[DisclosedTable], str | None]


def described(name: str, columns: tuple[str, ...], *rows: tuple[str, ...]) -> DisclosedTable:
    table = DisclosedTable(name=name, columns=columns, rows=rows)
    return msgspec.structs.replace(worded(table, month_on=MONTH), title=TITLE)


COUNTS = (
    "Young people",
    "Participating",
    "In other work or re-engagement",
    "NEET",
    "Not known",
    "NEET or not known",
)
PLACES = described(
    "places-16-17",
    ("District", *COUNTS, *SHARES),
    ("Northbank", "300", "200", "30", "40", "25", "65", "67%", "13%", "8%", "22%"),
    ("Southbank", "340", "240", "30", "c", "c", "65", "71%", "c", "c", "19%"),
    ("Westbank", "35", "c", "c", "c", "c", "c", "c", "c", "c", "c"),
    ("Greater Essex", "675", "445", "65", "85", "50", "130", "70%", "13%", "8%", "20%"),
)
MONTHS = described(
    "trend-16-17",
    ("Month", *SHARES),
    ("September 2026", "67%", "13%", "8%", "22%"),
    ("October 2026", "70%", "13%", "c", "20%"),
)
LEFT = described(
    "destinations-16-17",
    ("Now", "Young people", "Of all, %"),
    ("Apprenticeship", "90", "60%"),
    ("NEET", "c", "c"),
    ("Not known", "c", "c"),
    ("All who left", "150", "100%"),
)


def flow(hidden: str = "c") -> DisclosedTable:
    (layout,) = (each for each in layouts_of((), month_on=MONTH) if each.name == table_name("flow", Age.BOTH))
    rows = [
        (
            head,
            *(hidden if at == place else "40" for at in range(len(Node))),
            str(40 * len(Node) - 40 * (hidden == "c") + 20),
        )
        for place, (head, _) in enumerate(layout.rows)
    ]
    rows[-1] = (*rows[-1][:-1], "2,000")
    return described(layout.name, layout.columns, *rows)


BACK = described(
    "re-engaged-16-17",
    ("District", "Times NEET", BACK_WITHIN, f"{BACK_WITHIN}, %", "Likely between"),
    ("Northbank", "300", "200", "67%", "61% to 72%"),
    ("Southbank", "c", "c", "c", "c"),
    ("Greater Essex", "1,340", "740", "55%", "53% to 58%"),
)
TAKES = described(
    "days-neet-16-17",
    ("District", "Times NEET", "Days"),
    ("Northbank", "300", "64"),
    ("Southbank", "45", "not yet"),
    ("Westbank", "c", "c"),
    ("Greater Essex", "1,340", "73"),
)
BACK_BY_MONTH = described(
    "re-engaged-trend-16-17",
    ("Month", *BACK.columns[1:]),
    ("September 2026", "1,300", "700", "54%", "51% to 57%"),
    ("October 2026", "1,340", "740", "55%", "53% to 58%"),
)
LOST = described(
    "left-early-by-provider-16-17",
    ("Provider", "Courses begun", "Left within six weeks", "Left within six weeks, %", "Likely between"),
    ("Bank College", "400", "120", "30%", "26% to 35%"),
    ("River College", "800", "80", "10%", "8% to 12%"),
    ("Sixth Form", "c", "c", "c", "c"),
    ("Greater Essex", "1,240", "215", "17%", "15% to 20%"),
)
ALIKE = described(
    LOST.name,
    LOST.columns,
    ("Bank College", "400", "120", "30%", "26% to 35%"),
    *((f"School {letter}", "400", "80", "20%", "16% to 24%") for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
    ("Greater Essex", "10,800", "2,200", "20%", "20% to 21%"),
)
SPOKEN = described(
    "contact-by-risk-16-17",
    ("Risk", "Young people NEET or not known", SPOKEN_WITH, f"{SPOKEN_WITH}, %", "Likely between"),
    ("Should have substantial support", "120", "60", "50%", "41% to 59%"),
    ("Greater Essex", "500", "300", "60%", "56% to 64%"),
)
ON_THE_MAP = described(
    "map-16-17",
    ("District", "NEET or not known", "NEET or not known, %"),
    ("Harlow", "65", "22%"),
    ("Southend-on-Sea", "c", "c"),
    ("Newly Made District", "65", "15%"),
    ("Greater Essex", "130", "20%"),
)
WITH_SCALES = [
    pytest.param(charts.of_measure, BACK, id="a measure by district"),
    pytest.param(charts.of_measure, TAKES, id="days by district"),
    pytest.param(charts.of_measure_months, BACK_BY_MONTH, id="a measure by month"),
    pytest.param(charts.of_split, LOST, id="providers"),
    pytest.param(charts.of_split, SPOKEN, id="risks"),
    pytest.param(charts.of_tiles, ON_THE_MAP, id="tiles"),
]
CASES = [
    pytest.param(charts.of_places, PLACES, id="places"),
    pytest.param(charts.of_months, MONTHS, id="months"),
    pytest.param(charts.of_destinations, LEFT, id="destinations"),
    pytest.param(charts.of_flow, flow(), id="flow"),
]


def drawing(draw: Draw, table: DisclosedTable) -> str:
    svg = draw(table)
    assert svg is not None
    return svg


@pytest.mark.parametrize(("draw", "table"), [*CASES, *WITH_SCALES])
def test_a_chart_says_what_it_is_and_holds_only_shapes_and_text(draw: Draw, table: DisclosedTable) -> None:
    svg = drawing(draw, table)
    root = etree.fromstring(svg)
    assert [child.tag for child in root][:2] == ["title", "desc"]
    assert (root[0].text, root[1].text) == (TITLE, table.description)
    tags = {element.tag for element in root.iter()}
    assert tags <= {"svg", "g", "path", "rect", "line", "text", "tspan", "title", "desc"}
    names = {name for element in root.iter() for name in element.attrib}
    assert {name for name in names if name.startswith(("on", "style", "class", "aria", "{"))} == set()
    assert not re.search(r"https?:|url\(|<script|href", svg)


@pytest.mark.parametrize(("draw", "table"), CASES)
def test_every_figure_in_a_chart_is_one_of_the_tables(draw: Draw, table: DisclosedTable) -> None:
    texts = [element.text or "" for element in etree.fromstring(drawing(draw, table)).iter("text")]
    shown = {figure for row in table.rows for text in row for figure in re.findall(r"[\d,.]+%?", text)}
    axis = {f"{share}%" for share in range(0, 101, 5)}
    assert {figure for text in texts for figure in re.findall(r"[\d,.]+%?", text)} <= shown | axis
    assert [text for text in texts if re.fullmatch(r"[1-9]", text)] == []


@pytest.mark.parametrize(("draw", "table"), WITH_SCALES)
def test_beside_its_scales_such_a_chart_holds_figures_of_its_table_only(
    draw: Draw, table: DisclosedTable
) -> None:
    texts = [element.text or "" for element in etree.fromstring(drawing(draw, table)).iter("text")]
    said = {text for row in table.rows for text in row} | {"95%", "99.8%"}
    said |= {f"{row[0]} {text}" for row in table.rows for text in row[1:]}
    figures = [text for text in texts if re.search(r"\d", text) and text not in said]
    assert [text for text in figures if not re.fullmatch(r"(20)?\d{1,2}0?%?|1,\d00|[2468]00|0", text)] == []
    assert [text for text in texts if re.fullmatch(r"[1-9]", text)] == []


@pytest.mark.parametrize(("draw", "table"), [*CASES, *WITH_SCALES])
def test_a_table_of_hidden_cells_has_no_chart(draw: Draw, table: DisclosedTable) -> None:
    hidden = tuple((row[0], *("c" for _ in row[1:])) for row in table.rows)
    assert draw(msgspec.structs.replace(table, rows=hidden)) is None


def test_districts_without_a_figure_come_last_by_name_and_say_c() -> None:
    texts = [element.text for element in etree.fromstring(drawing(charts.of_places, PLACES)).iter("text")]
    names = [text for text in texts if text and text.endswith("bank")]
    assert names == ["Northbank", "Southbank", "Westbank"]
    assert texts.count("c") == 1


def test_a_new_district_stands_below_the_map_and_a_hidden_one_says_c() -> None:
    texts = [element.text for element in etree.fromstring(drawing(charts.of_tiles, ON_THE_MAP)).iter("text")]
    assert {"Harlow", "Southend-on-", "Newly", "c", "22%"} <= set(texts)


def test_a_provider_of_fewer_than_thirty_has_no_point() -> None:
    small = msgspec.structs.replace(LOST, rows=(("Tiny", "25", "10", "c", "c"), *LOST.rows))
    texts = [element.text for element in etree.fromstring(drawing(charts.of_split, small)).iter("text")]
    assert "Bank College" in texts
    assert not {"Tiny", "Sixth Form"} & set(texts)


@pytest.mark.parametrize(
    ("table", "said"),
    [
        pytest.param(BACK, "55% by the end of October 2026", id="a share"),
        pytest.param(TAKES, "73 days by the end of October 2026", id="days"),
        pytest.param(BACK_BY_MONTH, "54% in September 2026, 55% in October 2026", id="months"),
        pytest.param(
            LOST, "providers differ by more than chance, so none is judged by it", id="providers all apart"
        ),
        pytest.param(
            ALIKE, "Bank College lies further from it than chance explains", id="providers alike but for one"
        ),
    ],
)
def test_a_title_states_the_message(table: DisclosedTable, said: str) -> None:
    assert said in worded(table, month_on=MONTH).title


def test_others_taken_together_are_no_provider_and_judge_none() -> None:
    others = ("Recorded by others", "450", "200", "44%", "40% to 49%")
    alone = msgspec.structs.replace(LOST, rows=(others, LOST.rows[-1]))
    title = worded(alone, month_on=MONTH).title
    assert "chance" not in title
    assert charts.of_split(alone) is None


def test_providers_of_whom_anything_is_shown_come_first_and_the_others_together_last() -> None:
    hidden = ("A College", "c", "c", "c", "c")
    others = ("Recorded by others", "450", "200", "44%", "40% to 49%")
    rows = worded(msgspec.structs.replace(LOST, rows=(hidden, others, *LOST.rows)), month_on=MONTH).rows
    assert [row[0] for row in rows] == [
        "Bank College",
        "River College",
        "A College",
        "Sixth Form",
        "Recorded by others",
        "Greater Essex",
    ]


HIDDEN_MOVES = "Other moves, hidden to protect people"


def test_hidden_moves_are_one_outlined_band_and_named_in_the_key() -> None:
    assert HIDDEN_MOVES in drawing(charts.of_flow, flow())
    assert HIDDEN_MOVES not in drawing(charts.of_flow, flow(hidden="40"))


def bands(table: DisclosedTable) -> tuple[int, int]:
    """How many bands of a flow chart are outlined, and how many are filled."""
    svg = etree.fromstring(drawing(charts.of_flow, table))
    fills = [each.get("fill") for each in svg.iter("path") if "C" in (each.get("d") or "")]
    return fills.count("#ffffff"), sum(fill not in ("#ffffff", "none") for fill in fills)


def test_every_move_that_is_shown_has_a_band_of_its_own_however_much_is_hidden_beside_it() -> None:
    table = flow()
    shown = sum(text != "c" for step in (0, 8) for row in table.rows[step : step + 7] for text in row[1:-1])
    assert bands(table)[1] == shown
    assert bands(flow(hidden="40")) == (0, 2 * 7 * 7)


def test_the_outlined_band_tells_how_many_left_and_arrived_and_not_which_went_where() -> None:
    outlined, _ = bands(flow())
    assert 0 < outlined <= 2 * (len(Node) + len(Node)), "a part for each node, none for a pair of nodes"


@pytest.mark.parametrize(
    "inside",
    [
        pytest.param("<script>1</script>", id="a script"),
        pytest.param('<g style="fill:red"/>', id="a style"),
        pytest.param('<path fill="url(#a)"/>', id="an address"),
        pytest.param('<g onclick="x"/>', id="a handler"),
        pytest.param("<image/>", id="an image"),
    ],
)
def test_a_drawing_that_holds_anything_else_is_refused(inside: str) -> None:
    with pytest.raises(ChartRefused):
        finished(f'<svg xmlns="http://www.w3.org/2000/svg">{inside}</svg>', "title", "description")


def test_where_the_limits_judge_nobody_none_of_many_providers_is_named() -> None:
    many = [(f"School {number}", "400", str(20 * (number % 8)), "20%", "16% to 24%") for number in range(16)]
    table = msgspec.structs.replace(ALIKE, rows=(*many, ALIKE.rows[-1]))
    texts = [element.text for element in etree.fromstring(drawing(charts.of_split, table)).iter("text")]
    assert not [text for text in texts if text and text.startswith("School")]
    assert "Bank College" in drawing(charts.of_split, ALIKE)


def test_names_of_points_close_to_each_other_stand_apart() -> None:
    names = Names(400)
    names.take(100, 92, "Greater Essex 30%")
    assert names.beside(100, 100, "Colne College") == (0, 17)
    assert names.beside(105, 101, "Stour College") == (0, 34)
    assert names.beside(105, 160, "Far below") == (0, 17)


def test_a_name_at_the_side_is_moved_into_the_drawing() -> None:
    names = Names(400)
    assert names.beside(10, 50, "A" * 10) == (27.5, 17)
    assert names.beside(390, 50, "A" * 10) == (-27.5, 17)
