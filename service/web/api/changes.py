"""What changed since: the feed that keeps a system's copy up to date, and the list it begins with.

Take a position (`GET /changes` without `after`), read all your learners once, then read changes from that position. A
change says who and what, never the content: reading it is another request, which is recorded.
"""

from typing import Annotated
from uuid import UUID

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import QueryParameter

from service.accounts.rows import TokenScope
from service.feeds.operations import read_changes
from service.feeds.rows import Position
from service.kit import audit
from service.kit.audit import Act
from service.kit.database import Session
from service.kit.ids import NOBODY
from service.learners import queries
from service.web.api.learners import LINK, learner_shape
from service.web.api.paging import USUAL, Cursor, Limit, cursor_of, cut, links, place_of
from service.web.api.shapes import ChangeShape, ChangesPage, LearnersPage
from service.web.guards import requires_scope
from service.web.visit import PageRequest, Visit

After = Annotated[
    str | None,
    QueryParameter(
        max_length=300,
        description="Your position: where the page before ended. Without: nothing, and the position of now.",
    ),
]


@get(
    "/changes",
    guards=[requires_scope(TokenScope.PATHWAY)],
    summary="Read what changed",
    tags=["Sync"],
    response_headers=[LINK],
)
async def list_changes(
    request: PageRequest,
    session: NamedDependency[Session],
    visit: NamedDependency[Visit],
    after: After = None,
) -> Response[ChangesPage]:
    """Gives what changed about your learners, oldest first. A page may be empty and more may follow."""
    read = await read_changes(session, after=place_of(after, Position), within=visit.scope)
    position = cursor_of(read.position)
    content = ChangesPage(
        changes=[
            ChangeShape(what=each.what, learner_id=each.learner_id, other_id=each.other_id, at=each.at)
            for each in read.changes
        ],
        position=position,
        more=read.more,
    )
    link = {"link": f'<{request.url.path}?after={position}>; rel="next"'} if read.more else {}
    return Response(content, headers=link)


@get(
    "/learners",
    guards=[requires_scope(TokenScope.INDICATORS)],
    summary="List your learners",
    tags=["Sync"],
    response_headers=[LINK],
)
async def list_learners(
    request: PageRequest,
    session: NamedDependency[Session],
    visit: NamedDependency[Visit],
    limit: Limit = USUAL,
    cursor: Cursor = None,
) -> Response[LearnersPage]:
    """Gives everybody your agency has access to, page by page."""
    after = place_of(cursor, UUID) or NOBODY
    found = await queries.page_of_learners(session, within=visit.scope, after=after, limit=limit + 1)
    kept, more = cut(found, limit)
    following = cursor_of(kept[-1].id) if more else None
    act = Act(
        act="learners listed",
        subject_kind="agency",
        subject_id=visit.by.agency_id,
        detail={"learners": len(kept)},
    )
    await audit.record(session, act, by=visit.by, now=visit.now)
    content = LearnersPage(learners=[learner_shape(each) for each in kept], next=following)
    return Response(content, headers=links(request, following, limit))


ROUTES = [list_changes, list_learners]
