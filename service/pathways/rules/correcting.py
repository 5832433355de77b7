"""Corrections: what follows from one, what it overrules, and what was known before it.

A fact and its corrections share a name (`source_key`) of one agency; in the order they were said they are a chain.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple, TypeVar
from uuid import UUID

from msgspec.structs import replace

from service.pathways.rows import AnyFact, Because, Completion, Facts, Milestone, MilestoneKind, Spell
from service.pathways.rules.consequence import BEGINS_SPELL, ENDS_SPELL, PAUSES_SPELL
from service.vocabulary.activity import Kind, activity

Fact = TypeVar("Fact", bound=AnyFact)
ChainKey = tuple[UUID, UUID, str]
Content = tuple[object, ...]

_PROVENANCE = {
    "id",
    "recorded_at",
    "submission_id",
    "line",
    "recorded_by",
    "said_at",
    "supersedes",
    "superseded_at",
    "spell_id",
    "because",
    "because_note",
    "takes_back",
}
_SHARED = ("level", "sector")
_TOLD_BY_SPELL = BEGINS_SPELL | ENDS_SPELL.keys() | PAUSES_SPELL


class Follower(NamedTuple):
    """A milestone that cannot stay as it is where its spell is corrected. `becomes` None: it is taken back."""

    milestone: Milestone
    becomes: Milestone | None


def content_of(fact: AnyFact) -> Content:
    """Give what a fact says, without who said it when and why."""
    return tuple(getattr(fact, name) for name in fact.__struct_fields__ if name not in _PROVENANCE)


def said_anew(
    fact: Fact,
    *,
    fact_id: UUID,
    at: datetime,
    by: UUID | None,
    submission_id: UUID | None = None,
    line: int | None = None,
) -> Fact:
    """Give a fact's words as somebody says them now: by a key of its own, and as yet correcting nothing."""
    return replace(
        fact,
        id=fact_id,
        recorded_at=at,
        recorded_by=by,
        submission_id=submission_id,
        line=line,
        supersedes=None,
        superseded_at=None,
        because=None,
        because_note=None,
        takes_back=False,
        **({"said_at": None} if isinstance(fact, Spell) else {}),
    )


def chains(facts: Iterable[Fact]) -> dict[ChainKey, list[Fact]]:
    """Put facts of one kind into their chains, each in the order it was said."""
    found: dict[ChainKey, list[Fact]] = {}
    for fact in sorted(facts, key=_said_at):
        found.setdefault((fact.learner_id, fact.agency_id, fact.source_key), []).append(fact)
    return found


def _said_at(fact: AnyFact) -> tuple[datetime, int]:
    return fact.recorded_at, fact.id.int


def overruled(chain: Sequence[AnyFact]) -> frozenset[Content]:
    """Give what a person has overruled and nobody has said otherwise since; a source that repeats it says nothing new.

    `chain` is one without what was undone (see undoing.without_undone).
    """
    found = []
    for later, fact in zip(reversed(chain), reversed(chain[:-1]), strict=False):
        if later.because in (None, Because.FOLLOWS):
            break
        found.append(content_of(fact))
    return frozenset(found)


def as_known(said: Facts, *, at: datetime) -> Facts:
    """Give what had been said by a moment, as it stood then: what was corrected later still counts."""
    spells = (as_it_stood(spell, at=at) for spell in said.spells if spell.recorded_at <= at)
    milestones = (as_it_stood(each, at=at) for each in said.milestones if each.recorded_at <= at)
    return Facts(spells=tuple(spells), milestones=tuple(milestones))


def as_it_stood(fact: Fact, *, at: datetime) -> Fact:
    """Give a fact as it stood at a moment after it was recorded."""
    corrected_later = fact.superseded_at is not None and fact.superseded_at > at
    return replace(fact, superseded_at=None) if corrected_later else fact


def counting(said: Facts) -> Facts:
    """Give the facts that count."""
    return Facts(
        spells=tuple(spell for spell in said.spells if spell.superseded_at is None),
        milestones=tuple(each for each in said.milestones if each.superseded_at is None),
    )


def is_told_by_spell(milestone: Milestone, spells: Mapping[UUID, Spell]) -> bool:
    """Whether a milestone says only what its spell says too: that it began, ended or paused."""
    return milestone.kind in _TOLD_BY_SPELL and milestone.spell_id in spells


def followers(before: Spell, after: Spell | None, about: Iterable[Milestone]) -> tuple[Follower, ...]:
    """Give the milestones that change with their spell: its beginning and its end are told twice.

    `about` are the counting milestones of the same agency about this spell; `after` None: it is taken back, and they
    with it.
    """
    found = (Follower(each, _becomes(each, before, after) if after else None) for each in about)
    return tuple(each for each in found if each.becomes != each.milestone)


def no_longer_told(before: Spell, after: Spell, about: Iterable[Milestone]) -> tuple[Milestone, ...]:
    """Give the milestones that a spell, told otherwise by its source, leaves without ground.

    `about` are those of its source that it tells no more: a file that says a course goes on no longer says it ended.
    """
    return tuple(each.milestone for each in followers(before, after, about))


def _becomes(milestone: Milestone, before: Spell, after: Spell) -> Milestone | None:
    if milestone.kind in ENDS_SPELL:
        kind = _ending(milestone.kind, after)
        if kind is None or after.ended_on is None:
            return None
        moved = milestone.occurred_on == before.ended_on
        return replace(milestone, kind=kind, occurred_on=after.ended_on if moved else milestone.occurred_on)
    if milestone.kind not in BEGINS_SPELL:
        return milestone
    moved = milestone.occurred_on == before.started_on
    shared = {
        name: getattr(after, name) for name in _SHARED if getattr(milestone, name) == getattr(before, name)
    }
    return replace(milestone, occurred_on=after.started_on if moved else milestone.occurred_on, **shared)


def _ending(kind: MilestoneKind, after: Spell) -> MilestoneKind | None:
    """The milestone that says how a spell ended, if one does."""
    if ENDS_SPELL[kind] is after.completion:
        return kind
    if after.completion is Completion.WITHDRAWN:
        return MilestoneKind.WITHDREW
    if after.completion is not Completion.COMPLETED:
        return None
    is_job = activity(after.activity).kind is Kind.EMPLOYMENT
    return MilestoneKind.JOB_ENDED if is_job else MilestoneKind.COMPLETED
