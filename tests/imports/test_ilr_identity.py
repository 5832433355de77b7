from datetime import date

import pytest

from service.learners.rows import Sex
from tests.imports.ilr_text import learner, read_learner, rules


def test_the_identity_is_normalised() -> None:
    person = read_learner(
        learner(
            FamilyName="  O'Neill \n Fenn ", GivenNames="Zoë", Postcode="cm11aa", ULN=" 9276308686 ", Sex="M"
        )
    )
    assert (person.family_name, person.given_names) == ("O'Neill Fenn", "Zoë")
    assert (person.postcode, person.uln, person.sex) == ("CM1 1AA", "9276308686", Sex.MALE)
    assert person.date_of_birth == date(2008, 9, 25)


@pytest.mark.parametrize("name", ["Łukasz-Ngọc", "D'Souza", "Nguyễn Thị", "李", "X"])
def test_names_of_every_alphabet_are_taken_as_they_are(name: str) -> None:
    person = read_learner(learner(GivenNames=name))
    assert person.given_names == name
    assert person.problems == ()


@pytest.mark.parametrize("postcode", ["ZZ99 9ZZ", "zz99 9zz"])
def test_the_postcode_for_not_known_is_none_without_a_problem(postcode: str) -> None:
    person = read_learner(learner(Postcode=postcode))
    assert person.postcode is None
    assert person.problems == ()


def test_the_temporary_uln_is_none_without_a_problem() -> None:
    person = read_learner(learner(ULN="9999999999"))
    assert person.uln is None
    assert person.problems == ()


@pytest.mark.parametrize(
    ("uln", "rule"),
    [
        pytest.param("9276308685", "ULN_04", id="a wrong check digit"),
        pytest.param("1111111111", "ULN_04", id="made up"),
        pytest.param("927630868", "FD_ULN_AR", id="nine digits"),
        pytest.param("0276308686", "FD_ULN_AR", id="a leading 0"),
        pytest.param("not known", "FD_ULN_AR", id="words"),
    ],
)
def test_a_wrong_uln_is_dropped_and_the_learner_taken(uln: str, rule: str) -> None:
    person = read_learner(learner(ULN=uln))
    assert person.uln is None
    assert rules(person) == [rule]
    assert not person.refused
    assert "not used" in person.problems[0].message


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param({"FamilyName": None}, id="no family name"),
        pytest.param({"GivenNames": "?"}, id="given names without a letter"),
        pytest.param({"DateOfBirth": None}, id="no date of birth"),
        pytest.param({"DateOfBirth": "2008-02-30"}, id="a day that does not exist"),
        pytest.param({"DateOfBirth": "2027-01-01"}, id="born in the future"),
        pytest.param({"LearnRefNumber": None}, id="no reference"),
    ],
)
def test_a_learner_nobody_could_know_again_is_refused_but_arrives_with_the_aims(
    wrong: dict[str, str | None],
) -> None:
    person = read_learner(learner(**wrong))
    assert person.refused
    assert len(person.spells) == 1
    assert all(problem.fix for problem in person.problems)


def test_everything_missing_is_reported_at_once() -> None:
    person = read_learner("<Learner/>")
    assert rules(person) == [
        "FD_LearnRefNumber_MA",
        "GivenNames_01",
        "FamilyName_01",
        "DateOfBirth_01",
        "FD_Sex_MA",
        "FD_Postcode_MA",
        "FD_ULN_MA",
        "FD_LearningDelivery_EO",
    ]
