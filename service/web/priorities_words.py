"""Priorities and decisions in words: the cells of the list, the entries of the trail."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from service.priorities.rows import WHOLE_AREA, Decision, Outcome, Standing, State
from service.priorities.rules import NOT_AVAILABLE, SAID, STATES, evidence_words
from service.vocabulary.day import london_day, say_day
from service.vocabulary.money import say_money

HEADS: Final = ("Priority", "State", "Planned places", "Starts", "Sustained outcomes", "Money", "Review")
_ORDER: Final = (State.ACTIVE, State.PROPOSED, State.ENDED, State.NOT_ADOPTED)


@dataclass(frozen=True, kw_only=True)
class Line:
    """A priority's line: its cells under `HEADS`, and where it stands in the list."""

    id: UUID
    name: str
    cells: tuple[str, ...]
    is_overdue: bool
    order: tuple[int, date, str, UUID]


@dataclass(frozen=True, kw_only=True)
class Told:
    """A decision of the trail, and where its evidence stood."""

    decision: Decision
    title: str
    by: str
    recorded_on: date
    evidence_from: str


def line_of(standing: Standing, became: Sequence[Outcome], money: Mapping[UUID, int], day: date) -> Line:
    """Write one line. What is not published or not kept says so; nothing is a nought that nobody counted."""
    name, review = name_of(standing), standing.review_on
    return Line(
        id=standing.priority.id,
        name=name,
        cells=(
            name,
            _state(standing, day),
            f"{standing.planned_places:,}",
            _of_ages([(each.age, each.starts) for each in became]),
            _of_ages([(each.age, each.still_there) for each in became]),
            _money(money, standing.priority.id),
            _review(standing, day),
        ),
        is_overdue=standing.is_overdue_on(day),
        order=(_ORDER.index(standing.state), review or date.max, name, standing.priority.id),
    )


def told_of(decision: Decision, names: Mapping[UUID, str]) -> Told:
    """Write one decision; `names` are those of accounts."""
    return Told(
        decision=decision,
        title=SAID[decision.kind],
        by=names.get(decision.recorded_by, "the service") if decision.recorded_by else "the service",
        recorded_on=london_day(decision.recorded_at),
        evidence_from=evidence_words(
            decision.evidence_table,
            decision.evidence_month_on,
            decision.evidence_edition,
            decision.evidence_shown_on,
        ),
    )


def name_of(standing: Standing) -> str:
    """What a priority is called: "Construction, Greater Essex, from 1 September 2026"."""
    priority = standing.priority
    return f"{priority.sector.said}, {priority.district or WHOLE_AREA}, from {say_day(priority.from_on)}"


def _state(standing: Standing, day: date) -> str:
    until = standing.priority.until_on
    if standing.state is State.ACTIVE and until is not None:
        return f"{STATES[standing.state]}, {'ran' if until < day else 'runs'} until {say_day(until)}"
    return STATES[standing.state]


def _review(standing: Standing, day: date) -> str:
    if standing.review_on is None:
        return "The board has still to decide" if standing.state is State.PROPOSED else "None to come"
    due = say_day(standing.review_on)
    return f"Overdue since {due}" if standing.is_overdue_on(day) else f"Due {due}"


def _of_ages(figures: Sequence[tuple[str, str]]) -> str:
    """Ages are not added up: each is rounded, and may be hidden, by itself."""
    if all(text == NOT_AVAILABLE for _, text in figures):
        return NOT_AVAILABLE
    return "; ".join(f"{text} ({age})" for age, text in figures)


def _money(money: Mapping[UUID, int], key: UUID) -> str:
    pence = money.get(key)
    return NOT_AVAILABLE if pence is None else say_money(pence)
