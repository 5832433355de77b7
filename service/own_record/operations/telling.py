"""What a young person says they are doing now, recorded as their own word under the safety net."""

from datetime import date, datetime
from uuid import UUID

from service.access.rows import WHOLE_REGISTER
from service.alerts.operations import record
from service.kit.audit import By
from service.kit.database import Session, as_register
from service.kit.errors import Invalid
from service.kit.ids import new_id
from service.own_record.operations.reading import own_learner
from service.own_record.rows import LetIn
from service.own_record.rules import SOMEWHERE, Now, Said, Speaker, facts_said
from service.pathways import queries as pathways
from service.pathways.rows import Spell
from service.pathways.rules import situation


async def say_now(session: Session, *, said: Said, reader: LetIn, now: datetime, today: date) -> None:
    """Record what they say, beside what agencies report; alerts that follow are raised or closed at once.

    Raises `Invalid` for a day ahead, or one before what they say has ended began.
    """
    learner = await own_learner(session, reader)
    async with as_register(session):
        await pathways.hold_facts(session, [learner.id])
        before = await _recorded(session, learner.id, today)
        _require_possible(said, before, today)
        speaker = Speaker(
            learner_id=learner.id,
            agency_id=reader.agency_id,
            at=now,
            spell_id=new_id(),
            milestone_id=new_id(),
        )
        spells, milestones = facts_said(said, before, speaker, today=today)
        if spells or milestones:
            by = By(agency_id=reader.agency_id)
            await record(session, spells=spells, milestones=milestones, by=by, now=now, today=today)


async def recorded_now(session: Session, *, reader: LetIn, today: date) -> Spell | None:
    """Give what they are recorded to be in, or were last where it is no longer current; None for nothing."""
    learner = await own_learner(session, reader)
    async with as_register(session):
        return await _recorded(session, learner.id, today)


async def _recorded(session: Session, learner_id: UUID, today: date) -> Spell | None:
    spells = (await pathways.facts_of(session, [learner_id], within=WHOLE_REGISTER))[learner_id].spells
    where = situation(spells, today=today)
    found = next((each for each in spells if each.id == where.spell_id), None)
    return found if found is not None and found.ended_on is None else None


def _require_possible(said: Said, before: Spell | None, today: date) -> None:
    if said.now is Now.STILL and before is None:
        raise Invalid("Choose what you are doing now.", field="now")
    for field in ("stopped_on", "started_on"):
        day = getattr(said, field)
        if day is not None and day > today:
            raise Invalid("This day has not come yet.", field=field)
    if before is not None and said.stopped_on is not None and said.stopped_on < before.started_on:
        raise Invalid("This is before it began. Check the day.", field="stopped_on")
    if said.now in SOMEWHERE and said.started_on is None:
        raise Invalid("Say when you started, about.", field="started_on")
