"""What a file no longer tells of a course that it tells otherwise than before: its own milestones without ground."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias
from uuid import UUID

from msgspec.structs import replace

from service.kit.database import Session
from service.kit.ids import new_id
from service.pathways import queries
from service.pathways.rows import Because, Milestone, Spell
from service.pathways.rules import content_of, no_longer_told, said_anew

Chain: TypeAlias = tuple[UUID, str]


async def find_untold(
    session: Session,
    *,
    old: Sequence[Spell],
    fresh: Sequence[Spell],
    told: Sequence[Milestone],
    known: Sequence[Milestone],
) -> list[tuple[Milestone, Spell]]:
    """Find the milestones that a source's new words about their spell leave without ground, each with those words.

    `old` are the spells that `fresh` supersede, `told` what the source tells now, `known` what it has told. Only files
    tell all there is to a course, so only what came by one, and is gone from one, is found.
    """
    changed = dict(_changed(old, fresh))
    if not changed:
        return []
    still = {(each.learner_id, each.source_key) for each in told}
    whose = {learner_id for learner_id, _ in changed}
    doubtful = [
        each
        for each in known
        if each.learner_id in whose
        and each.submission_id is not None
        and each.spell_id is not None
        and (each.learner_id, each.source_key) not in still
    ]
    return [*_without_ground(changed, doubtful, await queries.names_of_spells(session, doubtful))]


def _changed(old: Sequence[Spell], fresh: Sequence[Spell]) -> Iterator[tuple[Chain, tuple[Spell, Spell]]]:
    before = {spell.id: spell for spell in old}
    for spell in fresh:
        earlier = before.get(spell.supersedes) if spell.supersedes else None
        if earlier and spell.submission_id and content_of(earlier) != content_of(spell):
            yield (spell.learner_id, spell.source_key), (earlier, spell)


def _without_ground(
    changed: Mapping[Chain, tuple[Spell, Spell]],
    doubtful: Sequence[Milestone],
    names: Mapping[UUID, str],
) -> Iterator[tuple[Milestone, Spell]]:
    about: dict[Chain, list[Milestone]] = {}
    for each in doubtful:
        if each.spell_id and each.spell_id in names:
            about.setdefault((each.learner_id, names[each.spell_id]), []).append(each)
    for chain, milestones in about.items():
        if chain in changed:
            before, after = changed[chain]
            yield from ((each, after) for each in no_longer_told(before, after, milestones))


def taken_back(milestone: Milestone, after: Spell) -> Milestone:
    """Give the fact that takes a milestone back because the file of `after` tells its course otherwise."""
    said = said_anew(
        milestone,
        fact_id=new_id(),
        at=after.recorded_at,
        by=after.recorded_by,
        submission_id=after.submission_id,
        line=after.line,
    )
    return replace(
        said,
        supersedes=milestone.id,
        superseded_at=after.recorded_at,
        because=Because.FOLLOWS,
        takes_back=True,
    )
