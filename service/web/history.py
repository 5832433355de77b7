"""What a fact said before, in words: was “started 2 September” until 3 November, corrected by …: a day was wrong."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any
from uuid import UUID

from service.circumstances.rows import Circumstance
from service.circumstances.rules import DEFINITIONS, say_value
from service.pathways.rows import AnyFact, Because, Completion, Milestone, Spell
from service.pathways.rules import SAID, content_of
from service.vocabulary.activity import activity
from service.vocabulary.day import london_day, say_day
from service.vocabulary.sector import level_name, sector_name

BECAUSE = {
    Because.WRONG_DAY: "a day was wrong",
    Because.WRONG_DETAIL: "another detail was wrong",
    Because.LEARNT_MORE: "more is known now",
    Because.NEVER_HAPPENED: "it did not happen",
    Because.RECORDED_TWICE: "it was recorded twice",
    Because.WRONG_PERSON: "it is about somebody else",
    Because.UNDONE: "the file it came from was undone",
    Because.FOLLOWS: "its course is told otherwise since",
    Because.OTHER: "another reason",
}
COMPLETIONS = {
    Completion.CONTINUING: "going on",
    Completion.COMPLETED: "completed",
    Completion.WITHDRAWN: "left early",
    Completion.MOVED_ON: "moved on",
    Completion.BREAK: "on a break",
}
_NOT_SAID = {"id", "recorded_at", "recorded_by", "submission_id", "line", "supersedes", "spell_id"}
_ENDING = {"ended_on", "completion", "withdraw_reason"}
Names = Mapping[UUID, str]


def history(chain: Sequence[Spell | Milestone], names: Names, *, reader: UUID | None) -> tuple[str, ...]:
    """Say what a fact said before each change, the latest first; repeated word for word says nothing.

    That a course which was going on has ended is no correction. A note is for the agency that wrote it.
    """
    steps = pairwise(chain)
    told = (_changed(before, after, names, reader) for before, after in steps if not after.takes_back)
    return tuple(reversed([sentence for sentence in told if sentence]))


def taken_back(fact: Spell | Milestone, names: Names, *, reader: UUID | None) -> str:
    """Say who took a fact back, when and why."""
    return f"Taken back {say_day(london_day(fact.recorded_at))} by {_who(fact, names)}{_why(fact, reader)}."


def _changed(
    before: Spell | Milestone, after: Spell | Milestone, names: Names, reader: UUID | None
) -> str | None:
    if before.takes_back or content_of(before) == content_of(after):
        return None
    words = [word for word in _differing(before, after) if word]
    if not words:
        return None
    verb = "corrected" if after.because else "changed"
    day = say_day(london_day(after.recorded_at))
    return f"Was “{', '.join(words)}” until {day}, {verb} by {_who(after, names)}{_why(after, reader)}."


def _differing(before: Spell | Milestone, after: Spell | Milestone) -> Iterable[str | None]:
    fields = [name for name in before.__struct_fields__ if getattr(before, name) != getattr(after, name)]
    if isinstance(before, Spell) and before.ended_on is None and after.because is None:
        fields = [name for name in fields if name not in _ENDING]
    return (_says(before, name) for name in fields)


def what(fact: Spell | Milestone | Circumstance) -> str:
    """Name a fact in a word or two."""
    if isinstance(fact, Circumstance):
        return DEFINITIONS[fact.kind].words
    if isinstance(fact, Spell):
        return fact.title or activity(fact.activity).label
    return SAID[fact.kind]


def says_of(fact: AnyFact, other: AnyFact) -> str:
    """Say what of a fact is otherwise than in another of the same name; of a circumstance all it says."""
    if isinstance(fact, Circumstance):
        until = f" to {say_day(fact.ends_on)}" if fact.ends_on else ""
        return f"{say_value(fact.kind, fact.value)}, from {say_day(fact.starts_on)}{until}"
    fields = [name for name in fact.__struct_fields__ if name not in _NOT_SAID]
    differing = [name for name in fields if getattr(fact, name) != getattr(other, name)]
    return ", ".join(word for name in differing if (word := _says(fact, name))) or "nothing of it"


def _says(fact: AnyFact, name: str) -> str | None:
    value = getattr(fact, name)
    if name == "ended_on":
        return f"ended {say_day(value)}" if value else "without an end"
    if name in _DAYS:
        return f"{_DAYS[name]} {say_day(value)}" if value else None
    say = _WORDS.get(name)
    return say(value) if say and value is not None else None


_DAYS = {
    "started_on": "started",
    "occurred_on": "on",
    "planned_end_on": "planned to end",
    "planned_start_on": "planned to start",
}
_WORDS: dict[str, Callable[[Any], str]] = {
    "activity": lambda code: activity(code).label,
    "kind": lambda kind: SAID[kind],
    "completion": lambda completion: COMPLETIONS[completion],
    "provider_name": lambda name: f"with {name}",
    "title": lambda title: f"titled {title}",
    "level": level_name,
    "sector": sector_name,
    "detail": lambda detail: f"noted {detail}",
}


def _who(fact: Spell | Milestone, names: Names) -> str:
    return names.get(fact.agency_id, "an agency")


def _why(fact: Spell | Milestone, reader: UUID | None) -> str:
    if fact.because is None:
        return ""
    note = fact.because_note if fact.agency_id == reader else None
    reason = None if fact.because is Because.OTHER and note else BECAUSE[fact.because]
    return ": " + ". ".join(part for part in (reason, note and note.rstrip(".")) if part)
