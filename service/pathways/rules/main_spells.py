"""One line of periods out of everything reported: what a learner mainly did, day by day, without overlaps.

SOURCE: after the spell rules FFT Education Datalab published for NCCIS records (`fft.nccis_spells.sql`),
widened to reports of different confidence and to open spells. The order of the facts never matters.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import combinations, groupby
from uuid import UUID

import msgspec

from service.pathways.rows import Confidence, Spell
from service.pathways.rules.currency import believed_until
from service.vocabulary.activity import Activity, Group, activity

_DAY = timedelta(days=1)
_CONFIDENCE = {Confidence.CONFIRMED: 2, Confidence.SELF_REPORTED: 1, Confidence.INFERRED: 0}
_GROUP = {Group.CUSTODY: 4, Group.EET: 3, Group.RE_ENGAGEMENT: 2, Group.NEET: 1, Group.NOT_KNOWN: 0}


class MainSpell(msgspec.Struct, frozen=True, kw_only=True):
    """One period of the line, both days included; `spell_id` is the fact it rests on.

    `cut` says that it ends here because something later began, not because the fact says so.
    """

    learner_id: UUID
    started_on: date
    ended_on: date | None
    activity: int
    spell_id: UUID
    cut: bool


class Stretch(msgspec.Struct):
    """A period of the line while it is worked on, with the fact it rests on.

    `until_on` is the last day it is believed: the end, the day currency lapses, or date.max.
    """

    started_on: date
    ended_on: date | None
    until_on: date
    activity: Activity
    fact: Spell
    cut: bool = False


def main_spells(spells: Iterable[Spell]) -> tuple[MainSpell, ...]:
    """The line of a learner's counting facts, oldest first; see `stretches` for the rules."""
    return main_spells_of(stretches(spells))


def main_spells_of(line: Iterable[Stretch]) -> tuple[MainSpell, ...]:
    """The same for a line already drawn."""
    return tuple(
        MainSpell(
            learner_id=stretch.fact.learner_id,
            started_on=stretch.started_on,
            ended_on=stretch.ended_on,
            activity=stretch.activity.code,
            spell_id=stretch.fact.id,
            cut=stretch.cut,
        )
        for stretch in line
    )


def stretches(spells: Iterable[Spell]) -> list[Stretch]:
    """The same line with its facts, for the rules that follow from it.

    In this order: periods of one activity that overlap or adjoin are one; what begins in custody begins when
    custody ends; EET wholly inside other EET is secondary and dropped; NEET, not known or re-engagement
    wholly inside a closed and confirmed EET spell is dropped; the rest is cut where something later begins
    and does not resume. An open spell reaches as far as its currency. With one start, the stronger fact is
    kept.
    """
    reported = [_stretch(each) for each in spells if _counts(each)]
    _release(reported)
    line = _united(reported)
    if len(line) > 1:
        line = _cut(_without_inner(_after_custody(line)))
    return line


def rivals(spells: Iterable[Spell]) -> list[list[Stretch]]:
    """Stretches of different activities with one start of which none is merely part of another, the kept one first.

    Custody overrides, so nothing rivals it.
    """
    reported = [_stretch(each) for each in spells if _counts(each)]
    _release(reported)
    line = _without_inner(_after_custody(_united(reported)))
    kept = sorted((each for each in line if not _is_custody(each)), key=_started_on)
    groups = (sorted(group, key=_strength, reverse=True) for _, group in groupby(kept, key=_started_on))
    return [group for group in groups if len(group) > 1]


def _united(reported: Iterable[Stretch]) -> list[Stretch]:
    """By start, those of one activity that overlap or adjoin made one."""
    latest: dict[int, Stretch] = {}
    line = []
    for stretch in sorted(reported, key=_started_on):
        before = latest.get(stretch.fact.activity)
        if before is not None and _days_between(before.until_on, stretch.started_on) <= 1:
            if _reach(stretch) > _reach(before):
                before.ended_on, before.until_on = stretch.ended_on, stretch.until_on
                before.fact = stretch.fact
        else:
            latest[stretch.fact.activity] = stretch
            line.append(stretch)
    return line


def _counts(spell: Spell) -> bool:
    return spell.superseded_at is None and (spell.ended_on is None or spell.ended_on >= spell.started_on)


def _started_on(stretch: Stretch) -> date:
    return stretch.started_on


def _stretch(spell: Spell) -> Stretch:
    started, until = spell.started_on, believed_until(spell)
    return Stretch(started, spell.ended_on, max(until, started), activity(spell.activity), spell)


def _days_between(earlier: date, later: date) -> int:
    return later.toordinal() - earlier.toordinal()


def _reach(stretch: Stretch) -> tuple[date, int, float, date, str, int]:
    """Which of two facts of one activity a stretch rests on: the longer one, then the better one."""
    fact = stretch.fact
    return (
        stretch.until_on,
        _CONFIDENCE[fact.confidence],
        fact.last_said_at.timestamp(),
        fact.planned_end_on or date.min,
        fact.source_key,
        fact.id.int,
    )


def _release(reported: Sequence[Stretch]) -> None:
    """Open custody is over once something is reported to begin after the expected release."""
    for custody in reported:
        release = custody.fact.planned_end_on
        if _is_custody(custody) and custody.ended_on is None and release is not None:
            later = [
                each.started_on
                for each in reported
                if not _is_custody(each) and release < each.started_on <= custody.until_on
            ]
            if later:
                custody.until_on = max(min(later) - _DAY, custody.started_on)


def _is_custody(stretch: Stretch) -> bool:
    return stretch.activity.group is Group.CUSTODY


def _after_custody(line: list[Stretch]) -> list[Stretch]:
    """Custody overrides: whatever else begins in it begins the day after, if there is anything left of it."""
    held = [each for each in line if _is_custody(each)]
    if not held:
        return line
    for stretch in line:
        if not _is_custody(stretch):
            for custody in held:
                _begin_after(custody, stretch)
    return [each for each in line if each.started_on <= each.until_on]


def _begin_after(custody: Stretch, stretch: Stretch) -> None:
    if custody.started_on <= stretch.started_on <= custody.until_on:
        if custody.until_on >= stretch.until_on:
            stretch.until_on = date.min
        else:
            stretch.started_on = custody.until_on + _DAY


def _without_inner(line: Sequence[Stretch]) -> list[Stretch]:
    inner = {
        id(one if _is_inside(one, other) else other)
        for one, other in combinations(line, 2)
        if _is_inside(one, other) or _is_inside(other, one)
    }
    return [each for each in line if id(each) not in inner]


def _is_inside(inner: Stretch, outer: Stretch) -> bool:
    if (
        outer.activity.group is not Group.EET
        or inner.activity.group is Group.CUSTODY
        or inner.ended_on is None
        or not outer.started_on <= inner.started_on <= inner.ended_on <= outer.until_on
    ):
        return False
    if inner.activity.group is not Group.EET:
        return outer.ended_on is not None and outer.fact.confidence is Confidence.CONFIRMED
    return outer.started_on < inner.started_on or _outweighs(outer, inner)


def _outweighs(outer: Stretch, inner: Stretch) -> bool:
    """With one start: the better confidence, then the longer period, then the stronger fact."""
    ours, theirs = _CONFIDENCE[outer.fact.confidence], _CONFIDENCE[inner.fact.confidence]
    if ours != theirs:
        return ours > theirs
    return outer.ended_on != inner.ended_on or _strength(outer) > _strength(inner)


def _strength(stretch: Stretch) -> tuple[int, int, float, str, int]:
    fact = stretch.fact
    return (
        _CONFIDENCE[fact.confidence],
        _GROUP[stretch.activity.group],
        fact.last_said_at.timestamp(),
        fact.source_key,
        fact.id.int,
    )


def _cut(line: list[Stretch]) -> list[Stretch]:
    """Each stretch ends the day before the next begins; of two with one start the stronger stays."""
    cut: list[Stretch] = []
    for stretch in sorted(line, key=lambda each: (each.started_on, _strength(each))):
        if cut and cut[-1].started_on == stretch.started_on:
            cut.pop()
        if cut and (cut[-1].ended_on is None or cut[-1].ended_on >= stretch.started_on):
            _end_before(stretch, cut[-1])
        cut.append(stretch)
    return cut


def _end_before(later: Stretch, earlier: Stretch) -> None:
    """End where the later one begins; what had lapsed by then ends with its currency and is not cut."""
    last = later.started_on - _DAY
    earlier.cut = earlier.until_on >= last
    earlier.ended_on = earlier.until_on = min(earlier.until_on, last)
