"""A council's learners by district, to take along: which districts, which columns and why, and the files."""

from dataclasses import dataclass
from uuid import UUID

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from service.accounts.rows import Role
from service.kit.csv import csv_of
from service.kit.database import Session
from service.kit.errors import NotFound
from service.kit.ids import NOBODY
from service.returns import queries
from service.returns.operations import take_district
from service.returns.rows import District, Extract
from service.returns.rules import AGREED, Column, cells_of
from service.web.guards import requires
from service.web.page import page
from service.web.visit import PageRequest, Visit

TAKER = requires(Role.DATA_OFFICER)


@dataclass(frozen=True, kw_only=True)
class ExtractsPage:
    """The districts, and what each file holds. `elsewhere` stands in the address for a district that is not known."""

    districts: list[District]
    columns: tuple[Column, ...]
    elsewhere: UUID


@get("/extracts", guards=[TAKER])
async def show_extracts(
    request: PageRequest, session: NamedDependency[Session], visit: NamedDependency[Visit]
) -> Response[str]:
    """The list."""
    content = ExtractsPage(
        districts=await queries.districts(session, within=visit.scope),
        columns=AGREED[Extract.DISTRICT],
        elsewhere=NOBODY,
    )
    return page(request, "extracts/list.html", content, title="Extracts by district")


@get("/extracts/{district_id:uuid}/learners.csv", guards=[TAKER])
async def download_district(
    session: NamedDependency[Session], visit: NamedDependency[Visit], district_id: FromPath[UUID]
) -> Response[str]:
    """Those who live in one district."""
    asked = None if district_id == NOBODY else district_id
    if asked not in {each.id for each in await queries.districts(session, within=visit.scope)}:
        raise NotFound("No learner of your council lives there.")
    found = await take_district(session, district_id=asked, within=visit.scope, by=visit.by, now=visit.now)
    heads = [column.head for column in AGREED[Extract.DISTRICT]]
    body = csv_of(heads, (cells_of(Extract.DISTRICT, each) for each in found))
    headers = {"content-disposition": 'attachment; filename="district.csv"'}
    return Response(body, media_type="text/csv", headers=headers)


ROUTES = [show_extracts, download_district]
