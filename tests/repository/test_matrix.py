"""Route × role: every cell of the matrix that the guards give is tried with a real request.

Objects asked for do not exist, so an open door answers with "not there" or "fill in the form"; a closed one with
403, or with the way to sign in. Each route's requests are undone before the next.
"""

import re
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import httpx
import msgspec
import pytest
from litestar import Litestar

from service.accounts.operations import issue_token, start_session
from service.accounts.rows import Role, TokenScope
from service.agencies.rows import Agency
from service.app import create_app
from service.kit.audit import By
from service.kit.clock import StandingClock
from service.kit.database import REGISTER, Session
from service.kit.embedded_postgres import EmbeddedPostgres
from service.settings import Mode, Settings
from service.web.matrix import Opening, matrix_of
from tests.conftest import NOW
from tests.connections import OneConnection, rolled_back
from tests.factories import make_account, make_council, make_provider
from tests.repository.test_routes import the_app

NO_SUCH_KEY = UUID("00000000-0000-7000-8000-000000000001")
ROUTES = matrix_of(the_app())
OF_PROVIDERS = {Role.PROVIDER_STAFF}


class Doors(msgspec.Struct, frozen=True):
    """One application on one connection, with somebody of each role signed in and a token of each scope."""

    database: OneConnection
    client: httpx.AsyncClient
    sessions: dict[Role, str]
    tokens: dict[TokenScope, str]
    csrf: str

    async def knock(self, opening: Opening, *, cookie: str = "", token: str = "") -> httpx.Response:
        """One request, with all that a browser or a system sends, but an empty body."""
        headers = {"x-csrftoken": self.csrf, "cookie": f"csrf={self.csrf}; session={cookie}"}
        if token:
            headers["authorization"] = f"Bearer {token}"
        headers["content-type"] = "application/x-www-form-urlencoded"
        return await self.client.request(opening.method, address(opening.path), content=b"", headers=headers)


def address(path: str) -> str:
    """A route's address with its blanks filled."""
    filled = re.sub(r"{[^{}]+:uuid}", str(NO_SUCH_KEY), path)
    filled = re.sub(r"{[^{}]+:path}", "nowhere", filled)
    return re.sub(
        r"{[^{}]+:date}", "2026-11-03", re.sub(r"{[^{}]+:int}", "1", re.sub(r"{[^{}]+:str}", "x", filled))
    )


@pytest.fixture(scope="module")
async def database(postgres: EmbeddedPostgres) -> AsyncIterator[OneConnection]:
    async with rolled_back(postgres.app_url) as database:
        yield database


@pytest.fixture(scope="module")
async def house(database: OneConnection, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Doors]:
    settings = Settings(
        mode=Mode.TEST, state_dir=tmp_path_factory.mktemp("state"), secret="a-secret-of-the-matrix-0123456789"
    )
    app: Litestar = create_app(settings, database, clock=StandingClock(NOW))
    async with database.transaction(REGISTER) as session:
        council = await make_council(session, now=NOW)
        provider = await make_provider(session, now=NOW, council=council)
        sessions = {role: await signed_in(session, role, council, provider) for role in Role}
        tokens = {scope: await token_of(session, provider, scope) for scope in TokenScope}
    served: Any = app  # Litestar and httpx describe the same ASGI in types that do not meet
    transport = httpx.ASGITransport(served)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        csrf = (await client.get("/sign-in")).cookies["csrf"]
        client.cookies.clear()
        yield Doors(database, client, sessions, tokens, csrf)


async def signed_in(session: Session, role: Role, council: Agency, provider: Agency) -> str:
    agency = provider if role in OF_PROVIDERS else council
    account = await make_account(session, agency=agency, role=role, now=NOW)
    return await start_session(session, account=account, now=NOW)


async def token_of(session: Session, provider: Agency, scope: TokenScope) -> str:
    by = By(agency_id=provider.id)
    return await issue_token(
        session, agency_id=provider.id, name=f"for {scope}", scopes=[scope], by=by, now=NOW
    )


@pytest.fixture
async def doors(house: Doors) -> AsyncIterator[Doors]:
    """The same house for every route: what one route's requests did is undone."""
    undone = house.database.driver.transaction()
    await undone.start()
    yield house
    await undone.rollback()
    house.client.cookies.clear()


each_route = pytest.mark.parametrize("opening", ROUTES, ids=[f"{each.method} {each.path}" for each in ROUTES])


def is_opened(answer: httpx.Response) -> bool:
    """Neither refused nor sent to sign in, and nothing broke."""
    sent_away = answer.status_code == 303 and answer.headers["location"].startswith("/sign-in")
    return answer.status_code not in {401, 403} and answer.status_code < 500 and not sent_away


@each_route
async def test_a_route_opens_to_the_roles_of_its_guard_and_to_no_other(
    opening: Opening, doors: Doors
) -> None:
    for role, cookie in doors.sessions.items():
        answer = await doors.knock(opening, cookie=cookie)
        if opening.path.startswith("/api/") and not opening.public:
            assert answer.status_code == 401, f"{role}: a browser's session opens no system's door"
        elif opening.public or opening.opens_to(role):
            assert is_opened(answer) or opening.path.startswith("/sign-in"), f"{role}: {answer.text[-2000:]}"
        else:
            assert answer.status_code == 403, role
            assert "not for this page" in answer.text


@each_route
async def test_nobody_gets_in_without_signing_in(opening: Opening, doors: Doors) -> None:
    answer = await doors.knock(opening)
    if opening.public:
        assert answer.status_code not in {401, 403, 500}
    elif opening.path.startswith("/api/"):
        assert answer.status_code == 401
        assert answer.headers["www-authenticate"] == "Bearer"
    else:
        assert answer.status_code == 303
        door = "/my-pathway/open" if opening.own else "/sign-in"
        assert answer.headers["location"].startswith(door)


@each_route
async def test_a_token_opens_the_routes_of_its_scope_and_no_page(opening: Opening, doors: Doors) -> None:
    for scope, token in doors.tokens.items():
        answer = await doors.knock(opening, token=token)
        if opening.public:
            assert answer.status_code not in {401, 403, 500}
        elif not opening.path.startswith("/api/"):
            assert answer.status_code == 303, "a token is not looked at outside the API"
        elif opening.scope is scope:
            assert is_opened(answer), f"{scope}: {answer.text}"
        else:
            assert answer.status_code == 403, scope


async def test_a_browser_without_the_forgery_token_changes_nothing(doors: Doors) -> None:
    cookie = f"session={doors.sessions[Role.YOUTH_ADVISER]}"
    changing = [
        each for each in ROUTES if each.method not in {"GET", "HEAD"} and not each.path.startswith("/api/")
    ]
    for opening in changing:
        answer = await doors.client.request(opening.method, address(opening.path), headers={"cookie": cookie})
        assert answer.status_code == 403, opening.path
