"""The public guide: the ways from school to work, what can be started near here, and where to get help. No sign-in."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated
from uuid import UUID

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import QueryParameter

from service.agencies import queries as agencies
from service.agencies.rows import AreaKind
from service.kit.database import Session
from service.provision import queries
from service.provision.rows import Listed
from service.provision.rules import KINDS, SUPPORTS
from service.vocabulary.sector import AREAS, LEVELS, level_name
from service.web.guards import PUBLIC
from service.web.page import page
from service.web.visit import PageRequest, Visit

PAGE = 25


@dataclass(frozen=True, kw_only=True)
class GuidePage:
    """The ways from school to work."""

    kinds: dict[str, int]


@dataclass(frozen=True, kw_only=True)
class PlacesPage:
    """What can be started, with filters."""

    places: list[Listed]
    found: int
    kinds: list[tuple[str, str]]
    areas: list[tuple[str, str]]
    levels: list[tuple[str, str]]
    districts: list[tuple[str, str]]
    chosen: dict[str, str]
    current: int
    last: int
    today: date

    def asks(self, listed: Listed) -> str:
        """What somebody needs before, in words."""
        it = listed.opportunity
        grades = [
            word for word, needed in (("English", it.needs_english), ("maths", it.needs_maths)) if needed
        ]
        parts = [
            level_name(it.needs_level).lower() if it.needs_level else None,
            f"grade 4 in {' and '.join(grades)}" if grades else None,
        ]
        return " and ".join(part for part in parts if part) or "no qualifications"

    def comes_with(self, listed: Listed) -> str:
        """What support there is, in words."""
        return ", ".join(SUPPORTS[each].lower() for each in SUPPORTS if each in listed.opportunity.supports)

    def kind(self, listed: Listed) -> str:
        """What it is, with its level."""
        it = listed.opportunity
        return f"{KINDS[it.kind]}, {level_name(it.level).lower()}" if it.level else KINDS[it.kind]


@get("/guide", guards=[PUBLIC])
async def show_guide(
    request: PageRequest, session: NamedDependency[Session], visit: NamedDependency[Visit]
) -> Response[str]:
    """The ways from school to work, in plain words."""
    found = await queries.found(session, today=visit.today)
    counts = {kind.value: sum(each.opportunity.kind is kind for each in found) for kind in KINDS}
    return page(request, "guide/ways.html", GuidePage(kinds=counts), title="Your routes into work")


@get("/guide/places", guards=[PUBLIC])
async def list_places(
    request: PageRequest,
    session: NamedDependency[Session],
    visit: NamedDependency[Visit],
    kind: Annotated[str, QueryParameter(max_length=30)] = "",
    sector: Annotated[str, QueryParameter(max_length=5)] = "",
    level: Annotated[str, QueryParameter(max_length=1)] = "",
    district: Annotated[str, QueryParameter(max_length=36)] = "",
    page_number: Annotated[int, QueryParameter(name="page", ge=1, le=1_000)] = 1,
) -> Response[str]:
    """What can be started, the soonest first."""
    chosen = {"kind": kind, "sector": sector, "level": level, "district": district}
    content = await _places(session, visit.today, chosen, page_number)
    return page(request, "guide/places.html", content, title="Places to start")


async def _places(session: Session, today: date, chosen: dict[str, str], number: int) -> PlacesPage:
    districts = {
        str(area.id): area.name for area in await agencies.areas(session, AreaKind.DISTRICT, on=today)
    }
    found = await queries.found(
        session,
        today=today,
        kind=chosen["kind"],
        sector=chosen["sector"],
        level=chosen["level"],
        area_id=UUID(chosen["district"]) if chosen["district"] in districts else None,
    )
    places = [each for each in found if each.opportunity.left]
    return PlacesPage(
        places=places[(number - 1) * PAGE : number * PAGE],
        found=len(places),
        kinds=[("", "Everything"), *((each.value, words) for each, words in KINDS.items())],
        areas=[("", "Every sector"), *AREAS],
        levels=[("", "Every level"), *((each, level_name(each)) for each in LEVELS)],
        districts=[("", "Everywhere"), *districts.items()],
        chosen=chosen,
        current=number,
        last=max(1, -(-len(places) // PAGE)),
        today=today,
    )


ROUTES = [show_guide, list_places]
