"""Who may ask what: tokens, scopes, other agencies' learners, and how often."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest
from litestar import Litestar
from litestar.routes import HTTPRoute

from service.accounts import queries as accounts
from service.accounts.operations import revoke_token
from service.accounts.rows import Role, TokenScope
from service.agencies.rows import Agency
from service.kit.audit import By
from service.kit.database import REGISTER, Database, value
from service.kit.ids import new_id
from service.learners.rows import Learner
from service.web.api.documents import document
from service.web.api.limits import ALL, LOOK_UPS
from service.web.guards import Guard
from tests.web.api.conftest import API, System, SystemOf
from tests.web.conftest import BrowserOf, MovingClock

PUBLIC = {f"{API}/openapi.json", f"{API}/docs"}
BODIES = {
    "/indicators": {
        "request_id": str(new_id()),
        "given_names": "A",
        "family_name": "B",
        "date_of_birth": "2009-01-01",
    },
    "/learners/search": {"family_name": "B", "date_of_birth": "2009-01-01"},
    "/milestones": {"key": "k", "kind": "achieved", "occurred_on": "2026-01-05"},
    "/spells": {"key": "k", "activity": 230, "started_on": "2026-01-05"},
    "/circumstances": {"key": "k", "kind": "english", "value": "2", "starts_on": "2026-01-05"},
    "/take-back": {"because": "never_happened"},
    "/acceptance": {"mode": "good"},
}


def routes() -> Iterator[tuple[str, str, TokenScope]]:
    """Every described route: (method, path, the scope that opens it)."""
    for path, item in document()["paths"].items():
        for method, operation in item.items():
            yield method, path, TokenScope(operation["security"][0]["token"][0])


ROUTES = sorted(routes())
OF_A_LEARNER = [(method, path) for method, path, _ in ROUTES if "{learner_id}" in path]


async def ask(client: httpx.AsyncClient, method: str, path: str, **ids: Any) -> httpx.Response:
    """Calls a route with a body that fits."""
    names = ("learner_id", "fact_id", "submission_id", "request_id")
    filled = path.format(**({name: new_id() for name in names} | ids))
    body = next((body for end, body in BODIES.items() if path.endswith(end)), None)
    headers = {"if-match": "*"} if body and path.endswith(("milestones", "spells", "take-back")) else {}
    return await client.request(method, filled.removeprefix(API), json=body, headers=headers)


@pytest.mark.parametrize(("method", "path", "scope"), ROUTES)
async def test_a_route_opens_to_its_scope_alone(
    system_of: SystemOf, college: Agency, method: str, path: str, scope: TokenScope
) -> None:
    without = await system_of(college, *(other for other in TokenScope if other is not scope))
    bearing = await system_of(college, scope)

    refused = await ask(without, method, path)
    opened = await ask(bearing, method, path)

    assert (refused.status_code, refused.json()["code"]) == (403, "scope_missing")
    assert refused.headers["content-type"] == "application/problem+json"
    assert opened.status_code not in {401, 403}


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({}, id="no token"),
        pytest.param({"authorization": "Bearer pwy_unknown"}, id="an unknown token"),
        pytest.param({"authorization": "Bearer "}, id="an empty token"),
        pytest.param({"authorization": "Basic cHd5Og=="}, id="another scheme"),
    ],
)
async def test_without_a_token_nothing_opens(client: httpx.AsyncClient, headers: dict[str, str]) -> None:
    client.base_url = f"http://testserver{API}"
    client.headers.update(headers)

    for method, path, _ in ROUTES:
        refused = await ask(client, method, path)

        assert refused.status_code == 401, path
        assert refused.headers["www-authenticate"] == "Bearer"
        assert refused.json()["code"] == "not_signed_in"
        assert refused.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(("method", "path"), OF_A_LEARNER)
async def test_anothers_learner_and_nobody_answer_alike(
    system_of: SystemOf, elsewhere: Agency, rowan: Learner, method: str, path: str
) -> None:
    other = await system_of(elsewhere)

    theirs = await ask(other, method, path, learner_id=rowan.id)
    nobodys = await ask(other, method, path)

    assert (theirs.status_code, nobodys.status_code) == (404, 404)
    assert theirs.content == nobodys.content
    assert theirs.json()["code"] == "learner_unknown"


async def test_a_revoked_token_opens_nothing(
    system: System, database: Database, college: Agency, now: datetime
) -> None:
    assert (await system.get("/alerts")).status_code == 200
    async with database.transaction(REGISTER) as session:
        token = (await accounts.tokens_of(session, college.id))[0]
        await revoke_token(session, token_id=token.id, by=By(agency_id=college.id), now=now)

    assert (await system.get("/alerts")).status_code == 401


async def test_a_token_is_nowhere_kept_as_it_is(system: System, database: Database) -> None:
    async with database.transaction(REGISTER) as session:
        kept = await value(session, "select string_agg(t::text, ' ') from api_token t")

    assert system.token not in kept


async def test_a_person_signed_in_is_nobody_to_the_api(client_as: BrowserOf) -> None:
    staff = await client_as(Role.PROVIDER_STAFF)

    assert (await staff.get(f"{API}/alerts")).status_code == 401


def test_every_route_of_the_api_is_guarded_by_a_scope_or_public_by_name(app: Litestar) -> None:
    for route in app.routes:
        if not isinstance(route, HTTPRoute) or not route.path.startswith(API):
            continue
        for handler, _ in route.route_handler_map.values():
            if handler.http_methods == {"OPTIONS"}:
                continue
            guards = [guard for guard in handler.guards or () if isinstance(guard, Guard)]
            assert len(guards) == 1
            assert guards[0].public == (route.path in PUBLIC)
            assert guards[0].public or guards[0].scope in TokenScope


@pytest.mark.parametrize("path", ["/nothing", "/learners/not-a-uuid", "/submissions/1"])
async def test_an_address_that_is_none_is_a_problem_document(system: System, path: str) -> None:
    answer = await system.get(path)

    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")


async def test_a_method_that_is_none_is_a_problem_document(system: System) -> None:
    answer = await system.delete("/alerts")

    assert (answer.status_code, answer.headers["content-type"]) == (405, "application/problem+json")


async def test_look_ups_are_slow_on_purpose(
    system: System, system_of: SystemOf, council: Agency, clock: MovingClock
) -> None:
    asked = {"family_name": "Nobody", "date_of_birth": "2009-01-01"}
    for _ in range(LOOK_UPS.most):
        assert (await system.post("/learners/search", json=asked)).status_code == 200

    refused = await system.post("/learners/search", json=asked)
    assert refused.status_code == 429
    assert 0 < int(refused.headers["retry-after"]) <= 60
    assert refused.json()["code"] == "too_many_requests"
    assert (await system.get("/alerts")).status_code == 200
    another = await system_of(council)
    assert (await another.post("/learners/search", json=asked)).status_code == 200

    clock.move(timedelta(seconds=60))
    assert (await system.post("/learners/search", json=asked)).status_code == 200


async def test_every_request_counts(
    system: System, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.web.api.limits.ALL", type(ALL)("api", 3))
    statuses = [(await system.get("/alerts", params={"limit": "wrong"})).status_code for _ in range(4)]

    assert statuses == [422, 422, 422, 429]
