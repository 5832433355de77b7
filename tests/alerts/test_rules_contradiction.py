"""R25 and R26: two agencies that cannot both be right, and a concern. Each line some facts, a day, what is found."""

from typing import Any
from uuid import UUID

import pytest

from service.alerts.rows import ConcernFacts
from service.alerts.rules import evaluate, find_concern
from service.pathways.rows import Completion, Confidence
from tests.alerts.cases import (
    ADULT,
    APPRENTICE,
    COLLEGE,
    JOB,
    SEEKING,
    Brief,
    Fact,
    brief,
    case_of,
    evaluated,
    found,
    on,
    spell,
)

OTHER = UUID(int=20)
SIXTH_FORM = 210


def theirs(activity: int, started: str, ended: str | None = None, **more: Any) -> Fact:
    """What another agency says."""
    return spell(activity, started, ended, agency_id=OTHER, source_key=f"other:{started}", **more)


HERE = spell(COLLEGE, "2026-09-07", planned="2027-07-09")  # a Monday
THERE = theirs(SIXTH_FORM, "2026-10-05", planned="2027-07-09")  # a Monday
OUT = theirs(SEEKING, "2026-10-05")


@pytest.mark.parametrize(
    ("today", "facts", "expected"),
    [
        pytest.param("2026-10-18", [HERE, THERE], None, id="two places for 13 days, a Sunday"),
        pytest.param("2026-10-19", [HERE, THERE], ("medium", "2026-11-02", "data_manager"), id="for 14 days"),
        pytest.param(
            "2026-10-26", [HERE, THERE], ("medium", "2026-11-02", "data_manager"), id="over the clock change"
        ),
        pytest.param(
            "2026-12-28",
            [HERE, theirs(SIXTH_FORM, "2026-12-07", planned="2027-07-09")],
            ("medium", "2027-01-07", "data_manager"),
            id="on a bank holiday, due after Christmas",
        ),
        pytest.param(
            "2026-09-07",
            [HERE, theirs(SIXTH_FORM, "2026-09-07", planned="2027-07-09")],
            ("medium", "2026-09-21", "data_manager"),
            id="two things with one start, at once",
        ),
        pytest.param("2026-10-19", [HERE], None, id="one agency alone"),
        pytest.param(
            "2026-10-19",
            [HERE, spell(SIXTH_FORM, "2026-10-05")],
            None,
            id="one agency says both, and corrects itself",
        ),
        pytest.param(
            "2026-10-19",
            [HERE, theirs(JOB, "2026-10-05")],
            None,
            id="a job beside a course is no contradiction",
        ),
        pytest.param(
            "2026-10-19",
            [HERE, theirs(APPRENTICE, "2026-10-05")],
            ("medium", "2026-11-02", "data_manager"),
            id="an apprenticeship beside a course",
        ),
        pytest.param(
            "2026-10-19", [spell(COLLEGE, "2026-09-07", "2026-10-02"), THERE], None, id="the first has ended"
        ),
        pytest.param("2026-10-19", [HERE, OUT], None, id="NEET, and the college has said nothing since"),
        pytest.param(
            "2026-10-19",
            [spell(COLLEGE, "2026-09-07", planned="2027-07-09", recorded="2026-10-12"), OUT],
            ("medium", "2026-11-02", "data_manager"),
            id="NEET, and the college has reported since",
        ),
        pytest.param(
            "2026-10-19",
            [HERE, theirs(SIXTH_FORM, "2026-10-05", confidence=Confidence.SELF_REPORTED)],
            None,
            id="their own word is not an agency's",
        ),
        pytest.param(
            "2026-10-19",
            [spell(COLLEGE, "2026-09-07", planned="2027-07-09", completion=Completion.BREAK), THERE],
            None,
            id="on a break there",
        ),
    ],
)
def test_two_agencies_that_cannot_both_be_right(today: str, facts: list[Fact], expected: Brief) -> None:
    assert brief(found("R25", today, *facts, born=ADULT)) == expected


def test_it_is_found_on_the_day_it_is_looked_at_again() -> None:
    next_on = evaluate(case_of(HERE, THERE), today=on("2026-10-06")).next_review_on
    assert next_on is not None
    assert next_on <= on("2026-10-19")


def test_it_says_what_each_of_the_two_says() -> None:
    finding = found("R25", "2026-10-19", HERE, THERE)
    assert finding is not None
    assert "Further education college" in finding.sentence or "further education college" in finding.sentence
    assert len(finding.evidence) == 2


@pytest.mark.parametrize(
    ("today", "raised", "closed", "expected"),
    [
        pytest.param("2026-11-27", "2026-11-27", None, ("critical", "2026-11-27"), id="a Friday"),
        pytest.param("2026-11-29", "2026-11-29", None, ("critical", "2026-11-29"), id="a Sunday counts"),
        pytest.param(
            "2026-12-25", "2026-12-25", None, ("critical", "2026-12-25"), id="a bank holiday counts"
        ),
        pytest.param("2026-10-25", "2026-10-25", None, ("critical", "2026-10-25"), id="the clock changes"),
        pytest.param(
            "2026-12-01", "2026-11-27", None, ("critical", "2026-11-27"), id="days later, still that day"
        ),
        pytest.param("2026-11-27", "2026-11-27", "2026-11-27", None, id="closed on the day"),
        pytest.param("2026-11-30", "2026-11-27", "2026-11-28", None, id="closed since"),
    ],
)
def test_a_concern_is_critical_on_the_same_day_until_it_is_closed(
    today: str, raised: str, closed: str | None, expected: tuple[str, str] | None
) -> None:
    facts = ConcernFacts(raised_on=on(raised), closed_on=on(closed) if closed else None)
    finding = find_concern(facts, today=on(today))
    assert (finding and (finding.severity.value, finding.deadline_on.isoformat())) == expected


def test_no_fact_of_a_learner_ever_makes_a_concern() -> None:
    assert "R26" not in evaluated("2026-10-19", HERE, THERE, OUT)
