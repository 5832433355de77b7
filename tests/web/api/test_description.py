"""The API's own description: valid, complete, true of the routes, and readable without a foreign server."""

import re
from pathlib import Path
from typing import Any

import msgspec
import pytest
from jsonschema import Draft202012Validator
from litestar import Litestar
from litestar.routes import HTTPRoute
from openapi_spec_validator import validate

from service.accounts.rows import TokenScope
from service.web.api.bodies import BODIES
from service.web.api.documents import document
from service.web.api.examples import EXAMPLES
from service.web.api.limits import ALL, LOOK_UPS
from service.web.api.shapes import SHAPES
from tests.web.api.test_access import API, PUBLIC, ROUTES
from tests.web.conftest import Browser

OPERATIONS = [
    pytest.param(operation, id=f"{method} {path}")
    for path, item in document()["paths"].items()
    for method, operation in item.items()
]


def test_the_description_is_valid_openapi_3_1() -> None:
    validate(document())

    assert document()["openapi"].startswith("3.1")


def test_every_path_is_described_and_nothing_else(app: Litestar) -> None:
    served = {
        (method, route.path_format)
        for route in app.routes
        if isinstance(route, HTTPRoute) and route.path.startswith(API) and route.path not in PUBLIC
        for method in route.methods - {"OPTIONS", "HEAD"}
    }
    described = {(method.upper(), path) for path, item in document()["paths"].items() for method in item}

    assert described == served


@pytest.mark.parametrize("operation", OPERATIONS)
def test_every_operation_says_who_may_what_it_is_and_how_it_is_refused(operation: dict[str, Any]) -> None:
    refusals = {code: answer for code, answer in operation["responses"].items() if not code.startswith("2")}

    assert operation["summary"]
    assert operation["description"]
    assert operation["tags"]
    assert operation["security"][0]["token"]
    assert {"401", "403", "429", "500"} <= refusals.keys()
    assert all(set(answer["content"]) == {"application/problem+json"} for answer in refusals.values())
    for answer in operation["responses"].values():
        assert answer["content"]


def test_operations_have_names_of_their_own() -> None:
    names = [operation.values[0]["operationId"] for operation in OPERATIONS]

    assert len(names) == len(set(names))


def test_bodies_refuse_what_is_not_described() -> None:
    for body in BODIES:
        assert document()["components"]["schemas"][body.__name__]["additionalProperties"] is False


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_is_what_its_schema_describes(name: str) -> None:
    schema = {"$ref": f"#/components/schemas/{name}", "components": document()["components"]}
    Draft202012Validator(schema).validate(EXAMPLES[name])

    reads = {body.__name__: body.model_validate for body in BODIES}
    reads |= {shape.__name__: lambda told, kind=shape: msgspec.convert(told, kind) for shape in SHAPES}
    if name != "Problem":
        assert reads[name](EXAMPLES[name])


def test_the_documentation_names_every_route_with_its_scope() -> None:
    text = (Path(__file__).parents[3] / "docs" / "api.md").read_text(encoding="utf-8")
    told = re.findall(r"^\| `([A-Z]+) (/api/v1/[^`]*)` \|.*\| `([a-z]+)` \|$", text, re.MULTILINE)

    assert sorted((method.lower(), path, TokenScope(scope)) for method, path, scope in told) == ROUTES
    assert f"make {ALL.most} requests, and of these {LOOK_UPS.most} that look" in text


def test_no_address_of_another_machine_is_in_the_description() -> None:
    assert not re.findall(r"https?://[^\"]+", msgspec.json.encode(document()).decode())


async def test_the_description_is_public(client: Browser) -> None:
    answer = await client.get(f"{API}/openapi.json")

    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    assert answer.json() == msgspec.json.decode(msgspec.json.encode(document()))


async def test_the_viewer_loads_our_own_files_under_the_strict_policy(client: Browser) -> None:
    answer = await client.get(f"{API}/docs")

    policy = answer.headers["content-security-policy"]
    nonces = set(re.findall(r'nonce="([^"]+)"', answer.text))
    assert answer.status_code == 200
    assert {f"'nonce-{nonce}'" for nonce in nonces} == {re.findall(r"'nonce-[^']+'", policy)[0]}
    assert "default-src 'none'" in policy
    assert re.findall(r'(?:src|href)="([^"]+)"', answer.text) == [
        "/static/favicon.svg",
        "/static/swagger-ui.css",
        f"{API}/openapi.json",
        "/static/api.js",
        "/static/swagger-ui-bundle.js",
    ]
    assert not re.search(r"<script(?![^>]*\bsrc=)", answer.text)


@pytest.mark.parametrize("name", ["swagger-ui.css", "swagger-ui-bundle.js", "api.js", "favicon.svg"])
async def test_what_the_viewer_loads_is_served(client: Browser, name: str) -> None:
    assert (await client.get(f"/static/{name}")).status_code == 200
