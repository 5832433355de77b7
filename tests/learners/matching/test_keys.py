"""Keys: stable, few, and shared by two descriptions of one person however one thing in them is wrong."""

from datetime import date

import pytest

from service.learners.matching.keys import Tier, district, likeness, probes, signature, stored_keys
from service.learners.matching.normalise import form
from service.learners.matching.rows import Person
from tests.learners.matching.people import ANNA, anna

BORN = date(2008, 5, 4)
ZOE = Person(
    given_names="Zoë Ann",
    family_name="Rumsey-Finch",
    previous_names=("Tabor",),
    date_of_birth=BORN,
    sex="F",
    postcode="CO4 3AB",
)


def met(claim: Person, registered: Person) -> list[Tier]:
    """The tiers in which somebody registered is met by a claim."""
    stored = set(stored_keys(form(registered)))
    return [tier for tier in Tier if stored & set(probes(form(claim), tier))]


def test_a_persons_keys_are_those_of_version_4_for_ever() -> None:
    """Stored keys are compared with new ones: what changes here asks for a new version and a rebuild."""
    stored = stored_keys(form(Person(given_names="Mia", family_name="Root", date_of_birth=BORN)))
    assert (stored[1:4], len(stored)) == (GOLDEN, 12)


GOLDEN = (5274211713924232263, -531527095989383859, -7835497592725632554)


@pytest.mark.parametrize(
    "person", [ANNA, ZOE], ids=["two given names", "double-barrelled with a previous name"]
)
def test_keys_are_about_two_dozen_and_near_probes_a_third(person: Person) -> None:
    stored = stored_keys(form(person))
    assert 20 <= len(stored) <= 48
    assert len(probes(form(person), Tier.NEAR)) <= len(stored) // 2
    assert set(stored[1:]) <= {key for tier in Tier for key in probes(form(person), tier)}
    assert all(-(2**63) <= key < 2**63 for key in stored)


@pytest.mark.parametrize(
    "claim",
    [
        pytest.param(anna(given_names="Bryony"), id="another given name"),
        pytest.param(anna(family_name="Savill"), id="another family name"),
        pytest.param(anna(given_names="Fairweather", family_name="Anna"), id="names the wrong way round"),
        pytest.param(anna(date_of_birth=date(2007, 5, 14)), id="another year"),
        pytest.param(anna(date_of_birth=date(2008, 5, 15)), id="another day"),
        pytest.param(anna(date_of_birth=date(2008, 6, 14)), id="another month"),
        pytest.param(anna(date_of_birth=None), id="no date of birth"),
        pytest.param(anna(postcode="SS9 9ZZ"), id="another home"),
        pytest.param(anna(postcode=None), id="no home"),
        pytest.param(anna(given_names=None), id="no given name"),
    ],
)
def test_one_thing_wrong_is_met_near(claim: Person) -> None:
    assert met(claim, ANNA)[0] is Tier.NEAR


def test_two_things_wrong_are_met_further() -> None:
    assert met(anna(date_of_birth=date(2008, 5, 15), postcode="SS9 9ZZ"), ANNA)[0] is Tier.FURTHER


def test_a_postcode_changed_round_is_looked_for_widely() -> None:
    claim = anna(postcode="C1M 1AA", given_names="Bryony", family_name="Savill", date_of_birth=None)
    assert met(claim, ANNA) == [Tier.WIDE]


def test_day_and_month_changed_round_are_looked_for_further() -> None:
    turned = Person(given_names="Mia", family_name="Root", date_of_birth=date(2008, 4, 5))
    stored = Person(given_names="Mia", family_name="Root", date_of_birth=date(2008, 5, 4))
    assert met(turned, stored)[0] is Tier.FURTHER
    shared = set(probes(form(turned), Tier.FURTHER)) & set(stored_keys(form(stored)))
    assert len(shared) >= 4


def test_a_nickname_meets_its_full_name_under_the_date_of_birth() -> None:
    bob = Person(given_names="Bob", family_name="Root", date_of_birth=BORN)
    robert = Person(given_names="Robert", family_name="Wybrow", date_of_birth=BORN)
    assert met(bob, robert)[0] is Tier.FURTHER


@pytest.mark.parametrize(("family_name", "tiers"), [("Thorogood", [Tier.WIDE]), ("Wybrow", [])])
def test_two_sounds_alone_are_met_widely(family_name: str, tiers: list[Tier]) -> None:
    claim = Person(given_names="Catherine", family_name="Thurgood")
    registered = Person(given_names="Kathryn", family_name=family_name, date_of_birth=BORN)
    assert met(claim, registered) == tiers


def test_who_was_born_on_a_1_january_and_moved_is_met_by_names_and_year() -> None:
    registered = anna(date_of_birth=date(2008, 1, 1))
    claim = anna(date_of_birth=date(2008, 1, 1), postcode="SS9 9ZZ", given_names="Ana")
    another_year = anna(date_of_birth=date(2007, 1, 1), postcode="SS9 9ZZ")
    assert met(claim, registered)[0] is Tier.NEAR
    assert met(another_year, registered) == [Tier.WIDE]


def test_previous_names_are_keyed_like_present_ones() -> None:
    then = Person(given_names="Zoe", family_name="Tabor", date_of_birth=BORN)
    assert met(then, ZOE)[0] is Tier.NEAR


def test_a_signature_is_32_bits_and_likest_to_its_own() -> None:
    own, slip, other = (
        signature(form(anna(family_name=name))) for name in ("Fairweather", "Fairwether", "Xu")
    )
    assert -(2**31) <= own < 2**31
    assert likeness(own, own) == 1.0
    assert likeness(own, slip) > likeness(own, other)


@pytest.mark.parametrize(("code", "expected"), [("CM11AA", "CM1"), ("BFPO12", "BFP"), ("4223", "422")])
def test_a_district_is_the_start_of_a_postcode(code: str, expected: str) -> None:
    assert district(code) == expected
