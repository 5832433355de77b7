"""What happened to some of the town lately, so that the advisers have something to do whatever the season.

Some left their courses in the last weeks, some are on short courses that end before long with nothing
after them.
"""

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta

import msgspec

from service.demo.providers import COLLEGE
from service.demo.rows import Invented, InventedMilestone
from service.pathways.rows import Completion, MilestoneKind
from service.vocabulary.academic_year import academic_age

_LEFT_DAYS_AGO = (2, 4, 6, 9, 13, 18, 24, 33, 45)
_TOLD_AFTER = (1, 1, 2, 3, 3, 5, 8, 4, 6)
_ENDS_IN_DAYS = (6, 12, 19, 27, 36, 48)
_REASONS = (97, 3, 44, 98, 46)  # ILR WithdrawReason
_SETTLED = timedelta(days=14)  # a course somebody leaves or ends has lasted at least so long

Turn = Callable[[Invented], Invented]


def with_turns(people: Iterable[Invented], today: date) -> list[Invented]:
    """The same people; as many of the college's youngest as there are turns take one each."""
    turns = [*_leavings(today), *_endings(today)]
    turned = []
    for person in people:
        may = turns and _may_turn(person, today, before=today - timedelta(days=_LEFT_DAYS_AGO[-1]))
        turned.append(turns.pop()(person) if may else person)
    return turned


def _may_turn(person: Invented, today: date, *, before: date) -> bool:
    last = person.spells[-1] if person.spells else None
    return (
        last is not None
        and last.reporter == COLLEGE
        and last.ended_on is None
        and last.started_on + _SETTLED <= before
        and academic_age(person.claim.date_of_birth, on=today) in (16, 17, 18)
    )


def _leavings(today: date) -> list[Turn]:
    return [
        _leaves(today - timedelta(days=ago), ago - told, _REASONS[n % len(_REASONS)], today)
        for n, (ago, told) in enumerate(zip(_LEFT_DAYS_AGO, _TOLD_AFTER, strict=True))
    ]


def _leaves(left_on: date, told_days_ago: int, reason: int, today: date) -> Turn:
    told_at = _noon(today - timedelta(days=told_days_ago))

    def turn(person: Invented) -> Invented:
        last = person.spells[-1]
        left = msgspec.structs.replace(
            last,
            ended_on=left_on,
            completion=Completion.WITHDRAWN,
            withdraw_reason=reason,
            recorded_at=told_at,
            first_recorded_at=last.first_recorded_at or _noon(last.started_on + timedelta(days=5)),
        )
        withdrew = InventedMilestone(
            key=f"{last.key}:left",
            reporter=last.reporter,
            kind=MilestoneKind.WITHDREW,
            occurred_on=left_on,
            recorded_at=told_at,
            spell_key=last.key,
        )
        return msgspec.structs.replace(
            person, spells=(*person.spells[:-1], left), milestones=(*person.milestones, withdrew)
        )

    return turn


def _endings(today: date) -> list[Turn]:
    return [_ends_soon(today + timedelta(days=days)) for days in _ENDS_IN_DAYS]


def _ends_soon(planned_end_on: date) -> Turn:
    def turn(person: Invented) -> Invented:
        last = msgspec.structs.replace(person.spells[-1], planned_end_on=planned_end_on)
        return msgspec.structs.replace(person, spells=(*person.spells[:-1], last))

    return turn


def _noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, 0, tzinfo=UTC)
