"""The three honest answers to a claim, as cases a reader of the rule can check."""

from datetime import date
from itertools import permutations
from uuid import UUID

import msgspec
import pytest

from service.learners.matching import decide
from service.learners.rows import Candidate, Claim, Outcome, Sex

BORN = date(2008, 5, 14)
ANNA = Claim(
    given_names="Anna Louise",
    family_name="Fairweather",
    date_of_birth=BORN,
    sex=Sex.FEMALE,
    postcode="CM1 1AA",
    uln="9276308686",
)
REGISTERED = Candidate(
    learner_id=UUID(int=1),
    indicator="K7M-2F9-XWY",
    given_names="Anna Louise",
    family_name="Fairweather",
    date_of_birth=BORN,
    sex=Sex.FEMALE,
    postcode="CM1 1AA",
    uln="9276308686",
)


def claim(**changes: object) -> Claim:
    """Anna's claim, with changes."""
    return msgspec.structs.replace(ANNA, **changes)


def registered(**changes: object) -> Candidate:
    """Anna as registered, with changes."""
    return msgspec.structs.replace(REGISTERED, **changes)


@pytest.mark.parametrize(
    ("presented", "known", "outcome"),
    [
        pytest.param(claim(), registered(), Outcome.FOUND, id="everything the same"),
        pytest.param(
            claim(given_names="Anne", family_name="Smith", postcode=None),
            registered(),
            Outcome.FOUND,
            id="same ULN and date of birth, other names: married, adopted or misspelt",
        ),
        pytest.param(
            claim(date_of_birth=date(2007, 5, 14)),
            registered(),
            Outcome.REVIEW,
            id="same ULN, other birth date",
        ),
        pytest.param(
            claim(uln=None, postcode=None),
            registered(uln=None),
            Outcome.FOUND,
            id="names, birth date and sex, no ULN",
        ),
        pytest.param(
            claim(uln=None, sex=None),
            registered(uln=None),
            Outcome.FOUND,
            id="names, birth date and postcode, no sex",
        ),
        pytest.param(
            claim(uln=None, sex=None, postcode=None),
            registered(uln=None),
            Outcome.REVIEW,
            id="names and birth date alone are not enough",
        ),
        pytest.param(
            claim(uln="1000000000"),
            registered(),
            Outcome.REVIEW,
            id="a disagreeing ULN blocks found, whatever else agrees",
        ),
        pytest.param(
            claim(uln=None, given_names="ANNA  LOUISE", family_name="fair-weather"),
            registered(uln=None, family_name="Fair Weather"),
            Outcome.FOUND,
            id="case, spaces and hyphens do not count",
        ),
        pytest.param(
            claim(uln=None, family_name="O’Brien"),
            registered(uln=None, family_name="OBrien"),
            Outcome.FOUND,
            id="an apostrophe does not count",
        ),
        pytest.param(
            claim(uln=None, family_name="Fairwether"),
            registered(uln=None),
            Outcome.REVIEW,
            id="one letter of the family name",
        ),
        pytest.param(
            claim(uln=None, given_names="Beth", sex=None),
            registered(uln=None),
            Outcome.REVIEW,
            id="a twin: same birth date, family name and postcode, another given name",
        ),
        pytest.param(
            claim(uln=None, given_names="Beth", postcode="SS1 1AA"),
            registered(uln=None),
            Outcome.ISSUED,
            id="a namesake by birthday: another given name, another postcode",
        ),
        pytest.param(
            claim(uln=None, family_name="Okonkwo"),
            registered(uln=None),
            Outcome.ISSUED,
            id="only the birth date the same",
        ),
        pytest.param(
            claim(uln=None, date_of_birth=date(2008, 5, 15)),
            registered(uln=None),
            Outcome.ISSUED,
            id="another birth date",
        ),
        pytest.param(
            claim(uln=None, sex=Sex.MALE),
            registered(uln=None),
            Outcome.REVIEW,
            id="a contradicting sex blocks found",
        ),
        pytest.param(
            claim(uln=None, indicator="K7M-2F9-XWY", given_names="A", family_name="F"),
            registered(uln=None),
            Outcome.FOUND,
            id="the indicator from the card and the birth date",
        ),
    ],
)
def test_decide_answers_a_claim_about_one_candidate(
    presented: Claim, known: Candidate, outcome: Outcome
) -> None:
    decision = decide(presented, [known])

    assert decision.outcome is outcome
    assert (decision.learner_id is not None) == (outcome is Outcome.FOUND)
    assert bool(decision.candidates) == (outcome is Outcome.REVIEW)


def test_decide_issues_where_nobody_is_known() -> None:
    assert decide(ANNA, []).outcome is Outcome.ISSUED


def test_decide_finds_the_certain_one_among_those_who_merely_resemble() -> None:
    others = [registered(learner_id=UUID(int=n), uln=None, family_name="Fairwether") for n in (2, 3)]

    assert decide(ANNA, [*others, REGISTERED]).learner_id == REGISTERED.learner_id


def test_decide_asks_for_review_when_two_learners_are_the_same_person_on_paper() -> None:
    double = registered(learner_id=UUID(int=2), uln=None)

    assert decide(claim(uln=None), [registered(uln=None), double]).outcome is Outcome.REVIEW


def test_decide_asks_for_review_when_identifiers_name_two_learners() -> None:
    known = [registered(), registered(learner_id=UUID(int=2), uln=None, upn="H801200001001")]

    assert decide(claim(upn="H801200001001"), known).outcome is Outcome.REVIEW


def test_decide_does_not_depend_on_the_order_of_candidates() -> None:
    known = [
        registered(learner_id=UUID(int=n), uln=None, family_name=name)
        for n, name in enumerate(("Fairwether", "Fairweathers", "Fair"))
    ]

    assert len({decide(claim(uln=None), order) for order in permutations(known)}) == 1


def test_decide_says_why_without_a_name() -> None:
    for known in ([REGISTERED], [registered(uln=None, family_name="Fairwether")], []):
        assert "Fairw" not in decide(ANNA, known).sentence
