"""Keeping what follows from the facts: the main line and where learners stand."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from uuid import UUID

from service.kit.database import Session
from service.pathways import queries
from service.pathways.rows import NewMainSpell, Standing
from service.pathways.rules import MainSpell


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
