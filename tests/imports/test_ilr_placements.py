"""Work placements of an ILR: milestones of their course, once they have begun."""

from datetime import date

import pytest

from service.imports.rows import SubmittedLearner, SubmittedMilestone
from service.pathways.rows import MilestoneKind
from tests.imports.ilr_text import aim, aim_with, learner, placement, read_learner

T_LEVEL = {"LearnAimRef": "ZPROG001", "AimType": "1", "ProgType": "31", "FundModel": "25"}


def told(found: SubmittedLearner) -> list[SubmittedMilestone]:
    return [each for each in found.milestones if each.kind is MilestoneKind.PLACEMENT]


def test_a_placement_is_a_milestone_of_its_course_in_words() -> None:
    found = read_learner(learner(aim_with(placement())))
    (told_of,) = told(found)
    assert (told_of.occurred_on, told_of.spell_key) == (date(2025, 11, 3), found.spells[0].key)
    assert told_of.detail == "70 hours, with an employer, to 28 November 2025"
    assert told_of.key == f"{found.spells[0].key}:placement:2025-11-03:123456789"
    assert found.problems == ()


@pytest.mark.parametrize(
    ("changes", "expected", "rule"),
    [
        pytest.param({}, ["2025-11-03"], None, id="whole"),
        pytest.param({"WorkPlaceStartDate": "2026-01-15"}, ["2026-01-15"], "WorkPlaceEndDate_01", id="today"),
        pytest.param(
            {"WorkPlaceStartDate": "2026-01-16", "WorkPlaceEndDate": None}, [], None, id="only planned yet"
        ),
        pytest.param({"WorkPlaceStartDate": "2025-09-03"}, ["2025-09-03"], None, id="with the course"),
        pytest.param(
            {"WorkPlaceStartDate": "2025-09-02"}, [], "WorkPlaceStartDate_02", id="before the course"
        ),
        pytest.param({"WorkPlaceStartDate": None}, [], "FD_WorkPlaceStartDate_MA", id="no start"),
        pytest.param({"WorkPlaceStartDate": "2025-02-30"}, [], "Unreadable date", id="no day"),
        pytest.param(
            {"WorkPlaceEndDate": "2025-11-02"}, ["2025-11-03"], "WorkPlaceEndDate_01", id="ends before"
        ),
        pytest.param({"WorkPlaceMode": "7"}, ["2025-11-03"], "WorkPlaceMode_01", id="no such mode"),
        pytest.param({"WorkPlaceHours": "ten"}, ["2025-11-03"], None, id="hours that are none"),
    ],
)
def test_what_is_wrong_with_a_placement_is_told_and_its_course_is_taken(
    changes: dict[str, str | None], expected: list[str], rule: str | None
) -> None:
    found = read_learner(learner(aim_with(placement(**changes))))
    assert [str(each.occurred_on) for each in told(found)] == expected
    assert [problem.rule for problem in found.problems] == ([rule] if rule else [])
    assert len(found.spells) == 1


def test_a_placement_of_a_component_is_told_of_its_programme() -> None:
    component = {"LearnAimRef": "ZTPR0001", "AimType": "3", "ProgType": "31", "FundModel": "25"}
    found = read_learner(learner(aim(**T_LEVEL), aim_with(placement(), **component)))
    (spell,) = found.spells
    assert [each.spell_key for each in told(found)] == [spell.key]


def test_two_placements_are_two_and_the_same_twice_is_one() -> None:
    later = placement(WorkPlaceStartDate="2025-12-01", WorkPlaceEndDate=None)
    found = read_learner(learner(aim_with(placement(), placement(), later)))
    assert [str(each.occurred_on) for each in told(found)] == ["2025-11-03", "2025-12-01"]
    assert told(found)[1].detail == "70 hours, with an employer"
