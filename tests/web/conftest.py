"""The application on the test's own connection, and browsers to use it with."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest
from litestar import Litestar

from service.accounts.operations import start_session
from service.accounts.rows import Account, Role
from service.agencies.rows import Agency
from service.app import create_app
from service.kit.clock import StandingClock
from service.kit.database import REGISTER, Database
from service.kit.forms import CSRF_FIELD
from service.settings import Settings
from service.web.authentication import session_cookie_name
from tests.factories import make_account, make_council, make_provider


class MovingClock(StandingClock):
    """A clock that stands still until a test moves it on."""

    def move(self, by: timedelta) -> None:
        self._at += by


class Browser(httpx.AsyncClient):
    """A browser: keeps cookies, follows nothing, and posts a form with its CSRF token."""

    account: Account
    agency: Agency

    async def submit(self, path: str, **fields: Any) -> httpx.Response:
        token = next((value for name, value in self.cookies.items() if name.endswith("csrf")), None)
        if token is None:
            await self.get("/help")
            return await self.submit(path, **fields)
        return await self.post(path, data={CSRF_FIELD: token, **fields})

    @property
    def session_token(self) -> str | None:
        return next((value for name, value in self.cookies.items() if name.endswith("session")), None)


BrowserOf = Callable[..., Awaitable[Browser]]


def browser(app: Litestar, base: str = "http://testserver") -> Browser:
    return Browser(transport=httpx.ASGITransport(app), base_url=base)


@pytest.fixture
def clock(now: datetime) -> MovingClock:
    """Stands at `now`; `clock.move(timedelta(...))` moves it on."""
    return MovingClock(now)


@pytest.fixture
def app(settings: Settings, database: Database, clock: MovingClock) -> Litestar:
    """The application as it runs, on the test's connection and clock."""
    return create_app(settings, database, clock=clock)


@pytest.fixture
async def client(app: Litestar) -> AsyncIterator[Browser]:
    """A browser in which nobody is signed in."""
    async with browser(app) as opened:
        yield opened


@pytest.fixture
async def client_as(
    app: Litestar, database: Database, settings: Settings, clock: MovingClock
) -> AsyncIterator[BrowserOf]:
    """Opens browsers in which somebody of a role is signed in, of a new agency unless one is given."""
    async with AsyncExitStack() as stack:

        async def opened(role: Role, agency: Agency | None = None) -> Browser:
            found = await stack.enter_async_context(browser(app))
            now = clock.now()
            async with database.transaction(REGISTER) as session:
                make = make_provider if role is Role.PROVIDER_STAFF else make_council
                found.agency = agency or await make(session, now=now)
                found.account = await make_account(session, agency=found.agency, role=role, now=now)
                token = await start_session(session, account=found.account, now=now)
            found.cookies.set(session_cookie_name(settings), token, domain="testserver.local")
            return found

        yield opened
