"""A year's statements for whoever pays, and having those of a quarter prepared."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import QueryParameter
from litestar.response import Redirect

from service.accounts.rows import Role
from service.funding import queries
from service.funding.operations import (
    PREPARE,
    Quarter,
    ask_statements,
)
from service.funding.queries import Listed
from service.funding.rows import StatementState
from service.funding.rules import STATEMENTS
from service.kit import jobs
from service.kit.database import Session
from service.kit.errors import Invalid, Refused
from service.kit.forms import Form, FormInvalid, asked, read_form
from service.vocabulary.financial_year import MONTHS, FinancialYear, quarter_of, say_quarter
from service.web.errors import FormRefused
from service.web.funding_forms import Year
from service.web.funding_pool import fund_choices, year_of, years_of
from service.web.guards import requires
from service.web.page import page, see_other
from service.web.posted import errors_of, posted
from service.web.visit import PageRequest, Visit

AUTHORISERS = requires(Role.COMMISSIONER, Role.SERVICE_MANAGER)
COMMISSIONER = requires(Role.COMMISSIONER)
TITLE = "Statements"
BANNERS = {
    "asked": "The statements are being prepared.",
    "back": "The statements of the quarter are open again.",
}
Choices = Sequence[tuple[str, str]]


@dataclass(frozen=True, kw_only=True)
class ListPage:
    """A year's statements, and having a quarter's prepared."""

    year: FinancialYear
    years: Sequence[FinancialYear]
    statements: Sequence[Listed]
    funds: Choices
    quarters: Choices
    states: Mapping[StatementState, str]
    working: bool
    may_prepare: bool
    errors: Mapping[str, str]
    values: Mapping[str, str]

    def quarter(self, each: Listed) -> str:
        """Its quarter in words."""
        return say_quarter(each.year, each.quarter)


class PrepareForm(Form):
    """Which statements to prepare."""

    fund: str = asked("Choose the fund")
    year: Year = asked("Enter a financial year, such as 2026/27")
    quarter: int = asked("Choose the quarter", ge=1, le=4)


@get("/statements", guards=[AUTHORISERS])
async def list_statements(
    request: PageRequest,
    session: NamedDependency[Session],
    visit: NamedDependency[Visit],
    year: Annotated[str, QueryParameter(max_length=10)] = "",
    done: Annotated[str, QueryParameter(max_length=20)] = "",
) -> Response[str]:
    """A year's statements of all providers."""
    content = await _list(session, visit, year_of(year, visit), {}, {})
    return page(request, "funding/statements.html", content, title=TITLE, banner=BANNERS.get(done))


@post("/statements/preparation", guards=[COMMISSIONER])
async def prepare(
    request: PageRequest, session: NamedDependency[Session], visit: NamedDependency[Visit]
) -> Redirect:
    """Has a quarter's statements prepared by the worker."""
    values = await posted(request)
    try:
        form = read_form(PrepareForm, values, today=visit.today)
        if form.fund not in dict(await fund_choices(session)):
            raise Invalid("Choose the fund", field="fund")
        of = Quarter(form.fund, form.year, form.quarter)
        await ask_statements(session, of=of, by=visit.by, now=visit.now, today=visit.today)
    except (FormInvalid, Invalid, Refused) as wrong:
        content = await _list(
            session, visit, FinancialYear.of(visit.today), errors_of(wrong, field="quarter"), values
        )
        raise FormRefused("funding/statements.html", content, title=TITLE) from None
    return see_other(f"/statements?year={form.year}&done=asked")


async def _list(
    session: Session, visit: Visit, year: FinancialYear, errors: Mapping[str, str], values: Mapping[str, str]
) -> ListPage:
    this, now = FinancialYear.of(visit.today), quarter_of(visit.today)
    last = (this.label, str(now - 1)) if now > 1 else (FinancialYear(this.start - 1).label, "4")
    return ListPage(
        year=year,
        years=await years_of(session, year),
        statements=await queries.statements_of_year(session, year.start),
        funds=await fund_choices(session),
        quarters=[(str(quarter), months) for quarter, months in MONTHS.items()],
        states=STATEMENTS,
        working=await jobs.goes_on(session, PREPARE),
        may_prepare=visit.who.role is Role.COMMISSIONER,
        errors=errors,
        values=values or {"year": last[0], "quarter": last[1]},
    )


ROUTES = [list_statements, prepare]
