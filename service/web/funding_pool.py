"""The pool: what is in each fund, what is given out of it, and entering either."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from litestar.response import Redirect

from service.accounts.rows import Role
from service.agencies import queries as agencies
from service.agencies.rows import AgencyKind
from service.funding import queries
from service.funding.operations import Put, contribute
from service.funding.queries import Named
from service.funding.rows import Contribution, Fund, FundYear, Given
from service.funding.rules import parted, share_in
from service.kit.csv import csv_of
from service.kit.database import Session
from service.kit.errors import Conflict, Invalid, NotFound
from service.kit.forms import Form, FormInvalid, asked, read_form
from service.vocabulary.financial_year import FinancialYear, FinancialYearInvalid
from service.vocabulary.money import plain_money
from service.vocabulary.sector import sector_name
from service.web.errors import FormRefused
from service.web.funding_forms import Money, Year
from service.web.guards import requires
from service.web.page import page, see_other
from service.web.posted import errors_of, posted
from service.web.spreadsheets import download
from service.web.visit import PageRequest, Visit

COMMISSIONER = requires(Role.COMMISSIONER)
TITLE, PUT_IN = "Pool", "Record a contribution"
BANNERS = {"contribution": "The contribution is recorded.", "allocation": "The allocation is recorded."}
Choices = Sequence[tuple[str, str]]


@dataclass(frozen=True, kw_only=True)
class FundRow:
    """One fund in a year."""

    fund: Fund
    has: FundYear
    share: int

    @property
    def parts(self) -> tuple[int, int]:
        """Base and results part of what is allocated, as the ramp in force parts it."""
        return parted(self.has.allocated_pence, self.share)


@dataclass(frozen=True, kw_only=True)
class PoolPage:
    """Every fund of a year."""

    year: FinancialYear
    years: Sequence[FinancialYear]
    rows: Sequence[FundRow]
    scenario: str


@dataclass(frozen=True, kw_only=True)
class FundPage:
    """One fund of a year, line by line."""

    row: FundRow
    year: FinancialYear
    given: Sequence[Given]
    providers: Mapping[UUID, str]
    contributions: Sequence[Contribution]
    allocations: Sequence[Named]


@dataclass(frozen=True, kw_only=True)
class PutPage:
    """The form for a contribution."""

    funds: Choices
    errors: Mapping[str, str]
    values: Mapping[str, str]


class PutForm(Form):
    """A contribution."""

    fund: str = asked("Choose the fund")
    year: Year = asked("Enter a financial year, such as 2026/27")
    pence: Money = asked("Enter the amount")
    contributor: str = asked("Say who puts it in", max_length=200)
    source: str = asked("Say by which letter or decision", max_length=500)
    reason: str = asked("Say what it is for", max_length=500)


@get("/pool", guards=[COMMISSIONER])
async def show_pool(
    request: PageRequest,
    session: NamedDependency[Session],
    visit: NamedDependency[Visit],
    year: Annotated[str, QueryParameter(max_length=10)] = "",
    done: Annotated[str, QueryParameter(max_length=20)] = "",
) -> Response[str]:
    """Every fund of a year: put in, given out, left."""
    content = await _pool(session, year_of(year, visit))
    return page(request, "funding/pool.html", content, title=TITLE, banner=BANNERS.get(done))


@get("/pool/pool.csv", guards=[COMMISSIONER])
async def take_pool(
    session: NamedDependency[Session],
    visit: NamedDependency[Visit],
    year: Annotated[str, QueryParameter(max_length=10)] = "",
) -> Response[str] | Response[bytes]:
    """Every allocation of a year, summed by fund, provider and sector."""
    chosen = year_of(year, visit)
    heads = ("Financial year", "Fund", "Provider", "Sector", "Allocated (£)", "Planned places")
    rows: list[tuple[object, ...]] = []
    for fund in await queries.funds(session):
        given = await queries.given(session, fund.code, chosen.start)
        names = await agencies.agency_names(session, {each.provider_id for each in given})
        for each in given:
            named = (chosen.label, fund.name, names[each.provider_id], sector_name(each.sector))
            rows.append((*named, plain_money(each.pence), each.planned_places))
    return download(csv_of(heads, rows), "text/csv", f"pool-{chosen.start}.csv")


@get("/pool/contributions/new", guards=[COMMISSIONER])
async def show_put(
    request: PageRequest, session: NamedDependency[Session], visit: NamedDependency[Visit]
) -> Response[str]:
    """The form for a contribution."""
    values = {"year": FinancialYear.of(visit.today).label}
    return page(request, "funding/contribution.html", await _put(session, {}, values), title=PUT_IN)


@post("/pool/contributions", guards=[COMMISSIONER])
async def put_in(
    request: PageRequest, session: NamedDependency[Session], visit: NamedDependency[Visit]
) -> Redirect:
    """Records a contribution."""
    values = await posted(request)
    try:
        form = read_form(PutForm, values, today=visit.today)
        await contribute(session, put=Put(**form.model_dump()), by=visit.by, now=visit.now)
    except (FormInvalid, Invalid, Conflict, NotFound) as wrong:
        content = await _put(session, errors_of(wrong, field="fund"), values)
        raise FormRefused("funding/contribution.html", content, title=PUT_IN) from None
    return see_other(f"/pool?year={form.year}&done=contribution")


@get("/pool/{fund:str}/{year:str}", guards=[COMMISSIONER])
async def show_fund(
    request: PageRequest, session: NamedDependency[Session], fund: FromPath[str], year: FromPath[str]
) -> Response[str]:
    """One fund of a year, line by line."""
    try:
        chosen = FinancialYear.parse(year)
    except FinancialYearInvalid:
        raise NotFound("There is no such financial year.") from None
    content = await _fund(session, fund, chosen)
    return page(request, "funding/fund.html", content, title=f"{content.row.fund.name}, {chosen.label}")


def year_of(text: str, visit: Visit) -> FinancialYear:
    """Read the year somebody chose; this year for anything else."""
    try:
        return FinancialYear.parse(text)
    except FinancialYearInvalid:
        return FinancialYear.of(visit.today)


async def years_of(session: Session, chosen: FinancialYear) -> list[FinancialYear]:
    """List the years to choose from."""
    found = {*await queries.years(session), chosen.start}
    return [FinancialYear(start) for start in sorted(found, reverse=True)]


async def fund_rows(session: Session, year: int) -> tuple[list[FundRow], str]:
    """Say how each fund stands in a year, and by which scenario."""
    scenario = next(each for each in await queries.scenarios(session) if each.in_force)
    steps = await queries.steps(session, scenario.code)
    has = {each.fund: each for each in await queries.fund_years(session, year=year)}
    rows = []
    for fund in await queries.funds(session):
        nothing = FundYear(fund=fund.code, year=year, contributed_pence=0, allocated_pence=0)
        share = share_in(steps, fund.code, year)
        rows.append(FundRow(fund=fund, has=has.get(fund.code, nothing), share=share))
    return rows, scenario.name


async def _pool(session: Session, year: FinancialYear) -> PoolPage:
    rows, scenario = await fund_rows(session, year.start)
    return PoolPage(year=year, years=await years_of(session, year), rows=rows, scenario=scenario)


async def _fund(session: Session, code: str, year: FinancialYear) -> FundPage:
    rows, _ = await fund_rows(session, year.start)
    row = next((each for each in rows if each.fund.code == code), None)
    if row is None:
        raise NotFound("There is no such fund.")
    given = await queries.given(session, code, year.start)
    return FundPage(
        row=row,
        year=year,
        given=given,
        providers=await agencies.agency_names(session, {each.provider_id for each in given}),
        contributions=await queries.contributions(session, code, year.start),
        allocations=await queries.allocations(session, code, year.start),
    )


async def fund_choices(session: Session) -> list[tuple[str, str]]:
    """Offer the funds."""
    return [(each.code, each.name) for each in await queries.funds(session)]


async def provider_choices(session: Session) -> list[tuple[str, str]]:
    """Offer the providers."""
    found = await agencies.agencies(session)
    return [(str(each.id), each.name) for each in found if each.kind is AgencyKind.PROVIDER]


async def _put(session: Session, errors: Mapping[str, str], values: Mapping[str, str]) -> PutPage:
    return PutPage(funds=await fund_choices(session), errors=errors, values=values)


ROUTES = [show_pool, take_pool, show_put, put_in, show_fund]
