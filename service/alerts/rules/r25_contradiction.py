"""R25 CONTRADICTION: two agencies say of today what cannot both be. For the data officer, never the adviser."""

from collections.abc import Iterator
from datetime import date
from itertools import combinations
from typing import NamedTuple

from service.alerts.rows import Family, Finding, Owner, Severity
from service.alerts.rules import words
from service.alerts.rules.rule import NOTHING, Found, Picture, Rule, Ruling, days
from service.alerts.rules.settings import AlertSettings
from service.pathways.rows import Completion, Confidence, Spell
from service.pathways.rules import believed_until, disagreement
from service.vocabulary.activity import Group, activity
from service.vocabulary.day import london_day, say_day
from service.vocabulary.working_day import add_working_days

FULL_TIME = frozenset({210, 220, 230, 270, 280, 310, 410, 450, 460})
"""Activities that fill a week: nobody is in two of them with two providers."""

_TWO = 2  # agencies, of whom one can contradict the other


class _Contradiction(NamedTuple):
    since_on: date
    one: Spell
    other: Spell


def judge(picture: Picture, *, today: date, settings: AlertSettings) -> Ruling:
    """Find what a data officer has to settle.

    Trigger: two agencies give different activities one start and both are believed; or, for 14 days already, two
    providers each have the learner full time, or one has them and another says NEET of days on which the first has
    reported since. Two weeks, because a move between providers overlaps in their files. Medium, ten working days.

    SOURCE: practice table R25 (FFT Education Datalab on conflicting NCCIS records; duplicates of the NCCIS return).
    """
    if len({each.agency_id for each in picture.case.spells}) < _TWO:
        return NOTHING
    turns = tuple(_turns(picture))
    at_once = _same_start(picture, today)
    if at_once is not None:
        return Ruling(_finding(picture, at_once, at_once.since_on, settings), turns)
    found = min(_overlapping(picture, today), key=lambda each: (each.since_on, each.one.id.int), default=None)
    if found is None:
        return Ruling(None, turns)
    from_on = found.since_on + days(settings.contradiction_after_days)
    if today < from_on:
        return Ruling(None, (*turns, from_on))
    return Ruling(_finding(picture, found, from_on, settings), turns)


def _turns(picture: Picture) -> Iterator[date]:
    """The days on which what somebody says begins, or is believed no more: each may make or end a contradiction."""
    for each in picture.case.spells:
        if each.superseded_at is None:
            yield each.started_on
            until = believed_until(each)
            if until < date.max:
                yield until + days(1)


def _same_start(picture: Picture, today: date) -> _Contradiction | None:
    conflict = disagreement(picture.case.spells, today=today)
    if conflict is None:
        return None
    told = {each.id: each for each in picture.case.spells}
    one, other = (told[key] for key in conflict.spell_ids[:2])
    return _Contradiction(conflict.started_on, one, other)


def _overlapping(picture: Picture, today: date) -> Iterator[_Contradiction]:
    live = [each for each in picture.case.spells if _is_live(each, today)]
    for one, other in combinations(sorted(live, key=lambda each: (each.started_on, each.id.int)), 2):
        if one.agency_id != other.agency_id and (_both_full_time(one, other) or _in_and_out(one, other)):
            yield _Contradiction(other.started_on, one, other)


def _is_live(spell: Spell, today: date) -> bool:
    if spell.superseded_at is not None or spell.confidence is not Confidence.CONFIRMED:
        return False
    return spell.started_on <= today <= believed_until(spell) and spell.completion is Completion.CONTINUING


def _both_full_time(one: Spell, other: Spell) -> bool:
    return {one.activity, other.activity} <= FULL_TIME


def _in_and_out(one: Spell, other: Spell) -> bool:
    """The earlier has them, the later says NEET, and the earlier was reported since."""
    in_it, out = activity(one.activity).group, activity(other.activity).group
    return in_it is Group.EET and out is Group.NEET and london_day(one.last_said_at) >= other.started_on


def _finding(picture: Picture, found: _Contradiction, from_on: date, settings: AlertSettings) -> Finding:
    raised_for = picture.known_on(from_on, found.one, found.other)
    said = [words.activity_at(each.activity, each.provider_name) for each in (found.one, found.other)]
    return CONTRADICTION.finding(
        Found(
            severity=Severity.MEDIUM,
            raised_for_on=raised_for,
            deadline_on=add_working_days(raised_for, settings.contradiction_working_days),
            owners=(Owner.DATA_MANAGER, Owner.DATA_MANAGER),
            sentence=f"Two agencies contradict each other since {say_day(found.since_on)}: {said[0]}, and {said[1]}.",
            evidence=(words.of_spell(found.one), words.of_spell(found.other)),
            steps=(
                "Ask both agencies, and have the one that is wrong correct it",
                "Look at both side by side and decide which counts",
                "Close it with the reason, where both are right",
            ),
            closes_when="The agencies agree, or one of the two has ended",
            about=(found.since_on, found.one.activity, found.other.activity),
        )
    )


CONTRADICTION = Rule(
    id="R25",
    name="CONTRADICTION",
    version=1,
    family=Family.CONTRADICTION,
    title="Agencies contradict each other",
    description="Different activities with one start; or for two weeks already two full-time places, or a place and "
    "NEET beside each other. The data officer's, in 10 working days; on no adviser's list.",
    judge=judge,
)
