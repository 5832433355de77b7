"""Days and times in London."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from service.kit.jobs import Daily
from service.kit.jobs.timetable import latest
from tests.conftest import YEAR


@pytest.mark.parametrize(
    ("at", "now", "day"),
    [
        pytest.param(time(2), datetime(YEAR, 1, 15, 1, 59, tzinfo=UTC), "01-14", id="a minute before"),
        pytest.param(time(2), datetime(YEAR, 1, 15, 2, 0, tzinfo=UTC), "01-15", id="on the minute, winter"),
        pytest.param(
            time(2), datetime(YEAR, 7, 15, 0, 59, tzinfo=UTC), "07-14", id="a minute before, summer"
        ),
        pytest.param(time(2), datetime(YEAR, 7, 15, 1, 0, tzinfo=UTC), "07-15", id="on the minute, summer"),
        pytest.param(time(0, 30), datetime(YEAR, 7, 14, 23, 30, tzinfo=UTC), "07-15", id="yesterday in UTC"),
    ],
)
def test_latest_names_the_london_day_a_daily_time_last_came(at: time, now: datetime, day: str) -> None:
    assert latest(Daily(name="act", at=at), now=now) == f"act {YEAR}-{day}"


@pytest.mark.parametrize("at", [time(1), time(1, 30), time(2), time(3)])
@pytest.mark.parametrize("around", [pytest.param((3, 25), id="March"), pytest.param((10, 25), id="October")])
def test_every_day_of_a_changing_clock_has_its_run_and_none_comes_twice(
    at: time, around: tuple[int, int]
) -> None:
    start = datetime(YEAR, *around, tzinfo=UTC)
    fired = [latest(Daily(name="act", at=at), now=start + timedelta(minutes=15 * n)) for n in range(7 * 96)]
    days = [date.fromisoformat(key.split()[1]) for key in dict.fromkeys(fired)]
    assert days == [days[0] + timedelta(days=n) for n in range(len(days))]
    assert sorted(fired) == fired
