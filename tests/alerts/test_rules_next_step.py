"""R06 and R16: what soon lapses, and what soon ends without a next step."""

import pytest

from service.alerts.rows import Case, Family, Finding
from service.alerts.rules import evaluate
from service.pathways.rows import Confidence, Milestone, MilestoneKind, Spell
from tests.alerts.cases import LEARNER, milestone, on, spell

COLLEGE, APPRENTICE, JOB, SEEKING = 230, 310, 330, 619


def found(
    today: str, *spells: Spell, milestones: tuple[Milestone, ...] = (), born: str = "2008-03-01"
) -> Finding | None:
    case = Case(
        learner_id=LEARNER,
        born=on(born),
        registered_on=on("2025-09-01"),
        spells=spells,
        milestones=milestones,
    )
    findings = evaluate(case, today=on(today)).findings
    return next((each for each in findings if each.family is Family.NEXT_STEP), None)


def brief(finding: Finding | None) -> tuple[str, str, str] | None:
    return finding and (finding.rule, finding.severity.value, finding.deadline_on.isoformat())


WORK = spell(JOB, "2025-11-03")  # lapses on 3 May 2026
TO_COME = spell(JOB, "2025-11-03", provider_name="Basildon Bakery")


@pytest.mark.parametrize(
    ("spells", "today", "expected"),
    [
        pytest.param([WORK], "2026-04-18", None, id="15 days before it lapses"),
        pytest.param([WORK], "2026-04-19", ("R06", "low", "2026-05-03"), id="14 days before"),
        pytest.param([WORK], "2026-05-03", ("R06", "low", "2026-05-03"), id="on its last day, a Sunday"),
        pytest.param([WORK], "2026-05-04", None, id="lapsed, on a bank holiday"),
        pytest.param(
            [spell(JOB, "2025-09-29", recorded="2025-09-29T23:30")],
            "2026-03-30",
            ("R06", "low", "2026-03-30"),
            id="counted from the London day, clocks went forward",
        ),
        pytest.param(
            [WORK, spell(SEEKING, "2026-05-04")],
            "2026-04-20",
            None,
            id="something is recorded for the day after",
        ),
        pytest.param(
            [WORK, spell(SEEKING, "2026-05-05")],
            "2026-04-20",
            ("R06", "low", "2026-05-03"),
            id="something is recorded, but a day later",
        ),
        pytest.param([spell(SEEKING, "2025-11-03")], "2026-04-20", None, id="NEET does not lapse"),
        pytest.param(
            [spell(APPRENTICE, "2025-04-07", recorded="2026-02-02", planned="2027-03-01")],
            "2026-04-20",
            None,
            id="reported again",
        ),
    ],
)
def test_currency_expiring_warns_for_14_days(spells, today, expected):
    assert brief(found(today, *spells)) == expected


@pytest.mark.parametrize(
    ("work", "expected"),
    [
        pytest.param(TO_COME, ("provider", "tracking"), id="an employer confirmed it"),
        pytest.param(WORK, ("tracking", "lead"), id="no employer named"),
        pytest.param(
            spell(JOB, "2025-11-03", provider_name="Basildon Bakery", confidence=Confidence.SELF_REPORTED),
            ("tracking", "lead"),
            id="the learner said so",
        ),
    ],
)
def test_currency_expiring_is_first_for_whoever_can_confirm_it(work, expected):
    finding = found("2026-04-20", work)
    assert (finding.owner, finding.next_owner) == expected


COURSE = spell(COLLEGE, "2025-09-08", planned="2026-07-03")


@pytest.mark.parametrize(
    ("spells", "today", "expected"),
    [
        pytest.param([COURSE], "2026-05-03", None, id="61 days before the end"),
        pytest.param([COURSE], "2026-05-04", ("R16", "medium", "2026-07-03"), id="60 days, a bank holiday"),
        pytest.param([COURSE], "2026-06-18", ("R16", "medium", "2026-07-03"), id="15 days"),
        pytest.param([COURSE], "2026-06-19", ("R16", "high", "2026-07-03"), id="14 days"),
        pytest.param([COURSE], "2026-07-03", ("R16", "high", "2026-07-03"), id="the last day"),
        pytest.param([COURSE], "2026-07-04", None, id="over, now R05's"),
        pytest.param(
            [spell(COLLEGE, "2025-09-08", planned="2026-05-30")],
            "2026-03-31",
            ("R16", "medium", "2026-05-30"),
            id="in the week clocks went forward, ends on a Saturday",
        ),
        pytest.param(
            [spell(COLLEGE, "2025-09-08", ended="2026-06-05", planned="2026-07-03")],
            "2026-04-06",
            ("R16", "medium", "2026-06-05"),
            id="an earlier end is already known",
        ),
        pytest.param([spell(COLLEGE, "2025-09-08")], "2026-06-19", None, id="no planned end"),
        pytest.param(
            [spell(APPRENTICE, "2025-09-08", planned="2026-07-03", recorded="2026-07-06")],
            "2026-07-07",
            None,
            id="still reported after the planned end",
        ),
        pytest.param(
            [spell(APPRENTICE, "2025-09-08", planned="2026-07-03")],
            "2026-07-07",
            ("R16", "high", "2026-07-03"),
            id="overdue and not reported since",
        ),
        pytest.param(
            [COURSE, spell(JOB, "2026-09-07")],
            "2026-06-19",
            ("R06", "low", "2026-07-03"),
            id="a job is recorded for September",
        ),
        pytest.param(
            [COURSE, spell(SEEKING, "2026-07-06")],
            "2026-06-18",
            ("R16", "medium", "2026-07-03"),
            id="NEET is recorded for after",
        ),
    ],
)
def test_ending_no_next_step_is_graver_from_14_days_before(spells, today, expected):
    assert brief(found(today, *spells)) == expected


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        pytest.param(
            milestone(MilestoneKind.OFFERED, "2026-03-02", "2026-09-07"), None, id="an offer for September"
        ),
        pytest.param(
            milestone(MilestoneKind.ACCEPTED, "2026-03-02", "2026-06-05"), None, id="28 days before the end"
        ),
        pytest.param(
            milestone(MilestoneKind.ACCEPTED, "2026-03-02", "2026-06-04"), "R16", id="29 days before"
        ),
        pytest.param(milestone(MilestoneKind.PROGRESSED, "2026-05-01"), None, id="progressed, no day given"),
        pytest.param(
            milestone(MilestoneKind.OFFERED, "2025-09-08"), "R16", id="the offer of this very course"
        ),
        pytest.param(
            milestone(MilestoneKind.ACHIEVED, "2026-05-01"), "R16", id="an achievement is no next step"
        ),
    ],
)
def test_ending_no_next_step_is_settled_by_a_step_for_the_time_after(step, expected):
    finding = found("2026-06-18", COURSE, milestones=(step,))
    assert (finding and finding.rule) == expected


def test_the_graver_of_two_rules_speaks_for_the_family():
    assert found("2026-06-25", COURSE).rule == "R16"
    offer = milestone(MilestoneKind.OFFERED, "2026-03-02", "2026-09-07")
    assert found("2026-06-25", COURSE, milestones=(offer,)).rule == "R06"
