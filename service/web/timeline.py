"""A learner's timeline in words: spells, milestones and contacts, newest first, each thing said once."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from operator import itemgetter
from typing import TypeAlias
from uuid import UUID

from service.caseloads.rows import Contact
from service.pathways.rows import Completion, Facts, Milestone, MilestoneKind, Spell
from service.pathways.rules import ENDS_SPELL, LEAVING, PAUSES_SPELL, SAID, chains, counting, is_told_by_spell
from service.vocabulary.activity import activity
from service.vocabulary.day import london_day, say_day
from service.vocabulary.sector import level_name, sector_name
from service.web.history import COMPLETIONS, history, taken_back

CORRECTED, TAKEN_BACK = "Corrected since", "Taken back"
TAGS: dict[Completion, str] = {
    completion: words.capitalize()
    for completion, words in COMPLETIONS.items()
    if completion is not Completion.CONTINUING
}
_SAYS_OF_SPELL = {**ENDS_SPELL, **dict.fromkeys(PAUSES_SPELL, Completion.BREAK)}
_TOLD_BY_SPELL = {MilestoneKind.STARTED, MilestoneKind.JOB_STARTED}
Names = Mapping[UUID, str]
EVERYTHING = slice(None)
_Line: TypeAlias = "tuple[tuple[date, datetime, int], Callable[[], Item]]"


@dataclass(frozen=True, kw_only=True)
class Item:
    """One line of the timeline. `was`: what it said before; `fact_id`: what its agency may correct.

    `line_id` is the key of the fact the line began with, whoever's it is and whatever it says now; a contact has none.
    """

    title: str
    on: date
    by: str
    recorded_on: date
    text: str | None = None
    until: date | None = None
    tag: str | None = None
    was: tuple[str, ...] = ()
    fact_id: UUID | None = None
    line_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class _Told:
    """What each line is written with: all spells by id, what milestones tell of them, names, and who reads."""

    spells: Mapping[UUID, Spell]
    latest: Mapping[tuple[UUID, str], Spell]
    endings: set[tuple[object, ...]]
    names: Names
    reader: UUID | None


def timeline(
    said: Facts, contacts: Iterable[Contact], names: Names, *, reader: UUID | None = None
) -> list[Item]:
    """Put everything recorded into words, newest first; see `part_of_timeline`."""
    return part_of_timeline(said, contacts, names, reader=reader)[0]


def part_of_timeline(
    said: Facts,
    contacts: Iterable[Contact],
    names: Names,
    *,
    reader: UUID | None = None,
    part: slice = EVERYTHING,
) -> tuple[list[Item], int]:
    """Put a part of what is recorded into words, newest first, and say how many lines there are in all.

    What was corrected is said with what stands now. A start is told by the spell it began; an end by its milestone,
    where there is one, so that it stands at its day. `reader` is the agency that reads: it may correct its own facts,
    and sees its own notes.
    """
    spells = {spell.id: spell for spell in said.spells}
    of_spells, of_milestones = chains(said.spells), chains(said.milestones)
    told = _Told(
        spells=spells,
        latest={(key[1], key[2]): chain[-1] for key, chain in of_spells.items()},
        endings={ending for each in counting(said).milestones for ending in _endings(each, spells)},
        names=names,
        reader=reader,
    )
    lines: list[_Line] = [
        (_place(chain[-1]), partial(_spell_item, chain, told)) for chain in of_spells.values()
    ]
    lines += [
        (_place(chain[-1]), partial(_milestone_item, chain, told))
        for chain in of_milestones.values()
        if not _told_by_spell(chain[-1])
    ]
    lines += [(_place(contact), partial(_contact_item, contact, names)) for contact in contacts]
    lines.sort(key=itemgetter(0), reverse=True)
    return [make() for _, make in lines[part]], len(lines)


def _place(told: Spell | Milestone | Contact) -> tuple[date, datetime, int]:
    """Where a line stands: by its day, then by when it was recorded."""
    on = told.started_on if isinstance(told, Spell) else told.occurred_on
    return on, told.recorded_at, told.id.int


def _endings(milestone: Milestone, spells: Mapping[UUID, Spell]) -> Iterable[tuple[object, ...]]:
    """What a milestone says of which spell, which keeps its reporter's name for it when it is corrected."""
    completion = _SAYS_OF_SPELL.get(milestone.kind)
    if completion is None:
        return
    named = spells.get(milestone.spell_id) if milestone.spell_id else None
    if named:
        yield named.agency_id, named.source_key, completion
    else:
        yield milestone.agency_id, milestone.occurred_on, completion


def _told_by_spell(milestone: Milestone) -> bool:
    return milestone.kind in _TOLD_BY_SPELL and milestone.spell_id is not None


def _spell_item(chain: Sequence[Spell], told: _Told) -> Item:
    spell = chain[-1]
    by = told.names.get(spell.agency_id, "an agency")
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
        tag=_fate(spell) or _ending_tag(spell, told.endings),
        was=_was(chain, told),
        fact_id=_correctable(spell, told),
        line_id=chain[0].id,
    )


def _fate(fact: Spell | Milestone) -> str | None:
    if fact.takes_back:
        return TAKEN_BACK
    return CORRECTED if fact.superseded_at is not None else None


def _was(chain: Sequence[Spell | Milestone], told: _Told) -> tuple[str, ...]:
    before = history(chain, told.names, reader=told.reader)
    last = chain[-1]
    return (taken_back(last, told.names, reader=told.reader), *before) if last.takes_back else before


def _correctable(fact: Spell | Milestone, told: _Told) -> UUID | None:
    """The fact to correct: a milestone that its spell tells too is corrected with the spell."""
    if fact.superseded_at is not None:
        return None
    if isinstance(fact, Milestone) and fact.spell_id and is_told_by_spell(fact, told.spells):
        named = told.spells[fact.spell_id]
        fact = told.latest[named.agency_id, named.source_key]
    counts = fact.superseded_at is None and fact.agency_id == told.reader
    return fact.id if counts else None


def _ending_tag(spell: Spell, endings: set[tuple[object, ...]]) -> str | None:
    said = {
        (spell.agency_id, name, spell.completion)
        for name in (spell.source_key, spell.ended_on)
        if name is not None
    }
    return None if said & endings else TAGS.get(spell.completion)


def _milestone_item(chain: Sequence[Milestone], told: _Told) -> Item:
    milestone = chain[-1]
    spell = told.spells.get(milestone.spell_id) if milestone.spell_id else None
    about = (spell.title or activity(spell.activity).label) if spell else None
    details = [*_named(about, milestone.level, None), *_around(milestone, spell), milestone.detail]
    return Item(
        title=SAID[milestone.kind],
        on=milestone.occurred_on,
        by=told.names.get(milestone.agency_id, "an agency"),
        recorded_on=london_day(milestone.recorded_at),
        text=_sentence(details),
        tag=_fate(milestone),
        was=_was(chain, told),
        fact_id=_correctable(milestone, told),
        line_id=chain[0].id,
    )


def _around(milestone: Milestone, spell: Spell | None) -> Iterable[str | None]:
    """What is told with a break, a return and a leaving."""
    if milestone.kind is MilestoneKind.BREAK and milestone.planned_start_on:
        yield f"expected back {say_day(milestone.planned_start_on)}"
    if (
        milestone.kind is MilestoneKind.WITHDREW
        and spell
        and (why := LEAVING.get(spell.withdraw_reason or 0))
    ):
        yield why.lower()
    if milestone.wishes_to_return is not None:
        yield "would like to return" if milestone.wishes_to_return else "does not want to return"


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
