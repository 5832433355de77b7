"""Keeping alerts: what looking at learners asks for is written down, each change with its step and its trace."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

import msgspec

from service.alerts import queries
from service.alerts.rows import (
    AlertStatus,
    Changes,
    Finding,
    NewAlert,
    Owner,
    Rung,
    Step,
    Watched,
)
from service.alerts.rules import SAID, climbed
from service.kit import audit
from service.kit.audit import Act, By
from service.kit.database import Session
from service.kit.ids import new_id
from service.learners.rows import Learner, NewLearner
from service.pathways.rows import Facts, Standing
from service.pathways.rules import MainSpell


class Look(msgspec.Struct, frozen=True, kw_only=True):
    """One learner looked at: where they stand, and what becomes of their alerts."""

    learner: Learner | NewLearner
    facts: Facts
    line: tuple[MainSpell, ...]
    standing: Standing
    changes: Changes


async def keep_alerts(
    session: Session, looks: Sequence[Look], *, by: By, now: datetime, today: date
) -> Watched:
    """Raise, refresh and close what the looks ask for, with a step and an entry of the trail for each."""
    raised = [_new_alert(look, finding, now, today) for look in looks for finding in look.changes.raise_]
    refreshed = [
        (look.learner.id, refresh, look.learner.council_id, _provider(look, refresh.finding))
        for look in looks
        for refresh in look.changes.refresh
    ]
    closed = [
        (look.learner.id, close.alert_id, close.sentence) for look in looks for close in look.changes.close
    ]
    climbs = [(look.learner.id, climb.alert_id, climb.rung) for look in looks for climb in look.changes.climb]
    await queries.close_alerts(session, closed, on=today)
    await queries.refresh_alerts(session, refreshed)
    await queries.add_alerts(session, raised)
    await queries.climb(session, climbs)
    steps = [_step(alert.learner_id, alert.id, "raised", alert.sentence, now) for alert in raised]
    steps += [
        _step(who, change.alert_id, "new evidence", change.finding.sentence, now)
        for who, change, _, _ in refreshed
    ]
    steps += [
        _step(learner_id, alert_id, "closed", sentence, now) for learner_id, alert_id, sentence in closed
    ]
    steps += [
        _step(learner_id, alert_id, "climbed", SAID[rung], now)
        for learner_id, alert_id, rung in climbs
        if rung is not Rung.IN_TIME
    ]
    await queries.add_steps(session, steps)
    await audit.record_all(session, [_act(step) for step in steps], by=by, now=now)
    return Watched(looked_at=len(looks), raised=len(raised), refreshed=len(refreshed), closed=len(closed))


def _new_alert(look: Look, finding: Finding, now: datetime, today: date) -> NewAlert:
    return NewAlert(
        learner_id=look.learner.id,
        id=new_id(),
        agency_id=look.learner.council_id,
        provider_id=_provider(look, finding),
        rule=finding.rule,
        family=finding.family,
        version=finding.version,
        severity=finding.severity,
        status=AlertStatus.OPEN,
        raised_at=now,
        raised_on=today,
        raised_for_on=finding.raised_for_on,
        deadline_on=finding.deadline_on,
        owner=finding.owner,
        next_owner=finding.next_owner,
        sentence=finding.sentence,
        evidence=finding.evidence,
        next_step=finding.next_step,
        alternatives=finding.alternatives,
        closes_when=finding.closes_when,
        fingerprint=finding.fingerprint,
        rung=climbed(finding.raised_for_on, finding.deadline_on, today=today).rung,
    )


def _provider(look: Look, finding: Finding) -> UUID | None:
    """Where it is a provider's turn: the agency whose fact the alert rests on, unless that is the council itself."""
    if finding.owner is not Owner.PROVIDER:
        return None
    rests_on = [evidence.fact_id for evidence in finding.evidence if evidence.fact_id]
    reporters = {fact.id: fact.agency_id for fact in look.facts.spells}
    reporters |= {fact.id: fact.agency_id for fact in look.facts.milestones}
    told_by = next((reporters[key] for key in rests_on if key in reporters), None)
    return None if told_by == look.learner.council_id else told_by


def _step(learner_id: UUID, alert_id: UUID, step: str, words: str, now: datetime) -> Step:
    return Step(
        learner_id=learner_id, alert_id=alert_id, id=new_id(), at=now, account_id=None, step=step, words=words
    )


def _act(step: Step) -> Act:
    detail = {"alert": str(step.alert_id)}
    return Act(act=f"alert {step.step}", subject_kind="learner", subject_id=step.learner_id, detail=detail)
