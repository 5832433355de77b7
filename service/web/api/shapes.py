"""What programs are answered: one struct for each body, with those fields and no others.

Nothing here is built by copying a row: whatever a table gains stays inside until somebody adds it here, and a test
holds the list of every answer's fields.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

import msgspec

from service.alerts.rows import Severity
from service.circumstances.rows import Kind
from service.feeds.rows import What
from service.imports.rows import AcceptMode, State, Weight
from service.learners.rows import Outcome
from service.pathways.rows import Because, Completion, Confidence, MilestoneKind

Instant = Annotated[datetime, msgspec.Meta(tz=True)]


class Effect(StrEnum):
    """What recording did."""

    NEW = "new"
    CHANGED = "changed"  # it corrects what you said before under this key
    UNCHANGED = "unchanged"  # you said so before


class IndicatorAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """The answer to a claim. While it waits for a person's decision, indicator and learner_id are null.

    `survivor` is the indicator that goes on where the learner's record has been joined with another's since; the one
    answered leads to the same record.
    """

    request_id: UUID
    outcome: Outcome
    indicator: str | None
    learner_id: UUID | None
    reason: str
    model_version: str
    survivor: str | None = None


class LearnerShape(msgspec.Struct, frozen=True, kw_only=True):
    """A learner, as far as another agency's system needs to know them again."""

    id: UUID
    indicator: str
    given_names: str
    family_name: str
    date_of_birth: date


class LearnersFound(msgspec.Struct, frozen=True, kw_only=True):
    """The learners your agency has access to that were asked for; at most 50."""

    learners: list[LearnerShape]


class LearnersPage(msgspec.Struct, frozen=True, kw_only=True):
    """A page of your learners. `next` is the cursor of what follows, or null."""

    learners: list[LearnerShape]
    next: str | None


class ChangeShape(msgspec.Struct, frozen=True, kw_only=True):
    """Something changed about a learner. Of a joined record `other_id` is the one that goes on."""

    what: What
    learner_id: UUID
    other_id: UUID | None
    at: Instant


class ChangesPage(msgspec.Struct, frozen=True, kw_only=True):
    """What changed, the oldest first. Keep `position`, and read on from there; at once where there is `more`."""

    changes: list[ChangeShape]
    position: str
    more: bool


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


class Counts(msgspec.Struct, frozen=True, kw_only=True):
    """What a file comes to. found, issued, review, out_of_age and refused add up to learners."""

    learners: int
    found: int
    issued: int
    review: int
    out_of_age: int
    refused: int
    spells_new: int
    spells_changed: int
    spells_unchanged: int
    milestones_new: int
    milestones_changed: int
    milestones_unchanged: int
    circumstances_new: int
    circumstances_changed: int
    circumstances_unchanged: int
    circumstances_left_out: int
    problems: int


class ProblemShape(msgspec.Struct, frozen=True, kw_only=True):
    """One thing wrong in a file; `learner` is your own reference for the learner."""

    line: int
    learner: str | None
    field: str
    rule: str
    message: str
    fix: str
    weight: Weight


class SubmissionShape(msgspec.Struct, frozen=True, kw_only=True):
    """A file and where it stands. `preview` is what taking it would do, `receipt` what taking it did."""

    id: UUID
    state: State
    file_name: str
    size_bytes: int
    received_at: Instant
    checked_at: Instant | None
    accepted_at: Instant | None
    undone_at: Instant | None
    mode: AcceptMode | None
    learners: int
    done: int
    preview: Counts | None
    receipt: Counts | None
    failure: str | None
    problems: list[ProblemShape]


class ProblemsPage(msgspec.Struct, frozen=True, kw_only=True):
    """The problems of a file in its own order. `next` is the cursor of what follows, or null."""

    problems: list[ProblemShape]
    next: str | None


class EvidenceShape(msgspec.Struct, frozen=True, kw_only=True):
    """One fact an alert rests on."""

    day: date
    words: str
    source: str
    fact_id: UUID | None


class AlertShape(msgspec.Struct, frozen=True, kw_only=True):
    """One open alert: why, by when, whose turn, what to do and what ends it. No name: look the learner up."""

    id: UUID
    learner_id: UUID
    rule: str
    severity: Severity
    status: str
    raised_on: date
    deadline_on: date
    owner: str
    sentence: str
    evidence: list[EvidenceShape]
    next_step: str
    alternatives: list[str]
    closes_when: str


class AlertsPage(msgspec.Struct, frozen=True, kw_only=True):
    """Your agency's open alerts, the oldest first. `next` is the cursor of what follows, or null."""

    alerts: list[AlertShape]
    next: str | None


SHAPES = (
    IndicatorAnswer,
    LearnerShape,
    LearnersFound,
    LearnersPage,
    ChangesPage,
    TimelinePage,
    SpellRecorded,
    MilestoneRecorded,
    CircumstancesFound,
    CircumstanceRecorded,
    FactTakenBack,
    SubmissionShape,
    ProblemsPage,
    AlertsPage,
)
