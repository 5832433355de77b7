"""Recording facts.

Facts are appended. The reporter's `source_key` says whether a fact is new, says what is known already, or says
something else than before: then it supersedes the one it corrects. A fact repeated word for word is recorded again
only where the repetition keeps it current (see rules.currency). One that a person corrected by hand stays as corrected
until its source says something else than before.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date, datetime
from functools import partial
from typing import Generic, NamedTuple, TypeVar
from uuid import UUID

from msgspec.structs import replace

from service.access.rows import WHOLE_REGISTER
from service.kit import audit
from service.kit.audit import Act, By
from service.kit.database import Session
from service.kit.errors import Invalid
from service.pathways import queries
from service.pathways.operations.follow import find_untold, taken_back
from service.pathways.rows import Facts, Milestone, Recorded, Spell, Written
from service.pathways.rules import content_of, is_worth_repeating, said_anew, without_undone
from service.pathways.rules.correcting import Content, chains, overruled
from service.vocabulary.activity import ActivityUnknown, activity
from service.vocabulary.day import london_day

Fact = TypeVar("Fact", Spell, Milestone)


class HandCorrected(NamedTuple, Generic[Fact]):
    """What stands under a name by somebody's hand, and what it overrules."""

    stands: Fact
    overrules: frozenset[Content]


class FactInvalid(Invalid):
    """A fact that cannot be: it ends before it starts, or is of an activity nobody knows."""

    code = "fact_invalid"


async def record_facts(
    session: Session,
    *,
    spells: Sequence[Spell],
    milestones: Sequence[Milestone],
    by: By,
    now: datetime,
    today: date,
    newcomers: AbstractSet[UUID] = frozenset(),
) -> Recorded:
    """Append what is new, supersede what is corrected, and leave what is known.

    Within one call the last fact under a key wins. `newcomers` were registered in this very transaction: nothing can
    be known of them, so nothing is looked up. Raises `FactInvalid`.
    """
    for spell in spells:
        require_possible(spell)
    known = await _known(session, [*spells, *milestones], by, newcomers)
    said = await _corrected(session, [*spells, *milestones], by, newcomers)
    again = partial(_again, today=today)
    fresh, old, counts = _sort(spells, known.spells, _by_hand(said.spells), again)
    milestones = _about_what_stands(milestones, spells, fresh, known.spells)
    fresh_m, old_m, counts_m = _sort(milestones, known.milestones, _by_hand(said.milestones), _never)
    untold = await find_untold(session, old=old, fresh=fresh, told=milestones, known=known.milestones)
    old_m += [milestone for milestone, _ in untold]
    fresh_m += [taken_back(milestone, after) for milestone, after in untold]
    await queries.supersede_spells(session, old, at=now)
    await queries.supersede_milestones(session, old_m, at=now)
    await queries.add_spells(session, fresh)
    await queries.add_milestones(session, fresh_m)
    await audit.record_all(session, _acts(fresh, fresh_m), by=by, now=now)
    touched = frozenset(fact.learner_id for fact in fresh) | frozenset(fact.learner_id for fact in fresh_m)
    of_newcomers = _by_learner(newcomers, fresh, fresh_m)
    counts_m += Written(changed=len(untold))
    return Recorded(spells=counts, milestones=counts_m, learner_ids=touched, newcomers=of_newcomers)


async def foresee_facts(
    session: Session, *, spells: Sequence[Spell], milestones: Sequence[Milestone], by: By
) -> Recorded:
    """Say what recording these facts would do, and do nothing."""
    known = await _known(session, [*spells, *milestones], by)
    said = await _corrected(session, [*spells, *milestones], by)
    fresh, old, of_spells = _sort(spells, known.spells, _by_hand(said.spells), _never)
    _, _, of_milestones = _sort(milestones, known.milestones, _by_hand(said.milestones), _never)
    untold = await find_untold(session, old=old, fresh=fresh, told=milestones, known=known.milestones)
    return Recorded(spells=of_spells, milestones=of_milestones + Written(changed=len(untold)))


def require_possible(spell: Spell) -> None:
    """Raise `FactInvalid` for a spell that ends before it starts, or of an activity nobody knows."""
    if spell.ended_on is not None and spell.ended_on < spell.started_on:
        raise FactInvalid("The end is before the start. Correct one of the two days.", field="ended_on")
    try:
        activity(spell.activity)
    except ActivityUnknown:
        raise FactInvalid(
            "This is no NCCIS activity code. Choose one of the list.", field="activity"
        ) from None


async def _known(
    session: Session,
    facts: Iterable[Spell | Milestone],
    by: By,
    newcomers: AbstractSet[UUID] = frozenset(),
) -> Facts:
    """What `by`'s agency has said about these learners so far."""
    ids = sorted({fact.learner_id for fact in facts} - newcomers)
    found = await queries.facts_of(session, ids, within=WHOLE_REGISTER)
    return Facts(
        spells=tuple(s for each in found.values() for s in each.spells if s.agency_id == by.agency_id),
        milestones=tuple(
            m for each in found.values() for m in each.milestones if m.agency_id == by.agency_id
        ),
    )


async def _corrected(
    session: Session, facts: Iterable[Spell | Milestone], by: By, newcomers: AbstractSet[UUID] = frozenset()
) -> Facts:
    """Everything `by`'s agency said under names of which it has corrected one by hand."""
    ids = sorted({fact.learner_id for fact in facts} - newcomers)
    return await queries.corrected_by_hand(session, ids, by.agency_id) if ids else Facts()


def _by_hand(said: Iterable[Fact]) -> dict[tuple[UUID, str], HandCorrected[Fact]]:
    found = ((key, without_undone(chain)) for key, chain in chains(said).items())
    return {
        (learner_id, name): HandCorrected(left[-1], overruled(left))
        for (learner_id, _, name), left in found
        if left
    }


def _about_what_stands(
    milestones: Sequence[Milestone], said: Sequence[Spell], fresh: Sequence[Spell], known: Iterable[Spell]
) -> Sequence[Milestone]:
    """Milestones of spells that said nothing new are about the spells that stand."""
    recorded = {spell.id for spell in fresh}
    unrecorded = [spell for spell in said if spell.id not in recorded]
    if not unrecorded:
        return milestones
    standing = {(spell.learner_id, spell.source_key): spell.id for spell in known}
    stands_for = {spell.id: standing.get((spell.learner_id, spell.source_key)) for spell in unrecorded}
    return [
        replace(each, spell_id=stands_for[each.spell_id]) if each.spell_id in stands_for else each
        for each in milestones
    ]


def _again(stands: Spell, said: Spell, *, today: date) -> bool:
    """Whether a repetition keeps a spell current: said today, or on the day its source names."""
    return is_worth_repeating(stands, today=london_day(said.said_at) if said.said_at else today)


def _never(_: Milestone | Spell, __: Milestone | Spell) -> bool:
    return False


def _sort(
    said: Sequence[Fact],
    known: Sequence[Fact],
    by_hand: Mapping[tuple[UUID, str], HandCorrected[Fact]],
    worth_repeating: Callable[[Fact, Fact], bool],
) -> tuple[list[Fact], list[Fact], Written]:
    """Splits what is said into what to append and what that supersedes.

    A source that repeats what somebody has overruled by hand says at most that what stands there still goes on.
    """
    before = {(fact.learner_id, fact.source_key): fact for fact in known}
    latest = {(fact.learner_id, fact.source_key): fact for fact in said}
    fresh: list[Fact] = []
    old: list[Fact] = []
    new = changed = held = 0
    for key, fact in latest.items():
        earlier, hand = before.get(key), by_hand.get(key)
        is_overruled = hand is not None and content_of(fact) in hand.overrules
        held += is_overruled
        if earlier is None:
            if not is_overruled:
                fresh.append(fact)
                new += 1
            continue
        same = is_overruled or content_of(fact) == content_of(earlier)
        if same and not worth_repeating(earlier, fact):
            continue
        changed += not same
        fresh.append(
            _repeated(earlier, fact, hand.stands)
            if hand is not None and is_overruled
            else replace(fact, supersedes=earlier.id)
        )
        old.append(earlier)
    unchanged = len(latest) - new - changed
    return fresh, old, Written(new=new, changed=changed, unchanged=unchanged, held=held)


def _repeated(standing: Fact, said: Fact, by_hand: Fact) -> Fact:
    """What stands, as said again by a source that does not know of the correction."""
    again = said_anew(
        standing,
        fact_id=said.id,
        at=said.recorded_at,
        by=said.recorded_by,
        submission_id=said.submission_id,
        line=said.line,
    )
    return replace(again, supersedes=standing.id, because=by_hand.because, because_note=by_hand.because_note)


def _by_learner(
    newcomers: Iterable[UUID], spells: Iterable[Spell], milestones: Iterable[Milestone]
) -> dict[UUID, Facts]:
    """What was just recorded about newcomers; which is all there is."""
    of_spells: dict[UUID, list[Spell]] = {learner_id: [] for learner_id in newcomers}
    of_milestones: dict[UUID, list[Milestone]] = {learner_id: [] for learner_id in newcomers}
    for spell in spells:
        of_spells.get(spell.learner_id, []).append(spell)
    for milestone in milestones:
        of_milestones.get(milestone.learner_id, []).append(milestone)
    return {
        learner_id: Facts(spells=tuple(of_spells[learner_id]), milestones=tuple(of_milestones[learner_id]))
        for learner_id in of_spells
    }


def _acts(spells: Iterable[Spell], milestones: Iterable[Milestone]) -> list[Act]:
    """One entry a learner, naming every fact: the trail grows with people touched, not with facts."""
    told: dict[UUID, dict[str, list[UUID]]] = defaultdict(
        lambda: {"spells": [], "milestones": [], "corrects": []}
    )
    for kind, facts in (("spells", spells), ("milestones", milestones)):
        for fact in facts:
            told[fact.learner_id][kind].append(fact.id)
            if fact.supersedes:
                told[fact.learner_id]["corrects"].append(fact.supersedes)
    return [
        Act(act="facts recorded", subject_kind="learner", subject_id=learner_id, detail=detail)
        for learner_id, detail in told.items()
    ]
