"""R24: the guarantee's clock. Each line a learner, a day, what is found."""

from uuid import UUID

import pytest

from service.alerts.rules import clock_of
from service.pathways.rows import MilestoneKind
from service.pathways.rules import stretches, without_declined
from tests.alerts.cases import ADULT, COLLEGE, SEEKING, YOUNG, Brief, Fact, brief, found, milestone, on, spell

NEET = spell(SEEKING, "2026-01-12")


def back(day: str = "2026-02-02") -> Fact:
    """Re-engaged; a Monday, unless another day is given."""
    return milestone(MilestoneKind.RE_ENGAGED, day)


def accepted(day: str, start: str | None = "2026-04-20") -> Fact:
    return milestone(MilestoneKind.ACCEPTED, day, start, id=_key(1, day))


def declined(day: str, start: str | None = "2026-04-20", why: str | None = "Too far away") -> Fact:
    return milestone(MilestoneKind.DECLINED, day, start, detail=why, id=_key(2, day))


def _key(kind: int, day: str) -> UUID:
    return UUID(int=on(day).toordinal() * 10 + kind)


@pytest.mark.parametrize(
    ("today", "facts", "expected"),
    [
        pytest.param("2026-02-20", [NEET, back()], None, id="14 of 20 working days"),
        pytest.param("2026-02-23", [NEET, back()], ("medium", "2026-03-02", "coordinator"), id="15"),
        pytest.param("2026-03-01", [NEET, back()], ("medium", "2026-03-02", "coordinator"), id="a Sunday"),
        pytest.param("2026-03-02", [NEET, back()], ("high", "2026-03-02", "coordinator"), id="all 20"),
        pytest.param(
            "2026-04-27",
            [NEET, back("2026-03-30")],
            ("medium", "2026-04-29", "coordinator"),
            id="Easter and the clock change",
        ),
        pytest.param("2026-06-02", [NEET], None, id="never re-engaged"),
        pytest.param("2026-03-02", [NEET, back(), accepted("2026-02-16")], None, id="a place accepted"),
        pytest.param(
            "2026-03-02",
            [NEET, back(), accepted("2026-02-16", None)],
            ("high", "2026-03-02", "coordinator"),
            id="accepted without a day",
        ),
        pytest.param(
            "2026-03-02",
            [NEET, back(), milestone(MilestoneKind.OFFERED, "2026-02-16", "2026-04-20")],
            ("high", "2026-03-02", "coordinator"),
            id="only offered",
        ),
        pytest.param("2026-03-02", [NEET, back(), declined("2026-02-16")], None, id="refused, and why"),
        pytest.param(
            "2026-03-02",
            [NEET, back(), declined("2026-02-16", why=None)],
            ("high", "2026-03-02", "coordinator"),
            id="refused without a reason",
        ),
        pytest.param(
            "2026-03-02",
            [NEET, back(), accepted("2026-02-16"), declined("2026-02-23", why=None)],
            ("high", "2026-03-02", "coordinator"),
            id="accepted and given back",
        ),
        pytest.param(
            "2026-03-02",
            [NEET, accepted("2026-01-19"), back()],
            ("high", "2026-03-02", "coordinator"),
            id="accepted before",
        ),
        pytest.param("2026-03-02", [NEET, back(), spell(COLLEGE, "2026-02-23")], None, id="it began"),
        pytest.param(
            "2026-04-20",
            [NEET, back(), spell(COLLEGE, "2026-02-23", "2026-03-20")],
            None,
            id="it began and ended: they have to be re-engaged again",
        ),
        pytest.param(
            "2026-04-21",
            [NEET, back(), spell(COLLEGE, "2026-02-23", "2026-03-20"), back("2026-03-27")],
            ("medium", "2026-04-28", "coordinator"),
            id="and were",
        ),
    ],
)
def test_under_18_a_dated_place_is_due_in_20_working_days(
    today: str, facts: list[Fact], expected: Brief
) -> None:
    assert brief(found("R24", today, *facts, born=YOUNG)) == expected


@pytest.mark.parametrize(
    ("today", "begun", "expected"),
    [
        pytest.param("2026-05-02", "2026-02-02", None, id="89 of 120 days"),
        pytest.param("2026-05-03", "2026-02-02", ("high", "2026-06-02", "coordinator"), id="90, a Sunday"),
        pytest.param("2026-06-01", "2026-02-02", ("high", "2026-06-02", "coordinator"), id="the last eve"),
        pytest.param("2026-06-02", "2026-02-02", ("critical", "2026-06-02", "coordinator"), id="four months"),
        pytest.param("2026-12-24", "2026-08-31", ("high", "2026-12-31", "coordinator"), id="31 August"),
        pytest.param("2027-02-28", "2026-10-31", ("critical", "2027-02-28", "coordinator"), id="no 31st"),
    ],
)
def test_from_18_a_dated_place_is_due_in_four_months(today: str, begun: str, expected: Brief) -> None:
    assert brief(found("R24", today, NEET, back(begun), born=ADULT)) == expected


def test_whoever_turns_18_keeps_the_clock_they_were_re_engaged_under() -> None:
    facts = [NEET, back()]
    assert brief(found("R24", "2026-03-02", *facts, born="2008-02-03")) == (
        "high",
        "2026-03-02",
        "coordinator",
    )
    assert brief(found("R24", "2026-03-02", *facts, born="2008-02-02")) is None


def test_a_second_re_engagement_starts_a_clock_only_once_the_first_was_stopped() -> None:
    line = stretches([NEET])
    once = [back(), back("2026-02-16")]
    clock = clock_of(line, once, born=on(YOUNG), today=on("2026-03-02"))
    assert clock is not None
    assert clock.re_engaged.occurred_on == on("2026-02-02")
    met = [back(), declined("2026-02-09"), back("2026-02-16")]
    clock = clock_of(line, met, born=on(YOUNG), today=on("2026-03-02"))
    assert clock is not None
    assert (clock.re_engaged.occurred_on, clock.met) == (on("2026-02-16"), None)


@pytest.mark.parametrize(
    ("refusal", "left"),
    [
        pytest.param(declined("2026-02-20"), 0, id="the place of that day"),
        pytest.param(declined("2026-02-20", None), 0, id="no day named: whatever was offered"),
        pytest.param(declined("2026-02-20", "2026-05-04"), 1, id="another place"),
        pytest.param(declined("2026-02-15"), 1, id="before it was accepted"),
    ],
)
def test_a_place_declined_since_is_no_longer_agreed(refusal: Fact, left: int) -> None:
    stand = without_declined([accepted("2026-02-16"), refusal], today=on("2026-03-02"))
    assert len([each for each in stand if each.kind is MilestoneKind.ACCEPTED]) == left
