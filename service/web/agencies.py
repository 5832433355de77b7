"""Agencies that take part: listing and adding them. For administrators."""

import re
from dataclasses import dataclass, field, replace
from typing import Annotated
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from litestar.response import Redirect
from pydantic import field_validator

from service.accounts import queries as accounts
from service.accounts.rows import ApiToken, Role, TokenScope
from service.accounts.rules import scopes_in
from service.agencies import queries as agencies
from service.agencies.operations import AgencyTaken, add_agency, set_la_code
from service.agencies.rows import Agency, AgencyKind
from service.kit.database import Session
from service.kit.errors import Invalid
from service.kit.forms import Form, FormInvalid, asked, read_form
from service.kit.ids import new_id
from service.vocabulary.ukprn import parse_ukprn
from service.web.errors import FormRefused
from service.web.guards import requires
from service.web.page import page, see_other
from service.web.posted import errors_of
from service.web.tokens import SCOPE_NAMES, require_agency
from service.web.visit import PageRequest, Visit

KIND_NAMES = {
    AgencyKind.PROVIDER: "College or training provider",
    AgencyKind.COUNCIL: "Council",
    AgencyKind.JOBCENTRE: "Jobcentre",
    AgencyKind.CHARITY: "Charity",
    AgencyKind.EMPLOYER: "Employer",
}
BANNERS = {
    "added": "The agency is added.",
    "revoked": "The token is revoked. It opens nothing any more.",
    "la-code": "The council’s code at DfE is set.",
}
_CODE = re.compile(r"[a-z][a-z0-9-]{1,29}")
NEW_AGENCY = "Add an agency"


@dataclass(frozen=True, kw_only=True)
class AgenciesPage:
    """Every agency."""

    agencies: list[Agency]
    kinds: dict[AgencyKind, str]


@dataclass(frozen=True, kw_only=True)
class NewAgencyPage:
    """The form for an agency. `councils`: those a provider may work with."""

    councils: list[Agency]
    kinds: dict[AgencyKind, str]
    values: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class AgencyPage:
    """One agency and the tokens of its systems."""

    agency: Agency
    kind: str
    council: str | None
    tokens: list[ApiToken]
    errors: dict[str, str]
    values: dict[str, str]

    def scopes(self, token: ApiToken) -> str:
        """What a token may be used for, in words."""
        return "; ".join(SCOPE_NAMES[scope] for scope in TokenScope if scope in scopes_in(token.scopes))


class NewAgencyForm(Form):
    """An agency to be added."""

    kind: AgencyKind = asked("Choose what it is")
    name: str = asked("Enter the agency's name", max_length=200)
    code: str = asked("Enter a short code")
    ukprn: str | None = None
    council: UUID | None = None

    @field_validator("code")
    @classmethod
    def _code(cls, value: str) -> str:
        if not _CODE.fullmatch(value.lower()):
            raise ValueError(
                "Use 2 to 30 small letters, digits and dashes, a letter first, like south-college"
            )
        return value.lower()

    @field_validator("ukprn")
    @classmethod
    def _ukprn(cls, value: str | None) -> str | None:
        return parse_ukprn(value) if value else None


@get("/people/agencies", guards=[requires(Role.ADMINISTRATOR)])
async def list_agencies(request: PageRequest, session: NamedDependency[Session]) -> Response[str]:
    """Every agency, by kind and name."""
    content = AgenciesPage(agencies=await agencies.agencies(session), kinds=KIND_NAMES)
    return page(request, "people/agencies.html", content, title="Agencies")


@get("/people/agencies/new", guards=[requires(Role.ADMINISTRATOR)])
async def show_new_agency(request: PageRequest, session: NamedDependency[Session]) -> Response[str]:
    """The form for an agency."""
    content = NewAgencyPage(councils=await _councils(session), kinds=KIND_NAMES)
    return page(request, "people/new_agency.html", content, title=NEW_AGENCY)


@post("/people/agencies/new", guards=[requires(Role.ADMINISTRATOR)], status_code=200)
async def add(
    request: PageRequest, session: NamedDependency[Session], visit: NamedDependency[Visit]
) -> Redirect:
    """Adds it, then goes to its page."""
    councils, posted = await _councils(session), dict(await request.form())
    try:
        agency = _agency(read_form(NewAgencyForm, posted, today=visit.today), councils)
        await add_agency(session, agency=agency, by=visit.by, now=visit.now)
    except (FormInvalid, Invalid, AgencyTaken) as wrong:
        values = {name: str(value) for name, value in posted.items()}
        content = NewAgencyPage(
            councils=councils, kinds=KIND_NAMES, values=values, errors=errors_of(wrong, field="")
        )
        raise FormRefused("people/new_agency.html", content, title=NEW_AGENCY) from None
    return see_other(f"/people/agencies/{agency.id}?done=added")


@get("/people/agencies/{agency_id:uuid}", guards=[requires(Role.ADMINISTRATOR)])
async def show_agency(
    request: PageRequest,
    agency_id: FromPath[UUID],
    session: NamedDependency[Session],
    done: Annotated[str, QueryParameter(max_length=20)] = "",
) -> Response[str]:
    """One agency and its tokens."""
    agency = await require_agency(session, agency_id)
    content = await _agency_page(session, agency, agency.la_code or "")
    return page(request, "people/agency.html", content, title=agency.name, banner=BANNERS.get(done))


@post("/people/agencies/{agency_id:uuid}/la-code", guards=[requires(Role.ADMINISTRATOR)])
async def set_code(
    request: PageRequest,
    session: NamedDependency[Session],
    visit: NamedDependency[Visit],
    agency_id: FromPath[UUID],
) -> Redirect:
    """Gives a council its code at DfE, under which it makes returns."""
    agency = await require_agency(session, agency_id)
    typed = str((await request.form()).get("la_code", "")).strip()
    content = await _agency_page(session, agency, typed)  # read before PostgreSQL may refuse the code
    try:
        await set_la_code(session, council_id=agency_id, la_code=typed or None, by=visit.by, now=visit.now)
    except (Invalid, AgencyTaken) as wrong:
        told = replace(content, errors=errors_of(wrong, field=""))
        raise FormRefused("people/agency.html", told, title=agency.name) from None
    return see_other(f"/people/agencies/{agency_id}?done=la-code")


async def _agency_page(session: Session, agency: Agency, la_code: str) -> AgencyPage:
    council = await agencies.agency(session, agency.council_id) if agency.council_id else None
    return AgencyPage(
        agency=agency,
        kind=KIND_NAMES[agency.kind],
        council=council.name if council else None,
        tokens=await accounts.tokens_of(session, agency.id),
        errors={},
        values={"la_code": la_code},
    )


async def _councils(session: Session) -> list[Agency]:
    return [agency for agency in await agencies.agencies(session) if agency.kind is AgencyKind.COUNCIL]


def _agency(form: NewAgencyForm, councils: list[Agency]) -> Agency:
    if form.ukprn and form.kind is not AgencyKind.PROVIDER:
        raise Invalid("Only a college or training provider has a UKPRN. Leave this empty.", field="ukprn")
    if form.council and form.council not in {council.id for council in councils}:
        raise Invalid("Choose a council from the list.", field="council")
    return Agency(
        id=new_id(),
        kind=form.kind,
        name=form.name,
        code=form.code,
        ukprn=form.ukprn,
        council_id=form.council,
    )


ROUTES = [list_agencies, show_new_agency, add, show_agency, set_code]
