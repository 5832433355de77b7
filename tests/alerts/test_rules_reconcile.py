"""From findings to what is written: raising, refreshing, closing, snoozing and not coming back too soon."""

from datetime import date, timedelta
from uuid import UUID

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.alerts.rows import (
    AlertStatus,
    Changes,
    ClosedAlert,
    Evaluation,
    Family,
    Finding,
    OpenAlert,
    Outcome,
    Owner,
    Severity,
)
from service.alerts.rules import climbed, reconcile

TUESDAY = date(2026, 11, 3)
NOW_IN = "Further education college from 9 November 2026"


def day(passed: int) -> date:
    return TUESDAY + timedelta(passed)


def finding(**more: object) -> Finding:
    values = {
        "rule": "R01",
        "family": Family.WHEREABOUTS,
        "version": 1,
        "severity": Severity.MEDIUM,
        "raised_for_on": TUESDAY,
        "deadline_on": day(7),
        "owner": Owner.ADVISER,
        "next_owner": Owner.LEAD,
        "sentence": "Left early.",
        "evidence": (),
        "next_step": "Phone",
        "alternatives": ("Text", "Visit"),
        "closes_when": "Something begins",
        "fingerprint": "R01:230:2026-11-03",
    }
    return Finding(**(values | more))


def found(*findings: Finding, **more: object) -> Evaluation:
    values = {"findings": findings, "next_review_on": None, "because": NOW_IN, "because_since_on": day(6)}
    return Evaluation(**(values | more))


def alert(**more: object) -> OpenAlert:
    values = {
        "id": UUID(int=1),
        "rule": "R01",
        "family": Family.WHEREABOUTS,
        "version": 1,
        "severity": Severity.MEDIUM,
        "deadline_on": day(7),
        "fingerprint": "R01:230:2026-11-03",
        "raised_on": TUESDAY,
    }
    return OpenAlert(**(values | more))


def snoozed(until: date, **more: object) -> OpenAlert:
    return alert(status=AlertStatus.SNOOZED, snoozed_until_on=until, **more)


def test_reconcile_raises_what_is_not_open():
    changes = reconcile([], found(finding()), today=TUESDAY)
    assert changes == Changes(raise_=(finding(),), look_again_on=day(8))


@pytest.mark.parametrize(
    "repeated",
    [
        pytest.param(finding(), id="the very same"),
        pytest.param(finding(deadline_on=day(9)), id="a later deadline on the same evidence"),
        pytest.param(finding(version=2, sentence="In other words."), id="a new version of the rule"),
    ],
)
def test_reconcile_leaves_an_alert_alone_when_nothing_new_is_known(repeated):
    assert reconcile([alert()], found(repeated), today=day(1)) == Changes(look_again_on=day(8))


@pytest.mark.parametrize(
    ("now", "deadline", "is_new"),
    [
        pytest.param(finding(severity=Severity.HIGH), day(7), False, id="graver"),
        pytest.param(finding(severity=Severity.LOW), day(7), False, id="less grave"),
        pytest.param(finding(deadline_on=day(5)), day(5), False, id="an earlier deadline"),
        pytest.param(
            finding(severity=Severity.HIGH, deadline_on=day(9)),
            day(7),
            False,
            id="graver, later: not moved later",
        ),
        pytest.param(
            finding(fingerprint="R01:230:2026-11-06", deadline_on=day(9)),
            day(9),
            True,
            id="new evidence, later",
        ),
        pytest.param(
            finding(rule="R07", fingerprint="R07:2026-11-06:contact"),
            day(7),
            True,
            id="another rule of the family",
        ),
    ],
)
def test_reconcile_refreshes_an_alert_that_changed(now, deadline, is_new):
    (refresh,) = reconcile([alert()], found(now), today=day(1)).refresh
    assert (refresh.alert_id, refresh.finding) == (UUID(int=1), now)
    assert (refresh.deadline_on, refresh.has_new_evidence, refresh.wakes) == (deadline, is_new, False)


@pytest.mark.parametrize(
    ("opened", "evaluation", "sentence"),
    [
        pytest.param(alert(), found(), f"Closed by itself: {NOW_IN}.", id="something begins"),
        pytest.param(
            alert(),
            found(because_since_on=day(-3), because="Job without training from 31 October 2026"),
            "Closed by itself by information that came late: Job without training from 31 October 2026.",
            id="it had begun before the alert was raised",
        ),
        pytest.param(
            alert(),
            found(because="has moved out of the area", is_outside=True),
            "Closed by itself: the learner has moved out of the area.",
            id="moved away",
        ),
        pytest.param(
            alert(rule="R16", family=Family.NEXT_STEP),
            found(because_since_on=day(-90)),
            "Closed by itself: a next step was recorded, or the planned end has changed.",
            id="next step recorded while still there",
        ),
        pytest.param(
            alert(rule="R06", family=Family.NEXT_STEP),
            found(because_since_on=day(-90)),
            "Closed by itself: it was reported again, or what comes next was recorded.",
            id="reported again",
        ),
        pytest.param(
            alert(rule="R16", family=Family.NEXT_STEP),
            found(),
            f"Closed by itself: {NOW_IN}.",
            id="the next thing began",
        ),
    ],
)
def test_reconcile_closes_and_says_why(opened, evaluation, sentence):
    changes = reconcile([opened], evaluation, today=day(10))
    assert [(each.alert_id, each.sentence) for each in changes.close] == [(opened.id, sentence)]
    assert not changes.raise_
    assert not changes.refresh


def test_reconcile_keeps_the_older_of_two_alerts_and_the_earlier_deadline():
    older = alert(id=UUID(int=2), raised_on=day(-5), deadline_on=day(7))
    newer = alert(id=UUID(int=1), raised_on=TUESDAY, deadline_on=day(3))
    changes = reconcile([newer, older], found(finding()), today=day(1))
    assert [each.alert_id for each in changes.close] == [newer.id]
    assert [(each.alert_id, each.deadline_on) for each in changes.refresh] == [(older.id, day(3))]


@pytest.mark.parametrize(
    ("opened", "now", "wakes"),
    [
        pytest.param(snoozed(day(3)), finding(), False, id="sleeps on"),
        pytest.param(snoozed(day(2)), finding(), True, id="its day has come"),
        pytest.param(snoozed(day(1)), finding(), True, id="its day has passed"),
        pytest.param(snoozed(day(3)), finding(fingerprint="R01:230:2026-11-04"), True, id="new evidence"),
        pytest.param(snoozed(day(3)), finding(severity=Severity.HIGH), True, id="graver"),
        pytest.param(snoozed(day(3)), finding(severity=Severity.LOW), False, id="less grave"),
    ],
)
def test_reconcile_wakes_a_snoozed_alert_on_its_day_or_on_new_evidence(opened, now, wakes):
    changes = reconcile([opened], found(now), today=day(2))
    assert [each.wakes for each in changes.refresh if each.wakes] == [True] * wakes
    assert changes.look_again_on == (day(8) if wakes else day(3))


@pytest.mark.parametrize("fingerprint", ["R01:230:2026-11-03", "R01:230:2026-11-04"])
def test_what_somebody_is_seeing_to_does_not_climb_though_new_evidence_is_old(fingerprint):
    opened = alert(status=AlertStatus.ACKNOWLEDGED, raised_for_on=day(-90), deadline_on=day(-83))
    late = finding(fingerprint=fingerprint, raised_for_on=day(-90), deadline_on=day(-62))
    changes = reconcile([opened], found(late), today=TUESDAY)
    assert (changes.climb, changes.look_again_on) == ((), None)


def test_reconcile_closes_a_snoozed_alert_whose_reason_is_gone():
    assert len(reconcile([snoozed(day(9))], found(), today=day(2)).close) == 1


def closed(outcome: Outcome, **more: object) -> ClosedAlert:
    values = {
        "family": Family.WHEREABOUTS,
        "severity": Severity.MEDIUM,
        "fingerprint": "R01:230:2026-11-03",
        "closed_on": TUESDAY,
        "outcome": outcome,
    }
    return ClosedAlert(**(values | more))


NO_ACTION, DONE = closed(Outcome.NO_ACTION_NEEDED), closed(Outcome.DONE)


@pytest.mark.parametrize(
    ("before", "now", "today", "held_until"),
    [
        pytest.param(
            NO_ACTION, finding(), date(2026, 11, 3), date(2026, 11, 10), id="no action, the same day"
        ),
        pytest.param(
            NO_ACTION, finding(), date(2026, 11, 9), date(2026, 11, 10), id="no action, 4 working days"
        ),
        pytest.param(NO_ACTION, finding(), date(2026, 11, 10), None, id="no action, 5 working days"),
        pytest.param(
            closed(Outcome.NO_ACTION_NEEDED, closed_on=date(2026, 10, 23)),
            finding(),
            date(2026, 10, 29),
            date(2026, 10, 30),
            id="no action, over the week clocks go back",
        ),
        pytest.param(
            closed(Outcome.NO_ACTION_NEEDED, closed_on=date(2026, 12, 22)),
            finding(),
            date(2026, 12, 30),
            date(2026, 12, 31),
            id="no action, over Christmas",
        ),
        pytest.param(DONE, finding(), date(2026, 11, 30), date(2026, 12, 1), id="done, 19 working days"),
        pytest.param(DONE, finding(), date(2026, 12, 1), None, id="done, 20 working days"),
        pytest.param(
            NO_ACTION, finding(fingerprint="R01:230:2026-11-04"), TUESDAY, None, id="other evidence"
        ),
        pytest.param(NO_ACTION, finding(severity=Severity.HIGH), TUESDAY, None, id="graver"),
        pytest.param(NO_ACTION, finding(severity=Severity.LOW), TUESDAY, date(2026, 11, 10), id="less grave"),
    ],
)
def test_reconcile_does_not_bring_back_what_a_person_just_closed(before, now, today, held_until):
    changes = reconcile([], found(now), today=today, recently_closed=[before])
    assert changes.raise_ == (() if held_until else (now,))
    climbs_on = climbed(now.raised_for_on, now.deadline_on, today=today).next_on
    assert changes.look_again_on == (held_until or climbs_on)


def applied(opened: list[OpenAlert], changes: Changes, today: date) -> list[OpenAlert]:
    """The open alerts once the changes are written."""
    gone = {each.alert_id for each in changes.close}
    taken = {each.alert_id: each for each in changes.refresh}
    rungs = {each.alert_id: each.rung for each in changes.climb}
    kept = [
        msgspec.structs.replace(_refreshed(each, taken.get(each.id)), rung=rungs.get(each.id, each.rung))
        for each in opened
        if each.id not in gone
    ]
    first = max((each.id.int for each in opened), default=0) + 1
    return kept + [
        _from(
            each,
            id=UUID(int=first + number),
            raised_on=today,
            deadline_on=each.deadline_on,
            rung=climbed(each.raised_for_on, each.deadline_on, today=today).rung,
        )
        for number, each in enumerate(changes.raise_)
    ]


def _refreshed(old: OpenAlert, refresh) -> OpenAlert:
    if refresh is None:
        return old
    new = _from(refresh.finding, id=old.id, raised_on=old.raised_on, deadline_on=refresh.deadline_on)
    if refresh.wakes:
        return msgspec.structs.replace(new, rung=old.rung)
    return msgspec.structs.replace(
        new, status=old.status, snoozed_until_on=old.snoozed_until_on, rung=old.rung
    )


def _from(source: Finding, **more: object) -> OpenAlert:
    same = {
        name: getattr(source, name)
        for name in ("rule", "family", "version", "severity", "fingerprint", "raised_for_on")
    }
    return OpenAlert(**same, **more)


some_findings = st.lists(
    st.builds(
        finding,
        family=st.sampled_from(list(Family)),
        severity=st.sampled_from(list(Severity)),
        deadline_on=st.integers(-5, 20).map(day),
        fingerprint=st.sampled_from(("a", "b")),
    ),
    max_size=3,
    unique_by=lambda each: each.family,
)
some_alerts = st.lists(
    st.builds(
        lambda until, awake, **values: alert(
            status=AlertStatus.SNOOZED if until else awake, snoozed_until_on=until, **values
        ),
        until=st.none() | st.integers(-5, 20).map(day),
        awake=st.sampled_from((AlertStatus.OPEN, AlertStatus.ACKNOWLEDGED)),
        id=st.integers(1, 99).map(lambda number: UUID(int=number)),
        family=st.sampled_from(list(Family)),
        severity=st.sampled_from(list(Severity)),
        deadline_on=st.integers(-5, 20).map(day),
        fingerprint=st.sampled_from(("a", "b")),
        raised_on=st.integers(-20, 0).map(day),
    ),
    max_size=5,
    unique_by=lambda each: each.id,
)


@given(opened=some_alerts, findings=some_findings)
@settings(max_examples=300, deadline=None)
def test_reconcile_leaves_nothing_to_do_the_second_time(opened, findings):
    evaluation = found(*findings)
    once = applied(opened, reconcile(opened, evaluation, today=day(2)), day(2))
    again = reconcile(once, evaluation, today=day(2))
    assert (again.raise_, again.refresh, again.close, again.climb) == ((), (), (), ())
    assert sorted(each.family for each in once) == sorted(each.family for each in findings)


@given(opened=some_alerts, findings=some_findings)
@settings(max_examples=300, deadline=None)
def test_reconcile_never_moves_a_deadline_later_on_the_same_evidence(opened, findings):
    before = {each.id: each for each in opened}
    for refresh in reconcile(opened, found(*findings), today=day(2)).refresh:
        if not refresh.has_new_evidence:
            assert refresh.deadline_on <= before[refresh.alert_id].deadline_on


@given(opened=some_alerts, findings=some_findings, outcome=st.sampled_from(list(Outcome)))
@settings(max_examples=150, deadline=None)
def test_reconciling_only_on_due_days_leaves_the_same_alerts_as_every_day(opened, findings, outcome):
    evaluation = found(*findings)
    lately = [
        closed(outcome, family=each.family, fingerprint=each.fingerprint, severity=each.severity)
        for each in findings
    ]
    due: date | None = day(0)
    daily = rarely = opened
    for passed in range(40):
        today = day(passed)
        daily = applied(daily, reconcile(daily, evaluation, today=today, recently_closed=lately), today)
        if due and due <= today:
            changes = reconcile(rarely, evaluation, today=today, recently_closed=lately)
            rarely, due = applied(rarely, changes, today), changes.look_again_on
        assert rarely == daily
