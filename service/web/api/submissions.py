"""Sending a file, asking how it stands, reading its problems and taking it."""

from collections.abc import AsyncIterator
from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.datastructures import ResponseHeader
from litestar.di import NamedDependency
from litestar.params import FromPath, HeaderParameter, JSONBody

from service.accounts.rows import TokenScope
from service.imports import queries
from service.imports.operations import begin_acceptance, begin_undo, receive
from service.imports.operations.receive import PIECE, FileRefused
from service.imports.rows import Problem, State, Submission, Tally
from service.kit import jobs
from service.kit.database import Session
from service.kit.errors import NotFound
from service.kit.spreadsheet import MEDIA_TYPE
from service.web.api.bodies import AcceptanceBody
from service.web.api.paging import USUAL, Cursor, Limit, cursor_of, cut, links, place_of
from service.web.api.refusals import TooLarge, WrongMediaType
from service.web.api.shapes import Counts, ProblemShape, ProblemsPage, SubmissionShape
from service.web.guards import requires_scope
from service.web.visit import PageRequest, Visit

GUARD = requires_scope(TokenScope.SUBMISSIONS)
MEDIA_TYPES = ("application/xml", "text/xml", "text/csv", MEDIA_TYPE, "application/octet-stream")
LARGEST = 2 * 1024 * 1024 * 1024  # what the route lets through at all; the setting decides below it
FIRST_PROBLEMS = 10
LOCATION = ResponseHeader(name="Location", documentation_only=True, description="Where to ask how it stands.")
LINK = ResponseHeader(
    name="Link", documentation_only=True, description='The next page, rel="next" (RFC 8288).'
)
FileName = Annotated[
    str,
    HeaderParameter(name="File-Name", max_length=200, description="What your people call the file."),
]
Row = Annotated[int, msgspec.Meta(ge=0, le=2**31 - 1)]


class SubmissionUnknown(NotFound):
    """No such file, or another agency's."""

    code = "submission_unknown"

    def __init__(self) -> None:
        super().__init__("There is no such file from your agency. It may have been discarded.")


class Standing(msgspec.Struct, frozen=True, array_like=True, order=True):
    """Where a reader of problems stands: the row of the file (0: the file as a whole), and so many of its problems."""

    row: Row
    nth: Row


@post(
    "/submissions",
    guards=[GUARD],
    status_code=202,
    opt={"sends_file": True},
    request_max_body_size=LARGEST,
    summary="Send a file",
    tags=["Submissions"],
    response_description="Received. It is checked in the background: ask at its Location.",
    response_headers=[LOCATION],
)
async def send(
    request: PageRequest,
    session: NamedDependency[Session],
    visit: NamedDependency[Visit],
    file_name: FileName = "file",
) -> Response[SubmissionShape]:
    """Receives an ILR file or a spreadsheet as the body itself (`curl --data-binary @file`), not as a form."""
    limit = visit.settings.upload_limit_bytes
    _require_receivable(request, limit)
    try:
        submission_id = await receive(
            session,
            file_name=file_name,
            pieces=_pieces(request, limit),
            limit=limit,
            by=visit.by,
            now=visit.now,
            today=visit.today,
        )
    except FileRefused as refused:
        raise FileRefused(refused.sentence) from None  # the file is the whole body: no field to point to
    await _enqueue(session, "check_submission", submission_id, visit)
    return await _answer(session, visit, submission_id)


def _require_receivable(request: PageRequest, limit: int) -> None:
    if request.content_type[0] not in MEDIA_TYPES:
        raise WrongMediaType(f"Send the file as the body, with a content type of {', '.join(MEDIA_TYPES)}.")
    announced = request.headers.get("content-length", "")
    if announced.isdecimal() and int(announced) > limit:
        raise _too_large(limit)


def _too_large(limit: int) -> TooLarge:
    return TooLarge(f"The file must be smaller than {limit // PIECE} MB.")


async def _pieces(request: PageRequest, limit: int) -> AsyncIterator[bytes]:
    """Network chunks become pieces of one size; the limit holds whatever the client announced."""
    waiting, received = bytearray(), 0
    async for chunk in request.stream():
        received += len(chunk)
        if received > limit:
            raise _too_large(limit)
        waiting += chunk
        while len(waiting) >= PIECE:
            yield bytes(waiting[:PIECE])
            del waiting[:PIECE]
    if waiting:
        yield bytes(waiting)


@get(
    "/submissions/{submission_id:uuid}", guards=[GUARD], summary="Ask how a file stands", tags=["Submissions"]
)
async def show(
    session: NamedDependency[Session], visit: NamedDependency[Visit], submission_id: FromPath[UUID]
) -> SubmissionShape:
    """Gives a file's state, its counts, and its first ten problems."""
    return await _shape(session, await _submission(session, visit, submission_id))


@get(
    "/submissions/{submission_id:uuid}/problems",
    guards=[GUARD],
    summary="Read a file's problems",
    tags=["Submissions"],
    response_headers=[LINK],
)
async def show_problems(
    request: PageRequest,
    session: NamedDependency[Session],
    visit: NamedDependency[Visit],
    submission_id: FromPath[UUID],
    limit: Limit = USUAL,
    cursor: Cursor = None,
) -> Response[ProblemsPage]:
    """Gives every problem of a file, in the file's own order."""
    after = place_of(cursor, Standing) or Standing(0, 0)
    submission = await _submission(session, visit, submission_id)
    kept, more = cut(await _problems(session, submission, after=after, limit=limit + 1), limit)
    following = cursor_of(kept[-1][0]) if more else None
    content = ProblemsPage(problems=[_problem(problem) for _, problem in kept], next=following)
    return Response(content, headers=links(request, following, limit))


@post(
    "/submissions/{submission_id:uuid}/acceptance",
    guards=[GUARD],
    status_code=202,
    opt={"conflicts": True},
    summary="Take a file",
    tags=["Submissions"],
    response_description="It is being taken in the background: ask at its Location.",
    response_headers=[LOCATION],
)
async def accept(
    session: NamedDependency[Session],
    visit: NamedDependency[Visit],
    submission_id: FromPath[UUID],
    data: JSONBody[AcceptanceBody],
) -> Response[SubmissionShape]:
    """Takes a checked file: all of it or nothing, or the good rows. Refused (409) where it cannot be."""
    submission = await _submission(session, visit, submission_id)
    await begin_acceptance(
        session, submission_id=submission.id, mode=data.mode, within=visit.scope, by=visit.by, now=visit.now
    )
    await _enqueue(session, "accept_submission", submission.id, visit)
    return await _answer(session, visit, submission.id)


@post(
    "/submissions/{submission_id:uuid}/undo",
    guards=[GUARD],
    status_code=202,
    opt={"conflicts": True},
    summary="Undo a file",
    tags=["Submissions"],
    response_description="It is being undone in the background: ask at its Location.",
    response_headers=[LOCATION],
)
async def undo(
    session: NamedDependency[Session], visit: NamedDependency[Visit], submission_id: FromPath[UUID]
) -> Response[SubmissionShape]:
    """Undoes a whole file within 7 days of its recording. Refused (409) where something later rests on it."""
    submission = await _submission(session, visit, submission_id)
    await begin_undo(session, submission_id=submission.id, within=visit.scope, by=visit.by, now=visit.now)
    await _enqueue(session, "undo_submission", submission.id, visit)
    return await _answer(session, visit, submission.id)


async def _enqueue(session: Session, name: str, submission_id: UUID, visit: Visit) -> None:
    arguments = {"submission_id": str(submission_id)}
    await jobs.enqueue(session, name, arguments=arguments, serial=f"files:{visit.by.agency_id}")


async def _submission(session: Session, visit: Visit, submission_id: UUID) -> Submission:
    submission = await queries.submission(session, submission_id, within=visit.scope)
    if submission is None or submission.state is State.DISCARDED:
        raise SubmissionUnknown
    return submission


async def _answer(session: Session, visit: Visit, submission_id: UUID) -> Response[SubmissionShape]:
    content = await _shape(session, await _submission(session, visit, submission_id))
    return Response(content, status_code=202, headers={"location": f"/api/v1/submissions/{submission_id}"})


async def _shape(session: Session, submission: Submission) -> SubmissionShape:
    problems = await _problems(session, submission, after=Standing(0, 0), limit=FIRST_PROBLEMS)
    return SubmissionShape(
        id=submission.id,
        state=submission.state,
        file_name=submission.file_name,
        size_bytes=submission.size_bytes,
        received_at=submission.uploaded_at,
        checked_at=submission.checked_at,
        accepted_at=submission.accepted_at,
        undone_at=submission.undone_at,
        mode=submission.mode,
        learners=submission.learners,
        done=submission.done,
        preview=_counts(_tally(submission.preview)),
        receipt=_counts(_tally(submission.receipt)),
        failure=submission.failure,
        problems=[_problem(problem) for _, problem in problems],
    )


async def _problems(
    session: Session, submission: Submission, *, after: Standing, limit: int
) -> list[tuple[Standing, Problem]]:
    tally = _tally(submission.preview)
    found = _placed(0, tally.file_problems if tally else ())
    rows = await queries.problem_rows(session, submission.id, after=max(0, after.row - 1), limit=limit)
    for row, text in rows:
        found += _placed(row, msgspec.json.decode(text, type=list[Problem]))
    return [(place, problem) for place, problem in found if place > after][:limit]


def _placed(row: int, problems: tuple[Problem, ...] | list[Problem]) -> list[tuple[Standing, Problem]]:
    return [(Standing(row, nth), problem) for nth, problem in enumerate(problems, start=1)]


def _problem(problem: Problem) -> ProblemShape:
    return ProblemShape(**msgspec.structs.asdict(problem))


def _tally(text: str | None) -> Tally | None:
    return msgspec.json.decode(text, type=Tally) if text else None


def _counts(tally: Tally | None) -> Counts | None:
    if tally is None:
        return None
    return Counts(
        learners=tally.learners,
        found=tally.found,
        issued=tally.issued,
        review=tally.review,
        out_of_age=tally.out_of_age,
        refused=tally.refused,
        spells_new=tally.spells.new,
        spells_changed=tally.spells.changed,
        spells_unchanged=tally.spells.unchanged,
        milestones_new=tally.milestones.new,
        milestones_changed=tally.milestones.changed,
        milestones_unchanged=tally.milestones.unchanged,
        circumstances_new=tally.circumstances.new,
        circumstances_changed=tally.circumstances.changed,
        circumstances_unchanged=tally.circumstances.unchanged,
        circumstances_left_out=tally.groundless,
        problems=tally.problems,
    )


ROUTES = [send, show, show_problems, accept, undo]
