"""One statement for whoever pays: read, printed, adjusted, authorised by two, sent back with its quarter."""

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
from service.funding import queries
from service.funding.operations import (
    Adjustment,
    Quarter,
    StatementUnknown,
    adjust,
    authorise,
    numbered_lines,
    open_statement,
    parts_of,
    send_back,
)
from service.funding.queries import Listed, Part, ShownLine
from service.funding.rows import StatementState
from service.funding.rules import LINES, OUTCOMES, STATEMENTS, number_of
from service.kit.csv import csv_of
from service.kit.database import Session
from service.kit.errors import Conflict, Invalid, Refused
from service.kit.forms import Form, FormInvalid, asked, read_form
from service.vocabulary.financial_year import say_quarter
from service.vocabulary.money import plain_money
from service.vocabulary.sector import sector_name
from service.web.errors import FormRefused
from service.web.funding_forms import Money
from service.web.funding_statements import AUTHORISERS, COMMISSIONER
from service.web.page import page, see_other
from service.web.posted import errors_of, posted
from service.web.spreadsheets import download
from service.web.visit import PageRequest, Visit

SHOWN, ALL = 100, 1_000_000
BANNERS = {"authorised": "The statement is authorised.", "adjusted": "The adjustment is on the statement."}


@dataclass(frozen=True, kw_only=True)
class StatementPage:
    """One statement for whoever pays: sums by sort, lines without names."""

    statement: Listed
    parts: Sequence[Part]
    lines: Sequence[ShownLine]
    people: Mapping[UUID, str]
    state: str
    may_adjust: bool
    may_authorise: bool
    may_send_back: bool
    may_open_next: bool
    errors: Mapping[str, str]
    values: Mapping[str, str]

    @property
    def quarter(self) -> str:
        """Its quarter in words."""
        return say_quarter(self.statement.year, self.statement.quarter)

    @property
    def path(self) -> str:
        """Where it is."""
        return f"/statements/{self.statement.id}"

    def sort(self, part: Part) -> str:
        """A sort of lines in words."""
        what = OUTCOMES[part.outcome] if part.outcome else sector_name(part.sector) if part.sector else ""
        return f"{LINES[part.kind]}: {what}" if what else LINES[part.kind]

    def number(self, line: ShownLine) -> str:
        """The number of the declaration a line is for: whoever pays sees no name."""
        return number_of(line.declaration_id) if line.declaration_id else ""


class AdjustForm(Form):
    """A line by hand."""

    pence: Money = asked("Enter the amount")
    reason: str = asked("Say why", max_length=500)


@get("/statements/{statement_id:uuid}", guards=[AUTHORISERS])
async def show_statement(
    request: PageRequest,
    session: NamedDependency[Session],
    visit: NamedDependency[Visit],
    statement_id: FromPath[UUID],
    done: Annotated[str, QueryParameter(max_length=20)] = "",
) -> Response[str]:
    """One statement, to be read and printed."""
    content = await _content(session, visit, statement_id, {}, {})
    return page(request, "funding/statement.html", content, title=_title(content), banner=BANNERS.get(done))


@get("/statements/{statement_id:uuid}/lines.csv", guards=[AUTHORISERS])
async def take_lines(
    session: NamedDependency[Session], visit: NamedDependency[Visit], statement_id: FromPath[UUID]
) -> Response[str] | Response[bytes]:
    """Every line, with declaration numbers and no names."""
    content = await _content(session, visit, statement_id, {}, {}, limit=ALL)
    heads = ("Line", "Sector", "Declaration", "Amount (£)", "Price (£)", "Words")
    rows = (
        (
            LINES[line.kind],
            line.sector or "",
            content.number(line),
            plain_money(line.pence),
            "" if line.price_pence is None else plain_money(line.price_pence),
            line.words,
        )
        for line in content.lines
    )
    return download(csv_of(heads, rows), "text/csv", "statement.csv")


@post("/statements/{statement_id:uuid}/authorisation", guards=[AUTHORISERS])
async def authorise_one(
    session: NamedDependency[Session],
    visit: NamedDependency[Visit],
    statement_id: FromPath[UUID],
) -> Redirect:
    """Authorises, as the first or as the second of two."""
    try:
        await authorise(session, statement_id=statement_id, by=visit.by, now=visit.now)
    except (Refused, Conflict) as wrong:
        raise await _refused(session, visit, statement_id, errors_of(wrong, field="authorise"), {}) from None
    return see_other(f"/statements/{statement_id}?done=authorised")


@post("/statements/{statement_id:uuid}/adjustments", guards=[COMMISSIONER])
async def adjust_one(
    request: PageRequest,
    session: NamedDependency[Session],
    visit: NamedDependency[Visit],
    statement_id: FromPath[UUID],
) -> Redirect:
    """Adds a line by hand, with its reason."""
    values = await posted(request)
    try:
        form = read_form(AdjustForm, values, today=visit.today)
        told = Adjustment(statement_id=statement_id, pence=form.pence, reason=form.reason)
        await adjust(session, told=told, by=visit.by, now=visit.now)
    except (FormInvalid, Invalid, Conflict) as wrong:
        errors = errors_of(wrong, field="pence")
        raise await _refused(session, visit, statement_id, errors, values) from None
    return see_other(f"/statements/{statement_id}?done=adjusted")


@post("/statements/{statement_id:uuid}/return", guards=[COMMISSIONER])
async def send_one_back(
    request: PageRequest,
    session: NamedDependency[Session],
    visit: NamedDependency[Visit],
    statement_id: FromPath[UUID],
) -> Redirect:
    """Opens the statements of its fund and quarter again."""
    values = await posted(request)
    found = await _held(session, statement_id)
    of = Quarter(found.fund, found.year, found.quarter)
    try:
        await send_back(session, of=of, reason=values.get("why", ""), by=visit.by, now=visit.now)
    except (Invalid, Conflict) as wrong:
        errors = {"why": wrong.sentence}
        raise await _refused(session, visit, statement_id, errors, values) from None
    return see_other(f"/statements?year={found.year}&done=back")


@post("/statements/{statement_id:uuid}/next", guards=[COMMISSIONER])
async def open_next(
    session: NamedDependency[Session], visit: NamedDependency[Visit], statement_id: FromPath[UUID]
) -> Redirect:
    """Opens the provider's next statement of the fund, or finds it, so that it can be adjusted."""
    found = await _held(session, statement_id)
    key = await open_statement(
        session,
        provider_id=found.provider_id,
        fund=found.fund,
        by=visit.by,
        now=visit.now,
        today=visit.today,
    )
    return see_other(f"/statements/{key}")


def _title(content: StatementPage) -> str:
    return f"Statement for {content.statement.provider}, {content.statement.fund_name}, {content.quarter}"


async def _refused(
    session: Session, visit: Visit, statement_id: UUID, errors: Mapping[str, str], values: Mapping[str, str]
) -> FormRefused:
    content = await _content(session, visit, statement_id, errors, values)
    return FormRefused("funding/statement.html", content, title=_title(content))


async def _held(session: Session, statement_id: UUID) -> Listed:
    found = await queries.statement(session, statement_id)
    if found is None:
        raise StatementUnknown("There is no such statement.")
    return found


async def _content(
    session: Session,
    visit: Visit,
    statement_id: UUID,
    errors: Mapping[str, str],
    values: Mapping[str, str],
    *,
    limit: int = SHOWN,
) -> StatementPage:
    found = await _held(session, statement_id)
    who = [each for each in (found.prepared_by, found.authorised_by, found.frozen_by) if each]
    is_commissioner = visit.who.role is Role.COMMISSIONER
    waits = found.state in (StatementState.PREPARED, StatementState.AUTHORISED)
    return StatementPage(
        statement=found,
        parts=await parts_of(session, statement_id=statement_id),
        lines=await numbered_lines(session, statement_id=statement_id, limit=limit),
        people=await agencies.names_of(session, who),
        state=STATEMENTS[found.state],
        may_adjust=is_commissioner and found.state in (StatementState.OPEN, StatementState.PREPARED),
        may_authorise=waits and found.authorised_by != visit.account_id,
        may_send_back=is_commissioner and waits,
        may_open_next=is_commissioner and found.frozen_at is not None,
        errors=errors,
        values=values,
    )


ROUTES = [show_statement, take_lines, authorise_one, adjust_one, send_one_back, open_next]
