"""What young people say is wrong, for those who have to answer: put it right, or say why not."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from litestar.response import Redirect

from service.accounts.rows import Role
from service.kit.database import Session
from service.kit.errors import Invalid
from service.kit.forms import Form, FormInvalid, asked, read_form
from service.own_record import queries
from service.own_record.operations import LONGEST, answer_request, require_request, said_of
from service.own_record.queries import RequestToAnswer
from service.own_record.rows import About, Outcome
from service.vocabulary.working_day import working_days_between
from service.web.errors import FormRefused
from service.web.guards import requires
from service.web.page import page, see_other
from service.web.posted import errors_of, posted
from service.web.timeline import Item, timeline
from service.web.visit import PageRequest, Visit

ANSWERERS = requires(Role.PROVIDER_STAFF, Role.DATA_OFFICER)
TITLE = "Answer a request to correct"
ABOUT = {
    About.FACT: "A line of their pathway",
    About.IDENTITY: "Who they are",
    About.CIRCUMSTANCE: "Their circumstances",
    About.OTHER: "Something else",
}
OUTCOMES = [
    (Outcome.PUT_RIGHT.value, "It was wrong, and is put right now"),
    (Outcome.LEFT.value, "It stays as it is"),
]


@dataclass(frozen=True, kw_only=True)
class CorrectionsPage:
    """The requests, the most urgent first, with what each is about and the working days left."""

    requests: list[tuple[RequestToAnswer, str, int]]


@dataclass(frozen=True, kw_only=True)
class CorrectionPage:
    """One request: their words, what is recorded, where it is corrected, and the answer."""

    asked: RequestToAnswer
    about: str
    line: Item | None
    correct: str | None
    outcomes: list[tuple[str, str]]
    longest: int
    errors: dict[str, str]
    values: dict[str, str]


class AnswerForm(Form):
    """The answer, as the young person reads it."""

    outcome: Outcome = asked("Choose whether it is put right or stays")
    answer: str = asked("Write what they will read", max_length=LONGEST)


@get("/corrections", guards=[ANSWERERS])
async def list_corrections(
    request: PageRequest,
    session: NamedDependency[Session],
    visit: NamedDependency[Visit],
    done: Annotated[str, QueryParameter(max_length=20)] = "",
) -> Response[str]:
    """The list."""
    found = await queries.requests_to_answer(session, within=visit.scope)
    rows = [(each, ABOUT[each.about], working_days_between(visit.today, each.due_on)) for each in found]
    banner = "Answered. The young person reads it on their own page." if done else None
    content = CorrectionsPage(requests=rows)
    return page(request, "corrections/list.html", content, title="Corrections asked for", banner=banner)


@get("/corrections/{request_id:uuid}", guards=[ANSWERERS])
async def show_correction(
    request: PageRequest,
    session: NamedDependency[Session],
    visit: NamedDependency[Visit],
    request_id: FromPath[UUID],
) -> Response[str]:
    """One of them."""
    content = await _content(session, visit, request_id, {}, {})
    return page(request, "corrections/correction.html", content, title=TITLE)


@post("/corrections/{request_id:uuid}", guards=[ANSWERERS])
async def answer(
    request: PageRequest,
    session: NamedDependency[Session],
    visit: NamedDependency[Visit],
    request_id: FromPath[UUID],
) -> Redirect:
    """Keeps the answer; of two at once the first stands."""
    values = await posted(request)
    try:
        form = read_form(AnswerForm, values, today=visit.today)
        await answer_request(
            session,
            request_id=request_id,
            outcome=form.outcome,
            answer=form.answer,
            within=visit.scope,
            by=visit.by,
            now=visit.now,
        )
    except (FormInvalid, Invalid) as wrong:
        content = await _content(session, visit, request_id, errors_of(wrong, field="answer"), values)
        raise FormRefused("corrections/correction.html", content, title=TITLE) from None
    return see_other("/corrections?done=answered")


async def _content(
    session: Session, visit: Visit, request_id: UUID, errors: dict[str, str], values: dict[str, str]
) -> CorrectionPage:
    asked_for = await require_request(session, request_id=request_id, within=visit.scope)
    line = await _line(session, asked_for, visit)
    return CorrectionPage(
        asked=asked_for,
        about=ABOUT[asked_for.about],
        line=line,
        correct=_where_to_correct(asked_for, line),
        outcomes=OUTCOMES,
        longest=LONGEST,
        errors=errors,
        values=values,
    )


async def _line(session: Session, asked_for: RequestToAnswer, visit: Visit) -> Item | None:
    if asked_for.fact_id is None:
        return None
    said = await said_of(session, learner_id=asked_for.learner_id)
    items = timeline(said, [], {asked_for.agency_id: asked_for.agency}, reader=visit.by.agency_id)
    return next((each for each in items if each.line_id == asked_for.fact_id), None)


def _where_to_correct(asked_for: RequestToAnswer, line: Item | None) -> str | None:
    """The page on which whoever answers puts it right themselves, where it is theirs."""
    base = f"/learners/{asked_for.learner_id}"
    if line is not None and line.fact_id is not None:
        return f"{base}/facts/{line.fact_id}/correct"
    return f"{base}/circumstances" if asked_for.about is About.CIRCUMSTANCE else None


ROUTES = [list_corrections, show_correction, answer]
