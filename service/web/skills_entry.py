"""Entering what employers ask for: one figure, or a file of them; its receipt; and taking a figure back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from service.accounts.rows import Role
from service.agencies import queries as agencies
from service.imports.readers.table.rows import Unreadable
from service.kit.csv import csv_of
from service.kit.database import Session
from service.kit.errors import DomainError, NotFound
from service.priorities import queries
from service.priorities.operations import district_names, enter_figures, take_figure_back
from service.priorities.rows import WHOLE_AREA, Demand, Figure, Receipt
from service.priorities.rules import COLUMNS, NEEDED, read_figure, say_period, subject_of
from service.provision.rules import EntryInvalid
from service.vocabulary.priority_sector import PrioritySector
from service.web.errors import FormRefused
from service.web.guards import requires
from service.web.lines import LinesInvalid, Problem, read_lines, uploaded
from service.web.page import page, see_other
from service.web.posted import posted
from service.web.skills import LOOKS
from service.web.spreadsheets import download
from service.web.visit import PageRequest, Visit

ENTERS = requires(Role.DATA_OFFICER)
ENTER, TEMPLATE = "Enter vacancies", "skills/enter.html"
MISTAKES = "Nothing was taken: some lines have mistakes. Mend them and send the file again"
AGAIN = ("sector", "This sector, district, period and source stand further up already")


@dataclass(frozen=True, kw_only=True)
class EnterPage:
    """The two forms: a figure, and a file."""

    sectors: Sequence[tuple[str, str]]
    districts: Sequence[tuple[str, str]]
    hints: Mapping[str, str]
    errors: Mapping[str, str]
    values: Mapping[str, str]
    problems: Sequence[Problem]


@dataclass(frozen=True, kw_only=True)
class ReceiptPage:
    """What came of it, with each figure that was written and what it is of."""

    receipt: Receipt
    by: str
    agency: str
    figures: Sequence[tuple[Demand, str]]
    may_enter: bool


class NoSuchReceipt(NotFound):
    """Nothing was entered under this key."""

    code = "no_such_receipt"


@get("/board/skills/new", guards=[ENTERS])
async def show_entry(
    request: PageRequest, session: NamedDependency[Session], visit: NamedDependency[Visit]
) -> Response[str]:
    """The forms."""
    return page(request, TEMPLATE, await _form(session, visit, {}, {}), title=ENTER)


@get("/board/skills/template.csv", guards=[ENTERS])
async def download_template() -> Response[str] | Response[bytes]:
    """What a file looks like: its heads, and a line for each sector to fill in."""
    heads = [column.head for column in COLUMNS]
    rows = ([sector.said, *[""] * (len(heads) - 1)] for sector in PrioritySector)
    return download(csv_of(heads, rows), "text/csv", "vacancies.csv")


@post("/board/skills/figures", guards=[ENTERS])
async def enter_one(
    request: PageRequest, session: NamedDependency[Session], visit: NamedDependency[Visit]
) -> Redirect:
    """Enters one figure."""
    values = await posted(request)
    districts = await district_names(session, today=visit.today)
    try:
        figure = read_figure(values, districts=districts, today=visit.today)
    except EntryInvalid as wrong:
        content = await _form(session, visit, wrong.errors, values)
        raise FormRefused(TEMPLATE, content, title=ENTER) from None
    receipt = await enter_figures(
        session, figures=[figure], file_name=None, by=visit.by, now=visit.now, today=visit.today
    )
    return see_other(f"/board/skills/receipts/{receipt.id}")


@post("/board/skills/file", guards=[ENTERS])
async def take_file(
    request: PageRequest, session: NamedDependency[Session], visit: NamedDependency[Visit]
) -> Redirect:
    """Takes a whole file, all of it or nothing; every mistake is named by its line."""
    try:
        name, sent = await uploaded(request)
        figures = _figures(sent, await district_names(session, today=visit.today), visit)
        receipt = await enter_figures(
            session, figures=figures, file_name=name[:120], by=visit.by, now=visit.now, today=visit.today
        )
    except (Unreadable, DomainError, LinesInvalid) as wrong:
        problems = wrong.problems if isinstance(wrong, LinesInvalid) else []
        content = await _form(session, visit, {"file": _said(wrong)}, {}, problems)
        raise FormRefused(TEMPLATE, content, title=ENTER) from None
    return see_other(f"/board/skills/receipts/{receipt.id}")


@get("/board/skills/receipts/{receipt_id:uuid}", guards=[LOOKS])
async def show_receipt(
    request: PageRequest,
    session: NamedDependency[Session],
    visit: NamedDependency[Visit],
    receipt_id: FromPath[UUID],
) -> Response[str]:
    """What came of it."""
    found = await queries.receipt(session, receipt_id)
    if found is None:
        raise NoSuchReceipt("There is no such receipt.")
    receipt, figures = found
    names = await agencies.names_of(session, [receipt.recorded_by] if receipt.recorded_by else [])
    content = ReceiptPage(
        receipt=receipt,
        by=next(iter(names.values()), "the service"),
        agency=(await agencies.agency_names(session, [receipt.agency_id]))[receipt.agency_id],
        figures=[(each, say_period(each)) for each in figures],
        may_enter=visit.who.role is Role.DATA_OFFICER,
    )
    return page(request, "skills/receipt.html", content, title="Vacancies entered")


@post("/board/skills/figures/{demand_id:uuid}/taking-back", guards=[ENTERS])
async def take_back(
    session: NamedDependency[Session], visit: NamedDependency[Visit], demand_id: FromPath[UUID]
) -> Redirect:
    """Takes a figure back; it stays to be seen."""
    await take_figure_back(session, demand_id=demand_id, by=visit.by, now=visit.now)
    return see_other("/board/skills/figures?done=taken-back")


def _figures(content: bytes, districts: Sequence[str], visit: Visit) -> list[Figure]:
    return read_lines(
        content,
        COLUMNS,
        needed=NEEDED,
        read=lambda values: read_figure(values, districts=districts, today=visit.today),
        subject=subject_of,
        again=AGAIN,
    )


def _said(wrong: Exception) -> str:
    if isinstance(wrong, Unreadable):
        return f"{wrong.message} {wrong.fix}".strip()
    return wrong.sentence if isinstance(wrong, DomainError) else MISTAKES


async def _form(
    session: Session,
    visit: Visit,
    errors: Mapping[str, str],
    values: Mapping[str, str],
    problems: Sequence[Problem] = (),
) -> EnterPage:
    return EnterPage(
        sectors=[("", "Choose a sector"), *((sector.value, sector.said) for sector in PrioritySector)],
        districts=[
            ("", f"All of {WHOLE_AREA}"),
            *((name, name) for name in await district_names(session, today=visit.today)),
        ],
        hints={column.field: column.hint for column in COLUMNS},
        errors=errors,
        values=values,
        problems=problems,
    )


ROUTES = [show_entry, download_template, enter_one, take_file, show_receipt, take_back]
