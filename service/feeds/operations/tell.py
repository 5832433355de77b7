"""Telling endpoints: the log of changes is the outbox; what it has for an agency is announced, and sent until taken."""

from datetime import datetime, timedelta
from uuid import UUID

import structlog
from msgspec.structs import replace

from service.access.rows import Scope
from service.feeds import queries
from service.feeds.operations.read import LOOKED_AT
from service.feeds.rows import Answered, Delivery, DeliveryState, Position, Webhook
from service.feeds.rules import KEPT_SECRET, is_public, message, secret_of, signatures, verdict
from service.feeds.rules.retrying import Becomes
from service.kit import jobs
from service.kit.database import REGISTER, Database, Session
from service.kit.ids import new_id
from service.kit.outside import NowhereAllowed, Unreachable, post

ANNOUNCE, DELIVER = "announce_changes", "deliver_message"
EVERY = timedelta(minutes=1)

log = structlog.get_logger("service.feeds")


async def enqueue_announcing(session: Session, *, now: datetime) -> None:
    """Have changes announced within a minute, once a minute whoever asks."""
    due = now + EVERY
    key = f"{ANNOUNCE} {due:%Y-%m-%dT%H:%M}"
    await jobs.enqueue(session, ANNOUNCE, arguments={}, key=key, not_before=due)


async def announce(database: Database, *, now: datetime) -> int:
    """Say to each endpoint whose agency has changes to read that there are some, and say to how many.

    It goes on every minute while any endpoint is switched on.
    """
    async with database.transaction(REGISTER) as session:
        told = await queries.enabled_webhooks(session)
        if told:
            await enqueue_announcing(session, now=now)
    announced = 0
    for each in told:
        announced += await _announce(database, each, now=now)
    return announced


async def _announce(database: Database, kept: Webhook, *, now: datetime) -> bool:
    async with database.transaction(REGISTER) as session:
        position, some = await _look(session, kept)
        await queries.advance(session, kept.id, position)
        if not some or await queries.is_announcing(session, kept.id):
            return False
        made = Delivery(
            webhook_id=kept.id,
            id=new_id(),
            body=message("changes.available", now, {}),
            made_at=now,
            state=DeliveryState.WAITING,
        )
        await queries.add_delivery(session, made)
        await enqueue_delivery(session, kept, made)
        return True


async def _look(session: Session, kept: Webhook) -> tuple[Position, bool]:
    """Go through what changed since it was last told, and say whether any of it is the agency's."""
    position, some = kept.told, False
    while found := await queries.page_of_changes(
        session, position, within=Scope(kept.agency_id), limit=LOOKED_AT
    ):
        position = Position(found[-1].transaction, found[-1].n)
        some = some or any(each.mine for each in found)
    return position, some


async def enqueue_delivery(
    session: Session, kept: Webhook, made: Delivery, *, not_before: datetime | None = None
) -> None:
    """Have a message sent, after this transaction."""
    arguments = {
        "agency_id": str(kept.agency_id),
        "webhook_id": str(kept.id),
        "delivery_id": str(made.id),
    }
    key = f"{DELIVER} {made.id} {made.attempts}"
    await jobs.enqueue(session, DELIVER, arguments=arguments, key=key, not_before=not_before)


async def deliver(
    database: Database,
    *,
    agency_id: UUID,
    webhook_id: UUID,
    delivery_id: UUID,
    master: str,
    loopback: bool,
    now: datetime,
) -> DeliveryState:
    """Send a message once, and decide what follows. No transaction is open while it is under way."""
    async with database.transaction(REGISTER) as session:
        kept = await queries.webhook(session, agency_id, webhook_id)
        made = await queries.delivery(session, webhook_id, delivery_id)
    if kept is None or made is None or made.state is not DeliveryState.WAITING:
        return made.state if made else DeliveryState.FAILED
    if kept.disabled_at is not None:
        answered = Answered(problem="The endpoint is switched off.")
        return await _keep(database, kept, made, answered, now=now, off=True)
    answered = await _post(kept, made, master, loopback, now)
    return await _keep(database, kept, made, answered, now=now)


async def _post(kept: Webhook, made: Delivery, master: str, loopback: bool, now: datetime) -> Answered:
    generations = [kept.generation]
    if kept.rotated_at is not None and now - kept.rotated_at < KEPT_SECRET:
        generations.append(kept.generation - 1)
    secrets = [secret_of(master, kept.id, each) for each in generations]
    headers = {
        "content-type": "application/json",
        "user-agent": "youth-skills-pathway",
        "webhook-id": f"msg_{made.id.hex}",
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": signatures(secrets, f"msg_{made.id.hex}", now, made.body),
    }
    try:
        allowed = _anywhere if loopback else is_public
        return Answered(status=await post(kept.url, made.body, headers, allowed=allowed))
    except NowhereAllowed:
        return Answered(problem="Its address is not on the public internet.")
    except TimeoutError:
        return Answered(problem="It did not answer in time.")
    except Unreachable:
        return Answered(problem="It could not be reached.")


def _anywhere(_: str) -> bool:
    return True


async def _keep(
    database: Database, kept: Webhook, made: Delivery, answered: Answered, *, now: datetime, off: bool = False
) -> DeliveryState:
    attempts = made.attempts + 1
    judged = verdict(answered, attempts=attempts)
    states = {Becomes.DELIVERED: DeliveryState.DELIVERED, Becomes.AGAIN: DeliveryState.WAITING}
    state = DeliveryState.FAILED if off else states.get(judged.becomes, DeliveryState.FAILED)
    next_at = now + judged.pause if judged.pause and not off else None
    answer = answered.problem or f"It answered {answered.status}."
    done = replace(made, state=state, attempts=attempts, tried_at=now, next_at=next_at, answer=answer)
    async with database.transaction(REGISTER) as session:
        await queries.keep_answer(session, done)
        if state is DeliveryState.WAITING:
            await enqueue_delivery(session, kept, done, not_before=next_at)
        if judged.disabled_because and not off:
            await queries.disable(session, kept.id, at=now, because=judged.disabled_because)
    log.info("message sent", endpoint=str(kept.id), state=state.value, attempt=attempts)
    return state
