"""The API's description, for programs as OpenAPI 3.1 and for people as a page. Both are public: they hold no data."""

from copy import deepcopy
from functools import cache

from litestar import Response, get

from service.web.api import (
    alerts,
    changes,
    circumstances,
    indicators,
    learners,
    pathway,
    submissions,
    taking_back,
)
from service.web.api.description import PATH, TITLE, Json, describe
from service.web.guards import PUBLIC
from service.web.headers import nonce_of
from service.web.visit import PageRequest

RESOURCES = [
    *indicators.ROUTES,
    *learners.ROUTES,
    *changes.ROUTES,
    *pathway.ROUTES,
    *circumstances.ROUTES,
    *taking_back.ROUTES,
    *submissions.ROUTES,
    *alerts.ROUTES,
]
"""Every route that is described."""

_PAGE = """<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<title>API – {title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow">
<link rel="icon" href="/static/favicon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/static/swagger-ui.css">
</head>
<body>
<div id="swagger-ui" data-document="{path}/openapi.json"></div>
<noscript>
<p>This page needs JavaScript. The description itself is at <a href="{path}/openapi.json">{path}/openapi.json</a>.</p>
</noscript>
<script nonce="{nonce}" src="/static/api.js"></script>
<script nonce="{nonce}" src="/static/swagger-ui-bundle.js"></script>
</body>
</html>
"""


@cache
def document() -> Json:
    """Give the OpenAPI document, made once."""
    return describe(deepcopy(RESOURCES))


@get("/openapi.json", guards=[PUBLIC], sync_to_thread=False)
def show_document() -> Json:
    """The description for programs."""
    return document()


@get("/docs", guards=[PUBLIC], sync_to_thread=False)
def show_viewer(request: PageRequest) -> Response[str]:
    """The description for people: Swagger UI from our own files, under the same policy as every page."""
    body = _PAGE.format(title=TITLE, path=PATH, nonce=nonce_of(request.scope))
    return Response(body, media_type="text/html; charset=utf-8")


ROUTES = [show_document, show_viewer]
