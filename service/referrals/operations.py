"""Asking another agency, and what becomes of it; what follows for alerts and access: `alerts.operations.referrals`."""

from datetime import date, datetime
from uuid import UUID

from service.kit import audit
from service.kit.audit import Act, By
from service.kit.database import Session, expect_unique
from service.kit.errors import Conflict, Invalid, NotFound
from service.kit.ids import NOBODY, new_id
from service.kit.prose import require_words
from service.referrals import queries
from service.referrals.rows import Ask, Done, Kind, Referral, State
from service.referrals.rules import StepImpossible, after

LONGEST = 1000
OPEN_ALREADY = "They are being handed over already. Finish or withdraw that first: it is under Referrals."


class ReferralUnknown(NotFound):
    """No such referral, or none of this agency."""

    code = "referral_unknown"


class HandoverOpen(Conflict):
    """The learner is being handed over already."""

    code = "handover_open"


async def refer(session: Session, *, ask: Ask, by: By, now: datetime, today: date) -> Referral:
    """Ask another agency; a handover waits to be sent. Raises `Invalid` and `HandoverOpen`."""
    told = require_words(ask.words, "Say what you ask of them", longest=LONGEST, field="words")
    if ask.to == by.agency_id:
        raise Invalid("Choose another agency than your own.", field="to")
    waits = ask.kind is Kind.HANDOVER
    open_ = await queries.open_referrals(session, [ask.learner_id]) if waits else {}
    if any(each.kind is Kind.HANDOVER for each in open_.get(ask.learner_id, ())):
        raise HandoverOpen(OPEN_ALREADY)
    made = Referral(
        learner_id=ask.learner_id,
        id=new_id(),
        kind=ask.kind,
        state=State.TO_SEND if waits else State.SENT,
        from_agency_id=by.agency_id,
        to_agency_id=ask.to,
        made_by=by.account_id or NOBODY,
        made_at=now,
        made_on=today,
        words=told,
        sent_on=None if waits else today,
    )
    async with expect_unique("uq_referral_handover", HandoverOpen(OPEN_ALREADY)):
        await queries.add_referral(session, made)
    await audit.record(session, _act("referral made", made), by=by, now=now)
    return made


async def go_on(session: Session, *, referral_id: UUID, done: Done, by: By, now: datetime) -> Referral:
    """Take a step with a referral of `by`'s agency; two at once wait for each other.

    Raises `ReferralUnknown` and `Invalid`.
    """
    before = await queries.hold_referral(session, referral_id)
    if before is None or by.agency_id not in {before.from_agency_id, before.to_agency_id}:
        raise ReferralUnknown("There is no such referral of your agency.")
    try:
        changed = after(before, done)
    except StepImpossible as wrong:
        raise Invalid(str(wrong), field="step") from None
    await queries.change_referral(session, changed)
    await audit.record(session, _act(f"referral {done.step.value}", changed), by=by, now=now)
    return changed


def _act(act: str, referral: Referral) -> Act:
    detail = {"referral": str(referral.id), "kind": referral.kind.value, "state": referral.state.value}
    return Act(act=act, subject_kind="learner", subject_id=referral.learner_id, detail=detail)
