"""Cost and benefit: what the business case said, and what may be said so far, with its sign."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.types import ControllerRouterHandler

from service.accounts.rows import Role
from service.board import queries
from service.board.rows import Published, Snapshot, drawn
from service.board.rules import AGES_OF_FLOWS, EVERYWHERE, table_name
from service.board.rules.benefit import (
    BRIEF,
    CASHABLE,
    COSTS,
    NON_CASHABLE,
    TOTAL,
    VALUATION,
    Actual,
    Brought,
    Planned,
    Valuation,
    actuals,
    brought,
    years_before,
)
from service.board.rules.measures import MEASURES
from service.funding import queries as funding
from service.funding.rules import may_be_shown
from service.kit.csv import csv_of
from service.kit.database import Session
from service.priorities.rules import NOT_AVAILABLE
from service.vocabulary.money import PENCE
from service.web.board import CSV
from service.web.guards import requires
from service.web.page import page
from service.web.visit import PageRequest

READERS = requires(Role.BOARD_MEMBER, Role.DATA_OFFICER, Role.COMMISSIONER)
_MONTHS = 240  # twenty years of them
_OUTCOME = MEASURES["job-26-weeks"]
_HEADS = ("Part", "Line", "Outcomes beyond deadweight", "Worth of each in pounds", "Thousands of pounds")


@dataclass(frozen=True, kw_only=True)
class Benefit:
    """The business case, and what came so far; `outcomes` is None where none may be shown, of as many `years`."""

    costs: Sequence[Planned]
    sums: Sequence[Planned]
    brief: str
    snapshot: Snapshot | None
    outcome: str
    outcomes: int | None
    years: int
    cases: Sequence[Brought]
    actuals: Sequence[Actual]
    valuation: Valuation


@get("/board/benefit", guards=[READERS])
async def benefit(request: PageRequest, session: NamedDependency[Session]) -> Response[str]:
    """What the programme costs and brings."""
    return page(request, "board/benefit.html", await _content(session), title="Cost and benefit")


@get("/board/benefit.csv", guards=[READERS])
async def benefit_file(session: NamedDependency[Session]) -> Response[str]:
    """The same as a file, in thousands of pounds; negative is benefit."""
    headers = {"content-disposition": 'attachment; filename="cost-and-benefit.csv"'}
    return Response(csv_of(_HEADS, _lines(await _content(session))), media_type=CSV, headers=headers)


def _lines(content: Benefit) -> Iterator[tuple[object, ...]]:
    for planned in (*content.costs, *content.sums):
        yield "Business case", planned.name, "", "", planned.thousands
    for each in content.cases:
        worth = each.case.worth_pence // PENCE
        yield "To date", each.case.name, each.extra or "fewer than ten", worth, each.thousands
    for to_date in content.actuals:
        cost, total = (NOT_AVAILABLE if each is None else each for each in (to_date.cost, to_date.total))
        yield "To date", f"{to_date.name}, paid from the pool", "", "", cost
        yield "To date", f"{to_date.name}, total", "", "", total


async def _content(session: Session) -> Benefit:
    found = await _outcomes(session)
    shown = [drawn(each.table.cell(EVERYWHERE, _OUTCOME.name)) for each in found]
    counts = [int(each) for each in shown if each is not None]
    outcomes = sum(counts) if counts else None
    cases = brought(outcomes) if outcomes is not None else ()
    paid = await funding.paid(session)
    return Benefit(
        costs=COSTS,
        sums=(CASHABLE, NON_CASHABLE, TOTAL),
        brief=BRIEF,
        snapshot=found[0].snapshot if found else None,
        outcome=_OUTCOME.name,
        outcomes=outcomes,
        years=len({each.snapshot.month_on for each in found}),
        cases=cases,
        actuals=actuals(cases, sum(paid.values()) if may_be_shown([*paid.values()]) else None),
        valuation=VALUATION,
    )


async def _outcomes(session: Session) -> list[Published]:
    """The measure's tables of the newest month and of the same month in the years before, the newest first."""
    frozen = await queries.months(session, limit=_MONTHS)
    years = years_before(frozen[0], frozen) if frozen else []
    found = [
        await queries.published(session, table_name(_OUTCOME.code, age), month)
        for month in years
        for age in AGES_OF_FLOWS
    ]
    return [each for each in found if each is not None]


ROUTES: list[ControllerRouterHandler] = [benefit, benefit_file]
