"""The JSON API for the systems of providers and other agencies, under /api/v1."""

from litestar import Router

from service.web.api import documents
from service.web.api.description import PATH
from service.web.api.limits import refuse
from service.web.api.refusals import HANDLERS

api = Router(
    PATH,
    route_handlers=[*documents.RESOURCES, *documents.ROUTES],
    before_request=refuse,
    exception_handlers=HANDLERS,
)
