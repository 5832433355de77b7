"""A council's monthly return to DfE: what would be sent back today, making it, and who joined or left."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated, Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from litestar.response import Redirect

from service.accounts.rows import Role
from service.kit import jobs
from service.kit.csv import csv_of
from service.kit.database import Session
from service.kit.errors import Invalid, NotFound
from service.kit.forms import Day, Form, FormInvalid, asked, read_form
from service.returns import queries
from service.returns.operations import Differences, ReturnUnknown, ask_return, differences, take_return
from service.returns.rows import CheckDone, Made, Person
from service.returns.rules import CHECKS, Check, Mend
from service.vocabulary.day import say_day
from service.web.errors import FormRefused
from service.web.guards import requires
from service.web.page import page, see_other
from service.web.visit import PageRequest, Visit

OFFICER = requires(Role.DATA_OFFICER)
TITLE = "NCCIS return"
PAGE = 25
LISTED = 24
PRIORITIES = {1: "Sent back", 2: "Counted as an error", 3: "Only a warning"}
BANNERS = {
    "checking": "The check has begun.",
    "asked": "The return is being made. It can be taken once it is done.",
}


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One reason why records would be sent back, and how many have it."""

    check: Check
    people: int
    what: str


@dataclass(frozen=True, kw_only=True)
class ReturnPage:
    """What would be sent back today, and the returns made."""

    done: CheckDone | None
    faults: list[Fault]
    returns: list[Made]
    errors: dict[str, str]
    values: dict[str, str]
    working: bool


@dataclass(frozen=True, kw_only=True)
class FaultPage:
    """Everybody whose record has one fault."""

    check: Check
    what: str
    people: list[Person]
    found: int
    current: int
    last: int

    def href(self, person: Person) -> str:
        """Where the fault of somebody is mended."""
        where = "/circumstances" if self.check.mend is Mend.CIRCUMSTANCES else ""
        return f"/learners/{person.learner_id}{where}"


@dataclass(frozen=True, kw_only=True)
class MadePage:
    """One return, and who joined and left since the one before."""

    made: Made
    found: Differences


class AskForm(Form):
    """The last day of the month to return."""

    period_ends_on: Day = asked("Enter the last day of the month")


@get("/nccis", guards=[OFFICER])
async def show_return(
    request: PageRequest,
    session: NamedDependency[Session],
    visit: NamedDependency[Visit],
    done: Annotated[str, QueryParameter(max_length=20)] = "",
) -> Response[str]:
    """What would be sent back today, by reason; and the returns made."""
    values = {"period_ends_on": say_day(visit.today.replace(day=1) - timedelta(days=1))}
    content = await _content(session, visit, {}, values)
    return page(
        request,
        "nccis/return.html",
        content,
        title=TITLE,
        banner=BANNERS.get(done) if content.working else None,
    )


async def _content(
    session: Session, visit: Visit, errors: dict[str, str], values: dict[str, str]
) -> ReturnPage:
    counts = await queries.fault_counts(session, within=visit.scope)
    faults = [Fault(check=CHECKS[code], people=people, what=what(code)) for code, people in counts.items()]
    return ReturnPage(
        done=await queries.last_check(session, within=visit.scope),
        faults=sorted(faults, key=lambda each: (each.check.priority, -each.people, each.check.code)),
        returns=await queries.returns(session, within=visit.scope, limit=LISTED),
        errors=errors,
        values=values,
        working=await jobs.goes_on(session, _serial(visit)),
    )


def what(code: int) -> str:
    """Say what becomes of a record with a fault."""
    return PRIORITIES[CHECKS[code].priority]


def _serial(visit: Visit) -> str:
    """A council's checks and returns are worked one after another."""
    return f"returns:{visit.who.agency_id}"


@get("/nccis/faults/{code:str}", guards=[OFFICER])
async def show_fault(
    request: PageRequest,
    session: NamedDependency[Session],
    visit: NamedDependency[Visit],
    code: FromPath[str],
    page_number: Annotated[int, QueryParameter(name="page", ge=1, le=10_000)] = 1,
) -> Response[str]:
    """Everybody whose record has one fault, with where it is mended."""
    check = next((each for each in CHECKS.values() if str(each.code) == code), None)
    if check is None:
        raise NotFound("There is no such check.")
    found = (await queries.fault_counts(session, within=visit.scope)).get(check.code, 0)
    skip = (page_number - 1) * PAGE
    people = await queries.with_fault(session, check.code, within=visit.scope, limit=PAGE, skip=skip)
    content = FaultPage(
        check=check,
        what=what(check.code),
        people=people,
        found=found,
        current=page_number,
        last=max(1, -(-found // PAGE)),
    )
    return page(request, "nccis/fault.html", content, title=f"Error {code}")


@post("/nccis/check", guards=[OFFICER])
async def check_now(session: NamedDependency[Session], visit: NamedDependency[Visit]) -> Redirect:
    """Checks again, in the background; asked while something is under way, that is enough."""
    serial = _serial(visit)
    if not await jobs.goes_on(session, serial):
        arguments = {"council_id": str(visit.who.agency_id)}
        await jobs.enqueue(session, "check_return", arguments=arguments, serial=serial)
    return see_other("/nccis?done=checking")


@post("/nccis/returns", guards=[OFFICER])
async def ask(
    request: PageRequest, session: NamedDependency[Session], visit: NamedDependency[Visit]
) -> Redirect:
    """Asks for a month's return; the worker makes it."""
    posted = {name: str(value) for name, value in (await request.form()).items()}
    try:
        form = read_form(AskForm, posted, today=visit.today)
        asked_for = await ask_return(
            session, period_ends_on=form.period_ends_on, by=visit.by, now=visit.now, today=visit.today
        )
    except (FormInvalid, Invalid) as wrong:
        named = wrong.errors if isinstance(wrong, FormInvalid) else {"period_ends_on": wrong.sentence}
        content = await _content(session, visit, named, posted)
        raise FormRefused("nccis/return.html", content, title=TITLE) from None
    council_id = visit.who.agency_id
    arguments = {"return_id": str(asked_for), "council_id": str(council_id)}
    await jobs.enqueue(session, "make_return", arguments=arguments, serial=_serial(visit))
    return see_other("/nccis?done=asked")


@get("/nccis/returns/{return_id:uuid}", guards=[OFFICER])
async def show_made(
    request: PageRequest,
    session: NamedDependency[Session],
    visit: NamedDependency[Visit],
    return_id: FromPath[UUID],
) -> Response[str]:
    """Who joined and who left since the return before."""
    made = await _made(session, visit, return_id)
    content = MadePage(made=made, found=await differences(session, made))
    return page(request, "nccis/made.html", content, title=f"Return to {say_day(made.period_ends_on)}")


@get("/nccis/returns/{return_id:uuid}/differences.csv", guards=[OFFICER])
async def download_differences(
    session: NamedDependency[Session], visit: NamedDependency[Visit], return_id: FromPath[UUID]
) -> Response[str]:
    """The same as a file."""
    found = await differences(session, await _made(session, visit, return_id))
    told = [*(("Joined", each) for each in found.joined), *(("Left", each) for each in found.left)]
    rows = (
        (how, each.indicator, each.family_name, each.given_names, each.date_of_birth) for how, each in told
    )
    body = csv_of(["What", "Indicator", "Family name", "Given names", "Date of birth"], rows)
    headers = {"content-disposition": 'attachment; filename="joiners-and-leavers.csv"'}
    return Response(body, media_type="text/csv", headers=headers)


@get("/nccis/returns/{return_id:uuid}/return.xml", guards=[OFFICER])
async def download(
    session: NamedDependency[Session], visit: NamedDependency[Visit], return_id: FromPath[UUID]
) -> Response[bytes]:
    """The return itself. Who took it is in the trail."""
    body = await take_return(session, return_id=return_id, within=visit.scope, by=visit.by, now=visit.now)
    made = await _made(session, visit, return_id)
    name = f"nccis-{made.period_ends_on}.xml"
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(body, media_type="application/xml", headers=headers)


async def _made(session: Session, visit: Visit, return_id: UUID) -> Made:
    made = await queries.return_called(session, return_id, within=visit.scope)
    if made is None or made.made_at is None:
        raise ReturnUnknown("There is no such return, or it is not made yet.")
    return made


ROUTES: list[Any] = [
    show_return,
    show_fault,
    check_now,
    ask,
    show_made,
    download_differences,
    download,
]
