"""Finding out where somebody is: the ladder as a checklist, with what each step came to."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from litestar.response import Redirect

from service.accounts.rows import ADVISERS
from service.caseloads import queries
from service.caseloads.operations import note_tracing
from service.caseloads.rows import Found, TracingStep
from service.caseloads.rules import FOUND, LADDER, progress
from service.kit.database import Session
from service.kit.errors import Invalid
from service.learners.rows import Learner
from service.vocabulary.day import say_day
from service.web.errors import FormRefused
from service.web.guards import requires
from service.web.page import page, see_other
from service.web.posted import posted
from service.web.reading import read_learner
from service.web.visit import PageRequest, Visit

ADVISER = requires(*ADVISERS)
TEMPLATE, TITLE = "caseload/tracing.html", "Find out where they are"
NOT_YET = ("", "Not yet")


@dataclass(frozen=True, kw_only=True)
class Rung:
    """One step: its key, name, what it is about, what it came to, and when that was noted."""

    step: str
    name: str
    about: str
    found: str
    noted: str


@dataclass(frozen=True, kw_only=True)
class TracingPage:
    """The ladder."""

    learner: Learner
    rungs: list[Rung]
    choices: list[tuple[str, str]]
    done: int
    errors: dict[str, str]

    @property
    def steps(self) -> int:
        """How many there are."""
        return len(self.rungs)


@get("/learners/{learner_id:uuid}/tracing", guards=[ADVISER])
async def show_tracing(
    request: PageRequest,
    session: NamedDependency[Session],
    visit: NamedDependency[Visit],
    learner_id: FromPath[UUID],
    done: Annotated[str, QueryParameter(max_length=20)] = "",
) -> Response[str]:
    """The checklist."""
    learner = await read_learner(session, visit, learner_id, why="tracing")
    content = await _content(session, visit, learner, {})
    return page(request, TEMPLATE, content, title=TITLE, banner="Noted." if done else None)


@post("/learners/{learner_id:uuid}/tracing", guards=[ADVISER])
async def note(
    request: PageRequest,
    session: NamedDependency[Session],
    visit: NamedDependency[Visit],
    learner_id: FromPath[UUID],
) -> Redirect:
    """Keeps what has changed."""
    learner = await read_learner(session, visit, learner_id, why="tracing")
    values = await posted(request)
    try:
        await note_tracing(
            session,
            learner_id=learner.id,
            found=_found(values),
            within=visit.scope,
            by=visit.by,
            now=visit.now,
            today=visit.today,
        )
    except Invalid as wrong:
        content = await _content(session, visit, learner, {wrong.field or "lists": wrong.sentence})
        raise FormRefused(TEMPLATE, content, title=TITLE) from None
    return see_other(f"/learners/{learner.id}/tracing?done=noted")


def _found(values: dict[str, str]) -> dict[str, Found]:
    """What was chosen, step by step. Raises `Invalid`."""
    found = {}
    for step, text in values.items():
        if text:
            try:
                found[step] = Found(text)
            except ValueError:
                raise Invalid("Choose what it came to from the list.", field=step) from None
    return found


async def _content(session: Session, visit: Visit, learner: Learner, errors: dict[str, str]) -> TracingPage:
    kept = await queries.tracing_of(session, learner.id, within=visit.scope)
    return TracingPage(
        learner=learner,
        rungs=[_rung(step, name, about, kept.get(step)) for step, (name, about) in LADDER.items()],
        choices=[NOT_YET, *((each.value, words) for each, words in FOUND.items())],
        done=progress({step: each.found for step, each in kept.items()}),
        errors=errors,
    )


def _rung(step: str, name: str, about: str, kept: TracingStep | None) -> Rung:
    noted = f" Noted on {say_day(kept.noted_on)}." if kept else ""
    return Rung(step=step, name=name, about=about, found=kept.found.value if kept else "", noted=noted)


ROUTES = [show_tracing, note]
