"""Tables over months: made of what each month showed, and of nothing else."""

from datetime import date

import pytest

from service.board.disclosure import mean
from service.board.rows import DisclosedTable
from service.board.rules import SHARES_OF, YOUNG_PEOPLE, last_winter

COUNTS = (YOUNG_PEOPLE, *SHARES_OF.values())


def month(*rows: tuple[str, ...]) -> DisclosedTable:
    return DisclosedTable(name="places-16-17", columns=("District", *COUNTS), rows=rows)


def winter(*months: DisclosedTable) -> dict[str, tuple[str, ...]]:
    table = mean("winter-16-17", months, bases=(YOUNG_PEOPLE,), shares=SHARES_OF)
    assert table.columns == ("District", *COUNTS, *SHARES_OF)
    return {row[0]: row[1:] for row in table.rows}


def test_the_mean_of_a_winter_is_of_counts_and_its_shares_of_their_means() -> None:
    """NEET: (40 + 50 + 60) / 3 = 50 of (1,000 + 1,010 + 1,020) / 3 = 1,010."""
    found = winter(
        month(("North", "1,000", "900", "40", "20", "60")),
        month(("North", "1,010", "900", "50", "20", "70")),
        month(("North", "1,020", "900", "60", "20", "80")),
    )
    assert found == {"North": ("1,010", "900", "50", "20", "70", "89%", "5%", "2%", "7%")}


def test_what_one_month_hides_the_winter_hides() -> None:
    found = winter(
        month(("North", "1,000", "900", "40", "c", "c")),
        month(("North", "1,000", "900", "40", "20", "60")),
    )
    assert found["North"] == ("1,000", "900", "40", "c", "c", "90%", "4%", "c", "c")


def test_a_district_that_is_not_in_every_month_has_no_mean() -> None:
    row = ("1,000", "900", "40", "20", "60")
    assert list(winter(month(("North", *row), ("New", *row)), month(("North", *row)))) == ["North"]


@pytest.mark.parametrize(
    ("month_on", "years"),
    [
        pytest.param(date(2026, 1, 1), (2024, 2025, 2025), id="January: the winter before"),
        pytest.param(date(2026, 2, 1), (2025, 2026, 2026), id="February: this one"),
        pytest.param(date(2026, 12, 1), (2025, 2026, 2026), id="December: still the last"),
    ],
)
def test_a_winter_is_over_with_its_february(month_on: date, years: tuple[int, int, int]) -> None:
    assert last_winter(month_on) == tuple(
        date(year, number, 1) for year, number in zip(years, (12, 1, 2), strict=True)
    )
