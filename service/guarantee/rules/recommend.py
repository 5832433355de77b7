"""Where somebody re-enters the pathway: the same answer for the same person and facts, whichever agency asks.

SOURCE: practice reference section 3.2 (the brief's Youth Opportunity Guarantee: "no matter which agency re-engaged
young people they can re-enter the pathway at a point that best enabled them to progress to work").
"""

from collections.abc import Iterable, Sequence
from datetime import date
from heapq import nsmallest

import msgspec

from service.guarantee.rows import Entrant, Market, NearMiss, Option, Readiness, Recommendation
from service.guarantee.rules.fitting import (
    CHECKS,
    FIRST_STEPS,
    Asking,
    Looked,
    asking,
    look,
    ruled_out,
)
from service.guarantee.rules.ranking import Rank, rank_of, reasons
from service.guarantee.rules.settings import HORIZON, MOST_NEAR_MISSES, MOST_OPTIONS, REVIEW_WORKING_DAYS
from service.guarantee.rules.target import stage_of_kind, target
from service.pathways.rules import Stage
from service.provision.rows import Kind, Opportunity
from service.vocabulary.working_day import add_working_days

_NO_MARKET = Market()
_ARRANGED = "Nothing that fits is open now: meet them, and look again on the day."


class _Found(msgspec.Struct):
    """Everything looked at, sorted by what came of it."""

    fits: list[Looked] = msgspec.field(default_factory=list)
    later: list[Looked] = msgspec.field(default_factory=list)
    first_steps: list[Looked] = msgspec.field(default_factory=list)
    nearly: list[tuple[Looked, str]] = msgspec.field(default_factory=list)


def recommend(
    entrant: Entrant, opportunities: Iterable[Opportunity], *, today: date, market: Market = _NO_MARKET
) -> Recommendation:
    """Give one to three dated options, best first; never none.

    What fits and starts within six weeks of being free comes first. Where nothing does, re-engagement now with a
    dated place after it; where there is no such place either, re-engagement with a day to look again.
    """
    to = asking(entrant, today=today)
    stage, why = target(entrant.achieved, entrant.wishes)
    found = _sorted(opportunities, to)

    def place(it: Looked) -> Rank:
        return rank_of(it, to, market)

    options: Sequence[Option]
    if found.fits:
        options = [_option(it, to, market) for it in nsmallest(MOST_OPTIONS, found.fits, key=place)]
    else:
        then = [_option(it, to, market) for it in nsmallest(1, found.later, key=place)]
        bridges = [_option(it, to, market) for it in nsmallest(MOST_OPTIONS, found.first_steps, key=place)]
        options = [_bridging(it, then) for it in bridges or [_arranged(to)]]
    chosen = entrant.wishes.sectors
    nearly = nsmallest(
        MOST_NEAR_MISSES, found.nearly, key=lambda each: (each[0].area not in chosen, place(each[0]))
    )
    return Recommendation(
        target=stage,
        why=why,
        options=tuple(options),
        near_misses=tuple(
            NearMiss(opportunity_id=it.opportunity.id, because=because) for it, because in nearly
        ),
    )


def _sorted(opportunities: Iterable[Opportunity], to: Asking) -> _Found:
    found = _Found()
    soon = to.free_on + HORIZON
    for opportunity in opportunities:
        it = look(opportunity, to)
        if opportunity.kind is Kind.RE_ENGAGEMENT:
            if not ruled_out(it, to, FIRST_STEPS, most=1):
                found.first_steps.append(it)
            continue
        against = ruled_out(it, to, CHECKS)
        if not against:
            (found.fits if it.starts_on is not None and it.starts_on <= soon else found.later).append(it)
        elif len(against) == 1 and to.entrant.wishes.readiness is not Readiness.NOT_YET:
            found.nearly.append((it, against[0]))
    return found


def _option(it: Looked, to: Asking, market: Market) -> Option:
    starts_on = it.starts_on or to.free_on
    is_first_step = it.opportunity.kind is Kind.RE_ENGAGEMENT
    return Option(
        opportunity_id=it.opportunity.id,
        stage=stage_of_kind(it.opportunity.kind, it.rank),
        starts_on=starts_on,
        reasons=tuple(reasons(it, to, market)),
        review_on=add_working_days(starts_on, REVIEW_WORKING_DAYS) if is_first_step else None,
    )


def _arranged(to: Asking) -> Option:
    """Re-engagement without a programme: the adviser's own meetings."""
    starts_on = add_working_days(to.free_on, 1)
    return Option(
        opportunity_id=None,
        stage=Stage.RE_ENGAGEMENT,
        starts_on=starts_on,
        reasons=(_ARRANGED,),
        review_on=add_working_days(starts_on, REVIEW_WORKING_DAYS),
    )


def _bridging(first: Option, then: Sequence[Option]) -> Option:
    return msgspec.structs.replace(first, then=then[0]) if then else first
