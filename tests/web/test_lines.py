"""A file of lines: all of it or nothing, whatever program saved it, every mistake by its line."""

from collections.abc import Mapping

import pytest

from service.imports.readers.table.rows import Unreadable
from service.provision.rules import Column, EntryInvalid
from service.web.lines import MOST_LINES, MOST_SHOWN, LinesInvalid, read_lines

COLUMNS = (
    Column("name", "Name", "A name."),
    Column("places", "Places", "How many."),
    Column("note", "Note", "If any."),
)


def a_line(values: Mapping[str, str]) -> tuple[str, int]:
    """What a line is read as; both fields can be wrong at once."""
    errors = {field: f"Enter the {field}" for field in ("name", "places") if not values.get(field)}
    if errors:
        raise EntryInvalid(errors)
    return values["name"], int(values["places"])


def lines(content: str | bytes) -> list[tuple[str, int]]:
    sent = content if isinstance(content, bytes) else content.encode()
    return read_lines(
        sent,
        COLUMNS,
        needed=("name", "places"),
        read=a_line,
        subject=lambda entered: entered[0],
        again=("name", "This name stands further up already"),
    )


@pytest.mark.parametrize(
    "content",
    [
        pytest.param("Name,Places\nA,1\nB,2\n", id="plain"),
        pytest.param("\ufeffName,Places\r\nA,1\r\nB,2\r\n", id="as Excel saves it"),
        pytest.param("Places;NAME\n1;A\n2;B", id="semicolons, columns turned round, capitals"),
        pytest.param(
            "Name\tPlaces\tElse\nA\t1\tx\n\t\t\nB\t2\ty", id="tabs, an unknown column, an empty line"
        ),
        pytest.param("Name,Places\nA,1\nB,2\n".encode("utf-16"), id="another encoding"),
    ],
)
def test_a_file_is_read_whatever_program_saved_it(content: str | bytes) -> None:
    assert lines(content) == [("A", 1), ("B", 2)]


def test_every_mistake_is_named_by_its_line_and_the_columns_own_head() -> None:
    with pytest.raises(LinesInvalid) as refused:
        lines("Name,Places,Note\nA,1\n,,x\n\nA,2\nC,")
    assert refused.value.problems == [
        ("Line 3", "Name", "Enter the name"),
        ("Line 3", "Places", "Enter the places"),
        ("Line 5", "Name", "This name stands further up already"),
        ("Line 6", "Places", "Enter the places"),
    ]


def test_no_more_mistakes_are_shown_than_can_be_read() -> None:
    with pytest.raises(LinesInvalid) as refused:
        lines("Name,Places\n" + "A,\n" * 200)
    assert len(refused.value.problems) == MOST_SHOWN


@pytest.mark.parametrize(
    ("content", "said"),
    [
        pytest.param("", "empty", id="nothing"),
        pytest.param("Name,Note\nA,1", "Columns are missing: Places", id="a column is missing"),
        pytest.param(
            "Name,Places\n" + "".join(f"{n},1\n" for n in range(MOST_LINES + 1)), "more than", id="long"
        ),
        pytest.param(b"PK\x03\x04 nothing", "damaged", id="a damaged workbook"),
    ],
)
def test_a_file_that_cannot_be_read_says_what_is_wrong(content: str | bytes, said: str) -> None:
    with pytest.raises(Unreadable) as refused:
        lines(content)
    assert said in refused.value.message
    assert refused.value.fix


def test_a_file_of_heads_alone_holds_nothing() -> None:
    assert lines("Name,Places\n") == []
