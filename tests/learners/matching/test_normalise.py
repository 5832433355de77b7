"""One form for each way of writing, and nothing where nothing is known."""

from datetime import date

import pytest

from service.learners.matching.keys import Tier, probes, stored_keys
from service.learners.matching.normalise import Form, form
from service.learners.matching.rows import Person

NOTHING = [
    pytest.param(Person(), id="nothing at all"),
    pytest.param(
        Person(given_names="", family_name=" ", postcode="", uln="", email="", phone=""), id="empty text"
    ),
    pytest.param(Person(postcode="ZZ99 9ZZ"), id="the postcode of nowhere"),
    pytest.param(Person(postcode="ZZ99 3VZ", address="No fixed abode"), id="no fixed address"),
    pytest.param(Person(uln="9999999999"), id="the temporary ULN"),
    pytest.param(Person(upn="A80120000001B"), id="a temporary UPN"),
    pytest.param(Person(ni_number="TN010108F"), id="a temporary NI number"),
    pytest.param(Person(email="none@example.com", phone="0000000000"), id="contacts that are none"),
    pytest.param(Person(birth_year=9999, birth_month=9, birth_day=9), id="the year 9999"),
    pytest.param(Person(sex="X"), id="a sex that is not recorded as one of two"),
    pytest.param(Person(given_names=".", family_name="-"), id="marks"),
]


@pytest.mark.parametrize("person", NOTHING)
def test_a_placeholder_is_no_evidence_and_no_key(person: Person) -> None:
    assert form(person) == Form()
    assert stored_keys(form(person)) == ()
    assert all(probes(form(person), tier) == () for tier in Tier)


@pytest.mark.parametrize("name", ["Baby", "BABY GIRL", "Unknown", "not known", "Not-Known", "Infant", "TBC"])
def test_a_name_that_stands_for_none_is_not_known(name: str) -> None:
    assert form(Person(given_names=name)) == Form(is_name_unknown=True)


def test_a_name_like_a_placeholder_with_another_beside_it_is_a_name() -> None:
    assert form(Person(given_names="Baby Jane")).given == ("baby", "jane")


def test_1_january_keeps_its_year_alone() -> None:
    born = form(Person(date_of_birth=date(2006, 1, 1))).born
    assert born is not None
    assert (born.year, born.month, born.day, born.whole) == (2006, None, None, None)


def test_titles_and_generations_are_no_names() -> None:
    assert form(Person(given_names="Mr Albert", family_name="Lucking Jr.")) == form(
        Person(given_names="Albert", family_name="Lucking")
    )


def test_one_name_in_both_fields_is_one_name() -> None:
    assert form(Person(given_names="Suryanto", family_name="SURYANTO")) == form(
        Person(family_name="Suryanto")
    )


def test_a_previous_name_that_is_the_present_one_is_left_out() -> None:
    assert form(Person(family_name="Root", previous_names=("ROOT", "", "Rumsey"))).previous == (("rumsey",),)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Łukasz", ("lukasz",)),
        ("Zoë", ("zoe",)),
        ("Đặng", ("dang",)),
        ("Þóra", ("thora",)),
        ("Strauß", ("strauss",)),
        ("D’Souza", ("dsouza",)),
        ("Al-Amin", ("al", "amin")),
        ("Олександр", ("олександр",)),
    ],
)
def test_names_fold_to_plain_letters_where_they_are_latin(text: str, folded: tuple[str, ...]) -> None:
    assert form(Person(given_names=text)).given == folded
