"""People for the matcher's tests, and strategies that invent more of them."""

from datetime import date
from typing import Any

from hypothesis import strategies as st
from msgspec.structs import replace

from service.learners.matching.model import shipped_model
from service.learners.matching.rows import Person, Weighed
from service.learners.matching.shares import shipped_shares

MODEL = shipped_model()
SHARES = shipped_shares()
ANNA = Person(
    given_names="Anna Louise",
    family_name="Fairweather",
    date_of_birth=date(2008, 5, 14),
    sex="F",
    postcode="CM1 1AA",
)


def anna(**changes: Any) -> Person:
    """Anna, with changes."""
    return replace(ANNA, **changes)


def weighed(a: Person, b: Person) -> Weighed:
    """Two people, weighed by the shipped model."""
    from service.learners.matching.levels import compare
    from service.learners.matching.normalise import form
    from service.learners.matching.weigh import weigh

    return weigh(compare(form(a), form(b), SHARES), MODEL)


GIVEN = [
    "Anna",
    "Louise",
    "Łukasz",
    "Zoë",
    "Mohammed",
    "Muhammad",
    "Mia",
    "Tia",
    "James",
    "Jim",
    "Oluwaseun",
    "Xiao",
]
FAMILY = [
    "Fairweather",
    "O'Brien",
    "Smith",
    "Jones",
    "Rahman",
    "Nowak",
    "Kowalska",
    "Ap Dafydd",
    "Finch",
    "Tabor",
]
POSTCODES = ["CM1 1AA", "CM1 1AB", "CM1 2XY", "CM9 5AB", "CO4 3AB", "SS1 2AB", "ZZ99 3VZ", None]
DAYS = [
    date(2008, 5, 14),
    date(2008, 5, 15),
    date(2008, 2, 29),
    date(2007, 4, 9),
    date(2007, 9, 4),
    date(2006, 1, 1),
]
NUMBERS = ["1000000027", "1000000035", "9999999999", None]


def names(pool: list[str]) -> st.SearchStrategy[str]:
    """One to three of some names."""
    return st.lists(st.sampled_from(pool), min_size=1, max_size=3, unique=True).map(" ".join)


def people() -> st.SearchStrategy[Person]:
    """People out of few names, places and days, so that they resemble one another."""
    return st.builds(
        Person,
        given_names=st.one_of(st.none(), names(GIVEN)),
        family_name=st.one_of(st.none(), names(FAMILY)),
        previous_names=st.lists(names(FAMILY), max_size=1).map(tuple),
        date_of_birth=st.one_of(st.none(), st.sampled_from(DAYS)),
        sex=st.sampled_from(["F", "M", None]),
        postcode=st.sampled_from(POSTCODES),
        address=st.sampled_from(["1 High Street", "2 High St", "NFA", None]),
        uln=st.sampled_from(NUMBERS),
        email=st.sampled_from(["anna@mail.test", "a.n.other@mail.test", None]),
        phone=st.sampled_from(["07700 900123", "+44 7700 900123", "07700 900999", None]),
    )
