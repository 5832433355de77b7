"""R03, R04 and R14: leaving school. Each line a learner, a day, what is found; then whom they leave alone."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.alerts.rows import Family
from service.alerts.rules import LEARNER_RULES, settings_on
from service.alerts.rules.evaluate import picture_of
from service.alerts.rules.rule import NOTHING
from service.circumstances.rows import Kind
from service.pathways.rows import Confidence, MilestoneKind
from service.pathways.rules import stretches
from tests.alerts.cases import (
    ADULT,
    COLLEGE,
    LOOKED_AFTER,
    SEEKING,
    YOUNG,
    Brief,
    Fact,
    brief,
    case_of,
    evaluated,
    found,
    milestone,
    on,
    said,
    spell,
    week,
)

PUPIL = "2010-06-01"  # in year 11 in 2025/26; YOUNG is a year ahead
TEMPORARY, UNKNOWN, REFUSED, IN_CUSTODY = 350, 810, 830, 710
SCHOOL = spell(110, "2025-09-02", provider_name="Easthaven Academy")
OFFERED, ACCEPTED, DECLINED = MilestoneKind.OFFERED, MilestoneKind.ACCEPTED, MilestoneKind.DECLINED
SCHOOLS_TURN = ("medium", "2026-06-26", "provider")


@pytest.mark.parametrize(
    ("today", "facts", "expected"),
    [
        pytest.param("2026-03-29", [SCHOOL], None, id="in spring, the clocks go forward"),
        pytest.param("2026-05-30", [SCHOOL], None, id="the eve, a Saturday"),
        pytest.param("2026-05-31", [SCHOOL], SCHOOLS_TURN, id="31 May, a Sunday"),
        pytest.param("2026-07-30", [SCHOOL], SCHOOLS_TURN, id="the eve of the second look"),
        pytest.param("2026-07-31", [SCHOOL], ("high", "2026-08-14", "adviser"), id="31 July"),
        pytest.param(
            "2026-09-29", [SCHOOL], ("high", "2026-09-15", "adviser"), id="school over since 1 September"
        ),
        pytest.param("2026-09-30", [SCHOOL], ("critical", "2026-10-07", "adviser"), id="30 September"),
        pytest.param(
            "2026-10-25", [SCHOOL], ("critical", "2026-10-07", "adviser"), id="a Sunday, the clocks go back"
        ),
        pytest.param("2026-10-31", [SCHOOL], ("critical", "2026-10-07", "adviser"), id="the last day"),
        pytest.param("2026-11-01", [SCHOOL], None, id="the day after"),
        pytest.param("2026-05-31", [], ("medium", "2026-06-26", "adviser"), id="no school is known to ask"),
        pytest.param(
            "2026-06-22",
            [SCHOOL, milestone(OFFERED, "2026-03-02"), milestone(DECLINED, "2026-06-22")],
            ("medium", "2026-06-30", "provider"),
            id="declined late: the school's until the end of June",
        ),
        pytest.param(
            "2026-08-28",
            [SCHOOL, milestone(OFFERED, "2026-03-02"), milestone(DECLINED, "2026-08-28")],
            ("high", "2026-09-14", "adviser"),
            id="declined before a bank holiday",
        ),
    ],
)
def test_no_offer_is_asked_on_three_days(today: str, facts: list[Fact], expected: Brief) -> None:
    assert brief(found("R03", today, *facts, born=PUPIL)) == expected


@pytest.mark.parametrize(
    ("fact", "expected"),
    [
        pytest.param(milestone(OFFERED, "2026-03-02", "2026-09-07"), None, id="offered for September"),
        pytest.param(milestone(ACCEPTED, "2026-03-02"), None, id="accepted, no day is named"),
        pytest.param(milestone(OFFERED, "2025-08-31"), SCHOOLS_TURN, id="offered the year before"),
        pytest.param(
            milestone(OFFERED, "2026-03-02", "2026-05-30"), SCHOOLS_TURN, id="for a start before it"
        ),
        pytest.param(milestone(OFFERED, "2026-03-02", "2026-05-31"), None, id="for a start that day"),
        pytest.param(
            spell(COLLEGE, "2026-09-07", recorded="2026-05-01"), None, id="a course is to begin in September"
        ),
        pytest.param(
            spell(TEMPORARY, "2026-07-06", planned="2026-08-31"), SCHOOLS_TURN, id="a job for the summer"
        ),
        pytest.param(spell(TEMPORARY, "2026-07-06", planned="2026-09-01"), None, id="a job for a day longer"),
        pytest.param(said(Kind.GUARANTEE, "11:110"), None, id="the September Guarantee says so"),
        pytest.param(said(Kind.GUARANTEE, "11:150"), SCHOOLS_TURN, id="it says why there is none"),
        pytest.param(said(Kind.GUARANTEE, "12:110"), SCHOOLS_TURN, id="it says so of year 12"),
        pytest.param(
            said(Kind.INTENDED_DESTINATION, "111"), SCHOOLS_TURN, id="where they mean to go is no offer"
        ),
    ],
)
def test_no_offer_knows_an_offer_from_what_is_none(fact: Fact, expected: Brief) -> None:
    assert brief(found("R03", "2026-05-31", SCHOOL, fact, born=PUPIL)) == expected


def course(planned: str | None) -> Fact:
    return spell(COLLEGE, "2025-09-08", planned=planned, provider_name="Harlow Technical College")


@pytest.mark.parametrize(
    ("facts", "born", "expected"),
    [
        pytest.param([course("2026-07-03")], YOUNG, SCHOOLS_TURN, id="their course ends in July"),
        pytest.param([course("2026-08-31")], YOUNG, SCHOOLS_TURN, id="on 31 August"),
        pytest.param([course("2026-09-01")], YOUNG, None, id="a day later"),
        pytest.param([course("2027-07-02")], YOUNG, None, id="a year later"),
        pytest.param([course(None)], YOUNG, None, id="no end is known"),
        pytest.param(
            [spell(SEEKING, "2026-03-02")], YOUNG, ("medium", "2026-06-26", "adviser"), id="in nothing"
        ),
        pytest.param([spell(IN_CUSTODY, "2026-03-02")], YOUNG, None, id="in custody"),
        pytest.param([course("2026-07-03")], "2008-06-01", None, id="year 13 is not asked"),
    ],
)
def test_no_offer_is_asked_of_year_12_where_their_place_ends(
    facts: list[Fact], born: str, expected: Brief
) -> None:
    assert brief(found("R03", "2026-05-31", *facts, born=born)) == expected


NOT_KNOWN = spell(UNKNOWN, "2026-09-01")
DUE = "2027-01-29"  # the working day before 31 January, a Sunday


@pytest.mark.parametrize(
    ("today", "facts", "expected"),
    [
        pytest.param("2026-09-30", [NOT_KNOWN], None, id="the eve"),
        pytest.param("2026-10-01", [NOT_KNOWN], ("medium", DUE, "tracking"), id="1 October"),
        pytest.param("2026-10-25", [NOT_KNOWN], ("medium", DUE, "tracking"), id="the clocks go back"),
        pytest.param("2026-10-31", [NOT_KNOWN], ("medium", DUE, "tracking"), id="a Saturday, the eve"),
        pytest.param(
            "2026-11-01", [NOT_KNOWN], ("high", DUE, "tracking"), id="a Sunday, the day asked about"
        ),
        pytest.param("2026-12-25", [NOT_KNOWN], ("high", DUE, "tracking"), id="on a bank holiday"),
        pytest.param("2027-01-31", [NOT_KNOWN], ("high", DUE, "tracking"), id="the day of the return"),
        pytest.param("2027-02-01", [NOT_KNOWN], None, id="the day after"),
        pytest.param(
            "2026-10-01", [NOT_KNOWN, LOOKED_AFTER], ("medium", DUE, "adviser"), id="somebody vulnerable"
        ),
        pytest.param("2026-10-01", [SCHOOL], ("medium", DUE, "tracking"), id="last heard of at school"),
        pytest.param(
            "2026-10-01",
            [spell(110, "2025-09-02", recorded="2026-09-15")],
            ("medium", DUE, "tracking"),
            id="said to be in year 11 still",
        ),
        pytest.param("2026-10-01", [spell(REFUSED, "2026-09-07")], None, id="they did not want to say"),
        pytest.param("2026-10-01", [spell(SEEKING, "2026-09-07")], None, id="known to be NEET"),
        pytest.param("2026-10-01", [spell(COLLEGE, "2026-09-07")], None, id="at college"),
        pytest.param(
            "2026-10-01",
            [spell(COLLEGE, "2026-09-07", confidence=Confidence.SELF_REPORTED)],
            None,
            id="at college, by their own word",
        ),
        pytest.param(
            "2026-10-01",
            [spell(COLLEGE, "2026-09-07", confidence=Confidence.INFERRED)],
            ("medium", DUE, "tracking"),
            id="at college, as worked out from other records",
        ),
        pytest.param(
            "2026-11-02",
            [spell(COLLEGE, "2026-09-07", "2026-10-31")],
            ("high", DUE, "tracking"),
            id="at college until the eve of the day asked about",
        ),
        pytest.param(
            "2026-11-02", [spell(COLLEGE, "2026-09-07", "2026-11-01")], None, id="until the day asked about"
        ),
        pytest.param("2026-11-09", [spell(COLLEGE, "2026-11-09")], None, id="since today"),
    ],
)
def test_activity_survey_gap_is_what_nobody_has_confirmed(
    today: str, facts: list[Fact], expected: Brief
) -> None:
    assert brief(found("R04", today, *facts, born=PUPIL)) == expected


def test_activity_survey_gap_asks_of_leavers_of_one_summer() -> None:
    assert found("R04", "2026-10-01", NOT_KNOWN, born=YOUNG) is None
    assert found("R04", "2025-10-01", born=YOUNG) is not None
    assert found("R04", "2025-10-01", born=PUPIL) is None


MEALS, EXCLUDED = said(Kind.FREE_MEALS, "yes"), said(Kind.EXCLUSION, "yes")  # 2 points each
SUPPORT = said(Kind.SEN_SUPPORT, "yes")  # 1 point
HIGH = ("high", "2026-04-30", "provider")  # 20 working days, over Easter
MEDIUM = ("medium", "2026-04-30", "provider")


@pytest.mark.parametrize(
    ("today", "facts", "expected"),
    [
        pytest.param("2026-03-29", [MEALS, EXCLUDED], None, id="a Sunday, the clocks go forward"),
        pytest.param("2026-03-30", [MEALS, EXCLUDED], None, id="the eve"),
        pytest.param("2026-03-31", [MEALS, EXCLUDED], HIGH, id="a score of 4"),
        pytest.param("2026-03-31", [MEALS, SUPPORT], MEDIUM, id="of 3"),
        pytest.param("2026-03-31", [MEALS], MEDIUM, id="of 2"),
        pytest.param("2026-03-31", [SUPPORT], None, id="of 1"),
        pytest.param("2026-03-31", [week("2026-03-23", 8)], MEDIUM, id="80% attended are 2"),
        pytest.param("2026-03-31", [week("2026-03-23", 9)], None, id="90% are 1"),
        pytest.param("2026-03-31", [week("2025-03-31", 0)], MEDIUM, id="a week of 365 days ago"),
        pytest.param("2026-04-01", [week("2025-03-31", 0)], None, id="of a day more"),
        pytest.param(
            "2026-03-31",
            [MEALS, EXCLUDED, said(Kind.TRANSITION_PLAN, "yes", "2026-03-31")],
            None,
            id="a plan",
        ),
        pytest.param(
            "2026-03-31", [MEALS, EXCLUDED, said(Kind.TRANSITION_PLAN, "no")], HIGH, id="said to have none"
        ),
        pytest.param(
            "2026-03-31",
            [MEALS, EXCLUDED, said(Kind.INTENDED_DESTINATION, "111")],
            HIGH,
            id="where they mean to go is no plan",
        ),
        pytest.param(
            "2026-05-03",
            [MEALS, said(Kind.EXCLUSION, "yes", "2026-05-01")],
            ("high", "2026-06-02", "provider"),
            id="excluded in May: over two bank holidays, on a Sunday",
        ),
        pytest.param("2026-08-31", [MEALS], MEDIUM, id="the last day of year 11, a bank holiday"),
        pytest.param("2026-09-01", [MEALS], None, id="the day after"),
    ],
)
def test_transition_risk_asks_for_a_plan_by_the_end_of_march(
    today: str, facts: list[Fact], expected: Brief
) -> None:
    assert brief(found("R14", today, SCHOOL, *facts, born=PUPIL)) == expected


def test_transition_risk_is_an_advisers_where_no_school_is_known_and_asks_nobody_older() -> None:
    assert brief(found("R14", "2026-03-31", MEALS, born=PUPIL)) == ("medium", "2026-04-30", "adviser")
    inside = spell(130, "2026-02-02")  # 2 points more
    assert brief(found("R14", "2026-03-31", MEALS, inside, born=PUPIL)) == ("high", "2026-04-30", "adviser")
    assert found("R14", "2026-03-31", MEALS, EXCLUDED, born=YOUNG) is None


def test_transition_risk_says_what_to_plan_and_no_factor_of_it() -> None:
    finding = found("R14", "2026-03-31", SCHOOL, MEALS, EXCLUDED, born=PUPIL)
    assert finding is not None
    assert finding.sentence == (
        "In year 11, and no transition plan is recorded by 31 March 2026. What is known suggests substantial support."
    )
    told = " ".join([finding.sentence, *(each.words for each in finding.evidence)]).lower()
    assert not [word for word in ("meals", "exclu", "4") if word in told]


def test_what_leaving_school_is_about_is_said_in_a_sentence() -> None:
    offer = found("R03", "2026-05-31", SCHOOL, born=PUPIL)
    survey = found("R04", "2026-10-01", NOT_KNOWN, born=PUPIL)
    assert offer is not None
    assert survey is not None
    assert offer.sentence == "Year 11 ends, and by 31 May 2026 no offer for the autumn is recorded."
    assert survey.sentence == "Left year 11, and nobody has confirmed what they do on 1 November 2026."


@pytest.mark.parametrize(
    ("today", "facts", "born", "rules"),
    [
        pytest.param("2026-03-31", [SCHOOL, MEALS], PUPIL, {"R14"}, id="a plan first"),
        pytest.param("2026-05-31", [SCHOOL, MEALS], PUPIL, {"R03"}, id="then, equally grave, an offer"),
        pytest.param("2026-05-31", [SCHOOL, MEALS, EXCLUDED], PUPIL, {"R14"}, id="unless the plan is graver"),
        pytest.param(
            "2026-06-26", [course("2026-07-03")], YOUNG, {"R16"}, id="a course about to end is graver"
        ),
        pytest.param(
            "2026-08-03", [spell(SEEKING, "2026-07-27")], YOUNG, {"R07"}, id="newly NEET comes first"
        ),
        pytest.param("2026-09-30", [spell(UNKNOWN, "2026-09-28")], PUPIL, {"R03"}, id="no offer is graver"),
        pytest.param("2026-11-02", [spell(UNKNOWN, "2026-10-20")], PUPIL, {"R04"}, id="the survey is graver"),
        pytest.param("2026-11-17", [spell(UNKNOWN, "2026-10-20")], PUPIL, {"R05"}, id="equally grave, R05"),
    ],
)
def test_one_alert_speaks_about_one_autumn(today: str, facts: list[Fact], born: str, rules: set[str]) -> None:
    about = {Family.NEXT_STEP, Family.WHEREABOUTS}
    told = evaluated(today, *facts, born=born)
    assert {rule for rule, finding in told.items() if finding.family in about} == rules


def test_the_vulnerable_are_a_step_graver_and_the_day_of_the_return_stays() -> None:
    offer = evaluated("2026-05-31", SCHOOL, LOOKED_AFTER, born=PUPIL)["R03"]
    assert brief(offer) == ("high", "2026-06-12", "provider")
    survey = evaluated("2026-11-02", spell(UNKNOWN, "2026-10-20"), LOOKED_AFTER, born=PUPIL)["R04"]
    assert brief(survey) == ("critical", DUE, "adviser")


@given(
    activity=st.sampled_from([110, 130, COLLEGE, SEEKING, UNKNOWN, TEMPORARY]),
    day=st.dates(on("2025-09-01"), on("2026-08-31")),
    ended=st.sampled_from([None, "2025-12-19", "2026-06-26"]),
)
@settings(max_examples=200, deadline=None)
def test_a_pupil_in_year_11_hears_of_nothing_but_leaving_school(
    activity: int, day: object, ended: str | None
) -> None:
    facts = [spell(activity, "2025-09-02", ended, planned=ended), MEALS, week("2026-03-23", 2)]
    assert set(evaluated(str(day), *facts, born=PUPIL)) <= {"R03", "R14"}


@pytest.mark.parametrize("rule", ["R03", "R04", "R14"])
def test_somebody_grown_up_costs_these_rules_nothing(rule: str) -> None:
    case, today = case_of(spell(SEEKING, "2026-03-02"), born=ADULT), on("2026-06-10")
    picture = picture_of(case, stretches(case.spells), today=today, settings=settings_on(today))
    (judge,) = (each.judge for each in LEARNER_RULES if each.id == rule)
    assert judge(picture, today=today, settings=settings_on(today)) is NOTHING


def test_to_be_in_nothing_is_new_evidence_for_the_same_missing_offer() -> None:
    school = spell(110, "2025-09-02", "2026-08-31", provider_name="Easthaven Academy")
    still = found("R03", "2026-08-30", school, born=PUPIL)
    no_longer = found("R03", "2026-09-02", school, born=PUPIL)
    assert still is not None
    assert no_longer is not None
    assert (still.family, no_longer.family) == (Family.NEXT_STEP, Family.WHEREABOUTS)
    assert still.fingerprint != no_longer.fingerprint
