"""What the published tables say of a sector. Their texts are taken as they stand: what is hidden there stays hidden."""

from typing import Final

from service.board.rows import HIDDEN, DisclosedTable
from service.priorities.rows import Outcome
from service.priorities.rules.mismatch import NOT_AVAILABLE
from service.vocabulary.priority_sector import PrioritySector

_STARTS, _COMPLETED, _STILL_THERE = "Starts", "Completed", "Still there"
_HIDDEN: Final = "a number too small to show"
NOTHING: Final = (NOT_AVAILABLE,) * 3


def outcome_in(table: DisclosedTable | None, sector: PrioritySector, *, age: str) -> Outcome:
    """Read a sector's row. Where there is no table, row or column: "not available", never a nought."""
    row = next((each for each in table.rows if each[0] == sector.said), None) if table else None
    found = dict(zip(table.columns, row, strict=True)) if table and row else {}
    starts, completed, still_there = (
        found.get(name, NOT_AVAILABLE) for name in (_STARTS, _COMPLETED, _STILL_THERE)
    )
    return Outcome(age=age, starts=starts, completed=completed, still_there=still_there)


def sentence_of_outcome(sector: PrioritySector, outcome: Outcome) -> str | None:
    """The same in a sentence; None where nothing of it is available."""
    figures = outcome.starts, outcome.completed, outcome.still_there
    if figures == NOTHING:
        return None
    starts, completed, still_there = (_HIDDEN if text == HIDDEN else text for text in figures)
    return (
        f"{sector.said}, {outcome.age}: {starts} started, {completed} completed, {still_there} still there."
    )
