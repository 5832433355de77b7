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
    Correction,
    correct,
    foresee_correction,
    require_own_fact,
)
from service.kit.database import Session
from service.kit.errors import Invalid
from service.kit.forms import FormInvalid, read_form
from service.learners.rows import Learner
from service.pathways.rows import Milestone, Spell
from service.web.correction import (
    STAFF,
    opened,
    sentence_then,
    taken_back,
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
from service.web.posted import errors_of, values_of
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
    learner, said = await opened(session, visit, learner_id)
    foreseen = taken_back(said, visit, learner, fact_id)
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
    learner, said = await opened(session, visit, learner_id)
    values = values_of(dict(await request.form()))
    before = require_own_fact(said, fact_id, visit.by)
    try:
        correction = _correction(learner, before, values, visit)
        foreseen = foresee_correction(said, correction, by=visit.by, today=visit.today)
    except (FormInvalid, Invalid) as wrong:
        raise _refused(learner, before, wrong, values) from None
    content = CheckPage(
        learner=learner,
        fact_id=fact_id,
        rows=compared(foreseen.before, foreseen.after),
        with_it=with_it(foreseen),
        sentence=await sentence_then(session, visit, said, foreseen),
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
    learner, said = await opened(session, visit, learner_id)
    values = values_of(dict(await request.form()))
    before = require_own_fact(said, fact_id, visit.by)
    try:
        correction = _correction(learner, before, values, visit)
        await correct(
            session,
            correction=correction,
            within=visit.scope,
            by=visit.by,
            now=visit.now,
            today=visit.today,
        )
    except (FormInvalid, Invalid) as wrong:
        raise _refused(learner, before, wrong, values) from None
    return see_other(f"/learners/{learner.id}?done=corrected")


def _correction(learner: Learner, before: Fact, values: dict[str, str], visit: Visit) -> Correction:
    """What the form says. Raises `FormInvalid`."""
    kind: type[SpellCorrection | MilestoneCorrection]
    kind = SpellCorrection if isinstance(before, Spell) else MilestoneCorrection
    form = read_form(kind, values, today=visit.today)
    given = form.model_dump(exclude={"because", "note"})
    return Correction(
        learner_id=learner.id, fact_id=before.id, because=form.because, note=form.note, changes=given
    )


def _refused(
    learner: Learner, before: Fact, wrong: FormInvalid | Invalid, values: dict[str, str]
) -> FormRefused:
    content = _form(learner, before, errors_of(wrong), values)
    return FormRefused("learner/correct.html", content, title=CORRECT)


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
