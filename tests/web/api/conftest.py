"""Agencies' systems: clients with a token, of a college and its council, and of a college elsewhere."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

import httpx
import pytest
from litestar import Litestar

from service.accounts.operations import issue_token
from service.accounts.rows import TokenScope
from service.agencies.rows import Agency
from service.app import create_app
from service.kit.audit import By
from service.kit.database import REGISTER, Database, open_database
from service.kit.embedded_postgres import EmbeddedPostgres
from service.kit.ids import NOBODY, new_id
from service.learners.rows import Learner
from service.settings import Mode, Settings
from tests.factories import make_council, make_learner, make_provider
from tests.web.conftest import MovingClock

API = "/api/v1"


class System(httpx.AsyncClient):
    """An agency's system with its token."""

    agency: Agency
    token: str

    async def etag(self, learner_id: UUID) -> str:
        """The version of a learner's record now."""
        return (await self.get(f"/learners/{learner_id}/timeline")).headers["etag"]

    async def record(
        self, learner_id: UUID, what: str, etag: str | None = None, **body: Any
    ) -> httpx.Response:
        """Posts a milestone or a spell, on condition of the version there is now or of `etag`."""
        headers = {"if-match": etag or await self.etag(learner_id)}
        return await self.post(f"/learners/{learner_id}/{what}", json=body, headers=headers)


SystemOf = Callable[..., Awaitable[System]]


@pytest.fixture(scope="session")
def built(postgres: EmbeddedPostgres) -> Litestar:
    """The application, put together once: that takes longer than most of these tests."""
    return create_app(Settings(mode=Mode.TEST), open_database(postgres.app_url))


@pytest.fixture
def app(built: Litestar, settings: Settings, database: Database, clock: MovingClock) -> Litestar:
    """The application on the test's own connection, settings and clock."""
    built.state.service = replace(built.state.service, settings=settings, database=database, clock=clock)
    return built


async def token_of(database: Database, agency: Agency, now: datetime, *scopes: TokenScope) -> str:
    """A token with these scopes, or with all of them."""
    async with database.transaction(REGISTER) as session:
        return await issue_token(
            session,
            agency_id=agency.id,
            name="The records system",
            scopes=scopes or tuple(TokenScope),
            by=By(agency_id=NOBODY),
            now=now,
        )


@pytest.fixture
async def system_of(app: Litestar, database: Database, now: datetime) -> AsyncIterator[SystemOf]:
    """Makes clients: `await system_of(agency)` with every scope, `await system_of(agency, scope)` with some."""
    async with AsyncExitStack() as stack:

        async def made(agency: Agency, *scopes: TokenScope) -> System:
            token = await token_of(database, agency, now, *scopes)
            system = System(
                transport=httpx.ASGITransport(app),
                base_url=f"http://testserver{API}",
                headers={"authorization": f"Bearer {token}"},
            )
            system.agency, system.token = agency, token
            return await stack.enter_async_context(system)

        yield made


@pytest.fixture
async def council(database: Database, now: datetime) -> Agency:
    """The council the college works with."""
    async with database.transaction(REGISTER) as session:
        return await make_council(session, now=now, name="Easthaven Council")


@pytest.fixture
async def college(database: Database, council: Agency, now: datetime) -> Agency:
    """The college whose system asks."""
    async with database.transaction(REGISTER) as session:
        return await make_provider(session, now=now, council=council, name="Easthaven College")


@pytest.fixture
async def elsewhere(database: Database, now: datetime) -> Agency:
    """A college with no access to the other's learners."""
    async with database.transaction(REGISTER) as session:
        return await make_provider(session, now=now, name="Westmere College")


@pytest.fixture
async def system(system_of: SystemOf, college: Agency) -> System:
    """The college's system, with every scope."""
    return await system_of(college)


@pytest.fixture
async def rowan(database: Database, college: Agency, now: datetime) -> Learner:
    """A learner the college has registered."""
    async with database.transaction(REGISTER) as session:
        return await make_learner(session, by=By(agency_id=college.id), now=now)


@pytest.fixture
def a_claim(now: datetime) -> dict[str, Any]:
    """The body of a request for somebody new."""
    return {
        "request_id": str(new_id()),
        "given_names": "Wren",
        "family_name": "Thistledown",
        "date_of_birth": f"{now.year - 17}-02-11",
        "sex": "F",
    }
