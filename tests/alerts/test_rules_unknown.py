"""R05 and R07, at, just under and just over each threshold, and who is under watch at all."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from service.alerts.rows import Case, Contact, Family, Finding
from service.alerts.rules import evaluate
from service.circumstances.rows import Kind
from service.pathways.rows import Completion, Milestone, MilestoneKind
from service.vocabulary.day import london_day
from tests.alerts.cases import AGENCY, LEARNER, LOOKED_AFTER, on, said, spell

COLLEGE, JOB, NOT_KNOWN, CANNOT_BE_REACHED, REFUSED = 230, 330, 810, 820, 830
NOT_READY, AGREED, AGREED_RPA, SEEKING, ILL = 610, 615, 616, 619, 640
OFFERED = (
    said(Kind.GUARANTEE, "11:110", "2025-09-01"),
    said(Kind.GUARANTEE, "12:110", "2025-09-01"),
)  # so that R03 has nothing to say
YOUNG, ADULT = date(2009, 3, 1), date(2005, 3, 1)


def contact(at: str, *, two_way: bool = True) -> Contact:
    return Contact(
        occurred_on=london_day(datetime.fromisoformat(at).replace(tzinfo=UTC)),
        channel="phone",
        two_way=two_way,
    )


def found(today: str, born: date = YOUNG, **facts: object) -> Finding | None:
    facts = {"registered_on": on("2025-09-01"), "circumstances": OFFERED} | facts
    case = Case(learner_id=LEARNER, born=born, **facts)
    findings = evaluate(case, today=on(today)).findings
    return next((each for each in findings if each.family is Family.WHEREABOUTS), None)


def brief(finding: Finding | None) -> tuple[str, str, str] | None:
    return finding and (finding.rule, finding.severity.value, finding.deadline_on.isoformat())


COMPLETED = spell(COLLEGE, "2025-09-08", "2026-07-03", planned="2026-07-03", completion=Completion.COMPLETED)


@pytest.mark.parametrize(
    ("spells", "born", "today", "expected"),
    [
        pytest.param(
            [spell(NOT_KNOWN, "2026-11-03")],
            YOUNG,
            "2026-11-03",
            ("R05", "medium", "2026-12-01"),
            id="reported as not known",
        ),
        pytest.param(
            [spell(CANNOT_BE_REACHED, "2026-11-03")],
            YOUNG,
            "2026-11-30",
            ("R05", "medium", "2026-12-01"),
            id="27 days",
        ),
        pytest.param(
            [spell(CANNOT_BE_REACHED, "2026-11-03")],
            YOUNG,
            "2026-12-01",
            ("R05", "high", "2026-12-01"),
            id="28 days",
        ),
        pytest.param(
            [spell(NOT_KNOWN, "2026-11-03")],
            ADULT,
            "2026-12-01",
            ("R05", "low", "2026-12-01"),
            id="18 or over",
        ),
        pytest.param(
            [spell(NOT_KNOWN, "2026-11-03")],
            date(2008, 12, 10),
            "2026-12-10",
            ("R05", "low", "2026-12-01"),
            id="on the 18th birthday",
        ),
        pytest.param([spell(REFUSED, "2026-11-03")], YOUNG, "2026-12-01", None, id="did not want to say"),
        pytest.param(
            [spell(NOT_KNOWN, "2026-12-05")],
            YOUNG,
            "2026-12-05",
            ("R05", "medium", "2027-01-06"),
            id="from a Saturday over Christmas and New Year",
        ),
        pytest.param(
            [spell(NOT_KNOWN, "2026-10-25")],
            YOUNG,
            "2026-10-25",
            ("R05", "medium", "2026-11-20"),
            id="on the day clocks go back",
        ),
        pytest.param([COMPLETED], YOUNG, "2026-07-17", None, id="14 days after a course was completed"),
        pytest.param(
            [COMPLETED],
            YOUNG,
            "2026-07-18",
            ("R05", "medium", "2026-08-14"),
            id="15 days after a course was completed",
        ),
        pytest.param(
            [spell(COLLEGE, "2025-09-08", planned="2026-07-03")],
            YOUNG,
            "2026-07-03",
            None,
            id="the last day of currency",
        ),
        pytest.param(
            [spell(COLLEGE, "2025-09-08", planned="2026-07-03")],
            YOUNG,
            "2026-07-04",
            ("R05", "medium", "2026-07-31"),
            id="lapsed",
        ),
        pytest.param(
            [], YOUNG, "2025-09-01", ("R05", "medium", "2025-09-29"), id="registered, nothing reported"
        ),
        pytest.param(
            [spell(JOB, "2026-01-05", "2026-03-06", recorded="2026-11-03")],
            YOUNG,
            "2026-11-03",
            ("R05", "high", "2026-12-01"),
            id="an end reported eight months late",
        ),
    ],
)
def test_not_known_is_graver_under_18_and_after_28_days(spells, born, today, expected):
    assert brief(found(today, born, spells=tuple(spells))) == expected


@pytest.mark.parametrize(
    ("start", "today", "expected"),
    [
        pytest.param("2026-09-07", "2026-09-11", None, id="an accepted start is awaited"),
        pytest.param("2026-09-07", "2026-09-14", "R02", id="then it is a no-show"),
        pytest.param("2026-10-04", "2026-07-18", None, id="a start 92 days after the end"),
        pytest.param("2026-10-05", "2026-07-18", "R05", id="a start 93 days after the end"),
    ],
)
def test_not_known_waits_for_an_accepted_start(start, today, expected):
    accepted = Milestone(
        learner_id=LEARNER,
        id=UUID(int=9),
        kind=MilestoneKind.ACCEPTED,
        occurred_on=on("2026-05-11"),
        planned_start_on=on(start),
        recorded_at=datetime(2026, 5, 11, tzinfo=UTC),
        agency_id=AGENCY,
        source_key="test:accepted",
    )
    finding = found(today, spells=(COMPLETED,), milestones=(accepted,))
    assert (finding and finding.rule) == expected


def test_not_known_goes_to_the_adviser_of_a_vulnerable_learner():
    facts = {"spells": (spell(NOT_KNOWN, "2026-11-03"),)}
    assert found("2026-11-03", **facts).owner == "tracking"
    assert found("2026-11-03", circumstances=(LOOKED_AFTER,), **facts).owner == "adviser"


@pytest.mark.parametrize(
    ("spells", "today", "expected"),
    [
        pytest.param(
            [spell(JOB, "2026-01-05", "2026-03-06")],
            "2026-03-10",
            "Not known since 7 March 2026. Last reported: job without training.",
            id="an end",
        ),
        pytest.param(
            [spell(COLLEGE, "2025-09-08", planned="2026-07-03", provider_name="Harlow Technical College")],
            "2026-07-06",
            "Not known since 4 July 2026. Last reported: further education college at Harlow Technical College.",
            id="a lapse",
        ),
        pytest.param(
            [],
            "2026-07-06",
            "Nothing has been reported since they were registered on 1 September 2025.",
            id="nothing",
        ),
        pytest.param(
            [spell(CANNOT_BE_REACHED, "2026-11-03")],
            "2026-11-04",
            "Cannot be reached, no current address since 3 November 2026.",
            id="reported as such",
        ),
    ],
)
def test_not_known_says_how_it_came_about(spells, today, expected):
    assert found(today, spells=tuple(spells)).sentence == expected


@pytest.mark.parametrize(
    ("spells", "born", "today", "expected"),
    [
        pytest.param([spell(SEEKING, "2026-11-03")], YOUNG, "2026-11-02", "R05", id="the day before"),
        pytest.param([spell(SEEKING, "2026-11-03")], YOUNG, "2026-11-03", "R07", id="on the day"),
        pytest.param([spell(NOT_READY, "2026-11-03")], YOUNG, "2026-11-03", "R07", id="not ready yet"),
        pytest.param([spell(540, "2026-11-03")], YOUNG, "2026-11-03", "R07", id="volunteering"),
        pytest.param([spell(AGREED, "2026-11-03")], YOUNG, "2026-11-03", None, id="a start is agreed"),
        pytest.param(
            [spell(AGREED_RPA, "2026-11-03")], YOUNG, "2026-11-03", None, id="a learning start is agreed"
        ),
        pytest.param([spell(ILL, "2026-11-03")], YOUNG, "2026-11-03", None, id="ill, not available"),
        pytest.param(
            [spell(550, "2026-11-03")], YOUNG, "2026-11-03", None, id="volunteering with study is EET"
        ),
        pytest.param(
            [spell(SEEKING, "2026-11-03"), spell(JOB, "2026-11-30")],
            YOUNG,
            "2026-11-30",
            None,
            id="a job began",
        ),
    ],
)
def test_neet_new_is_for_those_available_without_an_agreed_start(spells, born, today, expected):
    finding = found(today, born, spells=tuple(spells))
    assert (finding and finding.rule) == expected


@pytest.mark.parametrize(
    ("started", "born", "contacts", "expected"),
    [
        pytest.param("2026-11-03", YOUNG, [], ("R07", "high", "2026-11-10"), id="under 18"),
        pytest.param("2026-11-03", ADULT, [], ("R07", "medium", "2026-11-10"), id="18 or over"),
        pytest.param("2026-11-07", ADULT, [], ("R07", "medium", "2026-11-13"), id="from a Saturday"),
        pytest.param("2026-08-26", ADULT, [], ("R07", "medium", "2026-09-03"), id="over a bank holiday"),
        pytest.param("2026-10-23", ADULT, [], ("R07", "medium", "2026-10-30"), id="while clocks go back"),
        pytest.param(
            "2026-11-03",
            ADULT,
            [contact("2026-11-05T10:00", two_way=False)],
            ("R07", "medium", "2026-11-10"),
            id="attempts do not count",
        ),
        pytest.param(
            "2026-11-03",
            ADULT,
            [contact("2026-11-02T23:59")],
            ("R07", "medium", "2026-11-10"),
            id="spoken with a minute too early",
        ),
        pytest.param(
            "2026-11-03",
            ADULT,
            [contact("2026-11-03T00:00")],
            ("R07", "medium", "2026-12-01"),
            id="spoken with: now a plan",
        ),
    ],
)
def test_neet_new_asks_for_contact_and_then_for_a_plan(started, born, contacts, expected):
    neet = spell(SEEKING, started)
    assert brief(found("2026-12-20", born, spells=(neet,), contacts=tuple(contacts))) == expected


def test_neet_new_counts_from_the_first_day_available():
    spells = (
        spell(ILL, "2026-09-01", "2026-10-04"),
        spell(NOT_READY, "2026-10-05", "2026-11-01"),
        spell(SEEKING, "2026-11-02"),
    )
    finding = found("2026-11-03", spells=spells)
    assert finding.sentence == (
        "Not in education, employment or training since 5 October 2026: looking for work or learning."
    )


@pytest.mark.parametrize(
    ("born", "today", "expected"),
    [
        pytest.param("2010-08-31", "2026-08-31", False, id="16, but in the last compulsory year"),
        pytest.param("2010-08-31", "2026-09-01", True, id="1 September after it"),
        pytest.param("2010-09-01", "2026-09-01", False, id="16 on 1 September, a year to go"),
        pytest.param("2010-09-01", "2027-09-01", True, id="a year later"),
        pytest.param("2001-11-04", "2026-11-03", True, id="the day before turning 25"),
        pytest.param("2001-11-03", "2026-11-03", False, id="25 today"),
        pytest.param("2004-02-29", "2029-02-28", True, id="born on 29 February, still 24"),
        pytest.param("2004-02-29", "2029-03-01", False, id="born on 29 February, 25 on 1 March"),
    ],
)
def test_alerts_are_for_those_from_16_to_24_past_compulsory_school_age(born, today, expected):
    finding = found(today, on(born), spells=(spell(SEEKING, "2026-02-02"),))
    assert (finding is not None) is expected


@pytest.mark.parametrize(
    ("gone", "today", "expected"),
    [
        pytest.param({"left_area_on": on("2026-11-03")}, "2026-11-02", True, id="moves tomorrow"),
        pytest.param({"left_area_on": on("2026-11-03")}, "2026-11-03", False, id="moved today"),
        pytest.param({"died_on": on("2026-11-03")}, "2026-11-03", False, id="died"),
    ],
)
def test_alerts_end_when_the_learner_is_no_longer_there(gone, today, expected):
    finding = found(today, spells=(spell(SEEKING, "2026-10-05"),), **gone)
    assert (finding is not None) is expected
