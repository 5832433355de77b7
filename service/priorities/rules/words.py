"""How figures of skills are said."""

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Final

from service.board.rows import Headline
from service.priorities.rows import Balance, Demand, State
from service.priorities.rules.mismatch import NOT_AVAILABLE, mismatch
from service.vocabulary.day import say_day

STATES: Final[Mapping[State, str]] = MappingProxyType(
    {
        State.PROPOSED: "Proposed",
        State.ACTIVE: "Adopted",
        State.NOT_ADOPTED: "Not adopted",
        State.ENDED: "Ended",
    }
)


def say_period(figure: Demand) -> str:
    """What a figure is of: "open on 31 October 2026", "advertised 1 September 2026 to 31 October 2026"."""
    return period(figure.from_on, figure.as_of_on)


def period(from_on: date | None, as_of_on: date) -> str:
    """The same, of its two days."""
    if from_on is None:
        return f"open on {say_day(as_of_on)}"
    return f"advertised {say_day(from_on)} to {say_day(as_of_on)}"


def headlines_of(ordered: Sequence[Balance], *, most: int) -> list[Headline]:
    """What comes first about the sectors with a figure, the widest gap first: "Construction", "412 vacancies, 180
    places offered; the widest gap", and below it how the two stand and whose figure it is."""
    counted = [each for each in ordered if each.demand is not None][:most]
    return [_headline(each, first=not place) for place, each in enumerate(counted)]


def _headline(each: Balance, *, first: bool) -> Headline:
    gap = each.gap or 0
    end = "; the widest gap" if first and gap > 0 else "" if gap > 0 else "; places enough"
    return Headline(figure=each.sector.said, said=figures_of(each) + end, note=note_of(each))


def note_of(each: Balance) -> str | None:
    """How places stand to vacancies, and whose figure it is; None where nobody counted."""
    if each.demand is None:
        return None
    stand = mismatch(each.places, each.vacancies)
    how = "" if stand == NOT_AVAILABLE else f"{stand[0].upper()}{stand[1:]}. "
    source = f"{each.demand.source}, dated {say_day(each.demand.source_on)}"
    return f"{how}Vacancies {say_period(each.demand)} ({source})."


def figures_of(each: Balance) -> str:
    """The two figures of a sector: "412 vacancies, 180 places offered"."""
    vacancies = _counted(each.vacancies, "vacancy", "vacancies")
    return f"{vacancies}, {_counted(each.places, 'place', 'places')} offered"


def sentence_of(each: Balance) -> str:
    """A sector in sentences that can stand by themselves: figures, how they stand to each other, days and source."""
    note = note_of(each)
    return f"{each.sector.said}: {figures_of(each)}." + (f" {note}" if note else "")


def _counted(count: int | None, one: str, many: str) -> str:
    if count is None:
        return f"{many} {NOT_AVAILABLE}"
    return f"{count:,} {one if count == 1 else many}"
