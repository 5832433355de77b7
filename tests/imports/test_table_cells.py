"""Cells of spreadsheets, as people and their programs write them."""

from datetime import date

import pytest

from service.imports.readers.table import KINDS, cells
from service.imports.readers.table.cells import CellInvalid, Reading
from service.learners.rows import Sex
from service.pathways.rows import Completion, Confidence

READING = Reading(date(2026, 11, 27))


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("2026-09-02", date(2026, 9, 2)),
        ("02/09/2026", date(2026, 9, 2)),
        ("2/9/26", date(2026, 9, 2)),
        ("2.9.2026", date(2026, 9, 2)),
        ("2 Sep 2026", date(2026, 9, 2)),
        ("2 September 2026", date(2026, 9, 2)),
        ("46267", date(2026, 9, 2)),  # as Excel keeps it
        ("46267.0", date(2026, 9, 2)),
        ("2026-09-02 00:00:00", date(2026, 9, 2)),
        ("2026-09-02T00:00", date(2026, 9, 2)),
    ],
)
def test_a_day_however_it_is_written(cell: str, expected: date) -> None:
    assert cells.day(cell, READING) == expected


@pytest.mark.parametrize("cell", ["31/02/2026", "soon", "today", "tomorrow", "1", "99", "2026", "13/13/2026"])
def test_what_is_no_day_is_none(cell: str) -> None:
    with pytest.raises(CellInvalid, match="not a day"):
        cells.day(cell, READING)


@pytest.mark.parametrize(
    ("read", "cell", "expected"),
    [
        (cells.uln, "9276308686", "9276308686"),
        (cells.uln, " 9276308686.0 ", "9276308686"),
        (cells.uln, "9999999999", None),
        (cells.reference, "S1:2", "S1-2"),
        (cells.reference, "1234.0", "1234"),
        (cells.reference, "00123", "00123"),
        (cells.name, "  O’Brien   Łuc ", "O’Brien Łuc"),
        (cells.sex, "female", Sex.FEMALE),
        (cells.sex, "m", Sex.MALE),
        (cells.sex, "X", None),
        (cells.postcode, "cm11aa", "CM1 1AA"),
        (cells.postcode, "ZZ99 9ZZ", None),
        (cells.level, "Level 2", "2"),
        (cells.level, "3.0", "3"),
        (cells.level, "Entry level", "E"),
        (cells.sector, "5.20", "5.2"),
        (cells.learning, "230", 230),
        (cells.learning, "230.0", 230),
        (cells.learning, "further education COLLEGE", 230),
        (cells.activity, "Looking for work or learning", 619),
        (cells.ending, "left early", Completion.WITHDRAWN),
        (cells.ending, "On a break", Completion.BREAK),
        (cells.sure, "Said by the learner", Confidence.SELF_REPORTED),
        (cells.email, "ida@example.org", "ida@example.org"),
        (cells.email, "none", None),
    ],
)
def test_a_cell_is_read(read: object, cell: str, expected: object) -> None:
    assert read(cell, READING) == expected  # type: ignore[operator]  # a reader of cells


@pytest.mark.parametrize(
    ("read", "cell", "says"),
    [
        pytest.param(cells.uln, "9.28E+09", "shortened", id="a number that a spreadsheet has shortened"),
        pytest.param(cells.reference, "1.23E+09", "shortened", id="a reference that it has shortened"),
        pytest.param(cells.uln, "9276308687", "do not check", id="a ULN that does not check"),
        pytest.param(cells.learning, "619", "Nothing of our list", id="NEET is no learning"),
        pytest.param(cells.activity, "999", "Nothing of our list", id="no activity"),
        pytest.param(cells.name, "123", "no letter", id="a name of figures"),
        pytest.param(cells.text, "x" * 201, "longer", id="too long"),
        pytest.param(cells.past_day, "28/11/2026", "not come yet", id="tomorrow"),
        pytest.param(cells.birthday, "01/01/2026", "Nobody of this age", id="a baby"),
        pytest.param(cells.level, "9", "not a level", id="no level"),
        pytest.param(cells.ending, "perhaps", "how it stands", id="no ending"),
    ],
)
def test_a_wrong_cell_says_what_to_do_and_never_repeats_the_value(read: object, cell: str, says: str) -> None:
    with pytest.raises(CellInvalid, match=says) as wrong:
        read(cell, READING)  # type: ignore[operator]  # a reader of cells
    assert wrong.value.fix
    assert cell not in wrong.value.message or cell in "1.23E+09 9.28E+09 619"


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)
def test_every_example_in_the_guidance_can_be_read(kind: object) -> None:
    for column in kind.columns:  # type: ignore[attr-defined]  # a Kind
        if column.example:
            column.read(column.example, READING)
        assert column.means
