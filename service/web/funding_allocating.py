"""Giving a provider some of a fund, or changing what it has: a form, check your answers, and the line is there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.response import Redirect

from service.accounts.rows import Role
from service.funding.operations import Change, allocate
from service.kit.database import Session
from service.kit.errors import Conflict, Invalid, NotFound
from service.kit.forms import Day, Form, FormInvalid, asked, read_form
from service.vocabulary.day import say_day
from service.vocabulary.financial_year import FinancialYear
from service.vocabulary.money import say_money
from service.vocabulary.sector import CHOICES as SECTORS
from service.web.errors import FormRefused
from service.web.funding_forms import Money, Places, Year
from service.web.funding_pool import Choices, fund_choices, provider_choices
from service.web.guards import requires
from service.web.page import page, see_other
from service.web.posted import errors_of, posted
from service.web.visit import PageRequest, Visit

COMMISSIONER = requires(Role.COMMISSIONER)
GIVE, CHECK = "Record an allocation", "Check the allocation"


@dataclass(frozen=True, kw_only=True)
class GivePage:
    """The form for an allocation."""

    funds: Choices
    providers: Choices
    sectors: Choices
    errors: Mapping[str, str]
    values: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class CheckPage:
    """Check your answers."""

    answers: Sequence[tuple[str, str, str | None]]
    values: Mapping[str, str]


class GiveForm(Form):
    """An allocation, or a change of one."""

    provider: UUID = asked("Choose the provider")
    sector: str = asked("Choose the sector")
    fund: str = asked("Choose the fund")
    year: Year = asked("Enter a financial year, such as 2026/27")
    pence: Money = asked("Enter the amount")
    places: Places = asked("Enter how many places, 0 if it changes none")
    decided_on: Day = asked("Enter the day of the decision")
    decision: str = asked("Say by which decision of the board", max_length=500)
    reason: str = asked("Say why", max_length=500)


@get("/pool/allocations/new", guards=[COMMISSIONER])
async def show_give(
    request: PageRequest, session: NamedDependency[Session], visit: NamedDependency[Visit]
) -> Response[str]:
    """The form for an allocation."""
    values = {"year": FinancialYear.of(visit.today).label}
    return page(request, "funding/allocation.html", await _give(session, {}, values), title=GIVE)


@post("/pool/allocations/check", guards=[COMMISSIONER], status_code=200)
async def check(
    request: PageRequest, session: NamedDependency[Session], visit: NamedDependency[Visit]
) -> Response[str]:
    """Check your answers; nothing is written yet."""
    values = await posted(request)
    form = await _read(session, values, visit)
    return page(request, "funding/allocation_check.html", await _checked(session, form, values), title=CHECK)


@post("/pool/allocations", guards=[COMMISSIONER])
async def give(
    request: PageRequest, session: NamedDependency[Session], visit: NamedDependency[Visit]
) -> Redirect:
    """Records an allocation."""
    values = await posted(request)
    form = await _read(session, values, visit)
    told = form.model_dump(exclude={"provider", "places"})
    change = Change(provider_id=form.provider, planned_places=form.places, **told)
    try:
        await allocate(session, change=change, by=visit.by, now=visit.now)
    except (Invalid, Conflict, NotFound) as wrong:
        content = await _give(session, errors_of(wrong, field="fund"), values)
        raise FormRefused("funding/allocation.html", content, title=GIVE) from None
    return see_other(f"/pool?year={form.year}&done=allocation")


async def _give(session: Session, errors: Mapping[str, str], values: Mapping[str, str]) -> GivePage:
    return GivePage(
        funds=await fund_choices(session),
        providers=[("", "Choose"), *await provider_choices(session)],
        sectors=[("", "Choose"), *SECTORS],
        errors=errors,
        values=values,
    )


async def _read(session: Session, values: Mapping[str, str], visit: Visit) -> GiveForm:
    try:
        form = read_form(GiveForm, values, today=visit.today)
        wrong: dict[str, str] = {}
        if str(form.provider) not in dict(await provider_choices(session)):
            wrong["provider"] = "Choose the provider"
        if form.sector not in dict(SECTORS):
            wrong["sector"] = "Choose the sector"
        if form.fund not in dict(await fund_choices(session)):
            wrong["fund"] = "Choose the fund"
        if wrong:
            raise FormInvalid(wrong, values)
    except FormInvalid as invalid:
        content = await _give(session, invalid.errors, values)
        raise FormRefused("funding/allocation.html", content, title=GIVE) from None
    return form


async def _checked(session: Session, form: GiveForm, values: Mapping[str, str]) -> CheckPage:
    back = "/pool/allocations/new"
    told = [
        ("Provider", dict(await provider_choices(session))[str(form.provider)]),
        ("Sector", dict(SECTORS)[form.sector]),
        ("Fund", dict(await fund_choices(session))[form.fund]),
        ("Financial year", FinancialYear(form.year).label),
        ("Change of the allocation", say_money(form.pence)),
        ("Change of planned places", f"{form.places:,}"),
        ("Decided on", say_day(form.decided_on)),
        ("By which decision", form.decision),
        ("Why", form.reason),
    ]
    return CheckPage(answers=[(name, value, back) for name, value in told], values=values)


ROUTES = [show_give, check, give]
