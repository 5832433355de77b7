"""What forbids a merge, whose value is kept, and whose a later fact is: cases without a database."""

from datetime import date
from uuid import UUID

import msgspec
import pytest
from sqlalchemy import Uuid

from service.learners.rows import Candidate, Sex
from service.merging.rows import How, LaterFact, Side
from service.merging.rules import FIELDS, MOVING, REGISTRY, forbidden, kept_values, side_of
from service.tables import metadata

ONE = Candidate(
    learner_id=UUID(int=1),
    indicator="222-222-222",
    given_names="Ida",
    family_name="Marsh",
    date_of_birth=date(2008, 3, 1),
    uln="9276308686",
)
OTHER = Candidate(
    learner_id=UUID(int=2),
    indicator="333-333-333",
    given_names="Ida May",
    family_name="Fenn",
    date_of_birth=date(2008, 3, 1),
    sex=Sex.FEMALE,
    postcode="CM1 1AA",
)
NAMES_A_LEARNER = {"learner_id", "about_id", "other_id", "survivor_id", "merged_id", "merged_into"}


def test_the_registry_names_every_column_that_names_a_learner() -> None:
    """A table that refers to a learner and is not here would lose its rows at a merge, or leave them behind."""
    found = {
        (table.name, column.name)
        for table in metadata.sorted_tables
        for column in table.columns
        if column.name in NAMES_A_LEARNER and isinstance(column.type, Uuid)
    }
    assert {(each.table, each.column) for each in REGISTRY} == found
    assert len(REGISTRY) == len(found)
    assert all(each.because for each in REGISTRY)


def test_what_moves_is_found_by_its_learner() -> None:
    assert {each.column for each in REGISTRY if each.how is How.MOVES} == {"learner_id"}
    assert "spell" in MOVING


@pytest.mark.parametrize(
    ("survivor", "merged", "known", "says"),
    [
        pytest.param(ONE, OTHER, {}, "", id="nothing"),
        pytest.param(ONE, ONE, {}, "with themselves", id="one learner twice"),
        pytest.param(
            ONE,
            msgspec.structs.replace(OTHER, merged_into=UUID(int=3)),
            {},
            "joined with another",
            id="merged",
        ),
        pytest.param(
            msgspec.structs.replace(ONE, merged_into=UUID(int=2)),
            OTHER,
            {},
            "joined with another",
            id="a circle",
        ),
        pytest.param(ONE, OTHER, {"critical": True}, "critical alert", id="a critical alert is open"),
        pytest.param(ONE, OTHER, {"ruled": True}, "two people", id="a person said they are two"),
    ],
)
def test_forbidden_says_all_that_forbids_a_merge(
    survivor: Candidate, merged: Candidate, known: dict[str, bool], says: str
) -> None:
    told = forbidden(survivor, merged, **{"critical": False, "ruled": False, **known})
    assert says in " ".join(told)
    assert bool(told) == bool(says)


def test_kept_values_are_the_survivors_unless_chosen_and_whatever_is_known_where_one_lacks_it() -> None:
    kept = kept_values(ONE, OTHER, {"family_name": Side.MERGED, "uln": Side.MERGED})
    assert set(kept) == set(FIELDS)
    assert (kept["given_names"], kept["family_name"]) == ("Ida", "Fenn")
    assert (kept["postcode"], kept["sex"], kept["uln"]) == ("CM1 1AA", Sex.FEMALE, "9276308686")


SURVIVOR, MERGED = Side.SURVIVOR, Side.MERGED


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        pytest.param({"earlier": (MERGED,)}, MERGED, id="the source said so of the merged one before"),
        pytest.param({"earlier": (SURVIVOR,)}, SURVIVOR, id="the source said so of the survivor before"),
        pytest.param({"earlier": (MERGED,), "described": SURVIVOR}, MERGED, id="the source before the claim"),
        pytest.param({"described": MERGED}, MERGED, id="the claim described the merged one"),
        pytest.param(
            {"described": SURVIVOR, "agencies": (MERGED,)}, SURVIVOR, id="the claim before the agency"
        ),
        pytest.param({"agencies": (MERGED,)}, MERGED, id="only the merged one was known to the agency"),
        pytest.param({"agencies": (MERGED, SURVIVOR)}, Side.DOUBTFUL, id="the agency knew both"),
        pytest.param(
            {"earlier": (MERGED, SURVIVOR), "described": MERGED}, MERGED, id="said of both, the claim tells"
        ),
        pytest.param({}, Side.DOUBTFUL, id="nothing says"),
    ],
)
def test_side_of_a_later_fact(known: dict[str, object], expected: Side) -> None:
    fact = msgspec.convert(
        {"source": "spell", "id": UUID(int=9), "day": date(2026, 1, 1), **known}, LaterFact
    )
    assert side_of(fact) is expected
