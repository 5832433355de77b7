"""What holds for any two people: the order of the two, of the parts of a name, and the way of writing say nothing."""

import unicodedata

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from service.learners.matching.answer import decide_claim
from service.learners.matching.levels import compare
from service.learners.matching.normalise import form
from service.learners.matching.rows import Answered, Person, Registered
from service.learners.matching.weigh import bits_of
from tests.learners.matching.people import MODEL, SHARES, people, weighed

AGREEING = {
    "uln": "1000000051",
    "upn": "A801200000001",
    "ni_number": "AB123456",
    "indicator": "K7M2F9XWY",
    "email": "one@mail.test",
    "phone": "07700 900777",
    "address": "7 Mill Lane",
    "postcode": "CM7 7AA",
    "sex": "F",
}


def answer(claim: Person, *known: Person) -> Answered:
    """What a claim is answered by a register of these people."""
    register = [Registered(key=str(n), person=person) for n, person in enumerate(known)]
    return decide_claim(claim, register, model=MODEL, shares=SHARES)


@given(people(), people())
def test_which_of_two_people_comes_first_says_nothing(a: Person, b: Person) -> None:
    assert sorted(compare(form(a), form(b), SHARES), key=str) == sorted(
        compare(form(b), form(a), SHARES), key=str
    )


@given(people(), people(), st.randoms(use_true_random=False))
def test_the_order_of_a_names_parts_says_nothing(a: Person, b: Person, rng: st.random_module) -> None:
    """Where both have all the parts: of a name half given, the first given name counts for more (the twin rule)."""
    shared = replace(b, given_names=a.given_names, family_name=a.family_name)
    assert answer(shuffled(a, rng), shared).outcome == answer(a, shared).outcome


@given(people(), people(), st.randoms(use_true_random=False))
def test_the_order_of_a_family_names_parts_says_nothing(a: Person, b: Person, rng: st.random_module) -> None:
    otherwise = replace(shuffled(a, rng), given_names=a.given_names)
    assert answer(otherwise, b).outcome == answer(a, b).outcome


def shuffled(person: Person, rng: st.random_module) -> Person:
    """The same person with the parts of each name in another order."""

    def mixed(text: str | None) -> str | None:
        parts = (text or "").split()
        rng.shuffle(parts)
        return " ".join(parts) or None

    return replace(person, given_names=mixed(person.given_names), family_name=mixed(person.family_name))


@pytest.mark.parametrize(
    "way",
    [
        pytest.param(str.upper, id="capitals"),
        pytest.param(str.lower, id="small letters"),
        pytest.param(lambda text: unicodedata.normalize("NFD", text), id="accents as letters of their own"),
        pytest.param(
            lambda text: (
                unicodedata.normalize("NFD", text).encode("ascii", "ignore").decode()
                if text.isascii() or "Ł" not in text
                else text
            ),
            id="without accents",
        ),
        pytest.param(lambda text: text.replace(" ", "  ").join("  "), id="more spaces"),
        pytest.param(lambda text: text.replace(" ", "-"), id="hyphens"),
        pytest.param(lambda text: text.replace(" ", "\u00a0"), id="spaces that do not break"),
        pytest.param(lambda text: text.replace("'", "\u2019"), id="another apostrophe"),
    ],
)
@given(a=people(), b=people())
def test_the_way_of_writing_says_nothing(way: object, a: Person, b: Person) -> None:
    assert callable(way)
    written = {
        name: way(value) for name in ("given_names", "family_name") if (value := getattr(a, name)) is not None
    }
    assert answer(replace(a, **written), b) == answer(a, b)


@given(people(), people(), st.sampled_from(sorted(AGREEING)))
def test_agreeing_on_one_thing_more_never_weighs_less(a: Person, b: Person, field: str) -> None:
    without = {field: None}
    agreeing = {field: AGREEING[field]}
    before = weighed(replace(a, **without), replace(b, **without))
    after = weighed(replace(a, **agreeing), replace(b, **agreeing))
    assert after.bits >= before.bits - 1e-9


@given(people(), people())
def test_having_the_same_names_never_weighs_less_than_not_knowing_them(a: Person, b: Person) -> None:
    for field in ("given_names", "family_name"):
        without = weighed(
            replace(a, **{field: None}, previous_names=()), replace(b, **{field: None}, previous_names=())
        )
        if len(form(replace(a, **{field: None})).given or form(replace(a, **{field: None})).family) == 1:
            continue  # one name known of both may be taken for their only one
        same = {field: "Thorogood", "previous_names": ()}
        assert weighed(replace(a, **same), replace(b, **same)).bits >= without.bits - 1e-9


@given(people(), st.lists(people(), max_size=4), st.randoms(use_true_random=False))
def test_the_order_of_candidates_says_nothing(
    claim: Person, known: list[Person], rng: st.random_module
) -> None:
    register = [Registered(key=str(n), person=person) for n, person in enumerate(known)]
    first = decide_claim(claim, register, model=MODEL, shares=SHARES)
    rng.shuffle(register)
    assert decide_claim(claim, register, model=MODEL, shares=SHARES) == first


@given(people(), people())
def test_the_weight_alone_is_the_weight_told(a: Person, b: Person) -> None:
    comparison = compare(form(a), form(b), SHARES)
    told = weighed(a, b)
    assert bits_of(comparison, MODEL) == pytest.approx(told.bits)
    parts = told.prior_bits + sum(weight.bits for weight in told.weights) + told.relation_bits
    assert parts == pytest.approx(told.bits, abs=1e-6)


@given(people(), people())
def test_a_sentence_holds_no_name_no_date_and_no_number(a: Person, b: Person) -> None:
    said = answer(a, b).sentence.replace("29 February", "").replace("1 January", "").casefold()
    for text in (a.family_name, b.family_name, a.postcode, b.postcode, a.uln, b.uln, a.email, b.email):
        assert text is None or text.casefold() not in said
    assert not any(character.isdigit() for character in said)


@given(people())
def test_a_person_survives_the_journey_through_json(person: Person) -> None:
    assert msgspec.json.decode(msgspec.json.encode(person), type=Person) == person
