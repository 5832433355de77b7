"""Answers of the Learning Records Service: a data officer's list, taken in with what is wrong given back."""

from dataclasses import dataclass

from litestar import Response, get, post
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency

from service.accounts.rows import Role
from service.imports.readers.lrs import COLUMNS, LrsProblem, read_lrs
from service.kit.csv import csv_of
from service.kit.database import Session
from service.learners.operations import Answered, Taken, take_lrs_answers
from service.web.errors import FormRefused
from service.web.guards import requires
from service.web.page import page
from service.web.visit import PageRequest, Visit

DECIDER = requires(Role.DATA_OFFICER)
TITLE = "Answers of the Learning Records Service"
LARGEST = 10 * 1024 * 1024
SHOWN = 100


@dataclass(frozen=True, kw_only=True)
class LrsPage:
    """The form, and what became of the list that was sent."""

    columns: tuple[str, ...]
    taken: Taken | None
    problems: list[LrsProblem]
    errors: dict[str, str]


@get("/lrs", guards=[DECIDER])
async def show_lrs(request: PageRequest) -> Response[str]:
    """The form."""
    return page(request, "lrs/lrs.html", _content(), title=TITLE)


@get("/lrs/template.csv", guards=[DECIDER])
async def lrs_template() -> Response[str]:
    """An empty list with its columns."""
    headers = {"content-disposition": "attachment; filename=lrs-answers.csv"}
    return Response(csv_of(COLUMNS, []), media_type="text/csv; charset=utf-8", headers=headers)


@post("/lrs", guards=[DECIDER], status_code=200, request_max_body_size=LARGEST)
async def take(
    request: PageRequest, session: NamedDependency[Session], visit: NamedDependency[Visit]
) -> Response[str]:
    """Takes the rows that can be used and gives the others back."""
    sent = (await request.form()).get("file")
    content = await sent.read() if isinstance(sent, UploadFile) else b""
    if not content:
        raise FormRefused("lrs/lrs.html", _content(errors={"file": "Select a file"}), title=TITLE)
    read = read_lrs(content)
    answers = [
        Answered(indicator=each.indicator, outcome=each.outcome, uln=each.uln, linked=each.linked)
        for each in read.answers
    ]
    taken = await take_lrs_answers(session, answers=answers, within=visit.scope, by=visit.by, now=visit.now)
    shown = list(read.problems)[:SHOWN]
    return page(request, "lrs/lrs.html", _content(taken=taken, problems=shown), title=TITLE)


def _content(
    *,
    taken: Taken | None = None,
    problems: list[LrsProblem] | None = None,
    errors: dict[str, str] | None = None,
) -> LrsPage:
    return LrsPage(columns=COLUMNS, taken=taken, problems=problems or [], errors=errors or {})


ROUTES = [show_lrs, lrs_template, take]
