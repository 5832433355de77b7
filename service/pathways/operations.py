"""Recording facts, and keeping what follows from them.

Facts are appended. The reporter's `source_key` says whether a fact is new, says what is known already, or says
something else than before: then it supersedes the one it corrects. A fact repeated word for word is recorded again
only where the repetition keeps it current (see rules.currency).

Whoever records must let the safety net look: call `alerts.operations.record`, which calls this. An import contract
sees to it.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date, datetime
from typing import TypeVar
from uuid import UUID

import msgspec

from service.access.rows import WHOLE_REGISTER
from service.kit import audit
from service.kit.audit import Act, By
from service.kit.database import Session
from service.kit.errors import Invalid
from service.pathways import queries
from service.pathways.rows import Facts, Milestone, NewMainSpell, Recorded, Spell, Standing, Written
from service.pathways.rules import MainSpell, is_worth_repeating
from service.vocabulary.activity import ActivityUnknown, activity

_PROVENANCE = {
    "id",
    "recorded_at",
    "submission_id",
    "line",
    "recorded_by",
    "supersedes",
    "superseded_at",
    "spell_id",
}
Fact = TypeVar("Fact", Spell, Milestone)


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
        _require_possible(spell)
    known = await _known(session, [*spells, *milestones], by, newcomers)
    fresh, old, counts = _sort(spells, known.spells, lambda old: is_worth_repeating(old, today=today))
    fresh_m, old_m, counts_m = _sort(milestones, known.milestones, lambda _: False)
    await queries.supersede_spells(session, old, at=now)
    await queries.supersede_milestones(session, old_m, at=now)
    await queries.add_spells(session, fresh)
    await queries.add_milestones(session, fresh_m)
    await audit.record_all(session, _acts(fresh, fresh_m), by=by, now=now)
    touched = frozenset(fact.learner_id for fact in fresh) | frozenset(fact.learner_id for fact in fresh_m)
    of_newcomers = _by_learner(newcomers, fresh, fresh_m)
    return Recorded(spells=counts, milestones=counts_m, learner_ids=touched, newcomers=of_newcomers)


async def foresee_facts(
    session: Session, *, spells: Sequence[Spell], milestones: Sequence[Milestone], by: By
) -> Recorded:
    """Say what recording these facts would do, and do nothing."""
    known = await _known(session, [*spells, *milestones], by)
    _, _, of_spells = _sort(spells, known.spells, lambda _: False)
    _, _, of_milestones = _sort(milestones, known.milestones, lambda _: False)
    return Recorded(spells=of_spells, milestones=of_milestones)


def _require_possible(spell: Spell) -> None:
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


def _sort(
    said: Sequence[Fact], known: Sequence[Fact], worth_repeating: Callable[[Fact], bool]
) -> tuple[list[Fact], list[Fact], Written]:
    """Splits what is said into what to append and what that supersedes."""
    before = {(fact.learner_id, fact.source_key): fact for fact in known}
    latest = {(fact.learner_id, fact.source_key): fact for fact in said}
    fresh: list[Fact] = []
    old: list[Fact] = []
    new = changed = 0
    for key, fact in latest.items():
        earlier = before.get(key)
        if earlier is None:
            fresh.append(fact)
            new += 1
            continue
        same = _content(fact) == _content(earlier)
        if same and not worth_repeating(earlier):
            continue
        changed += not same
        fresh.append(msgspec.structs.replace(fact, supersedes=earlier.id))
        old.append(earlier)
    return fresh, old, Written(new=new, changed=changed, unchanged=len(latest) - new - changed)


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


def _content(fact: Spell | Milestone) -> tuple[object, ...]:
    return tuple(getattr(fact, name) for name in fact.__struct_fields__ if name not in _PROVENANCE)


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


async def keep_derived(
    session: Session,
    *,
    lines: Mapping[UUID, Sequence[MainSpell]],
    standings: Sequence[Standing],
    newcomers: AbstractSet[UUID] = frozenset(),
) -> None:
    """Store what follows from the facts, writing main spells only where they changed.

    Of `newcomers` nothing is stored yet.
    """
    stored = await queries.main_spells_of(session, [each for each in lines if each not in newcomers])
    wanted = {learner_id: [_main(spell) for spell in line] for learner_id, line in lines.items()}
    changed = [
        learner_id for learner_id, line in wanted.items() if set(line) != stored.get(learner_id, set())
    ]
    await queries.forget_main_spells(session, [each for each in changed if each in stored])
    await queries.add_main_spells(session, [spell for each in changed for spell in wanted[each]])
    await queries.keep_standings(session, standings)


def _main(spell: MainSpell) -> NewMainSpell:
    return NewMainSpell(
        learner_id=spell.learner_id,
        started_on=spell.started_on,
        ended_on=spell.ended_on,
        activity=spell.activity,
        spell_id=spell.spell_id,
    )
