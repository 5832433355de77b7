"""Recording circumstances under the safety net: whoever's change by it is looked at in the same transaction."""

from datetime import date, datetime

from service.access.rows import Scope
from service.alerts.operations.watch import watch
from service.circumstances import operations as circumstances
from service.circumstances.operations import Correction
from service.circumstances.rows import Circumstance, Recorded
from service.kit.audit import By
from service.kit.database import Session
from service.pathways import queries as pathways


async def record_circumstance(
    session: Session, *, said: Circumstance, born_on: date, by: By, now: datetime, today: date
) -> Recorded:
    """Record a circumstance and look at the learner. Raises what `circumstances.operations` raises."""
    await pathways.hold_facts(session, [said.learner_id])
    done = await circumstances.record_circumstance(
        session, said=said, born_on=born_on, by=by, now=now, today=today
    )
    await watch(session, learner_ids=sorted(done.learner_ids), by=by, now=now, today=today)
    return done


async def correct_circumstance(
    session: Session, *, correction: Correction, within: Scope, by: By, now: datetime, today: date
) -> Circumstance:
    """Correct a circumstance, or take it back, and look at the learner. Raises as `circumstances.operations` does."""
    await pathways.hold_facts(session, [correction.learner_id])
    stands = await circumstances.correct_circumstance(
        session, correction=correction, within=within, by=by, now=now
    )
    await watch(session, learner_ids=[correction.learner_id], by=by, now=now, today=today)
    return stands
