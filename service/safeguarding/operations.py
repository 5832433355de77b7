"""Raising a concern, calling the duty lead, and closing it. Nothing here is written to any other list, feed or trail
entry that names the learner: the trail names the concern alone.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from uuid import UUID

from service.access.rows import Scope
from service.accounts import queries as accounts
from service.accounts.rows import LEADS, Account, Role
from service.kit import audit
from service.kit.audit import Act, By
from service.kit.database import REGISTER, Database, Session, as_register
from service.kit.errors import Conflict, Invalid, NotFound, Refused
from service.kit.ids import NOBODY, new_id
from service.kit.jobs import enqueue
from service.kit.mail import Mailer, Message
from service.kit.prose import require_words
from service.safeguarding import queries
from service.safeguarding.queries import Shown
from service.safeguarding.rows import Concern, Duty

CALL, CALL_AGAIN = "call_duty_lead", "call_again"
UNSEEN = timedelta(hours=2)  # a working morning or afternoon is left, for what is due the same day
LONGEST = 2000


class NotOnDuty(Refused):
    """Only whoever is on duty sees concerns."""

    code = "not_on_duty"


class ConcernUnknown(NotFound):
    """No such concern of this council."""

    code = "concern_unknown"


class ConcernClosed(Conflict):
    """Somebody has closed it already."""

    code = "concern_closed"


async def raise_concern(
    session: Session, *, learner_id: UUID, words: str, by: By, now: datetime, today: date
) -> str | None:
    """Keep a concern for the duty lead of `by`'s council and call them; it gives their name, None where nobody is.

    The caller has found the learner in scope. Raises `Invalid`.
    """
    told = require_words(words, "Say what worries you", longest=LONGEST, field="concern_words")
    async with as_register(session):
        made = Concern(
            learner_id=learner_id,
            id=new_id(),
            agency_id=by.agency_id,
            raised_by=by.account_id or NOBODY,
            raised_at=now,
            raised_on=today,
            words=told,
        )
        await queries.add_concern(session, made)
        duty = await queries.duty_of(session, within=Scope(by.agency_id))
        lead = await accounts.account(session, duty.account_id) if duty else None
    await _call(session, made)
    await audit.record(session, _act("concern raised", made.id), by=by, now=now)
    return lead.name if lead else None


async def read_concerns(session: Session, *, by: By, role: Role | None, now: datetime) -> list[Shown]:
    """List what is open, for whoever is on duty; the look leaves its trace. Raises `NotOnDuty`."""
    await _require_duty(session, by, role)
    async with as_register(session):
        found = await queries.open_concerns(session, within=Scope(by.agency_id))
        unseen = [each.id for each in found if each.seen_at is None]
        await queries.see_concerns(session, unseen, within=Scope(by.agency_id), at=now)
    await audit.record(session, *(_act("concern viewed", each.id) for each in found), by=by, now=now)
    return found


async def close_concern(
    session: Session, *, concern_id: UUID, words: str, by: By, role: Role | None, now: datetime
) -> None:
    """Close a concern with what was done. Raises `NotOnDuty`, `Invalid`, `ConcernUnknown` and `ConcernClosed`."""
    await _require_duty(session, by, role)
    told = require_words(words, "Say what was done", longest=LONGEST, field="words")
    within = Scope(by.agency_id)
    async with as_register(session):
        if await queries.concern(session, concern_id, within=within) is None:
            raise ConcernUnknown("There is no such concern of your council.")
        account_id = by.account_id or NOBODY
        if not await queries.close_concern(
            session, concern_id, within=within, words=told, by=account_id, at=now
        ):
            raise ConcernClosed("This was closed already.")
    await audit.record(session, _act("concern closed", concern_id), by=by, now=now)


async def on_duty(session: Session, *, agency_id: UUID) -> Account | None:
    """Say who of a council is on duty."""
    async with as_register(session):
        duty = await queries.duty_of(session, within=Scope(agency_id))
    return await accounts.account(session, duty.account_id) if duty else None


async def leads_of(session: Session, *, agency_id: UUID) -> list[Account]:
    """List who of a council may be on duty: its leads and managers at work."""
    working = await accounts.advisers_of(session, agency_id)
    return [each for each in working if each.role in LEADS]


async def put_on_duty(
    session: Session, *, account_id: UUID, by: By, role: Role | None, now: datetime
) -> None:
    """Put a lead on duty. The service manager may, and whoever is on duty; where nobody is, any lead.

    Raises `Invalid` and `NotOnDuty`.
    """
    now_on = await on_duty(session, agency_id=by.agency_id)
    if role is not Role.SERVICE_MANAGER and now_on is not None and now_on.id != by.account_id:
        raise NotOnDuty("Whoever is on duty hands it on, or the service manager does.")
    if account_id not in {each.id for each in await leads_of(session, agency_id=by.agency_id)}:
        raise Invalid("Choose a team lead or manager of your council.", field="account_id")
    async with as_register(session):
        duty = Duty(agency_id=by.agency_id, account_id=account_id, set_by=by.account_id or NOBODY, set_at=now)
        await queries.set_duty(session, duty)
    act = Act(act="put on duty", subject_kind="account", subject_id=account_id)
    await audit.record(session, act, by=by, now=now)


async def call_duty_lead(
    database: Database, mailer: Mailer, arguments: Mapping[str, str], *, service: str, address: str
) -> None:
    """Tell whoever is on duty (where nobody is: every service manager) that a concern waits; not about whom."""
    agency_id = UUID(arguments["agency_id"])
    async with database.transaction(REGISTER) as session:
        called = await on_duty(session, agency_id=agency_id)
        managers = await _managers_of(session, agency_id)
    told = "A safeguarding concern was raised and waits for you today."
    for each in [called] if called else managers:
        await mailer.send(_message(each, told, service, address))


async def call_again(
    database: Database, mailer: Mailer, arguments: Mapping[str, str], *, service: str, address: str
) -> None:
    """Tell whoever is on duty and every service manager that nobody has looked at a concern; if nobody has."""
    agency_id, concern_id = UUID(arguments["agency_id"]), UUID(arguments["concern_id"])
    async with database.transaction(REGISTER) as session:
        raised = await queries.concern(session, concern_id, within=Scope(agency_id))
        called = await on_duty(session, agency_id=agency_id)
        managers = await _managers_of(session, agency_id)
    if raised is None or raised.seen_at is not None:
        return
    told = (
        "Nobody has looked at a safeguarding concern that was raised two hours ago. "
        "A service manager can take the duty over."
    )
    everybody = {each.id: each for each in ([called] if called else []) + managers}
    for each in everybody.values():
        await mailer.send(_message(each, told, service, address))


async def _call(session: Session, made: Concern) -> None:
    """Both calls; the second finds out for itself whether it is still needed."""
    arguments = {"agency_id": str(made.agency_id), "concern_id": str(made.id)}
    await enqueue(session, CALL, arguments=arguments, key=f"{CALL}:{made.id}")
    later = made.raised_at + UNSEEN
    await enqueue(session, CALL_AGAIN, arguments=arguments, key=f"{CALL_AGAIN}:{made.id}", not_before=later)


async def _managers_of(session: Session, agency_id: UUID) -> list[Account]:
    leads = await leads_of(session, agency_id=agency_id)
    return [each for each in leads if each.role is Role.SERVICE_MANAGER]


def _message(to: Account, told: str, service: str, address: str) -> Message:
    body = (
        f"{told}\n\nSign in: {address}/safeguarding\n\n"
        "This message says nothing about anybody. Do not reply to it."
    )
    return Message(to=to.email, subject=f"{service}: a concern waits for you", body=body)


async def _require_duty(session: Session, by: By, role: Role | None) -> None:
    """Who is on duty; where nobody is, a service manager, so that nothing waits unseen."""
    duty = await on_duty(session, agency_id=by.agency_id)
    is_theirs = role is Role.SERVICE_MANAGER if duty is None else duty.id == by.account_id
    if not is_theirs:
        raise NotOnDuty("Only whoever is on duty sees what was raised.")


def _act(act: str, concern_id: UUID) -> Act:
    return Act(act=act, subject_kind="concern", subject_id=concern_id)
