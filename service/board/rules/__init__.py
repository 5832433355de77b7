"""How a learner is counted, which counts make up which table, and how the figures are said."""

from service.board.rules.counting import born_between, counted
from service.board.rules.fixed import OTHERS, by_rows, rows_in, rows_of
from service.board.rules.layouts import (
    ALL_WHO_LEFT,
    BOTH,
    EVERYWHERE,
    NEET,
    NOT_KNOWN,
    PER_CENT,
    SHARES,
    SHARES_OF,
    YOUNG_PEOPLE,
    layouts_of,
)
from service.board.rules.measure_layouts import DAYS, OTHER_RECORDERS, figure_column, measure_layouts
from service.board.rules.months import known_before, last_day, last_winter, months_earlier
from service.board.rules.names import (
    AGES_OF_FLOWS,
    COUNTS,
    PROVIDER,
    SUMMARY,
    TABLES,
    TREND,
    WINTER,
    Family,
    Listed,
    split_name,
    table_name,
    trend_name,
)
from service.board.rules.sectors import COMPLETED, LEFT, STILL_THERE
from service.board.rules.sums import cube_of
from service.board.rules.titles import worded
from service.board.rules.words import coverage, headlines, why_it_changed

__all__ = [
    "AGES_OF_FLOWS",
    "ALL_WHO_LEFT",
    "BOTH",
    "COMPLETED",
    "COUNTS",
    "DAYS",
    "EVERYWHERE",
    "LEFT",
    "NEET",
    "NOT_KNOWN",
    "OTHERS",
    "OTHER_RECORDERS",
    "PER_CENT",
    "PROVIDER",
    "SHARES",
    "SHARES_OF",
    "STILL_THERE",
    "SUMMARY",
    "TABLES",
    "TREND",
    "WINTER",
    "YOUNG_PEOPLE",
    "Family",
    "Listed",
    "born_between",
    "by_rows",
    "counted",
    "coverage",
    "cube_of",
    "figure_column",
    "headlines",
    "known_before",
    "last_day",
    "last_winter",
    "layouts_of",
    "measure_layouts",
    "months_earlier",
    "rows_in",
    "rows_of",
    "split_name",
    "table_name",
    "trend_name",
    "why_it_changed",
    "worded",
]
