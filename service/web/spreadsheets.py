"""Spreadsheets to fill in: which there are, what each column means, and templates, empty or with one's own learners."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from service.accounts.rows import Role
from service.imports.queries import own_references
from service.imports.readers.table import KINDS, Kind
from service.imports.readers.table.cells import ANYTHING, LEARNING
from service.kit.csv import csv_of
from service.kit.database import Session
from service.kit.errors import NotFound
from service.kit.spreadsheet import MEDIA_TYPE, xlsx_of
from service.returns.operations import take_my_learners
from service.returns.rows import Extracted
from service.vocabulary.activity import activity
from service.web.guards import requires
from service.web.page import page
from service.web.visit import PageRequest, Visit

SENDER = requires(Role.PROVIDER_STAFF)
_LISTS = {"enrolments": LEARNING, "destinations": ANYTHING}


class Template(StrEnum):
    """What may be downloaded of a kind."""

    EMPTY_CSV = "empty.csv"
    EMPTY_XLSX = "empty.xlsx"
    MINE_CSV = "my-learners.csv"
    MINE_XLSX = "my-learners.xlsx"


@dataclass(frozen=True, kw_only=True)
class KindsPage:
    """The kinds of spreadsheets."""

    kinds: Sequence[Kind]


@dataclass(frozen=True, kw_only=True)
class KindPage:
    """One kind, column by column; `codes` what may stand for an activity."""

    kind: Kind
    codes: Sequence[tuple[int, str]]


@get("/files/templates", guards=[SENDER])
async def list_kinds(request: PageRequest) -> Response[str]:
    """The list."""
    content = KindsPage(kinds=tuple(KINDS.values()))
    return page(request, "spreadsheets/list.html", content, title="Spreadsheet templates")


@get("/files/templates/{kind:str}", guards=[SENDER])
async def show_kind(request: PageRequest, kind: FromPath[str]) -> Response[str]:
    """The guidance."""
    found = _kind(kind)
    codes = sorted(set(_LISTS.get(kind, {}).values()))
    content = KindPage(kind=found, codes=[(code, activity(code).label) for code in codes])
    return page(request, "spreadsheets/kind.html", content, title=found.title)


def _kind(name: str) -> Kind:
    if name not in KINDS:
        raise NotFound("There is no such template.")
    return KINDS[name]


@get("/files/templates/{kind:str}/{which:str}", guards=[SENDER])
async def download_template(
    session: NamedDependency[Session],
    visit: NamedDependency[Visit],
    kind: FromPath[str],
    which: FromPath[str],
) -> Response[str] | Response[bytes]:
    """The template: its first line, or that and one's own learners."""
    found = _kind(kind)
    if which not in set(Template):
        raise NotFound("There is no such template.")
    rows: list[tuple[object, ...]] = []
    if which in {Template.MINE_CSV, Template.MINE_XLSX}:
        rows = [*await _own(session, visit, found)]
    heads = [column.head for column in found.columns]
    name = f"{kind}-{which}"
    if which.endswith(".csv"):
        return download(csv_of(heads, rows), "text/csv", name)
    return download(xlsx_of(heads, rows, title=found.title), MEDIA_TYPE, name)


async def _own(session: Session, visit: Visit, kind: Kind) -> Iterator[tuple[object, ...]]:
    learners = await take_my_learners(session, within=visit.scope, by=visit.by, now=visit.now)
    references = await own_references(session, visit.who.agency_id)
    return (_cells(kind, each, references.get(each.learner_id) or each.indicator) for each in learners)


def _cells(kind: Kind, learner: Extracted, reference: str) -> tuple[object, ...]:
    known = {
        "reference": reference,
        "family_name": learner.family_name,
        "given_names": learner.given_names,
        "date_of_birth": learner.date_of_birth.strftime("%d/%m/%Y"),
        "uln": learner.uln,
    }
    return tuple(known.get(column.field) or "" for column in kind.columns)


def download(body: str | bytes, media_type: str, name: str) -> Response[str] | Response[bytes]:
    """Answer with a file to keep."""
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    if isinstance(body, str):
        return Response(body, media_type=media_type, headers=headers)
    return Response(body, media_type=media_type, headers=headers)


ROUTES = [list_kinds, show_kind, download_template]
