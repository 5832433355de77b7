"""Courses begun in a year by the board's priority sectors, and how they stand."""

from collections.abc import Iterator
from datetime import date

from service.board.rows import ALL, Age, Key, Layout, Line, Share
from service.board.rules.keys import part_of
from service.board.rules.measures import YEAR, Life, courses_of
from service.board.rules.names import AGES_OF_FLOWS, Family, table_name
from service.pathways.rows import Completion, Spell
from service.vocabulary.priority_sector import PrioritySector, priority_sector_of

SECTORS = "sectors"
ALL_SECTORS = "All sectors"
STARTS, COMPLETED, STILL_THERE, LEFT = "Starts", "Completed", "Still there", "Left"
_CELLS = {COMPLETED: "completed", STILL_THERE: "there", LEFT: "left"}
_PARTS = [part_of("sector", sector) for sector in PrioritySector]


def begun_by_sector(life: Life, band: Age, *, on: date) -> Iterator[Key]:
    """Each course, training or apprenticeship begun in the year up to a day, by sector and how it stands then."""
    for spell in courses_of(life):
        if on - YEAR < spell.started_on <= on:
            yield SECTORS, part_of("sector", priority_sector_of(spell.sector)), band, _standing(spell, on)


def _standing(spell: Spell, on: date) -> str:
    if spell.ended_on is None or spell.ended_on > on:
        return _CELLS[STILL_THERE]
    return _CELLS[COMPLETED if spell.completion is Completion.COMPLETED else LEFT]


def sector_lines() -> Iterator[Line]:
    """Three ways to stand make a sector's starts, the sectors make all of them."""
    for age in AGES_OF_FLOWS:
        for part in (*_PARTS, ALL):
            yield Line(
                (SECTORS, part, age, ALL), tuple((SECTORS, part, age, cell) for cell in _CELLS.values())
            )
        for cell in (*_CELLS.values(), ALL):
            yield Line((SECTORS, ALL, age, cell), tuple((SECTORS, part, age, cell) for part in _PARTS))


def sector_shares() -> Iterator[Share]:
    """That nearly all of a sector's courses stand one way tells of each."""
    for age in AGES_OF_FLOWS:
        for part in (*_PARTS, ALL):
            for cell in _CELLS.values():
                yield Share((SECTORS, part, age, cell), (SECTORS, part, age, ALL))


def sector_layouts() -> Iterator[Layout]:
    """A row for each sector, then all of them."""
    names = {part: sector.said for part, sector in zip(_PARTS, PrioritySector, strict=True)} | {
        ALL: ALL_SECTORS
    }
    for age in AGES_OF_FLOWS:
        cells = {
            name: tuple((SECTORS, part, age, cell) for cell in (ALL, *_CELLS.values()))
            for part, name in names.items()
        }
        columns = ("Sector", STARTS, *_CELLS)
        yield Layout(name=table_name(Family.SECTORS, age), columns=columns, rows=tuple(cells.items()))
