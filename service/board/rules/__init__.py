"""How a learner is counted, which counts make up which table, and how the figures are said."""

from service.board.rules.counting import born_between, counted
from service.board.rules.layouts import (
    ALL_WHO_LEFT,
    BOTH,
    EVERYWHERE,
    NEET,
    NOT_KNOWN,
    PER_CENT,
    SHARES,
    YOUNG_PEOPLE,
    layouts_of,
)
from service.board.rules.measure_layouts import measure_layouts
from service.board.rules.months import known_before, last_day, months_earlier
from service.board.rules.names import (
    AGES_OF_FLOWS,
    COUNTS,
    PROVIDER,
    SUMMARY,
    TABLES,
    TREND,
    Family,
    Listed,
    split_name,
    table_name,
)
from service.board.rules.sums import cube_of
from service.board.rules.titles import worded
from service.board.rules.words import coverage, headlines

__all__ = [
    "AGES_OF_FLOWS",
    "ALL_WHO_LEFT",
    "BOTH",
    "COUNTS",
    "EVERYWHERE",
    "NEET",
    "NOT_KNOWN",
    "PER_CENT",
    "PROVIDER",
    "SHARES",
    "SUMMARY",
    "TABLES",
    "TREND",
    "YOUNG_PEOPLE",
    "Family",
    "Listed",
    "born_between",
    "counted",
    "coverage",
    "cube_of",
    "headlines",
    "known_before",
    "last_day",
    "layouts_of",
    "measure_layouts",
    "months_earlier",
    "split_name",
    "table_name",
    "worded",
]
