"""What correcting a fact and taking it back share: the learner, what goes with the fact, what the record says then."""

from typing import Any
from uuid import UUID

from service.accounts.rows import Role
from service.agencies import queries as agencies
from service.alerts.operations import Corrected, Correction, foresee_correction
from service.kit.database import Session
from service.kit.errors import Invalid
from service.kit.forms import CSRF_FIELD, FormInvalid
from service.learners.operations import require_learner
from service.learners.rows import Learner
from service.pathways import queries as pathways
from service.pathways.rows import Because, Facts, Spell
from service.pathways.rules import counting
from service.web.correction_forms import told
from service.web.learner import where_sentence
from service.web.visit import Visit

STAFF = (Role.PROVIDER_STAFF, Role.YOUTH_ADVISER, Role.DATA_OFFICER)


async def taken_back(session: Session, visit: Visit, learner: Learner, fact_id: UUID) -> Corrected:
    """Foresee that a fact is taken back. Raises where there is no such fact, or it may not be corrected."""
    said = Correction(learner_id=learner.id, fact_id=fact_id, because=Because.RECORDED_TWICE)
    return await foresee_correction(
        session, correction=said, within=visit.scope, by=visit.by, today=visit.today
    )


def with_it(foreseen: Corrected) -> list[str]:
    """The milestones that are corrected or taken back with the fact, one sentence each."""
    said = []
    for before, after in foreseen.followers:
        what = told(before)
        words = f"{what[0][1]}, {what[1][1]}"
        then = " is taken back" if after is None else f" becomes {told(after)[0][1]}, {told(after)[1][1]}"
        said.append(words + then)
    return said


async def sentence_then(session: Session, visit: Visit, learner: Learner, foreseen: Corrected) -> str | None:
    """Where the learner is then, if that changes."""
    said = counting(await pathways.everything_said(session, learner.id, within=visit.scope))
    names = await agencies.agency_names(session, {spell.agency_id for spell in said.spells})
    now = where_sentence(list(said.spells), names, visit.today)
    then = where_sentence(_then(said, foreseen), names, visit.today)
    return then if then != now else None


def _then(said: Facts, foreseen: Corrected) -> list[Spell]:
    spells = [spell for spell in said.spells if spell.id != foreseen.before.id]
    return [*spells, foreseen.after] if isinstance(foreseen.after, Spell) else spells


async def learner_of(session: Session, visit: Visit, learner_id: UUID) -> Learner:
    """Give the learner, in scope; looking is recorded."""
    return await require_learner(
        session,
        learner_id=learner_id,
        within=visit.scope,
        by=visit.by,
        now=visit.now,
        why="correcting a fact",
    )


def errors_of(wrong: FormInvalid | Invalid) -> dict[str, str]:
    """Give each wrong field's message."""
    return wrong.errors if isinstance(wrong, FormInvalid) else {wrong.field or "because": wrong.sentence}


def values_of(posted: dict[str, Any]) -> dict[str, str]:
    """Give what was typed, field by field."""
    return {name: str(value) for name, value in posted.items() if name != CSRF_FIELD}
