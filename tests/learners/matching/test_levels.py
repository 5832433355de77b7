"""Levels, field by field: how two names, dates, places and numbers compare."""

from datetime import date

import pytest

from service.learners.matching.levels import compare
from service.learners.matching.normalise import form
from service.learners.matching.rows import Person
from tests.learners.matching.people import SHARES


def levels(a: Person, b: Person) -> dict[str, str]:
    """The level of each field."""
    return {finding.field: finding.level for finding in compare(form(a), form(b), SHARES)}


@pytest.mark.parametrize(
    ("a", "b", "level"),
    [
        pytest.param("Anna", "ANNA", "equal", id="the same"),
        pytest.param("Anne Marie", "Annemarie", "equal", id="written together"),
        pytest.param("Anna", "Anna Louise", "equal", id="a second name left out"),
        pytest.param("Louise", "Anna Louise", "second", id="the second name alone"),
        pytest.param("Robert", "Bob", "nickname", id="a short form"),
        pytest.param("Steve", "Stephen", "nickname", id="a short form of another spelling"),
        pytest.param("Millie", "Amy", "different", id="two short forms of one name"),
        pytest.param("Jmaes", "James", "slip", id="letters changed round"),
        pytest.param("Oyindamolla", "Oyindamola", "unlisted", id="a slip in a name not on the list"),
        pytest.param("Mia", "Tia", "lookalike", id="two names a letter apart"),
        pytest.param("Ella", "Bella", "lookalike", id="two names a letter apart, one longer"),
        pytest.param("A", "Anna", "initial", id="an initial"),
        pytest.param("B", "Anna", "different", id="another initial"),
        pytest.param("Anna Louise", "Bryony Louise", "overlap", id="one the same, one another"),
        pytest.param("Anna Louise", "Anna Jane", "overlap", id="another second name"),
        pytest.param("Anna Louise", "Annie Louise", "equal", id="a short form beside a second name"),
        pytest.param("Beth", "Tomos", "different", id="nothing in common"),
    ],
)
def test_given_names_compare_as_bags_of_parts(a: str, b: str, level: str) -> None:
    found = levels(Person(given_names=a, family_name="Root"), Person(given_names=b, family_name="Root"))
    assert found["given"] == level


@pytest.mark.parametrize(
    ("a", "b", "level"),
    [
        pytest.param("O'Brien", "OBRIEN", "equal", id="an apostrophe"),
        pytest.param("MacDonald", "Mac Donald", "equal", id="a space"),
        pytest.param("Al-Hassan", "Hassan", "equal", id="a particle"),
        pytest.param("García López", "Lopez Garcia", "equal", id="parts the other way round"),
        pytest.param("Tabor-Finch", "Finch", "part", id="one part of two"),
        pytest.param("Van der Berg", "Van der Meer", "different", id="only particles in common"),
        pytest.param("Smith", "Smyth", "slip", id="one letter"),
        pytest.param("Roy", "Ray", "similar", id="one letter of a short name is less than a slip"),
        pytest.param("Li", "Le", "similar", id="two letters"),
        pytest.param("Thompson", "Thomson", "slip", id="one letter less"),
        pytest.param("Kowalski", "Kowalska", "slip", id="the other gender"),
        pytest.param("Wybrow", "Garrod", "different", id="nothing in common"),
    ],
)
def test_family_names_compare_as_bags_of_parts(a: str, b: str, level: str) -> None:
    found = levels(Person(given_names="Mia", family_name=a), Person(given_names="Mia", family_name=b))
    assert found["family"] == level


def test_names_the_wrong_way_round_are_compared_the_right_way_round() -> None:
    found = levels(
        Person(given_names="Fairweather", family_name="Anna"),
        Person(given_names="Anna", family_name="Fairweathr"),
    )
    assert found == {"given": "equal", "family": "slip", "name_order": "swapped"}


def test_a_previous_name_agrees_on_either_side() -> None:
    now = Person(given_names="Beth", family_name="Savill", previous_names=("Rumsey",))
    then = Person(given_names="Beth", family_name="Rumsey")
    assert levels(now, then)["family"] == levels(then, now)["family"] == "previous"


def test_two_people_with_one_name_each_are_compared_by_it() -> None:
    found = levels(Person(family_name="Suryanto"), Person(given_names="Suryanto"))
    assert found == {"given": "equal", "one_name": "equal"}


@pytest.mark.parametrize(
    ("a", "b", "level"),
    [
        pytest.param((2008, 5, 14), (2008, 5, 14), "equal", id="the same"),
        pytest.param((2008, 4, 9), (2008, 9, 4), "swapped", id="day and month changed round"),
        pytest.param((2008, 2, 29), (2008, 3, 1), "leap_day", id="29 February, kept as 1 March"),
        pytest.param((2007, 2, 28), (2008, 2, 29), "two_digits", id="29 February and another year"),
        pytest.param((2008, 5, 14), (2008, 5, 15), "one_digit", id="one digit"),
        pytest.param((2008, 5, 14), (2008, 5, 41), "one_digit", id="two digits changed round, no date"),
        pytest.param((2008, 5, 14), (2006, 5, 14), "one_digit", id="one digit of the year"),
        pytest.param((2008, 5, 14), (1999, 5, 14), "two_parts", id="day and month the same"),
        pytest.param((2008, 5, 14), (2009, 5, 24), "two_digits", id="two digits"),
        pytest.param((2008, 5, 14), (1999, 11, 23), "different", id="nothing in common"),
        pytest.param((2008, None, None), (2008, 5, 14), "year", id="a year alone"),
        pytest.param((2009, None, None), (2008, 5, 14), "year_near", id="a year alone, the next"),
        pytest.param((2008, 5, None), (2008, 5, 14), "year_and_month", id="no day"),
        pytest.param((None, 5, 14), (2008, 5, 14), "day_and_month", id="no year"),
        pytest.param((2008, 6, None), (2008, 5, 14), "parts_differ", id="another month, no day"),
        pytest.param((2008, 1, 1), (2008, 5, 14), "year", id="1 January is a year alone"),
        pytest.param((2008, 1, 1), (2008, 1, 1), "new_year", id="1 January twice"),
    ],
)
def test_dates_of_birth_compare_by_the_slips_people_make(
    a: tuple[int | None, ...], b: tuple[int | None, ...], level: str
) -> None:
    first, second = (Person(birth_year=each[0], birth_month=each[1], birth_day=each[2]) for each in (a, b))
    assert levels(first, second) == levels(second, first) == {"birth": level}


def test_a_date_goes_before_its_parts() -> None:
    told = Person(date_of_birth=date(2008, 5, 14), birth_year=1999)
    assert levels(told, Person(birth_year=2008, birth_month=5, birth_day=14)) == {"birth": "equal"}


@pytest.mark.parametrize(
    ("a", "b", "level"),
    [
        pytest.param("cm1 1aa", "CM11AA", "equal", id="the same"),
        pytest.param("CM1 1AA", "CM1 1AB", "slip", id="one character"),
        pytest.param("CM1 1AA", "MC1 1AA", "slip", id="two changed round"),
        pytest.param("CM1 1AA", "CM1 1XY", "sector", id="the same few streets"),
        pytest.param("CM1 1AA", "CM1 9XY", "outcode", id="the same district"),
        pytest.param("CM1 1AA", "CM9 9XY", "area", id="the same area"),
        pytest.param("CM1 1AA", "SS9 9XY", "different", id="elsewhere"),
        pytest.param("4223", "4232", "slip", id="another country, changed round"),
        pytest.param("90210", "90281", "outcode", id="another country, the same district"),
        pytest.param("4223", "2000", "different", id="another country, elsewhere"),
    ],
)
def test_postcodes_compare_by_distance_on_paper_and_on_the_ground(a: str, b: str, level: str) -> None:
    assert levels(Person(postcode=a), Person(postcode=b)) == {"postcode": level}


@pytest.mark.parametrize(
    ("a", "b", "level"),
    [
        pytest.param("12 High Street, Maldon", "12 HIGH ST MALDON", "equal", id="abbreviated"),
        pytest.param("Flat 2, 12 High Street", "12 High Street, Flat 2", "equal", id="lines changed round"),
        pytest.param("12 High Street", "12 Hihg Street", "near", id="a slip"),
        pytest.param("12 High Street, Maldon", "99 High Street, Maldon", "street", id="another house"),
        pytest.param("12 High Street", "7 Mill Lane", "different", id="elsewhere"),
    ],
)
def test_addresses_compare_by_house_and_street(a: str, b: str, level: str) -> None:
    assert levels(Person(address=a), Person(address=b)) == {"address": level}


@pytest.mark.parametrize(
    ("field", "a", "b", "level"),
    [
        pytest.param("uln", "1000000027", "10000 00027", "equal", id="a ULN with a space"),
        pytest.param("uln", "1000000027", "1000000072", "slip", id="a ULN changed round"),
        pytest.param("uln", "1000000027", "1000000035", "different", id="another ULN"),
        pytest.param("ni_number", "QQ123456C", "qq 12 34 56", "equal", id="an NI number without its letter"),
        pytest.param(
            "email", "Anna@Mail.test", "anna@mail.test", "equal", id="an e-mail address in capitals"
        ),
        pytest.param("email", "anna.f@mail.test", "anna.f@post.example", "local", id="another provider"),
        pytest.param("email", "anna@mail.test", "zoe@post.test", "different", id="another e-mail address"),
        pytest.param("phone", "07700 900123", "+44 7700 900123", "equal", id="a country's prefix"),
        pytest.param("phone", "07700 900123", "07700 900132", "slip", id="a telephone number changed round"),
        pytest.param("sex", "female", "F", "equal", id="sex by word and letter"),
        pytest.param("sex", "M", "2", "different", id="sex by letter and code"),
    ],
)
def test_numbers_and_contacts_compare_as_written_by_people(field: str, a: str, b: str, level: str) -> None:
    assert levels(Person(**{field: a}), Person(**{field: b})) == {field: level}  # type: ignore[arg-type]  # every field named is text


def test_further_columns_compare_under_their_own_names() -> None:
    a = Person(others=(("city", "London"), ("college", "Harlow"), ("only here", "x")))
    b = Person(others=(("city", "Lonodn"), ("college", "Colchester"), ("only there", "x")))
    assert levels(a, b) == {"other:city": "slip", "other:college": "different"}
