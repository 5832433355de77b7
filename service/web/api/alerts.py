"""An agency's own open alerts, for its case system. Without names: who a learner is, is looked up."""

from uuid import UUID

import msgspec
from litestar import Response, get
from litestar.datastructures import ResponseHeader
from litestar.di import NamedDependency

from service.accounts.rows import TokenScope
from service.alerts import queries
from service.alerts.queries import CardRow
from service.alerts.rows import Evidence
from service.kit import audit
from service.kit.audit import Act
from service.kit.database import Session
from service.kit.ids import NOBODY
from service.web.api.paging import USUAL, Cursor, Limit, cursor_of, cut, links, place_of
from service.web.api.shapes import AlertShape, AlertsPage, EvidenceShape
from service.web.guards import requires_scope
from service.web.visit import PageRequest, Visit

LINK = ResponseHeader(
    name="Link", documentation_only=True, description='The next page, rel="next" (RFC 8288).'
)


@get(
    "/alerts",
    guards=[requires_scope(TokenScope.ALERTS)],
    summary="List open alerts",
    tags=["Alerts"],
    response_headers=[LINK],
)
async def list_alerts(
    request: PageRequest,
    session: NamedDependency[Session],
    visit: NamedDependency[Visit],
    limit: Limit = USUAL,
    cursor: Cursor = None,
) -> Response[AlertsPage]:
    """Gives the open alerts on your agency's list, or of which it is your agency's turn; the oldest first."""
    after = place_of(cursor, UUID) or NOBODY
    found = await queries.page_of_alerts(session, within=visit.scope, after=after, limit=limit + 1)
    kept, more = cut(found, limit)
    following = cursor_of(kept[-1].id) if more else None
    seen = sorted({card.learner_id for card in kept})
    await audit.record_all(session, [_seen(learner_id) for learner_id in seen], by=visit.by, now=visit.now)
    content = AlertsPage(alerts=[_shape(card) for card in kept], next=following)
    return Response(content, headers=links(request, following, limit))


def _seen(learner_id: UUID) -> Act:
    return Act(
        act="record viewed",
        subject_kind="learner",
        subject_id=learner_id,
        detail={"why": "alerts read by a system"},
    )


def _shape(card: CardRow) -> AlertShape:
    evidence = msgspec.json.decode(card.evidence, type=list[Evidence])
    return AlertShape(
        id=card.id,
        learner_id=card.learner_id,
        rule=card.rule,
        severity=card.severity,
        status=card.status,
        raised_on=card.raised_on,
        deadline_on=card.deadline_on,
        owner=card.owner,
        sentence=card.sentence,
        evidence=[
            EvidenceShape(day=fact.day, words=fact.words, source=fact.source, fact_id=fact.fact_id)
            for fact in evidence
        ],
        next_step=card.next_step,
        alternatives=msgspec.json.decode(card.alternatives, type=list[str]),
        closes_when=card.closes_when,
    )


ROUTES = [list_alerts]
