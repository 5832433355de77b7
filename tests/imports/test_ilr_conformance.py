"""The reader against the shared samples, schemas and rules of the field; skipped where they are absent."""

import csv
from pathlib import Path

import pytest
from lxml import etree

from service.imports.readers.ilr import read_ilr
from service.imports.readers.ilr.names import KNOWN
from service.imports.readers.ilr.wording import DESTINATION_RULES, OWN_RULES, WORDINGS
from service.imports.rows import SubmittedDestination, SubmittedLearner, Weight
from tests.benchmarks.ilr_generator import chunks, collection
from tests.imports.ilr_text import TODAY

SHARED = Path(__file__).parents[2].parent / "shared"
SAMPLES = SHARED / "samples" / "ilr"
STANDARDS = SHARED / "standards" / "ilr"
READ_IN_SCHEMA = ("Message", "Learner", "LearningDelivery", "LearnerDestinationandProgression", "DPOutcome")

pytestmark = [
    pytest.mark.conformance,
    pytest.mark.skipif(not SAMPLES.is_dir(), reason="the shared samples are not beside the project"),
]
samples = sorted(SAMPLES.glob("*.xml"))


def _count(path: Path, element: str) -> int:
    return sum(1 for _ in etree.parse(path).iter(f"{{*}}{element}"))


@pytest.mark.parametrize("path", samples, ids=lambda path: path.stem)
def test_every_learner_and_destination_of_the_sample_comes_out(path: Path) -> None:
    records = list(read_ilr([path.read_bytes()], file_name=path.name, today=TODAY))
    learners = [record for record in records if isinstance(record, SubmittedLearner)]
    destinations = [record for record in records if isinstance(record, SubmittedDestination)]
    assert len(learners) == _count(path, "Learner")
    assert len(destinations) == _count(path, "LearnerDestinationandProgression")
    assert all(record.problems for record in records if record.refused)


@pytest.mark.parametrize("path", samples, ids=lambda path: path.stem)
def test_the_samples_year_is_that_of_its_namespace(path: Path) -> None:
    file = read_ilr([path.read_bytes()], file_name=path.name, today=TODAY)
    assert list(file)
    namespace = etree.QName(etree.parse(path).getroot()).namespace
    assert file.facts.year == namespace.rpartition("/")[2]
    assert not any(problem.weight is Weight.REFUSES for problem in file.facts.problems)


def test_the_file_that_repeats_every_aim_says_the_same_as_the_file_that_does_not() -> None:
    once, twice = (
        list(read_ilr([(SAMPLES / name).read_bytes()], file_name=name, today=TODAY))
        for name in ("ILR-10000001-1920-20190909-225128-01.xml", "ILR-10000001-1920-20190909-225219-01.xml")
    )
    assert [len(record.spells) for record in once] == [len(record.spells) for record in twice]
    assert sum(len(record.spells) for record in once) == 252


def test_the_misspelt_sample_names_what_is_missing_and_what_is_misspelt() -> None:
    path = SAMPLES / "ILR_InValid.xml"
    file = read_ilr([path.read_bytes()], file_name=path.name, today=TODAY)
    (learner,) = file
    assert learner.refused
    assert "FamilyName_01" in [problem.rule for problem in learner.problems]
    assert "FamilyNamE" in [problem.field for problem in file.facts.problems]


def test_every_rule_has_a_published_name_or_is_said_to_be_our_own() -> None:
    with (STANDARDS / "codes" / "ILR_Validation_Rules_2025_26.csv").open(
        encoding="utf-8-sig", newline=""
    ) as rows:
        published = {row["Name"] for row in csv.DictReader(rows)}
    assert set(WORDINGS) - published == OWN_RULES | DESTINATION_RULES


@pytest.mark.parametrize("path", sorted((STANDARDS / "xsd").glob("*.xsd")), ids=lambda path: path.stem)
def test_every_element_of_the_schema_is_known(path: Path) -> None:
    xs = {"xs": "http://www.w3.org/2001/XMLSchema"}
    schema = etree.parse(path)
    for parent in READ_IN_SCHEMA:
        names = schema.xpath(
            f"//xs:element[@name='{parent}']/xs:complexType/xs:sequence/xs:element/@name", namespaces=xs
        )
        assert set(names) <= KNOWN


def test_a_generated_file_is_valid_by_the_schema_of_its_year() -> None:
    schema = etree.XMLSchema(file=str(STANDARDS / "xsd" / "ILR-2025-26_schemafile25.xsd"))
    generated = b"".join(chunks(size=500_000, seed=3, shared=collection()))
    schema.assertValid(etree.fromstring(generated))
