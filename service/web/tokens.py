"""Tokens of agencies' systems: issuing one, shown this once, and revoking it. For administrators."""

from dataclasses import dataclass, field
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from service.accounts import queries as accounts
from service.accounts.operations import TokenUnknown, issue_token, revoke_token
from service.accounts.rows import ApiToken, Role, TokenScope
from service.accounts.rules import scopes_in
from service.agencies import queries as agencies
from service.agencies.operations import AgencyUnknown
from service.agencies.rows import Agency
from service.kit.database import Session
from service.kit.errors import Invalid
from service.kit.forms import Form, FormInvalid, asked, read_form
from service.web.errors import FormRefused
from service.web.guards import requires
from service.web.page import page, see_other
from service.web.visit import PageRequest, Visit

SCOPE_NAMES = {
    TokenScope.INDICATORS: "Get and look up indicators",
    TokenScope.PATHWAY: "Record and read spells, milestones and timelines",
    TokenScope.SUBMISSIONS: "Send files and ask how they are getting on",
    TokenScope.ALERTS: "List its own alerts",
}


@dataclass(frozen=True, kw_only=True)
class TokenPage:
    """The form for a token, the question before one is revoked, or (`token`, this once) the token itself."""

    agency: Agency
    scopes: dict[TokenScope, str]
    values: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    kept: ApiToken | None = None
    token: str | None = field(default=None, repr=False)


class TokenForm(Form):
    """A token to be issued. `scopes`: words with spaces between, from the ticks."""

    name: str = asked("Name the system it is for", max_length=100)
    scopes: str = asked("Choose at least one thing the token may be used for")


@get("/people/agencies/{agency_id:uuid}/tokens", guards=[requires(Role.ADMINISTRATOR)])
async def show_new_token(
    request: PageRequest, agency_id: FromPath[UUID], session: NamedDependency[Session]
) -> Response[str]:
    """The form for a token."""
    content = TokenPage(agency=await require_agency(session, agency_id), scopes=SCOPE_NAMES)
    return page(request, "people/new_token.html", content, title="Issue a token")


@post("/people/agencies/{agency_id:uuid}/tokens", guards=[requires(Role.ADMINISTRATOR)], status_code=200)
async def issue(
    request: PageRequest,
    agency_id: FromPath[UUID],
    session: NamedDependency[Session],
    visit: NamedDependency[Visit],
) -> Response[str]:
    """Answers with the page itself, since the token is shown this once; sent twice, it says so."""
    agency, ticked = await require_agency(session, agency_id), await request.form()
    posted = dict(ticked) | {"scopes": " ".join(map(str, ticked.getall("scopes", [])))}
    try:
        form = read_form(TokenForm, posted, today=visit.today)
        token = await _issued(session, visit, agency, form)
    except (FormInvalid, Invalid) as wrong:
        raise _refused(wrong, agency, posted) from None
    shown = TokenPage(agency=agency, scopes=SCOPE_NAMES, values={"name": form.name}, token=token)
    return page(request, "people/token.html", shown, title="The token is ready")


@get("/people/agencies/{agency_id:uuid}/tokens/{token_id:uuid}", guards=[requires(Role.ADMINISTRATOR)])
async def show_revoke(
    request: PageRequest,
    agency_id: FromPath[UUID],
    token_id: FromPath[UUID],
    session: NamedDependency[Session],
) -> Response[str]:
    """Asks once more."""
    agency, kept = await _token(session, agency_id, token_id)
    content = TokenPage(agency=agency, scopes=SCOPE_NAMES, kept=kept)
    return page(request, "people/revoke.html", content, title="Revoke this token?")


@post(
    "/people/agencies/{agency_id:uuid}/tokens/{token_id:uuid}",
    guards=[requires(Role.ADMINISTRATOR)],
    status_code=200,
)
async def revoke(
    agency_id: FromPath[UUID],
    token_id: FromPath[UUID],
    session: NamedDependency[Session],
    visit: NamedDependency[Visit],
) -> Redirect:
    """Ends a token for good."""
    await _token(session, agency_id, token_id)
    await revoke_token(session, token_id=token_id, by=visit.by, now=visit.now)
    return see_other(f"/people/agencies/{agency_id}?done=revoked")


async def require_agency(session: Session, agency_id: UUID) -> Agency:
    """Fetch an agency. Raises `AgencyUnknown`."""
    agency = await agencies.agency(session, agency_id)
    if agency is None:
        raise AgencyUnknown("There is no such agency.")
    return agency


async def _require_new_name(session: Session, agency_id: UUID, name: str) -> None:
    """A form sent twice would otherwise leave a second token that nobody has seen."""
    in_use = {token.name for token in await accounts.tokens_of(session, agency_id) if not token.revoked_at}
    if " ".join(name.split()) in in_use:
        raise Invalid(
            "A token for this system is in use. Revoke it first, or use another name.", field="name"
        )


async def _issued(session: Session, visit: Visit, agency: Agency, form: TokenForm) -> str:
    await _require_new_name(session, agency.id, form.name)
    scopes = scopes_in(form.scopes)
    return await issue_token(
        session, agency_id=agency.id, name=form.name, scopes=scopes, by=visit.by, now=visit.now
    )


async def _token(session: Session, agency_id: UUID, token_id: UUID) -> tuple[Agency, ApiToken]:
    agency = await require_agency(session, agency_id)
    kept = next(
        (token for token in await accounts.tokens_of(session, agency_id) if token.id == token_id), None
    )
    if kept is None:
        raise TokenUnknown("There is no such token.")
    return agency, kept


def _refused(wrong: FormInvalid | Invalid, agency: Agency, posted: dict[str, object]) -> FormRefused:
    errors = wrong.errors if isinstance(wrong, FormInvalid) else {wrong.field or "": wrong.sentence}
    values = {name: str(value) for name, value in posted.items()}
    content = TokenPage(agency=agency, scopes=SCOPE_NAMES, values=values, errors=errors)
    return FormRefused("people/new_token.html", content, title="Issue a token")


ROUTES = [show_new_token, issue, show_revoke, revoke]
