"""Whom a row meets: one slip of any kind leaves a key in common, and a crowd shares none that is used."""

import subprocess
import sys
from random import Random

import pytest

from service.learners.matching.normalise import form
from service.learners.matching.rows import Person
from service.linking.blocks import keys_of, whole_key, width_of
from service.linking.rows import Width
from tests.benchmarks.linkage.people import population
from tests.benchmarks.linkage.slips import KINDS, Slip

PEOPLE = [each.person for each in population(400, seed=4)]


@pytest.mark.parametrize("slip", KINDS, ids=lambda slip: slip.__name__)
def test_one_change_leaves_a_key_in_common(slip: Slip) -> None:
    rng = Random(1)
    changed = [(person, wrong) for person in PEOPLE if (wrong := slip(rng, person))]
    met = [bool({*keys_of(form(a), Width.NARROW)} & {*keys_of(form(b), Width.NARROW)}) for a, b in changed]
    assert sum(met) >= 0.99 * len(met)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(
            Person(given_names="Ann", family_name="Lee", birth_year=2006, birth_month=3, birth_day=4),
            Person(given_names="Ann", family_name="Wu", birth_year=2006, birth_month=4, birth_day=3),
            id="day and month exchanged",
        ),
        pytest.param(
            Person(given_names="Ann", email="ann@mail.test"),
            Person(given_names="Bo", email="ann@mail.test"),
            id="nothing but an e-mail address in common",
        ),
        pytest.param(
            Person(given_names="Stephen", family_name="Clarke"),
            Person(given_names="Steven", family_name="Clark"),
            id="names alone",
        ),
        pytest.param(
            Person(given_names="Ann", address="12 High Street"),
            Person(family_name="Lee", address="12 High St"),
            id="a home alone",
        ),
        pytest.param(
            Person(given_names="Ann", others=(("city", "Hull"), ("school", "St Mary"))),
            Person(given_names="Bo", others=(("school", "St Mary"), ("city", "Hull"))),
            id="two other columns",
        ),
    ],
)
def test_people_with_little_in_common_meet(one: Person, other: Person) -> None:
    keys = [set(keys_of(form(person), Width.NARROW)) for person in (one, other)]
    assert keys[0] & keys[1]


def test_only_a_person_with_everything_known_can_be_settled() -> None:
    assert whole_key(form(PEOPLE[0])) is not None or not PEOPLE[0].given_names
    assert whole_key(form(Person(given_names="Ann", family_name="Lee", postcode="CM1 1AA"))) is None


def test_small_files_are_searched_more_widely_than_large_ones() -> None:
    assert [width_of(n, n) for n in (1_000, 10_000, 100_000)] == [Width.ALL, Width.WIDE, Width.NARROW]


def test_keys_are_the_same_in_every_process() -> None:
    shown = (
        "from service.linking.blocks import *; from service.linking.rows import Width\n"
        "from service.learners.matching.rows import Person\n"
        "from service.learners.matching.normalise import form\n"
        "print(keys_of(form(Person(given_names='Ann', family_name='Lee', birth_year=2006, birth_month=3, birth_day=4)),"
        " Width.WIDE))"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", shown],
            check=True,
            capture_output=True,
            text=True,
            env={"PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    }
    assert len(said) == 1
