"""What files tell of circumstances: read in each format, recorded once, undone with the file."""

from datetime import date, timedelta

import pytest

from service.access.rows import WHOLE_REGISTER
from service.circumstances import queries
from service.circumstances.rows import Circumstance, Kind
from service.imports.operations import begin_undo, undo
from service.imports.operations.difference import changes_in
from service.imports.readers.ilr.circumstances import grade_of
from service.imports.readers.nccis import NccisReader
from service.imports.readers.table import TableReader
from service.imports.rows import SubmittedLearner
from service.kit.database import REGISTER, Database
from service.learners import queries as learners
from tests.factories import make_council, make_provider
from tests.imports.ilr_text import aim, group, learner, read_learner
from tests.imports.nccis_text import nccis_of, person
from tests.imports.sender import NOW, Sender

TODAY = date(2026, 1, 15)
Told = set[tuple[str, str, str]]


def told(found: SubmittedLearner) -> Told:
    return {(each.kind.value, each.value, each.starts_on.isoformat()) for each in found.circumstances}


def of_ilr(*groups: str, **changes: str | None) -> SubmittedLearner:
    return read_learner(learner(*groups, aim(), **changes))


@pytest.mark.parametrize(
    ("groups", "changes", "expected"),
    [
        pytest.param([], {}, set(), id="nothing"),
        pytest.param([], {"Ethnicity": "41"}, {("ethnicity", "ABAN", "2025-08-01")}, id="ethnicity"),
        pytest.param([], {"Ethnicity": "77"}, set(), id="no code of the list"),
        pytest.param([], {"LLDDHealthProb": "2"}, {("disability", "no", "2025-08-01")}, id="disability"),
        pytest.param([], {"LLDDHealthProb": "9"}, set(), id="disability not said"),
        pytest.param(
            [],
            {"EngGrade": "C", "MathGrade": "2"},
            {("english", "2", "2025-08-01"), ("maths", "1", "2025-08-01")},
            id="grades",
        ),
        pytest.param(
            [group("LearnerFAM", {"LearnFAMType": "EHC", "LearnFAMCode": "1"})],
            {},
            {("ehc_plan", "yes", "2025-08-01")},
            id="a plan",
        ),
        pytest.param(
            [
                group("LearnerFAM", {"LearnFAMType": code, "LearnFAMCode": "1"})
                for code in ("SEN", "HNS", "DLA")
            ],
            {},
            {("sen_support", "yes", "2025-08-01"), ("high_needs", "yes", "2025-08-01")},
            id="support; a code about money is none",
        ),
        pytest.param(
            [group("LearnerFAM", {"LearnFAMType": "FME", "LearnFAMCode": "2"})],
            {},
            {("free_meals", "yes", "2025-08-01")},
            id="free meals",
        ),
        pytest.param(
            [group("PriorAttain", {"PriorLevel": "2", "DateLevelApp": "2025-08-21"})],
            {},
            {("prior_attainment", "2", "2025-08-21")},
            id="attainment since 2021-22",
        ),
        pytest.param(
            [], {"PriorAttain": "2"}, {("prior_attainment", "2", "2025-08-01")}, id="attainment before"
        ),
        pytest.param(
            [
                group("LearnerEmploymentStatus", {"EmpStat": "11", "DateEmpStatApp": "2025-07-01"}),
                group("LearnerEmploymentStatus", {"EmpStat": "10", "DateEmpStatApp": "2025-10-06"}),
            ],
            {},
            {("employment", "11", "2025-07-01"), ("employment", "10", "2025-10-06")},
            id="employment, dated",
        ),
    ],
)
def test_an_ilr_tells_circumstances(groups: list[str], changes: dict[str, str], expected: Told) -> None:
    found = of_ilr(*groups, **changes)
    assert told(found) == expected
    assert found.problems == ()
    assert len(found.spells) == 1


@pytest.mark.parametrize(
    ("given", "rule", "on"),
    [
        pytest.param(
            {"EmpStat": "77", "DateEmpStatApp": "2025-09-01"}, "EmpStat_05", None, id="no such status"
        ),
        pytest.param(
            {"EmpStat": "10", "DateEmpStatApp": "2027-09-01"},
            "DateEmpStatApp_01",
            "2025-11-06",
            id="later year",
        ),
        pytest.param(
            {"EmpStat": "10", "DateEmpStatApp": "soon"}, "Unreadable date", "2025-08-01", id="no day"
        ),
    ],
)
def test_a_wrong_employment_status_is_told_by_its_published_rule(
    given: dict[str, str], rule: str, on: str | None
) -> None:
    found = of_ilr(group("LearnerEmploymentStatus", given))
    assert [problem.rule for problem in found.problems] == [rule]
    assert not found.refused
    assert told(found) == ({("employment", "10", on)} if on else set())


@pytest.mark.parametrize(
    ("text", "worth"),
    [
        pytest.param("9", "2", id="best"),
        pytest.param("4", "2", id="just"),
        pytest.param("3", "1", id="just not"),
        pytest.param("a*", "2", id="old letters"),
        pytest.param("CD", "2", id="double award"),
        pytest.param("5-4", "2", id="double award in figures"),
        pytest.param("U", "0", id="unclassified"),
        pytest.param("NONE", "0", id="none"),
        pytest.param("", None, id="not said"),
        pytest.param("X", None, id="no grade"),
    ],
)
def test_grade_of_is_the_level_a_grade_is_worth(text: str, worth: str | None) -> None:
    assert grade_of(text) == worth


NEED = """<LevelOfNeed><LevelOfNeedCode>2</LevelOfNeedCode><SENDFlag>Y</SENDFlag><SENSupportFlag>n</SENSupportFlag>
<Characteristics><CharacteristicCode>110</CharacteristicCode><CharacteristicCode>999</CharacteristicCode>
</Characteristics></LevelOfNeed><SeptemberGuarantee><Year11><GuaranteeStatus>159</GuaranteeStatus></Year11>
</SeptemberGuarantee><IntendedDestination><IntendedDestinationYr11>411</IntendedDestinationYr11></IntendedDestination>"""


def test_an_nccis_return_tells_needs_characteristics_and_offers() -> None:
    details = {"Ethnicity": "ABAN", "AddressLine2": "11", "AddressLine3": "Garring Road", "Town": "Butterlyn"}
    text = nccis_of(person(**details).replace("<Activities>", f"{NEED}<Activities>"))
    reader = NccisReader(file_name="", today=TODAY)
    (found,) = [*reader.feed(text.encode()), *reader.close()]
    assert isinstance(found, SubmittedLearner)
    assert told(found) == {
        ("address", "11, Garring Road, Butterlyn", "2025-12-31"),
        ("ethnicity", "ABAN", "2025-12-31"),
        ("level_of_need", "2", "2025-12-31"),
        ("ehc_plan", "yes", "2025-12-31"),
        ("sen_support", "no", "2025-12-31"),
        ("characteristic", "110", "2025-12-31"),
        ("guarantee", "11:159", "2025-12-31"),
        ("intended_destination", "411", "2025-12-31"),
    }
    assert [problem.rule for problem in found.problems] == ["NCCIS 104"]


WHO = "Learner reference,Family name,Given names,Date of birth"
ROW = "S1,Quill,Ida May,25/09/2008"


def of_table(heads: str, *rows: str) -> list[SubmittedLearner]:
    reader = TableReader(file_name="a.csv", today=TODAY)
    reader.feed("\n".join([f"{WHO},{heads}", *(f"{ROW},{row}" for row in rows)]).encode())
    return [each for each in reader.close() if isinstance(each, SubmittedLearner)]


def test_a_table_tells_attendance_week_by_week() -> None:
    heads = "Week commencing,Possible sessions,Present,Unauthorised absences"
    (found,) = of_table(heads, "07/01/2026,10,8,1", "12/01/2026,10,10,")
    assert told(found) == {("attendance", "10/8/1", "2026-01-05"), ("attendance", "10/10/0", "2026-01-12")}
    assert found.problems == ()


@pytest.mark.parametrize(
    ("row", "field"),
    [
        pytest.param("07/01/2026,10,8,3", "Sessions attended", id="more than planned"),
        pytest.param("07/01/2026,0,0,0", "Sessions attended", id="none planned"),
        pytest.param("07/01/2026,ten,8,0", "Sessions planned", id="no number"),
        pytest.param("07/01/2026,100,8,0", "Sessions planned", id="more than a week has"),
        pytest.param("19/01/2026,10,8,0", "Week beginning", id="a week to come"),
        pytest.param(",10,8,0", "Week beginning", id="no week"),
    ],
)
def test_a_wrong_week_refuses_the_line_and_names_its_column(row: str, field: str) -> None:
    (found,) = of_table("Week beginning,Sessions planned,Sessions attended,Missed without permission", row)
    assert found.refused
    assert [problem.field for problem in found.problems] == [field]


def test_a_table_tells_attainment_and_needs_by_codes_or_words() -> None:
    heads = "As of,Highest level achieved,English,Maths,EHCP,SEN,FSM,EAL,Suspended"
    (found,) = of_table(heads, "01/09/2025,Level 1,1,Grade 4 to 9; or level 2,Y,no,1,,maybe")
    assert told(found) == {
        ("prior_attainment", "1", "2025-09-01"),
        ("english", "1", "2025-09-01"),
        ("maths", "2", "2025-09-01"),
        ("ehc_plan", "yes", "2025-09-01"),
        ("sen_support", "no", "2025-09-01"),
        ("free_meals", "yes", "2025-09-01"),
    }
    assert [problem.field for problem in found.problems] == ["Suspended"]
    assert not found.refused


async def counting(database: Database, family: str) -> list[tuple[Kind, str, date]]:
    async with database.transaction(REGISTER) as session:
        (who,) = await learners.learners_called(
            session, date(2008, 9, 25), family.casefold(), within=WHOLE_REGISTER
        )
        found = await queries.counting(session, [who.id], within=WHOLE_REGISTER)
        return [(each.kind, each.value, each.starts_on) for each in found]


def table(as_of: str, plan: str) -> bytes:
    heads = f"{WHO},As of,EHC plan,SEN support"
    return f"{heads}\n{ROW},{as_of},{plan},No\n".encode()


async def test_a_list_sent_every_month_says_something_new_only_where_something_changed(
    database: Database,
) -> None:
    async with database.transaction(REGISTER) as session:
        council = await make_council(session, now=NOW)
        school = await make_provider(session, now=NOW, council=council)
    sender = Sender(database, council, school)
    for month, (plan, new, unchanged) in enumerate(
        [("No", 2, 0), ("No", 0, 2), ("Yes", 1, 1), ("Yes", 0, 2), ("No", 1, 1)]
    ):
        on = date(2025, 9, 1) + timedelta(days=30 * month)
        sent = await sender.files(table(on.strftime("%d/%m/%Y"), plan), name=f"needs-{month}.csv")
        assert (sent.circumstances.new, sent.circumstances.unchanged) == (new, unchanged), month
    assert await counting(database, "quill") == [
        (Kind.EHC_PLAN, "no", date(2025, 9, 1)),
        (Kind.SEN_SUPPORT, "no", date(2025, 9, 1)),
        (Kind.EHC_PLAN, "yes", date(2025, 10, 31)),
        (Kind.EHC_PLAN, "no", date(2025, 12, 30)),
    ]


async def test_what_a_file_tells_otherwise_is_named_before_it_is_accepted(database: Database) -> None:
    async with database.transaction(REGISTER) as session:
        council = await make_council(session, now=NOW)
        school = await make_provider(session, now=NOW, council=council)
    sender = Sender(database, council, school)
    await sender.files(table("01/09/2025", "No"), name="first.csv")
    await sender.files(week(10, 8, 1), name="week.csv")
    for text, told_otherwise in (
        (table("01/10/2025", "No"), []),
        (table("01/10/2025", "Yes"), [(Kind.EHC_PLAN, "no", "yes")]),
        (week(10, 9, 1), [(Kind.ATTENDANCE, "10/8/1", "10/9/1")]),
    ):
        key, _ = await sender.checks(text, name="next.csv")
        submission = await sender.submission(key)
        async with database.transaction(REGISTER) as session:
            changes = [each async for each in changes_in(session, submission, within=sender.scope)]
        assert [(each.line, each.reference) for each in changes] == [(2, "S1")] * len(told_otherwise)
        assert [
            (each.before.kind, each.before.value, each.after.value)
            for each in changes
            if isinstance(each.before, Circumstance) and isinstance(each.after, Circumstance)
        ] == told_otherwise


def week(*sessions: int) -> bytes:
    heads = f"{WHO},Week commencing,Possible sessions,Present,Unauthorised absences"
    return f"{heads}\n{ROW},05/01/2026,{','.join(map(str, sessions))}\n".encode()


async def test_what_a_file_told_is_undone_with_it(database: Database) -> None:
    async with database.transaction(REGISTER) as session:
        council = await make_council(session, now=NOW)
        school = await make_provider(session, now=NOW, council=council)
    sender = Sender(database, council, school)
    await sender.files(table("01/09/2025", "No"), name="first.csv")
    key, _ = await sender.checks(table("01/10/2025", "Yes"), name="second.csv")
    await sender.accepts(key)
    async with database.transaction(REGISTER) as session:
        await begin_undo(session, submission_id=key, within=sender.scope, by=sender.by, now=NOW)
    done = await undo(database, submission_id=key, now=NOW)
    assert (done.taken_back, done.said_again, done.no_longer_seen) == (1, 0, 0)
    assert [value for _, value, _ in await counting(database, "quill")] == ["no", "no"]
