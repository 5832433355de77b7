"""CSV: no cell runs as a formula, and what was written is read back."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.kit.csv import DANGEROUS, csv_of, safe_cell

CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\0"))


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        pytest.param("=1+1", "'=1+1", id="a formula"),
        pytest.param("+44 20 7946 0000", "'+44 20 7946 0000", id="a telephone number"),
        pytest.param("-5", "'-5", id="a text that looks like a negative number"),
        pytest.param("@SUM(A1)", "'@SUM(A1)", id="an at sign"),
        pytest.param("\t=1", "'\t=1", id="a tab before a formula"),
        pytest.param("\r=1", "'\r=1", id="a return before a formula"),
        pytest.param("\0=1", "'\0=1", id="a NUL before a formula"),
        pytest.param("O'Neill-Smith", "O'Neill-Smith", id="a name"),
        pytest.param("", "", id="nothing"),
        pytest.param(-5, -5, id="a number stays one"),
        pytest.param(None, None, id="no value"),
    ],
)
def test_safe_cell_defuses(cell: object, written: object) -> None:
    assert safe_cell(cell) == written


def test_csv_of_begins_with_the_mark_that_excel_reads_and_ends_its_lines_as_the_rfc_says() -> None:
    assert csv_of(["Name", "Age"], [["Zoë, née Łuk", 17], ['say "hi"', None]]) == (
        '\ufeffName,Age\r\n"Zoë, née Łuk",17\r\n"say ""hi""",\r\n'
    )


@given(st.lists(st.lists(CELLS, min_size=2, max_size=2)))
def test_what_is_written_is_read_back_when_the_one_apostrophe_is_dropped(rows: list[list[str]]) -> None:
    text = csv_of(["one", "two"], rows)
    read = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))[1:]
    assert [[_undone(cell) for cell in row] for row in read] == rows


@given(st.lists(CELLS, min_size=1))
def test_no_cell_begins_with_what_a_spreadsheet_runs(cells: list[str]) -> None:
    text = csv_of(["head"] * len(cells), [cells])
    read = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))[1]
    assert [cell for cell in read if cell.startswith(DANGEROUS)] == []


def _undone(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(DANGEROUS) else cell
