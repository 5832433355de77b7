"""Correcting a fact of one's own agency: what is wrong and why, see what it changes, done."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from service.alerts.operations import (
    CORRECTING,
    Corrected,
    Correction,
    correct,
    foresee_correction,
)
from service.kit.database import Session
from service.kit.errors import Invalid
from service.kit.forms import FormInvalid, read_form
from service.learners.rows import Learner
from service.pathways import queries as pathways
from service.pathways.rows import Milestone, Spell
from service.web.correction import (
    STAFF,
    errors_of,
    learner_of,
    sentence_then,
    taken_back,
    values_of,
    with_it,
)
from service.web.correction_forms import (
    REASONS,
    Choices,
    MilestoneCorrection,
    SpellCorrection,
    choices,
    compared,
    typed,
)
from service.web.errors import FormRefused
from service.web.guards import requires
from service.web.page import page, see_other
from service.web.visit import PageRequest, Visit

CORRECT, CHECK = "Correct what is recorded", "Check the correction"
Fact = Spell | Milestone


@dataclass(frozen=True, kw_only=True)
class CorrectPage:
    """The form, as it is recorded now."""

    learner: Learner
    fact_id: UUID
    is_spell: bool
    choices: Choices
    reasons: list[tuple[str, str]]
    errors: dict[str, str]
    values: dict[str, str]


@dataclass(frozen=True, kw_only=True)
class CheckPage:
    """What the correction changes: (what, recorded, corrected), what goes with it, and where the learner is then."""

    learner: Learner
    fact_id: UUID
    rows: list[tuple[str, str, str]]
    with_it: list[str]
    sentence: str | None
    values: dict[str, str]


@get("/learners/{learner_id:uuid}/facts/{fact_id:uuid}/correct", guards=[requires(*STAFF)])
async def show_form(
    request: PageRequest,
    session: NamedDependency[Session],
    visit: NamedDependency[Visit],
    learner_id: FromPath[UUID],
    fact_id: FromPath[UUID],
) -> Response[str]:
    """The form."""
    learner = await learner_of(session, visit, learner_id)
    foreseen = await taken_back(session, visit, learner, fact_id)
    content = _form(learner, foreseen.before, {}, typed(foreseen.before))
    return page(request, "learner/correct.html", content, title=CORRECT)


@post(
    "/learners/{learner_id:uuid}/facts/{fact_id:uuid}/correct/check",
    guards=[requires(*STAFF)],
    status_code=200,
)
async def check(
    request: PageRequest,
    session: NamedDependency[Session],
    visit: NamedDependency[Visit],
    learner_id: FromPath[UUID],
    fact_id: FromPath[UUID],
) -> Response[str]:
    """What it changes; nothing is written yet."""
    learner = await learner_of(session, visit, learner_id)
    values = values_of(dict(await request.form()))
    foreseen = await _corrected(session, visit, learner, fact_id, values, do=False)
    content = CheckPage(
        learner=learner,
        fact_id=fact_id,
        rows=compared(foreseen.before, foreseen.after),
        with_it=with_it(foreseen),
        sentence=await sentence_then(session, visit, learner, foreseen),
        values=values,
    )
    return page(request, "learner/correct_check.html", content, title=CHECK)


@post("/learners/{learner_id:uuid}/facts/{fact_id:uuid}/correct", guards=[requires(*STAFF)])
async def correct_it(
    request: PageRequest,
    session: NamedDependency[Session],
    visit: NamedDependency[Visit],
    learner_id: FromPath[UUID],
    fact_id: FromPath[UUID],
) -> Redirect:
    """Corrects it. Sent twice it is corrected once."""
    learner = await learner_of(session, visit, learner_id)
    await _corrected(session, visit, learner, fact_id, values_of(dict(await request.form())), do=True)
    return see_other(f"/learners/{learner.id}?done=corrected")


async def _corrected(
    session: Session, visit: Visit, learner: Learner, fact_id: UUID, values: dict[str, str], *, do: bool
) -> Corrected:
    before = await _fact(session, visit, learner, fact_id)
    try:
        form = read_form(_form_of(before), values, today=visit.today)
        given = form.model_dump(exclude={"because", "note"})
        said = Correction(
            learner_id=learner.id, fact_id=fact_id, because=form.because, note=form.note, changes=given
        )
        if do:
            return await correct(
                session, correction=said, within=visit.scope, by=visit.by, now=visit.now, today=visit.today
            )
        return await foresee_correction(
            session, correction=said, within=visit.scope, by=visit.by, today=visit.today
        )
    except (FormInvalid, Invalid) as wrong:
        content = _form(learner, before, errors_of(wrong), values)
        raise FormRefused("learner/correct.html", content, title=CORRECT) from None


def _form_of(fact: Fact) -> type[SpellCorrection | MilestoneCorrection]:
    return SpellCorrection if isinstance(fact, Spell) else MilestoneCorrection


async def _fact(session: Session, visit: Visit, learner: Learner, fact_id: UUID) -> Fact:
    """The fact that a form is about, though it may have been corrected since: the operation says so."""
    said = await pathways.everything_said(session, learner.id, within=visit.scope)
    facts: tuple[Fact, ...] = (*said.spells, *said.milestones)
    own = (fact for fact in facts if fact.id == fact_id and fact.agency_id == visit.by.agency_id)
    found = next(own, None)
    return found or (await taken_back(session, visit, learner, fact_id)).before


def _form(learner: Learner, fact: Fact, errors: dict[str, str], values: dict[str, str]) -> CorrectPage:
    return CorrectPage(
        learner=learner,
        fact_id=fact.id,
        is_spell=isinstance(fact, Spell),
        choices=choices(),
        reasons=[(reason.value, REASONS[reason]) for reason in CORRECTING],
        errors=errors,
        values=values,
    )


ROUTES: list[Any] = [show_form, check, correct_it]
