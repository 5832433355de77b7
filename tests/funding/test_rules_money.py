"""Tariffs, ramps, instalments and what-if: every part comes to its whole, to the penny."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.funding.rows import LATER, Band, Given, Outcome, Rivals, Step, Terms
from service.funding.rules import (
    faults_of,
    instalment,
    may_be_shown,
    parted,
    price,
    rates_of,
    share_in,
    tariff_on,
    what_if,
)
from service.funding.rules.pricing import splits
from service.vocabulary.financial_year import QUARTERS
from service.vocabulary.money import WHOLE, rounded
from tests.funding.facts import COLLEGE, DAY, PRICES, TRAINER, WEIGHTS, at, key, priced

PENCE, SHARE = st.integers(0, 10_000_000_00), st.integers(0, WHOLE)
NOBODY = key("nobody")


def step(year: int, share: int, fund: str = "young") -> Step:
    return Step(scenario="s", fund=fund, year=year, share=share, set_at=at(DAY), set_by=NOBODY)


@given(
    st.fixed_dictionaries({kind: st.integers(0, 1_000_000) for kind in LATER}),
    st.fixed_dictionaries({band: st.integers(0, 30_000) for band in Band}),
    SHARE,
)
def test_the_attachment_share_moves_money_to_the_start_and_adds_none(
    prices: dict[Outcome, int], weights: dict[Band, int], attachment: int
) -> None:
    rates = rates_of(Terms(prices=prices, weights=weights, attachment=attachment))
    for band in Band:
        way = sum(rates[kind, band] for kind in Outcome)
        assert way == sum(rounded(prices[kind], weights[band]) for kind in LATER)
        assert abs(rates[Outcome.START, band] * WHOLE - way * attachment) < WHOLE
        assert all(rates[kind, band] >= 0 for kind in Outcome)


@pytest.mark.parametrize(
    ("kind", "band", "pence"),
    [
        pytest.param(Outcome.START, Band.NONE, 64_000, id="a fifth of the whole way"),
        pytest.param(Outcome.JOB_26_WEEKS, Band.NONE, 64_000, id="four fifths of its price"),
        pytest.param(Outcome.JOB_26_WEEKS, Band.SUBSTANTIAL, 96_000, id="half as much again"),
        pytest.param(Outcome.RETENTION, Band.NOT_ASSESSED, 24_000, id="not assessed is worth the whole"),
    ],
)
def test_a_rate_is_its_price_weighted_by_risk(kind: Outcome, band: Band, pence: int) -> None:
    terms = Terms(prices=PRICES, weights=WEIGHTS, attachment=2000)
    assert rates_of(terms)[kind, band] == pence


@given(st.integers(0, 1_000_000), st.integers(1, 6))
def test_the_parts_of_rivals_come_to_the_price(pence: int, parts: int) -> None:
    rates = {(Outcome.START, Band.NONE): pence}
    each = [price(rates, Outcome.START, Band.NONE, part=n, parts=parts) for n in range(1, parts + 1)]
    assert sum(each) == pence
    assert max(each) - min(each) <= 1


def test_the_tariff_of_the_day_holds() -> None:
    old = priced(id=key("old"), starts_on=date(2024, 4, 1))
    new = priced(id=key("new"), starts_on=date(2026, 6, 1), rivals=Rivals.SPLIT)
    both = [new, old, priced(id=key("other"), fund="adult", starts_on=date(2026, 5, 1))]
    assert tariff_on(both, "young", date(2026, 5, 31)) is old
    assert tariff_on(both, "young", date(2026, 6, 1)) is new
    assert tariff_on(both, "young", date(2024, 3, 31)) is None
    assert [splits(both, "young", date(2026, month, 1)) for month in (5, 6)] == [False, True]


@pytest.mark.parametrize(
    ("year", "share"), [(2012, 0), (2013, 2500), (2014, 5000), (2015, 5000), (2016, 10_000), (2030, 10_000)]
)
def test_the_share_of_a_year_is_that_of_the_last_step(year: int, share: int) -> None:
    steps = [step(2016, 10_000), step(2013, 2500), step(2014, 5000), step(2015, 100, fund="adult")]
    assert share_in(steps, "young", year) == share


@given(PENCE, SHARE)
def test_base_and_results_come_to_the_allocation(pence: int, share: int) -> None:
    base, results = parted(pence, share)
    assert base + results == pence
    assert abs(results * WHOLE - pence * share) < WHOLE
    assert min(base, results) >= 0


@pytest.mark.parametrize(
    ("asked", "locked", "wrong"),
    [
        pytest.param({2027: 3000}, [], [], id="it rises"),
        pytest.param({2026: 2000}, [], [], id="it stays"),
        pytest.param({2026: 999}, [], [2026], id="it falls below the year before"),
        pytest.param({2026: 2600}, [], [2026], id="above the year after"),
        pytest.param({2026: 2600, 2027: 2600}, [], [], id="both are raised at once"),
        pytest.param({2025: 1001}, [2025], [2025], id="a year in use is changed"),
        pytest.param({2025: 1000, 2028: 2500}, [2025], [], id="a year in use is said again"),
    ],
)
def test_a_ramp_never_falls_nor_changes_where_it_is_in_use(
    asked: dict[int, int], locked: list[int], wrong: list[int]
) -> None:
    before = {2025: 1000, 2026: 2000, 2027: 2500}
    assert sorted(faults_of(before, asked, locked)) == wrong


@given(st.lists(st.tuples(PENCE, SHARE), min_size=4, max_size=4))
def test_four_instalments_come_to_the_base_as_it_stood_last(changes: list[tuple[int, int]]) -> None:
    paid, share = 0, changes[0][1]
    for quarter, (pence, _) in zip(QUARTERS, changes, strict=True):
        paid += instalment(pence, share, paid=paid, quarter=quarter)
    assert paid == parted(changes[-1][0], share)[0]


@given(PENCE, SHARE)
def test_instalments_of_an_unchanged_allocation_differ_by_a_penny_at_most(pence: int, share: int) -> None:
    paid, parts = 0, []
    for quarter in QUARTERS:
        parts.append(instalment(pence, share, paid=paid, quarter=quarter))
        paid += parts[-1]
    assert max(parts) - min(parts) <= 1


GIVEN = st.lists(
    st.builds(
        Given,
        provider_id=st.sampled_from([COLLEGE, TRAINER]),
        sector=st.sampled_from(["1.1", "5.2"]),
        pence=PENCE,
    ),
    max_size=8,
)


@given(GIVEN, SHARE, SHARE, PENCE)
def test_what_if_parts_what_there_is_and_a_higher_share_risks_no_less(
    given_: list[Given], share: int, other: int, earned: int
) -> None:
    low, high = [what_if(given_, share=each, earned={COLLEGE: earned}) for each in sorted((share, other))]
    for answer in (low, high):
        assert answer.base_pence + answer.results_pence == sum(each.pence for each in given_)
        assert all(0 <= each.at_risk <= WHOLE for each in answer.parts)
    assert low.results_pence <= high.results_pence
    assert low.at_risk_pence <= high.at_risk_pence


@pytest.mark.parametrize(
    ("amounts", "shown"),
    [
        pytest.param([10, 10, 10], True, id="three alike"),
        pytest.param([10, 10], False, id="two"),
        pytest.param([10, 10, 0], False, id="a third with nothing"),
        pytest.param([80, 10, 10], False, id="one with four fifths"),
        pytest.param([79, 11, 10], True, id="one with a little less"),
        pytest.param([], False, id="nobody"),
    ],
)
def test_a_sum_is_shown_to_a_board_only_if_it_tells_of_nobody(amounts: list[int], shown: bool) -> None:
    assert may_be_shown(amounts) is shown
