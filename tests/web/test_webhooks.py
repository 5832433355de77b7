"""Endpoints' pages: the secret shown once, a message tried, read and sent again; administrators alone."""

import re
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime
from uuid import UUID

import pytest
from litestar import Litestar

from service.accounts.rows import Role
from service.feeds.operations import deliver
from service.kit import database as sql
from service.kit.database import REGISTER, Database
from service.settings import Settings
from tests.feeds.receiver import Receiver, receiving
from tests.web.conftest import Browser, BrowserOf

SECRET = re.compile(r"whsec_[A-Za-z0-9+/=]+")
MESSAGES = "select webhook_id, id from delivery order by made_at, id"


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return replace(settings, webhooks_to_loopback=True)


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    async with receiving() as found:
        yield found


@pytest.fixture
async def admin(client_as: BrowserOf) -> Browser:
    return await client_as(Role.ADMINISTRATOR)


class Endpoint:
    """An endpoint of an agency, as its administrator sees it."""

    def __init__(self, admin: Browser, receiver: Receiver, database: Database) -> None:
        self.admin, self.database = admin, database
        self.url = receiver.url
        self.all = f"/people/agencies/{admin.agency.id}/webhooks"
        self.path = ""

    async def added(self) -> str:
        """Adds it, and gives the page that answers."""
        shown = (await self.admin.submit(self.all, url=self.url)).text
        found = re.search(rf"{self.all}/[0-9a-f-]{{36}}", shown)
        assert found
        self.path = found.group()
        return shown

    async def messages(self) -> list[tuple[UUID, UUID]]:
        async with self.database.transaction(REGISTER) as session:
            return [tuple(each) for each in await sql.rows(session, MESSAGES)]


@pytest.fixture
def endpoint(admin: Browser, receiver: Receiver, database: Database) -> Endpoint:
    return Endpoint(admin, receiver, database)


async def test_an_endpoints_secret_is_shown_once_and_a_replaced_one_is_another(endpoint: Endpoint) -> None:
    admin = endpoint.admin
    assert "No endpoints." in (await admin.get(endpoint.all)).text
    first = SECRET.findall(await endpoint.added())
    assert len(set(first)) == 1
    for path in (endpoint.all, endpoint.path):
        shown = (await admin.get(path)).text
        assert endpoint.url in shown
        assert not SECRET.search(shown)
    turned = await admin.submit(f"{endpoint.path}/secret")
    assert turned.status_code == 200
    assert set(SECRET.findall(turned.text)).isdisjoint(first)


async def test_a_test_message_is_listed_delivered_and_sent_again(
    endpoint: Endpoint, receiver: Receiver, settings: Settings, now: datetime
) -> None:
    admin, database = endpoint.admin, endpoint.database
    await endpoint.added()
    assert "Nothing has been sent yet" in (await admin.get(endpoint.path)).text
    sent = await admin.submit(f"{endpoint.path}/test")
    assert sent.headers["location"] == f"{endpoint.path}?done=test"
    assert "On its way" in (await admin.get(sent.headers["location"])).text

    ((webhook_id, delivery_id),) = await endpoint.messages()
    await deliver(
        database,
        agency_id=admin.agency.id,
        webhook_id=webhook_id,
        delivery_id=delivery_id,
        master=settings.secret,
        loopback=True,
        now=now,
    )
    assert len(receiver.heard) == 1
    shown = (await admin.get(endpoint.path)).text
    assert "Taken" in shown
    assert "On its way" not in shown

    again = await admin.submit(f"{endpoint.path}/messages/{delivery_id}")
    assert again.headers["location"] == f"{endpoint.path}?done=again"
    assert len(await endpoint.messages()) == 2


async def test_an_endpoint_is_switched_off_and_on_and_says_why_it_is_off(endpoint: Endpoint) -> None:
    admin = endpoint.admin
    await endpoint.added()
    await admin.submit(f"{endpoint.path}/off")
    off = (await admin.get(endpoint.path)).text
    assert "Switched off by hand." in off
    assert f'action="{endpoint.path}/test"' not in off, "nothing is sent to one that is off"
    assert "Off: Switched off by hand." in (await admin.get(endpoint.all)).text
    await admin.submit(f"{endpoint.path}/on")
    assert "Switched off by hand." not in (await admin.get(endpoint.path)).text
    assert (await admin.submit(f"{endpoint.path}/explode")).status_code == 422


async def test_a_wrong_address_is_told_beside_its_field_and_what_was_typed_stays(endpoint: Endpoint) -> None:
    refused = await endpoint.admin.submit(endpoint.all, url="ftp://college.example/hook")
    assert refused.status_code == 422
    assert 'href="#url"' in refused.text
    assert 'value="ftp://college.example/hook"' in refused.text


async def test_an_endpoint_is_found_only_under_its_own_agency(
    endpoint: Endpoint, client_as: BrowserOf, app: Litestar
) -> None:
    await endpoint.added()
    other = (await client_as(Role.PROVIDER_STAFF)).agency
    elsewhere = endpoint.path.replace(str(endpoint.admin.agency.id), str(other.id))
    assert (await endpoint.admin.get(elsewhere)).status_code == 404
    assert (await endpoint.admin.submit(f"{elsewhere}/secret")).status_code == 404
    assert (await endpoint.admin.submit(f"{endpoint.path}/messages/{other.id}")).status_code == 404
