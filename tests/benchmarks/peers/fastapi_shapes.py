"""What the FastAPI peer answers, as models without a table."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlmodel import SQLModel

from service.pathways.tables import MilestoneTable, SpellTable


class SourceOut(SQLModel):
    id: UUID
    name: str


class SpellOut(SQLModel):
    type: str = "spell"
    id: UUID
    key: str | None
    agency: SourceOut
    recorded_at: datetime
    superseded: bool
    supersedes: UUID | None
    because: str | None
    takes_back: bool
    confidence: str
    level: str | None
    sector: str | None
    activity: int
    started_on: date
    ended_on: date | None
    planned_end_on: date | None
    completion: str
    provider_name: str | None
    title: str | None


class MilestoneOut(SQLModel):
    type: str = "milestone"
    id: UUID
    key: str | None
    agency: SourceOut
    recorded_at: datetime
    superseded: bool
    supersedes: UUID | None
    because: str | None
    takes_back: bool
    confidence: str
    level: str | None
    sector: str | None
    kind: str
    occurred_on: date
    spell_id: UUID | None
    planned_start_on: date | None
    detail: str | None
    wishes_to_return: bool | None


class TimelineOut(SQLModel):
    learner_id: UUID
    facts: list[SpellOut | MilestoneOut]
    next: str | None = None


class IndicatorOut(SQLModel):
    request_id: UUID
    outcome: str
    indicator: str | None
    learner_id: UUID | None
    reason: str
    model_version: str


class RecordedOut(SQLModel):
    learner_id: UUID
    effect: str
    milestone: MilestoneOut


def shared(fact: Any, names: dict[UUID, str], reader: UUID) -> dict[str, Any]:
    return {
        "key": fact.source_key.removeprefix("api:") if fact.agency_id == reader else None,
        "agency": SourceOut(id=fact.agency_id, name=names.get(fact.agency_id, "an agency")),
        "superseded": fact.superseded_at is not None,
    }


def spell_out(fact: SpellTable, names: dict[UUID, str], reader: UUID) -> SpellOut:
    return SpellOut.model_validate(fact, update=shared(fact, names, reader))


def milestone_out(fact: MilestoneTable, names: dict[UUID, str], reader: UUID) -> MilestoneOut:
    return MilestoneOut.model_validate(fact, update=shared(fact, names, reader))
