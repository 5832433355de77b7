"""The benchmarks still run, from the first request to the last table. What they measure here means nothing."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.benchmarks.__main__ import MEASUREMENTS
from tests.benchmarks.report import PAGE, written

pytestmark = pytest.mark.drill
ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("name", "tables"),
    [
        pytest.param("requests", ["requests", "peers"], id="requests, with the floor and the peers"),
        pytest.param("imports", ["imports"], id="a file imported"),
        pytest.param("spreadsheets", ["spreadsheets"], id="a spreadsheet imported"),
        pytest.param("returns", ["returns"], id="a council's return"),
        pytest.param("funding", ["funding"], id="a quarter's statements"),
        pytest.param("ways-back", ["ways-back"], id="a way back recommended"),
        pytest.param("live", ["live"], id="the live badge"),
        pytest.param("timelines", ["timelines"], id="a learner's record, short and long"),
        pytest.param(
            "registers",
            ["simulate", "months", "board", "evaluate", "today"],
            id="a population and what is done with it",
        ),
    ],
)
def test_a_quick_run_measures_and_leaves_the_page_alone(name: str, tables: list[str]) -> None:
    before = PAGE.read_text(encoding="utf-8")
    command = [sys.executable, "-m", "tests.benchmarks", name, "--quick"]
    done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-3000:]
    for table in tables:
        assert f"\n## {table}\n" in done.stdout
    assert "they differ" not in done.stdout
    assert PAGE.read_text(encoding="utf-8") == before


def test_every_measurement_is_tried() -> None:
    tried = "requests imports spreadsheets returns funding ways-back live timelines registers"
    assert set(MEASUREMENTS) == set(tried.split())


TABLES = (
    "machine", "requests", "peers", "imports", "spreadsheets", "timelines", "ways-back", "live", "returns", "evaluate",
    "funding", "today", "board", "months", "simulate", "linkage", "register", "files",
)  # fmt: skip


@pytest.mark.parametrize("table", TABLES)
def test_the_page_has_a_place_for_each_table(table: str) -> None:
    page = written(PAGE.read_text(encoding="utf-8"), table, "| 1 |")
    assert f"<!-- measured: {table} -->\n| 1 |\n<!-- end -->" in page
    assert page.count("<!-- end -->") == len(TABLES)


def test_a_table_without_a_place_is_refused() -> None:
    with pytest.raises(ValueError, match="no place for nothing"):
        written("# Benchmarks\n", "nothing", "")
