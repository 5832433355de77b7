"""What holds for any facts: looking on due days is looking every day; order and repetition do not matter."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.alerts.rows import Case, Contact, Evaluation
from service.alerts.rules import LEARNER_RULES, RULES, SETTINGS, evaluate, settings_on
from service.alerts.rules import settings as alert_settings
from service.circumstances.rows import Circumstance, Kind
from service.pathways.rows import Completion, Confidence, Milestone, MilestoneKind, Spell
from service.pathways.rules import next_change_on, situation, stage

LEARNER, AGENCY = UUID(int=1), UUID(int=2)
FIRST = date(2025, 9, 1)
A_YEAR = 420
CODES = (110, 210, 230, 250, 310, 330, 350, 530, 610, 615, 619, 640, 710, 810, 830)
EVERY_AGE, YEARS_11_AND_12 = (int(15 * 365.25), int(25.2 * 365.25)), (int(15 * 365.25), 17 * 365)
KINDS = (
    Kind.ATTENDANCE,
    Kind.CHARACTERISTIC,
    Kind.EHC_PLAN,
    Kind.LEVEL_3,
    Kind.GUARANTEE,
    Kind.EXCLUSION,
    Kind.FREE_MEALS,
    Kind.TRANSITION_PLAN,
)

some_day = st.integers(-300, A_YEAR + 60).map(lambda days: FIRST + timedelta(days))
maybe_day = st.none() | some_day


def instant(day: date, hour: int = 12) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


@st.composite
def a_spell(draw: st.DrawFn, number: int) -> Spell:
    started, ended = draw(some_day), draw(maybe_day)
    return Spell(
        learner_id=LEARNER,
        id=UUID(int=number),
        activity=draw(st.sampled_from(CODES)),
        started_on=started,
        ended_on=max(started, ended) if ended else None,
        planned_end_on=draw(maybe_day),
        completion=draw(st.sampled_from(list(Completion))),
        confidence=draw(st.sampled_from(list(Confidence))),
        recorded_at=instant(draw(some_day), draw(st.sampled_from((0, 12, 23)))),
        agency_id=AGENCY,
        source_key=f"spell:{number}",
        provider_name=draw(st.sampled_from((None, "Harlow Technical College"))),
    )


@st.composite
def a_milestone(draw: st.DrawFn, number: int) -> Milestone:
    return Milestone(
        learner_id=LEARNER,
        id=UUID(int=number),
        kind=draw(st.sampled_from(list(MilestoneKind))),
        occurred_on=draw(some_day),
        planned_start_on=draw(maybe_day),
        recorded_at=instant(draw(some_day)),
        agency_id=AGENCY,
        source_key=f"milestone:{number}",
    )


@st.composite
def a_circumstance(draw: st.DrawFn, number: int) -> Circumstance:
    """A week of attendance, or something that holds from a day to a day."""
    day, ended = draw(some_day), draw(maybe_day)
    kind = draw(st.sampled_from(KINDS))
    is_week = kind is Kind.ATTENDANCE
    attended = draw(st.integers(0, 10))
    values = {
        Kind.ATTENDANCE: f"10/{attended}/{draw(st.integers(0, 10 - attended))}",
        Kind.CHARACTERISTIC: draw(st.sampled_from(["110", "180"])),
        Kind.GUARANTEE: draw(st.sampled_from(["11:110", "11:150", "12:110"])),
    }
    return Circumstance(
        learner_id=LEARNER,
        id=UUID(int=number),
        kind=kind,
        value=values.get(kind, "yes"),
        starts_on=day - timedelta(day.weekday()) if is_week else day,
        ends_on=max(day, ended) if ended and not is_week else None,
        recorded_at=instant(day),
        agency_id=AGENCY,
        source_key=f"circumstance:{number}",
    )


@st.composite
def a_case(draw: st.DrawFn) -> Case:
    """A learner anywhere from 15 to 25, half of them leaving school, with up to four spells and three milestones."""
    return Case(
        learner_id=LEARNER,
        born=FIRST - timedelta(draw(st.integers(*YEARS_11_AND_12) | st.integers(*EVERY_AGE))),
        registered_on=draw(some_day),
        spells=tuple(draw(a_spell(number)) for number in range(draw(st.integers(0, 4)))),
        milestones=tuple(draw(a_milestone(100 + number)) for number in range(draw(st.integers(0, 3)))),
        contacts=tuple(
            Contact(occurred_on=draw(some_day), channel="phone", two_way=draw(st.booleans()))
            for _ in range(draw(st.integers(0, 1)))
        ),
        circumstances=tuple(draw(a_circumstance(200 + number)) for number in range(draw(st.integers(0, 6)))),
        left_area_on=draw(st.none() | st.none() | some_day),
    )


def without_day(found: Evaluation) -> Evaluation:
    return msgspec.structs.replace(found, next_review_on=None)


@given(case=a_case())
@settings(max_examples=150, deadline=None)
def test_evaluating_on_due_days_finds_what_evaluating_every_day_finds(case):
    known = evaluate(case, today=FIRST)
    for passed in range(A_YEAR):
        today = FIRST + timedelta(passed)
        daily = evaluate(case, today=today)
        if known.next_review_on and known.next_review_on <= today:
            known = daily
        assert without_day(known) == without_day(daily), today
        assert known.next_review_on == daily.next_review_on
        assert daily.next_review_on is None or daily.next_review_on > today


@given(case=a_case(), passed=st.integers(0, A_YEAR))
@settings(max_examples=150, deadline=None)
def test_next_review_comes_no_later_than_a_change_of_situation_or_stage(case, passed):
    today = FIRST + timedelta(passed)
    found = evaluate(case, today=today)
    if found.is_outside and found.next_review_on is None:
        return
    change = next_change_on(case.spells, today=today)
    assert change is None or (found.next_review_on is not None and found.next_review_on <= change)
    last = (found.next_review_on or today + timedelta(400)) - timedelta(1)
    assert stage(case.spells, case.milestones, today=last) == stage(case.spells, case.milestones, today=today)
    assert situation(case.spells, today=last) == situation(case.spells, today=today)


@given(data=st.data(), case=a_case(), passed=st.integers(0, A_YEAR))
@settings(max_examples=150, deadline=None)
def test_evaluating_does_not_depend_on_the_order_or_repetition_of_facts(data, case, passed):
    today = FIRST + timedelta(passed)
    shuffled = msgspec.structs.replace(
        case,
        spells=tuple(data.draw(st.permutations(case.spells * 2))),
        milestones=tuple(data.draw(st.permutations(case.milestones * 2))),
        contacts=case.contacts * 2,
        circumstances=tuple(data.draw(st.permutations(case.circumstances))),
    )
    assert evaluate(shuffled, today=today) == evaluate(case, today=today)


@given(case=a_case(), passed=st.integers(0, A_YEAR))
@settings(max_examples=150, deadline=None)
def test_findings_are_one_of_a_family_and_due_no_earlier_than_raised(case, passed):
    findings = evaluate(case, today=FIRST + timedelta(passed)).findings
    assert len({each.family for each in findings}) == len(findings)
    for each in findings:
        assert each.deadline_on >= each.raised_for_on or each.rule in {"R06", "R16"}
        assert each.sentence.endswith(".")
        assert each.fingerprint.startswith(each.rule)


@given(case=a_case(), passed=st.integers(0, A_YEAR))
@settings(max_examples=150, deadline=None)
def test_recording_the_same_facts_again_keeps_the_evidence_the_same(case, passed):
    """A later file repeats ended spells word for word: new ids, later records, the same fingerprints."""
    today = FIRST + timedelta(passed)
    again = msgspec.structs.replace(
        case,
        spells=tuple(
            msgspec.structs.replace(
                each, id=UUID(int=each.id.int + 50), recorded_at=each.recorded_at + timedelta(7)
            )
            if each.ended_on
            else each
            for each in case.spells
        ),
    )
    if len({each.started_on for each in case.spells}) == len(case.spells):
        prints = [{each.fingerprint for each in evaluate(one, today=today).findings} for one in (case, again)]
        assert prints[0] == prints[1]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_rule_can_be_shown_on_a_page(rule):
    assert rule.version >= 1
    assert rule.title
    assert rule.description.endswith(".")
    assert "SOURCE: " in rule.judge.__doc__


def test_rules_have_one_id_each_and_all_learner_rules_are_listed():
    ids = [f"R{n:02}" for n in range(1, 29) if n != 21]  # R21 makes others graver, and finds nothing itself
    assert [each.id for each in RULES] == ids
    assert set(LEARNER_RULES) < set(RULES)


def test_evaluate_uses_the_numbers_in_force_and_looks_again_when_they_change(monkeypatch):
    later = msgspec.structs.replace(
        SETTINGS[0], version=2, in_force_from=date(2026, 11, 10), leaver_contact_working_days=1
    )
    monkeypatch.setattr(alert_settings, "SETTINGS", (*SETTINGS, later))
    left = Spell(
        learner_id=LEARNER,
        id=UUID(int=3),
        activity=230,
        started_on=date(2026, 9, 7),
        ended_on=date(2026, 11, 3),
        completion=Completion.WITHDRAWN,
        recorded_at=instant(date(2026, 11, 3)),
        agency_id=AGENCY,
        source_key="spell:3",
    )
    case = Case(learner_id=LEARNER, born=date(2005, 3, 1), registered_on=FIRST, spells=(left,))
    before = evaluate(case, today=date(2026, 11, 4))
    assert before.findings[0].deadline_on == date(2026, 11, 10)
    assert before.next_review_on == date(2026, 11, 10)
    assert evaluate(case, today=date(2026, 11, 10)).findings[0].deadline_on == date(2026, 11, 4)


def test_settings_on_a_day_before_the_first_table_are_the_first():
    assert settings_on(date(1999, 1, 1)) is SETTINGS[0]
