"""What an adviser does about an alert: see to it, log a contact, assign, let it sleep, close it."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from service.access.rows import Scope
from service.alerts import queries
from service.alerts.operations.watch import watch
from service.alerts.queries import CardRow
from service.alerts.rows import Outcome, Severity, Step
from service.caseloads import operations as caseloads
from service.caseloads.rows import Contact
from service.kit import audit
from service.kit.audit import Act, By
from service.kit.database import Session
from service.kit.errors import Conflict, Invalid, NotFound
from service.kit.ids import NOBODY, new_id
from service.learners import queries as learners
from service.vocabulary.day import london_day
from service.vocabulary.working_day import add_working_days

LONGEST_SNOOZE = 10  # working days. SOURCE: practice §1.6, alert policy


class AlertUnknown(NotFound):
    """No such alert, or about a learner out of scope."""

    code = "alert_unknown"


class AlertGone(Conflict):
    """Somebody, or the facts, closed it meanwhile."""

    code = "alert_gone"


async def acknowledge_alert(
    session: Session, *, alert_id: UUID, within: Scope, by: By, now: datetime
) -> UUID:
    """Note that somebody is seeing to an alert; it gives the learner's key."""
    card = await _open(session, alert_id, within)
    await queries.acknowledge(session, card.learner_id, alert_id, by=by.account_id or NOBODY)
    await _note(session, card, "acknowledged", None, by=by, now=now)
    return card.learner_id


async def snooze_alert(
    session: Session,
    *,
    alert_id: UUID,
    until: date,
    reason: str,
    within: Scope,
    by: By,
    now: datetime,
) -> UUID:
    """Let an alert sleep until a day. Raises `Invalid` for Critical ones and for too long."""
    card = await _open(session, alert_id, within)
    if card.severity is Severity.CRITICAL:
        raise Invalid(
            "A critical alert cannot sleep. Act on it, or hand it to your team lead.", field="until"
        )
    today = london_day(now)
    if not today < until <= add_working_days(today, LONGEST_SNOOZE):
        raise Invalid(f"Choose a day after today and within {LONGEST_SNOOZE} working days.", field="until")
    await queries.snooze(session, card.learner_id, alert_id, until=until, reason=reason)
    await _note(session, card, "snoozed", reason, by=by, now=now)
    await watch(session, learner_ids=[card.learner_id], by=by, now=now, today=london_day(now))
    return card.learner_id


async def close_alert(
    session: Session,
    *,
    alert_id: UUID,
    outcome: Outcome,
    reason: str,
    within: Scope,
    by: By,
    now: datetime,
) -> UUID:
    """Close an alert by a person's decision. It comes back if the facts still ask for it later."""
    card = await _open(session, alert_id, within)
    account_id = by.account_id or NOBODY
    await queries.close(
        session, card.learner_id, alert_id, on=london_day(now), by=account_id, because=reason, outcome=outcome
    )
    await _note(session, card, "closed by hand", reason, by=by, now=now)
    await watch(session, learner_ids=[card.learner_id], by=by, now=now, today=london_day(now))
    return card.learner_id


async def log_contact(session: Session, *, contact: Contact, by: By, now: datetime) -> None:
    """Log a contact and look at the learner again; what is open about them is being seen to. Raises as caseloads do."""
    await caseloads.log_contact(session, contact=contact, by=by, now=now, today=london_day(now))
    await queries.acknowledge_all(session, contact.learner_id, by=by.account_id or NOBODY)
    await watch(session, learner_ids=[contact.learner_id], by=by, now=now, today=london_day(now))


async def assign_learner(
    session: Session, *, alert_id: UUID, to: UUID, within: Scope, by: By, now: datetime
) -> UUID:
    """Put the learner of an alert on an adviser's caseload."""
    card = await _open(session, alert_id, within)
    await caseloads.assign(session, learner_id=card.learner_id, to=to, by=by, now=now, today=london_day(now))
    await _note(session, card, "assigned", None, by=by, now=now)
    return card.learner_id


async def assign_learners(
    session: Session, *, learner_ids: Sequence[UUID], to: UUID, within: Scope, by: By, now: datetime
) -> int:
    """Put several learners on an adviser's caseload, all or none, and say how many. Raises `AlertUnknown`."""
    ids = await _all_in_scope(session, learner_ids, within)
    for learner_id in ids:
        await caseloads.assign(session, learner_id=learner_id, to=to, by=by, now=now, today=london_day(now))
    open_ = await queries.open_alerts(session, ids)
    steps = [
        Step(
            learner_id=learner_id,
            alert_id=each.id,
            id=new_id(),
            at=now,
            account_id=by.account_id,
            step="assigned",
        )
        for learner_id in ids
        for each in open_[learner_id]
    ]
    await queries.add_steps(session, steps)
    return len(ids)


async def log_contacts(
    session: Session, *, contacts: Sequence[Contact], within: Scope, by: By, now: datetime
) -> int:
    """Log one contact with each of several learners, all or none. Raises `AlertUnknown` and what caseloads raise."""
    await _all_in_scope(session, [each.learner_id for each in contacts], within)
    for contact in contacts:
        await log_contact(session, contact=contact, by=by, now=now)
    return len(contacts)


async def _all_in_scope(session: Session, learner_ids: Sequence[UUID], within: Scope) -> list[UUID]:
    ids = sorted(set(learner_ids))
    if len(await learners.learners(session, ids, within=within)) != len(ids):
        raise AlertUnknown("One of them is no learner your agency has access to. Choose them again.")
    return ids


async def _open(session: Session, alert_id: UUID, within: Scope) -> CardRow:
    card = await queries.alert(session, alert_id, within=within)
    if card is None:
        raise AlertUnknown("There is no such alert about a learner your agency has access to.")
    if card.closed_on is not None:
        raise AlertGone("This alert was closed meanwhile. Open the learner's page to see why.")
    return card


async def _note(
    session: Session, card: CardRow, step: str, words: str | None, *, by: By, now: datetime
) -> None:
    done = Step(
        learner_id=card.learner_id,
        alert_id=card.id,
        id=new_id(),
        at=now,
        account_id=by.account_id,
        step=step,
        words=words,
    )
    await queries.add_steps(session, [done])
    act = Act(
        act=f"alert {step}",
        subject_kind="learner",
        subject_id=card.learner_id,
        detail={"alert": str(card.id)},
    )
    await audit.record(session, act, by=by, now=now)
