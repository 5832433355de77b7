"""R11 to R13 and R18: attendance, first weeks, a job alone under 18. Then R21, over all of them."""

import pytest

from service.circumstances.rows import Kind
from service.pathways.rows import MilestoneKind
from tests.alerts.cases import (
    COLLEGE,
    JOB,
    LOOKED_AFTER,
    SEEKING,
    YOUNG,
    Brief,
    brief,
    evaluated,
    found,
    milestone,
    on,
    said,
    spell,
    spoken,
    week,
)

COURSE = spell(COLLEGE, "2025-09-01")
MONDAYS = ("2026-03-02", "2026-03-09", "2026-03-16", "2026-03-23", "2026-04-13", "2026-04-20", "2026-04-27")


def weeks(*attended: int, first: int = 0, unauthorised: int = 0) -> list:
    return [week(MONDAYS[first + n], each, unauthorised) for n, each in enumerate(attended)]


@pytest.mark.parametrize(
    ("today", "facts", "expected"),
    [
        pytest.param("2026-03-27", weeks(8, 8, 9, 9), None, id="85 % of four weeks"),
        pytest.param(
            "2026-03-27",
            weeks(8, 8, 9, 8),
            ("medium", "2026-04-01", "provider"),
            id="less than 85 %, a Friday",
        ),
        pytest.param("2026-03-27", weeks(7, 7, 7, 7), ("medium", "2026-04-01", "provider"), id="70 %"),
        pytest.param(
            "2026-03-27", weeks(7, 7, 7, 6), ("high", "2026-04-01", "provider"), id="less than 70 %"
        ),
        pytest.param("2026-03-20", weeks(2, 2, 2), None, id="three weeks are too few"),
        pytest.param(
            "2026-03-27", weeks(9, 9, 9, 8, unauthorised=1), None, id="four missed without permission"
        ),
        pytest.param(
            "2026-04-03",
            [*weeks(10, 9, 9), week("2026-03-23", 7, 3), week("2026-03-30", 7, 3)],
            ("high", "2026-04-09", "provider"),
            id="six missed without permission, told on Good Friday",
        ),
        pytest.param(
            "2026-04-17",
            weeks(6, 6, 6, 6, 9),
            ("high", "2026-04-01", "provider"),
            id="better after Easter, and not yet well",
        ),
        pytest.param("2026-05-01", weeks(6, 6, 6, 6, 9, 9, 9), None, id="three weeks of 90 %"),
        pytest.param(
            "2026-04-26",
            weeks(6, 6, 6, 6),
            ("high", "2026-04-01", "provider"),
            id="34 days after the last Monday",
        ),
        pytest.param("2026-04-27", weeks(6, 6, 6, 6), None, id="nothing heard for five weeks"),
    ],
)
def test_attendance_is_low(today: str, facts: list, expected: Brief) -> None:
    assert brief(found("R11", today, COURSE, *facts)) == expected


def test_attendance_concerns_only_who_is_in_learning_and_weeks_with_sessions() -> None:
    low = weeks(6, 6, 6, 6)
    anew = spell(COLLEGE, "2026-03-16")
    assert found("R11", "2026-03-27", spell(210, "2025-09-01", ended="2026-03-15"), anew, *low) is None
    holiday = week("2026-03-30", 0, planned=0)
    assert found("R11", "2026-03-27", spell(SEEKING, "2025-09-01"), *low) is None
    assert brief(found("R11", "2026-04-03", COURSE, *low, holiday)) == ("high", "2026-04-01", "provider")


@pytest.mark.parametrize(
    ("today", "course", "facts", "expected"),
    [
        pytest.param(
            "2026-03-13", COURSE, weeks(9, 0), ("high", "2026-03-18", "provider"), id="ten sessions"
        ),
        pytest.param(
            "2026-03-13", COURSE, [*weeks(9), week("2026-03-09", 0, planned=9)], None, id="nine sessions"
        ),
        pytest.param(
            "2026-03-20",
            COURSE,
            [*weeks(9), week("2026-03-09", 0, planned=5), week("2026-03-16", 0, planned=5)],
            ("high", "2026-03-25", "provider"),
            id="five and five, two weeks running",
        ),
        pytest.param("2026-03-20", COURSE, weeks(9, 0, 1), None, id="there again once"),
        pytest.param(
            "2026-03-13",
            spell(COLLEGE, "2026-02-02"),
            [*weeks(9), week("2026-03-09", 0, planned=5)],
            ("high", "2026-03-18", "provider"),
            id="five sessions in the first six weeks",
        ),
        pytest.param(
            "2026-03-20",
            spell(COLLEGE, "2026-02-02"),
            [*weeks(9, 9), week("2026-03-16", 0, planned=5)],
            None,
            id="five sessions after six weeks",
        ),
        pytest.param(
            "2026-03-27",
            COURSE,
            weeks(9, 9, 9, 0),
            ("high", "2026-04-01", "provider"),
            id="before the clock change",
        ),
        pytest.param("2026-04-13", COURSE, weeks(9, 0), None, id="nothing heard for five weeks"),
    ],
)
def test_attendance_has_stopped(today: str, course: object, facts: list, expected: Brief) -> None:
    assert brief(found("R12", today, course, *facts)) == expected


NEW = spell(COLLEGE, "2026-09-07")  # day 10 is 17 September, day 35 is 12 October
REVIEWED = MilestoneKind.ATTENDANCE


@pytest.mark.parametrize(
    ("today", "facts", "expected"),
    [
        pytest.param("2026-09-16", [NEW, LOOKED_AFTER], None, id="day 9"),
        pytest.param("2026-09-17", [NEW, LOOKED_AFTER], ("low", "2026-09-24", "provider"), id="day 10"),
        pytest.param("2026-09-17", [NEW], None, id="not vulnerable"),
        pytest.param("2026-09-17", [NEW, LOOKED_AFTER, spoken("2026-09-10")], None, id="spoken with"),
        pytest.param(
            "2026-09-17", [NEW, LOOKED_AFTER, milestone(REVIEWED, "2026-09-15")], None, id="reviewed"
        ),
        pytest.param(
            "2026-10-11", [NEW, LOOKED_AFTER], ("low", "2026-09-24", "provider"), id="day 34, a Sunday"
        ),
        pytest.param("2026-10-12", [NEW, LOOKED_AFTER], ("medium", "2026-10-19", "provider"), id="day 35"),
        pytest.param(
            "2026-10-12",
            [NEW, LOOKED_AFTER, spoken("2026-09-16")],
            ("medium", "2026-10-19", "provider"),
            id="spoken with before day 10, not since",
        ),
        pytest.param("2026-10-12", [NEW, LOOKED_AFTER, spoken("2026-09-17")], None, id="on day 10"),
        pytest.param(
            "2026-11-05",
            [NEW, LOOKED_AFTER],
            ("medium", "2026-10-19", "provider"),
            id="day 59, after the clock change",
        ),
        pytest.param("2026-11-06", [NEW, LOOKED_AFTER], None, id="day 60"),
        pytest.param("2026-09-17", [spell(JOB, "2026-09-07"), LOOKED_AFTER], None, id="a job"),
        pytest.param(
            "2026-09-17", [spell(COLLEGE, "2026-09-07", "2026-09-16"), LOOKED_AFTER], None, id="they left"
        ),
    ],
)
def test_the_first_weeks_of_somebody_vulnerable(today: str, facts: list, expected: Brief) -> None:
    assert brief(found("R13", today, *facts)) == expected


ALONE = spell(JOB, "2026-03-02")


@pytest.mark.parametrize(
    ("today", "facts", "expected"),
    [
        pytest.param("2026-03-02", [ALONE], ("medium", "2026-03-30", "adviser"), id="from the first day"),
        pytest.param(
            "2027-05-31", [spell(JOB, "2027-03-01")], ("medium", "2027-03-31", "adviser"), id="the eve of 18"
        ),
        pytest.param("2027-06-01", [spell(JOB, "2027-03-01")], None, id="18"),
        pytest.param("2026-03-02", [ALONE, said(Kind.LEVEL_3, "yes")], None, id="level 3 reached"),
        pytest.param("2026-03-02", [ALONE, said(Kind.PRIOR_ATTAINMENT, "3")], None, id="full level 3"),
        pytest.param(
            "2026-03-02",
            [ALONE, said(Kind.PRIOR_ATTAINMENT, "2")],
            ("medium", "2026-03-30", "adviser"),
            id="full level 2",
        ),
        pytest.param("2026-03-02", [spell(320, "2026-03-02")], None, id="a job with study"),
        pytest.param(
            "2026-04-02",
            [spell(360, "2026-04-02")],
            ("medium", "2026-05-05", "adviser"),
            id="part-time, before Easter",
        ),
    ],
)
def test_a_job_without_training(today: str, facts: list, expected: Brief) -> None:
    assert brief(found("R18", today, *facts, born=YOUNG)) == expected


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        pytest.param([], ("medium", "2026-03-09"), id="not vulnerable: five working days"),
        pytest.param([LOOKED_AFTER], ("high", "2026-03-04"), id="looked after: half of them"),
        pytest.param([said(Kind.EHC_PLAN, "yes")], ("high", "2026-03-04"), id="a plan"),
        pytest.param([said(Kind.EHC_PLAN, "no")], ("medium", "2026-03-09"), id="no plan"),
        pytest.param(
            [said(Kind.CHARACTERISTIC, "180")], ("medium", "2026-03-09"), id="another characteristic"
        ),
        pytest.param(
            [said(Kind.CHARACTERISTIC, "110", ended="2026-03-01")],
            ("medium", "2026-03-09"),
            id="until the day before",
        ),
        pytest.param(
            [said(Kind.CHARACTERISTIC, "110", ended="2026-03-02")], ("high", "2026-03-04"), id="until today"
        ),
    ],
)
def test_what_is_found_about_the_vulnerable_is_graver_and_sooner(
    facts: list, expected: tuple[str, str]
) -> None:
    finding = evaluated("2026-03-02", spell(SEEKING, "2026-03-02"), *facts)["R07"]
    assert (finding.severity.value, finding.deadline_on.isoformat()) == expected


def test_a_critical_alert_stays_critical_and_a_day_that_is_fixed_stays() -> None:
    silent = evaluated("2026-07-01", spell(SEEKING, "2026-03-02"), LOOKED_AFTER)["R08"]
    assert (silent.severity.value, silent.deadline_on) == ("critical", on("2026-07-03"))
    lapsing = evaluated("2026-04-20", spell(JOB, "2025-11-03"), LOOKED_AFTER)["R06"]
    assert (lapsing.severity.value, lapsing.deadline_on) == ("medium", on("2026-05-03"))
