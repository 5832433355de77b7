"""Cost and benefit: the business case adds up, keeps its sign, and what came so far is a range of what may be shown."""

import pytest

from service.board.rules.benefit import CASHABLE, COSTS, NON_CASHABLE, TOTAL, brought


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
