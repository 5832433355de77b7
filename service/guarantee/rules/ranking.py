"""Which of two ways back comes first, and why each fits, in sentences."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple
from uuid import UUID

from service.guarantee.rows import Entrant, Market, Unfinished
from service.guarantee.rules.fitting import Asking, Looked, is_new_sector
from service.provision.rows import Kind, Support
from service.provision.rules import SUPPORTS
from service.vocabulary.day import say_day
from service.vocabulary.sector import LEVELS, SECTORS, level_name

_ONLINE, _UNKNOWN = 0, 10_000  # minutes
_JOB, _WORK_TOO = 5, 1
_USUAL_STAYING = 0.5
_TOP = 4


class Rank(NamedTuple):
    """Smaller is better: steps gained, sector asked for, day, journey, how many stay, then the key."""

    gained: int
    demand: float
    starts_on: date
    minutes: int
    staying: float
    id: UUID


def rank_of(it: Looked, to: Asking, market: Market) -> Rank:
    """Where an opportunity stands among others for somebody.

    SOURCE: practice reference section 3.2, step 3. Steps are counted twice, so that credit kept and English or maths
    taught where still needed decide between two of the same stage, and never against a higher one.
    """
    opportunity = it.opportunity
    return Rank(
        gained=-(
            2 * _steps(it) + (credit(it, to.entrant) is not None or teaches_what_is_missing(it, to.entrant))
        ),
        demand=-market.demand.get(opportunity.sector or "", 0.0),
        starts_on=it.starts_on or date.max,
        minutes=_minutes_or_far(it, to.entrant),
        staying=-market.staying.get(opportunity.agency_id, _USUAL_STAYING),
        id=opportunity.id,
    )


def _steps(it: Looked) -> int:
    """How far up the way from school to lasting work it leads."""
    kind = it.opportunity.kind
    if kind is Kind.RE_ENGAGEMENT:
        return 0
    if kind is Kind.JOB:
        return _JOB
    learning = max(min(it.rank, _TOP), 1)
    return learning + _WORK_TOO if kind is Kind.APPRENTICESHIP else learning


def _minutes_or_far(it: Looked, entrant: Entrant) -> int:
    minutes = minutes_to(it, entrant)
    if minutes is not None:
        return minutes
    return _ONLINE if it.opportunity.area_id is None else _UNKNOWN


def minutes_to(it: Looked, entrant: Entrant) -> int | None:
    """How long it takes from home; None where it is online or nobody has said."""
    area = it.opportunity.area_id
    return None if area is None else entrant.minutes.get(area)


def credit(it: Looked, entrant: Entrant) -> Unfinished | None:
    """What they left unfinished at this level and in this sector, the latest."""
    for each in entrant.achieved.unfinished:
        if each.rank == it.rank and each.area == it.area is not None:
            return each
    return None


def teaches_what_is_missing(it: Looked, entrant: Entrant) -> bool:
    """Whether English and maths are taught beside it, where one of them is still to be had."""
    achieved = entrant.achieved
    return it.opportunity.teaches_english_maths and not (achieved.english and achieved.maths)


def reasons(it: Looked, to: Asking, market: Market) -> Iterator[str]:
    """Why it fits, the most telling first."""
    entrant = to.entrant
    yield _step(it, to)
    left = credit(it, entrant)
    if left is not None:
        named = left.title or level_name(LEVELS[left.rank])
        yield f"They did {left.weeks} weeks of {named} until {say_day(left.ended_on)}: ask what of it counts."
    if it.area is not None and it.area in entrant.wishes.sectors:
        yield f"{SECTORS[it.area]}: a sector they chose."
    if it.starts_on is not None:
        yield _start(it.starts_on, to)
    if it.opportunity.area_id is None:
        yield "It is online."
    elif (minutes := minutes_to(it, entrant)) is None:
        yield "How long the journey takes is not known here: ask."
    else:
        yield f"About {minutes} minutes from where they live."
    if teaches_what_is_missing(it, entrant):
        yield "English and maths are taught beside it."
    for need in Support:
        if need in entrant.wishes.needs:
            yield f"It comes with what they need: {SUPPORTS[need].lower()}."
    if market.demand.get(it.opportunity.sector or "", 0.0) > 0:
        yield "Employers here ask for this sector."


def _step(it: Looked, to: Asking) -> str:
    opportunity = it.opportunity
    if opportunity.kind is Kind.RE_ENGAGEMENT:
        return "First steps back, at their own pace."
    if it.rank < 0:
        return "Work with training: the way leads here."
    named = level_name(LEVELS[it.rank])
    if it.rank > to.highest:
        return f"{named} is the next step for them."
    if is_new_sector(it, to):
        return f"{named} in a sector new to them."
    return f"{named} again, as they asked: {to.entrant.wishes.repeat_reason or 'no reason was given'}."


def _start(starts_on: date, to: Asking) -> str:
    away = (starts_on - to.today).days
    return f"They can start on {say_day(starts_on)}, {'in 1 day' if away == 1 else f'in {away} days'}."
