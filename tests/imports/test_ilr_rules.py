"""Every rule the ILR reader can report, each by the smallest file that breaks it."""

from collections.abc import Callable

import pytest

from service.imports.readers.ilr import stream
from service.imports.readers.ilr.wording import WORDINGS
from service.imports.rows import Problem, SubmittedDestination, Weight
from tests.imports.ilr_text import (
    FILE_NAME,
    NAME_2023,
    NAMESPACE_2023,
    aim,
    aim_with,
    destination,
    group,
    header,
    learner,
    message,
    message_of_2023,
    outcome,
    placement,
    read,
)

LONG_NAME = "x" * 101
_withdrawn = {"CompStatus": "3", "LearnActEndDate": "2025-10-01", "Outcome": "3", "WithdrawReason": "97"}

FILES: dict[str, tuple[str | bytes, str]] = {  # rule: a file that breaks it, and its name
    "Empty file": (b"\xef\xbb\xbf  \n", FILE_NAME),
    "ZIP file": (b"PK\x03\x04rest", FILE_NAME),
    "DOCTYPE": ("<!DOCTYPE Message>" + message(learner()).partition("?>")[2], FILE_NAME),
    "Unreadable XML": (message(learner()).replace("</Message>", "</Massage>"), FILE_NAME),
    "Wrong encoding": (message(learner()).encode("cp1252"), FILE_NAME),
    "Not an ILR": ("<NCCIS><YoungPersonsRecord/></NCCIS>", FILE_NAME),
    "Entity_1": (message(), FILE_NAME),
    "Namespace Mismatch": (message(learner(), namespace="urn:something"), FILE_NAME),
    "No header": (message(learner(), head=""), FILE_NAME),
    "Filename_1": (message(learner()), "October return.xml"),
    "Filename_7": (message(learner()), "ILR-10099999-2526-20260116-094500-01.xml"),
    "Header_2": (message(learner(), head=header(FilePreparationDate="2026-01-16")), FILE_NAME),
    "Header_3": (message(learner()), "ILR-10099998-2526-20251106-094500-01.xml"),
    "UKPRN_03": (message(learner(), head=header(provider="10099997")), FILE_NAME),
    "Unusual UKPRN": (message(learner(), head=header(UKPRN="99999999", provider="99999999")), FILE_NAME),
    "Unknown element": (message(learner().replace("Sex>", "Gender>")), FILE_NAME),
    "Destination year": (message(learner(), destination()), FILE_NAME),
}

LEARNERS: dict[str, str] = {  # rule: the elements of a 2025-26 file of which the last learner breaks it
    "FD_LearnRefNumber_MA": learner(LearnRefNumber=None),
    "FD_LearnRefNumber_AL": learner(LearnRefNumber="A123456789012"),
    "FD_LearnRefNumber_AP": learner(LearnRefNumber="A/1"),
    "R_06": learner() + learner(aim(LearnStartDate="2025-09-04")),
    "FamilyName_01": learner(FamilyName=" - "),
    "GivenNames_01": learner(GivenNames=None),
    "FD_FamilyName_AL": learner(FamilyName=LONG_NAME),
    "FD_GivenNames_AL": learner(GivenNames=LONG_NAME),
    "FD_FamilyName_AP": learner(FamilyName="Fenn2"),
    "FD_GivenNames_AP": learner(GivenNames='Zoë "Z"'),
    "DateOfBirth_01": learner(DateOfBirth=""),
    "Unreadable date of birth": learner(DateOfBirth="25/09/2008"),
    "DateOfBirth_27": learner(DateOfBirth="2025-08-01"),
    "DateOfBirth_04": learner(DateOfBirth="1910-08-01"),
    "FD_ULN_MA": learner(ULN=None),
    "FD_ULN_AR": learner(ULN="927630868"),
    "ULN_04": learner(ULN="9276308685"),
    "FD_Sex_MA": learner(Sex=None),
    "Sex_01": learner(Sex="X"),
    "FD_Postcode_MA": learner(Postcode=None),
    "Postcode_15": learner(Postcode="CM1"),
    "FD_NINumber_AP": learner(NINumber="AB12345"),
    "EmpStat_05": learner(group("LearnerEmploymentStatus", {"EmpStat": "77"}), aim()),
    "DateEmpStatApp_01": learner(
        group("LearnerEmploymentStatus", {"EmpStat": "10", "DateEmpStatApp": "2027-09-01"}), aim()
    ),
    "FD_LearningDelivery_EO": "<Learner>" + learner().partition("<Learner>")[2].partition("<LearningDel")[0]
    + "</Learner>",
}  # fmt: skip

AIMS: dict[str, str] = {  # rule: the aims of a learner of 2025-26 that break it
    "Unreadable date": aim(LearnPlanEndDate="2026-02-30"),
    "FD_LearnStartDate_MA": aim(LearnStartDate=None),
    "LearnStartDate_05": aim(LearnStartDate="2008-09-25"),
    "LearnStartDate_02": aim(LearnStartDate="2015-07-31"),
    "LearnStartDate_03": aim(LearnStartDate="2026-08-01", LearnPlanEndDate="2027-07-01"),
    "LearnStartDate_12": aim(LearnStartDate="2027-08-01", LearnPlanEndDate="2029-07-01", ProgType="25"),
    "FD_LearnPlanEndDate_MA": aim(LearnPlanEndDate=None),
    "LearnPlanEndDate_02": aim(LearnPlanEndDate="2025-09-02"),
    "LearnPlanEndDate_03": aim(LearnPlanEndDate="2035-09-03"),
    "LearnActEndDate_01": aim(**{**_withdrawn, "LearnActEndDate": "2025-09-02"}),
    "LearnActEndDate_04": aim(**{**_withdrawn, "LearnActEndDate": "2025-11-07"}),
    "FD_LearnAimRef_MA": aim(LearnAimRef=None),
    "FD_LearnAimRef_AL": aim(LearnAimRef="603259991"),
    "FD_AimType_MA": aim(AimType=None),
    "AimType_01": aim(AimType="2"),
    "FD_FundModel_MA": aim(FundModel=None),
    "FundModel_01": aim(FundModel="twenty-five"),
    "ProgType_03": aim(ProgType="99"),
    "R_30": aim(AimType="3", ProgType="25"),
    "Repeated aim": aim() + aim(**_withdrawn),
    "FD_CompStatus_MA": aim(CompStatus=None),
    "CompStatus_01": aim(CompStatus="4"),
    "CompStatus_02": aim(LearnActEndDate="2025-10-01"),
    "CompStatus_03": aim(**{**_withdrawn, "LearnActEndDate": None}),
    "CompStatus_04": aim(**{**_withdrawn, "Outcome": None}),
    "CompStatus_05": aim(Outcome="3"),
    "CompStatus_06": aim(**{**_withdrawn, "Outcome": "1"}),
    "Outcome_01": aim(Outcome="4"),
    "AchDate_03": aim(AchDate="2025-09-02"),
    "WithdrawReason_02": aim(**{**_withdrawn, "WithdrawReason": "1"}),
    "WithdrawReason_03": aim(**{**_withdrawn, "WithdrawReason": None}),
    "WithdrawReason_04": aim(WithdrawReason="97"),
    "FD_WorkPlaceStartDate_MA": aim_with(placement(WorkPlaceStartDate=None)),
    "WorkPlaceStartDate_02": aim_with(placement(WorkPlaceStartDate="2025-09-02")),
    "WorkPlaceEndDate_01": aim_with(placement(WorkPlaceEndDate="2025-11-02")),
    "WorkPlaceMode_01": aim_with(placement(WorkPlaceMode="7")),
}

DESTINATIONS: dict[str, str] = {  # rule: what follows the learner A1 in a file of 2023-24
    "Destination without reference": destination(LearnRefNumber=None),
    "Destination without learner": destination(LearnRefNumber="A2"),
    "Destination without start": destination(outcome(OutStartDate=None)),
    "OutStartDate_01": destination(outcome(OutStartDate="2013-07-31")),
    "OutStartDate_02": destination(outcome(OutStartDate="2025-08-01")),
    "OutEndDate_01": destination(outcome(OutEndDate="2023-08-31")),
    "OutCollDate_01": destination(outcome(OutCollDate="2023-11-07")),
    "OutCollDate_02": destination(outcome(OutCollDate="2013-07-31")),
    "OutType_01": destination(outcome(OutType="EMP", OutCode="6")),
    "OutType_05": destination(outcome(OutType="OTH", OutCode="2")),
    "OutType_02": destination(outcome(), outcome(OutCode="2")),
    "OutType_03": destination(*(outcome(OutType="EDU", OutCode=code) for code in "456")),
    "OutType_04": destination(outcome(OutType="NPE"), outcome()),
}


def _of_rule(problems: tuple[Problem, ...], rule: str) -> Problem:
    found = [problem for problem in problems if problem.rule == rule]
    assert len(found) == 1, [problem.rule for problem in problems]
    return found[0]


@pytest.mark.parametrize("rule", FILES)
def test_the_file_is_told_of(rule: str) -> None:
    content, name = FILES[rule]
    _, reader = read(content, file_name=name)
    problem = _of_rule(reader.facts.problems, rule)
    assert problem.learner is None
    assert problem.weight is WORDINGS[rule].weight


@pytest.mark.parametrize("rule", LEARNERS)
def test_the_learner_is_told_of(rule: str) -> None:
    records, _ = read(message(LEARNERS[rule]))
    problem = _of_rule(records[-1].problems, rule)
    assert problem.field == WORDINGS[rule].field
    assert problem.learner == (records[-1].reference or None)
    assert records[-1].refused is (problem.weight is Weight.REFUSES)


@pytest.mark.parametrize("rule", AIMS)
def test_the_aim_is_told_of(rule: str) -> None:
    records, _ = read(message(learner(AIMS[rule])))
    problem = _of_rule(records[0].problems, rule)
    assert "60325999" in problem.message or rule == "FD_LearnAimRef_MA"
    assert not records[0].refused


@pytest.mark.parametrize("rule", DESTINATIONS)
def test_the_destination_is_told_of(rule: str) -> None:
    records, _ = read(message_of_2023(learner(), DESTINATIONS[rule]), file_name=NAME_2023)
    assert isinstance(records[-1], SubmittedDestination)
    _of_rule(records[-1].problems, rule)


def test_a_file_without_end_or_learner_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "_LONGEST_RECORD", 200_000)
    _, reader = read(message(learner(), "<Junk>nothing</Junk>\n" * 20_000))
    assert reader.learners_seen == 1
    problem = _of_rule(reader.facts.problems, "No end in sight")
    assert problem.weight is Weight.REFUSES


def test_every_rule_has_a_case_here() -> None:
    assert {*FILES, *LEARNERS, *AIMS, *DESTINATIONS, "No end in sight"} == set(WORDINGS)


def test_a_clean_file_has_no_problems() -> None:
    records, reader = read(message(learner()))
    assert reader.facts.problems == ()
    assert [record.problems for record in records] == [()]
    of_2023 = learner(aim(LearnStartDate="2022-09-05", LearnPlanEndDate="2023-07-07"))
    records, reader = read(message_of_2023(of_2023, destination()), file_name=NAME_2023)
    assert reader.facts.problems == ()
    assert [record.problems for record in records] == [(), ()]


@pytest.mark.parametrize(
    ("rule", "find"),
    [
        pytest.param("ULN_04", lambda line: line.startswith("<ULN>"), id="the field where it is there"),
        pytest.param("FD_Sex_MA", lambda line: line == "<Learner>", id="the learner where it is missing"),
    ],
)
def test_a_problem_points_to_the_line(rule: str, find: Callable[[str], bool]) -> None:
    text = message(learner(LearnRefNumber="A0"), LEARNERS[rule])
    lines = [number for number, line in enumerate(text.splitlines(), start=1) if find(line)]
    records, _ = read(text)
    assert _of_rule(records[-1].problems, rule).line == lines[-1]


def test_an_aims_problem_points_to_the_line_of_the_aim() -> None:
    text = message(learner(aim(), aim(LearnAimRef="50000001", LearnStartDate=None)))
    lines = [number for number, line in enumerate(text.splitlines(), start=1) if line == "<LearningDelivery>"]
    records, _ = read(text)
    assert _of_rule(records[0].problems, "FD_LearnStartDate_MA").line == lines[1]


def test_lines_beyond_65535_are_right() -> None:
    text = message("\n" * 70_000, LEARNERS["ULN_04"])
    records, _ = read(text)
    line = next(number for number, line in enumerate(text.splitlines(), start=1) if line.startswith("<ULN>"))
    assert _of_rule(records[0].problems, "ULN_04").line == line


def test_no_problem_repeats_a_name_or_a_date_of_birth() -> None:
    wrong = {
        "FamilyName": "Fenn1Secret",
        "GivenNames": "Zoë1Secret",
        "DateOfBirth": "2008-09-99",
        "ULN": "123",
    }
    records, _ = read(message(learner(aim(LearnStartDate="2001-01-01"), **wrong)))
    told = " ".join(problem.message + problem.fix for problem in records[0].problems)
    assert len(records[0].problems) >= 5
    assert not any(secret in told for secret in ("Secret", "2008-09", "123"))


def test_the_destinations_of_2023_24_are_known_from_its_namespace() -> None:
    text = message(learner(), destination(), namespace=NAMESPACE_2023)
    records, reader = read(text)
    assert len(records) == 2
    assert reader.facts.year == "2023-24"
