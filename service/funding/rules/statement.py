"""From all that is known to the lines of a quarter's statements. The same lines in whatever order the claims come."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Final
from uuid import UUID

from service.funding.rows import Before, Drawn, Due, Given, LineKind, Outcome, Priced, Run
from service.funding.rules.base import instalment
from service.funding.rules.clawback import taken_back
from service.funding.rules.pricing import price, tariff_on
from service.funding.rules.ramp import parted
from service.funding.rules.words import OUTCOMES
from service.vocabulary.day import say_day
from service.vocabulary.financial_year import say_quarter
from service.vocabulary.money import say_money
from service.vocabulary.sector import sector_name

_PLACE: Final = {kind: place for place, kind in enumerate(Outcome)}
_NOTHING: Final = Before()


def lines_of(run: Run) -> tuple[Drawn, ...]:
    """Draw every line of every provider's statement: base by sector, what is taken back, then the outcomes.

    An outcome is paid at its price, as long as the cap for one person and the results part of the provider's allocation
    leave room; what they cut off is said on the line. What is taken back of this year's outcomes makes room again, what
    is taken back of earlier years' does not. SOURCE: practice 3.4 (invariants of the pool; caps).
    """
    return (*_base(run), *taken_back(run.owed), *_outcomes(run))


def tariffs_used(run: Run) -> set[UUID]:
    """Name the tariffs by which a run's outcomes are priced."""
    found = (tariff_on(run.tariffs, run.fund, day) for day in {each.occurred_on for each in run.dues})
    return {each.tariff.id for each in found if each is not None}


def ceilings(run: Run) -> dict[UUID, int]:
    """What each provider may still be paid by results in the year, in pence: its results part, less what it had."""
    left: dict[UUID, int] = defaultdict(int)
    for given in run.given:
        left[given.provider_id] += parted(given.pence, run.share)[1]
    for provider_id, before in run.before.items():
        left[provider_id] -= before.results
    for owed in run.owed:
        left[owed.provider_id] += owed.paid_pence if owed.year == run.year else 0
    return left


def _base(run: Run) -> Iterator[Drawn]:
    for given in sorted(run.given, key=lambda each: (each.provider_id, each.sector)):
        pence = _instalment(run, given)
        if pence:
            words = f"Base for {say_quarter(run.year, run.quarter)}: {sector_name(given.sector)}"
            yield Drawn(
                provider_id=given.provider_id,
                kind=LineKind.BASE,
                pence=pence,
                sector=given.sector,
                words=words if pence > 0 else f"{words}, paid back as the allocation was cut",
            )


def _instalment(run: Run, given: Given) -> int:
    paid = run.before.get(given.provider_id, _NOTHING).base.get(given.sector, 0)
    return instalment(given.pence, run.share, paid=paid, quarter=run.quarter)


def _outcomes(run: Run) -> Iterator[Drawn]:
    room = ceilings(run)
    paid_to = defaultdict(int, run.paid_to)
    for owed in run.owed:
        paid_to[owed.learner_id] -= owed.paid_pence
    by_day: dict[date, Priced | None] = {}
    for due in sorted(run.dues, key=_in_order):
        if due.occurred_on not in by_day:
            by_day[due.occurred_on] = tariff_on(run.tariffs, run.fund, due.occurred_on)
        priced = by_day[due.occurred_on]
        line = _outcome(due, priced, room=room[due.provider_id], paid=paid_to[due.learner_id])
        room[due.provider_id] -= line.pence
        paid_to[due.learner_id] += line.pence
        yield line


def _in_order(due: Due) -> tuple[date, int, UUID, UUID, int, UUID]:
    """First come, first served, by the day it happened. Keys that outlast merges settle what the day does not."""
    return due.occurred_on, _PLACE[due.kind], due.course, due.occasion, due.part, due.learner_id


def _outcome(due: Due, priced: Priced | None, *, room: int, paid: int) -> Drawn:
    words = f"{OUTCOMES[due.kind]}, {say_day(due.occurred_on)}"
    worth = price(priced.rates, due.kind, due.band, part=due.part, parts=due.parts) if priced else 0
    left = max(priced.tariff.cap_pence - paid, 0) if priced else 0
    pence = max(min(worth, left, room), 0)
    if due.parts > 1:
        words += f", one of {due.parts} equal parts"
    if priced is None:
        words += ". No tariff of the fund held on that day"
    elif pence < worth:
        cause = "the cap for one person" if left <= room else "the results part of the allocation"
        words += f". Worth {say_money(worth)}; {cause} left {say_money(pence)}"
    return Drawn(
        provider_id=due.provider_id,
        kind=LineKind.OUTCOME,
        pence=pence,
        price_pence=worth,
        sector=due.sector,
        declaration_id=due.id,
        words=words,
    )
