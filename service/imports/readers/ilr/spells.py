"""Makes spells and milestones of the aims that have been checked."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

from service.imports.readers.ilr.aims import Aim
from service.imports.readers.ilr.translate import PROGRAMMES, activity_of
from service.imports.rows import SubmittedMilestone, SubmittedSpell
from service.pathways.rows import Completion, MilestoneKind

_ENDS: Final = {
    Completion.WITHDRAWN: MilestoneKind.WITHDREW,
    Completion.COMPLETED: MilestoneKind.COMPLETED,
    Completion.BREAK: MilestoneKind.BREAK,
}
"""The milestone at the end of a spell; moving on is none, for nothing was lost: the spell itself tells it."""


def spells_of(aims: Iterable[Aim]) -> tuple[SubmittedSpell, ...]:
    """One spell for each aim."""
    return tuple(
        SubmittedSpell(
            key=aim.key,
            line=aim.line,
            activity=activity_of(aim.kind.fund_model, aim.kind.prog_type),
            started_on=aim.dates.started_on,
            planned_end_on=aim.dates.planned_end_on,
            ended_on=aim.standing.ended_on,
            completion=aim.standing.completion,
            withdraw_reason=aim.standing.withdraw_reason,
            title=aim.title,
            level=_level(aim),
        )
        for aim in aims
    )


def _level(aim: Aim) -> str | None:
    programme = PROGRAMMES.get(aim.kind.prog_type or 0)
    return programme.level if programme else None


def milestones_of(aims: Iterable[Aim], *, today: date) -> tuple[SubmittedMilestone, ...]:
    """The dated events of the aims that have come by `today`: started, how it ended, achieved."""
    return tuple(
        SubmittedMilestone(
            key=f"{aim.key}:{kind}",
            line=aim.line,
            kind=kind,
            occurred_on=day,
            spell_key=aim.key,
            level=_level(aim),
        )
        for aim in aims
        for kind, day in _events(aim)
        if day <= today
    )


def placements_of(aims: Iterable[Aim], *, today: date) -> tuple[SubmittedMilestone, ...]:
    """The work placements of the aims that have begun by `today`."""
    return tuple(
        SubmittedMilestone(
            key=f"{aim.key}:placement:{each.name}",
            line=each.line,
            kind=MilestoneKind.PLACEMENT,
            occurred_on=each.started_on,
            spell_key=aim.key,
            detail=each.detail,
        )
        for aim in aims
        for each in aim.placements
        if each.started_on <= today
    )


def _events(aim: Aim) -> Iterator[tuple[MilestoneKind, date]]:
    yield MilestoneKind.STARTED, aim.dates.started_on
    ended_on, completion = aim.standing.ended_on, aim.standing.completion
    if ended_on is None:
        return
    if completion in _ENDS:
        yield _ENDS[completion], ended_on
    if aim.standing.achieved:
        yield MilestoneKind.ACHIEVED, aim.dates.achieved_on or ended_on
