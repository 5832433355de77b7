"""How places stand to vacancies, and which figure of several is read."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.kit.ids import new_id
from service.priorities.rows import Balance, Demand, Skills, Supply
from service.priorities.rules import (
    NOT_AVAILABLE,
    by_gap,
    headlines_of,
    mismatch,
    read_now,
    sentence_of,
    table_of,
    widest,
)
from service.vocabulary.priority_sector import PrioritySector

DAY = date(2026, 10, 31)
AT = datetime(2026, 11, 2, 9, tzinfo=UTC)
CARE, CONSTRUCTION, HEALTH = PrioritySector.CARE, PrioritySector.CONSTRUCTION, PrioritySector.HEALTH


def a_demand(sector: PrioritySector = CONSTRUCTION, vacancies: int | None = 412, **details: object) -> Demand:
    usual: dict[str, object] = {
        "id": new_id(),
        "receipt_id": new_id(),
        "area_id": None,
        "district": None,
        "from_on": None,
        "as_of_on": DAY,
        "source": "A survey",
        "source_on": DAY + timedelta(days=1),
        "recorded_at": AT,
    }
    return Demand(sector=sector, vacancies=vacancies, **{**usual, **details})


def a_balance(sector: PrioritySector, vacancies: int | None, places: int) -> Balance:
    demand = None if vacancies is None else a_demand(sector, vacancies)
    return Balance(sector=sector, places=places, demand=demand)


@pytest.mark.parametrize(
    ("places", "vacancies", "said"),
    [
        pytest.param(1, 4, "1 place for every 4 vacancies", id="a quarter"),
        pytest.param(180, 412, "1 place for every 2.3 vacancies", id="one decimal"),
        pytest.param(2, 5, "1 place for every 2.5 vacancies", id="a half stays"),
        pytest.param(100, 225, "1 place for every 2.3 vacancies", id="halves go up"),
        pytest.param(1, 10, "1 place for every 10 vacancies", id="ten"),
        pytest.param(2, 25, "1 place for every 13 vacancies", id="from ten on whole, halves up"),
        pytest.param(1, 1_000_000, "1 place for every 1,000,000 vacancies", id="thousands set apart"),
        pytest.param(7, 7, "1 place for every vacancy", id="as many"),
        pytest.param(99, 100, "1 place for every vacancy", id="nearly as many"),
        pytest.param(100, 99, "1 place for every vacancy", id="hardly more"),
        pytest.param(3, 1, "3 places for every vacancy", id="three times as many"),
        pytest.param(35, 20, "1.8 places for every vacancy", id="more places, one decimal"),
        pytest.param(9_999, 1_000, "10 places for every vacancy", id="rounds up to ten"),
        pytest.param(0, 412, "no place for any vacancy", id="no place at all"),
        pytest.param(180, 0, NOT_AVAILABLE, id="no vacancy to set places against"),
        pytest.param(0, 0, NOT_AVAILABLE, id="neither"),
        pytest.param(180, None, NOT_AVAILABLE, id="nobody counted vacancies"),
        pytest.param(None, 412, NOT_AVAILABLE, id="nobody counted places"),
        pytest.param(None, None, NOT_AVAILABLE, id="nobody counted anything"),
    ],
)
def test_mismatch_says_how_places_stand_to_vacancies(
    places: int | None, vacancies: int | None, said: str
) -> None:
    assert mismatch(places, vacancies) == said


@given(st.integers(1, 10**6), st.integers(1, 10**6), st.integers(1, 50))
def test_mismatch_is_the_same_for_the_same_ratio(places: int, vacancies: int, times: int) -> None:
    assert mismatch(places, vacancies) == mismatch(places * times, vacancies * times)


@pytest.mark.parametrize(
    "newer",
    [
        pytest.param(
            {"as_of_on": DAY + timedelta(days=1), "source_on": DAY + timedelta(days=1)}, id="period"
        ),
        pytest.param({"source_on": DAY + timedelta(days=2)}, id="a source of a later day"),
        pytest.param({"recorded_at": AT + timedelta(hours=1)}, id="entered later"),
    ],
)
def test_the_newest_figure_is_read_in_whatever_order_they_come(newer: dict[str, object]) -> None:
    older, later = a_demand(vacancies=1), a_demand(vacancies=2, source="Another", **newer)
    assert read_now([older, later]) == read_now([later, older]) == {CONSTRUCTION: later}


def test_a_later_entry_about_an_earlier_time_does_not_hide_what_is_newer() -> None:
    now = a_demand(vacancies=5)
    before = a_demand(
        vacancies=9, as_of_on=DAY - timedelta(days=90), recorded_at=AT + timedelta(days=3), source="Late"
    )
    assert read_now([now, before]) == {CONSTRUCTION: now}


def test_figures_of_two_sources_are_not_added_up() -> None:
    found = read_now([a_demand(vacancies=100), a_demand(vacancies=90, source="Another")])
    assert found[CONSTRUCTION].vacancies in (100, 90)


def test_sectors_come_by_gap_and_those_nobody_counted_last() -> None:
    balances = [
        a_balance(PrioritySector.OTHER, None, 900),
        a_balance(HEALTH, 50, 80),
        a_balance(CARE, 300, 100),
        a_balance(CONSTRUCTION, 412, 180),
    ]
    ordered = by_gap(balances)
    assert [each.sector for each in ordered] == [CONSTRUCTION, CARE, HEALTH, PrioritySector.OTHER]
    first = widest(balances)
    assert first is not None
    assert first.sector is CONSTRUCTION


def test_equal_gaps_come_in_the_boards_own_order() -> None:
    same = [a_balance(sector, 10, 5) for sector in reversed(PrioritySector)]
    assert [each.sector for each in by_gap(same)] == list(PrioritySector)


@pytest.mark.parametrize(
    "balances",
    [
        pytest.param([], id="nothing"),
        pytest.param([a_balance(CARE, None, 10)], id="nobody counted"),
        pytest.param([a_balance(CARE, 10, 10)], id="as many places"),
    ],
)
def test_there_is_no_widest_gap_where_there_is_none(balances: list[Balance]) -> None:
    assert widest(balances) is None


def test_headlines_say_figures_the_widest_gap_and_whose_figure_it_is() -> None:
    balances = by_gap([a_balance(CONSTRUCTION, 412, 180), a_balance(HEALTH, 1, 1), a_balance(CARE, None, 9)])
    first, second = headlines_of(balances, most=3)
    assert (first.figure, first.said) == ("Construction", "412 vacancies, 180 places offered; the widest gap")
    assert first.note == (
        "1 place for every 2.3 vacancies. Vacancies open on 31 October 2026 (A survey, dated 1 November 2026)."
    )
    assert (second.figure, second.said) == ("Health", "1 vacancy, 1 place offered; places enough")


def test_a_sector_nobody_counted_says_so_in_its_sentence() -> None:
    assert sentence_of(a_balance(CARE, None, 9)) == "Care: vacancies not available, 9 places offered."


def test_a_figure_of_a_time_says_both_its_days() -> None:
    each = Balance(sector=CARE, places=2, demand=a_demand(CARE, 4, from_on=date(2026, 9, 1), as_of_on=DAY))
    assert "Vacancies advertised 1 September 2026 to 31 October 2026" in sentence_of(each)


def some_skills(*balances: Balance, area: str = "Greater Essex") -> Skills:
    supply = Supply(places={}, providers=9, others=2, newest_at=AT)
    return Skills(area=area, on=DAY, balances=balances, supply=supply, providers=22)


def test_the_table_says_not_available_where_nobody_counted_and_never_a_nought() -> None:
    table = table_of(some_skills(a_balance(CARE, None, 9), a_balance(HEALTH, 0, 9)))
    care, health = table.rows
    assert care == ("Care", NOT_AVAILABLE, "9", *[NOT_AVAILABLE] * 4)
    assert health[1:4] == ("0", "9", NOT_AVAILABLE)
    assert all(len(row) == len(table.columns) for row in table.rows)


@pytest.mark.parametrize(
    ("balances", "area", "title"),
    [
        pytest.param(
            [a_balance(PrioritySector.DIGITAL, 1_200, 3)],
            "Greater Essex",
            "The gap is widest in IT, digital and creative: 1,200 vacancies, 3 places",
            id="a gap",
        ),
        pytest.param(
            [a_balance(CARE, 5, 3)],
            "Northbank",
            "The gap is widest in care in Northbank: 5 vacancies, 3 places",
            id="in a district",
        ),
        pytest.param(
            [a_balance(CARE, 3, 5)],
            "Greater Essex",
            "There are places enough for the vacancies that were counted",
            id="no gap",
        ),
        pytest.param(
            [a_balance(CARE, None, 5)], "Greater Essex", "Nobody has counted vacancies", id="no figure"
        ),
    ],
)
def test_the_title_states_the_message(balances: list[Balance], area: str, title: str) -> None:
    assert table_of(some_skills(*balances, area=area)).title == title


def test_the_coverage_says_from_how_many_and_how_new() -> None:
    said = table_of(some_skills(a_balance(CARE, 4, 2), a_balance(HEALTH, None, 1))).coverage
    assert said == (
        "places from 9 of 22 providers and 2 others, newest 2 November 2026; "
        "vacancies for 1 of 8 sectors from 1 source, newest 31 October 2026"
    )
