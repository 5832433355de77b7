"""Who belongs in the register."""

from datetime import date

import pytest

from service.learners.rules import ineligible_sentence, is_eligible

TODAY = date(2026, 11, 3)


@pytest.mark.parametrize(
    ("born", "eligible"),
    [
        pytest.param(date(2010, 11, 3), True, id="16 today"),
        pytest.param(date(2010, 11, 4), True, id="16 tomorrow: in the last compulsory year"),
        pytest.param(date(2011, 8, 31), True, id="16 on the last day of this academic year"),
        pytest.param(date(2011, 9, 1), False, id="16 on the first day of the next academic year"),
        pytest.param(date(2001, 11, 4), True, id="25 tomorrow"),
        pytest.param(date(2001, 11, 3), False, id="25 today"),
        pytest.param(date(2030, 1, 1), False, id="not born yet"),
        pytest.param(date(1926, 11, 3), False, id="a hundred"),
    ],
)
def test_is_eligible_for_16_to_24_and_the_last_compulsory_year(born: date, *, eligible: bool) -> None:
    assert is_eligible(born, today=TODAY) is eligible


@pytest.mark.parametrize(
    ("born", "words"),
    [
        pytest.param(date(2001, 11, 3), "25 or older", id="too old"),
        pytest.param(date(2011, 9, 1), "too young", id="too young"),
        pytest.param(date(2030, 1, 1), "in the future", id="not born yet"),
    ],
)
def test_ineligible_sentence_names_the_limit_and_the_fix(born: date, words: str) -> None:
    sentence = ineligible_sentence(born, today=TODAY)

    assert words in sentence
    assert "Check the year of birth" in sentence
