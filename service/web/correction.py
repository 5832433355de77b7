"""What correcting a fact and taking it back share: the learner, what goes with the fact, what the record says then."""

from uuid import UUID

from service.accounts.rows import ADVISERS, Role
from service.agencies import queries as agencies
from service.alerts.operations import Corrected, Correction, foresee_correction
from service.kit.database import Session
from service.learners.rows import Learner
from service.pathways import queries as pathways
from service.pathways.rows import Because, Facts, Spell
from service.pathways.rules import counting
from service.web.correction_forms import told
from service.web.learner import where_sentence
from service.web.reading import read_learner
from service.web.visit import Visit

STAFF = (Role.PROVIDER_STAFF, *ADVISERS, Role.DATA_OFFICER)


def taken_back(said: Facts, visit: Visit, learner: Learner, fact_id: UUID) -> Corrected:
    """Foresee that a fact is taken back. Raises where there is no such fact, or it may not be corrected."""
    correction = Correction(learner_id=learner.id, fact_id=fact_id, because=Because.RECORDED_TWICE)
    return foresee_correction(said, correction, by=visit.by, today=visit.today)


def with_it(foreseen: Corrected) -> list[str]:
    """The milestones that are corrected or taken back with the fact, one sentence each."""
    said = []
    for before, after in foreseen.followers:
        what = told(before)
        words = f"{what[0][1]}, {what[1][1]}"
        then = " is taken back" if after is None else f" becomes {told(after)[0][1]}, {told(after)[1][1]}"
        said.append(words + then)
    return said


async def sentence_then(session: Session, visit: Visit, said: Facts, foreseen: Corrected) -> str | None:
    """Where the learner is then, if that changes."""
    spells = list(counting(said).spells)
    names = await agencies.agency_names(session, {spell.agency_id for spell in spells})
    now = where_sentence(spells, names, visit.today)
    then = where_sentence(_then(spells, foreseen), names, visit.today)
    return then if then != now else None


def _then(counting_now: list[Spell], foreseen: Corrected) -> list[Spell]:
    spells = [spell for spell in counting_now if spell.id != foreseen.before.id]
    return [*spells, foreseen.after] if isinstance(foreseen.after, Spell) else spells


async def opened(session: Session, visit: Visit, learner_id: UUID) -> tuple[Learner, Facts]:
    """Give the learner, in scope, with everything said of them; looking is recorded."""
    learner = await read_learner(session, visit, learner_id, why="correcting a fact")
    return learner, await pathways.everything_said(session, learner.id, within=visit.scope)
