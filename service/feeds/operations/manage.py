"""Managing an agency's endpoints: adding one, its secret, switching it off and on, trying it, sending again."""

from datetime import datetime
from uuid import UUID

import msgspec

from service.feeds import queries
from service.feeds.operations.tell import enqueue_announcing, enqueue_delivery
from service.feeds.rows import Delivery, DeliveryState, Webhook
from service.feeds.rules import UrlForbidden, checked_url, message, secret_of
from service.kit import audit
from service.kit.audit import Act, By
from service.kit.database import Session, as_register
from service.kit.errors import Conflict, Invalid, NotFound
from service.kit.ids import new_id

MOST = 5


class WebhookUnknown(NotFound):
    """The agency has no such endpoint, or the endpoint no such message."""

    code = "webhook_unknown"


class Secret(msgspec.Struct, frozen=True, kw_only=True):
    """An endpoint with its secret, to be shown this once."""

    webhook: Webhook
    secret: str


async def add_webhook(
    session: Session, *, agency_id: UUID, url: str, master: str, loopback: bool, by: By, now: datetime
) -> Secret:
    """Add an endpoint, told of what changes from now on. Raises `Invalid` for an address that may not be.

    `master` is the service's own secret, of which the endpoint's is derived.
    """
    try:
        checked = checked_url(url, loopback=loopback)
    except UrlForbidden as wrong:
        raise Invalid(str(wrong), field="url") from None
    known = await queries.webhooks_of(session, agency_id)
    if any(each.url == checked and each.disabled_at is None for each in known):
        raise Invalid("This address is told already.", field="url")
    if len(known) >= MOST:
        raise Invalid(f"An agency has at most {MOST} endpoints. Switch one on again instead.", field="url")
    async with as_register(session):
        position = await queries.newest_position(session)
    added = Webhook(
        id=new_id(),
        agency_id=agency_id,
        url=checked,
        generation=1,
        rotated_at=None,
        told_transaction=position.transaction,
        told_n=position.n,
        added_at=now,
        added_by=by.account_id,
    )
    await queries.add_webhook(session, added)
    await enqueue_announcing(session, now=now)
    await _note(session, "endpoint added", added, by, now)
    return Secret(webhook=added, secret=secret_of(master, added.id, added.generation))


async def require_webhook(session: Session, agency_id: UUID, webhook_id: UUID) -> Webhook:
    """Fetch an agency's endpoint. Raises `WebhookUnknown`."""
    found = await queries.webhook(session, agency_id, webhook_id)
    if found is None:
        raise WebhookUnknown("The agency has no such endpoint.")
    return found


async def rotate_secret(session: Session, *, kept: Webhook, master: str, by: By, now: datetime) -> Secret:
    """Give an endpoint a new secret; for a day messages are signed with both. Raises `Conflict` where sent twice."""
    if not await queries.rotate(session, kept, at=now):
        raise Conflict(
            "The secret was replaced a moment ago. Replace it again if nobody has seen the new one."
        )
    await _note(session, "endpoint secret replaced", kept, by, now)
    generation = kept.generation + 1
    turned = msgspec.structs.replace(kept, generation=generation, rotated_at=now)
    return Secret(webhook=turned, secret=secret_of(master, kept.id, generation))


async def switch(session: Session, *, kept: Webhook, on: bool, by: By, now: datetime) -> None:
    """Switch an endpoint on or off. What changed while it was off is announced once it is on."""
    if on:
        await queries.enable(session, kept.id)
        await enqueue_announcing(session, now=now)
    else:
        await queries.disable(session, kept.id, at=now, because="Switched off by hand.")
    await _note(session, f"endpoint switched {'on' if on else 'off'}", kept, by, now)


async def send_test(session: Session, *, kept: Webhook, now: datetime) -> Delivery:
    """Send a message that says nothing but that it is one."""
    return await _send(session, kept, message("test", now, {}), now)


async def replay(session: Session, *, kept: Webhook, delivery_id: UUID, now: datetime) -> Delivery:
    """Send a message again, as another one. Raises `WebhookUnknown`."""
    found = await queries.delivery(session, kept.id, delivery_id)
    if found is None:
        raise WebhookUnknown("There is no such message, or it is no longer kept.")
    return await _send(session, kept, found.body, now)


async def _send(session: Session, kept: Webhook, body: str, now: datetime) -> Delivery:
    made = Delivery(webhook_id=kept.id, id=new_id(), body=body, made_at=now, state=DeliveryState.WAITING)
    await queries.add_delivery(session, made)
    await enqueue_delivery(session, kept, made)
    return made


async def _note(session: Session, act: str, kept: Webhook, by: By, now: datetime) -> None:
    told = Act(act=act, subject_kind="agency", subject_id=kept.agency_id, detail={"endpoint": str(kept.id)})
    await audit.record(session, told, by=by, now=now)
