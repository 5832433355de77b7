"""The forms of a correction: their fields, what they choose from, and a fact in words field by field."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from pydantic import Field

from service.kit.forms import Day, Form, asked
from service.pathways.rows import Because, Completion, Milestone, Spell
from service.pathways.rules import SAID
from service.vocabulary.activity import CHOICES as ACTIVITIES
from service.vocabulary.activity import activity
from service.vocabulary.day import say_day
from service.vocabulary.sector import CHOICES as SECTORS
from service.vocabulary.sector import LEVELS, level_name, sector_name
from service.web.history import BECAUSE

Options = list[tuple[str, str]]
REASONS = {reason: words.capitalize() for reason, words in BECAUSE.items()} | {
    Because.LEARNT_MORE: "We know more now"
}
COMPLETIONS = {
    Completion.CONTINUING: "It goes on",
    Completion.COMPLETED: "It was completed",
    Completion.WITHDRAWN: "They left early",
    Completion.MOVED_ON: "They moved on to something else",
    Completion.BREAK: "They are on a break",
}
TOO_LONG = 200


class _Reasoned(Form):
    because: Because = asked("Choose why")
    note: str | None = Field(default=None, max_length=TOO_LONG)


class SpellCorrection(_Reasoned):
    """A course or job as it should be, and why."""

    activity: int = asked("Choose what it is")
    started_on: Day = asked("Enter the day it started")
    ended_on: Day | None = None
    planned_end_on: Day | None = None
    completion: Completion = asked("Choose how it stands")
    title: str | None = Field(default=None, max_length=TOO_LONG)
    level: str | None = None
    sector: str | None = None


class MilestoneCorrection(_Reasoned):
    """A milestone as it should be, and why."""

    occurred_on: Day = asked("Enter the day it happened")
    planned_start_on: Day | None = None
    level: str | None = None
    sector: str | None = None
    detail: str | None = Field(default=None, max_length=TOO_LONG)


class TakingBack(_Reasoned):
    """Why a fact should not be there."""


@dataclass(frozen=True, kw_only=True)
class Choices:
    """What the lists offer."""

    activities: Options
    completions: Options
    levels: Options
    sectors: Options


def choices() -> Choices:
    """Give what the lists offer."""
    return Choices(
        activities=[(str(code), label) for code, label in ACTIVITIES],
        completions=[(completion.value, words) for completion, words in COMPLETIONS.items()],
        levels=_or_none((level, level_name(level)) for level in LEVELS),
        sectors=_or_none(SECTORS),
    )


def _or_none(options: Iterable[tuple[str, str]]) -> Options:
    return [("", "Not given"), *options]


def typed(fact: Spell | Milestone) -> dict[str, str]:
    """Give a fact as somebody would type it into the form."""
    form = SpellCorrection if isinstance(fact, Spell) else MilestoneCorrection
    names = set(form.model_fields) - set(_Reasoned.model_fields)
    values = {name: getattr(fact, name) for name in names}
    return {name: _typed(value) for name, value in values.items() if value is not None}


def _typed(value: object) -> str:
    return say_day(value) if isinstance(value, date) else str(value)


def told(fact: Spell | Milestone) -> list[tuple[str, str]]:
    """Give a fact field by field in words; the first two say what and when."""
    return _spell_told(fact) if isinstance(fact, Spell) else _milestone_told(fact)


def _spell_told(spell: Spell) -> list[tuple[str, str]]:
    return [
        ("What", activity(spell.activity).label),
        ("Started", say_day(spell.started_on)),
        ("Ended", say_day(spell.ended_on) if spell.ended_on else ""),
        ("Planned end", say_day(spell.planned_end_on) if spell.planned_end_on else ""),
        ("How it stands", COMPLETIONS[spell.completion]),
        ("Title", spell.title or ""),
        *_level_and_sector(spell),
    ]


def _milestone_told(milestone: Milestone) -> list[tuple[str, str]]:
    return [
        ("What happened", SAID[milestone.kind]),
        ("Day", say_day(milestone.occurred_on)),
        ("Planned start", say_day(milestone.planned_start_on) if milestone.planned_start_on else ""),
        *_level_and_sector(milestone),
        ("Note", milestone.detail or ""),
    ]


def _level_and_sector(fact: Spell | Milestone) -> list[tuple[str, str]]:
    return [
        ("Level", level_name(fact.level) if fact.level else ""),
        ("Sector", sector_name(fact.sector) if fact.sector else ""),
    ]


def compared(before: Spell | Milestone, after: Spell | Milestone | None) -> list[tuple[str, str, str]]:
    """Give what differs between a fact and its correction: what, as recorded, as corrected."""
    if after is None:
        return []
    both = zip(told(before), told(after), strict=True)
    return [(label, old, new) for (label, old), (_, new) in both if old != new]
