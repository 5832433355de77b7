"""Facts for programs: how a spell and a milestone are shown, and whether somebody says only what they said before."""

from collections.abc import Iterable, Mapping
from typing import TypeAlias, TypeVar
from uuid import UUID

from service.alerts.operations import Happening
from service.circumstances.rows import Circumstance
from service.kit.errors import Conflict
from service.pathways.rows import Facts, Milestone, Spell
from service.pathways.rules import BEGINS_SPELL
from service.web.api.shapes import MilestoneShape, Source, SpellShape

PREFIX = "api:"
TAKEN_BACK = "Your agency took this back. Send it under a new key if it happened after all."
Names: TypeAlias = Mapping[UUID, str]
OneFact = TypeVar("OneFact", Spell, Milestone, Circumstance)
_OF_MILESTONE = ("kind", "occurred_on", "planned_start_on", "level", "sector", "detail", "wishes_to_return")
_OF_BEGINNING = ("activity", "planned_end_on", "provider_name", "title", "level", "sector")
_OF_SPELL = (*_OF_BEGINNING, "started_on", "ended_on", "completion")


class TakenBack(Conflict):
    """What was said under this key was taken back by a person, and is said again in the same words."""

    code = "fact_taken_back"


def source_key(key: str) -> str:
    """Name a client's fact as it is kept."""
    return f"{PREFIX}{key}"


def own_fact(facts: Iterable[OneFact], key: str, agency_id: UUID) -> OneFact | None:
    """Find the fact that counts under an agency's own name for it."""
    own = (fact for fact in facts if fact.agency_id == agency_id and fact.source_key == key)
    return next((fact for fact in own if fact.superseded_at is None), None)


def counting_spell(said: Facts, spell_id: UUID | None) -> Spell | None:
    """Find the spell that counts today of one named by an id it has, or had before a correction."""
    named = next((spell for spell in said.spells if spell.id == spell_id), None)
    return own_fact(said.spells, named.source_key, named.agency_id) if named else None


def is_same_spell(before: Spell | None, told: Spell) -> bool:
    """Say whether a spell repeats what counts under its key already."""
    return before is not None and _agree(before, told, _OF_SPELL)


def is_same_happening(said: Facts, told: Happening, agency_id: UUID) -> bool:
    """Say whether a milestone, with what it begins or ends, repeats what was told already.

    What became of the spell since (it ended, its end was corrected) does not make an old message a new one: a
    system that sends its whole list every night must not begin ended spells again.
    """
    before = own_fact(said.milestones, told.source_key, agency_id)
    if before is None or not _agree(before, told, _OF_MILESTONE):
        return False
    if told.kind in BEGINS_SPELL:
        begun = own_fact(said.spells, told.source_key, agency_id)
        return begun is not None and _agree(begun, told, _OF_BEGINNING)
    return is_about_same_spell(said, before, told)


def is_about_same_spell(said: Facts, before: Milestone, told: Happening) -> bool:
    """Say whether a milestone still names the spell it named before, corrected or not."""
    then, now = counting_spell(said, before.spell_id), counting_spell(said, told.spell_id)
    return (then and then.id) == (now and now.id)


def _agree(before: Spell | Milestone, told: Spell | Happening, names: Iterable[str]) -> bool:
    return all(getattr(before, name) == getattr(told, name) for name in names)


def spell_shape(spell: Spell, names: Names, *, reader: UUID) -> SpellShape:
    """Show a spell to a system of the agency `reader`."""
    return SpellShape(
        id=spell.id,
        key=_key(spell, reader),
        agency=_source(spell, names),
        recorded_at=spell.recorded_at,
        superseded=spell.superseded_at is not None,
        supersedes=spell.supersedes,
        because=spell.because,
        takes_back=spell.takes_back,
        confidence=spell.confidence,
        level=spell.level,
        sector=spell.sector,
        activity=spell.activity,
        started_on=spell.started_on,
        ended_on=spell.ended_on,
        planned_end_on=spell.planned_end_on,
        completion=spell.completion,
        provider_name=spell.provider_name,
        title=spell.title,
    )


def milestone_shape(milestone: Milestone, names: Names, *, reader: UUID) -> MilestoneShape:
    """Show a milestone to a system of the agency `reader`: another's free text stays there."""
    return MilestoneShape(
        id=milestone.id,
        key=_key(milestone, reader),
        agency=_source(milestone, names),
        recorded_at=milestone.recorded_at,
        superseded=milestone.superseded_at is not None,
        supersedes=milestone.supersedes,
        because=milestone.because,
        takes_back=milestone.takes_back,
        confidence=milestone.confidence,
        level=milestone.level,
        sector=milestone.sector,
        kind=milestone.kind,
        occurred_on=milestone.occurred_on,
        spell_id=milestone.spell_id,
        planned_start_on=milestone.planned_start_on,
        detail=milestone.detail if milestone.agency_id == reader else None,
        wishes_to_return=milestone.wishes_to_return,
    )


def _key(fact: Spell | Milestone, reader: UUID) -> str | None:
    from_here = fact.agency_id == reader and fact.source_key.startswith(PREFIX)
    return fact.source_key.removeprefix(PREFIX) if from_here else None


def _source(fact: Spell | Milestone, names: Names) -> Source:
    return Source(id=fact.agency_id, name=names.get(fact.agency_id, "an agency"))
