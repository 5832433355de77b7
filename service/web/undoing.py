"""Undoing a recorded file: what that does, or what rests on it; then doing it."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from service.agencies.queries import agency_names
from service.imports import queries
from service.imports.operations import RestingOn, begin_undo, may_be_undone, resting_on
from service.imports.queries import LaterFile
from service.imports.rows import State, Submission
from service.kit import jobs
from service.kit.database import Session
from service.kit.errors import NotFound
from service.learners import queries as learners
from service.web.guards import requires
from service.web.imports import SENDERS
from service.web.page import page, see_other
from service.web.visit import PageRequest, Visit

TITLE = "Undo this file"


@dataclass(frozen=True, kw_only=True)
class UndoPage:
    """A recorded file, and what was recorded later and rests on it. Facts: (learner, name, told by, when)."""

    submission: Submission
    may_be_undone: bool
    files: list[LaterFile]
    facts: list[tuple[UUID, str, str, Any]]


@get("/files/{submission_id:uuid}/undo", guards=[requires(*SENDERS)])
async def show_undo(
    request: PageRequest,
    session: NamedDependency[Session],
    visit: NamedDependency[Visit],
    submission_id: FromPath[UUID],
) -> Response[str]:
    """What undoing it would do, or why it cannot be."""
    submission = await _recorded(session, visit, submission_id)
    found = await resting_on(session, submission)
    content = UndoPage(
        submission=submission,
        may_be_undone=may_be_undone(submission, now=visit.now),
        files=list(found.files),
        facts=await _facts(session, visit, found),
    )
    return page(request, "imports/undo.html", content, title=TITLE)


async def _recorded(session: Session, visit: Visit, submission_id: UUID) -> Submission:
    submission = await queries.submission(session, submission_id, within=visit.scope)
    if submission is None or submission.state is not State.ACCEPTED:
        raise NotFound("There is no such recorded file from your agency. It may have been undone.")
    return submission


async def _facts(session: Session, visit: Visit, found: RestingOn) -> list[tuple[UUID, str, str, Any]]:
    known = await learners.learners(session, [each.learner_id for each in found.facts], within=visit.scope)
    names = await agency_names(session, {each.agency_id for each in found.facts})
    return [
        (each.learner_id, known[each.learner_id].full_name, names[each.agency_id], each.recorded_at)
        for each in found.facts
        if each.learner_id in known
    ]


@post("/files/{submission_id:uuid}/undo", guards=[requires(*SENDERS)])
async def undo_file(
    session: NamedDependency[Session], visit: NamedDependency[Visit], submission_id: FromPath[UUID]
) -> Redirect:
    """Leaves the undoing to a job."""
    submission = await begin_undo(
        session, submission_id=submission_id, within=visit.scope, by=visit.by, now=visit.now
    )
    await jobs.enqueue(
        session,
        "undo_submission",
        arguments={"submission_id": str(submission.id)},
        serial=f"files:{submission.agency_id}",
    )
    return see_other(f"/files/{submission.id}")


ROUTES = [show_undo, undo_file]
