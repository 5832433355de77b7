"""The ladder, outcomes and words for messages: nothing is missing, and nothing is said that should not be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.caseloads.rows import Found, Outcome
from service.caseloads.rules import FOUND, LADDER, OUTCOMES, messages_for, progress


def test_every_outcome_and_every_finding_has_words() -> None:
    assert set(OUTCOMES) == set(Outcome)
    assert set(FOUND) == set(Found)


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        pytest.param({}, 0, id="nothing noted"),
        pytest.param(
            {"lists": Found.NOTHING, "ucas": Found.NOT_FITTING, "ilr": Found.FOUND}, 3, id="three done"
        ),
        pytest.param({"lists": Found.ASKED}, 0, id="an answer awaited is not done"),
        pytest.param(dict.fromkeys(LADDER, Found.NOTHING), len(LADDER), id="all of them"),
        pytest.param({"no such step": Found.NOTHING}, 0, id="a step that is no more"),
    ],
)
def test_progress_counts_the_steps_that_need_no_more_work(found: dict[str, Found], expected: int) -> None:
    assert progress(found) == expected


@given(given_names=st.text(max_size=30), adviser=st.text(max_size=30))
def test_a_message_names_the_first_name_the_adviser_and_the_agency_alone(
    given_names: str, adviser: str
) -> None:
    first = (given_names.split() or ["there"])[0]
    for use, words in messages_for(given_names, adviser, "Essex County Council"):
        assert use
        assert words.count("Essex County Council") == 1
        assert adviser in words
        assert first in words


def test_a_message_uses_the_first_given_name_only() -> None:
    assert all(
        "Amy" in words and "Tia" not in words for _, words in messages_for("Amy Tia", "Nadia", "Essex")
    )
