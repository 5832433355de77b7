"""Ugly files made by us: every one is read as far as it can be, or refused with one named problem."""

from pathlib import Path

import pytest

from service.imports.readers.ilr import IlrReader
from service.imports.rows import SubmittedLearner, Weight
from tests.imports.ilr_text import FILE_NAME, TODAY, learner, message, read

FILES = Path(__file__).parent / "files"

READ_WHOLE = [
    "utf8_bom",
    "utf16_little_endian_bom",
    "utf16_big_endian_bom",
    "windows_1252",
    "iso_8859_1",
    "no_declaration",
    "says_utf16_is_utf8",
    "says_utf16_is_utf8_bom",
    "crlf_and_tabs",
    "one_line",
    "doctype_in_a_comment",
    "mixed_namespaces",
    "header_last",
]
REFUSED = {  # file: the one problem, and how many learners came before it
    "empty": ("Empty file", 0),
    "only_declaration": ("Unreadable XML", 0),
    "blank_line_before_declaration": ("Unreadable XML", 0),
    "csv": ("Unreadable XML", 0),
    "null_bytes": ("Unreadable XML", 0),
    "html": ("Not an ILR", 0),
    "lower_case": ("Not an ILR", 0),
    "nccis": ("DOCTYPE", 0),
    "entity_bomb": ("DOCTYPE", 0),
    "entity_bomb_in_root_attribute": ("DOCTYPE", 0),
    "quadratic_entity": ("DOCTYPE", 0),
    "external_entity": ("DOCTYPE", 0),
    "external_dtd": ("DOCTYPE", 0),
    "parameter_entity": ("DOCTYPE", 0),
    "doctype_utf16": ("DOCTYPE", 0),
    "says_utf8_is_windows_1252": ("Wrong encoding", 0),
    "unknown_encoding": ("Wrong encoding", 0),
    "control_character": ("Unreadable XML", 1),
    "undeclared_entity": ("Unreadable XML", 1),
    "deep": ("Unreadable XML", 0),
    "truncated_in_a_learner": ("Unreadable XML", 2),
    "truncated_in_a_letter": ("Unreadable XML", 2),
    "truncated_after_a_learner": ("Unreadable XML", 3),
    "rubbish_after_the_end": ("Unreadable XML", 3),
}
READ_WITH_PROBLEMS: dict[str, tuple[dict[str, int], set[str]]] = {  # rules learners break, unknown elements
    "misspelt": ({"FamilyName_01": 1, "FD_LearningDelivery_EO": 3}, {"FamilyNamE", "LearningDelivry"}),
    "xinclude": ({"FamilyName_01": 1}, set()),
    "learners_in_a_wrapper": ({}, {"Learners"}),
}


def _content(name: str) -> bytes:
    return (FILES / f"{name}.xml").read_bytes()


@pytest.mark.parametrize("name", READ_WHOLE)
def test_the_file_is_read_whole(name: str) -> None:
    records, reader = read(_content(name))
    names = [record.family_name for record in records if isinstance(record, SubmittedLearner)]
    assert names == ["Fenn", "Núñez", "Sørensen"]
    assert reader.facts.problems == ()
    assert [record.problems for record in records] == [(), (), ()]


@pytest.mark.parametrize("name", REFUSED)
def test_the_file_is_refused_with_one_problem(name: str) -> None:
    rule, learners = REFUSED[name]
    records, reader = read(_content(name))
    (problem,) = reader.facts.problems
    assert (problem.rule, problem.weight) == (rule, Weight.REFUSES)
    assert len(records) == reader.learners_seen == learners


@pytest.mark.parametrize("name", READ_WITH_PROBLEMS)
def test_the_file_is_read_and_its_learners_are_told_of(name: str) -> None:
    _, reader = read(_content(name))
    rules, unknown = READ_WITH_PROBLEMS[name]
    assert reader.problems_seen == rules
    assert {problem.field for problem in reader.facts.problems} == unknown
    assert reader.learners_seen == 3


def test_every_ugly_file_is_tried() -> None:
    assert {path.stem for path in FILES.glob("*.xml")} == {*READ_WHOLE, *REFUSED, *READ_WITH_PROBLEMS}


@pytest.mark.parametrize("name", ["external_entity", "xinclude"])
def test_nothing_outside_the_file_is_read(name: str) -> None:
    records, reader = read(_content(name))
    assert "root:" not in repr(records) + repr(reader.facts)


def test_a_long_comment_before_the_root_is_waited_for() -> None:
    text = message(learner()).replace("<Message", "<!--" + "long " * 20_000 + "-->\n<Message", 1)
    reader = IlrReader(file_name=FILE_NAME, today=TODAY)
    records = [
        record for at in range(0, len(text), 1000) for record in reader.feed(text[at : at + 1000].encode())
    ]
    assert len(records + reader.close()) == 1
    assert reader.facts.problems == ()


def test_a_comment_without_end_is_given_up() -> None:
    _, reader = read(b"<!--" + b"long " * 1_000_000)
    assert [problem.rule for problem in reader.facts.problems] == ["Unreadable XML"]
