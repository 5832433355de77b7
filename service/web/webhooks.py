"""Endpoints of agencies' systems: the secret shown once, what was sent, again, off and on. For administrators."""

from dataclasses import dataclass, field
from typing import Annotated
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from litestar.response import Redirect

from service.accounts.rows import Role
from service.agencies.rows import Agency
from service.feeds import operations, queries
from service.feeds.operations import Secret, require_webhook
from service.feeds.rows import Delivery, DeliveryState, Webhook
from service.kit.database import Session
from service.kit.errors import Invalid
from service.web.errors import FormRefused
from service.web.guards import requires
from service.web.page import page, see_other
from service.web.tokens import require_agency
from service.web.visit import PageRequest, Visit

ADMIN = requires(Role.ADMINISTRATOR)
LISTED = 20
STATES = {
    DeliveryState.WAITING: "On its way",
    DeliveryState.DELIVERED: "Taken",
    DeliveryState.FAILED: "Given up",
}
BANNERS = {
    "test": "A test message is on its way. It is listed below.",
    "again": "It is sent again, as a new message.",
    "on": "The endpoint is switched on.",
    "off": "The endpoint is switched off.",
}


@dataclass(frozen=True, kw_only=True)
class WebhooksPage:
    """An agency's endpoints, and the form for another."""

    agency: Agency
    webhooks: list[Webhook]
    errors: dict[str, str] = field(default_factory=dict)
    values: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class SecretPage:
    """An endpoint's secret, this once."""

    agency: Agency
    webhook: Webhook
    secret: str = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class WebhookPage:
    """One endpoint and what was sent to it."""

    agency: Agency
    webhook: Webhook
    deliveries: list[Delivery]
    states: dict[DeliveryState, str]


@get("/people/agencies/{agency_id:uuid}/webhooks", guards=[ADMIN])
async def list_webhooks(
    request: PageRequest, session: NamedDependency[Session], agency_id: FromPath[UUID]
) -> Response[str]:
    """The list, with the form."""
    agency = await require_agency(session, agency_id)
    content = WebhooksPage(agency=agency, webhooks=await queries.webhooks_of(session, agency_id))
    return page(request, "webhooks/list.html", content, title="Endpoints")


@post("/people/agencies/{agency_id:uuid}/webhooks", guards=[ADMIN], status_code=200)
async def add(
    request: PageRequest,
    session: NamedDependency[Session],
    visit: NamedDependency[Visit],
    agency_id: FromPath[UUID],
) -> Response[str]:
    """Answers with the page itself, since the secret is shown this once; sent twice, it says so."""
    agency = await require_agency(session, agency_id)
    url = str((await request.form()).get("url", ""))
    try:
        made = await operations.add_webhook(
            session,
            agency_id=agency_id,
            url=url,
            master=visit.settings.secret,
            loopback=visit.settings.webhooks_to_loopback,
            by=visit.by,
            now=visit.now,
        )
    except Invalid as wrong:
        known = await queries.webhooks_of(session, agency_id)
        told = {"url": wrong.sentence}
        content = WebhooksPage(agency=agency, webhooks=known, errors=told, values={"url": url})
        raise FormRefused("webhooks/list.html", content, title="Endpoints") from None
    return _secret(request, agency, made)


@get("/people/agencies/{agency_id:uuid}/webhooks/{webhook_id:uuid}", guards=[ADMIN])
async def show_webhook(
    request: PageRequest,
    session: NamedDependency[Session],
    agency_id: FromPath[UUID],
    webhook_id: FromPath[UUID],
    done: Annotated[str, QueryParameter(max_length=20)] = "",
) -> Response[str]:
    """One endpoint and its last messages."""
    agency = await require_agency(session, agency_id)
    kept = await require_webhook(session, agency_id, webhook_id)
    sent = await queries.deliveries(session, webhook_id, limit=LISTED)
    content = WebhookPage(agency=agency, webhook=kept, deliveries=sent, states=STATES)
    return page(request, "webhooks/webhook.html", content, title="Endpoint", banner=BANNERS.get(done))


@post("/people/agencies/{agency_id:uuid}/webhooks/{webhook_id:uuid}/secret", guards=[ADMIN], status_code=200)
async def rotate(
    request: PageRequest,
    session: NamedDependency[Session],
    visit: NamedDependency[Visit],
    agency_id: FromPath[UUID],
    webhook_id: FromPath[UUID],
) -> Response[str]:
    """Replaces the secret and shows the new one, this once."""
    agency = await require_agency(session, agency_id)
    kept = await require_webhook(session, agency_id, webhook_id)
    master = visit.settings.secret
    made = await operations.rotate_secret(session, kept=kept, master=master, by=visit.by, now=visit.now)
    return _secret(request, agency, made)


@post("/people/agencies/{agency_id:uuid}/webhooks/{webhook_id:uuid}/{act:str}", guards=[ADMIN])
async def act_on(
    session: NamedDependency[Session],
    visit: NamedDependency[Visit],
    agency_id: FromPath[UUID],
    webhook_id: FromPath[UUID],
    act: FromPath[str],
) -> Redirect:
    """Tries it out, or switches it off or on."""
    kept = await require_webhook(session, agency_id, webhook_id)
    if act == "test":
        await operations.send_test(session, kept=kept, now=visit.now)
    elif act in ("on", "off"):
        await operations.switch(session, kept=kept, on=act == "on", by=visit.by, now=visit.now)
    else:
        raise Invalid("There is nothing like this to do with an endpoint.")
    return see_other(f"/people/agencies/{agency_id}/webhooks/{webhook_id}?done={act}")


@post(
    "/people/agencies/{agency_id:uuid}/webhooks/{webhook_id:uuid}/messages/{delivery_id:uuid}", guards=[ADMIN]
)
async def send_again(
    session: NamedDependency[Session],
    visit: NamedDependency[Visit],
    agency_id: FromPath[UUID],
    webhook_id: FromPath[UUID],
    delivery_id: FromPath[UUID],
) -> Redirect:
    """Sends a message again."""
    kept = await require_webhook(session, agency_id, webhook_id)
    await operations.replay(session, kept=kept, delivery_id=delivery_id, now=visit.now)
    return see_other(f"/people/agencies/{agency_id}/webhooks/{webhook_id}?done=again")


def _secret(request: PageRequest, agency: Agency, made: Secret) -> Response[str]:
    content = SecretPage(agency=agency, webhook=made.webhook, secret=made.secret)
    return page(request, "webhooks/secret.html", content, title="The secret is ready")


ROUTES = [list_webhooks, add, show_webhook, rotate, act_on, send_again]
