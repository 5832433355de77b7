"""What rules an opportunity out for somebody: one small check each, as a sentence that says what would make it fit."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Final

import msgspec

from service.guarantee.rows import Entrant, Readiness, Route
from service.guarantee.rules.settings import FARTHEST
from service.guarantee.rules.target import target_rank
from service.provision.rows import Kind, Opportunity, Support
from service.provision.rules import SUPPORTS, WORK, weekly_start
from service.vocabulary.academic_year import age
from service.vocabulary.day import say_day
from service.vocabulary.sector import LEVELS, level_name, level_rank, sector_area

_ANY = len(LEVELS)
_WITHOUT_LEVEL: Final = {
    Kind.RE_ENGAGEMENT: _ANY,
    Kind.COURSE: -1,
    Kind.PLACEMENT: 1,
    Kind.SUPPORTED_INTERNSHIP: _ANY,
    Kind.APPRENTICESHIP: -1,
    Kind.JOB: _ANY,
}
"""The highest level achieved with which something that leads to no level is still a step on."""
_FULL_LEVEL = 1  # below it nothing is repeated: entry level takes many shapes


class Looked(msgspec.Struct, gc=False):
    """An opportunity looked at for somebody: its level's rank, sector area, and first possible day."""

    opportunity: Opportunity
    rank: int
    area: str | None
    starts_on: date | None


class Asking(msgspec.Struct, gc=False):
    """Somebody as the checks need them, worked out once for all opportunities.

    `aim` is the highest rank of a next step; they join what takes people every week on `joins_on`.
    """

    entrant: Entrant
    today: date
    highest: int
    aim: int
    free_on: date
    joins_on: date
    last_on: date


Check = Callable[[Looked, Asking], str | None]


def asking(entrant: Entrant, *, today: date) -> Asking:
    """Work out once what all checks need of somebody."""
    free_on = max(entrant.wishes.free_on, today)
    return Asking(
        entrant=entrant,
        today=today,
        highest=entrant.achieved.highest,
        aim=target_rank(entrant.achieved),
        free_on=free_on,
        joins_on=weekly_start(free_on=free_on, today=today),
        last_on=free_on + FARTHEST,
    )


def look(opportunity: Opportunity, to: Asking) -> Looked:
    """Look at an opportunity for somebody."""
    sector, starts_on = opportunity.sector, opportunity.starts_on
    return Looked(
        opportunity,
        level_rank(opportunity.level),
        sector_area(sector) if sector else None,
        to.joins_on if starts_on is None else starts_on if starts_on >= to.free_on else None,
    )


def _is_listed(it: Looked, to: Asking) -> str | None:
    return None if it.opportunity.is_listed_on(to.today) else "The provider no longer lists it"


def _has_a_place(it: Looked, _: Asking) -> str | None:
    return None if it.opportunity.taken < it.opportunity.places else "All its places are taken"


def _starts_in_time(it: Looked, to: Asking) -> str | None:
    if it.starts_on is None:
        return f"It starts on {say_day(it.opportunity.starts_on or to.today)}, before they can"
    late = it.starts_on > to.last_on
    return f"It starts on {say_day(it.starts_on)}, more than half a year away" if late else None


def _is_of_age(it: Looked, to: Asking) -> str | None:
    opportunity, on = it.opportunity, it.starts_on or to.today
    if opportunity.age_from <= age(to.entrant.born, on=on) <= opportunity.age_until:
        return None
    return f"It is for ages {opportunity.age_from} to {opportunity.age_until}"


def _has_a_plan(it: Looked, to: Asking) -> str | None:
    needs = it.opportunity.kind is Kind.SUPPORTED_INTERNSHIP and not to.entrant.has_plan
    return "It is for those with an education, health and care plan" if needs else None


def _level_before(it: Looked, to: Asking) -> str | None:
    needs = it.opportunity.needs_level
    return None if level_rank(needs) <= to.highest else f"It needs {level_name(needs or 'E').lower()} before"


def _english_and_maths(it: Looked, to: Asking) -> str | None:
    achieved = to.entrant.achieved
    missing = [
        word
        for word, needed, there in (
            ("English", it.opportunity.needs_english, achieved.english),
            ("maths", it.opportunity.needs_maths, achieved.maths),
        )
        if needed and not there
    ]
    return f"It needs grade 4 in {' and '.join(missing)}" if missing else None


def _reachable(it: Looked, to: Asking) -> str | None:
    most, area = to.entrant.wishes.travel_minutes, it.opportunity.area_id
    if most is None or area is None:
        return None
    minutes = to.entrant.minutes.get(area, 0)
    return f"It takes {minutes} minutes to get there, and {most} is the most" if minutes > most else None


def _supported(it: Looked, to: Asking) -> str | None:
    needs, comes_with = to.entrant.wishes.needs, it.opportunity.supports
    if needs <= comes_with:
        return None
    missing = [SUPPORTS[each].lower() for each in Support if each in needs - comes_with]
    return f"It does not come with: {', '.join(missing)}"


def _hours(it: Looked, to: Asking) -> str | None:
    most = to.entrant.wishes.hours
    if most is None or it.opportunity.hours <= most:
        return None
    return f"It takes {it.opportunity.hours} hours a week, and {most} is the most"


def _ready(it: Looked, to: Asking) -> str | None:
    readiness, opportunity = to.entrant.wishes.readiness, it.opportunity
    if opportunity.kind in WORK:
        return None if readiness >= Readiness.WORK else "They are not ready for work yet"
    if readiness >= Readiness.LEARNING or Support.ONE_TO_ONE in opportunity.supports:
        return None if readiness > Readiness.NOT_YET else "They are not ready to start yet"
    return "It comes without the one-to-one support they need to start"


def _route(it: Looked, to: Asking) -> str | None:
    route = to.entrant.wishes.route
    if route is Route.EITHER or (route is Route.WORK) == (it.opportunity.kind in WORK):
        return None
    return "They would rather work" if route is Route.WORK else "They would rather learn"


def _sector(it: Looked, to: Asking) -> str | None:
    chosen = to.entrant.wishes.sectors
    return None if not chosen or it.area in chosen else "It is in a sector they did not choose"


def _level(it: Looked, to: Asking) -> str | None:
    """Above what was achieved and no higher than the next step; again only in a new sector, or where they ask."""
    if it.rank < 0:
        return None if to.highest <= _WITHOUT_LEVEL[it.opportunity.kind] else "It leads to no level"
    if it.rank > to.aim:
        return f"{level_name(LEVELS[it.rank])} is more than one step up"
    if it.rank > to.highest or to.entrant.wishes.may_repeat:
        return None
    return (
        None if is_new_sector(it, to) else f"They have achieved {level_name(LEVELS[it.rank]).lower()} already"
    )


def is_new_sector(it: Looked, to: Asking) -> bool:
    """Whether it is at the level achieved, in a sector they chose and have achieved nothing at that level in."""
    chosen = it.area is not None and it.area in to.entrant.wishes.sectors
    return (
        chosen
        and it.rank == to.highest >= _FULL_LEVEL
        and to.entrant.achieved.by_area.get(it.area or "", -1) < it.rank
    )


CHECKS: Final[Sequence[Check]] = (
    _sector,
    _level,
    _is_listed,
    _has_a_place,
    _starts_in_time,
    _route,
    _ready,
    _is_of_age,
    _has_a_plan,
    _level_before,
    _english_and_maths,
    _reachable,
    _hours,
    _supported,
)
"""The checks of what leads to the stage aimed at; the most decisive first."""

FIRST_STEPS: Final[Sequence[Check]] = (
    _is_listed,
    _has_a_place,
    _starts_in_time,
    _is_of_age,
    _level_before,
    _reachable,
    _hours,
    _supported,
)
"""The checks of a re-engagement programme."""


def ruled_out(it: Looked, to: Asking, checks: Sequence[Check], *, most: int = 2) -> list[str]:
    """The first reasons against it, at most so many; [] where it fits."""
    found = []
    for check in checks:
        because = check(it, to)
        if because is not None:
            found.append(because)
            if len(found) == most:
                break
    return found
