"""What a provider offers: its list, one entry at a time or a whole file, and who has accepted a place."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from litestar.response import Redirect

from service.accounts.rows import Role
from service.guarantee import queries as guarantee
from service.guarantee.queries import Placed
from service.imports.readers.table.rows import Unreadable
from service.kit.csv import csv_of
from service.kit.database import Session
from service.kit.errors import Conflict
from service.provision import queries
from service.provision.operations import require_own, take_entries, withdraw
from service.provision.rows import Entry, Listed, Opportunity
from service.provision.rules import ANY_WEEK, COLUMNS, KINDS, ONLINE, SUPPORTS, EntryInvalid, read_entry
from service.vocabulary.day import say_day
from service.vocabulary.sector import CHOICES as SECTORS
from service.vocabulary.sector import LEVELS, level_name
from service.web.errors import FormRefused
from service.web.guards import requires
from service.web.lines import LinesInvalid, Problem, read_lines, uploaded
from service.web.page import page, see_other
from service.web.posted import posted
from service.web.spreadsheets import download
from service.web.visit import PageRequest, Visit

PROVIDER = requires(Role.PROVIDER_STAFF)
TITLE, NEW = "What we offer", "Add a place to start"
YES_NO = [("yes", "Yes"), ("no", "No")]
BANNERS = {"entered": "It is on the list.", "withdrawn": "It is off the list.", "file": "The file is taken."}


@dataclass(frozen=True, kw_only=True)
class ListPage:
    """The provider's own list."""

    listed: list[Listed]
    today: date
    errors: dict[str, str]
    problems: list[Problem]

    def state(self, opportunity: Opportunity) -> str:
        """Whether young people find it."""
        if opportunity.withdrawn_at is not None:
            return "Withdrawn"
        if opportunity.listed_until_on < self.today:
            return f"Lapsed on {say_day(opportunity.listed_until_on)}"
        if opportunity.starts_on is not None and opportunity.starts_on < self.today:
            return "Has begun"
        return f"Listed until {say_day(opportunity.listed_until_on)}"


@dataclass(frozen=True, kw_only=True)
class EntryPage:
    """The form for one, new or known; who has accepted a place on it."""

    opportunity: Opportunity | None
    placed: list[Placed]
    kinds: list[tuple[str, str]]
    levels: list[tuple[str, str]]
    sectors: list[tuple[str, str]]
    supports: list[tuple[str, str]]
    yes_no: list[tuple[str, str]]
    hints: dict[str, str]
    errors: dict[str, str]
    values: dict[str, str]


@get("/provision", guards=[PROVIDER])
async def list_own(
    request: PageRequest,
    session: NamedDependency[Session],
    visit: NamedDependency[Visit],
    done: Annotated[str, QueryParameter(max_length=20)] = "",
) -> Response[str]:
    """The list, what is withdrawn last."""
    content = await _list(session, visit, {}, [])
    return page(request, "provision/list.html", content, title=TITLE, banner=BANNERS.get(done))


@get("/provision/new", guards=[PROVIDER])
async def show_new(request: PageRequest) -> Response[str]:
    """The form for a new one."""
    return page(request, "provision/entry.html", _form(None, [], {}, {"starts_on": ANY_WEEK}), title=NEW)


@get("/provision/template.csv", guards=[PROVIDER])
async def download_template(
    session: NamedDependency[Session], visit: NamedDependency[Visit]
) -> Response[str] | Response[bytes]:
    """What a file looks like: its heads, and what is on the list."""
    own = await queries.of_agency(session, visit.who.agency_id)
    rows = ([_values(each.opportunity)[column.field] for column in COLUMNS] for each in own)
    return download(csv_of([column.head for column in COLUMNS], rows), "text/csv", "what-we-offer.csv")


@get("/provision/{opportunity_id:uuid}", guards=[PROVIDER])
async def show_one(
    request: PageRequest,
    session: NamedDependency[Session],
    visit: NamedDependency[Visit],
    opportunity_id: FromPath[UUID],
) -> Response[str]:
    """One, to be changed; and who comes."""
    own = await require_own(session, opportunity_id=opportunity_id, by=visit.by)
    placed = await guarantee.placed(session, own.id)
    return page(request, "provision/entry.html", _form(own, placed, {}, _values(own)), title="Change a place")


@post("/provision", guards=[PROVIDER])
async def enter(
    request: PageRequest, session: NamedDependency[Session], visit: NamedDependency[Visit]
) -> Redirect:
    """Enters one, new or changed: the provider's own reference says which."""
    values = await posted(request, "supports", between=";")
    try:
        entry = read_entry(values, today=visit.today)
        await take_entries(session, entries=[entry], by=visit.by, now=visit.now, today=visit.today)
    except (EntryInvalid, Conflict) as wrong:
        errors = (
            wrong.errors if isinstance(wrong, EntryInvalid) else {wrong.field or "places": wrong.sentence}
        )
        raise FormRefused("provision/entry.html", _form(None, [], errors, values), title=NEW) from None
    return see_other("/provision?done=entered")


@post("/provision/file", guards=[PROVIDER])
async def take_file(
    request: PageRequest, session: NamedDependency[Session], visit: NamedDependency[Visit]
) -> Redirect:
    """Takes a whole list, all of it or nothing; every mistake is named by its line."""
    try:
        _, sent = await uploaded(request)
        entries = _entries(sent, visit.today)
        await take_entries(session, entries=entries, by=visit.by, now=visit.now, today=visit.today)
    except Unreadable as wrong:
        content = await _list(session, visit, {"file": f"{wrong.message} {wrong.fix}".strip()}, [])
        raise FormRefused("provision/list.html", content, title=TITLE) from None
    except Conflict as wrong:
        content = await _list(session, visit, {"file": wrong.sentence}, [])
        raise FormRefused("provision/list.html", content, title=TITLE) from None
    except LinesInvalid as wrong:
        said = "Nothing was taken: some lines have mistakes. Mend them and send the file again"
        content = await _list(session, visit, {"file": said}, wrong.problems)
        raise FormRefused("provision/list.html", content, title=TITLE) from None
    return see_other("/provision?done=file")


@post("/provision/{opportunity_id:uuid}/withdrawal", guards=[PROVIDER])
async def take_off(
    session: NamedDependency[Session], visit: NamedDependency[Visit], opportunity_id: FromPath[UUID]
) -> Redirect:
    """Takes it off the list; places given stay given."""
    await withdraw(session, opportunity_id=opportunity_id, by=visit.by, now=visit.now)
    return see_other("/provision?done=withdrawn")


def _entries(content: bytes, today: date) -> list[Entry]:
    """Read a file's lines. Raises `Unreadable` for its heads, `LinesInvalid` for what is below them."""
    return read_lines(
        content,
        COLUMNS,
        needed=("source_key", "kind", "title", "hours", "postcode", "places", "starts_on"),
        read=lambda values: read_entry(values, today=today),
        subject=lambda entry: entry.source_key,
        again=("source_key", "This reference stands further up already"),
    )


async def _list(session: Session, visit: Visit, errors: dict[str, str], problems: list[Problem]) -> ListPage:
    own = await queries.of_agency(session, visit.who.agency_id)
    return ListPage(listed=own, today=visit.today, errors=errors, problems=problems)


def _form(
    own: Opportunity | None, placed: list[Placed], errors: dict[str, str], values: dict[str, str]
) -> EntryPage:
    return EntryPage(
        opportunity=own,
        placed=placed,
        kinds=[(kind.value, words) for kind, words in KINDS.items()],
        levels=[("", "None"), *((level, level_name(level)) for level in LEVELS)],
        sectors=[("", "None"), *SECTORS],
        supports=[(support.value, words) for support, words in SUPPORTS.items()],
        yes_no=YES_NO,
        hints={column.field: column.hint for column in COLUMNS},
        errors=errors,
        values=values,
    )


def _values(own: Opportunity) -> dict[str, str]:
    """An opportunity as it would be entered."""
    starts = say_day(own.starts_on) if own.starts_on else ANY_WEEK
    values = {
        "kind": KINDS[own.kind],
        "starts_on": starts,
        "postcode": own.postcode or ONLINE,
        "supports": "; ".join(SUPPORTS[each] for each in SUPPORTS if each in own.supports),
        "listed_until_on": say_day(own.listed_until_on),
    }
    for column in COLUMNS:
        if column.field not in values:
            value = getattr(own, column.field)
            values[column.field] = ("yes" if value else "no") if isinstance(value, bool) else str(value or "")
    return values


ROUTES = [list_own, show_new, download_template, show_one, enter, take_file, take_off]
