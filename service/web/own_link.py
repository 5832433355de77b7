"""Giving a young person a link to their own record: shown once, handed over or sent by the service's own people."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from markupsafe import Markup

from service.accounts.rows import ADVISERS, Role
from service.kit.database import Session
from service.learners.rows import Learner
from service.own_record.operations import make_link
from service.web.guards import requires
from service.web.page import page
from service.web.qr_code import qr_code
from service.web.reading import read_learner
from service.web.visit import PageRequest, Visit

GIVERS = requires(Role.PROVIDER_STAFF, *ADVISERS, Role.DATA_OFFICER)
DOOR = "/my-pathway/open"


@dataclass(frozen=True, kw_only=True)
class OwnLinkPage:
    """What the link is, before it is made; and (`code`, this once) the link."""

    learner: Learner
    door: str
    code: str | None = field(default=None, repr=False)
    picture: Markup | None = field(default=None, repr=False)
    ends_at: datetime | None = None


@get("/learners/{learner_id:uuid}/own-link", guards=[GIVERS])
async def show_own_link(
    request: PageRequest,
    session: NamedDependency[Session],
    visit: NamedDependency[Visit],
    learner_id: FromPath[UUID],
) -> Response[str]:
    """Says what it opens, and to whom it may be given."""
    learner = await read_learner(session, visit, learner_id, why="giving them a link")
    content = OwnLinkPage(learner=learner, door=_door(visit))
    return page(request, "own/link.html", content, title="Let them see their own record")


@post("/learners/{learner_id:uuid}/own-link", guards=[GIVERS], status_code=200)
async def make_own_link(
    request: PageRequest,
    session: NamedDependency[Session],
    visit: NamedDependency[Visit],
    learner_id: FromPath[UUID],
) -> Response[str]:
    """Answers with the page itself, since the code is shown this once; sent twice, the first code ends."""
    made = await make_link(
        session,
        learner_id=learner_id,
        within=visit.scope,
        secret=visit.settings.secret,
        by=visit.by,
        now=visit.now,
    )
    content = OwnLinkPage(
        learner=made.learner,
        door=_door(visit),
        code=made.code,
        picture=qr_code(f"{_door(visit)}#{made.code}"),
        ends_at=made.ends_at,
    )
    return page(request, "own/link_made.html", content, title="The link is ready")


def _door(visit: Visit) -> str:
    return visit.settings.public_url.rstrip("/") + DOOR


ROUTES = [show_own_link, make_own_link]
