"""The JSON API for the systems of providers and other agencies, under /api/v1."""

from litestar import Router

api = Router("/api/v1", route_handlers=[])
