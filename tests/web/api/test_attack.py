"""Schemathesis attacks every operation from its description: whatever is sent, the answer is one that is described.

Most of what it sends gets the id of a learner or file that is there, to come behind the 404s. The clock moves on
whenever somebody looks at it, so that the limits on requests do not stand in the way.
"""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from litestar import Litestar
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from service.app import create_app
from service.imports.operations import check, receive
from service.kit.audit import By
from service.kit.clock import StandingClock
from service.kit.database import REGISTER, Context, Database
from service.kit.embedded_postgres import EmbeddedPostgres
from service.settings import Mode, Settings
from service.vocabulary.day import london_day
from service.web.api.documents import document
from tests.conftest import NOW
from tests.connections import WithoutPool
from tests.factories import make_council, make_learner, make_provider, record_spell
from tests.imports.ilr_text import FILE_NAME, learner, message
from tests.web.api.conftest import token_of

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
schema = schemathesis.openapi.from_dict(document())


class HurryingClock(StandingClock):
    """A clock that is two seconds on whenever somebody looks."""

    def now(self) -> datetime:
        self._at += timedelta(seconds=2)
        return self._at


class Target:
    """An application with a token for it, and ids of things that are there."""

    def __init__(self, app: Litestar, token: str, ids: dict[str, str]) -> None:
        self.app, self.token, self.ids = app, token, ids
        self.turns = count()


@pytest.fixture(scope="module")
async def target(postgres: EmbeddedPostgres, own_database: str) -> AsyncIterator[Target]:
    """The application on a database of its own; without a pool, because Schemathesis calls it in another loop."""
    database = WithoutPool(postgres.url("pathway_app", own_database))
    async with database.transaction(REGISTER) as session:
        council = await make_council(session, now=NOW)
        college = await make_provider(session, now=NOW, council=council)
        known = await make_learner(session, by=By(agency_id=college.id), now=NOW)
        await record_spell(session, known.id, agency=college, now=NOW)
    submission_id = await _checked_file(database, college.id)
    app = create_app(Settings(mode=Mode.TEST), database, clock=HurryingClock(NOW))
    token = await token_of(database, college, NOW)
    yield Target(app, token, {"learner_id": str(known.id), "submission_id": str(submission_id)})
    await database.close()


async def _checked_file(database: Database, agency_id: UUID) -> UUID:
    async def pieces() -> AsyncIterator[bytes]:
        yield message(learner(), learner(LearnRefNumber="B2", ULN="1234567890")).encode()

    async with database.transaction(Context(agency_id=agency_id)) as session:
        received = await receive(
            session,
            file_name=FILE_NAME,
            pieces=pieces(),
            limit=1_000_000,
            by=By(agency_id=agency_id),
            now=NOW,
            today=london_day(NOW),
        )
    await check(database, submission_id=received, now=NOW)
    return received


@schema.parametrize()
@settings(
    max_examples=20,
    derandomize=True,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
def test_whatever_is_sent_the_answer_is_described(case: Any, target: Target) -> None:
    headers = {"Authorization": f"Bearer {target.token}"}
    if next(target.turns) % 4:
        case.path_parameters |= {
            name: id_ for name, id_ in target.ids.items() if name in case.path_parameters
        }
        headers |= {"If-Match": "*"} if "If-Match" in case.headers else {}

    response = case.call(app=target.app, headers=headers)

    case.validate_response(response, checks=CHECKS)
