"""Statements about endpoints and deliveries."""

from datetime import datetime
from uuid import UUID

from service.feeds.rows import Delivery, DeliveryState, Position, Webhook
from service.feeds.tables import DeliveryTable, WebhookTable
from service.kit import database
from service.kit.database import Session

_WEBHOOK = f"select {', '.join(Webhook.__struct_fields__)} from webhook"
_ONE = f"{_WEBHOOK} where agency_id = $1 and id = $2"
_OF = f"{_WEBHOOK} where agency_id = $1 order by added_at, id"
_ENABLED = f"{_WEBHOOK} where disabled_at is null order by id"
_DELIVERY = f"select {', '.join(Delivery.__struct_fields__)} from delivery"
_DELIVERIES = f"{_DELIVERY} where webhook_id = $1 order by made_at desc, id desc limit $2"
_ONE_DELIVERY = f"{_DELIVERY} where webhook_id = $1 and id = $2"
_WAITING = "select exists (select from delivery where webhook_id = $1 and state = 'waiting')"
_ADVANCE = "update webhook set told_transaction = $2, told_n = $3 where id = $1"
_ROTATE = """
update webhook set generation = generation + 1, rotated_at = $2 where id = $1 and generation = $3
"""
_DISABLE = """
update webhook set disabled_at = $2, disabled_because = $3 where id = $1 and disabled_at is null
"""
_ENABLE = "update webhook set disabled_at = null, disabled_because = null where id = $1"
_ANSWERED = """
update delivery set state = $3, attempts = $4, tried_at = $5, next_at = $6, answer = $7
where webhook_id = $1 and id = $2
"""
_FORGET = "delete from delivery where made_at < $1 and state <> 'waiting'"


async def add_webhook(session: Session, added: Webhook) -> None:
    """Add an endpoint."""
    await database.insert(session, WebhookTable, [added])


async def webhook(session: Session, agency_id: UUID, webhook_id: UUID) -> Webhook | None:
    """Fetch an agency's endpoint."""
    return await database.struct(session, Webhook, _ONE, agency_id, webhook_id)


async def webhooks_of(session: Session, agency_id: UUID) -> list[Webhook]:
    """List an agency's endpoints."""
    return await database.structs(session, Webhook, _OF, agency_id)


async def enabled_webhooks(session: Session) -> list[Webhook]:
    """List every endpoint that is switched on."""
    return await database.structs(session, Webhook, _ENABLED)


async def advance(session: Session, webhook_id: UUID, to: Position) -> None:
    """Note up to where changes have been announced to an endpoint."""
    await database.execute(session, _ADVANCE, webhook_id, to.transaction, to.n)


async def rotate(session: Session, kept: Webhook, *, at: datetime) -> bool:
    """Give an endpoint its next secret; False where somebody just did."""
    return await database.execute(session, _ROTATE, kept.id, at, kept.generation) == 1


async def disable(session: Session, webhook_id: UUID, *, at: datetime, because: str) -> bool:
    """Switch an endpoint off; False where it is off already."""
    return await database.execute(session, _DISABLE, webhook_id, at, because) == 1


async def enable(session: Session, webhook_id: UUID) -> None:
    """Switch an endpoint on."""
    await database.execute(session, _ENABLE, webhook_id)


async def add_delivery(session: Session, added: Delivery) -> None:
    """Add a message that is to be sent."""
    await database.insert(session, DeliveryTable, [added])


async def deliveries(session: Session, webhook_id: UUID, *, limit: int) -> list[Delivery]:
    """List an endpoint's messages, the newest first."""
    return await database.structs(session, Delivery, _DELIVERIES, webhook_id, limit)


async def delivery(session: Session, webhook_id: UUID, delivery_id: UUID) -> Delivery | None:
    """Fetch one message."""
    return await database.struct(session, Delivery, _ONE_DELIVERY, webhook_id, delivery_id)


async def is_announcing(session: Session, webhook_id: UUID) -> bool:
    """Say whether a message to an endpoint waits already: one says as much as ten."""
    return bool(await database.value(session, _WAITING, webhook_id))


async def keep_answer(session: Session, done: Delivery) -> None:
    """Keep what came of a try."""
    given = (DeliveryState(done.state), done.attempts, done.tried_at, done.next_at, done.answer)
    await database.execute(session, _ANSWERED, done.webhook_id, done.id, *given)


async def forget_deliveries(session: Session, *, before: datetime) -> int:
    """Drop old messages that wait no more, and say how many."""
    return await database.execute(session, _FORGET, before)
