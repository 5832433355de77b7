"""A learner's timeline in words: spells, milestones and contacts, newest first, each thing said once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from service.caseloads.rows import Contact
from service.pathways.rows import Completion, Facts, Milestone, MilestoneKind, Spell
from service.pathways.rules import ENDS_SPELL, PAUSES_SPELL, SAID
from service.vocabulary.activity import activity
from service.vocabulary.day import london_day, say_day
from service.vocabulary.sector import level_name, sector_name

CORRECTED = "Corrected since"
TAGS = {
    Completion.WITHDRAWN: "Left early",
    Completion.COMPLETED: "Completed",
    Completion.BREAK: "On a break",
    Completion.MOVED_ON: "Moved on",
}
_SAYS_OF_SPELL = {**ENDS_SPELL, **dict.fromkeys(PAUSES_SPELL, Completion.BREAK)}
_TOLD_BY_SPELL = {MilestoneKind.STARTED, MilestoneKind.JOB_STARTED}
Names = Mapping[UUID, str]


@dataclass(frozen=True, kw_only=True)
class Item:
    """One line of the timeline."""

    title: str
    on: date
    by: str
    recorded_on: date
    text: str | None = None
    until: date | None = None
    tag: str | None = None


def timeline(said: Facts, contacts: Iterable[Contact], names: Names) -> list[Item]:
    """Put everything recorded into words, newest first; what was corrected stays and says so.

    A start is told by the spell it began; an end by its milestone, where there is one, so that it stands at its day.
    """
    spells = {spell.id: spell for spell in said.spells}
    told = {ending for each in said.milestones for ending in _endings(each, spells)}
    items = [_spell_item(spell, names, told) for spell in said.spells]
    items += [_milestone_item(each, spells, names) for each in said.milestones if not _told_by_spell(each)]
    items += [_contact_item(contact, names) for contact in contacts]
    return sorted(items, key=lambda item: (item.on, item.recorded_on, item.title), reverse=True)


def _endings(milestone: Milestone, spells: Mapping[UUID, Spell]) -> Iterable[tuple[object, ...]]:
    """What a milestone says of which spell, which keeps its reporter's name for it when it is corrected."""
    completion = _SAYS_OF_SPELL.get(milestone.kind)
    if completion is None or milestone.superseded_at is not None:
        return
    named = spells.get(milestone.spell_id) if milestone.spell_id else None
    if named:
        yield named.agency_id, named.source_key, completion
    else:
        yield milestone.agency_id, milestone.occurred_on, completion


def _told_by_spell(milestone: Milestone) -> bool:
    return milestone.kind in _TOLD_BY_SPELL and milestone.spell_id is not None


def _spell_item(spell: Spell, names: Names, told: set[tuple[object, ...]]) -> Item:
    by = names.get(spell.agency_id, "an agency")
    ends = spell.planned_end_on if not spell.ended_on else None
    details = [
        f"with {spell.provider_name}" if spell.provider_name not in (None, by) else None,
        *_named(spell.title, spell.level, spell.sector),
        f"planned until {say_day(ends)}" if ends else None,
        f"line {spell.line} of the file" if spell.line else None,
    ]
    return Item(
        title=activity(spell.activity).label,
        on=spell.started_on,
        until=spell.ended_on,
        by=by,
        recorded_on=london_day(spell.recorded_at),
        text=_sentence(details),
        tag=_tag(spell, told),
    )


def _tag(spell: Spell, told: set[tuple[object, ...]]) -> str | None:
    if spell.superseded_at is not None:
        return CORRECTED
    said = {
        (spell.agency_id, name, spell.completion)
        for name in (spell.source_key, spell.ended_on)
        if name is not None
    }
    return None if said & told else TAGS.get(spell.completion)


def _milestone_item(milestone: Milestone, spells: Mapping[UUID, Spell], names: Names) -> Item:
    spell = spells.get(milestone.spell_id) if milestone.spell_id else None
    about = (spell.title or activity(spell.activity).label) if spell else None
    details = [*_named(about, milestone.level, None), milestone.detail]
    return Item(
        title=SAID[milestone.kind],
        on=milestone.occurred_on,
        by=names.get(milestone.agency_id, "an agency"),
        recorded_on=london_day(milestone.recorded_at),
        text=_sentence(details),
        tag=CORRECTED if milestone.superseded_at else None,
    )


def _contact_item(contact: Contact, names: Names) -> Item:
    made = "Contact" if contact.two_way else "Tried to reach"
    return Item(
        title=f"{made} by {contact.channel.value.replace('_', ' ')}",
        on=contact.occurred_on,
        by=names.get(contact.agency_id, "an agency"),
        recorded_on=london_day(contact.recorded_at),
        text=contact.note,
    )


def _named(title: str | None, level: str | None, sector: str | None) -> list[str | None]:
    """A course's title with its level and its sector, unless the title says them itself."""
    more = [level_name(level) if level else None, sector_name(sector) if sector else None]
    said = (title or "").casefold()
    return [title, *(each for each in more if each and each.casefold() not in said)]


def _sentence(details: Iterable[str | None]) -> str | None:
    text = ", ".join(detail for detail in details if detail)
    return text[0].upper() + text[1:] if text else None
