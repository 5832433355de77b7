"""A claim and the learner it made are one person to the matcher."""

from datetime import date
from uuid import UUID

import msgspec

from service.learners.matching.answer import decide_claim
from service.learners.matching.presented import person_of, registered_as
from service.learners.rows import Candidate, Claim, Outcome, RulingKind, Sex
from tests.learners.matching.people import MODEL, SHARES

CLAIM = Claim(
    given_names="Anna",
    family_name="Fairweather",
    date_of_birth=date(2008, 5, 14),
    sex=Sex.FEMALE,
    postcode="CM1 1AA",
)
LEARNER = Candidate(
    learner_id=UUID(int=1),
    indicator="K7M-2F9-XWY",
    given_names="Anna",
    family_name="Fairweather",
    date_of_birth=date(2008, 5, 14),
    sex=Sex.FEMALE,
    postcode="CM1 1AA",
)


def test_a_claim_finds_the_learner_it_describes_under_its_key() -> None:
    answer = decide_claim(person_of(CLAIM), [registered_as(LEARNER)], model=MODEL, shares=SHARES)
    assert (answer.outcome, answer.key) == (Outcome.FOUND, str(UUID(int=1)))
    assert answer.sentence == "Same given name, family name, date of birth, sex and postcode."


def test_a_ruling_and_previous_names_go_with_the_learner() -> None:
    registered = registered_as(
        msgspec.structs.replace(LEARNER, previous_names=("Rumsey",), ruling=RulingKind.DIFFERENT)
    )
    assert registered.person.previous_names == ("Rumsey",)
    assert decide_claim(person_of(CLAIM), [registered], model=MODEL, shares=SHARES).outcome is Outcome.ISSUED
