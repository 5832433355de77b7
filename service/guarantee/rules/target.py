"""The stage to aim at: the next one above what was achieved; more achievement never lowers it."""

from typing import Final

from service.guarantee.rows import Achieved, Readiness, Wishes
from service.pathways.rules import Stage
from service.provision.rows import Kind
from service.vocabulary.sector import LEVELS, level_name

TOP: Final = 4  # level 4 and whatever is above it are one stage
_STAGES: Final = (
    Stage.ENTRY_OR_LEVEL_1,
    Stage.ENTRY_OR_LEVEL_1,
    Stage.LEVEL_2,
    Stage.LEVEL_3,
    Stage.LEVEL_4_OR_ABOVE,
)


def target_rank(achieved: Achieved) -> int:
    """The highest level to aim at next: one above what was achieved, level 1 from nothing, level 4 and above from 3."""
    return 1 if achieved.highest < 0 else min(achieved.highest + 1, len(LEVELS) - 1)


def stage_at(rank: int) -> Stage:
    """The stage of learning at a level."""
    return _STAGES[min(rank, TOP)]


def stage_of_kind(kind: Kind, rank: int) -> Stage:
    """The stage somebody is at who has started an opportunity of a kind and a level."""
    if kind is Kind.RE_ENGAGEMENT:
        return Stage.RE_ENGAGEMENT
    if kind is Kind.JOB:
        return Stage.JOB_WITH_TRAINING
    return stage_at(rank) if rank >= 0 else Stage.ENTRY_OR_LEVEL_1


def target(achieved: Achieved, wishes: Wishes) -> tuple[Stage, tuple[str, ...]]:
    """The stage to aim at, and why in sentences.

    SOURCE: practice reference section 3.2, step 2: the next stage above the highest achieved, lowered by readiness
    alone. English or maths not yet at grade 4 lowers nothing here: a place that teaches them beside comes first
    instead, so that nobody does a level twice for want of them.
    """
    if wishes.readiness is Readiness.NOT_YET:
        return Stage.RE_ENGAGEMENT, ("They are not ready to start yet: first steps come first.",)
    if not achieved.is_known:
        return stage_at(1), ("Nothing is recorded of what they achieved so far: ask them.",)
    if achieved.highest < 0:
        return stage_at(1), ("They have no qualification yet: entry level or level 1 is the first step.",)
    before = level_name(LEVELS[achieved.highest])
    rank = target_rank(achieved)
    after = "level 4 or above, or work," if rank >= TOP else level_name(LEVELS[rank]).lower()
    return stage_at(rank), (f"They have achieved {before.lower()}: {after} is the next step.",)
