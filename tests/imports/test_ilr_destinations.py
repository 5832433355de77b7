from datetime import date

import pytest

from service.imports.readers.ilr.translate import DESTINATIONS
from service.pathways.rows import Completion, MilestoneKind
from service.vocabulary.activity import activity
from tests.imports.ilr_text import destination, outcome, read_destination, rules

ACTIVITIES = [
    ("EDU", "1", 450),
    ("EDU", "2", 310),
    ("EDU", "3", 460),
    ("EDU", "4", 230),
    ("EDU", "5", 250),
    ("EDU", "6", 240),
    ("EMP", "1", 330),
    ("EMP", "2", 360),
    ("EMP", "4", 380),
    ("EMP", "5", 380),
    ("GAP", "1", 260),
    ("NPE", "1", 619),
    ("NPE", "2", 680),
    ("OTH", "3", 820),
    ("OTH", "4", 810),
    ("VOL", "1", 540),
]


@pytest.mark.parametrize(("kind", "code", "expected"), ACTIVITIES)
def test_a_destination_is_a_spell_and_a_milestone(kind: str, code: str, expected: int) -> None:
    record = read_destination(destination(outcome(OutType=kind, OutCode=code, OutEndDate="2023-10-31")))
    (spell,), (milestone,) = record.spells, record.milestones
    assert (spell.activity, spell.started_on, spell.ended_on) == (
        expected,
        date(2023, 9, 1),
        date(2023, 10, 31),
    )
    assert spell.completion is Completion.COMPLETED
    assert milestone.kind is MilestoneKind.DESTINATION
    assert milestone.spell_key == spell.key == f"ilr:A1:destination:{kind}{code}:2023-09-01"
    assert activity(expected).current
    assert record.problems == ()


@pytest.mark.parametrize(
    ("kind", "code"), [("OTH", "1"), ("SDE", "1"), ("SDE", "2"), ("SDE", "3"), ("SDE", "4")]
)
def test_a_destination_that_is_no_activity_is_a_milestone_only(kind: str, code: str) -> None:
    record = read_destination(destination(outcome(OutType=kind, OutCode=code)))
    assert record.spells == ()
    assert [milestone.spell_key for milestone in record.milestones] == [None]


def test_every_published_code_is_tried_here_or_was_closed_in_2015() -> None:
    tried = (
        {(kind, int(code)) for kind, code, _ in ACTIVITIES} | {("OTH", 1)} | {("SDE", n) for n in range(1, 5)}
    )
    closed = {key for key, told in DESTINATIONS.items() if told.in_use_until}
    assert tried | closed == set(DESTINATIONS)
    assert tried.isdisjoint(closed)


@pytest.mark.parametrize(
    ("wrong", "kept"),
    [
        pytest.param([outcome(OutStartDate="soon")], 0, id="unreadable start"),
        pytest.param([outcome(OutEndDate="2023-08-31")], 0, id="ends before it starts"),
        pytest.param([outcome(OutType=None)], 0, id="no type"),
        pytest.param([outcome(OutCode=None)], 0, id="no code"),
        pytest.param([outcome(), outcome(OutCode="2")], 1, id="two jobs on one day"),
        pytest.param(
            [outcome(OutType="EDU", OutCode=code) for code in "456"], 2, id="three courses on one day"
        ),
        pytest.param([outcome(OutType="NPE"), outcome()], 1, id="in and out of work on one day"),
        pytest.param([outcome(OutEndDate="never")], 1, id="unreadable end"),
        pytest.param([outcome(OutCollDate="2024-01-01")], 1, id="collected after the file"),
    ],
)
def test_a_wrong_destination_is_left_out_and_named(wrong: list[str], kept: int) -> None:
    record = read_destination(destination(*wrong))
    assert len(record.milestones) == kept
    assert len(rules(record)) == 1
    assert not record.refused


def test_of_being_in_and_out_of_work_on_one_day_work_counts() -> None:
    record = read_destination(destination(outcome(OutType="NPE"), outcome()))
    assert [spell.activity for spell in record.spells] == [330]


def test_a_destination_without_an_end_goes_on() -> None:
    (spell,) = read_destination(destination()).spells
    assert (spell.ended_on, spell.completion) == (None, Completion.CONTINUING)


def test_jobs_on_different_days_all_count() -> None:
    record = read_destination(
        destination(outcome(), outcome(OutStartDate="2023-09-02"), outcome(OutType="VOL"))
    )
    assert len(record.spells) == 3
    assert record.problems == ()


def test_destinations_without_a_reference_are_refused_but_arrive() -> None:
    record = read_destination(destination(LearnRefNumber=None))
    assert record.refused
    assert len(record.spells) == 1


def test_a_wrong_uln_of_destinations_is_dropped() -> None:
    record = read_destination(destination(ULN="9276308685"))
    assert record.uln is None
    assert rules(record) == ["ULN_04"]
