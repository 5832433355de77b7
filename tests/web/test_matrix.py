"""The live route × role matrix: it says what the guards do, and every cell of it is tried."""

import csv
import io
import re
from uuid import UUID

import pytest
from litestar import Litestar, Router, get

from service.accounts.rows import Role, TokenScope
from service.web.guards import PUBLIC, SIGNED_IN, requires, requires_scope
from service.web.matrix import Opening, matrix_of
from tests.web.conftest import BrowserOf


@get("/public", guards=[PUBLIC])
async def public() -> None:
    """Anybody."""


@get("/staff", guards=[requires(Role.BOARD_MEMBER, Role.ADMINISTRATOR)])
async def staff() -> None:
    """Two roles."""


@get("/forgotten")
async def forgotten() -> None:
    """Nobody thought of a guard."""


@get("/both", guards=[requires(Role.ADMINISTRATOR)])
async def both() -> None:
    """Behind its router's guard as well."""


@get("/system", guards=[requires_scope(TokenScope.ALERTS)])
async def system() -> None:
    """Agencies' systems."""


@pytest.fixture
def small() -> dict[str, Opening]:
    """A small application's matrix, by path."""
    inner = Router("/inner", route_handlers=[both, public], guards=[SIGNED_IN])
    app = Litestar([public, staff, forgotten, system, inner], openapi_config=None)
    return {opening.path: opening for opening in matrix_of(app)}


def test_matrix_of_lists_the_roles_a_guard_lets_through(small: dict[str, Opening]) -> None:
    assert small["/staff"].roles == {Role.BOARD_MEMBER, Role.ADMINISTRATOR}
    assert [small["/staff"].opens_to(role) for role in Role] == [
        False,
        False,
        False,
        True,
        True,
        False,
        False,
        False,
        False,
    ]


def test_matrix_of_says_when_anybody_may(small: dict[str, Opening]) -> None:
    assert small["/public"].public
    assert all(small["/public"].opens_to(role) for role in Role)


def test_matrix_of_says_when_nobody_thought_of_a_guard(small: dict[str, Opening]) -> None:
    assert (small["/forgotten"].public, small["/forgotten"].guarded) == (True, False)
    assert small["/public"].guarded


def test_matrix_of_counts_the_guards_of_the_router_too(small: dict[str, Opening]) -> None:
    assert small["/inner/both"].roles == {Role.ADMINISTRATOR}
    assert not small["/inner/public"].public
    assert small["/inner/public"].roles == frozenset(Role)


def test_matrix_of_names_the_scope_a_token_needs(small: dict[str, Opening]) -> None:
    assert small["/system"].scope is TokenScope.ALERTS
    assert not any(small["/system"].opens_to(role) for role in Role)


@pytest.mark.parametrize("role", [pytest.param(role, id=role.value) for role in Role])
async def test_every_cell_of_the_matrix_is_what_happens(
    app: Litestar, client_as: BrowserOf, role: Role
) -> None:
    inside = await client_as(role)
    for opening in matrix_of(app):
        if opening.path.startswith("/api/") or opening.method == "HEAD" or opening.path == "/sign-out":
            continue
        path = re.sub(
            r"\{[a-z_]+:(\w+)\}", lambda f: str(UUID(int=1)) if f[1] == "uuid" else "nowhere", opening.path
        )
        answer = await (inside.get(path) if opening.method == "GET" else inside.submit(path))
        refused = answer.status_code == 403 and "Your account is not for this page." in answer.text
        assert refused is not opening.opens_to(role), f"{opening.method} {opening.path}"


async def test_signed_out_only_the_public_routes_answer(app: Litestar, client: BrowserOf) -> None:
    for opening in matrix_of(app):
        if opening.path.startswith("/api/") or opening.method != "GET" or opening.public:
            continue
        path = re.sub(
            r"\{[a-z_]+:(\w+)\}", lambda f: str(UUID(int=1)) if f[1] == "uuid" else "nowhere", opening.path
        )
        answer = await client.get(path)
        assert answer.status_code == 303, opening.path
        door = "/my-pathway/open" if opening.own else "/sign-in"
        assert answer.headers["location"].startswith(door), opening.path


async def test_the_page_and_the_csv_show_the_running_service(app: Litestar, client_as: BrowserOf) -> None:
    inside = await client_as(Role.ADMINISTRATOR)
    shown = (await inside.get("/matrix")).text
    openings = matrix_of(app)
    assert all(f"{opening.method} {opening.path}" in shown for opening in openings)
    file = await inside.get("/matrix.csv")
    assert file.headers["content-type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(file.text)))
    assert len(rows) == len(openings)
    people = next(row for row in rows if (row["method"], row["path"]) == ("GET", "/people"))
    assert [people[role] for role in Role] == ["no", "no", "no", "no", "yes", "no", "no", "no", "no"]
    assert people["everybody"] == "no"
