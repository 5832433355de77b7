"""Files as people really send them."""

from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import parquet

from service.linking.reading import open_table
from service.linking.rows import LinkingInvalid

ROWS = [["1", "Zoë"], ["2", "O'Neil, Jr"]]


@pytest.mark.parametrize(
    "content",
    [
        pytest.param('id,name\n1,Zoë\n2,"O\'Neil, Jr"\n'.encode(), id="plain"),
        pytest.param('\ufeffid,name\r\n1,Zoë\r\n2,"O\'Neil, Jr"\r\n'.encode(), id="a mark in front, Windows lines"),
        pytest.param("id;name\n1;Zoë\n2;O'Neil, Jr\n".encode(), id="semicolons"),
        pytest.param("id\tname\n1\tZoë\n2\tO'Neil, Jr\n".encode(), id="tabs"),
        pytest.param('id,name\n1,Zoë\n2,"O\'Neil, Jr"\n'.encode("cp1252"), id="Windows-1252"),
        pytest.param('id,name\n1,Zoë\n2,"O\'Neil, Jr"\n'.encode("utf-16"), id="UTF-16"),
        pytest.param('id,name\n1,Zoë\n\n2,"O\'Neil, Jr",,\n\n'.encode(), id="blank lines and cells at the end"),
    ],
)  # fmt: skip
def test_a_file_is_read_however_it_was_written(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_bytes(content)
    table = open_table(path)
    assert table.columns == ["id", "name"]
    assert [list(row)[:2] for batch in table.batches(1) for row in batch] == ROWS


@pytest.mark.parametrize(
    ("content", "says"),
    [
        pytest.param(b"", "is empty", id="nothing"),
        pytest.param(b"\n\n", "is empty", id="blank lines only"),
        pytest.param(b"id,name\n1,Ann,Lee\n", "Row 1 of people.csv has 3 fields", id="a field too many"),
        pytest.param(b'id,name\n1,"' + b"x" * (1 << 21), "quotation mark that is not closed", id="an open quotation"),
        pytest.param(b"id,name\n1,A\0B\n", "zero bytes", id="zero bytes"),
        pytest.param(b"PAR1 but not really", "is no Parquet file", id="Parquet by its first letters only"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_says_why(content: bytes, says: str, tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_bytes(content)
    with pytest.raises(LinkingInvalid, match=says):
        list(open_table(path).batches(10))


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(LinkingInvalid, match="cannot be read: No such file"):
        open_table(tmp_path / "nothing.csv")


def test_a_short_row_is_filled_up(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("id,name,sex\n1,Ann\n")
    assert list(open_table(path).batches(5)) == [[["1", "Ann", ""]]]


def test_parquet_is_read_by_what_is_in_it_and_not_by_its_name(tmp_path: Path) -> None:
    path = tmp_path / "people.dat"
    parquet.write_table(pa.table({"id": [1, 2], "name": ["Zoë", None]}), path)
    table = open_table(path)
    assert (table.columns, table.rows_about) == (["id", "name"], 2)
    assert [row for batch in table.batches(10) for row in batch] == [(1, "Zoë"), (2, None)]
