from datetime import date

import pytest

from service.imports.rows import FileFacts, SubmittedLearner
from tests.imports.ilr_text import FILE_NAME, header, learner, message, read

YEARS = [(year, f"{year}-{(year + 1) % 100:02d}") for year in range(2017, 2026)]


def _facts(text: str, *, file_name: str = FILE_NAME) -> FileFacts:
    _, reader = read(text, file_name=file_name)
    return reader.facts


def _rules(facts: FileFacts) -> list[str]:
    return [problem.rule for problem in facts.problems]


@pytest.mark.parametrize(("year", "label"), YEARS, ids=[label for _, label in YEARS])
def test_every_year_is_known_by_its_namespace(year: int, label: str) -> None:
    code = label[2:4] + label[5:]
    head = header(Year=code, FilePreparationDate=f"{year}-11-06")
    namespace = f"{'SFA' if year == 2017 else 'ESFA'}/ILR/{label}"
    person = learner(DateOfBirth=f"{year - 17}-09-25")
    name = f"ILR-10099999-{code}-{year}1106-094500-01.XML"
    records, reader = read(message(person, namespace=namespace, head=head), file_name=name)
    assert reader.facts.year == label
    assert reader.facts.prepared_on == date(year, 11, 6)
    assert reader.facts.problems == ()
    assert isinstance(records[0], SubmittedLearner)
    assert records[0].family_name == "Fenn"


@pytest.mark.parametrize(
    ("namespace", "code", "name", "problems"),
    [
        pytest.param("ESFA/ILR/2025-26", "2526", FILE_NAME, 0, id="all agree"),
        pytest.param("ESFA/ILR/2025-26", "2425", FILE_NAME, 1, id="Year disagrees"),
        pytest.param(
            "ESFA/ILR/2025-26", "2526", FILE_NAME.replace("2526", "2425"), 1, id="file name disagrees"
        ),
        pytest.param("ESFA/ILR/2025-26", "2324", FILE_NAME.replace("2526", "2425"), 2, id="all three differ"),
    ],
)
def test_the_namespace_wins_over_year_and_file_name(
    namespace: str, code: str, name: str, problems: int
) -> None:
    facts = _facts(message(learner(), namespace=namespace, head=header(Year=code)), file_name=name)
    assert facts.year == "2025-26"
    assert _rules(facts) == ["Namespace Mismatch"] * problems


def test_without_a_namespace_the_file_name_or_the_header_tells_the_year() -> None:
    text = message(learner(), head=header(Year="2425")).replace(' xmlns="ESFA/ILR/2025-26"', "")
    named = _facts(text, file_name=FILE_NAME)
    assert named.year == "2025-26"
    assert _rules(named) == ["Namespace Mismatch", "Namespace Mismatch"]
    unnamed = _facts(text, file_name="october.xml")
    assert unnamed.year == "2024-25"
    assert _rules(unnamed) == ["Filename_1", "Namespace Mismatch"]


def test_the_year_under_way_is_known_though_its_specification_came_later() -> None:
    text = message(learner(), namespace="ESFA/ILR/2026-27", head=header(Year="2627"))
    name = FILE_NAME.replace("2526", "2627").replace("20251106", "20261106")
    _, reader = read(text, file_name=name, today=date(2026, 11, 7))
    assert reader.facts.year == "2026-27"
    assert _rules(reader.facts) == []


@pytest.mark.parametrize(
    "namespace", ["ESFA/ILR/2026-27", "ESFA/ILR/2016-17", "ESFA/ILR/2025-27", "DFE/LOO/2025-26"]
)
def test_a_namespace_that_is_not_known_is_reported_and_the_learners_still_read(namespace: str) -> None:
    records, reader = read(message(learner(), namespace=namespace))
    assert "Namespace Mismatch" in _rules(reader.facts)
    assert len(records) == 1


@pytest.mark.parametrize(
    ("file_name", "problems"),
    [
        pytest.param("ILR-10099999-2526-20251106-094500-01.xml", [], id="as it should be"),
        pytest.param("ilr-10099999-2526-20251106-094500-01.XML", [], id="in other letter cases"),
        pytest.param("ILR-1234567-2526-01.xml", ["Filename_1", "Header_3"], id="seven digits and no day"),
        pytest.param("ILR-10099999-2526-20251106-094500-01 (1).xml", ["Filename_1"], id="downloaded twice"),
        pytest.param("", ["Filename_1"], id="nothing"),
        pytest.param("../../etc/passwd", ["Filename_1"], id="something else"),
    ],
)
def test_the_file_name_is_compared(file_name: str, problems: list[str]) -> None:
    assert _rules(_facts(message(learner()), file_name=file_name)) == problems


def test_the_ukprn_of_the_learning_provider_counts() -> None:
    facts = _facts(message(learner(), head=header(provider="10099998")))
    assert facts.ukprn == "10099998"


@pytest.mark.parametrize(
    ("told", "prepared_on"),
    [
        pytest.param("2025-11-06", date(2025, 11, 6), id="a day"),
        pytest.param("2025-11-06Z", date(2025, 11, 6), id="with a zone"),
        pytest.param("6/11/2025", None, id="unreadable"),
        pytest.param("", None, id="nothing"),
    ],
)
def test_the_day_of_preparation_is_read(told: str, prepared_on: date | None) -> None:
    facts = _facts(message(learner(), head=header(FilePreparationDate=told)))
    assert facts.prepared_on == prepared_on
    assert _rules(facts) == ([] if prepared_on else ["No header"])


def test_a_file_without_header_is_read_and_told_so() -> None:
    records, reader = read(message(learner(), head=""))
    assert len(records) == 1
    assert reader.facts.ukprn is None
    assert _rules(reader.facts) == ["No header"]


def test_a_header_without_a_ukprn_is_told_so() -> None:
    text = message(learner()).replace("<UKPRN>10099999</UKPRN>", "")
    facts = _facts(text)
    assert _rules(facts) == ["No header"]
    assert "UKPRN" in facts.problems[0].message
