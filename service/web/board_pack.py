"""The month as a pack to print: what the board would otherwise open page by page, and how things stand today."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.types import ControllerRouterHandler

from service.board import queries
from service.board.rows import Age, Headline
from service.board.rules import (
    AGES_OF_FLOWS,
    SUMMARY,
    TREND,
    WINTER,
    Family,
    split_name,
    table_name,
)
from service.board.rules.measures import MEASURES
from service.kit.database import Session
from service.vocabulary.financial_year import FinancialYear
from service.web.board_measures import Measures, measures_of
from service.web.boardroom import BOARD, Asked, Figure, Room, asked_for, corrected_since, room_of
from service.web.funding_what_if import BoardRow, board_rows
from service.web.page import page
from service.web.priorities import PrioritiesPage, priorities_page
from service.web.skills import SkillsPage, skills_page
from service.web.visit import PageRequest, Visit

_CHAPTERS = (
    ("Where young people are", (Family.MAP, Family.PLACES, Family.NEEDS)),
    ("Where they go", (Family.FLOW, Family.DESTINATIONS, Family.SECTORS)),
)


@dataclass(frozen=True, kw_only=True)
class Chapter:
    """A part of the pack with its figures: those that show anything, and the titles of those that do not."""

    title: str
    room: Room

    @property
    def figures(self) -> Sequence[Figure]:
        """Those to print."""
        return [each for each in self.room.figures if each.telling]

    @property
    def silent(self) -> Sequence[str]:
        """The titles of those of which nothing may be shown."""
        return [each.table.title for each in self.room.figures if not each.telling]


@dataclass(frozen=True, kw_only=True)
class Pack:
    """Everything of a month, `headlines` being empty until one is frozen; then what stands on `today`, whichever month
    is looked at."""

    headlines: Sequence[Headline]
    corrected: Sequence[str]
    chapters: Sequence[Chapter]
    measures: Measures
    today: date
    skills: SkillsPage
    priorities: PrioritiesPage
    year: FinancialYear
    pool: Sequence[BoardRow]
    scenario: str


@get("/board/pack", guards=[BOARD])
async def pack(
    request: PageRequest, session: NamedDependency[Session], visit: NamedDependency[Visit]
) -> Response[str]:
    """The pack of the newest month, or of another."""
    asked = await asked_for(request, session, (Age.BOTH,))
    found = await queries.headlines(session, SUMMARY, asked.month_on)
    year = FinancialYear.of(visit.today)
    pool, scenario = await board_rows(session, year)
    content = Pack(
        headlines=found[1] if found else (),
        corrected=await corrected_since(session, found[0] if found else None),
        chapters=await _chapters_of(session, asked),
        measures=await measures_of(session, asked),
        today=visit.today,
        skills=await skills_page(session, visit),
        priorities=await priorities_page(session, visit),
        year=year,
        pool=pool,
        scenario=scenario,
    )
    month = f": {found[0].month}" if found else ""
    return page(request, "board/pack.html", content, title=f"Board pack{month}")


async def _chapters_of(session: Session, asked: Asked) -> list[Chapter]:
    return [Chapter(title=title, room=await room_of(session, asked, names)) for title, names in _chapters()]


def _chapters() -> Sequence[tuple[str, Sequence[str]]]:
    made = [
        (title, [table_name(family, age) for age in AGES_OF_FLOWS for family in families])
        for title, families in _CHAPTERS
    ]
    splits = [
        split_name(code, age) for code, measure in MEASURES.items() if measure.split for age in measure.ages
    ]
    return [("Month by month", [TREND, WINTER]), *made, ("What works", splits)]


ROUTES: list[ControllerRouterHandler] = [pack]
