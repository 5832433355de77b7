"""One young person of a return, field by field; and each reason why DfE would send a record back."""

import csv
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from msgspec.structs import replace

from service.circumstances.rows import Circumstance, Kind
from service.pathways.rows import Completion, Spell
from service.returns.rows import CohortStatus, Doing, Head, Resident, YoungPerson
from service.returns.rules import CHECKS, IMPOSSIBLE, Namesakes, faults_of, is_in_cohort, young_person
from tests.circumstances.saying import says

ENDS = date(2026, 10, 31)
HEAD = Head(la_code="881", period_ends_on=ENDS, sent_on=date(2026, 11, 3))
COLLEGE, SHOP = UUID(int=21), UUID(int=22)
PUBLISHED = (
    Path(__file__).resolve().parents[3] / "shared" / "standards" / "nccis" / "nccis_error_codes_2019_20.csv"
)
WHO = Resident(
    learner_id=UUID(int=1),
    number=42,
    previous=None,
    given_names="Ida May",
    family_name="Quill",
    date_of_birth=date(2009, 9, 25),
    sex="F",
    postcode="CM1 1AA",
    uln="9276308686",
    upn=None,
    registered_at=datetime(2026, 9, 1, 9, tzinfo=UTC),
    moved_to=None,
)
COMPLETE = (
    says(1, Kind.ADDRESS, "11 Mill Lane, Chelmer Road, Easthaven"),
    says(2, Kind.ETHNICITY, "WBRI"),
    says(3, Kind.LEVEL_OF_NEED, "3"),
    says(4, Kind.EHC_PLAN, "no"),
    says(5, Kind.SEN_SUPPORT, "no"),
)


def spell(activity: int, starts: str, **given: Any) -> Spell:
    usual = {
        "learner_id": WHO.learner_id,
        "id": UUID(int=activity),
        "activity": activity,
        "started_on": date.fromisoformat(starts),
        "recorded_at": datetime(2026, 9, 10, 9, tzinfo=UTC),
        "agency_id": COLLEGE,
        "source_key": f"tests:{activity}",
        "provider_name": "Chelmer Valley College",
    }
    return Spell(**{**usual, **given})


COURSE = spell(230, "2026-09-02", planned_end_on=date(2027, 7, 9))


def written(*spells: Spell, said: tuple[Circumstance, ...] = COMPLETE, **who: Any) -> YoungPerson:
    return young_person(replace(WHO, **who), spells, said, HEAD, {COLLEGE: "10000001"})


def test_a_record_without_fault_tells_who_and_what_they_do() -> None:
    made = written(COURSE)
    assert faults_of(made, HEAD) == ()
    assert (made.number, made.status, made.gender) == ("8810000000042", CohortStatus.PRIMARY, "F")
    assert made.address == ("11 Mill Lane", "Chelmer Road", "Easthaven")
    assert made.doing == Doing(
        activity=230,
        started_on=date(2026, 9, 2),
        ascertained_on=date(2026, 9, 10),
        verified_on=date(2026, 9, 10),
        lapses_on=date(2027, 7, 9),
        establishment="Chelmer Valley College",
        ukprn="10000001",
        expected_end_on=date(2027, 7, 9),
    )


@pytest.mark.parametrize(
    ("spells", "expected"),
    [
        pytest.param([], {"activity": 810, "started_on": date(2026, 9, 1)}, id="nothing was ever said"),
        pytest.param(
            [replace(COURSE, ended_on=date(2026, 10, 2), completion=Completion.WITHDRAWN)],
            {"activity": 810, "started_on": date(2026, 10, 3), "lapsed": False, "ukprn": ""},
            id="it has ended, and nothing follows",
        ),
        pytest.param(
            [replace(COURSE, started_on=date(2026, 11, 2))],
            {"activity": 810, "started_on": date(2026, 9, 1)},
            id="it begins after the period",
        ),
        pytest.param(
            [spell(530, "2026-06-01", recorded_at=datetime(2026, 6, 1, tzinfo=UTC))],
            {"activity": 530, "lapsed": True, "lapses_on": date(2026, 9, 1), "verified_on": date(2026, 6, 1)},
            id="it has lapsed, and is returned as it was",
        ),
        pytest.param(
            [spell(619, "2026-09-02"), spell(640, "2026-10-05")],
            {"activity": 640, "neet_since_on": date(2026, 9, 2), "lapses_on": None, "ukprn": ""},
            id="NEET since before its present kind",
        ),
        pytest.param(
            [spell(350, "2026-09-02", planned_end_on=date(2026, 12, 1), agency_id=SHOP)],
            {
                "review_on": date(2026, 12, 1),
                "expected_end_on": None,
                "lapses_on": date(2026, 12, 29),
                "ukprn": "",
            },
            id="temporary work is looked at again",
        ),
        pytest.param(
            [spell(330, "2026-10-05", recorded_at=datetime(2026, 10, 1, tzinfo=UTC))],
            {"ascertained_on": date(2026, 10, 5), "verified_on": date(2026, 10, 5)},
            id="said before it began",
        ),
    ],
)
def test_what_they_do_is_what_holds_on_the_last_day(spells: list[Spell], expected: dict[str, Any]) -> None:
    made = written(*spells)
    assert {name: getattr(made.doing, name) for name in expected} == expected


def test_a_protected_address_is_withheld_and_the_record_is_whole_all_the_same() -> None:
    made = written(COURSE, said=(*COMPLETE, says(6, Kind.PROTECTED_ADDRESS, "yes")))
    assert (made.address, made.postcode) == (("Address withheld",), "ZZ99 9ZZ")
    assert faults_of(made, HEAD) == ()


def test_who_moved_is_handed_over_with_the_code_and_who_was_joined_names_the_number_before() -> None:
    made = written(COURSE, moved_to="882", previous=7)
    assert (made.status, made.transferred_to, made.previous) == (
        CohortStatus.TRANSFERRED,
        "882",
        "8810000000007",
    )


@pytest.mark.parametrize(
    ("born", "plan", "returned"),
    [
        pytest.param("2011-09-01", None, False, id="14 on 31 August"),
        pytest.param("2011-08-31", None, True, id="15 on 31 August: year 11"),
        pytest.param("2008-09-01", None, True, id="17 on 31 August"),
        pytest.param("2008-08-31", None, False, id="18 on 31 August"),
        pytest.param("2008-08-31", "yes", True, id="18, with a plan"),
        pytest.param("2008-08-31", "no", False, id="18, and no plan any more"),
        pytest.param("2001-09-01", "yes", True, id="24, with a plan"),
        pytest.param("2001-08-31", "yes", False, id="25, with a plan"),
    ],
)
def test_the_cohort_goes_by_academic_age_and_plan(born: str, plan: str | None, returned: bool) -> None:
    said = [says(1, Kind.EHC_PLAN, plan)] if plan else []
    assert is_in_cohort(date.fromisoformat(born), said, on=ENDS) is returned


def without(kind: Kind) -> tuple[Circumstance, ...]:
    return tuple(each for each in COMPLETE if each.kind is not kind)


def besides(*more: Circumstance) -> tuple[Circumstance, ...]:
    kinds = {each.kind for each in more if each.kind is not Kind.CHARACTERISTIC}
    return (*(each for each in COMPLETE if each.kind not in kinds), *more)


def coded(code: str) -> Circumstance:
    return says(20, Kind.CHARACTERISTIC, code)


PLAN = says(21, Kind.EHC_PLAN, "yes")
BREAKING: dict[int, tuple[YoungPerson, YoungPerson]] = {
    # code: a record that breaks it and nothing else, and one that is just right
    6: (written(COURSE, said=without(Kind.ETHNICITY)), written(COURSE)),
    31: (written(COURSE, said=without(Kind.ADDRESS)), written(COURSE)),
    32: (written(COURSE, postcode=None), written(COURSE)),
    39: (
        young_person(WHO, [COURSE], COMPLETE, HEAD, {COLLEGE: "90000064"}),
        young_person(WHO, [COURSE], COMPLETE, HEAD, {COLLEGE: "10000064"}),
    ),
    100: (written(COURSE, said=without(Kind.LEVEL_OF_NEED)), written(COURSE)),
    103: (written(COURSE, said=without(Kind.EHC_PLAN)), written(COURSE)),
    303: (written(COURSE, said=without(Kind.SEN_SUPPORT)), written(COURSE)),
    260: (
        written(COURSE, said=besides(coded("180")), sex="M"),
        written(COURSE, said=besides(coded("180")), sex=None),
    ),
    233: (written(spell(620, "2026-09-02")), written(spell(620, "2026-09-02"), said=besides(coded("140")))),
    234: (written(spell(630, "2026-09-02")), written(spell(630, "2026-09-02"), said=besides(coded("120")))),
    235: (written(spell(650, "2026-09-02")), written(spell(650, "2026-09-02"), said=besides(coded("180")))),
    254: (
        written(spell(280, "2026-09-02", planned_end_on=date(2027, 7, 9))),
        written(spell(280, "2026-09-02", planned_end_on=date(2027, 7, 9)), said=besides(PLAN)),
    ),
    255: (
        written(spell(460, "2026-09-02", planned_end_on=date(2027, 7, 9))),
        written(spell(460, "2026-09-02", planned_end_on=date(2027, 7, 9)), said=besides(PLAN)),
    ),
    301: (
        written(spell(110, "2026-09-02", planned_end_on=date(2027, 7, 9)), date_of_birth=date(2011, 8, 30)),
        written(
            spell(110, "2026-09-02", planned_end_on=date(2027, 7, 9)),
            date_of_birth=date(2011, 8, 30),
            said=besides(says(22, Kind.INTENDED_DESTINATION, "411")),
        ),
    ),
    201: (written(spell(510, "2026-09-02")), written(spell(540, "2026-09-02"))),
    229: (
        written(
            COURSE,
            date_of_birth=date(2011, 8, 30),
            said=besides(says(22, Kind.INTENDED_DESTINATION, "411")),
        ),
        written(COURSE, date_of_birth=date(2010, 8, 31)),
    ),
    230: (written(spell(110, "2026-09-02", planned_end_on=date(2027, 7, 9))), written(COURSE)),
    253: (
        written(spell(440, "2026-09-02", planned_end_on=date(2027, 1, 9))),
        written(spell(440, "2026-09-02", planned_end_on=date(2027, 1, 9)), date_of_birth=date(2008, 10, 31)),
    ),
    259: (written(replace(COURSE, planned_end_on=None)), written(spell(310, "2026-09-02"))),
    262: (
        written(spell(260, "2026-09-02")),
        written(spell(260, "2026-09-02", planned_end_on=date(2027, 8, 1))),
    ),
    238: (
        written(replace(COURSE, planned_end_on=date(2026, 9, 9))),
        written(
            replace(COURSE, planned_end_on=date(2026, 9, 10), started_on=date(2026, 9, 2)), said=COMPLETE
        ),
    ),
    243: (
        written(replace(COURSE, ended_on=date(2026, 12, 1), completion=Completion.COMPLETED)),
        written(COURSE),
    ),
    251: (
        written(spell(619, "2024-09-24", recorded_at=datetime(2026, 9, 1, tzinfo=UTC))),
        written(spell(619, "2024-09-25", recorded_at=datetime(2026, 9, 1, tzinfo=UTC))),
    ),
}


def told_wrong(**doing: Any) -> YoungPerson:
    """A record such as the facts never make: these checks guard against our own mistakes."""
    made = written(COURSE)
    return replace(made, doing=replace(made.doing, **doing))


BREAKING |= {
    257: (
        told_wrong(activity=350, review_on=date(2027, 7, 10)),
        told_wrong(activity=350, review_on=date(2027, 7, 9)),
    ),
    231: (told_wrong(lapsed=True), told_wrong(lapsed=True, lapses_on=ENDS)),
    232: (told_wrong(lapses_on=date(2026, 10, 30)), told_wrong(lapses_on=ENDS)),
    225: (
        told_wrong(activity=619, neet_since_on=date(2026, 9, 3)),
        told_wrong(activity=619, neet_since_on=date(2026, 9, 2)),
    ),
    237: (told_wrong(ascertained_on=date(2026, 9, 11)), told_wrong()),
    242: (told_wrong(ascertained_on=date(2026, 9, 1)), told_wrong()),
    256: (
        told_wrong(verified_on=date(2026, 9, 1), ascertained_on=date(2026, 9, 2)),
        told_wrong(verified_on=date(2026, 9, 2), ascertained_on=date(2026, 9, 2)),
    ),
    305: (told_wrong(verified_on=date(2026, 11, 1)), told_wrong(verified_on=ENDS)),
}


@pytest.mark.parametrize("code", BREAKING)
def test_each_fault_is_found_and_what_is_just_right_is_not(code: int) -> None:
    broken, right = BREAKING[code]
    assert code in faults_of(broken, HEAD)
    assert code not in faults_of(right, HEAD)


def test_every_check_has_its_case() -> None:
    assert {*BREAKING, 908} == set(CHECKS)


def test_who_has_a_namesake_of_the_same_birth_is_found_whatever_the_accents() -> None:
    namesakes = Namesakes()
    for n, names in enumerate(["Zoë", "zoe", "Zora"]):
        namesakes.see(replace(written(COURSE), learner_id=UUID(int=n), given_names=names))
    assert sorted(each.int for each in namesakes.found()) == [0, 1]


@pytest.mark.conformance
@pytest.mark.skipif(not PUBLISHED.exists(), reason="the published error codes are not here")
def test_every_published_code_is_a_check_or_impossible_with_its_priority() -> None:
    with PUBLISHED.open(encoding="utf-8") as file:
        published = {int(row["error_code"]): int(row["priority"]) for row in csv.DictReader(file)}
    assert set(published) == {*CHECKS, *IMPOSSIBLE}
    assert len(published) == 82
    assert {code: check.priority for code, check in CHECKS.items()} == {
        code: published[code] for code in CHECKS
    }
