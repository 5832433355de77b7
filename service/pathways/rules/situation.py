"""Where a learner is on a day, worked out from the facts; and the next day that answer changes by itself."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from uuid import UUID

import msgspec

from service.pathways.rows import Completion, Spell
from service.pathways.rules.main_spells import Stretch, stretches
from service.vocabulary.activity import Group

NOT_KNOWN = 810
_DAY = timedelta(days=1)


class Situation(msgspec.Struct, frozen=True, kw_only=True):
    """What a learner does on one day, and on whose word.

    `since_on` is the first day of it; None if nothing was ever reported. `spell_id`, `provider_name`,
    `completion` and `planned_end_on` are of the fact it rests on: where the activity is not known, of the
    last one before. `current_until_on` is the last day before the fact lapses; `lapsed`: it has, and the
    activity is not known for that reason. `neet_since_on` is the first day of the unbroken NEET period,
    whatever its kinds.
    """

    activity: int
    group: Group
    since_on: date | None = None
    provider_name: str | None = None
    spell_id: UUID | None = None
    current_until_on: date | None = None
    lapsed: bool = False
    completion: Completion | None = None
    planned_end_on: date | None = None
    neet_since_on: date | None = None


NOTHING_REPORTED = Situation(activity=NOT_KNOWN, group=Group.NOT_KNOWN)


def situation(spells: Iterable[Spell], *, today: date) -> Situation:
    """Where the learner is today. Not known since the day after the last spell, where none covers the day.

    SOURCE: NCCIS currency rules: after its last day of currency an activity counts as not known.
    """
    return situation_of(stretches(spells), today=today)


def next_change_on(spells: Iterable[Spell], *, today: date) -> date | None:
    """The first day after today on which `situation` differs though nobody reports anything, or None."""
    return next_change_of(stretches(spells), today=today)


def situation_of(line: Sequence[Stretch], *, today: date) -> Situation:
    """The same for a line already drawn."""
    place = _last_begun(line, today)
    if place < 0:
        return NOTHING_REPORTED
    stretch = line[place]
    if stretch.until_on < today:
        return _not_known_after(stretch)
    fact, group = stretch.fact, stretch.activity.group
    return Situation(
        activity=stretch.activity.code,
        group=group,
        since_on=stretch.started_on,
        provider_name=fact.provider_name,
        spell_id=fact.id,
        current_until_on=stretch.until_on if _may_lapse(stretch) else None,
        completion=fact.completion,
        planned_end_on=fact.planned_end_on,
        neet_since_on=_neet_since(line, place) if group is Group.NEET else None,
    )


def next_change_of(line: Sequence[Stretch], *, today: date) -> date | None:
    """The same for a line already drawn."""
    place = _last_begun(line, today)
    days = []
    if place >= 0 and today <= line[place].until_on < date.max:
        days.append(line[place].until_on + _DAY)
    if place + 1 < len(line):
        days.append(line[place + 1].started_on)
    return min(days, default=None)


def _last_begun(line: Sequence[Stretch], today: date) -> int:
    for place in range(len(line) - 1, -1, -1):
        if line[place].started_on <= today:
            return place
    return -1


def _may_lapse(stretch: Stretch) -> bool:
    return stretch.fact.ended_on is None and not stretch.cut and stretch.until_on < date.max


def _not_known_after(stretch: Stretch) -> Situation:
    fact = stretch.fact
    return Situation(
        activity=NOT_KNOWN,
        group=Group.NOT_KNOWN,
        since_on=stretch.until_on + _DAY,
        provider_name=fact.provider_name,
        spell_id=fact.id,
        lapsed=fact.ended_on is None,
        completion=fact.completion,
        planned_end_on=fact.planned_end_on,
    )


def _neet_since(line: Sequence[Stretch], place: int) -> date:
    since = line[place].started_on
    for earlier in reversed(line[:place]):
        if earlier.activity.group is not Group.NEET or earlier.until_on + _DAY != since:
            break
        since = earlier.started_on
    return since
