"""Taking back a fact of one's own agency that should not be there: what it is, what goes with it, why."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from service.alerts.operations import TAKING_BACK, Correction, correct
from service.kit.database import Session
from service.kit.errors import Invalid
from service.kit.forms import FormInvalid, read_form
from service.learners.rows import Learner
from service.pathways.rows import Facts
from service.web.correction import STAFF, opened, sentence_then, taken_back, with_it
from service.web.correction_forms import REASONS, TakingBack, told
from service.web.errors import FormRefused
from service.web.guards import requires
from service.web.page import page, see_other
from service.web.posted import errors_of, values_of
from service.web.visit import PageRequest, Visit

TITLE = "Take it back"


@dataclass(frozen=True, kw_only=True)
class TakeBackPage:
    """What would be taken back, what goes with it, and where the learner is then."""

    learner: Learner
    fact_id: UUID
    fact: list[tuple[str, str, str | None]]
    with_it: list[str]
    sentence: str | None
    reasons: list[tuple[str, str]]
    errors: dict[str, str]
    values: dict[str, str]


@get("/learners/{learner_id:uuid}/facts/{fact_id:uuid}/take-back", guards=[requires(*STAFF)])
async def show_take_back(
    request: PageRequest,
    session: NamedDependency[Session],
    visit: NamedDependency[Visit],
    learner_id: FromPath[UUID],
    fact_id: FromPath[UUID],
) -> Response[str]:
    """What would go, and why."""
    content = await _page(session, visit, await opened(session, visit, learner_id), fact_id, {}, {})
    return page(request, "learner/take_back.html", content, title=TITLE)


@post("/learners/{learner_id:uuid}/facts/{fact_id:uuid}/take-back", guards=[requires(*STAFF)])
async def take_back(
    request: PageRequest,
    session: NamedDependency[Session],
    visit: NamedDependency[Visit],
    learner_id: FromPath[UUID],
    fact_id: FromPath[UUID],
) -> Redirect:
    """Takes it back. Sent twice it is taken back once."""
    learner, everything = await opened(session, visit, learner_id)
    values = values_of(dict(await request.form()))
    try:
        form = read_form(TakingBack, values, today=visit.today)
        said = Correction(learner_id=learner.id, fact_id=fact_id, because=form.because, note=form.note)
        await correct(
            session, correction=said, within=visit.scope, by=visit.by, now=visit.now, today=visit.today
        )
    except (FormInvalid, Invalid) as wrong:
        content = await _page(session, visit, (learner, everything), fact_id, errors_of(wrong), values)
        raise FormRefused("learner/take_back.html", content, title=TITLE) from None
    return see_other(f"/learners/{learner.id}?done=taken-back")


async def _page(
    session: Session,
    visit: Visit,
    about: tuple[Learner, Facts],
    fact_id: UUID,
    errors: dict[str, str],
    values: dict[str, str],
) -> TakeBackPage:
    learner, said = about
    foreseen = taken_back(said, visit, learner, fact_id)
    return TakeBackPage(
        learner=learner,
        fact_id=fact_id,
        fact=[(label, words, None) for label, words in told(foreseen.before) if words],
        with_it=with_it(foreseen),
        sentence=await sentence_then(session, visit, said, foreseen),
        reasons=[(reason.value, REASONS[reason]) for reason in TAKING_BACK],
        errors=errors,
        values=values,
    )


ROUTES: list[Any] = [show_take_back, take_back]
