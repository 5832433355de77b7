"""What somebody has behind them, read from the facts and circumstances, whoever reported them."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import Final

from service.circumstances.rows import Circumstance
from service.circumstances.rows import Kind as Said
from service.circumstances.rules import holding, value_of
from service.guarantee.rows import Achieved, Unfinished
from service.pathways.rows import Completion, Facts, Milestone, MilestoneKind, Spell
from service.vocabulary.sector import level_rank, sector_area

PRIOR: Final[Mapping[str, int]] = MappingProxyType(
    {"99": -1, "7": 0, "9": 0, "1": 1, "2": 2, "3": 3, "10": 4, "11": 5, "12": 6, "13": 7}
)
"""ILR PriorAttain as ranks of levels; 97 and 98 say nothing of a level."""

_ACHIEVING = frozenset({MilestoneKind.ACHIEVED, MilestoneKind.COMPLETED})
_GRADE_4 = "2"
_WEEK = 7
_WORTH_NAMING = 4  # weeks of something left unfinished that may count for something


def achieved(facts: Facts, said: Iterable[Circumstance], *, today: date) -> Achieved:
    """Sum up what was achieved by today, and what was begun and left in the last years.

    A level counts where a provider says it was achieved (a milestone, or a spell completed at a level), or where prior
    attainment or "level 3 reached" says so.
    """
    held = holding(said, on=today)
    prior = PRIOR.get(value_of(held, Said.PRIOR_ATTAINMENT) or "")
    reached = 3 if value_of(held, Said.LEVEL_3) == "yes" else None
    levels = [*_levels(facts, today)]
    general = [rank for rank in (prior, reached) if rank is not None]
    by_area: dict[str, int] = {}
    for rank, area in levels:
        if area is not None:
            by_area[area] = max(rank, by_area.get(area, -1))
    return Achieved(
        highest=max([*general, *(rank for rank, _ in levels)], default=-1),
        by_area=MappingProxyType(by_area),
        english=value_of(held, Said.ENGLISH) == _GRADE_4,
        maths=value_of(held, Said.MATHS) == _GRADE_4,
        unfinished=tuple(_unfinished(facts.spells, by_area, today)),
        is_known=bool(general or levels),
    )


def _levels(facts: Facts, today: date) -> Iterator[tuple[int, str | None]]:
    for fact in _achieving(facts, today):
        rank = level_rank(fact.level)
        if rank >= 0:
            yield rank, sector_area(fact.sector) if fact.sector else None


def _achieving(facts: Facts, today: date) -> Iterator[Spell | Milestone]:
    for milestone in facts.milestones:
        if (
            milestone.superseded_at is None
            and milestone.kind in _ACHIEVING
            and milestone.occurred_on <= today
        ):
            yield milestone
    for spell in facts.spells:
        if spell.superseded_at is None and spell.completion is Completion.COMPLETED:
            yield spell


def _unfinished(spells: Iterable[Spell], by_area: Mapping[str, int], today: date) -> Iterator[Unfinished]:
    """What was left after some weeks at a level not achieved since in its sector, the latest first."""
    for spell in sorted(spells, key=lambda each: (each.ended_on or date.max, each.id), reverse=True):
        rank, area = level_rank(spell.level), sector_area(spell.sector) if spell.sector else None
        if spell.superseded_at is not None or spell.ended_on is None or spell.ended_on > today or rank < 0:
            continue
        weeks = (spell.ended_on - spell.started_on).days // _WEEK
        left = spell.completion not in {Completion.COMPLETED, Completion.CONTINUING}
        if left and weeks >= _WORTH_NAMING and by_area.get(area or "", -1) < rank:
            yield Unfinished(rank=rank, area=area, title=spell.title, weeks=weeks, ended_on=spell.ended_on)
