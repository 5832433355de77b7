"""What if the ramp were another: for commissioners every provider, for the board the sums alone. Nothing is saved."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import QueryParameter

from service.accounts.rows import Role
from service.agencies import queries as agencies
from service.funding import queries
from service.funding.rows import Given
from service.funding.rules import WhatIf, may_be_shown, share_in, what_if
from service.kit.database import Session
from service.vocabulary.financial_year import FinancialYear
from service.vocabulary.money import ShareInvalid, parse_share, say_share
from service.web.funding_pool import FundRow, fund_choices, fund_rows, year_of, years_of
from service.web.guards import requires
from service.web.page import page
from service.web.visit import PageRequest, Visit

COMMISSIONER = requires(Role.COMMISSIONER)
BOARD = requires(Role.BOARD_MEMBER)
TITLE, POOL = "What if", "Pool and results"


@dataclass(frozen=True, kw_only=True)
class Question:
    """What is asked: a fund, a year and a share."""

    fund: str
    year: FinancialYear
    share: str
    errors: Mapping[str, str]
    funds: Sequence[tuple[str, str]]
    years: Sequence[FinancialYear]

    @property
    def fund_name(self) -> str:
        """The fund in words."""
        return dict(self.funds)[self.fund]


@dataclass(frozen=True, kw_only=True)
class WhatIfPage:
    """As the ramp in force has it, and as it would be."""

    asked: Question
    now: WhatIf
    then: WhatIf
    providers: Mapping[UUID, str]
    scenarios: Sequence[tuple[str, str]]


@dataclass(frozen=True, kw_only=True)
class BoardRow:
    """One fund for the board: sums of what providers have, and of what they earned, only where they tell of none."""

    row: FundRow
    shown: bool
    earned: int | None


@dataclass(frozen=True, kw_only=True)
class BoardPage:
    """What the pool buys, in sums; and what another share would do."""

    asked: Question
    rows: Sequence[BoardRow]
    now: WhatIf | None
    then: WhatIf | None
    scenario: str


@get("/what-if", guards=[COMMISSIONER])
async def show_what_if(
    request: PageRequest,
    session: NamedDependency[Session],
    visit: NamedDependency[Visit],
    fund: Annotated[str, QueryParameter(max_length=40)] = "",
    year: Annotated[str, QueryParameter(max_length=10)] = "",
    share: Annotated[str, QueryParameter(max_length=10)] = "",
) -> Response[str]:
    """Every provider's base, results part and what it stands to lose, now and with another share."""
    asked, current, other = await _asked(session, visit, fund, year, share)
    given, earned = await _found(session, asked)
    content = WhatIfPage(
        asked=asked,
        now=what_if(given, share=current, earned=earned),
        then=what_if(given, share=other, earned=earned),
        providers=await agencies.agency_names(session, {each.provider_id for each in given}),
        scenarios=await _scenarios(session, asked),
    )
    return page(request, "funding/what_if.html", content, title=TITLE)


@get("/board/pool", guards=[BOARD])
async def show_board(
    request: PageRequest,
    session: NamedDependency[Session],
    visit: NamedDependency[Visit],
    fund: Annotated[str, QueryParameter(max_length=40)] = "",
    year: Annotated[str, QueryParameter(max_length=10)] = "",
    share: Annotated[str, QueryParameter(max_length=10)] = "",
) -> Response[str]:
    """The pool in sums, and what another share would do; nothing of one provider, and no number of people."""
    asked, current, other = await _asked(session, visit, fund, year, share)
    given, _ = await _found(session, asked)
    shown = may_be_shown(_by_provider(given))
    rows, scenario = await board_rows(session, asked.year)
    content = BoardPage(
        asked=asked,
        rows=rows,
        now=what_if(given, share=current, earned={}) if shown else None,
        then=what_if(given, share=other, earned={}) if shown else None,
        scenario=scenario,
    )
    return page(request, "funding/board.html", content, title=POOL)


async def board_rows(session: Session, year: FinancialYear) -> tuple[list[BoardRow], str]:
    """Every fund of a year in sums, and the name of the scenario in force."""
    rows, scenario = await fund_rows(session, year.start)
    return [await _board_row(session, row) for row in rows], scenario


async def _board_row(session: Session, row: FundRow) -> BoardRow:
    given = await queries.given(session, row.fund.code, row.has.year)
    earned = await queries.earned(session, row.fund.code, row.has.year)
    tells = sum(earned.values()) if may_be_shown([*earned.values()]) else None
    return BoardRow(row=row, shown=may_be_shown(_by_provider(given)), earned=tells)


def _by_provider(given: Sequence[Given]) -> list[int]:
    sums: dict[UUID, int] = {}
    for each in given:
        sums[each.provider_id] = sums.get(each.provider_id, 0) + each.pence
    return [*sums.values()]


async def _asked(
    session: Session, visit: Visit, fund: str, year: str, share: str
) -> tuple[Question, int, int]:
    """The question, the share of the ramp in force, and the share asked for."""
    funds, chosen = await fund_choices(session), year_of(year, visit)
    code = fund if fund in dict(funds) else funds[-1][0]
    scenario = next(each for each in await queries.scenarios(session) if each.in_force)
    current = share_in(await queries.steps(session, scenario.code), code, chosen.start)
    errors: dict[str, str] = {}
    other = current
    if share.strip():
        try:
            other = parse_share(share)
        except ShareInvalid as wrong:
            errors["share"] = str(wrong)
    asked = Question(
        fund=code,
        year=chosen,
        share=share if share.strip() else say_share(current).removesuffix("%"),
        errors=errors,
        funds=funds,
        years=await years_of(session, chosen),
    )
    return asked, current, other


async def _found(session: Session, asked: Question) -> tuple[list[Given], dict[UUID, int]]:
    given = await queries.given(session, asked.fund, asked.year.start)
    return given, await queries.earned(session, asked.fund, asked.year.start)


async def _scenarios(session: Session, asked: Question) -> list[tuple[str, str]]:
    """What each scenario has for the fund and year, to be tried."""
    steps = await queries.steps(session)
    found = []
    for each in await queries.scenarios(session):
        own = [step for step in steps if step.scenario == each.code]
        found.append((each.name, say_share(share_in(own, asked.fund, asked.year.start))))
    return found


ROUTES = [show_what_if, show_board]
