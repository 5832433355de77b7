"""Recording milestones and spells, on condition that the client has seen the record as it is now.

A client's `key` names a fact for good. Told again in the same words it changes nothing, whatever the condition (RFC
9110, 13.1.1 allows the answer to what has been done already, so that a lost answer can be asked for again); told in
other words it corrects what was said.
"""

from datetime import date
from uuid import UUID

from litestar import Response, post
from litestar.datastructures import ResponseHeader
from litestar.di import NamedDependency
from litestar.openapi import ResponseSpec
from litestar.params import FromPath, JSONBody

from service.alerts.operations import Happening, SpellMissing, record, record_happening
from service.kit.database import Session
from service.kit.errors import Conflict, Invalid
from service.kit.ids import new_id
from service.pathways import queries
from service.pathways.rows import Facts, Recorded, Spell
from service.pathways.rules import BEGINS_SPELL, is_worth_repeating
from service.web.api.bodies import MilestoneBody, SpellBody
from service.web.api.conditions import IfMatch, etag_of, require_condition, require_match
from service.web.api.facts import (
    TAKEN_BACK,
    Names,
    TakenBack,
    counting_spell,
    is_about_same_spell,
    is_same_happening,
    is_same_spell,
    milestone_shape,
    own_fact,
    source_key,
    spell_shape,
)
from service.web.api.opened import CONDITIONAL, GUARD, Opened, open_record
from service.web.api.shapes import Effect, MilestoneRecorded, SpellRecorded
from service.web.visit import Visit

RECORDING = "recording by a system"
ETAG = ResponseHeader(name="ETag", documentation_only=True, description="The record's version from now on.")
AGAIN = "Changed, or unchanged: the key was known."


class SpellFixed(Invalid):
    """A milestone is to move to another spell."""

    code = "spell_fixed"


class SpellOver(Conflict):
    """What a milestone began is over, and beginning it again would lose its end."""

    code = "spell_over"


@post(
    "/learners/{learner_id:uuid}/milestones",
    guards=[GUARD],
    opt=CONDITIONAL,
    summary="Record a milestone",
    tags=["Pathway"],
    response_description="New.",
    response_headers=[ETAG],
    responses={200: ResponseSpec(MilestoneRecorded, generate_examples=False, description=AGAIN)},
)
async def record_milestone(
    session: NamedDependency[Session],
    visit: NamedDependency[Visit],
    learner_id: FromPath[UUID],
    data: JSONBody[MilestoneBody],
    if_match: IfMatch = None,
) -> Response[MilestoneRecorded]:
    """Records a milestone, together with the spell it begins or ends. A spell it begins has the milestone's key."""
    condition = require_condition(if_match)
    opened = await open_record(session, visit, learner_id, why=RECORDING)
    told = _happening(data, opened, visit)
    effect = Effect.UNCHANGED
    if not is_same_happening(opened.said, told, visit.by.agency_id):
        require_match(condition, opened.etag)
        _require_correctable(opened.said, told, visit.by.agency_id)
        recorded, _ = await record_happening(
            session, happening=told, within=visit.scope, by=visit.by, now=visit.now, today=visit.today
        )
        effect = _effect(recorded)
    return await _milestone_answer(session, visit, opened.learner_id, told.source_key, effect)


@post(
    "/learners/{learner_id:uuid}/spells",
    guards=[GUARD],
    opt=CONDITIONAL,
    summary="Record a spell",
    tags=["Pathway"],
    response_description="New.",
    response_headers=[ETAG],
    responses={200: ResponseSpec(SpellRecorded, generate_examples=False, description=AGAIN)},
)
async def record_spell(
    session: NamedDependency[Session],
    visit: NamedDependency[Visit],
    learner_id: FromPath[UUID],
    data: JSONBody[SpellBody],
    if_match: IfMatch = None,
) -> Response[SpellRecorded]:
    """Records a spell. Told again after some weeks in the same words, it confirms that the spell still goes on."""
    condition = require_condition(if_match)
    _require_past(data.started_on, "started_on", visit)
    _require_past(data.ended_on, "ended_on", visit)
    opened = await open_record(session, visit, learner_id, why=RECORDING)
    told = _spell(data, opened.learner_id, visit)
    before = own_fact(opened.said.spells, told.source_key, visit.by.agency_id)
    effect = Effect.UNCHANGED
    if not is_same_spell(before, told) or (before and is_worth_repeating(before, today=visit.today)):
        require_match(condition, opened.etag)
        recorded, _ = await record(session, spells=[told], by=visit.by, now=visit.now, today=visit.today)
        effect = _effect(recorded)
    return await _spell_answer(session, visit, opened.learner_id, told.source_key, effect)


def _happening(data: MilestoneBody, opened: Opened, visit: Visit) -> Happening:
    spell = counting_spell(opened.said, data.spell_id)
    if data.spell_id is not None and spell is None:
        raise SpellMissing("There is no such spell on this timeline.", field="spell_id")
    given = data.model_dump(exclude={"key", "spell_id"})
    return Happening(
        learner_id=opened.learner_id,
        source_key=source_key(data.key),
        spell_id=spell.id if spell else None,
        provider_name=visit.who.agency_name,
        **given,
    )


def _require_correctable(said: Facts, told: Happening, agency_id: UUID) -> None:
    before = own_fact(said.milestones, told.source_key, agency_id)
    if before is None:
        return
    if told.kind not in BEGINS_SPELL and not is_about_same_spell(said, before, told):
        sentence = "A milestone stays with its spell. Record it for the other spell under a new key."
        raise SpellFixed(sentence, field="spell_id")
    begun = own_fact(said.spells, told.source_key, agency_id)
    if told.kind in BEGINS_SPELL and begun is not None and begun.ended_on is not None:
        raise SpellOver("The spell this began is over. Correct the spell itself, under the same key.")


def _spell(data: SpellBody, learner_id: UUID, visit: Visit) -> Spell:
    given = data.model_dump(exclude={"key", "provider_name"})
    return Spell(
        learner_id=learner_id,
        id=new_id(),
        recorded_at=visit.now,
        agency_id=visit.by.agency_id,
        source_key=source_key(data.key),
        provider_name=data.provider_name or visit.who.agency_name,
        **given,
    )


def _require_past(day: date | None, field: str, visit: Visit) -> None:
    if day is not None and day > visit.today:
        raise Invalid("This day is in the future. Record it once it has happened.", field=field)


def _effect(recorded: Recorded) -> Effect:
    both = recorded.spells + recorded.milestones
    if recorded.milestones.new or (recorded.spells.new and not both.changed):
        return Effect.NEW
    return Effect.CHANGED if both.changed or both.new else Effect.UNCHANGED


async def _milestone_answer(
    session: Session, visit: Visit, learner_id: UUID, key: str, effect: Effect
) -> Response[MilestoneRecorded]:
    facts = (await queries.facts_of(session, [learner_id], within=visit.scope))[learner_id]
    kept = own_fact(facts.milestones, key, visit.by.agency_id)
    if kept is None:
        raise TakenBack(TAKEN_BACK)
    shape = milestone_shape(kept, _own_name(visit), reader=visit.by.agency_id)
    content = MilestoneRecorded(learner_id=learner_id, effect=effect, milestone=shape)
    return Response(content, status_code=_status(effect), headers=await _etag(session, visit, learner_id))


async def _spell_answer(
    session: Session, visit: Visit, learner_id: UUID, key: str, effect: Effect
) -> Response[SpellRecorded]:
    facts = (await queries.facts_of(session, [learner_id], within=visit.scope))[learner_id]
    kept = own_fact(facts.spells, key, visit.by.agency_id)
    if kept is None:
        raise TakenBack(TAKEN_BACK)
    shape = spell_shape(kept, _own_name(visit), reader=visit.by.agency_id)
    content = SpellRecorded(learner_id=learner_id, effect=effect, spell=shape)
    return Response(content, status_code=_status(effect), headers=await _etag(session, visit, learner_id))


def _status(effect: Effect) -> int:
    return 201 if effect is Effect.NEW else 200


def _own_name(visit: Visit) -> Names:
    return {visit.by.agency_id: visit.who.agency_name}


async def _etag(session: Session, visit: Visit, learner_id: UUID) -> dict[str, str]:
    return {"etag": etag_of(await queries.version_of(session, learner_id, within=visit.scope))}


ROUTES = [record_milestone, record_spell]
