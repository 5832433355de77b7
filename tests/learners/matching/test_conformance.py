"""The conformance pack: the table of cases a reviewer of the model reads."""

import pytest

from service.learners.matching.conformance import Case, differences, pack_text, read_pack
from tests.learners.matching.people import MODEL, SHARES

PACK = read_pack(pack_text())


@pytest.mark.parametrize("case", PACK.cases, ids=lambda case: case.id)
def test_a_case_is_answered_as_expected(case: Case) -> None:
    assert differences(case, model=MODEL, shares=SHARES) == ()


def test_the_pack_is_for_the_model_that_is_shipped() -> None:
    assert PACK.version == MODEL.version


def test_every_case_says_why_and_has_a_name_of_its_own() -> None:
    assert all(case.because for case in PACK.cases)
    assert len({case.id for case in PACK.cases}) == len(PACK.cases)


def test_a_case_answered_otherwise_is_told() -> None:
    case = PACK.cases[0]
    lenient = MODEL.for_population(10**15)
    assert differences(case, model=lenient, shares=SHARES) != ()
