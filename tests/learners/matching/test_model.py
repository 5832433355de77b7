"""The shipped model: whole, and such that agreeing never speaks against one person."""

from itertools import product

import msgspec
import pytest

from service.learners.matching.levels.strength import FURTHER, ONE_NAME, ORDER
from service.learners.matching.model import Level, read_model
from service.learners.matching.nicknames import is_nickname, other_forms
from service.learners.matching.normalise import form
from service.learners.matching.phonetics import sound
from service.learners.matching.rows import Person
from service.learners.matching.shares import counted_shares, with_counts
from tests.learners.matching.people import MODEL, SHARES

WHOLE = sorted(set(MODEL.fields) - {FURTHER, ONE_NAME, ORDER, "birth"})


@pytest.mark.parametrize("field", WHOLE)
def test_the_levels_of_a_field_are_all_that_can_be(field: str) -> None:
    assert sum(level.m for level in MODEL.fields[field].values()) == pytest.approx(1, abs=0.01)


@pytest.mark.parametrize("whole", [True, False], ids=["known to the day", "known in part"])
def test_the_levels_of_a_date_of_birth_are_all_that_can_be(whole: bool) -> None:
    partial = {"year_and_month", "day_and_month", "year", "new_year", "year_near", "parts_differ"}
    strangers = sum(
        level.u or 0 for name, level in MODEL.fields["birth"].items() if (name in partial) != whole
    )
    assert strangers == pytest.approx(1 if whole else 0.06, abs=0.03)


@pytest.mark.parametrize(("field", "relation"), list(product(sorted(MODEL.fields), sorted(MODEL.relations))))
def test_agreeing_is_likeliest_for_one_person(field: str, relation: str) -> None:
    level = MODEL.fields[field]["equal"] if "equal" in MODEL.fields[field] else MODEL.fields[field]["swapped"]
    between = MODEL.relations[relation].between(field, "equal", level.m)
    assert between is None or between <= level.m
    assert field == ORDER or level.between_strangers(1.0 if level.share else None) <= level.m


@pytest.mark.parametrize("field", sorted(set(MODEL.fields) - {FURTHER, ONE_NAME, ORDER}))
def test_differing_never_speaks_for_one_person(field: str) -> None:
    level = MODEL.fields[field]["different"]
    assert level.u is not None
    assert level.m < level.u


def test_relations_name_fields_and_levels_that_exist() -> None:
    for relation in MODEL.relations.values():
        for field, told in relation.fields.items():
            assert isinstance(told, str) or set(told) <= set(MODEL.fields[field])


def test_a_rarer_name_says_more() -> None:
    equal = MODEL.fields["family"]["equal"]
    assert equal.between_strangers(SHARES.of_family("smith")) > equal.between_strangers(
        SHARES.of_family("wybrow")
    )


def test_a_file_that_is_no_model_is_refused() -> None:
    with pytest.raises(msgspec.ValidationError):
        read_model(b'{"version": "x"}')


def test_a_level_without_figures_counts_as_telling_nothing() -> None:
    assert Level(m=0.5, says="").between_strangers(None) == 0.5


def test_nicknames_go_with_their_full_name_and_not_with_each_other() -> None:
    assert is_nickname("bob", "robert")
    assert is_nickname("muhammad", "mohamed")
    assert not is_nickname("millie", "milly") or "milly" in other_forms("millie")
    assert not is_nickname("lottie", "charlie")
    assert not is_nickname("anna", "anna")


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("mohammed", "muhammad"),
        ("catherine", "kathryn"),
        ("zhang", "cheung"),
        ("szymon", "simon"),
        ("rhys", "reece"),
    ],
)
def test_names_that_sound_alike_in_other_languages_have_one_sound(a: str, b: str) -> None:
    assert sound(a) == sound(b)


def test_a_registers_own_counts_go_before_the_shipped_shares() -> None:
    people = [form(Person(given_names="Mia", family_name="Thurgood")) for _ in range(10)]
    own = with_counts(SHARES, counted_shares(people))
    assert own.of_family("thurgood") == 1.0
    assert own.of_family("smith") == SHARES.of_family("smith")
    assert own.of_family("never seen") == SHARES.unseen_family


def test_a_given_name_of_several_rows_is_a_name_and_of_one_row_may_be_a_slip() -> None:
    rows = [Person(given_names=name) for name in ("Oyindamola",) * 3 + ("Oyindamla",)]
    counted = counted_shares(map(form, rows))
    assert counted.is_usual("oyindamola")
    assert not counted.is_usual("oyindamla")
