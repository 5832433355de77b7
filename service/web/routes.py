"""Every page's handlers in one list. A module that is not here serves nothing; a test compares this with the folder."""

from litestar import Router, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.types import ControllerRouterHandler

from service.web import (
    account,
    agencies,
    alert_rules,
    alerts,
    audit,
    board,
    bulk,
    caseload,
    circumstance_correcting,
    circumstance_forms,
    circumstances,
    conflicts,
    correcting,
    decisions,
    doubts,
    duplicates,
    extracts,
    guide,
    imports,
    information,
    learner,
    live,
    lrs,
    matrix,
    merges,
    milestone,
    my_learners,
    nccis,
    notices,
    openings,
    people,
    person,
    providers,
    provision,
    quality,
    reengage,
    reengage_offers,
    reengage_wishes,
    register,
    signin,
    spreadsheets,
    taking_back,
    team,
    tokens,
    undoing,
    webhooks,
)
from service.web.first_password import to_own_password
from service.web.guards import PUBLIC


@get("/{rest:path}", guards=[PUBLIC], include_in_schema=False)
async def missing(rest: FromPath[str]) -> None:  # noqa: ARG001 - the path parameter has to be named
    """Whatever is nowhere else: routed, so that its error page knows who is signed in."""
    raise NotFoundException


HANDLERS: list[ControllerRouterHandler] = [
    *signin.ROUTES,
    *account.ROUTES,
    *information.ROUTES,
    *people.ROUTES,
    *person.ROUTES,
    *agencies.ROUTES,
    *tokens.ROUTES,
    *webhooks.ROUTES,
    *matrix.ROUTES,
    *audit.ROUTES,
    *register.ROUTES,
    *my_learners.ROUTES,
    *extracts.ROUTES,
    *nccis.ROUTES,
    *learner.ROUTES,
    *correcting.ROUTES,
    *taking_back.ROUTES,
    *milestone.ROUTES,
    *circumstances.ROUTES,
    *circumstance_forms.ROUTES,
    *circumstance_correcting.ROUTES,
    *imports.ROUTES,
    *undoing.ROUTES,
    *spreadsheets.ROUTES,
    *alerts.ROUTES,
    *live.ROUTES,
    *caseload.ROUTES,
    *team.ROUTES,
    *bulk.ROUTES,
    *conflicts.ROUTES,
    *decisions.ROUTES,
    *duplicates.ROUTES,
    *doubts.ROUTES,
    *lrs.ROUTES,
    *merges.ROUTES,
    *notices.ROUTES,
    *providers.ROUTES,
    *provision.ROUTES,
    *reengage.ROUTES,
    *reengage_wishes.ROUTES,
    *reengage_offers.ROUTES,
    *openings.ROUTES,
    *guide.ROUTES,
    *alert_rules.ROUTES,
    *quality.ROUTES,
    *board.ROUTES,
    missing,
]

PAGES = [Router(path="/", route_handlers=HANDLERS, before_request=to_own_password)]
