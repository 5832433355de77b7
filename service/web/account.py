"""My account: what it holds, where it is signed in, its password and its second step."""

from dataclasses import dataclass, field, replace
from typing import Annotated, ClassVar
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import QueryParameter
from litestar.response import Redirect
from markupsafe import Markup

from service.accounts import queries as accounts
from service.accounts.operations import (
    begin_totp,
    change_password,
    check_password,
    confirm_totp,
    end_sessions_of,
    remove_totp,
    require_account,
)
from service.accounts.rows import Account, NewTotp, SignedIn
from service.accounts.rules import minutes_left
from service.kit.database import Session
from service.kit.errors import Conflict, DomainError, Invalid, TooMany
from service.kit.forms import Form, FormInvalid, asked, read_form
from service.web.client import client_of
from service.web.errors import FormRefused
from service.web.guards import SIGNED_IN
from service.web.matrix import ROLE_NAMES
from service.web.page import page, see_other
from service.web.qr_code import qr_code
from service.web.signin import AsTyped
from service.web.visit import PageRequest, Visit

BANNERS = {
    "password": "Your password is changed. Everywhere else you are signed out.",
    "sessions": "Everywhere else you are signed out.",
    "added": "Your second step is on. From now on you are asked for a code when you sign in.",
    "removed": "Your second step is off.",
}
NOT_IT = "This is not your password."
SAME = "This is the password you have now. Choose another."


@dataclass(frozen=True, kw_only=True)
class AccountPage:
    """Somebody's own account. `here` is the session that this very browser has."""

    account: Account
    agency: str
    role: str
    sessions: list[SignedIn]
    here: UUID | None


@dataclass(frozen=True, kw_only=True)
class PasswordPage:
    """The form for a new password. `email` is for password programs; `first`: the old one was handed over."""

    email: str
    first: bool = False
    errors: dict[str, str] = field(default_factory=dict)
    template: ClassVar[str] = "account/password.html"
    title: ClassVar[str] = "Change your password"


@dataclass(frozen=True, kw_only=True)
class SecondStepPage:
    """Turning a second step on, or off where it is on."""

    on: bool
    email: str
    errors: dict[str, str] = field(default_factory=dict)
    template: ClassVar[str] = "account/second_step.html"
    title: ClassVar[str] = "Second step"


@dataclass(frozen=True, kw_only=True)
class NewSecondStepPage:
    """Putting a second step into an app. `made` is there once: not where the first code was wrong."""

    made: NewTotp | None = None
    errors: dict[str, str] = field(default_factory=dict)
    template: ClassVar[str] = "account/new_second_step.html"
    title: ClassVar[str] = "Set up your app"

    @property
    def in_fours(self) -> str:
        """The secret as it is typed."""
        secret = self.made.secret if self.made else ""
        return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))

    @property
    def picture(self) -> Markup:
        """The secret as an app's camera reads it."""
        return qr_code(self.made.uri) if self.made else Markup()


class PasswordForm(Form):
    """The old password and the new one."""

    current: AsTyped = asked("Enter the password you have now")
    password: AsTyped = asked("Enter a new password")


class ProofForm(Form):
    """The password again, before something that decides how one signs in. `on`: what the page said it was."""

    current: AsTyped = asked("Enter your password")
    on: bool = False


class CodeForm(Form):
    """The first code of a new second step."""

    code: str = asked("Enter the code your authenticator app shows", max_length=20)


@get("/account", guards=[SIGNED_IN])
async def show_account(
    request: PageRequest,
    session: NamedDependency[Session],
    visit: NamedDependency[Visit],
    done: Annotated[str, QueryParameter(max_length=20)] = "",
) -> Response[str]:
    """My details and where I am signed in."""
    account = await require_account(session, account_id=visit.account_id)
    content = AccountPage(
        account=account,
        agency=visit.who.agency_name,
        role=ROLE_NAMES[account.role],
        sessions=await accounts.sessions_of(session, account.id, now=visit.now),
        here=visit.who.session_id,
    )
    return page(request, "account/account.html", content, title="My account", banner=BANNERS.get(done))


@post("/account/sessions", guards=[SIGNED_IN], status_code=200)
async def end_others(session: NamedDependency[Session], visit: NamedDependency[Visit]) -> Redirect:
    """Signs me out everywhere but here."""
    await end_sessions_of(
        session, account_id=visit.account_id, by=visit.by, now=visit.now, keep=visit.who.session_id
    )
    return see_other("/account?done=sessions")


@post("/account/stay-signed-in", guards=[SIGNED_IN], status_code=200)
async def stay_signed_in(visit: NamedDependency[Visit]) -> dict[str, int]:
    """For the warning before a session ends: being asked is what renews it. Says how many minutes there are now."""
    return {"minutes": minutes_left(visit.who.signed_in_at, now=visit.now)}


@get("/account/password", guards=[SIGNED_IN])
async def show_password(
    request: PageRequest, session: NamedDependency[Session], visit: NamedDependency[Visit]
) -> Response[str]:
    """The form for a new password."""
    content = _password_page(await require_account(session, account_id=visit.account_id))
    return page(request, content.template, content, title=content.title)


@post("/account/password", guards=[SIGNED_IN], status_code=200)
async def set_password(
    request: PageRequest, session: NamedDependency[Session], visit: NamedDependency[Visit]
) -> Response[str] | Redirect:
    """Proves the old password, then takes the new one."""
    account = await require_account(session, account_id=visit.account_id)
    content = _password_page(account)
    try:
        form = read_form(PasswordForm, dict(await request.form()), today=visit.today)
        if refusal := await _refusal(request, session, visit, account, form.current):
            return _again(request, content, refusal)
        if form.password == form.current:
            raise Invalid(SAME, field="password")
        await _change(session, visit, form.password)
    except (FormInvalid, Invalid) as wrong:
        raise _wrong(content, wrong) from None
    return see_other("/account?done=password")


@get("/account/second-step", guards=[SIGNED_IN])
async def show_second_step(
    request: PageRequest, session: NamedDependency[Session], visit: NamedDependency[Visit]
) -> Response[str]:
    """Turning it on, or off."""
    account = await require_account(session, account_id=visit.account_id)
    content = SecondStepPage(on=account.has_totp, email=account.email)
    return page(request, content.template, content, title=content.title)


@post("/account/second-step", guards=[SIGNED_IN], status_code=200)
async def change_second_step(
    request: PageRequest, session: NamedDependency[Session], visit: NamedDependency[Visit]
) -> Response[str] | Redirect:
    """Proves the password, then turns it off where it is on, or else makes one and shows it, this once."""
    account = await require_account(session, account_id=visit.account_id)
    content = SecondStepPage(on=account.has_totp, email=account.email)
    try:
        form = read_form(ProofForm, dict(await request.form()), today=visit.today)
    except FormInvalid as wrong:
        raise _wrong(content, wrong) from None
    if refusal := await _refusal(request, session, visit, account, form.current):
        return _again(request, content, refusal)
    if form.on != account.has_totp:
        raise Conflict("Your second step was changed meanwhile.")
    return await _turn_off(session, visit) if form.on else await _turn_on(request, session, visit)


@post("/account/second-step/code", guards=[SIGNED_IN], status_code=200)
async def confirm_second_step(
    request: PageRequest, session: NamedDependency[Session], visit: NamedDependency[Visit]
) -> Redirect:
    """The first code from the app: from now on it is asked for. What was shown is not shown again."""
    try:
        form = read_form(CodeForm, dict(await request.form()), today=visit.today)
        await confirm_totp(session, account_id=visit.account_id, code=form.code, by=visit.by, now=visit.now)
    except (FormInvalid, Invalid) as wrong:
        raise _wrong(NewSecondStepPage(), wrong) from None
    return see_other("/account?done=added")


def _password_page(account: Account) -> PasswordPage:
    return PasswordPage(email=account.email, first=account.password_to_change)


async def _turn_on(request: PageRequest, session: Session, visit: Visit) -> Response[str]:
    name = visit.settings.service_name
    made = await begin_totp(
        session, account_id=visit.account_id, service_name=name, by=visit.by, now=visit.now
    )
    content = NewSecondStepPage(made=made)
    return page(request, content.template, content, title=content.title)


async def _turn_off(session: Session, visit: Visit) -> Redirect:
    await remove_totp(session, account_id=visit.account_id, by=visit.by, now=visit.now)
    return see_other("/account?done=removed")


async def _refusal(
    request: PageRequest, session: Session, visit: Visit, account: Account, password: str
) -> DomainError | None:
    """Counted like an attempt to sign in. Whoever calls returns it and does not raise, so that it is kept."""
    checked = await check_password(
        session,
        email=account.email,
        password=password,
        client=client_of(request, visit.settings),
        secret=visit.settings.secret,
        now=visit.now,
    )
    return checked.refusal


async def _change(session: Session, visit: Visit, password: str) -> None:
    await change_password(
        session,
        account_id=visit.account_id,
        password=password,
        service_name=visit.settings.service_name,
        by=visit.by,
        now=visit.now,
        keep=visit.who.session_id,
    )


def _again(
    request: PageRequest, content: PasswordPage | SecondStepPage, refusal: DomainError
) -> Response[str]:
    said = refusal.sentence if isinstance(refusal, TooMany) else NOT_IT
    shown = replace(content, errors={"current": said})
    return page(request, content.template, shown, title=content.title, status=422)


def _wrong(
    content: PasswordPage | SecondStepPage | NewSecondStepPage, wrong: FormInvalid | Invalid
) -> FormRefused:
    errors = wrong.errors if isinstance(wrong, FormInvalid) else {wrong.field or "": wrong.sentence}
    return FormRefused(content.template, replace(content, errors=errors), title=content.title)


ROUTES = [
    show_account,
    end_others,
    stay_signed_in,
    show_password,
    set_password,
    show_second_step,
    change_second_step,
    confirm_second_step,
]
