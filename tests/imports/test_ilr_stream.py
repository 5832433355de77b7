from datetime import date

import pytest

from service.imports.readers.ilr import IlrReader, read_ilr
from service.imports.rows import SubmittedDestination, SubmittedLearner, Weight
from tests.imports.ilr_text import (
    FILE_NAME,
    NAME_2023,
    TODAY,
    aim,
    destination,
    learner,
    message,
    message_of_2023,
    outcome,
    read,
    rules,
)

SIX = [learner(LearnRefNumber=f"A{number}") for number in range(6)]


@pytest.mark.parametrize(
    "size",
    [
        pytest.param(1, id="a byte at a time"),
        pytest.param(7, id="seven bytes"),
        pytest.param(4096, id="a page"),
        pytest.param(10_000_000, id="all at once"),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_the_size_of_the_pieces_makes_no_difference(size: int, encoding: str) -> None:
    content = message(*SIX).replace("UTF-8", encoding).encode(encoding)
    reader = IlrReader(file_name=FILE_NAME, today=TODAY)
    records = [
        record for at in range(0, len(content), size) for record in reader.feed(content[at : at + size])
    ]
    records += reader.close()
    whole, whole_reader = read(content)
    assert records == whole
    assert len(records) == 6
    assert reader.facts == whole_reader.facts


def test_learners_come_out_before_the_file_has_ended() -> None:
    reader = IlrReader(file_name=FILE_NAME, today=TODAY)
    begun = message(*SIX * 20).partition("</Message>")[0]
    early = reader.feed(begun.encode())
    assert len(early) == 120
    assert reader.facts.ukprn == "10099999"
    assert reader.facts.year == "2025-26"
    assert reader.facts.prepared_on == date(2025, 11, 6)


def test_read_ilr_gives_the_facts_with_the_first_learner() -> None:
    file = read_ilr([message(*SIX).encode()], file_name=FILE_NAME, today=TODAY)
    assert isinstance(next(iter(file)), SubmittedLearner)
    assert file.facts.year == "2025-26"


def test_an_empty_piece_changes_nothing() -> None:
    reader = IlrReader(file_name=FILE_NAME, today=TODAY)
    assert reader.feed(b"") == []
    assert reader.feed(message(*SIX).encode()) == []  # shorter than the first look
    assert reader.feed(b"") == []
    assert len(reader.close()) == 6


def test_after_a_refusal_further_pieces_are_ignored() -> None:
    reader = IlrReader(file_name=FILE_NAME, today=TODAY)
    assert reader.feed(b"PK\x03\x04" + b" " * 5000) == []
    assert reader.feed(message(*SIX).encode()) == []
    assert reader.close() == []
    assert [problem.rule for problem in reader.facts.problems] == ["ZIP file"]


def test_closing_twice_reports_once() -> None:
    reader = IlrReader(file_name=FILE_NAME, today=TODAY)
    reader.feed(message().encode())
    reader.close()
    assert reader.close() == []
    assert [problem.rule for problem in reader.facts.problems] == ["Entity_1"]


def test_a_truncated_file_gives_the_whole_learners_and_says_where_it_ends() -> None:
    text = message(*SIX)
    cut = text[: text.rindex("<Postcode>")]
    records, reader = read(cut)
    assert [record.reference for record in records] == ["A0", "A1", "A2", "A3", "A4"]
    (problem,) = reader.facts.problems
    assert problem.rule == "Unreadable XML"
    assert problem.weight is Weight.REFUSES
    assert problem.line == cut.count("\n") + 1
    assert "5 learners" in problem.message
    assert "ends before" in problem.message


def test_broken_xml_gives_the_learners_before_it() -> None:
    text = message(*SIX[:3], "<Learner><ULN></Learner>", *SIX[3:])
    records, reader = read(text)
    assert [record.reference for record in records] == ["A0", "A1", "A2"]
    (problem,) = reader.facts.problems
    assert problem.line == text.splitlines().index("<Learner><ULN></Learner>") + 1


def test_a_bare_ampersand_is_broken_xml() -> None:
    _, reader = read(message(learner(FamilyName="Fenn & Sons")))
    assert [problem.rule for problem in reader.facts.problems] == ["Unreadable XML"]


def test_destinations_come_after_the_learners_as_records_of_their_own() -> None:
    text = message_of_2023(*SIX[:2], destination(), destination(LearnRefNumber="A9"))
    records, reader = read(text, file_name=NAME_2023)
    assert [type(record) for record in records] == [SubmittedLearner] * 2 + [SubmittedDestination] * 2
    assert rules(records[2]) == []
    assert rules(records[3]) == ["Destination without learner"]
    assert reader.destinations_seen == 2


def test_destinations_alone_are_a_file() -> None:
    records, reader = read(message_of_2023(destination()), file_name=NAME_2023)
    assert len(records) == 1
    assert reader.facts.problems == ()


def test_the_same_reference_twice_refuses_the_second_and_keeps_its_aims_to_be_seen() -> None:
    second = learner(aim(LearnAimRef="50000001"), aim(LearnAimRef="50000002"))
    records, reader = read(
        message(learner(), learner(LearnRefNumber="A2"), second, learner(LearnRefNumber="a1"))
    )
    assert [record.refused for record in records] == [False, False, True, True]
    assert rules(records[2]) == ["R_06"]
    assert "2 aims" in records[2].problems[0].message
    assert len(records[2].spells) == 2
    assert reader.learners_seen == 4
    assert reader.learners_refused == 2


def test_several_references_of_one_uln_stay_apart() -> None:
    records, _ = read(message(learner(LearnRefNumber="A1"), learner(LearnRefNumber="A2")))
    assert [rules(record) for record in records] == [[], []]
    assert {record.uln for record in records} == {"9276308686"}


def test_problems_are_counted_by_rule() -> None:
    wrong = learner(aim(CompStatus="4"), aim(LearnAimRef="5", CompStatus="4"), LearnRefNumber="A2", Sex=None)
    _, reader = read(message(learner(), wrong))
    assert reader.problems_seen == {"CompStatus_01": 2, "FD_Sex_MA": 1}


def test_unknown_elements_comments_and_prefixes_are_no_hindrance() -> None:
    text = message(learner()).replace(
        "<FamilyName>", "<!-- a name --><NewIn2027><FamilyName>No</FamilyName></NewIn2027><FamilyName>"
    )
    text = text.replace("Fenn", "Fe<!-- hm -->nn").replace("<Sex>", "<?page break?><Sex>")
    prefixed = (
        text.replace("<", "<ilr:").replace("<ilr:/", "</ilr:").replace("<ilr:!", "<!").replace("<ilr:?", "<?")
    )
    prefixed = prefixed.replace("xmlns=", "xmlns:ilr=")
    records, reader = read(prefixed)
    assert records == read(message(learner()))[0]
    assert isinstance(records[0], SubmittedLearner)
    assert records[0].family_name == "Fenn"
    assert [problem.field for problem in reader.facts.problems] == ["NewIn2027"]


def test_an_outcome_of_a_later_year_is_not_read() -> None:
    records, reader = read(message(learner(), destination(outcome()), destination(outcome())))
    assert len(records) == 1
    assert [problem.rule for problem in reader.facts.problems] == ["Destination year"]


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        pytest.param("Learner>", "Lerner>", id="one of the learners"),
        pytest.param("LearningDelivery>", "LearningDelivry>", id="an aim"),
        pytest.param("Sex>", "sex>", id="a field in other letter case"),
        pytest.param("CompStatus>", "CompletionStatus>", id="a field of an aim"),
    ],
)
@pytest.mark.parametrize("place", [0, 3, 5], ids=["first", "between", "last"])
def test_a_misspelt_element_is_named_once_at_its_first_line(right: str, wrong: str, place: int) -> None:
    people = [*SIX]
    people[place] = people[place].replace(right, wrong)
    text = message(*people)
    _, reader = read(text)
    (problem,) = reader.facts.problems
    line = next(
        number for number, line in enumerate(text.splitlines(), start=1) if line.startswith(f"<{wrong}")
    )
    assert (problem.rule, problem.field, problem.line) == ("Unknown element", wrong[:-1], line)


def test_thousands_of_unknown_elements_do_not_fill_the_page() -> None:
    _, reader = read(
        message(learner(), *(f"<New{number}/>" for number in range(3000)), learner(LearnRefNumber="A2"))
    )
    assert len(reader.facts.problems) == 20
