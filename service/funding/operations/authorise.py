"""What people do with a statement: adjust it, authorise it by two, send a quarter back; and paying what is due."""

from datetime import date, datetime
from uuid import UUID

import msgspec

from service.funding import queries
from service.funding.operations.prepare import Quarter, new_statement
from service.funding.rows import Line, LineKind, Statement, StatementState
from service.kit import audit
from service.kit.audit import Act, By
from service.kit.database import REGISTER, Database, Session, as_register, expect_unique
from service.kit.errors import Conflict, Invalid, NotFound, Refused
from service.kit.ids import NOBODY, new_id
from service.kit.prose import require_words
from service.vocabulary.financial_year import QUARTERS, FinancialYear, quarter_of
from service.vocabulary.sector import sector_name

LONGEST = 500
MOST_ADJUSTED = 100_000_000  # pence


class StatementUnknown(NotFound):
    """There is no such statement."""

    code = "statement_unknown"


class NotInTurn(Conflict):
    """The statement is not where this can be done."""

    code = "not_in_turn"


class SamePerson(Refused):
    """Two different people authorise."""

    code = "same_person"


class Adjustment(msgspec.Struct, frozen=True, kw_only=True):
    """A line to be added by hand; `pence` below nothing takes something off."""

    statement_id: UUID
    pence: int
    reason: str
    sector: str | None = None


async def authorise(session: Session, *, statement_id: UUID, by: By, now: datetime) -> Statement:
    """Authorise a statement: the first time as the first of two, the second time as the other, which freezes it.

    Raises `StatementUnknown`, `NotInTurn` where it is open or frozen, `SamePerson` for who authorised it first.
    """
    account_id = by.account_id or NOBODY
    async with as_register(session):
        before = await _held(session, statement_id)
        if before.state is StatementState.PREPARED:
            await queries.authorise(session, statement_id, at=now, by=account_id)
        elif before.state is StatementState.AUTHORISED:
            if before.authorised_by == account_id:
                raise SamePerson("You authorised this statement first. Somebody else has to be the second.")
            await queries.freeze(session, statement_id, at=now, by=account_id)
        else:
            raise NotInTurn(_WHY[before.state])
        after = await _held(session, statement_id)
    act = "statement frozen" if after.state is StatementState.FROZEN else "statement authorised"
    await audit.record(session, _act(act, after), by=by, now=now)
    return after


async def send_back(session: Session, *, of: Quarter, reason: str, by: By, now: datetime) -> int:
    """Open a quarter's statements again, so that they can be prepared anew; say how many.

    All of a fund's quarter go together, as they share caps and rivals. Raises `Invalid`, and `NotInTurn` where one is
    frozen or none is prepared.
    """
    why = require_words(reason, "Say why they go back", longest=LONGEST, field="reason")
    async with as_register(session):
        there = await queries.hold_period(session, of.fund, of.year, of.quarter)
        if any(each.state in (StatementState.FROZEN, StatementState.PAID) for each in there):
            raise NotInTurn(
                "A statement of this quarter is frozen. What is wrong is put right on the next one."
            )
        made = [each.id for each in there if each.state is not StatementState.OPEN]
        if not made:
            raise NotInTurn("None of these statements is prepared.")
        await queries.forget_lines(session, made, at=now)
        await queries.reopen(session, made)
    detail = {"fund": of.fund, "year": of.year, "quarter": of.quarter, "why": why}
    act = Act(act="statements sent back", subject_kind="fund", subject_id=None, detail=detail)
    await audit.record(session, act, by=by, now=now)
    return len(made)


async def adjust(session: Session, *, told: Adjustment, by: By, now: datetime) -> Line:
    """Add a line by hand to a statement nobody has authorised, with its reason. Raises `Invalid` and `NotInTurn`."""
    words = require_words(told.reason, "Say why", longest=LONGEST, field="reason")
    if not 0 < abs(told.pence) <= MOST_ADJUSTED:
        raise Invalid("Enter an amount other than nothing, of at most £1,000,000.", field="pence")
    if told.sector is not None:
        sector_name(told.sector)
    async with as_register(session):
        statement = await _held(session, told.statement_id)
        if statement.state not in (StatementState.OPEN, StatementState.PREPARED):
            raise NotInTurn("Somebody has authorised it. Adjust the next statement of the provider.")
        added = Line(
            id=new_id(),
            statement_id=statement.id,
            fund=statement.fund,
            year=statement.year,
            kind=LineKind.ADJUSTMENT,
            pence=told.pence,
            price_pence=None,
            sector=told.sector,
            declaration_id=None,
            words=words,
            made_at=now,
            made_by=by.account_id or NOBODY,
        )
        await queries.add_lines(session, [added])
    await audit.record(session, _act("statement adjusted", statement, pence=told.pence), by=by, now=now)
    return added


async def open_statement(
    session: Session, *, provider_id: UUID, fund: str, by: By, now: datetime, today: date
) -> UUID:
    """Open the next statement of a provider and fund on which something may stand, or name the one that is open."""
    async with as_register(session):
        found = await queries.open_one(session, provider_id, fund)
        if found is not None:
            return found
        after = await queries.last_period(session, provider_id, fund)
        opened = new_statement(_next(fund, after, today), provider_id)
        async with expect_unique("uq_statement_period", NotInTurn("Somebody opened it just now. Try again.")):
            await queries.add_statements(session, [opened])
    await audit.record(session, _act("statement opened", opened), by=by, now=now)
    return opened.id


async def pay_statements(database: Database, *, now: datetime, today: date) -> int:
    """Note that frozen statements are paid whose day has come; say how many. Doing it again does nothing."""
    async with database.transaction(REGISTER) as session:
        paid = await queries.pay(session, today=today, at=now)
        acts = [Act(act="statement paid", subject_kind="statement", subject_id=each) for each in paid]
        await audit.record_all(session, acts, by=By(agency_id=NOBODY), now=now)
    return len(paid)


_WHY = {
    StatementState.OPEN: "It is not prepared. Prepare the statements of its quarter first.",
    StatementState.FROZEN: "Two people have authorised it already.",
    StatementState.PAID: "It is paid already.",
}


async def _held(session: Session, statement_id: UUID) -> Statement:
    found = await queries.hold_statement(session, statement_id)
    if found is None:
        raise StatementUnknown("There is no such statement.")
    return found


def _next(fund: str, after: tuple[int, int] | None, today: date) -> Quarter:
    """The quarter we are in, or the one after the last that has a statement."""
    now = (FinancialYear.of(today).start, quarter_of(today))
    if after is None or after < now:
        return Quarter(fund, *now)
    year, quarter = after
    return (
        Quarter(fund, year, quarter + 1) if quarter < QUARTERS[-1] else Quarter(fund, year + 1, QUARTERS[0])
    )


def _act(act: str, statement: Statement, **more: object) -> Act:
    detail = {"fund": statement.fund, "year": statement.year, "quarter": statement.quarter, **more}
    return Act(act=act, subject_kind="statement", subject_id=statement.id, detail=detail)
