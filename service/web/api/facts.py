"""Facts for programs: how a spell and a milestone are shown, and whether somebody says only what they said before."""

from collections.abc import Mapping, Sequence
from typing import TypeAlias, overload
from uuid import UUID

from service.alerts.operations import Happening
from service.pathways.rows import Facts, Milestone, Spell
from service.pathways.rules import BEGINS_SPELL
from service.web.api.shapes import MilestoneShape, Source, SpellShape

PREFIX = "api:"
Names: TypeAlias = Mapping[UUID, str]
_OF_MILESTONE = ("kind", "occurred_on", "planned_start_on", "level", "sector", "detail")
_OF_SPELL = (
    "activity",
    "started_on",
    "ended_on",
    "planned_end_on",
    "completion",
    "provider_name",
    "title",
    "level",
    "sector",
)
_OF_BEGINNING = ("activity", "planned_end_on", "provider_name", "title", "level", "sector")


def source_key(key: str) -> str:
    """This function will name a client's fact as it is kept."""
    return f"{PREFIX}{key}"


@overload
def shape_of(fact: Spell, names: Names, *, reader: UUID) -> SpellShape: ...
@overload
def shape_of(fact: Milestone, names: Names, *, reader: UUID) -> MilestoneShape: ...
def shape_of(fact: Spell | Milestone, names: Names, *, reader: UUID) -> SpellShape | MilestoneShape:
    """This function will show a fact to a system of the agency `reader`."""
    own = fact.agency_id == reader
    shared = {
        "id": fact.id,
        "key": fact.source_key.removeprefix(PREFIX) if own and fact.source_key.startswith(PREFIX) else None,
        "agency": Source(id=fact.agency_id, name=names.get(fact.agency_id, "an agency")),
        "recorded_at": fact.recorded_at,
        "superseded": fact.superseded_at is not None,
        "confidence": fact.confidence,
    }
    if isinstance(fact, Spell):
        return SpellShape(**shared, **_fields(fact, _OF_SPELL))
    detail = fact.detail if own else None
    return MilestoneShape(**shared, **(_fields(fact, _OF_MILESTONE) | {"detail": detail}), spell_id=fact.spell_id)


def _fields(fact: object, names: Sequence[str]) -> dict[str, object]:
    return {name: getattr(fact, name) for name in names}


def own_fact(facts: Sequence[Spell] | Sequence[Milestone], key: str, agency_id: UUID) -> Spell | Milestone | None:
    """This function will find the fact that counts under an agency's own key."""
    return next(
        (
            fact
            for fact in facts
            if fact.source_key == key and fact.agency_id == agency_id and fact.superseded_at is None
        ),
        None,
    )
