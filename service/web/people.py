"""People who sign in: listing them and giving somebody an account. For administrators."""

import secrets
from dataclasses import dataclass, field
from typing import Annotated
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import QueryParameter

from service.accounts.operations import EmailTaken, add_account
from service.accounts.rows import Account, Person, Role
from service.agencies import queries as agencies
from service.agencies.queries import Member
from service.agencies.rows import Agency, AgencyKind
from service.kit.database import Session
from service.kit.errors import Invalid
from service.kit.forms import Form, FormInvalid, asked, read_form
from service.web.errors import FormRefused
from service.web.guards import requires
from service.web.matrix import ROLE_NAMES
from service.web.page import page
from service.web.visit import PageRequest, Visit

PAGE = 25
FIRST_PASSWORD = "abcdefghjkmnpqrstuvwxyz23456789"  # noqa: S105 - its letters: none that is read as another
ROLES_AT = {
    AgencyKind.PROVIDER: (Role.PROVIDER_STAFF, Role.BOARD_MEMBER),
    AgencyKind.COUNCIL: (
        Role.YOUTH_ADVISER,
        Role.TEAM_LEAD,
        Role.SERVICE_MANAGER,
        Role.DATA_OFFICER,
        Role.AGENCY_WORKER,
        Role.COMMISSIONER,
        Role.BOARD_MEMBER,
        Role.ADMINISTRATOR,
    ),
    AgencyKind.JOBCENTRE: (Role.AGENCY_WORKER, Role.YOUTH_ADVISER, Role.BOARD_MEMBER),
    AgencyKind.CHARITY: (Role.AGENCY_WORKER, Role.YOUTH_ADVISER, Role.PROVIDER_STAFF, Role.BOARD_MEMBER),
    AgencyKind.EMPLOYER: (Role.PROVIDER_STAFF, Role.BOARD_MEMBER),
}
"""Who may be what where: data officers and administrators work for councils, who answer for the register."""


@dataclass(frozen=True, kw_only=True)
class PeoplePage:
    """Accounts, 25 at a time, of one agency or of all."""

    people: list[Member]
    found: int
    agencies: list[Agency]
    agency: str
    current: int
    last: int
    roles: dict[Role, str]


@dataclass(frozen=True, kw_only=True)
class NewPersonPage:
    """The form for an account."""

    agencies: list[Agency]
    roles: dict[Role, str]
    values: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class FirstPasswordPage:
    """A password to be handed over: shown this once."""

    account: Account
    password: str
    new: bool

    def __repr__(self) -> str:
        return "FirstPasswordPage(…)"


class NewPersonForm(Form):
    """Who is to have an account."""

    name: str = asked("Enter their full name", max_length=100)
    email: str = asked("Enter their email address", max_length=254)
    agency: UUID = asked("Choose the agency they work for")
    role: Role = asked("Choose what they are here for")


@get("/people", guards=[requires(Role.ADMINISTRATOR)])
async def list_people(
    request: PageRequest,
    session: NamedDependency[Session],
    agency: Annotated[str, QueryParameter(max_length=36)] = "",
    page_number: Annotated[int, QueryParameter(name="page", ge=1, le=100_000)] = 1,
) -> Response[str]:
    """Everybody who may sign in, by name."""
    known = await agencies.agencies(session)
    chosen = next((each.id for each in known if str(each.id) == agency), None)
    people, found = await agencies.people(session, chosen, limit=PAGE, skip=(page_number - 1) * PAGE)
    content = PeoplePage(
        people=people,
        found=found,
        agencies=known,
        agency=str(chosen or ""),
        current=page_number,
        last=max(1, -(-found // PAGE)),
        roles=ROLE_NAMES,
    )
    return page(request, "people/list.html", content, title="People and agencies")


@get("/people/new", guards=[requires(Role.ADMINISTRATOR)])
async def show_new_person(request: PageRequest, session: NamedDependency[Session]) -> Response[str]:
    """The form for an account."""
    content = NewPersonPage(agencies=await agencies.agencies(session), roles=ROLE_NAMES)
    return page(request, "people/new.html", content, title="Give somebody an account")


@post("/people/new", guards=[requires(Role.ADMINISTRATOR)], status_code=200)
async def add_person(
    request: PageRequest, session: NamedDependency[Session], visit: NamedDependency[Visit]
) -> Response[str]:
    """Answers with the page itself, since the password is shown this once; sent twice, it says so."""
    known, password = await agencies.agencies(session), first_password()
    posted = dict(await request.form())
    try:
        form = read_form(NewPersonForm, posted, today=visit.today)
        account = await _added(session, visit, _person(form, known), password)
    except (FormInvalid, Invalid, EmailTaken) as wrong:
        content = _refused(wrong, posted, known)
        raise FormRefused("people/new.html", content, title="Give somebody an account") from None
    shown = FirstPasswordPage(account=account, password=password, new=True)
    return page(request, "people/first_password.html", shown, title="The account is ready")


def first_password() -> str:
    """Make a password to be typed once: four groups of four, some 79 random bits."""
    return "-".join("".join(secrets.choice(FIRST_PASSWORD) for _ in range(4)) for _ in range(4))


async def _added(session: Session, visit: Visit, person: Person, password: str) -> Account:
    name = visit.settings.service_name
    return await add_account(
        session,
        person=person,
        password=password,
        service_name=name,
        by=visit.by,
        now=visit.now,
        to_change=True,
    )


def _person(form: NewPersonForm, known: list[Agency]) -> Person:
    agency = next((agency for agency in known if agency.id == form.agency), None)
    if agency is None:
        raise Invalid("Choose the agency they work for", field="agency")
    if form.role not in ROLES_AT[agency.kind]:
        roles = ", ".join(ROLE_NAMES[role].lower() for role in ROLES_AT[agency.kind])
        raise Invalid(f"Somebody at a {agency.kind} can be: {roles}.", field="role")
    return Person(agency_id=agency.id, role=form.role, name=form.name, email=form.email)


def _refused(
    wrong: FormInvalid | Invalid | EmailTaken, posted: dict[str, object], known: list[Agency]
) -> NewPersonPage:
    errors = wrong.errors if isinstance(wrong, FormInvalid) else {wrong.field or "": wrong.sentence}
    values = {name: str(value) for name, value in posted.items()}
    return NewPersonPage(agencies=known, roles=ROLE_NAMES, values=values, errors=errors)


ROUTES = [list_people, show_new_person, add_person]
