"""What the board measures beside where young people are: each measure one definition with a version."""

from collections.abc import Mapping
from types import MappingProxyType

from service.board.rules.measures import being_neet, contact, courses, destinations, duty, work
from service.board.rules.measures.courses import courses as courses_of
from service.board.rules.measures.definition import (
    Definition,
    Kind,
    Life,
    Measure,
    Split,
    Tally,
)
from service.board.rules.measures.intervals import (
    TAIL_95,
    TAIL_998,
    differ_by_more_than_chance,
    funnel_limits,
    is_outside,
    wilson,
)
from service.board.rules.measures.runs import YEAR
from service.board.rules.measures.states import STATES
from service.board.rules.measures.survival import Times, median_days

MEASURES: Mapping[str, Measure] = MappingProxyType(
    {
        measure.code: measure
        for family in (duty, being_neet, work, courses, destinations, contact)
        for measure in family.MEASURES
    }
)
"""By code, in the order pages list them."""

__all__ = [
    "MEASURES",
    "STATES",
    "TAIL_95",
    "TAIL_998",
    "YEAR",
    "Definition",
    "Kind",
    "Life",
    "Measure",
    "Split",
    "Tally",
    "Times",
    "courses_of",
    "differ_by_more_than_chance",
    "funnel_limits",
    "is_outside",
    "median_days",
    "wilson",
]
