"""Cost and benefit: the business case adds up, keeps its sign, and what came so far is a range of what may be shown."""

from datetime import date

import pytest

from service.board.rules.benefit import CASHABLE, COSTS, NON_CASHABLE, TOTAL, actuals, brought, years_before


def test_the_cost_is_the_cashable_line_and_a_cost() -> None:
    assert sum(each.thousands for each in COSTS) == CASHABLE.thousands == 1_097


def test_the_total_is_the_cost_and_the_benefit_added() -> None:
    assert CASHABLE.thousands + NON_CASHABLE.thousands == TOTAL.thousands == -150_309


@pytest.mark.parametrize(
    ("outcomes", "extra", "thousands"),
    [
        pytest.param(0, [None, None, None], [0, 0, 0], id="none"),
        pytest.param(
            10, [None, None, None], [-113, -321, -626], id="ten: too few beyond deadweight to say how many"
        ),
        pytest.param(100, [20, 40, 60], [-1_126, -3_212, -6_258], id="a hundred"),
        pytest.param(1_005, [200, 400, 605], [-11_316, -32_281, -62_893], id="many"),
    ],
)
def test_outcomes_come_to_a_range_of_benefit(
    outcomes: int, extra: list[int | None], thousands: list[int]
) -> None:
    found = brought(outcomes)
    assert [each.case.name for each in found] == ["Low", "Central", "High"]
    assert [each.extra for each in found] == extra
    assert [each.thousands for each in found] == thousands


def test_what_was_paid_stands_beside_what_came_of_it_in_each_case() -> None:
    found = actuals(brought(100), 123_456_789)
    assert [(each.name, each.cost, each.benefit, each.total) for each in found] == [
        ("Low", 1_235, -1_126, 109),
        ("Central", 1_235, -3_212, -1_977),
        ("High", 1_235, -6_258, -5_023),
    ]


def test_a_cost_that_may_not_be_shown_makes_no_total() -> None:
    assert [(each.cost, each.total) for each in actuals(brought(100), None)] == [(None, None)] * 3


@pytest.mark.parametrize(
    ("frozen", "years"),
    [
        pytest.param([(2026, 10)], [2026], id="one month"),
        pytest.param([(2026, 10), (2026, 9), (2025, 10)], [2026, 2025], id="the same month a year before"),
        pytest.param([(2026, 10), (2025, 9), (2024, 10)], [2026], id="a year is missing in between"),
    ],
)
def test_outcomes_of_years_are_added_that_adjoin_and_do_not_overlap(
    frozen: list[tuple[int, int]], years: list[int]
) -> None:
    months = [date(year, month, 1) for year, month in frozen]
    assert years_before(months[0], months) == [date(year, 10, 1) for year in years]
