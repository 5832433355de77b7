"""Which share is paid by results, year by year: ramps as dated data, locked once a statement used them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from litestar.response import Redirect

from service.accounts.rows import Role
from service.funding import queries
from service.funding.operations import put_in_force, set_ramp
from service.funding.queries import Use
from service.funding.rows import Fund, Scenario, Step
from service.kit.database import Session
from service.kit.errors import DomainError, NotFound
from service.kit.forms import FormInvalid
from service.vocabulary.financial_year import FinancialYear, say_quarter
from service.vocabulary.money import (
    ShareInvalid,
    parse_share,
    say_share,
)
from service.web.errors import FormRefused
from service.web.guards import requires
from service.web.page import page, see_other
from service.web.posted import errors_of, posted
from service.web.visit import PageRequest, Visit

COMMISSIONER = requires(Role.COMMISSIONER)
RAMPS = "Ramps"
SHOWN_YEARS = 5
BANNERS = {"ramp": "The ramp is set.", "force": "The scenario is in force."}


@dataclass(frozen=True, kw_only=True)
class Cell:
    """The share of one year: set, or carried on from the year before; locked by which statements."""

    year: FinancialYear
    share: str
    is_set: bool
    locked_by: str | None


@dataclass(frozen=True, kw_only=True)
class Ramp:
    """One fund's shares in a scenario."""

    scenario: Scenario
    fund: Fund
    cells: Sequence[Cell]
    errors: Mapping[str, str]

    @property
    def action(self) -> str:
        """Where it is set."""
        return f"/pool/ramps/{self.scenario.code}/{self.fund.code}"


@dataclass(frozen=True, kw_only=True)
class RampsPage:
    """Every scenario's ramps."""

    scenarios: Sequence[tuple[Scenario, Sequence[Ramp]]]
    errors: Mapping[str, str]


@get("/pool/ramps", guards=[COMMISSIONER])
async def show_ramps(
    request: PageRequest,
    session: NamedDependency[Session],
    visit: NamedDependency[Visit],
    done: Annotated[str, QueryParameter(max_length=20)] = "",
) -> Response[str]:
    """Every scenario's ramps, the one in force first."""
    content = await _ramps(session, visit, {}, {})
    return page(request, "funding/ramps.html", content, title=RAMPS, banner=BANNERS.get(done))


@post("/pool/ramps/{scenario:str}/{fund:str}", guards=[COMMISSIONER])
async def change_ramp(
    request: PageRequest,
    session: NamedDependency[Session],
    visit: NamedDependency[Visit],
    scenario: FromPath[str],
    fund: FromPath[str],
) -> Redirect:
    """Sets the shares of a ramp."""
    values = await posted(request)
    try:
        shares = _shares(values)
        await set_ramp(session, scenario=scenario, fund=fund, shares=shares, by=visit.by, now=visit.now)
    except NotFound:
        raise
    except (FormInvalid, DomainError) as wrong:
        errors = {f"{scenario}-{fund}-{field}": said for field, said in errors_of(wrong).items()}
        content = await _ramps(
            session, visit, errors, {f"{scenario}-{fund}-{k}": v for k, v in values.items()}
        )
        raise FormRefused("funding/ramps.html", content, title=RAMPS) from None
    return see_other("/pool/ramps?done=ramp")


@post("/pool/scenarios/{scenario:str}", guards=[COMMISSIONER])
async def use_scenario(
    session: NamedDependency[Session], visit: NamedDependency[Visit], scenario: FromPath[str]
) -> Redirect:
    """Lets statements go by another scenario from now on."""
    await put_in_force(session, scenario=scenario, by=visit.by, now=visit.now)
    return see_other("/pool/ramps?done=force")


def _shares(values: Mapping[str, str]) -> dict[int, int]:
    """Read the years that were filled in."""
    shares: dict[int, int] = {}
    errors: dict[str, str] = {}
    for field, typed in values.items():
        year = field.removeprefix("share-")
        if year == field or not year.isdecimal() or not typed.strip():
            continue
        try:
            shares[int(year)] = parse_share(typed)
        except ShareInvalid as wrong:
            errors[field] = str(wrong)
    if errors:
        raise FormInvalid(errors, values)
    return shares


async def _ramps(
    session: Session, visit: Visit, errors: Mapping[str, str], values: Mapping[str, str]
) -> RampsPage:
    funds, steps = await queries.funds(session), await queries.steps(session)
    shown = []
    for scenario in await queries.scenarios(session):
        uses = await queries.uses_of(session, scenario.code)
        ramps = []
        for fund in funds:
            of_fund = [each for each in steps if (each.scenario, each.fund) == (scenario.code, fund.code)]
            prefix = f"{scenario.code}-{fund.code}-"
            cells = _cells(of_fund, uses, visit, {k.removeprefix(prefix): v for k, v in values.items()})
            ramps.append(Ramp(scenario=scenario, fund=fund, cells=cells, errors=errors))
        shown.append((scenario, ramps))
    return RampsPage(scenarios=shown, errors=errors)


def _cells(steps: Sequence[Step], uses: Sequence[Use], visit: Visit, typed: Mapping[str, str]) -> list[Cell]:
    known = {each.year: each for each in steps}
    this = FinancialYear.of(visit.today).start
    years = sorted({*known, *(range(this, this + SHOWN_YEARS) if not known or max(known) >= this else ())})
    cells = []
    for year in years:
        step = known.get(year)
        share = say_share(step.share).removesuffix("%") if step else ""
        used = [each for each in uses if step and (each.fund, each.year) == (step.fund, year)]
        locked = say_quarter(used[0].year, used[0].quarter) if used else None
        cells.append(
            Cell(
                year=FinancialYear(year),
                share=typed.get(f"share-{year}", share),
                is_set=step is not None,
                locked_by=locked if step and step.locked_at else None,
            )
        )
    return cells


ROUTES = [show_ramps, change_ramp, use_scenario]
