"""How far an alert climbs that nobody acts on: each line its days, today, and where it stands."""

from datetime import date

import pytest

from service.alerts.rows import Rung
from service.alerts.rules import climbed
from tests.alerts.cases import on


@pytest.mark.parametrize(
    ("raised", "deadline", "today", "rung", "next_on"),
    [
        pytest.param("2026-11-02", "2026-11-09", "2026-11-09", Rung.IN_TIME, "2026-11-10", id="its last day"),
        pytest.param("2026-11-02", "2026-11-09", "2026-11-10", Rung.LATE, "2026-11-17", id="a day late"),
        pytest.param("2026-11-02", "2026-11-09", "2026-11-16", Rung.LATE, "2026-11-17", id="twice its time"),
        pytest.param("2026-11-02", "2026-11-09", "2026-11-17", Rung.LEAD, "2026-11-24", id="more than twice"),
        pytest.param("2026-11-02", "2026-11-09", "2026-11-23", Rung.LEAD, "2026-11-24", id="three times"),
        pytest.param(
            "2026-11-02", "2026-11-09", "2026-11-24", Rung.MANAGER, None, id="more than three times"
        ),
        pytest.param("2026-11-06", "2026-11-09", "2026-11-07", Rung.IN_TIME, "2026-11-10", id="a Saturday"),
        pytest.param("2026-11-06", "2026-11-09", "2026-11-10", Rung.LATE, "2026-11-11", id="one working day"),
        pytest.param(
            "2026-12-22", "2026-12-24", "2026-12-29", Rung.LATE, "2026-12-31", id="Christmas does not count"
        ),
        pytest.param(
            "2026-12-22", "2026-12-24", "2026-12-31", Rung.LEAD, "2027-01-05", id="nor does New Year"
        ),
        pytest.param(
            "2026-03-27", "2026-03-30", "2026-04-01", Rung.LEAD, "2026-04-02", id="the clocks go forward"
        ),
        pytest.param("2026-11-09", "2026-11-09", "2026-11-11", Rung.LEAD, "2026-11-12", id="due at once"),
        pytest.param("2026-11-10", "2026-11-09", "2026-11-10", Rung.LATE, "2026-11-11", id="late evidence"),
    ],
)
def test_an_alert_climbs_with_its_own_working_days(
    raised: str, deadline: str, today: str, rung: Rung, next_on: str | None
) -> None:
    found = climbed(on(raised), on(deadline), today=on(today))
    assert (found.rung, found.next_on) == (rung, date.fromisoformat(next_on) if next_on else None)


@pytest.mark.parametrize("deadline", ["2026-11-09", "2026-11-30", "2027-03-29"])
def test_looking_on_its_turns_only_finds_what_looking_every_day_finds(deadline: str) -> None:
    begun, ends = on("2026-11-02"), on(deadline)
    seen: dict[date, Rung] = {}
    due: date | None = begun
    rung = Rung.IN_TIME
    for ordinal in range(begun.toordinal(), begun.toordinal() + 700):
        day = date.fromordinal(ordinal)
        if due is not None and due <= day:
            rung, due = climbed(begun, ends, today=day)
        seen[day] = rung
    assert seen == {day: climbed(begun, ends, today=day).rung for day in seen}
