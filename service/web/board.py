"""The board's first rooms: this month in sentences, places and pathways, and every table as a file."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

import msgspec
from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.types import ControllerRouterHandler

from service.board import queries
from service.board.operations import hand_out
from service.board.rows import Age, DisclosedTable, Headline, Published, Snapshot
from service.board.rules import AGES_OF_FLOWS, SUMMARY, TABLES, TREND, WINTER, Family, table_name
from service.kit.database import Session
from service.web.api.limits import refuse
from service.web.boardroom import (
    BOARD,
    Asked,
    Figure,
    NoSuchTable,
    asked_for,
    corrected_since,
    figure_of,
    room_of,
)
from service.web.page import page
from service.web.visit import PageRequest, Visit

FILES_AN_HOUR = 120
CSV = "text/csv"  # the charset is added by the framework
KINDS = {"csv": CSV, "json": "application/json"}


@dataclass(frozen=True, kw_only=True)
class ThisMonth:
    """The first page. `snapshot` is None until a month is frozen."""

    snapshot: Snapshot | None
    asked: Asked
    headlines: Sequence[Headline] = ()
    trend: Figure | None = None
    corrected: Sequence[str] = ()


@get("/board", guards=[BOARD])
async def this_month(request: PageRequest, session: NamedDependency[Session]) -> Response[str]:
    """What a board member sees first."""
    asked = await asked_for(request, session, (Age.BOTH,))
    found = await queries.headlines(session, SUMMARY, asked.month_on)
    if found is None:
        content = ThisMonth(snapshot=None, asked=asked)
        return page(request, "board/this_month.html", content, title="This month")
    snapshot, headlines = found
    trend = await queries.published(session, TREND, asked.month_on)
    content = ThisMonth(
        snapshot=snapshot,
        asked=asked,
        headlines=headlines,
        trend=figure_of(trend, asked.month) if trend else None,
        corrected=await corrected_since(session, snapshot),
    )
    return page(request, "board/this_month.html", content, title=f"This month: {snapshot.month}")


@get("/board/places", guards=[BOARD])
async def places(request: PageRequest, session: NamedDependency[Session]) -> Response[str]:
    """NEET, not known and participation by district and by need."""
    asked = await asked_for(request, session, tuple(Age))
    names = [table_name(family, asked.age) for family in (Family.MAP, Family.PLACES, Family.NEEDS)]
    room = await room_of(session, asked, [*names, *([WINTER] if asked.age is Age.BOTH else [])])
    return page(request, "board/places.html", room, title=f"Places, {asked.age.said}")


@get("/board/pathways", guards=[BOARD])
async def pathways(request: PageRequest, session: NamedDependency[Session]) -> Response[str]:
    """How young people moved between stages, and where those who left learning are."""
    asked = await asked_for(request, session, AGES_OF_FLOWS)
    names = [table_name(family, asked.age) for family in (Family.FLOW, Family.DESTINATIONS, Family.SECTORS)]
    room = await room_of(session, asked, names)
    return page(request, "board/pathways.html", room, title=f"Pathways, {asked.age.said}")


@get("/board/tables/{file:str}", guards=[BOARD], opt={"most_an_hour": FILES_AN_HOUR}, name="board-tables")
async def table(
    request: PageRequest,
    session: NamedDependency[Session],
    visit: NamedDependency[Visit],
    file: FromPath[str],
) -> Response[str]:
    """A published table as a file, cell for cell as its page shows it."""
    await refuse(request)
    name, _, kind = file.partition(".")
    if name not in TABLES or kind not in KINDS or "age" in request.query_params:
        raise NoSuchTable
    asked = await asked_for(request, session, (Age.BOTH,))
    found = await hand_out(session, name=name, month_on=asked.month_on, by=visit.by, now=visit.now)
    if found is None:
        raise NoSuchTable
    named = f"{name}-{found.snapshot.month.lower().replace(' ', '-')}-edition-{found.snapshot.edition}.{kind}"
    headers = {"content-disposition": f'attachment; filename="{named}"'}
    body = _as_csv(found.table) if kind == "csv" else _as_json(found)
    return Response(body, media_type=KINDS[kind], headers=headers)


def _as_json(found: Published) -> str:
    """The same cells, with what a file for programs has to say beside them."""
    told = {
        "table": found.table.name,
        "month": found.snapshot.month_on,
        "edition": found.snapshot.edition,
        "as_of": found.snapshot.as_of_on,
        "coverage": found.snapshot.coverage,
        "title": found.table.title,
        "columns": found.table.columns,
        "rows": found.table.rows,
    }
    return msgspec.json.encode(told).decode()


def _as_csv(table: DisclosedTable) -> str:
    text = io.StringIO()
    csv.writer(text).writerows([table.columns, *table.rows])
    return text.getvalue()


ROUTES: list[ControllerRouterHandler] = [this_month, places, pathways, table]
