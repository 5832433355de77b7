"""Priorities: one line each, from planned places to money; a priority with its trail; and setting one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from litestar.response import Redirect

from service.accounts.rows import Role
from service.agencies import queries as agencies
from service.board.rows import Snapshot
from service.kit.csv import csv_of
from service.kit.database import Session
from service.priorities.operations import (
    district_names,
    money_of,
    outcomes,
    require_standing,
    set_priority,
    standings,
)
from service.priorities.rows import WHOLE_AREA, Standing
from service.priorities.rules import may_follow, read_priority
from service.provision.rules import EntryInvalid
from service.vocabulary.day import end_of_day
from service.vocabulary.priority_sector import PrioritySector
from service.web.errors import FormRefused
from service.web.guards import requires
from service.web.known_day import Known, known_day
from service.web.page import page, see_other
from service.web.posted import posted
from service.web.priorities_words import HEADS, Line, Told, line_of, told_of
from service.web.skills import LOOKS, may_enter
from service.web.spreadsheets import download
from service.web.visit import PageRequest, Visit

ACTS = requires(Role.DATA_OFFICER)
SET, TEMPLATE = "Set a priority", "priorities/new.html"
BANNERS = {
    "set": "The priority is set. It is proposed until the board decides.",
    "decided": "The decision is recorded.",
}


@dataclass(frozen=True, kw_only=True)
class PrioritiesPage:
    """All of them, and of how many the review is overdue. `snapshot`: the month starts and outcomes are of."""

    lines: Sequence[Line]
    heads: Sequence[str]
    overdue: int
    snapshot: Snapshot | None
    may_act: bool


@dataclass(frozen=True, kw_only=True)
class PriorityPage:
    """One, with its decisions in words, newest first."""

    standing: Standing
    line: Line
    heads: Sequence[str]
    told: Sequence[Told]
    set_by: str
    snapshot: Snapshot | None
    known: Known
    may_act: bool


@dataclass(frozen=True, kw_only=True)
class NewPage:
    """The form."""

    sectors: Sequence[tuple[str, str]]
    districts: Sequence[tuple[str, str]]
    errors: Mapping[str, str]
    values: Mapping[str, str]


@get("/board/priorities", guards=[LOOKS])
async def list_priorities(
    request: PageRequest, session: NamedDependency[Session], visit: NamedDependency[Visit]
) -> Response[str]:
    """The list, those in force first."""
    return page(request, "priorities/list.html", await priorities_page(session, visit), title="Priorities")


@get("/board/priorities/priorities.csv", guards=[LOOKS])
async def download_priorities(
    session: NamedDependency[Session], visit: NamedDependency[Visit]
) -> Response[str] | Response[bytes]:
    """The list as a file, cell for cell as the page shows it."""
    lines, _ = await _lines(session, await standings(session), visit.today)
    return download(
        csv_of(HEADS, [line.cells for line in lines]), "text/csv", f"priorities-{visit.today}.csv"
    )


@get("/board/priorities/new", guards=[ACTS])
async def show_new(
    request: PageRequest, session: NamedDependency[Session], visit: NamedDependency[Visit]
) -> Response[str]:
    """The form to set one."""
    return page(request, TEMPLATE, await _form(session, visit.today, {}, {}), title=SET)


@post("/board/priorities", guards=[ACTS])
async def set_one(
    request: PageRequest, session: NamedDependency[Session], visit: NamedDependency[Visit]
) -> Redirect:
    """Sets one: it is proposed."""
    values = await posted(request)
    try:
        entry = read_priority(
            values, districts=await district_names(session, today=visit.today), today=visit.today
        )
    except EntryInvalid as wrong:
        content = await _form(session, visit.today, wrong.errors, values)
        raise FormRefused(TEMPLATE, content, title=SET) from None
    key = await set_priority(session, entry=entry, by=visit.by, now=visit.now, today=visit.today)
    return see_other(f"/board/priorities/{key}?done=set")


@get("/board/priorities/{priority_id:uuid}", guards=[LOOKS])
async def show_priority(
    request: PageRequest,
    session: NamedDependency[Session],
    visit: NamedDependency[Visit],
    priority_id: FromPath[UUID],
    known_on: Annotated[str, QueryParameter(max_length=40)] = "",
    done: Annotated[str, QueryParameter(max_length=20)] = "",
) -> Response[str]:
    """One, now or as known at the end of a past day."""
    known = known_day(known_on, visit.today)
    known_at = end_of_day(known.on) if known.on else None
    standing = await require_standing(session, priority_id=priority_id, known_at=known_at)
    content = await _content(session, standing, known, visit)
    title = f"Priority: {content.line.name}"
    return page(request, "priorities/priority.html", content, title=title, banner=BANNERS.get(done))


async def priorities_page(session: Session, visit: Visit) -> PrioritiesPage:
    """All priorities as they stand today, those in force first."""
    lines, snapshot = await _lines(session, await standings(session), visit.today)
    return PrioritiesPage(
        lines=lines,
        heads=HEADS,
        overdue=sum(line.is_overdue for line in lines),
        snapshot=snapshot,
        may_act=may_enter(visit),
    )


async def _content(session: Session, standing: Standing, known: Known, visit: Visit) -> PriorityPage:
    people = {each.recorded_by for each in standing.decisions} | {standing.priority.set_by}
    names = await agencies.names_of(session, [each for each in people if each is not None])
    lines, snapshot = await _lines(session, [standing], known.on or visit.today)
    return PriorityPage(
        standing=standing,
        line=lines[0],
        heads=HEADS,
        told=[told_of(each, names) for each in standing.decisions],
        set_by=names.get(standing.priority.set_by or standing.priority.id, "the service"),
        snapshot=snapshot,
        known=known,
        may_act=may_enter(visit) and known.on is None and bool(may_follow(standing.state)),
    )


async def _lines(
    session: Session, found: Sequence[Standing], day: date
) -> tuple[list[Line], Snapshot | None]:
    became = await outcomes(session)
    money = await money_of(session, [each.priority for each in found], on=day)
    lines = [line_of(each, became.of[each.priority.sector], money, day) for each in found]
    return sorted(lines, key=lambda line: line.order), became.snapshot


async def _form(
    session: Session, today: date, errors: Mapping[str, str], values: Mapping[str, str]
) -> NewPage:
    return NewPage(
        sectors=[("", "Choose a sector"), *((sector.value, sector.said) for sector in PrioritySector)],
        districts=[
            ("", f"All of {WHOLE_AREA}"),
            *((name, name) for name in await district_names(session, today=today)),
        ],
        errors=errors,
        values=values,
    )


ROUTES = [list_priorities, download_priorities, show_new, set_one, show_priority]
