"""From what the rules find to what must be written, so that a second time nothing is left to write."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby

import msgspec

from service.alerts.rows import (
    AlertStatus,
    Changes,
    Climb,
    Close,
    ClosedAlert,
    Evaluation,
    Family,
    Finding,
    OpenAlert,
    Outcome,
    Refresh,
    Rung,
)
from service.alerts.rules.escalation import Climbed, climbed
from service.alerts.rules.settings import settings_on
from service.vocabulary.working_day import add_working_days

_MERGED = "Closed by itself: an older alert about the same is kept."
_BEFORE_THE_END = {
    "R03": "an offer was recorded, or the time for one is over",
    "R04": "a destination was recorded, or the day of the return is over",
    "R06": "it was reported again, or what comes next was recorded",
    "R08": "somebody has spoken with them",
    "R10": "it is no longer so often within a year",
    "R11": "they were there again for three weeks, or nothing was heard since",
    "R12": "they were there again, or nothing was heard since",
    "R13": "somebody has checked in, or the first weeks are over",
    "R14": "a plan was recorded, what is known of the risk has changed, or year 11 is over",
    "R15": "another day was agreed, or the start is near",
    "R16": "a next step was recorded, or the planned end has changed",
    "R17": "they are back, or what was said of it has changed",
    "R19": "it was confirmed",
    "R20": "something was arranged, or the release is on another day",
    "R22": "the other council has accepted, or they are not handed over any more",
    "R23": "they have come, or something was done with the referral",
    "R24": "a dated place was accepted, or refused with a reason",
    "R25": "the agencies agree, or one of the two has ended",
    "R27": "the birthday has come",
}


def reconcile(
    open_alerts: Sequence[OpenAlert],
    evaluation: Evaluation,
    *,
    today: date,
    recently_closed: Sequence[ClosedAlert] = (),
) -> Changes:
    """What to raise, refresh and close for one learner, or one provider.

    One alert of a family stays open: of two (records were merged) the older, with the earlier deadline. An
    open alert takes over a finding whose evidence, severity or deadline differs; its deadline moves later
    only on new evidence. New or graver evidence wakes a snoozed alert, and so does its day. What a person
    closed is not raised again on the same evidence, unless graver, for 5 working days ("no action needed")
    or 20 ("done"). An alert nobody acts on climbs (`escalation`); one that
    sleeps, or that somebody is seeing to, does not.
    """
    findings = {each.family: each for each in evaluation.findings}
    kept = _Kept()
    for family, alerts in _by_family(open_alerts):
        _keep(kept, alerts, findings.pop(family, None), evaluation, today)
    held = {family: _held_until(each, recently_closed, today) for family, each in findings.items()}
    raised = [each for family, each in findings.items() if held[family] is None]
    turns = [climbed(each.raised_for_on, each.deadline_on, today=today).next_on for each in raised]
    return Changes(
        raise_=tuple(raised),
        refresh=tuple(kept.refresh),
        close=tuple(kept.close),
        climb=tuple(kept.climb),
        look_again_on=min(filter(None, [*kept.waits, *turns, *held.values()]), default=None),
    )


class _Kept(msgspec.Struct):
    """What becomes of the alerts that are open."""

    refresh: list[Refresh] = msgspec.field(default_factory=list)
    close: list[Close] = msgspec.field(default_factory=list)
    climb: list[Climb] = msgspec.field(default_factory=list)
    waits: list[date | None] = msgspec.field(default_factory=list)


def _keep(
    kept: _Kept, alerts: Sequence[OpenAlert], finding: Finding | None, evaluation: Evaluation, today: date
) -> None:
    """Decide about the open alerts of one family, the one that stays first."""
    alert, *others = alerts
    kept.close += [Close(alert_id=each.id, sentence=_MERGED) for each in others]
    if finding is None:
        kept.close.append(Close(alert_id=alert.id, sentence=_why(alert, evaluation)))
        return
    change = _refresh(alert, finding, min(each.deadline_on for each in alerts), today)
    kept.refresh += [change] if change else []
    if alert.status is AlertStatus.SNOOZED and not (change and change.wakes) and alert.snoozed_until_on:
        kept.waits.append(alert.snoozed_until_on)
        return
    rung, next_on = _climbed(alert, change, today)
    kept.climb += [Climb(alert_id=alert.id, rung=rung)] if rung is not alert.rung else []
    kept.waits.append(next_on)


def _climbed(alert: OpenAlert, change: Refresh | None, today: date) -> Climbed:
    """With the days it has from now on: new evidence gives it its time anew. What somebody is seeing to stays down."""
    if alert.status is AlertStatus.ACKNOWLEDGED:
        return Climbed(Rung.IN_TIME, None)
    if change is not None:
        return climbed(change.finding.raised_for_on, change.deadline_on, today=today)
    return climbed(alert.raised_for_on or alert.raised_on, alert.deadline_on, today=today)


def _by_family(alerts: Sequence[OpenAlert]) -> list[tuple[Family, list[OpenAlert]]]:
    ordered = sorted(alerts, key=lambda each: (each.family, each.raised_on, each.id))
    return [(family, list(group)) for family, group in groupby(ordered, key=lambda each: each.family)]


def _refresh(alert: OpenAlert, finding: Finding, earliest: date, today: date) -> Refresh | None:
    is_new = finding.fingerprint != alert.fingerprint
    deadline = finding.deadline_on if is_new else min(earliest, finding.deadline_on)
    is_graver = finding.severity.weight > alert.severity.weight
    slept_out = alert.snoozed_until_on is not None and alert.snoozed_until_on <= today
    wakes = alert.status is AlertStatus.SNOOZED and (is_new or is_graver or slept_out)
    if not (is_new or wakes or finding.severity is not alert.severity or deadline != alert.deadline_on):
        return None
    return Refresh(
        alert_id=alert.id, finding=finding, deadline_on=deadline, has_new_evidence=is_new, wakes=wakes
    )


def _why(alert: OpenAlert, evaluation: Evaluation) -> str:
    because, since = evaluation.because, evaluation.because_since_on
    if evaluation.is_outside:
        return f"Closed by itself: the learner {because}."
    is_same_time = since is None or since <= alert.raised_on
    if is_same_time and alert.rule in _BEFORE_THE_END:
        return f"Closed by itself: {_BEFORE_THE_END[alert.rule]}."
    if since is not None and since < alert.raised_on:
        return f"Closed by itself by information that came late: {because}."
    return f"Closed by itself: {because}."


def _held_until(finding: Finding, closed: Sequence[ClosedAlert], today: date) -> date | None:
    settings = settings_on(today)
    working_days = {
        Outcome.NO_ACTION_NEEDED: settings.holds_no_action_working_days,
        Outcome.DONE: settings.holds_done_working_days,
    }
    ends = [
        add_working_days(each.closed_on, working_days[each.outcome])
        for each in closed
        if each.fingerprint == finding.fingerprint and each.severity.weight >= finding.severity.weight
    ]
    last = max(ends, default=today)
    return last if last > today else None
