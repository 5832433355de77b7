"""R17 and R19: an apprenticeship at risk, and whether a job lasts. Each line a learner, a day, what is found."""

import pytest

from service.pathways.rows import Completion, MilestoneKind
from tests.alerts.cases import (
    APPRENTICE,
    COLLEGE,
    JOB,
    SEEKING,
    Brief,
    Fact,
    brief,
    found,
    milestone,
    spell,
    spoken,
)

ON_A_BREAK = spell(APPRENTICE, "2025-09-01", ended="2026-03-02", completion=Completion.BREAK)
GOES_ON = spell(APPRENTICE, "2025-09-01")


def redundant(day: str) -> object:
    return spell(APPRENTICE, "2025-09-01", ended=day, completion=Completion.WITHDRAWN, withdraw_reason=29)


@pytest.mark.parametrize(
    ("today", "facts", "expected"),
    [
        pytest.param("2026-03-30", [ON_A_BREAK], None, id="28 days of a break"),
        pytest.param("2026-03-31", [ON_A_BREAK], ("high", "2026-04-02", "provider"), id="more than 28"),
        pytest.param(
            "2026-04-12",
            [ON_A_BREAK, milestone(MilestoneKind.BREAK, "2026-03-02", "2026-04-13")],
            None,
            id="the eve of the day they are expected back",
        ),
        pytest.param(
            "2026-04-13",
            [ON_A_BREAK, milestone(MilestoneKind.BREAK, "2026-03-02", "2026-04-13")],
            ("high", "2026-04-15", "provider"),
            id="that day",
        ),
        pytest.param("2026-03-31", [ON_A_BREAK, spell(APPRENTICE, "2026-03-23")], None, id="they are back"),
        pytest.param("2026-03-31", [ON_A_BREAK, spell(JOB, "2026-03-23")], None, id="in another job"),
        pytest.param("2026-03-29", [redundant("2026-03-30")], None, id="the eve of a redundancy"),
        pytest.param(
            "2026-03-30", [redundant("2026-03-30")], ("high", "2026-04-01", "provider"), id="the day"
        ),
        pytest.param(
            "2026-04-02", [redundant("2026-04-02")], ("high", "2026-04-08", "provider"), id="before Easter"
        ),
        pytest.param(
            "2026-10-24",
            [redundant("2026-10-24")],
            ("high", "2026-10-27", "provider"),
            id="a Saturday, the clocks go back",
        ),
        pytest.param(
            "2026-06-22", [redundant("2026-03-30")], ("high", "2026-04-01", "provider"), id="12 weeks"
        ),
        pytest.param("2026-06-23", [redundant("2026-03-30")], None, id="the day after"),
        pytest.param(
            "2026-02-02",
            [GOES_ON, milestone(MilestoneKind.AT_RISK, "2026-02-02")],
            ("high", "2026-02-04", "provider"),
            id="the provider says they may leave",
        ),
        pytest.param(
            "2026-02-06",
            [
                GOES_ON,
                milestone(MilestoneKind.AT_RISK, "2026-02-02"),
                milestone(MilestoneKind.ATTENDANCE, "2026-02-05"),
            ],
            None,
            id="and was there again",
        ),
        pytest.param(
            "2026-02-02",
            [spell(COLLEGE, "2025-09-01"), milestone(MilestoneKind.AT_RISK, "2026-02-02")],
            None,
            id="of a college course",
        ),
    ],
)
def test_apprenticeship_at_risk(today: str, facts: list, expected: Brief) -> None:
    assert brief(found("R17", today, *facts)) == expected


WORK = spell(JOB, "2026-03-02")
CONFIRMED = MilestoneKind.JOB_CONFIRMED
LOST = spell(JOB, "2026-03-02", ended="2026-04-24", completion=Completion.COMPLETED)


@pytest.mark.parametrize(
    ("today", "facts", "expected"),
    [
        pytest.param("2026-03-29", [WORK], None, id="a day short of four weeks, the clocks go forward"),
        pytest.param(
            "2026-03-30", [WORK], ("low", "2026-04-08", "provider"), id="four weeks, Easter to come"
        ),
        pytest.param("2026-04-15", [WORK, milestone(CONFIRMED, "2026-03-31")], None, id="confirmed after"),
        pytest.param(
            "2026-03-30",
            [WORK, milestone(CONFIRMED, "2026-03-29")],
            ("low", "2026-04-08", "provider"),
            id="confirmed the day before: not yet four weeks",
        ),
        pytest.param(
            "2026-04-15", [spell(JOB, "2026-03-02", recorded="2026-04-01")], None, id="reported after"
        ),
        pytest.param("2026-05-31", [WORK], ("low", "2026-04-08", "provider"), id="a day short of 13 weeks"),
        pytest.param("2026-06-01", [WORK], ("low", "2026-06-08", "provider"), id="13 weeks"),
        pytest.param("2026-08-31", [WORK], ("low", "2026-09-07", "provider"), id="26 weeks, a bank holiday"),
        pytest.param("2026-04-24", [LOST], None, id="its last day: that it ends was said then"),
        pytest.param("2026-04-25", [LOST], ("high", "2026-05-01", "adviser"), id="ended within 13 weeks"),
        pytest.param(
            "2026-04-25",
            [LOST, spell(SEEKING, "2026-04-25")],
            ("high", "2026-05-01", "adviser"),
            id="and said to be NEET since",
        ),
        pytest.param(
            "2026-06-02", [spell(JOB, "2026-03-02", ended="2026-06-01")], None, id="ended after 13 weeks"
        ),
        pytest.param(
            "2026-04-28", [LOST, spell(JOB, "2026-05-05")], None, id="another begins within 14 days"
        ),
        pytest.param(
            "2026-04-28",
            [LOST, spell(COLLEGE, "2026-05-11")],
            ("high", "2026-05-01", "adviser"),
            id="another begins later",
        ),
        pytest.param("2026-10-22", [LOST], ("high", "2026-05-01", "adviser"), id="half a year on"),
        pytest.param("2026-10-23", [LOST], None, id="after half a year"),
    ],
)
def test_a_job_that_lasts(today: str, facts: list, expected: Brief) -> None:
    assert brief(found("R19", today, *facts)) == expected


INSIDE = spell(710, "2026-01-05", planned="2026-06-01")  # a Monday
OFFER = MilestoneKind.OFFERED


@pytest.mark.parametrize(
    ("today", "facts", "expected"),
    [
        pytest.param("2026-04-19", [INSIDE], None, id="43 days before the release"),
        pytest.param(
            "2026-04-20",
            [INSIDE],
            ("high", "2026-05-15", "adviser"),
            id="42 days; ten working days, a bank holiday",
        ),
        pytest.param("2026-06-01", [INSIDE], ("high", "2026-05-15", "adviser"), id="the day itself"),
        pytest.param(
            "2026-05-25",
            [spell(710, "2026-01-05", planned="2026-06-01", recorded="2026-05-25")],
            ("high", "2026-05-25", "adviser"),
            id="told a week before, on a bank holiday",
        ),
        pytest.param(
            "2026-04-20", [INSIDE, milestone(OFFER, "2026-04-01", "2026-06-08")], None, id="a place after it"
        ),
        pytest.param(
            "2026-04-20",
            [INSIDE, milestone(OFFER, "2026-04-01", "2026-05-01")],
            ("high", "2026-05-15", "adviser"),
            id="a place while they are inside",
        ),
        pytest.param("2026-04-20", [spell(710, "2026-01-05")], None, id="no day is known"),
        pytest.param(
            "2026-10-05",
            [spell(710, "2026-06-01", planned="2026-11-16")],
            ("high", "2026-11-02", "adviser"),
            id="counted back over the clock change",
        ),
        pytest.param(
            "2026-04-20", [INSIDE, spell(COLLEGE, "2026-06-02")], None, id="what comes next is recorded"
        ),
    ],
)
def test_a_release_with_nothing_arranged(today: str, facts: list, expected: Brief) -> None:
    assert brief(found("R20", today, *facts)) == expected


BACK = milestone(MilestoneKind.RE_ENGAGED, "2026-01-19")
COURSE = spell(COLLEGE, "2026-02-02")


@pytest.mark.parametrize(
    ("today", "facts", "expected"),
    [
        pytest.param("2026-03-01", [BACK, COURSE], None, id="the eve of four weeks"),
        pytest.param("2026-03-02", [BACK, COURSE], ("low", "2026-03-09", "provider"), id="four weeks"),
        pytest.param("2026-03-02", [COURSE], None, id="a course, and nobody was re-engaged"),
        pytest.param(
            "2026-03-02",
            [milestone(MilestoneKind.RE_ENGAGED, "2025-08-04"), COURSE],
            ("low", "2026-03-09", "provider"),
            id="re-engaged half a year before",
        ),
        pytest.param(
            "2026-03-02", [milestone(MilestoneKind.RE_ENGAGED, "2025-08-03"), COURSE], None, id="a day more"
        ),
        pytest.param(
            "2026-03-02",
            [BACK, COURSE, milestone(MilestoneKind.ATTENDANCE, "2026-03-02")],
            None,
            id="they were there",
        ),
        pytest.param("2026-03-03", [BACK, COURSE, spoken("2026-03-02")], None, id="somebody spoke with them"),
        pytest.param(
            "2026-03-03",
            [BACK, COURSE, spoken("2026-03-01")],
            ("low", "2026-03-09", "provider"),
            id="before it",
        ),
        pytest.param(
            "2026-05-04", [BACK, COURSE], ("low", "2026-05-11", "provider"), id="13 weeks, a holiday"
        ),
        pytest.param("2026-08-03", [BACK, COURSE], ("low", "2026-08-10", "provider"), id="26 weeks"),
    ],
)
def test_a_way_back_is_followed_after_4_13_and_26_weeks(
    today: str, facts: list[Fact], expected: Brief
) -> None:
    assert brief(found("R19", today, *facts)) == expected
