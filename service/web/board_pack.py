"""The month as a pack to print: what the board would otherwise open page by page."""

from collections.abc import Sequence
from dataclasses import dataclass

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
from service.web.boardroom import BOARD, Room, asked_for, room_of
from service.web.page import page
from service.web.visit import PageRequest

_CHAPTERS = (
    ("Where young people are", (Family.MAP, Family.PLACES, Family.NEEDS)),
    ("Where they go", (Family.FLOW, Family.DESTINATIONS, Family.SECTORS)),
)


@dataclass(frozen=True, kw_only=True)
class Chapter:
    """A part of the pack with its figures."""

    title: str
    room: Room


@dataclass(frozen=True, kw_only=True)
class Pack:
    """Everything of a month. `headlines` are empty until one is frozen."""

    headlines: Sequence[Headline]
    chapters: Sequence[Chapter]


@get("/board/pack", guards=[BOARD])
async def pack(request: PageRequest, session: NamedDependency[Session]) -> Response[str]:
    """The pack of the newest month, or of another."""
    asked = await asked_for(request, session, (Age.BOTH,))
    found = await queries.headlines(session, SUMMARY, asked.month_on)
    chapters = [
        Chapter(title=title, room=await room_of(session, asked, names)) for title, names in _chapters()
    ]
    content = Pack(headlines=found[1] if found else (), chapters=chapters)
    month = f": {found[0].month}" if found else ""
    return page(request, "board/pack.html", content, title=f"Board pack{month}")


def _chapters() -> Sequence[tuple[str, Sequence[str]]]:
    made = [
        (title, [table_name(family, age) for age in AGES_OF_FLOWS for family in families])
        for title, families in _CHAPTERS
    ]
    splits = [
        split_name(code, age) for code, measure in MEASURES.items() if measure.split for age in measure.ages
    ]
    measures = [table_name(code, age) for code, measure in MEASURES.items() for age in measure.ages]
    return [("Month by month", [TREND, WINTER]), *made, ("What works", splits), ("Measures", measures)]


ROUTES: list[ControllerRouterHandler] = [pack]
