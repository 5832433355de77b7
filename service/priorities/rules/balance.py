"""Which of several figures is read, and which sector comes first."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from service.priorities.rows import Balance, Demand
from service.vocabulary.priority_sector import PrioritySector


def read_now(figures: Iterable[Demand]) -> dict[PrioritySector, Demand]:
    """Choose each sector's figure: of the latest period; of two, what its source dates later, then what came later.

    Figures of several sources are never added up: sources count the same vacancies.
    """
    chosen: dict[PrioritySector, Demand] = {}
    for figure in figures:
        before = chosen.get(figure.sector)
        if before is None or _newness(figure) > _newness(before):
            chosen[figure.sector] = figure
    return chosen


def _newness(figure: Demand) -> tuple[date, date, datetime, int]:
    return figure.as_of_on, figure.source_on, figure.recorded_at, figure.id.int


def by_gap(balances: Iterable[Balance]) -> list[Balance]:
    """Order sectors: the most vacancies without a place first; those nobody counted last; equals as the board names
    them."""
    return sorted(balances, key=lambda each: (each.gap is None, -(each.gap or 0), _ORDER[each.sector]))


def widest(balances: Sequence[Balance]) -> Balance | None:
    """The sector with the most vacancies without a place; None where there is none with more vacancies than places."""
    first = next(iter(by_gap(balances)), None)
    return first if first is not None and first.gap is not None and first.gap > 0 else None


_ORDER: Mapping[PrioritySector, int] = {sector: place for place, sector in enumerate(PrioritySector)}
