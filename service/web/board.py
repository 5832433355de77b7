"""The board's room: this month in sentences, then places and pathways.

Everything here was disclosed and drawn when the month was frozen; a page reads it and shows it. There is no
way from here to a learner, and no figure that is not in a published table.
"""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.types import ControllerRouterHandler
from markupsafe import Markup

from service.accounts.rows import Role
from service.board import queries
from service.board.rows import Age, DisclosedTable, Headline, Published, Snapshot
from service.board.rules.names import AGES_OF_FLOWS, SUMMARY, TABLES, TREND, table_name
from service.kit.database import Session
from service.kit.errors import NotFound
from service.web.guards import requires
from service.web.page import page
from service.web.visit import PageRequest

BOARD = requires(Role.BOARD_MEMBER, Role.DATA_OFFICER)
CSV = "text/csv"  # the charset is added by the framework


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One disclosed table with its chart (None: too little to draw) and where its file is."""

    table: DisclosedTable
    svg: Markup | None
    csv: str


@dataclass(frozen=True, kw_only=True)
class ThisMonth:
    """The first page. `snapshot` is None until a month is frozen."""

    snapshot: Snapshot | None
    headlines: Sequence[Headline] = ()
    trend: Figure | None = None


@dataclass(frozen=True, kw_only=True)
class Room:
    """Figures for one age, with the ages that can be chosen."""

    snapshot: Snapshot | None
    age: Age
    ages: Sequence[tuple[str, str]]
    figures: Sequence[Figure]


class NoSuchTable(NotFound):
    """A combination that is not published. All of them answer alike, whatever they would hold."""

    code = "no_such_table"

    def __init__(self) -> None:
        super().__init__("There is no such table. Choose one of those on the board's pages.")


@get("/board", guards=[BOARD])
async def this_month(request: PageRequest, session: NamedDependency[Session]) -> Response[str]:
    """What a board member sees first."""
    _require_nothing_asked(request)
    found = await queries.headlines(session, SUMMARY)
    if found is None:
        return page(request, "board/this_month.html", ThisMonth(snapshot=None), title="This month")
    snapshot, headlines = found
    trend = await queries.published(session, TREND)
    content = ThisMonth(snapshot=snapshot, headlines=headlines, trend=_figure(trend) if trend else None)
    return page(request, "board/this_month.html", content, title=f"This month: {snapshot.month}")


@get("/board/places", guards=[BOARD])
async def places(request: PageRequest, session: NamedDependency[Session]) -> Response[str]:
    """NEET, not known and participation by district."""
    room = await _room(request, session, ("places",), tuple(Age))
    return page(request, "board/places.html", room, title=f"Places, {room.age.said}")


@get("/board/pathways", guards=[BOARD])
async def pathways(request: PageRequest, session: NamedDependency[Session]) -> Response[str]:
    """How young people moved between stages, and where those who left learning are."""
    room = await _room(request, session, ("flow", "destinations"), AGES_OF_FLOWS)
    return page(request, "board/pathways.html", room, title=f"Pathways, {room.age.said}")


@get("/board/tables/{file:str}", guards=[BOARD])
async def table(
    request: PageRequest, session: NamedDependency[Session], file: FromPath[str]
) -> Response[str]:
    """A published table as a file, cell for cell as its page shows it."""
    _require_nothing_asked(request)
    name = file.removesuffix(".csv")
    if name not in TABLES or name == file:
        raise NoSuchTable
    found = await queries.published(session, name)
    if found is None:
        raise NoSuchTable
    named = f"{name}-{found.snapshot.month.lower().replace(' ', '-')}-edition-{found.snapshot.edition}.csv"
    headers = {"content-disposition": f'attachment; filename="{named}"'}
    return Response(_as_csv(found.table), media_type=CSV, headers=headers)


def _require_nothing_asked(request: PageRequest) -> None:
    if request.query_params:
        raise NoSuchTable


async def _room(request: PageRequest, session: Session, families: Sequence[str], ages: Sequence[Age]) -> Room:
    age = _age_asked(request, ages)
    found = [await queries.published(session, table_name(family, age)) for family in families]
    figures = [_figure(each) for each in found if each is not None]
    snapshot = next((each.snapshot for each in found if each is not None), None)
    return Room(
        snapshot=snapshot, age=age, ages=[(each, _sentence(each.said)) for each in ages], figures=figures
    )


def _age_asked(request: PageRequest, ages: Sequence[Age]) -> Age:
    """The one filter there is, from its list; everything else is no page of ours."""
    asked = list(request.query_params.multi_items())
    if not asked:
        return Age.BOTH
    if len(asked) > 1 or asked[0][0] != "age" or asked[0][1] not in ages:
        raise NoSuchTable
    return Age(asked[0][1])


def _sentence(words: str) -> str:
    return words[0].upper() + words[1:]


def _figure(found: Published) -> Figure:
    """The drawing was made and checked by our own charts when the month was frozen."""
    svg = None if found.svg is None else Markup(found.svg)  # noqa: S704 - see above
    return Figure(table=found.table, svg=svg, csv=f"/board/tables/{found.table.name}.csv")


def _as_csv(table: DisclosedTable) -> str:
    text = io.StringIO()
    csv.writer(text).writerows([table.columns, *table.rows])
    return text.getvalue()


ROUTES: list[ControllerRouterHandler] = [this_month, places, pathways, table]
