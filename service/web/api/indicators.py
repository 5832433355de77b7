"""Issuing an indicator to whom a claim is about, and asking again what became of a claim that waits for a person."""

from uuid import UUID

from litestar import Response, get, post
from litestar.datastructures import ResponseHeader
from litestar.di import NamedDependency
from litestar.openapi import ResponseSpec
from litestar.params import FromPath, JSONBody

from service.accounts.rows import TokenScope
from service.alerts.operations import watch_claimed
from service.kit.database import Session
from service.kit.errors import NotFound
from service.learners import queries
from service.learners.operations import issue_indicator
from service.learners.queries import Found
from service.learners.rows import Claim, Outcome, Request
from service.web.api.bodies import IndicatorRequest
from service.web.api.limits import LOOKS_PEOPLE_UP
from service.web.api.shapes import IndicatorAnswer
from service.web.guards import requires_scope
from service.web.visit import Visit

GUARD = requires_scope(TokenScope.INDICATORS)
STATUS = {Outcome.FOUND: 200, Outcome.ISSUED: 201, Outcome.REVIEW: 202}
WHERE = ResponseHeader(
    name="Location", documentation_only=True, description="Where the claim can be asked after (201 and 202)."
)


class ClaimUnknown(NotFound):
    """No claim of this agency under this id."""

    code = "claim_unknown"

    def __init__(self) -> None:
        super().__init__("Your agency has made no request with this id.")


@post(
    "/indicators",
    guards=[GUARD],
    opt=LOOKS_PEOPLE_UP,
    status_code=200,
    summary="Issue an indicator",
    tags=["Indicators"],
    response_description="Found: somebody registered already.",
    response_headers=[WHERE],
    responses={
        201: ResponseSpec(IndicatorAnswer, generate_examples=False, description="Issued: somebody new."),
        202: ResponseSpec(
            IndicatorAnswer, generate_examples=False, description="Review: a data officer will decide."
        ),
    },
)
async def issue(
    session: NamedDependency[Session], visit: NamedDependency[Visit], data: JSONBody[IndicatorRequest]
) -> Response[IndicatorAnswer]:
    """Gives the indicator of the person these details are about, issuing one to somebody new.

    Sent again with the same details, a request_id gets the same answer; with other details it is refused (422).
    A claim that a person has to decide is answered 202, and later by GET at its Location.
    """
    name = str(data.request_id)
    answer = await issue_indicator(
        session,
        request=Request(client_claim_id=name, claim=Claim(**data.model_dump(exclude={"request_id"}))),
        by=visit.by,
        now=visit.now,
        today=visit.today,
    )
    if not answer.replayed:
        await watch_claimed(session, answer=answer, by=visit.by, now=visit.now, today=visit.today)
    found = await _claim(session, visit, data.request_id)
    status = STATUS[found.outcome]
    headers = {"location": f"/api/v1/claims/{name}"} if status != 200 else {}
    return Response(_shape(found), status_code=status, headers=headers)


@get("/claims/{request_id:uuid}", guards=[GUARD], summary="Ask after a claim", tags=["Indicators"])
async def show_claim(
    session: NamedDependency[Session], visit: NamedDependency[Visit], request_id: FromPath[UUID]
) -> IndicatorAnswer:
    """Gives the answer to a request of yours: unchanged, or decided by now."""
    return _shape(await _claim(session, visit, request_id))


async def _claim(session: Session, visit: Visit, request_id: UUID) -> Found:
    found = await queries.claim_called(session, visit.by.agency_id, str(request_id))
    if found is None:
        raise ClaimUnknown
    return found


def _shape(found: Found) -> IndicatorAnswer:
    return IndicatorAnswer(
        request_id=UUID(found.client_claim_id),
        outcome=found.outcome,
        indicator=found.indicator,
        learner_id=found.learner_id,
        reason=found.sentence,
        model_version=found.model_version,
        survivor=found.survivor,
    )


ROUTES = [issue, show_claim]
