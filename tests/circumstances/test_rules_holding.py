"""What holds of everything said."""

from datetime import date

import pytest

from service.circumstances.rows import Circumstance, Kind
from service.circumstances.rules import attendance, holding
from tests.circumstances.saying import FIRST, says

ON = date(2026, 11, 3)
NEED, CHARACTERISTIC, WEEK = Kind.LEVEL_OF_NEED, Kind.CHARACTERISTIC, Kind.ATTENDANCE


@pytest.mark.parametrize(
    ("said", "held"),
    [
        pytest.param([], [], id="nothing said"),
        pytest.param([says(1, NEED, "1")], ["1"], id="one thing"),
        pytest.param([says(1, NEED, "1", "2026-11-03")], ["1"], id="from today"),
        pytest.param([says(1, NEED, "1", "2026-11-04")], [], id="from tomorrow"),
        pytest.param([says(1, NEED, "1", ends_on=ON)], ["1"], id="until today"),
        pytest.param([says(1, NEED, "1", ends_on=date(2026, 11, 2))], [], id="until yesterday"),
        pytest.param(
            [says(2, NEED, "2", "2026-10-01"), says(1, NEED, "1")], ["2"], id="the one that began last"
        ),
        pytest.param([says(2, NEED, "2"), says(1, NEED, "1")], ["2"], id="of one day, the one said last"),
        pytest.param([says(3, NEED, "1", superseded_at=FIRST)], [], id="corrected"),
        pytest.param(
            [says(1, NEED, "1"), says(2, NEED, "2", "2026-10-01", ends_on=date(2026, 10, 5))],
            [],
            id="the later one has ended, and brings nothing back",
        ),
        pytest.param(
            [says(1, CHARACTERISTIC, "110"), says(2, CHARACTERISTIC, "140")], ["110", "140"], id="several"
        ),
        pytest.param(
            [says(1, CHARACTERISTIC, "110"), says(2, CHARACTERISTIC, "110", "2026-10-01", ends_on=ON)],
            ["110"],
            id="several, one told twice",
        ),
        pytest.param([says(1, WEEK, "10/8/0", "2026-10-26")], [], id="a week is no state"),
    ],
)
def test_holding_is_what_began_last_of_each_kind(said: list[Circumstance], held: list[str]) -> None:
    assert [each.value for each in holding(said, on=ON)] == held
    assert holding(reversed(said), on=ON) == holding(said, on=ON)


def test_attendance_sums_weeks_of_all_places_and_leaves_out_what_was_corrected() -> None:
    said = [
        says(1, WEEK, "10/8/1", "2026-10-19"),
        says(2, WEEK, "4/4/0", "2026-10-19"),
        says(3, WEEK, "10/5/0", "2026-10-26"),
        says(4, WEEK, "10/0/10", "2026-10-26", superseded_at=FIRST),
        says(5, WEEK, "10/0/0", "2026-10-12"),
        says(6, WEEK, "10/0/0", "2026-11-02"),
    ]
    found = attendance(said, since=date(2026, 10, 19), until=date(2026, 10, 26))
    assert (found.weeks, found.planned, found.attended, found.unauthorised) == (2, 24, 17, 1)
    assert found.share == pytest.approx(17 / 24)


def test_attendance_of_no_week_has_no_share() -> None:
    assert attendance([], since=ON, until=ON).share is None
