"""Plain words for sentences and evidence. No names of people, no dates of birth."""

from datetime import date

from service.alerts.rows import Evidence
from service.pathways.rows import Completion, Confidence, Milestone, Spell
from service.pathways.rules import Situation
from service.vocabulary.activity import Group, activity
from service.vocabulary.day import london_day, say_day

_WEEK, _FEW_WEEKS, _MONTH = 7, 60, 30.44
_SOURCES = {
    Confidence.CONFIRMED: "Confirmed",
    Confidence.SELF_REPORTED: "The learner's own word",
    Confidence.INFERRED: "Worked out from other records",
}
_ENDS = {
    Completion.COMPLETED: ", completed",
    Completion.WITHDRAWN: ", withdrawn",
    Completion.MOVED_ON: ", moved on",
    Completion.BREAK: ", a break in learning",
}


def activity_at(code: int, provider_name: str | None) -> str:
    """Within a sentence: "further education college at Harlow Technical College"."""
    label = activity(code).label
    words = label[0].lower() + label[1:]
    return f"{words} at {provider_name}" if provider_name else words


def how_long(first: date, last: date) -> str:
    """A length of time as people say it: "1 day", "5 weeks", "8 months"."""
    passed = (last - first).days
    if passed < 2 * _WEEK:
        return _count(passed, "day")
    if passed < _FEW_WEEKS:
        return _count(passed // _WEEK, "week")
    return _count(round(passed / _MONTH), "month")


def _count(number: int, unit: str) -> str:
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"


def where_now(situation: Situation) -> str:
    """Where the learner is, to say why an alert closed: "Job without training from 3 November 2026"."""
    provider = None if situation.group is Group.NOT_KNOWN else situation.provider_name
    words = capital(activity_at(situation.activity, provider))
    return f"{words} from {say_day(situation.since_on)}" if situation.since_on else words


def of_spell(spell: Spell) -> Evidence:
    """What a spell says, dated by its end or else its start."""
    words = capital(activity_at(spell.activity, spell.provider_name))
    ended = f", ended {say_day(spell.ended_on)}{_ENDS.get(spell.completion, '')}" if spell.ended_on else ""
    planned = f", planned to end {say_day(spell.planned_end_on)}" if spell.planned_end_on else ""
    return Evidence(
        day=spell.ended_on or spell.started_on,
        words=f"{words}, from {say_day(spell.started_on)}{planned}{ended}",
        source=_source(spell),
        fact_id=spell.id,
    )


def of_milestone(milestone: Milestone) -> Evidence:
    """What a milestone says."""
    start = milestone.planned_start_on
    planned = f", to start {say_day(start)}" if start else ""
    return Evidence(
        day=milestone.occurred_on,
        words=f"{capital(milestone.kind.value.replace('_', ' '))}{planned}",
        source=_source(milestone),
        fact_id=milestone.id,
    )


def _source(fact: Spell | Milestone) -> str:
    return f"{_SOURCES[fact.confidence]}, recorded {say_day(london_day(fact.recorded_at))}"


def capital(words: str) -> str:
    """The words with a capital first letter, the rest as it is."""
    return words[:1].upper() + words[1:]
