"""The board's measures: what each says and how it is made; and how providers compare, with what chance explains."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.types import ControllerRouterHandler

from service.board import queries
from service.board.rows import Age, DisclosedTable, Published, Snapshot
from service.board.rules import (
    AGES_OF_FLOWS,
    EVERYWHERE,
    TREND,
    Family,
    figure_column,
    months_earlier,
    split_name,
    table_name,
    trend_name,
)
from service.board.rules.measures import MEASURES, STATES, Definition, Measure, Split
from service.kit.database import Session
from service.priorities.rules import NOT_AVAILABLE
from service.web.boardroom import (
    BOARD,
    Asked,
    NoSuchTable,
    Options,
    Room,
    asked_for,
    corrected_since,
    room_of,
)
from service.web.page import page
from service.web.visit import PageRequest

DEFINED: Mapping[str, Definition] = {**STATES, **MEASURES}
COMPARED = [measure for measure in MEASURES.values() if measure.split is Split.PROVIDER]


@dataclass(frozen=True, kw_only=True)
class Line:
    """One measure in the list: its newest figure for each age, "not available" where it has none."""

    measure: Definition
    figures: Sequence[str]


@dataclass(frozen=True, kw_only=True)
class Measures:
    """All measures of a month. `snapshot` is None until one is frozen."""

    snapshot: Snapshot | None
    asked: Asked
    ages: Sequence[Age]
    lines: Sequence[Line]


@dataclass(frozen=True, kw_only=True)
class EditionLine:
    """What an edition said of a measure, as known when."""

    snapshot: Snapshot
    figure: str


@dataclass(frozen=True, kw_only=True)
class OneMeasure:
    """A measure: its definition, its figures, what each edition of the month said, and the months corrected since."""

    measure: Definition
    room: Room
    corrected: Sequence[str]
    editions: Sequence[EditionLine]


@dataclass(frozen=True, kw_only=True)
class Providers:
    """Providers compared by one measure, with the measures that can be chosen."""

    measure: Measure
    measures: Options
    room: Room


@get("/board/measures", guards=[BOARD])
async def measures(request: PageRequest, session: NamedDependency[Session]) -> Response[str]:
    """Every measure with its newest figure."""
    asked = await asked_for(request, session, (Age.BOTH,))
    return page(request, "board/measures.html", await measures_of(session, asked), title="Measures")


@get("/board/measures/{code:str}", guards=[BOARD])
async def measure(
    request: PageRequest, session: NamedDependency[Session], code: FromPath[str]
) -> Response[str]:
    """One measure: by district, by month, by the parts of its split; its definition; its editions."""
    chosen = DEFINED.get(code)
    if chosen is None:
        raise NoSuchTable
    asked = await asked_for(request, session, chosen.ages)
    names = _tables_of(chosen, asked.age)
    room = await room_of(session, asked, names)
    month = room.snapshot.month_on if room.snapshot else None
    said = await queries.editions(session, names[0], month) if month else []
    editions = [EditionLine(snapshot=each.snapshot, figure=_figure(chosen, each.table)) for each in said]
    corrected = await corrected_since(session, room.snapshot)
    content = OneMeasure(measure=chosen, room=room, corrected=corrected, editions=editions)
    return page(request, "board/measure.html", content, title=f"{chosen.name}, {asked.age.said}")


@get("/board/providers", guards=[BOARD])
async def providers(request: PageRequest, session: NamedDependency[Session]) -> Response[str]:
    """What works: providers in a funnel, by one measure and age; by the first that could be drawn if none is chosen."""
    options = [(each.code, each.name) for each in COMPARED]
    choices = {"measure": [code for code, _ in options]}
    asked = await asked_for(request, session, AGES_OF_FLOWS, choices)
    chosen = MEASURES[request.query_params.get("measure") or await _first_drawn(session, asked)]
    room = await room_of(session, asked, [split_name(chosen.code, asked.age)])
    content = Providers(measure=chosen, measures=options, room=room)
    return page(request, "board/providers.html", content, title=f"Providers, {chosen.name}, {asked.age.said}")


async def measures_of(session: Session, asked: Asked) -> Measures:
    """Every measure of a month with its figures for the whole area."""
    month = asked.month_on or asked.newest_on
    found = await _tables(session, month) if month else {}
    return Measures(
        snapshot=next((each.snapshot for each in found.values()), None),
        asked=asked,
        ages=AGES_OF_FLOWS,
        lines=[Line(measure=each, figures=_figures(each, found)) for each in DEFINED.values()],
    )


def _tables_of(chosen: Definition, age: Age) -> list[str]:
    """The tables that show a measure, that by district first."""
    if not isinstance(chosen, Measure):
        return [table_name(Family.PLACES, age), *([TREND] if age is Age.BOTH else [])]
    split = [split_name(chosen.code, age)] if chosen.split else []
    return [table_name(chosen.code, age), trend_name(chosen.code, age), *split]


async def _first_drawn(session: Session, asked: Asked) -> str:
    """The first measure by which providers could be drawn, else the first of all."""
    for each in COMPARED:
        found = await queries.published(session, split_name(each.code, asked.age), asked.month_on)
        if found is not None and found.svg is not None:
            return each.code
    return COMPARED[0].code


async def _tables(session: Session, month_on: date) -> Mapping[str, Published]:
    names = {_tables_of(each, age)[0] for each in DEFINED.values() for age in each.ages}
    until = months_earlier(month_on, -1)
    found = await queries.published_months(session, names, since=month_on, before=until)
    return {name: months[-1] for name, months in found.items() if months}


def _figures(measure: Definition, found: Mapping[str, Published]) -> list[str]:
    tables = [
        found.get(_tables_of(measure, age)[0]) if age in measure.ages else None for age in AGES_OF_FLOWS
    ]
    return [NOT_AVAILABLE if each is None else _figure(measure, each.table) for each in tables]


def _figure(measure: Definition, table: DisclosedTable) -> str:
    column = figure_column(measure)
    if column not in table.columns:  # an earlier version of the measure named it otherwise
        return NOT_AVAILABLE
    figure = table.cell(EVERYWHERE, column)
    return f"{figure} days" if figure.isdigit() else figure


ROUTES: list[ControllerRouterHandler] = [measures, measure, providers]
