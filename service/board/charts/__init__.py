"""Charts as SVG, drawn on the server from disclosed tables and from nothing else.

Each function takes a DisclosedTable and gives an `<svg>` to put into a page, or None where too little may be
shown to draw anything. Lengths come from the figures as shown: there is nothing behind them to be measured.
"""

from service.board.charts.bars import of_destinations, of_places
from service.board.charts.funnel import of_split
from service.board.charts.lines import of_measure_months, of_months
from service.board.charts.points import of_measure
from service.board.charts.sankey import of_flow
from service.board.charts.sectors import of_sectors
from service.board.charts.skills import of_skills
from service.board.charts.tiles import of_tiles

__all__ = [
    "of_destinations",
    "of_flow",
    "of_measure",
    "of_measure_months",
    "of_months",
    "of_places",
    "of_sectors",
    "of_skills",
    "of_split",
    "of_tiles",
]
