"""NCCIS returns: a council that moves in, or another's transfer; the document type is there and nothing comes of it."""

from datetime import date
from pathlib import Path

import pytest

from service.access.rows import WHOLE_REGISTER
from service.imports.readers import recognise
from service.imports.readers.nccis import NccisReader
from service.imports.readers.nccis.wording import WORDINGS
from service.imports.rows import FileFacts, Format, SubmittedLearner, Weight
from service.kit.database import REGISTER, Database
from service.learners import queries as learners
from service.pathways import queries as pathways
from service.pathways.rules import lapses_on, verified_on
from tests.factories import make_council
from tests.imports.ilr_text import message
from tests.imports.nccis_text import cohort, nccis_of, person
from tests.imports.sender import NOW, Sender

TODAY = date(2026, 1, 15)
SAMPLE = Path(__file__).resolve().parents[3] / "shared" / "samples" / "nccis" / "nccis_2019_clean.xml"


def read(text: str | bytes, *, size: int = 700) -> tuple[list[SubmittedLearner], FileFacts]:
    content = text.encode() if isinstance(text, str) else text
    reader = NccisReader(file_name="", today=TODAY)
    found = [each for at in range(0, len(content), size) for each in reader.feed(content[at : at + size])]
    found += reader.close()
    return found, reader.facts  # type: ignore[return-value]  # a return tells of learners alone


def test_a_return_is_told_from_an_ilr_and_from_a_table() -> None:
    assert recognise(nccis_of(person()).encode()) is Format.NCCIS
    assert recognise(message().encode()) is Format.ILR


def test_who_they_are_and_what_they_do() -> None:
    (found,), facts = read(nccis_of(person()))

    assert (found.reference, found.given_names, found.family_name) == (
        "8810000000001",
        "Perla May",
        "Despres",
    )
    assert (found.date_of_birth, found.uln, found.problems) == (date(2008, 6, 10), "9276308686", ())
    (spell,) = found.spells
    assert (spell.activity, spell.started_on, spell.ended_on) == (330, date(2025, 6, 2), None)
    assert (spell.said_on, spell.provider_name) == (date(2025, 12, 1), "Haven Road Warehouse")
    assert (facts.year, facts.prepared_on, facts.problems) == ("2025/26", None, ())


def test_activities_of_one_person_follow_one_another() -> None:
    course = cohort("230", StartDate="2024-09-02")
    told = [cohort("619", StartDate="2025-09-15"), course, course]

    (found,), _ = read(nccis_of(person(*told)))

    assert [(each.activity, each.started_on, each.ended_on) for each in found.spells] == [
        (230, date(2024, 9, 2), date(2025, 9, 14)),
        (619, date(2025, 9, 15), None),
    ]


@pytest.mark.parametrize(
    ("code", "days", "expected"),
    [
        ("230", {"PredictedEndDate": "2026-07-10"}, date(2026, 7, 10)),
        ("350", {"ReviewDate": "2026-03-01", "PredictedEndDate": "2026-07-10"}, date(2026, 3, 1)),
        ("330", {}, None),
    ],
)
def test_what_ends_it_is_the_review_where_the_activity_has_one(
    code: str, days: dict[str, str], expected: date | None
) -> None:
    (found,), _ = read(nccis_of(person(cohort(code, **days))))

    assert found.spells[0].planned_end_on == expected


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        pytest.param(person(YoungPersonsID="12"), "NCCIS 1", id="identifier"),
        pytest.param(person(GivenName="", MiddleName=""), "NCCIS 2", id="given name"),
        pytest.param(person(FamilyName=None), "NCCIS 3", id="family name"),
        pytest.param(person(DOB="2008-02-31"), "NCCIS 8", id="birthday"),
        pytest.param(person(UniqueLearnerNo="1234567890"), "NCCIS 30", id="ULN"),
        pytest.param(person(UniquePupilNumber="A1"), "NCCIS 38", id="UPN"),
        pytest.param(person(Postcode="nowhere"), "NCCIS 43", id="postcode"),
        pytest.param(person(CohortStatus="M"), "Not yours", id="merged elsewhere"),
        pytest.param(person(cohort("999")), "NCCIS 201", id="activity"),
        pytest.param(person(cohort(StartDate="")), "NCCIS 202", id="start"),
        pytest.param(person(cohort(DateAscertained="2025-12-02")), "NCCIS 237", id="ascertained late"),
        pytest.param(
            person(cohort(DateVerified="2025-06-01", DateAscertained="")), "NCCIS 256", id="verified early"
        ),
        pytest.param(person(cohort(DateVerified="2026-01-01")), "NCCIS 305", id="verified late"),
    ],
)
def test_what_is_wrong_is_told_by_dfes_own_code(text: str, rule: str) -> None:
    (found,), _ = read(nccis_of(text))

    told = {problem.rule for problem in found.problems}
    assert rule in told
    assert found.refused == any(WORDINGS[each].weight is Weight.REFUSES for each in told)
    assert all(problem.line for problem in found.problems)


@pytest.mark.parametrize(
    ("text", "rule", "found"),
    [
        pytest.param(nccis_of(person())[:-5], "Unreadable XML", 1, id="cut short"),
        pytest.param(nccis_of(), "Nobody", 0, id="nobody in it"),
        pytest.param("<NCCISX><a/></NCCISX>", "Not NCCIS", 0, id="something else"),
        pytest.param(
            nccis_of(person()).replace("NCCIS2019>", 'NCCIS2019 [<!ENTITY a "b">]>'),
            "ENTITY",
            0,
            id="entities",
        ),
    ],
)
def test_what_is_no_return_is_told_and_nobody_before_it_is_lost(text: str, rule: str, found: int) -> None:
    people, facts = read(text)

    assert len(people) == found
    assert [problem.rule for problem in facts.problems] == [rule]


def test_a_bare_ampersand_and_either_spelling_of_the_neet_start_do_no_harm() -> None:
    text = nccis_of(person(cohort(EstablishmentName="Marks & Sons, R&D; &amp; Co"))).replace(
        "NEETStart", "NeetStart"
    )

    for size in (1, 3, 700):
        (found,), facts = read(text, size=size)
        assert found.spells[0].provider_name == "Marks & Sons, R&D; & Co"
        assert facts.problems == ()


@pytest.fixture
async def sender(database: Database) -> Sender:
    async with database.transaction(REGISTER) as session:
        council = await make_council(session, now=NOW)
    return Sender(database, council, council)


async def test_a_council_moves_in_and_its_next_return_keeps_what_was_verified_current(sender: Sender) -> None:
    first = await sender.files(nccis_of(person()), name="nccis.xml")
    async with sender.database.transaction(REGISTER) as session:
        found = await learners.learners_called(session, date(2008, 6, 10), "despres", within=WHOLE_REGISTER)
        key = found[0].id
        (spell,) = (await pathways.facts_of(session, [key], within=WHOLE_REGISTER))[key].spells
    assert (first.issued, first.spells.new) == (1, 1)
    assert (verified_on(spell), lapses_on(spell)) == (date(2025, 12, 1), date(2026, 6, 1))

    again = await sender.files(nccis_of(person()), name="nccis.xml")
    later = person(cohort(DateVerified="2026-01-12"))
    verified = await sender.files(nccis_of(later, period_end="2026-01-31"), name="nccis.xml")

    assert (again.spells.unchanged, verified.spells.changed) == (1, 0)
    async with sender.database.transaction(REGISTER) as session:
        (spell,) = (await pathways.facts_of(session, [key], within=WHOLE_REGISTER))[key].spells
        said = await pathways.everything_said(session, key, within=WHOLE_REGISTER)
    assert lapses_on(spell) == date(2026, 7, 12)
    assert (
        len(said.spells) == 2
    )  # word for word the same, it is recorded again only because it was verified again


@pytest.mark.conformance
@pytest.mark.skipif(not SAMPLE.exists(), reason="the shared samples are not beside the project")
def test_the_shared_return_is_read_whole() -> None:
    found, facts = read(SAMPLE.read_bytes(), size=65_536)

    assert facts.problems == ()
    assert len(found) == 204
    refused = [problem.rule for each in found if each.refused for problem in each.problems]
    assert "Not yours" in refused  # one record that was merged into another
    assert sum(each.refused for each in found) == 1
    assert all(each.spells for each in found)
    assert {problem.rule for each in found for problem in each.problems} <= {
        "Not yours",
        "NCCIS 30",
        "NCCIS 38",
    }
