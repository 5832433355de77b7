"""Files: upload, watch the check, see the preview, accept, keep the receipt."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from service.accounts.rows import Role
from service.imports import queries
from service.imports.operations import UNDONE_WITHIN, begin_acceptance, discard, may_be_undone, receive
from service.imports.operations.difference import changes_in
from service.imports.operations.mending import with_errors
from service.imports.operations.problems import all_problems
from service.imports.operations.receive import PIECE, FileRefused
from service.imports.readers.table.rows import ZIP
from service.imports.rows import AcceptMode, Problem, State, Submission, Tally, Undoing
from service.kit import jobs
from service.kit.csv import csv_of
from service.kit.database import Session
from service.kit.errors import NotFound
from service.kit.spreadsheet import MEDIA_TYPE, xlsx_of
from service.web.errors import FormRefused
from service.web.guards import requires
from service.web.history import says_of, what
from service.web.page import page, see_other
from service.web.spreadsheets import download
from service.web.visit import PageRequest, Visit

SENDERS = (Role.PROVIDER_STAFF, Role.DATA_OFFICER)
READERS = (Role.PROVIDER_STAFF, Role.DATA_OFFICER)
SHOWN = 100
AT_WORK = frozenset({State.RECEIVED, State.CHECKING, State.ACCEPTING, State.UNDOING})
CHANGES = ("Line", "Learner reference", "What", "Stands as", "Would be")
MOST_CHANGES = 100_000
COLUMNS = ("Line", "Learner reference", "Field", "Rule", "Problem", "What to do", "Effect")
ENVELOPE = 64 * 1024  # what a multipart form adds around the file
LARGEST = 2 * 1024 * 1024 * 1024  # what the route lets through at all; the setting decides below it
EFFECT = {"refuses": "Not taken", "warns": "Taken, please look"}


@dataclass(frozen=True, kw_only=True)
class FilesPage:
    """An agency's files, newest first, and the form to send one."""

    submissions: list[Submission]
    may_send: bool
    limit_mb: int
    errors: dict[str, str]


@dataclass(frozen=True, kw_only=True)
class FilePage:
    """One file: how far it is, what it comes to, what was taken."""

    submission: Submission
    tally: Tally | None
    receipt: Tally | None
    before: Submission | None
    problems: list[Problem]
    changes: list[tuple[str, ...]]
    waiting: bool
    stuck: bool
    may_accept: bool
    undone: Undoing | None
    may_undo: bool
    undo_until: datetime | None


@get("/files", guards=[requires(*READERS)])
async def list_files(
    request: PageRequest, session: NamedDependency[Session], visit: NamedDependency[Visit]
) -> Response[str]:
    """The list."""
    content = await _files(session, visit, {})
    return page(request, "imports/list.html", content, title="Files")


async def _files(session: Session, visit: Visit, errors: dict[str, str]) -> FilesPage:
    return FilesPage(
        submissions=await queries.submissions(session, within=visit.scope, limit=50),
        may_send=visit.who.role in SENDERS,
        limit_mb=visit.settings.upload_limit_bytes // PIECE,
        errors=errors,
    )


@post("/files", guards=[requires(*SENDERS)], request_max_body_size=LARGEST + ENVELOPE)
async def send_file(
    request: PageRequest, session: NamedDependency[Session], visit: NamedDependency[Visit]
) -> Redirect:
    """Receives the file and leaves its checking to a job."""
    posted = await request.form()
    upload = posted.get("file")
    try:
        if not isinstance(upload, UploadFile) or not upload.filename:
            raise FileRefused("Select a file", field="file")
        submission_id = await receive(
            session,
            file_name=upload.filename,
            pieces=_pieces(upload),
            limit=visit.settings.upload_limit_bytes,
            by=visit.by,
            now=visit.now,
            today=visit.today,
        )
    except FileRefused as wrong:
        content = await _files(session, visit, {"file": wrong.sentence})
        raise FormRefused("imports/list.html", content, title="Files") from None
    await _enqueue(session, "check_submission", submission_id, visit)
    return see_other(f"/files/{submission_id}")


async def _pieces(upload: UploadFile) -> AsyncIterator[bytes]:
    while piece := await upload.read(PIECE):
        yield piece


async def _enqueue(session: Session, name: str, submission_id: UUID, visit: Visit) -> None:
    arguments = {"submission_id": str(submission_id)}
    await jobs.enqueue(session, name, arguments=arguments, serial=f"files:{visit.who.agency_id}")


@get("/files/{submission_id:uuid}", guards=[requires(*READERS)])
async def show_file(
    request: PageRequest,
    session: NamedDependency[Session],
    visit: NamedDependency[Visit],
    submission_id: FromPath[UUID],
) -> Response[str]:
    """Progress, then preview, then receipt: one address for the file's whole life."""
    submission = await _submission(session, visit, submission_id)
    problems = await all_problems(session, submission, limit=SHOWN)
    content = FilePage(
        submission=submission,
        tally=_tally(submission.preview),
        receipt=_tally(submission.receipt),
        before=await queries.same_file(
            session, submission.agency_id, submission.sha256, besides=submission.id
        ),
        problems=problems,
        changes=[each async for each in _changes(session, visit, submission, limit=SHOWN)],
        waiting=submission.state in AT_WORK,
        stuck=await jobs.has_failed(session, {"submission_id": str(submission.id)}),
        may_accept=submission.state is State.CHECKED and visit.who.role in SENDERS,
        undone=_undone(submission),
        may_undo=may_be_undone(submission, now=visit.now) and visit.who.role in SENDERS,
        undo_until=submission.accepted_at + UNDONE_WITHIN if submission.accepted_at else None,
    )
    return page(request, "imports/file.html", content, title="File")


async def _submission(session: Session, visit: Visit, submission_id: UUID) -> Submission:
    submission = await queries.submission(session, submission_id, within=visit.scope)
    if submission is None or submission.state is State.DISCARDED:
        raise NotFound("There is no such file from your agency. It may have been discarded.")
    return submission


def _tally(text: str | None) -> Tally | None:
    return msgspec.json.decode(text, type=Tally) if text else None


async def _changes(
    session: Session, visit: Visit, submission: Submission, *, limit: int
) -> AsyncIterator[tuple[str, ...]]:
    """What a checked file tells otherwise: line, reference, what, as it stands, as it would be."""
    if submission.state is not State.CHECKED:
        return
    n = 0
    async for change in changes_in(session, submission, within=visit.scope):
        before, after = change.before, change.after
        yield str(change.line), change.reference, what(before), says_of(before, after), says_of(after, before)
        n += 1
        if n == limit:
            return


@get("/files/{submission_id:uuid}/changes.csv", guards=[requires(*READERS)])
async def download_changes(
    session: NamedDependency[Session], visit: NamedDependency[Visit], submission_id: FromPath[UUID]
) -> Response[str] | Response[bytes]:
    """Everything a checked file would change of what its sender told before."""
    submission = await _submission(session, visit, submission_id)
    rows = [each async for each in _changes(session, visit, submission, limit=MOST_CHANGES)]
    return download(csv_of(CHANGES, rows), "text/csv", "changes.csv")


def _undone(submission: Submission) -> Undoing | None:
    return msgspec.json.decode(submission.undoing, type=Undoing) if submission.undoing else None


@get("/files/{submission_id:uuid}/problems.csv", guards=[requires(*READERS)])
async def download_problems(
    session: NamedDependency[Session], visit: NamedDependency[Visit], submission_id: FromPath[UUID]
) -> Response[str]:
    """Every problem of a file, to mend where the file comes from."""
    submission = await _submission(session, visit, submission_id)
    problems = await all_problems(session, submission)
    body = csv_of(COLUMNS, (_cells(problem) for problem in problems))
    headers = {"content-disposition": 'attachment; filename="problems.csv"'}
    return Response(body, media_type="text/csv", headers=headers)


@get("/files/{submission_id:uuid}/errors", guards=[requires(*READERS)])
async def download_errors(
    session: NamedDependency[Session], visit: NamedDependency[Visit], submission_id: FromPath[UUID]
) -> Response[str] | Response[bytes]:
    """A spreadsheet as it was sent, with a column that says what is wrong in each row."""
    submission = await _submission(session, visit, submission_id)
    (heads, *rows), begins = await with_errors(session, submission)
    if begins == ZIP:
        return download(xlsx_of(heads, rows, title="Errors"), MEDIA_TYPE, "errors.xlsx")
    return download(csv_of(heads, rows), "text/csv", "errors.csv")


def _cells(problem: Problem) -> tuple[Any, ...]:
    return (
        problem.line,
        problem.learner or "",
        problem.field,
        problem.rule,
        problem.message,
        problem.fix,
        EFFECT[problem.weight],
    )


@post("/files/{submission_id:uuid}/acceptance", guards=[requires(*SENDERS)])
async def accept_file(
    request: PageRequest,
    session: NamedDependency[Session],
    visit: NamedDependency[Visit],
    submission_id: FromPath[UUID],
) -> Redirect:
    """Takes the file: everything, or the good rows."""
    submission = await _submission(session, visit, submission_id)
    mode = AcceptMode.GOOD if (await request.form()).get("mode") == AcceptMode.GOOD else AcceptMode.ALL
    await begin_acceptance(
        session, submission_id=submission.id, mode=mode, within=visit.scope, by=visit.by, now=visit.now
    )
    await _enqueue(session, "accept_submission", submission.id, visit)
    return see_other(f"/files/{submission.id}")


@post("/files/{submission_id:uuid}/discard", guards=[requires(*SENDERS)])
async def discard_file(
    session: NamedDependency[Session], visit: NamedDependency[Visit], submission_id: FromPath[UUID]
) -> Redirect:
    """Drops a file its sender decided against."""
    submission = await _submission(session, visit, submission_id)
    await discard(session, submission_id=submission.id, by=visit.by, now=visit.now)
    return see_other("/files")


ROUTES = [
    list_files,
    send_file,
    show_file,
    download_problems,
    download_errors,
    download_changes,
    accept_file,
    discard_file,
]
