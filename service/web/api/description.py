"""The OpenAPI 3.1 description, made from the routes themselves.

Litestar says which paths, parameters and answers there are. The schemas of bodies come from pydantic and msgspec, which
read and write them; who may ask, and every way to be refused, is added here.
"""

from collections.abc import Iterable, Iterator
from http import HTTPStatus
from typing import Any, TypeAlias

import msgspec
from litestar import Litestar, Router
from litestar.di import Provide
from litestar.handlers import HTTPRouteHandler
from litestar.openapi import OpenAPIConfig
from litestar.openapi.spec import Tag
from litestar.routes import HTTPRoute
from pydantic.json_schema import models_json_schema

from service.web.api.bodies import BODIES
from service.web.api.examples import EXAMPLES
from service.web.api.shapes import SHAPES
from service.web.api.submissions import MEDIA_TYPES
from service.web.errors import PROBLEM
from service.web.guards import Guard

Json: TypeAlias = dict[str, Any]
PATH = "/api/v1"
VERSION = "1.0.0"
SCHEME = "token"
TITLE = "Youth skills pathway"
WORDS = (
    "For the systems of providers, councils and other agencies. An agency's administrator issues a token with the "
    "scopes it needs; send it as `Authorization: Bearer …`. Errors are RFC 9457 problem documents. Lists are paged "
    "by cursor. A change of a learner's record carries, in If-Match, the ETag of the timeline it was made from."
)
TAGS = {
    "Indicators": "One indicator for each young person.",
    "Learners": "Who a learner is.",
    "Pathway": "What they did, do and plan: spells and milestones of all agencies.",
    "Submissions": "Files of many learners.",
    "Alerts": "Who is not in work or learning, or may soon not be.",
}
_REF = "#/components/schemas/"
_ERROR = {
    "type": "object",
    "properties": {"pointer": {"type": "string"}, "detail": {"type": "string"}},
    "required": ["pointer", "detail"],
}
_PROBLEM = {
    "type": "object",
    "title": "Problem",
    "description": "RFC 9457. `code` is for programs and lasts; `detail` is for people; `errors` names wrong fields.",
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "code": {"type": "string"},
        "errors": {"type": "array", "items": _ERROR},
    },
    "required": ["type", "title", "status", "detail"],
    "additionalProperties": False,
}


def describe(handlers: Iterable[HTTPRouteHandler]) -> Json:
    """Describe the routes of these handlers, which must be copies: they are registered here."""
    app = Litestar(
        [Router(PATH, route_handlers=list(handlers))],
        dependencies={"session": Provide(_no_session), "visit": Provide(_no_visit, sync_to_thread=False)},
        openapi_config=OpenAPIConfig(
            title=TITLE,
            version=VERSION,
            description=WORDS,
            use_handler_docstrings=True,
            tags=[Tag(name=name, description=words) for name, words in TAGS.items()],
            operation_id_creator=lambda handler, _method, _path: handler.handler_name,
        ),
    )
    document: Json = msgspec.to_builtins(app.openapi_schema.to_schema())
    document["components"] = {
        "schemas": _schemas(),
        "securitySchemes": {SCHEME: {"type": "http", "scheme": "bearer"}},
    }
    for path, method, handler in _operations(app):
        _complete(document["paths"][path][method], handler)
    return document


async def _no_session() -> None:
    """Stands for a request's session: this application answers none."""


def _no_visit() -> None:
    """Stands for a request's visit."""


def _operations(app: Litestar) -> Iterator[tuple[str, str, HTTPRouteHandler]]:
    for route in app.routes:
        if not isinstance(route, HTTPRoute) or not route.path.startswith(PATH):
            continue
        for method, (handler, _) in route.route_handler_map.items():
            if method != "OPTIONS":
                yield route.path_format, method.lower(), handler


def _schemas() -> Json:
    """Each body and each answer, as the library that reads or writes it would describe it."""
    _, of_bodies = models_json_schema(
        [(body, "validation") for body in BODIES], ref_template=_REF + "{model}"
    )
    _, of_shapes = msgspec.json.schema_components(SHAPES, ref_template=_REF + "{name}")
    schemas = {**of_bodies["$defs"], **of_shapes, "Problem": _PROBLEM}
    for name, example in EXAMPLES.items():
        schemas[name] = {**schemas[name], "examples": [example]}
    return schemas


def _complete(operation: Json, handler: HTTPRouteHandler) -> None:
    scope = next(guard.scope for guard in handler.guards or () if isinstance(guard, Guard))
    operation["security"] = [{SCHEME: [str(scope)]}]
    operation["description"] = f"{operation.get('description', '')}\n\nScope: `{scope}`."
    if handler.opt.get("sends_file"):
        content = {
            media_type: {"schema": {"type": "string", "format": "binary"}} for media_type in MEDIA_TYPES
        }
        operation["requestBody"] = {"required": True, "content": content}
    for parameter in operation.get("parameters", []):
        parameter["required"] = parameter["in"] == "path" or parameter["name"] == "If-Match"
    for answer in operation["responses"].values():
        for header in answer.get("headers", {}).values():
            header["schema"] = {"type": "string"}
    answers = {code: answer for code, answer in operation["responses"].items() if code.startswith("2")}
    operation["responses"] = answers | {
        str(status): _refusal(status) for status in _refusals(operation, handler)
    }


def _refusals(operation: Json, handler: HTTPRouteHandler) -> list[int]:
    """Every way to be refused, from what the operation takes."""
    statuses = {400, 401, 403, 429, 500}
    if any(parameter["in"] == "path" for parameter in operation.get("parameters", [])):
        statuses.add(404)
    if operation.get("parameters") or "requestBody" in operation:
        statuses.add(422)
    if "requestBody" in operation:
        statuses.add(413)
    if handler.opt.get("sends_file"):
        statuses.add(415)
    if handler.opt.get("conditional"):
        statuses |= {409, 412, 428}
    if handler.opt.get("conflicts"):
        statuses.add(409)
    return sorted(statuses)


def _refusal(status: int) -> Json:
    refusal: Json = {
        "description": HTTPStatus(status).phrase,
        "content": {PROBLEM: {"schema": {"$ref": f"{_REF}Problem"}}},
    }
    if status == 429:
        words = "Seconds until it may work again."
        refusal["headers"] = {"Retry-After": {"schema": {"type": "integer"}, "description": words}}
    return refusal
