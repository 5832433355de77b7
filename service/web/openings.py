"""Records that others opened with a reason: each one is looked at by the council's data officers."""

from dataclasses import dataclass
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from service.accounts.rows import Role
from service.guarantee.operations import openings_to_review, review_opening
from service.guarantee.queries import OpeningToReview
from service.guarantee.rows import OpeningReason
from service.guarantee.rules import OPENING_REASONS
from service.kit.database import Session
from service.web.guards import requires
from service.web.page import page, see_other
from service.web.visit import PageRequest, Visit

OFFICER = requires(Role.DATA_OFFICER)


@dataclass(frozen=True, kw_only=True)
class OpeningsPage:
    """What nobody has looked at yet, the oldest first."""

    openings: list[tuple[OpeningToReview, str]]


@get("/openings", guards=[OFFICER])
async def list_openings(
    request: PageRequest, session: NamedDependency[Session], visit: NamedDependency[Visit]
) -> Response[str]:
    """The list."""
    found = await openings_to_review(session, within=visit.scope)
    content = OpeningsPage(openings=[(each, OPENING_REASONS[OpeningReason(each.reason)]) for each in found])
    return page(request, "openings/list.html", content, title="Opened records")


@post("/openings/{opening_id:uuid}/review", guards=[OFFICER])
async def review(
    session: NamedDependency[Session], visit: NamedDependency[Visit], opening_id: FromPath[UUID]
) -> Redirect:
    """Marks one as looked at."""
    await review_opening(session, opening_id=opening_id, within=visit.scope, by=visit.by, now=visit.now)
    return see_other("/openings")


ROUTES = [list_openings, review]
