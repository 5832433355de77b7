"""Skills: what employers ask for beside what can be started, by sector, as sentences, chart, table and file.

Vacancies and places are no people and are shown as they are. What became of places counts people, and comes from
published tables alone.
"""

import asyncio
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import QueryParameter
from markupsafe import Markup

from service.accounts.rows import Role
from service.board import charts
from service.board.rows import Headline, Snapshot
from service.kit.csv import csv_of
from service.kit.database import Session
from service.kit.errors import NotFound
from service.priorities import queries
from service.priorities.operations import district_names, outcomes, skills_in
from service.priorities.rows import WHOLE_AREA, Demand, Outcomes, Skills, SkillsTable
from service.priorities.rules import PLACES, VACANCIES, headlines_of, read_now, say_period, table_of
from service.vocabulary.day import say_day
from service.vocabulary.priority_sector import PrioritySector
from service.web.guards import requires
from service.web.page import page
from service.web.spreadsheets import download
from service.web.visit import PageRequest, Visit

LOOKS = requires(Role.BOARD_MEMBER, Role.DATA_OFFICER)
MOST_HEADLINES, A_PAGE = 3, 100
BANNERS = {"taken-back": "It is taken back. It stays in this list and is read no more."}


@dataclass(frozen=True, kw_only=True)
class SkillsPage:
    """Skills in one area. `svg` None: there is no figure to draw."""

    skills: Skills
    headlines: Sequence[Headline]
    table: SkillsTable
    svg: Markup | None
    csv: str
    district: str
    districts: Sequence[tuple[str, str]]
    sources: Sequence[tuple[str, ...]]
    became: Sequence[tuple[str, ...]]
    snapshot: Snapshot | None
    may_enter: bool


@dataclass(frozen=True, kw_only=True)
class FiguresPage:
    """Every figure that was ever entered, those of the latest period first, with what is said of each."""

    figures: Sequence[tuple[Demand, str, bool]]
    count: int
    current: int
    last: int
    may_enter: bool


class NoSuchDistrict(NotFound):
    """Nothing is counted of such a place."""

    code = "no_such_district"


@get("/board/skills", guards=[LOOKS])
async def show_skills(
    request: PageRequest,
    session: NamedDependency[Session],
    visit: NamedDependency[Visit],
    district: Annotated[str, QueryParameter(max_length=80)] = "",
) -> Response[str]:
    """What is short, and by how much."""
    content = await skills_page(session, visit, district)
    title = "Skills" if not district else f"Skills in {district}"
    return page(request, "skills/skills.html", content, title=title)


@get("/board/skills/supply-and-demand.csv", guards=[LOOKS])
async def download_skills(
    session: NamedDependency[Session],
    visit: NamedDependency[Visit],
    district: Annotated[str, QueryParameter(max_length=80)] = "",
) -> Response[str] | Response[bytes]:
    """The table as a file, cell for cell as the page shows it."""
    skills = await _skills(session, visit, district, await district_names(session, today=visit.today))
    table = table_of(skills)
    where = "-".join(re.findall("[a-z]+", skills.area.lower()))
    return download(csv_of(table.columns, table.rows), "text/csv", f"skills-{where}-{visit.today}.csv")


@get("/board/skills/figures", guards=[LOOKS])
async def list_figures(
    request: PageRequest,
    session: NamedDependency[Session],
    visit: NamedDependency[Visit],
    at: Annotated[int, QueryParameter(name="page", ge=1, le=10_000)] = 1,
    done: Annotated[str, QueryParameter(max_length=20)] = "",
) -> Response[str]:
    """Where each figure comes from, those that were replaced too."""
    figures, count = await queries.all_demand(session, limit=A_PAGE, skip=(at - 1) * A_PAGE)
    standing = await queries.standing_demand(session)
    content = FiguresPage(
        figures=_with_states(figures, standing),
        count=count,
        current=at,
        last=max(1, -(-count // A_PAGE)),
        may_enter=may_enter(visit),
    )
    return page(
        request, "skills/figures.html", content, title="Figures of vacancies", banner=BANNERS.get(done)
    )


async def skills_page(session: Session, visit: Visit, district: str = "") -> SkillsPage:
    """Skills as they stand today, in a district or in the whole area. Raises NoSuchDistrict."""
    districts = await district_names(session, today=visit.today)
    skills = await _skills(session, visit, district, districts)
    return await _page(skills, await outcomes(session), districts, district, may_enter=may_enter(visit))


def may_enter(visit: Visit) -> bool:
    """Whether whoever looks acts for the board."""
    return visit.who.role is Role.DATA_OFFICER


async def _skills(session: Session, visit: Visit, district: str, districts: Sequence[str]) -> Skills:
    if district and district not in districts:
        raise NoSuchDistrict("There is no such district. Choose one of those on the page.")
    return await skills_in(session, district=district or None, today=visit.today)


async def _page(
    skills: Skills, told: Outcomes, districts: Sequence[str], district: str, *, may_enter: bool
) -> SkillsPage:
    table = table_of(skills)
    return SkillsPage(
        skills=skills,
        headlines=headlines_of(skills.balances, most=MOST_HEADLINES),
        table=table,
        svg=await _drawn(table),
        csv="/board/skills/supply-and-demand.csv",
        district=district,
        districts=[("", f"All of {WHOLE_AREA}"), *((name, name) for name in districts)],
        sources=_sources(skills),
        became=_became(told),
        snapshot=told.snapshot,
        may_enter=may_enter,
    )


async def _drawn(table: SkillsTable) -> Markup | None:
    """The first drawing of a process takes half a second, and nobody else is to wait for it."""
    rows = tuple((row[0], row[1], row[2]) for row in table.rows)
    svg = await asyncio.to_thread(
        charts.of_skills,
        rows,
        kinds=(VACANCIES, PLACES),
        title=table.title,
        description=table.description,
    )
    return None if svg is None else Markup(svg)  # noqa: S704 - drawn and checked by our own charts


def _sources(skills: Skills) -> list[tuple[str, ...]]:
    return [
        (
            each.sector.said,
            _begun(say_period(each.demand)),
            each.demand.source,
            say_day(each.demand.source_on),
            _others(each.sources - 1),
        )
        for each in skills.balances
        if each.demand is not None
    ]


def _begun(words: str) -> str:
    return words[0].upper() + words[1:]


def _others(sources: int) -> str:
    return "None" if not sources else "1 other source" if sources == 1 else f"{sources} other sources"


def _became(told: Outcomes) -> list[tuple[str, ...]]:
    if told.snapshot is None:
        return []
    return [
        (sector.said, each.age, each.starts, each.completed, each.still_there)
        for sector in PrioritySector
        for each in told.of[sector]
    ]


def _with_states(figures: Sequence[Demand], standing: Sequence[Demand]) -> list[tuple[Demand, str, bool]]:
    """Each figure with what became of it, and whether it can be taken back."""
    shown = {
        each.id for area_id in {each.area_id for each in standing} for each in _read_in(area_id, standing)
    }
    stands = {each.id for each in standing}
    return [(each, _state(each, each.id in shown, each.id in stands), each.id in stands) for each in figures]


def _read_in(area_id: UUID | None, standing: Sequence[Demand]) -> Iterable[Demand]:
    return read_now(each for each in standing if each.area_id == area_id).values()


def _state(figure: Demand, shown: bool, stands: bool) -> str:
    if stands:
        return "Shown" if shown else "Kept, a newer one is shown"
    return "Takes a figure back" if figure.vacancies is None else "Replaced or taken back"


ROUTES = [show_skills, download_skills, list_figures]
