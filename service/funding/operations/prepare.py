"""The statements of a quarter: all providers of one fund at once, from what was known before today."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Final
from uuid import UUID

import msgspec

from service.funding import queries
from service.funding.operations.declare import declare_as_of
from service.funding.rows import Drawn, Line, Run, Statement, StatementState
from service.funding.rules import lines_of, share_in, tariffs_used
from service.kit import audit, jobs
from service.kit.audit import Act, By
from service.kit.database import REGISTER, Database, Session, as_register
from service.kit.errors import Refused
from service.kit.ids import NOBODY, new_id
from service.vocabulary.day import London, say_day
from service.vocabulary.financial_year import FinancialYear, say_quarter
from service.vocabulary.working_day import add_working_days

PREPARE: Final = "prepare_statements"
PAID_AFTER: Final = 10
"""Working days from preparing to the day of payment. SOURCE: our own policy: two people need time to read them."""


class TooEarly(Refused):
    """The quarter is not over, or an earlier one is not done."""

    code = "too_early"


class TooLate(Refused):
    """Somebody has authorised a statement of the quarter already."""

    code = "too_late"


class Quarter(msgspec.Struct, frozen=True):
    """A quarter of a fund's financial year."""

    fund: str
    year: int
    quarter: int

    @property
    def ends_on(self) -> date:
        """Its last day."""
        return FinancialYear(self.year).quarter_ends_on(self.quarter)


class Prepared(msgspec.Struct, frozen=True, kw_only=True):
    """What a run made."""

    statements: int
    lines: int
    pence: int


async def ask_statements(session: Session, *, of: Quarter, by: By, now: datetime, today: date) -> None:
    """Have a quarter's statements prepared by the worker. Raises `TooEarly` and `TooLate` as it would."""
    async with as_register(session):
        await _require_turn(session, of, today=today)
        arguments = {
            "fund": of.fund,
            "year": str(of.year),
            "quarter": str(of.quarter),
            "agency_id": str(by.agency_id),
            "account_id": str(by.account_id or NOBODY),
        }
        await jobs.enqueue(session, PREPARE, arguments=arguments, serial=PREPARE)
    act = Act(act="statements asked for", subject_kind="fund", subject_id=None, detail=_detail(of))
    await audit.record(session, act, by=by, now=now)


async def run_statements(database: Database, *, of: Quarter, by: By, now: datetime, today: date) -> Prepared:
    """Prepare a quarter's statements in a transaction of its own."""
    async with database.transaction(REGISTER) as session:
        return await prepare_statements(session, of=of, by=by, now=now, today=today)


async def prepare_statements(
    session: Session, *, of: Quarter, by: By, now: datetime, today: date
) -> Prepared:
    """Make a quarter's statements of a fund, or make them anew until somebody has authorised one.

    The cut-off is the midnight before `today`: a fact recorded since waits for the next quarter, so that whoever works
    it out again from what was known then comes to the same pence. Raises `TooEarly` and `TooLate`.
    """
    async with as_register(session):
        await queries.hold_fund_year(session, of.fund, of.year)
        there = await _require_turn(session, of, today=today)
        cut_off = datetime.combine(today, time.min, tzinfo=London)
        again = [each.id for each in there if each.state is StatementState.PREPARED]
        about = await queries.forget_lines(session, again, at=now) if again else []
        await declare_as_of(session, cut_off=cut_off, also=about, now=now)
        scenario = next(each.code for each in await queries.scenarios(session) if each.in_force)
        run = await gather(session, of, scenario=scenario, cut_off=cut_off)
        drawn = lines_of(run)
        statements = await _open(session, of, there, run, drawn)
        await queries.prepare(
            session,
            list(statements.values()),
            terms=(scenario, run.share),
            dates=(cut_off, add_working_days(today, PAID_AFTER)),
            at=now,
            by=by.account_id or NOBODY,
        )
        await queries.add_lines(session, [_line(each, of, statements, now) for each in drawn])
        await queries.put_on(session, list(statements.values()), at=now)
        await _lock(session, of, run, scenario, by=by, now=now)
    done = Prepared(statements=len(statements), lines=len(drawn), pence=sum(each.pence for each in drawn))
    detail = _detail(of) | {"statements": done.statements, "lines": done.lines, "pence": done.pence}
    act = Act(act="statements prepared", subject_kind="fund", subject_id=None, detail=detail)
    await audit.record(session, act, by=by, now=now)
    return done


async def gather(session: Session, of: Quarter, *, scenario: str, cut_off: datetime) -> Run:
    """Fetch all that a quarter's statements follow from, once its declarations are made."""
    return Run(
        fund=of.fund,
        year=of.year,
        quarter=of.quarter,
        share=share_in(await queries.steps(session, scenario), of.fund, of.year),
        given=await queries.given(session, of.fund, of.year),
        tariffs=await queries.tariffs(session, of.fund),
        dues=await queries.dues(session, of.fund, until=of.ends_on, before=cut_off),
        owed=await queries.owed(session, of.fund, of.year, of.quarter),
        before=await queries.before(session, of.fund, of.year, of.quarter),
        paid_to=await queries.paid_to(session, of.fund, of.year, of.quarter),
    )


async def _require_turn(session: Session, of: Quarter, *, today: date) -> list[Statement]:
    """Statements are made one quarter after the other, each once it is over."""
    if today <= of.ends_on:
        raise TooEarly(
            f"This quarter ends on {say_day(of.ends_on)}. Prepare its statements from the day after."
        )
    waiting = await queries.unsettled_before(session, of.fund, of.year, of.quarter)
    if waiting:
        raise TooEarly(
            f"Statements for {say_quarter(*waiting)} are not authorised by two. Finish those first."
        )
    if await queries.is_followed(session, of.fund, of.year, of.quarter):
        raise TooLate("Statements of a later quarter are made. What is missing goes to the next one.")
    there = await queries.hold_period(session, of.fund, of.year, of.quarter)
    if any(each.state not in (StatementState.OPEN, StatementState.PREPARED) for each in there):
        raise TooLate(
            "A statement of this quarter is authorised already. Send them back first, if none is frozen."
        )
    return there


async def _open(
    session: Session, of: Quarter, there: Sequence[Statement], run: Run, drawn: Sequence[Drawn]
) -> dict[UUID, UUID]:
    """One statement for each provider that has an allocation or a line; those there are stay."""
    known = {each.provider_id: each.id for each in there}
    wanted = {each.provider_id for each in run.given} | {each.provider_id for each in drawn}
    added = [new_statement(of, provider_id) for provider_id in sorted(wanted - known.keys())]
    await queries.add_statements(session, added)
    return known | {each.provider_id: each.id for each in added}


def new_statement(of: Quarter, provider_id: UUID) -> Statement:
    """An open statement, on which nothing stands yet."""
    return Statement(
        id=new_id(),
        provider_id=provider_id,
        fund=of.fund,
        year=of.year,
        quarter=of.quarter,
        state=StatementState.OPEN,
    )


def _line(drawn: Drawn, of: Quarter, statements: Mapping[UUID, UUID], now: datetime) -> Line:
    return Line(
        id=new_id(),
        statement_id=statements[drawn.provider_id],
        fund=of.fund,
        year=of.year,
        kind=drawn.kind,
        pence=drawn.pence,
        price_pence=drawn.price_pence,
        sector=drawn.sector,
        declaration_id=drawn.declaration_id,
        words=drawn.words,
        made_at=now,
    )


async def _lock(session: Session, of: Quarter, run: Run, scenario: str, *, by: By, now: datetime) -> None:
    """What these statements go by does not change from now on."""
    steps = await queries.hold_steps(session, scenario, of.fund)
    if of.year not in {each.year for each in steps}:
        shares = {of.year: run.share}
        await queries.set_steps(session, scenario, of.fund, shares, at=now, by=by.account_id or NOBODY)
    await queries.lock_step(session, scenario, of.fund, of.year, at=now)
    await queries.lock_tariffs(session, tariffs_used(run), at=now)


def _detail(of: Quarter) -> dict[str, object]:
    return {"fund": of.fund, "year": of.year, "quarter": of.quarter}
