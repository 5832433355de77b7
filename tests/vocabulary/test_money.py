"""Money: said and read to the penny, shared out without losing or making one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.vocabulary.money import (
    WHOLE,
    MoneyInvalid,
    ShareInvalid,
    parse_money,
    parse_share,
    plain_money,
    rounded,
    say_money,
    say_share,
    shared_out,
)

PENCE = st.integers(-10_000_000_000, 10_000_000_000)
WEIGHTS = st.lists(st.integers(0, 1_000_000), min_size=1, max_size=12)


@pytest.mark.parametrize(
    ("pence", "said"),
    [
        pytest.param(0, "£0.00", id="nothing"),
        pytest.param(5, "£0.05", id="pence alone"),
        pytest.param(123_456, "£1,234.56", id="thousands"),
        pytest.param(-500, "−£5.00", id="less than nothing"),
        pytest.param(100_000_000, "£1,000,000.00", id="a million"),
    ],
)
def test_an_amount_is_said_in_pounds(pence: int, said: str) -> None:
    assert say_money(pence) == said


@pytest.mark.parametrize(
    ("text", "pence"),
    [
        pytest.param("1234.50", 123_450, id="plain"),
        pytest.param("£1,234.50", 123_450, id="as it is said"),
        pytest.param(" 12 000 ", 1_200_000, id="spaces between thousands"),
        pytest.param("7", 700, id="pounds alone"),
        pytest.param("0.07", 7, id="pence alone"),
    ],
)
def test_what_people_type_is_read_as_pence(text: str, pence: int) -> None:
    assert parse_money(text) == pence


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("1,234.5", id="one figure of pence"),
        pytest.param("1,23", id="a comma in the wrong place"),
        pytest.param("1.234,50", id="as elsewhere in Europe"),
        pytest.param("", id="nothing typed"),
        pytest.param("-5", id="a minus nobody asked for"),
        pytest.param("1e6", id="a computer's number"),
        pytest.param("nan", id="not a number"),
        pytest.param("٣", id="figures of another script"),
        pytest.param("1000000000.01", id="more than a billion"),
    ],
)
def test_what_may_be_a_slip_is_not_guessed_at(text: str) -> None:
    with pytest.raises(MoneyInvalid):
        parse_money(text)


@given(PENCE)
def test_what_is_said_is_read_back_to_the_penny(pence: int) -> None:
    assert parse_money(say_money(pence), signed=True) == pence


@given(PENCE)
def test_a_file_says_every_penny_without_a_sign_of_money(pence: int) -> None:
    assert parse_money(plain_money(pence), signed=True) == pence


@pytest.mark.parametrize(
    ("text", "share"),
    [("25", 2500), ("12.5%", 1250), ("0", 0), ("100 %", 10_000), ("7.25", 725)],
)
def test_a_share_is_read_in_per_cent(text: str, share: int) -> None:
    assert parse_share(text) == share


@pytest.mark.parametrize("text", ["100.01", "101", "-1", "", "12.555", "a half"])
def test_a_share_beyond_the_whole_is_refused(text: str) -> None:
    with pytest.raises(ShareInvalid):
        parse_share(text)


@given(st.integers(0, WHOLE))
def test_a_share_is_read_back_as_it_was_said(share: int) -> None:
    assert parse_share(say_share(share)) == share


@pytest.mark.parametrize(
    ("total", "weights", "parts"),
    [
        pytest.param(100, [1, 1, 1], (34, 33, 33), id="of equal remainders the first"),
        pytest.param(10, [2500, 7500], (3, 7), id="halves go to the first"),
        pytest.param(101, [7500, 2500], (76, 25), id="to the largest remainder"),
        pytest.param(5, [0, 0], (5, 0), id="where nothing weighs anything the first takes all"),
        pytest.param(-100, [1, 1, 1], (-34, -33, -33), id="less than nothing"),
        pytest.param(0, [3, 1], (0, 0), id="nothing"),
    ],
)
def test_pence_left_over_go_to_the_largest_remainders(
    total: int, weights: list[int], parts: tuple[int, ...]
) -> None:
    assert shared_out(total, weights) == parts


@given(PENCE, WEIGHTS)
def test_the_parts_come_to_the_whole_and_each_is_within_a_penny(total: int, weights: list[int]) -> None:
    parts = shared_out(total, weights)
    assert sum(parts) == total
    whole = sum(weights)
    if whole:
        assert all(
            abs(part * whole - total * weight) < whole for part, weight in zip(parts, weights, strict=True)
        )


@given(st.integers(0, 10_000_000), WEIGHTS, st.integers(0, 11))
def test_whoever_weighs_nothing_gets_nothing(total: int, weights: list[int], place: int) -> None:
    place %= len(weights)
    weights[place] = 0
    if sum(weights):
        assert shared_out(total, weights)[place] == 0


@pytest.mark.parametrize("weights", [[], [1, -1]])
def test_weights_that_cannot_be_are_refused(weights: list[int]) -> None:
    with pytest.raises(ValueError, match="weights"):
        shared_out(1, weights)


@pytest.mark.parametrize(
    ("total", "share", "taken"), [(3, 5000, 2), (1, 4999, 0), (1, 5000, 1), (333, 12_500, 416), (0, 9000, 0)]
)
def test_halves_of_a_penny_are_rounded_up(total: int, share: int, taken: int) -> None:
    assert rounded(total, share) == taken
