"""Every route has one guard, the public ones are few and named, and no address changes by accident.

A renamed or removed address breaks somebody's bookmark or a provider's system: routes.txt is changed on purpose.
"""

import importlib
from collections.abc import Iterator

import pytest
from litestar import Litestar
from litestar.handlers import HTTPRouteHandler
from litestar.routes import HTTPRoute

from service.app import create_app
from service.kit.database import open_database
from service.settings import Settings
from service.web import routes
from service.web.guards import Guard
from service.web.matrix import matrix_of
from tests.repository.source import ROOT, listed

SNAPSHOT = ROOT / "tests" / "repository" / "routes.txt"
PUBLIC = {
    "GET /": "what this is, for whoever comes by",
    "GET /my-pathway/open": "a young person with a link has no account; the code and the date of birth let them in",
    "POST /my-pathway/open": "the same",
    "POST /my-pathway/leave": "leaving twice is no mistake",
    "GET /help": "help has to be found before signing in",
    "GET /guide": "young people read the routes from school to work without an account",
    "GET /guide/places": "and what they can start",
    "GET /privacy": "what is held about whom is told to everybody",
    "GET /accessibility": "the statement is the public's",
    "GET /health": "balancers have no account",
    "GET /sign-in": "nobody is signed in yet",
    "POST /sign-in": "nobody is signed in yet",
    "GET /sign-in/code": "nobody is signed in yet",
    "POST /sign-in/code": "nobody is signed in yet",
    "POST /sign-out": "signing out twice is no mistake",
    "GET /api/v1/docs": "how the API is used is no secret, and holds no data",
    "GET /api/v1/openapi.json": "how the API is used is no secret, and holds no data",
    "GET /static/{file_path:path}": "style sheets and scripts, the same for everybody",
    "HEAD /static/{file_path:path}": "style sheets and scripts, the same for everybody",
    "GET /{rest:path}": "says that there is no such page",
}


def the_app() -> Litestar:
    """Nothing is connected until somebody asks."""
    return create_app(Settings(), open_database("postgresql://nobody@localhost/nothing"))


def handlers(app: Litestar) -> Iterator[tuple[str, HTTPRouteHandler]]:
    """Each handler with its address; not the framework's own answers to OPTIONS."""
    for route in app.routes:
        for handler in route.route_handlers if isinstance(route, HTTPRoute) else ():
            if set(handler.http_methods) != {"OPTIONS"}:
                yield route.path, handler


def test_every_route_carries_exactly_one_guard() -> None:
    wrong = [
        f"{path} ({handler.handler_name}): {len(guards)} guards"
        for path, handler in handlers(the_app())
        if len(guards := handler.resolve_guards()) != 1
        or not isinstance(getattr(guards[0], "func", guards[0]), Guard)
    ]
    assert not wrong, listed(wrong)


def test_the_public_routes_are_the_ones_on_the_list() -> None:
    public = {f"{each.method} {each.path}" for each in matrix_of(the_app()) if each.public}
    assert public == PUBLIC.keys()


def test_a_guard_opens_to_people_to_systems_or_to_whoever_was_let_in() -> None:
    closed = [each for each in matrix_of(the_app()) if not each.public]
    wrong = [
        f"{each.method} {each.path}"
        for each in closed
        if [bool(each.roles), bool(each.scope), each.own].count(True) != 1
    ]
    assert not wrong, listed(wrong)
    asked = [
        f"{each.method} {each.path}" for each in closed if bool(each.scope) != each.path.startswith("/api/")
    ]
    assert not asked, listed(asked)


def test_no_address_appeared_or_vanished_unnoticed() -> None:
    now = {f"{each.method} {each.path}" for each in matrix_of(the_app())}
    kept = set(SNAPSHOT.read_text(encoding="utf-8").splitlines())
    changed = [f"- {each}" for each in sorted(kept - now)] + [f"+ {each}" for each in sorted(now - kept)]
    assert not changed, listed(["routes.txt is to be changed on purpose:", *changed])


def test_the_list_of_addresses_is_sorted_and_names_each_once() -> None:
    lines = SNAPSHOT.read_text(encoding="utf-8").splitlines()
    assert lines == sorted(set(lines), key=lambda line: line.split(" ")[::-1])


WITH_ROUTES = sorted(
    ".".join(path.relative_to(ROOT / "service" / "web").with_suffix("").parts)
    for path in (ROOT / "service" / "web").rglob("*.py")
    if path.parent.name != "api" and path.stem != "routes" and "\nROUTES" in path.read_text(encoding="utf-8")
)


@pytest.mark.parametrize("name", WITH_ROUTES)
def test_a_module_with_routes_serves_them(name: str) -> None:
    offered = importlib.import_module(f"service.web.{name}").ROUTES
    assert offered
    assert [handler for handler in offered if handler not in routes.HANDLERS] == []


def test_no_page_asks_for_a_person_in_its_address() -> None:
    told = {
        "given_names",
        "family_name",
        "indicator",
        "uln",
        "upn",
        "born",
        "date_of_birth",
        "email",
        "postcode",
        "token",
    }
    asked = [
        f"{path}: {name}"
        for path, handler in handlers(the_app())
        if "GET" in handler.http_methods
        for name in (*handler.parsed_fn_signature.parameters, *path.split("/"))
        if name.strip("{}").split(":")[0] in told
    ]
    assert not asked, listed(asked)
