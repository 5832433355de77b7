"""What an agency was told about learners it knows, until one of its people has read it."""

from dataclasses import dataclass
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from service.accounts.rows import ADVISERS, Role
from service.kit.database import Session
from service.notices import queries
from service.notices.operations import read_notice
from service.notices.rows import Notice
from service.web.guards import requires
from service.web.page import page, see_other
from service.web.visit import PageRequest, Visit

STAFF = requires(Role.PROVIDER_STAFF, *ADVISERS, Role.DATA_OFFICER)


@dataclass(frozen=True, kw_only=True)
class NoticesPage:
    """What the agency was told and nobody has read."""

    notices: list[Notice]


@get("/notices", guards=[STAFF])
async def list_notices(
    request: PageRequest, session: NamedDependency[Session], visit: NamedDependency[Visit]
) -> Response[str]:
    """What the agency was told."""
    content = NoticesPage(notices=await queries.notices(session, visit.who.agency_id))
    return page(request, "notices/list.html", content, title="What we were told")


@post("/notices/{notice_id:uuid}/reading", guards=[STAFF])
async def read(
    session: NamedDependency[Session], visit: NamedDependency[Visit], notice_id: FromPath[UUID]
) -> Redirect:
    """Marks one as read."""
    await read_notice(session, notice_id=notice_id, by=visit.by, now=visit.now)
    return see_other("/notices")


ROUTES = [list_notices, read]
