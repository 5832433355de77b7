"""Spreadsheets as they really come: whatever saved them, the same learners; what cannot be read is told by line."""

import io
import zipfile
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.imports.readers import recognise
from service.imports.readers.table import KINDS, TableReader
from service.imports.rows import FileFacts, Format, SubmittedLearner, Weight
from service.kit.csv import csv_of
from service.kit.spreadsheet import xlsx_of

TODAY = date(2026, 11, 27)
HEADS = (
    "Learner reference",
    "Family name",
    "Given names",
    "Date of birth",
    "Course",
    "Kind of learning",
    "Started on",
)
IDA = ("S1", "Quill", "Zoë", "25/09/2008", "Bricklaying", "230", "02/09/2026")
TOM = ("S2", "Marsh", "Tom", "01/03/2009", "Catering", "210", "03/09/2026")
PLAIN = "\n".join(",".join(row) for row in (HEADS, IDA, TOM)) + "\n"


def read(content: bytes) -> tuple[list[SubmittedLearner], FileFacts]:
    reader = TableReader(file_name="list.csv", today=TODAY)
    for start in range(0, len(content), 1000):
        assert reader.feed(content[start : start + 1000]) == []
    found = [*reader.close()]
    return found, reader.facts  # type: ignore[return-value]  # a table tells of learners alone


UGLY = {
    "plain": PLAIN.encode(),
    "with its mark": b"\xef\xbb\xbf" + PLAIN.encode(),
    "cp1252": PLAIN.encode("cp1252"),
    "UTF-16 with its mark": PLAIN.encode("utf-16"),
    "UTF-16 without": PLAIN.encode("utf-16-le"),
    "semicolons": PLAIN.replace(",", ";").encode(),
    "tabs": PLAIN.replace(",", "\t").encode(),
    "a line that names the separator": b"sep=;\r\n" + PLAIN.replace(",", ";").encode(),
    "CRLF": PLAIN.replace("\n", "\r\n").encode(),
    "old Macintosh": PLAIN.replace("\n", "\r").encode(),
    "no newline at the end": PLAIN.rstrip().encode(),
    "empty lines": PLAIN.replace("\n", "\n\n,,,\n").encode() + b",,,,,,\n" * 50,
    "capitals and spaces": PLAIN.replace("Family name", " FAMILY  NAME ").encode(),
    "other heads": PLAIN.replace("Family name", "Surname").replace("Date of birth", "D.O.B.").encode(),
    "a column of our errors": PLAIN.replace("Started on", "Started on,Errors")
    .replace("2026\n", "2026,x\n")
    .encode(),
    "another order": "\n".join(",".join(reversed(row)) for row in (HEADS, IDA, TOM)).encode(),
    "quotes": "\n".join(",".join(f'"{cell}"' for cell in row) for row in (HEADS, IDA, TOM)).encode(),
    "numbers of days": PLAIN.replace("02/09/2026", "46267").replace("03/09/2026", "46268").encode(),
    "two figures of a year": PLAIN.replace("/2026", "/26")
    .replace("/2008", "/08")
    .replace("/2009", "/09")
    .encode(),
    "our own CSV": csv_of(HEADS, [IDA, TOM]).encode(),
    "a workbook": xlsx_of(HEADS, [IDA, TOM], title="List"),
}


@pytest.mark.parametrize("content", UGLY.values(), ids=UGLY)
def test_whatever_saved_it_the_same_learners(content: bytes) -> None:
    found, facts = read(content)

    assert recognise(content[:1000]) is Format.TABLE
    assert facts.problems == ()
    assert [(each.reference, each.family_name, each.given_names) for each in found] == [
        ("S1", "Quill", "Zoë"),
        ("S2", "Marsh", "Tom"),
    ]
    assert [each.date_of_birth for each in found] == [date(2008, 9, 25), date(2009, 3, 1)]
    assert [(s.key, s.activity) for each in found for s in each.spells] == [
        ("table:S1:bricklaying:2026-09-02", 230),
        ("table:S2:catering:2026-09-03", 210),
    ]
    assert not [problem for each in found for problem in each.problems]


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * 50_000_000)
    return out.getvalue()


def other_zip() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("learners.csv", PLAIN)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        pytest.param(b"", "nothing in this file", id="empty"),
        pytest.param(b"\n\n , ,\n", "nothing in this file", id="empty lines"),
        pytest.param(b"a,b\n1,2\n", "lacks: Learner reference", id="no heads"),
        pytest.param(PLAIN.replace("Course,", "").encode(), "lacks: Course", id="a head is missing"),
        pytest.param(bytes(range(256)) * 40, "", id="anything"),
        pytest.param(b"PK\x03\x04 and no more", "damaged", id="a ZIP cut short"),
        pytest.param(bomb(), "unpacks to more", id="a ZIP bomb"),
        pytest.param(other_zip(), "not a workbook", id="a ZIP of something else"),
        pytest.param(xlsx_of(HEADS, [IDA], title="x")[:3000], "", id="a workbook cut short"),
        pytest.param(b'a,"' + b"x" * 200_000, "", id="a quotation mark that is never closed"),
    ],
)
def test_what_is_no_list_is_refused_with_what_to_do(content: bytes, says: str) -> None:
    found, facts = read(content)

    refusing = [problem for problem in facts.problems if problem.weight is Weight.REFUSES]
    assert found == []
    assert refusing
    assert all(problem.fix for problem in refusing)
    assert says in refusing[0].message


def test_columns_nobody_knows_are_named_and_nothing_else_is_lost() -> None:
    found, facts = read(
        PLAIN.replace("Started on", "Started on,Shoe size").replace("2026\n", "2026,38\n").encode()
    )

    assert len(found) == 2
    assert [problem.message for problem in facts.problems] == ["Nothing is read from: Shoe size."]


def test_a_wrong_row_is_told_by_its_line_and_the_senders_own_head_and_the_others_are_taken() -> None:
    text = PLAIN.replace("Family name", "Surname").replace("25/09/2008", "25/13/2008")
    text += "S3,,Eve,02/02/2009,Art,230,01/09/2026\nS4,Obi,Ada,02/02/2009,Art,230,01/09/2026\n"

    found, _ = read(text.encode())

    assert [(each.reference, each.refused) for each in found] == [
        ("S1", True),
        ("S2", False),
        ("S3", True),
        ("S4", False),
    ]
    assert [(problem.line, problem.field) for each in found for problem in each.problems] == [
        (2, "Date of birth"),
        (4, "Surname"),
    ]


def test_lines_of_one_learner_that_follow_each_other_are_one_learner() -> None:
    text = PLAIN + "S2,Marsh,Tom,01/03/2009,Maths,230,03/09/2026\n"

    found, _ = read(text.encode())

    assert [(each.reference, len(each.spells)) for each in found] == [("S1", 1), ("S2", 2)]


def test_a_leaver_is_the_enrolment_that_ended() -> None:
    heads, row = ",".join((*HEADS, "Left on", "Status")), ",".join(IDA)
    (before,), _ = read(f"{heads}\n{row},,\n".encode())
    (after,), _ = read(f"{heads}\n{row},06/11/2026,Left early\n".encode())

    assert after.spells[0].key == before.spells[0].key
    assert [each.kind.value for each in after.milestones] == ["started", "withdrew"]


@pytest.mark.parametrize(
    ("left_on", "status", "field"),
    [
        ("", "Completed", "Left on"),
        ("01/09/2026", "Left early", "Left on"),
        ("06/11/2026", "", "Status"),
        ("07/12/2026", "Left early", "Left on"),
    ],
)
def test_an_end_that_contradicts_itself_refuses_the_row(left_on: str, status: str, field: str) -> None:
    heads, row = ",".join((*HEADS, "Left on", "Status")), ",".join(IDA)

    (found,), _ = read(f"{heads}\n{row},{left_on},{status}\n".encode())

    assert found.refused
    assert {problem.field for problem in found.problems} == {field}


def test_an_offer_and_its_acceptance_are_milestones_with_the_day_it_is_to_begin() -> None:
    heads = "Learner reference,Surname,Forename,DOB,Course,Offered by,Offer date,Planned start,Date accepted"
    row = "S1,Quill,Ida,25/09/2008,Bricklaying,Estuary Skills,14/05/2026,02/09/2026,21/05/2026"

    (found,), _ = read(f"{heads}\n{row}\n".encode())

    assert [(each.kind.value, each.occurred_on, each.planned_start_on) for each in found.milestones] == [
        ("offered", date(2026, 5, 14), date(2026, 9, 2)),
        ("accepted", date(2026, 5, 21), date(2026, 9, 2)),
    ]


def test_a_destination_is_what_they_do_and_how_it_is_known() -> None:
    heads = "Learner reference,Surname,Forename,DOB,Destination,Employer,Start date,Evidence"
    row = "S1,Quill,Ida,25/09/2008,Job without training,Haven Road Warehouse,02/09/2026,Said by the learner"

    (found,), _ = read(f"{heads}\n{row}\n".encode())

    (spell,) = found.spells
    assert (spell.activity, spell.provider_name, spell.confidence.value) == (
        330,
        "Haven Road Warehouse",
        "self_reported",
    )
    assert [each.kind.value for each in found.milestones] == ["destination"]


CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\r\n\x00"), max_size=12)


@given(st.lists(st.lists(CELLS, min_size=len(HEADS), max_size=len(HEADS)), max_size=4))
def test_what_we_write_is_read_back_as_it_was(rows: list[list[str]]) -> None:
    kept = [[cell.strip() for cell in row] for row in rows]
    for content in (csv_of(HEADS, kept).encode(), xlsx_of(HEADS, kept, title="List")):
        found, _ = read(content)
        written = [row for row in kept if any(row)]
        assert sum(1 for _ in found) <= len(written)
        for each in found:
            assert each.line >= 2


@given(st.binary(max_size=3000))
def test_nothing_in_a_file_makes_it_raise(content: bytes) -> None:
    for head in (b"", PLAIN.encode(), b"PK\x03\x04", b"\xff\xfe"):
        found, facts = read(head + content)
        assert all(problem.fix for problem in facts.problems)
        assert all(each.problems or each.family_name for each in found)


@given(st.data())
def test_a_workbook_with_any_bytes_changed_is_read_or_refused(data: st.DataObject) -> None:
    content = bytearray(UGLY["a workbook"])
    for _ in range(data.draw(st.integers(1, 20))):
        content[data.draw(st.integers(4, len(content) - 1))] = data.draw(st.integers(0, 255))

    found, facts = read(bytes(content))

    assert found or facts.problems


def test_every_kind_is_recognised_by_its_own_template() -> None:
    for kind in KINDS.values():
        _, facts = read(csv_of([column.head for column in kind.columns], []).encode())
        assert facts.problems == (), kind.name
