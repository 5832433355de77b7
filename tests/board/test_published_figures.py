"""What DfE publishes of Greater Essex, by our own arithmetic: what adds up there has to add up here."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

FILE = Path(__file__).resolve().parents[3] / "shared" / "standards" / "stats" / "greater_essex_neet_16_17.csv"
pytestmark = [
    pytest.mark.conformance,
    pytest.mark.skipif(not FILE.is_file(), reason="the shared statistics are not beside the project"),
]
LOCAL = ("Essex", "Southend-on-Sea", "Thurrock")


def rows() -> Iterator[dict[str, str]]:
    with FILE.open(encoding="utf-8") as file:
        yield from csv.DictReader(file)


def number(row: dict[str, str], column: str) -> float:
    return float(row[column])


def test_neet_and_not_known_are_two_that_make_the_headline() -> None:
    found = list(rows())
    assert len(found) >= 20
    for row in found:
        both = number(row, "NEET_percent") + number(row, "Notknown_percent")
        assert number(row, "NEET_not_known_percent") == pytest.approx(both, abs=0.11), row["la_name"]


def test_participation_is_full_time_education_apprenticeships_and_the_rest() -> None:
    parts = (
        "Full_time_education_percent",
        "Apprenticeship_percent",
        "Other_education_and_training_percent",
    )
    for row in rows():
        total = number(row, "TOTAL_participating_in_education_and_training_percent")
        assert total == pytest.approx(sum(number(row, part) for part in parts), abs=0.16), row["la_name"]


def test_the_three_areas_together_weigh_by_their_cohorts() -> None:
    """What a page would say of the whole: 4.1% NEET and 1.9% not known of 45,573, in the winter of 2024/25."""
    local = [row for row in rows() if row["time_period"] == "2025" and row["la_name"] in LOCAL]
    cohort = sum(number(row, "Cohort_DJFavg") for row in local)
    assert cohort == 45_573
    for column, whole in (("NEET_percent", 4.1), ("Notknown_percent", 1.9)):
        counted = sum(number(row, "Cohort_DJFavg") * number(row, column) / 100 for row in local)
        assert round(100 * counted / cohort, 1) == whole


def test_a_guarantee_above_a_hundred_per_cent_is_published_and_read() -> None:
    """Offers are counted of one cohort and divided by another: a figure to survive, not one ours can make."""
    offers = [float(row["September_guarantee_Offer_made_percent"] or 0) for row in rows()]
    assert max(offers) > 100
