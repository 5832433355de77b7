"""Recording facts under the safety net: whoever's pathway changes by it is looked at in the same transaction."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from types import MappingProxyType
from uuid import UUID

import msgspec

from service.access.rows import Scope
from service.alerts.operations.watch import Newcomer, watch
from service.alerts.rows import Watched
from service.kit.audit import By
from service.kit.database import Session
from service.kit.errors import Invalid
from service.kit.ids import new_id
from service.learners.rows import NewLearner
from service.pathways import queries as pathways
from service.pathways.operations import (
    Corrected,
    Correction,
    correct_fact,
    record_facts,
    undo_facts,
)
from service.pathways.rows import Completion, FactsUndone, Milestone, MilestoneKind, Recorded, Spell
from service.pathways.rules import BEGINS_SPELL, ENDS_SPELL, PAUSES_SPELL, RESUMES_SPELL, said_anew

NO_NEWCOMERS: Mapping[UUID, NewLearner] = MappingProxyType({})


async def record(
    session: Session,
    *,
    spells: Sequence[Spell] = (),
    milestones: Sequence[Milestone] = (),
    by: By,
    now: datetime,
    today: date,
    newcomers: Mapping[UUID, NewLearner] = NO_NEWCOMERS,
) -> tuple[Recorded, Watched]:
    """Record facts and raise, refresh or close the alerts that follow from them.

    Raises what `pathways.operations.record_facts` raises. A learner whose facts said nothing new is not looked at.
    `newcomers` were registered in this very transaction: nobody else knows them yet, so nothing of theirs is looked
    up or held, and they are looked at even without a single fact.
    """
    touched = {fact.learner_id for fact in spells} | {fact.learner_id for fact in milestones}
    # Who else records about them waits, and then sees this.
    await pathways.hold_facts(session, touched - newcomers.keys())
    recorded = await record_facts(
        session,
        spells=spells,
        milestones=milestones,
        by=by,
        now=now,
        today=today,
        newcomers=newcomers.keys(),
    )
    changed = sorted(recorded.learner_ids - newcomers.keys())
    come = [Newcomer(learner=each, facts=recorded.newcomers[each.id]) for each in newcomers.values()]
    watched = await watch(session, learner_ids=changed, by=by, now=now, today=today, newcomers=come)
    return recorded, watched


async def correct(
    session: Session, *, correction: Correction, within: Scope, by: By, now: datetime, today: date
) -> Corrected:
    """Correct a fact, or take it back, and look at the learner again in the same transaction.

    Raises what `pathways.operations.correct_fact` raises.
    """
    await pathways.hold_facts(session, [correction.learner_id])
    done = await correct_fact(session, correction=correction, within=within, by=by, now=now, today=today)
    await watch(session, learner_ids=[correction.learner_id], by=by, now=now, today=today)
    return done


async def undo(
    session: Session, *, submission_id: UUID, learner_ids: Sequence[UUID], by: By, now: datetime, today: date
) -> tuple[FactsUndone, Watched]:
    """Undo what a submission of `by`'s agency said about learners, and look at them again."""
    await pathways.hold_facts(session, learner_ids)
    undone = await undo_facts(session, submission_id=submission_id, learner_ids=learner_ids, by=by, now=now)
    watched = await watch(session, learner_ids=sorted(undone.learner_ids), by=by, now=now, today=today)
    return undone, watched


class SpellMissing(Invalid):
    """The milestone begins or ends a spell, and which one was not said."""

    code = "spell_missing"


class Happening(msgspec.Struct, frozen=True, kw_only=True):
    """A milestone as somebody tells it: with the spell it ends, or the activity it begins.

    `source_key` is the teller's own lasting name for it; told twice under one name it is recorded once.
    """

    learner_id: UUID
    kind: MilestoneKind
    occurred_on: date
    source_key: str
    spell_id: UUID | None = None
    activity: int | None = None
    planned_start_on: date | None = None
    planned_end_on: date | None = None
    provider_name: str | None = None
    title: str | None = None
    level: str | None = None
    sector: str | None = None
    detail: str | None = None
    withdraw_reason: int | None = None
    wishes_to_return: bool | None = None


async def record_happening(
    session: Session, *, happening: Happening, within: Scope, by: By, now: datetime, today: date
) -> tuple[Recorded, Watched]:
    """Record a milestone together with the spell it begins or ends.

    Raises `Invalid` for a day in the future, and `SpellMissing`.
    """
    if happening.occurred_on > today:
        raise Invalid("This day is in the future. Record it once it has happened.", field="occurred_on")
    spells = await _spells_of(session, happening, within, by, now)
    spell_id = spells[0].id if spells else happening.spell_id
    milestone = _milestone(happening, spell_id, by, now)
    return await record(session, spells=spells, milestones=[milestone], by=by, now=now, today=today)


async def _spells_of(
    session: Session, happening: Happening, within: Scope, by: By, now: datetime
) -> list[Spell]:
    if happening.kind in BEGINS_SPELL:
        return [_begun(happening, by, now)]
    if happening.kind not in {*ENDS_SPELL, *PAUSES_SPELL, *RESUMES_SPELL}:
        return []
    facts = (await pathways.facts_of(session, [happening.learner_id], within=within))[happening.learner_id]
    known = next((spell for spell in facts.spells if spell.id == happening.spell_id), None)
    if known is None or known.agency_id != by.agency_id:
        raise SpellMissing("Choose which course or job this is about.", field="spell_id")
    if happening.kind in RESUMES_SPELL:
        return [_resumed(known, happening, by, now)]
    return [_changed(known, happening, by, now)]


def _begun(happening: Happening, by: By, now: datetime) -> Spell:
    if happening.activity is None:
        raise SpellMissing("Choose what was started.", field="activity")
    return Spell(
        learner_id=happening.learner_id,
        id=new_id(),
        activity=happening.activity,
        started_on=happening.occurred_on,
        planned_end_on=happening.planned_end_on,
        provider_name=happening.provider_name,
        title=happening.title,
        level=happening.level,
        sector=happening.sector,
        recorded_at=now,
        recorded_by=by.account_id,
        agency_id=by.agency_id,
        source_key=happening.source_key,
    )


def _changed(known: Spell, happening: Happening, by: By, now: datetime) -> Spell:
    completion = ENDS_SPELL.get(happening.kind, Completion.BREAK)
    return msgspec.structs.replace(
        said_anew(known, fact_id=new_id(), at=now, by=by.account_id),
        ended_on=happening.occurred_on if happening.kind in ENDS_SPELL else known.ended_on,
        completion=completion,
        withdraw_reason=happening.withdraw_reason if happening.kind in ENDS_SPELL else known.withdraw_reason,
    )


def _resumed(known: Spell, happening: Happening, by: By, now: datetime) -> Spell:
    """The course they come back to: the same one, with all that was achieved in it, and a new end. Raises `Invalid`."""
    if known.completion is not Completion.BREAK:
        raise SpellMissing("Choose a course that is on a break.", field="spell_id")
    if happening.planned_end_on is None or happening.planned_end_on <= happening.occurred_on:
        sentence = "Enter when the course is to end now, a day after they came back."
        raise Invalid(sentence, field="planned_end_on")
    return msgspec.structs.replace(
        said_anew(known, fact_id=new_id(), at=now, by=by.account_id),
        completion=Completion.CONTINUING,
        planned_end_on=happening.planned_end_on,
    )


def _milestone(happening: Happening, spell_id: UUID | None, by: By, now: datetime) -> Milestone:
    return Milestone(
        learner_id=happening.learner_id,
        id=new_id(),
        kind=happening.kind,
        occurred_on=happening.occurred_on,
        spell_id=spell_id,
        planned_start_on=happening.planned_start_on,
        level=happening.level,
        sector=happening.sector,
        detail=happening.detail,
        wishes_to_return=happening.wishes_to_return,
        recorded_at=now,
        recorded_by=by.account_id,
        agency_id=by.agency_id,
        source_key=happening.source_key,
    )
