"""Every page's handlers in one list. A module that is not here serves nothing; a test compares this with the folder."""

from litestar.types import ControllerRouterHandler

from service.web import alerts, caseload, decisions, imports, learner, milestone, providers, register

PAGES: list[ControllerRouterHandler] = [
    *register.ROUTES,
    *learner.ROUTES,
    *milestone.ROUTES,
    *imports.ROUTES,
    *alerts.ROUTES,
    *caseload.ROUTES,
    *decisions.ROUTES,
    *providers.ROUTES,
]
