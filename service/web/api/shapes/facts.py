"""What is recorded: facts, circumstances, and what came of recording them."""

from datetime import date
from enum import StrEnum
from uuid import UUID

import msgspec

from service.circumstances.rows import Kind
from service.pathways.rows import Because, Completion, Confidence, MilestoneKind
from service.web.api.shapes.instant import Instant


class Effect(StrEnum):
    """What recording did."""

    NEW = "new"
    CHANGED = "changed"  # it corrects what you said before under this key
    UNCHANGED = "unchanged"  # you said so before


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """The agency by whose word something is recorded."""

    id: UUID
    name: str


class Fact(msgspec.Struct, frozen=True, kw_only=True):
    """What spells and milestones share. `key` is yours, where you recorded it here; for others' facts it is null.

    `supersedes` is the fact it corrects; `because` why, where a person did; `takes_back`: it only ends that fact, and
    never counted itself.
    """

    id: UUID
    key: str | None
    agency: Source
    recorded_at: Instant
    superseded: bool
    supersedes: UUID | None
    because: Because | None
    takes_back: bool
    confidence: Confidence
    level: str | None
    sector: str | None


class SpellShape(Fact, frozen=True, kw_only=True, tag_field="type", tag="spell"):
    """An unbroken period in one activity, both days included; ended_on null: still going on."""

    activity: int
    started_on: date
    ended_on: date | None
    planned_end_on: date | None
    completion: Completion
    provider_name: str | None
    title: str | None


class MilestoneShape(Fact, frozen=True, kw_only=True, tag_field="type", tag="milestone"):
    """A dated event. `detail` is given for your own facts only."""

    kind: MilestoneKind
    occurred_on: date
    spell_id: UUID | None
    planned_start_on: date | None
    detail: str | None
    wishes_to_return: bool | None


class TimelinePage(msgspec.Struct, frozen=True, kw_only=True):
    """A learner's facts, the newest first, corrected ones too. `next` is the cursor of what follows, or null."""

    learner_id: UUID
    facts: list[SpellShape | MilestoneShape]
    next: str | None


class SpellRecorded(msgspec.Struct, frozen=True, kw_only=True):
    """What recording did, and the spell that counts now."""

    learner_id: UUID
    effect: Effect
    spell: SpellShape


class FactTakenBack(msgspec.Struct, frozen=True, kw_only=True):
    """The fact that counts no more; `effect` is "unchanged" where it was taken back before."""

    learner_id: UUID
    fact_id: UUID
    effect: Effect


class MilestoneRecorded(msgspec.Struct, frozen=True, kw_only=True):
    """What recording did, and the milestone that counts now."""

    learner_id: UUID
    effect: Effect
    milestone: MilestoneShape


class CircumstanceShape(msgspec.Struct, frozen=True, kw_only=True):
    """A circumstance that counts. `key` is yours, where you recorded it here; for others' it is null."""

    key: str | None
    agency: Source
    recorded_at: Instant
    kind: Kind
    value: str
    starts_on: date
    ends_on: date | None


class CircumstancesFound(msgspec.Struct, frozen=True, kw_only=True):
    """A learner's circumstances, as far as your agency may see them."""

    learner_id: UUID
    circumstances: list[CircumstanceShape]


class CircumstanceRecorded(msgspec.Struct, frozen=True, kw_only=True):
    """What recording did, and the circumstance as it was told."""

    learner_id: UUID
    effect: Effect
    circumstance: CircumstanceShape
