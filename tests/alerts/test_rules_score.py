"""The order of an adviser's list."""

from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.alerts.rows import Card, Severity
from service.alerts.rules import TODAY_LIMIT, by_person, score, today_list

PLAIN = {"vulnerable": False, "roni": 0, "days_overdue": 0, "under_18": False, "waiting": False}


@pytest.mark.parametrize(
    ("severity", "more", "expected"),
    [
        pytest.param(Severity.CRITICAL, {}, 100, id="critical"),
        pytest.param(Severity.HIGH, {}, 60, id="high"),
        pytest.param(Severity.MEDIUM, {}, 30, id="medium"),
        pytest.param(Severity.LOW, {}, 10, id="low"),
        pytest.param(Severity.LOW, {"vulnerable": True}, 30, id="vulnerable"),
        pytest.param(Severity.LOW, {"roni": 10}, 30, id="risk 10"),
        pytest.param(Severity.LOW, {"roni": 11}, 30, id="risk above 10 counts as 10"),
        pytest.param(Severity.LOW, {"days_overdue": 20}, 30, id="20 days overdue"),
        pytest.param(Severity.LOW, {"days_overdue": 21}, 30, id="more than 20 days overdue count as 20"),
        pytest.param(Severity.LOW, {"days_overdue": -3}, 10, id="not due yet"),
        pytest.param(Severity.LOW, {"under_18": True}, 20, id="under 18"),
        pytest.param(Severity.LOW, {"waiting": True}, -5, id="waiting for somebody else"),
        pytest.param(
            Severity.HIGH,
            {"vulnerable": True, "roni": 4, "days_overdue": 3, "under_18": True, "waiting": True},
            86,
            id="all together",
        ),
    ],
)
def test_score_adds_up(severity, more, expected):
    assert score(severity, **(PLAIN | more)) == expected


def card(number: int, points: int, deadline: str) -> Card:
    return Card(
        id=UUID(int=number),
        learner_id=UUID(int=1000 + number % 3),
        score=points,
        deadline_on=date.fromisoformat(deadline),
    )


def test_today_list_goes_by_score_then_deadline_then_id():
    cards = [
        card(4, 60, "2026-11-03"),
        card(3, 60, "2026-11-03"),
        card(2, 60, "2026-11-02"),
        card(1, 90, "2026-11-30"),
        card(5, 10, "2026-10-01"),
    ]
    assert [each.id.int for each in today_list(cards)] == [1, 2, 3, 4, 5]


some_cards = st.lists(
    st.builds(
        card,
        st.integers(1, 60),
        st.integers(0, 3),
        st.sampled_from(("2026-11-02", "2026-11-03", "2026-11-04")),
    ),
    max_size=40,
    unique_by=lambda each: each.id,
)


@given(cards=some_cards, data=st.data())
def test_today_list_is_the_same_for_any_order_and_never_too_long(cards, data):
    shown = today_list(data.draw(st.permutations(cards)))
    assert shown == today_list(cards)
    assert len(shown) == min(len(cards), TODAY_LIMIT)


def test_alerts_of_one_person_are_together_in_the_place_of_the_most_pressing():
    numbers = {1: 90, 2: 60, 4: 50, 3: 40}
    ordered = [card(number, points, "2026-11-03") for number, points in numbers.items()]
    assert [[each.id.int for each in of_one] for of_one in by_person(ordered)] == [[1, 4], [2], [3]]


@given(cards=some_cards)
def test_by_person_loses_nobody_and_names_nobody_twice(cards):
    ordered = today_list(cards, limit=100)
    people = by_person(ordered)
    assert sorted(each.id for of_one in people for each in of_one) == sorted(each.id for each in ordered)
    assert len({of_one[0].learner_id for of_one in people}) == len(people)
    firsts = [of_one[0] for of_one in people]
    assert firsts == sorted(firsts, key=ordered.index)
