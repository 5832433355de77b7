"""Signing in, by a password and where the account has one by a code, and signing out."""

from dataclasses import dataclass, field
from typing import Annotated, ClassVar, TypeVar
from urllib.parse import urlencode
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import QueryParameter
from litestar.response import Redirect
from pydantic import StringConstraints

from service.accounts.operations import check_password, check_totp, end_session, start_session
from service.accounts.rows import Account
from service.kit.database import Session
from service.kit.errors import DomainError
from service.kit.forms import Form, FormInvalid, asked, read_form
from service.settings import Settings
from service.web.authentication import session_cookie, session_token
from service.web.client import client_of
from service.web.errors import FormRefused, form_again
from service.web.guards import PUBLIC
from service.web.navigation import home_of
from service.web.page import page, see_other
from service.web.second_step import account_waiting, cookie_name, second_step_cookie
from service.web.visit import PageRequest, Visit

OVER = "This took longer than 5 minutes. Sign in again."

After = Annotated[str, QueryParameter(name="next", max_length=500)]
AsTyped = Annotated[str, StringConstraints(strip_whitespace=False)]


@dataclass(frozen=True, kw_only=True)
class SignInPage:
    """The form for email address and password, or the one for the code."""

    after: str
    email: str = ""
    errors: dict[str, str] = field(default_factory=dict)


class SignInForm(Form):
    """Who somebody says they are. A password is taken as it is typed, spaces and all."""

    email: str = asked("Enter your email address", max_length=254)
    password: AsTyped = asked("Enter your password")
    next: str = ""
    template: ClassVar[str] = "signin/sign_in.html"
    title: ClassVar[str] = "Sign in"


class CodeForm(Form):
    """The six digits an authenticator shows."""

    code: str = asked("Enter the code from your authenticator app", max_length=20)
    next: str = ""
    template: ClassVar[str] = "signin/code.html"
    title: ClassVar[str] = "Enter your code"


def own_path(text: str) -> str:
    """Give a path of this service to go on to, or "" for whatever else was asked for.

    Browsers read `//host`, `/\\host` and addresses with tabs or line ends in them as other hosts.
    """
    plain = text.isascii() and text.isprintable() and "\\" not in text and " " not in text
    return text if plain and text.startswith("/") and not text.startswith("//") and len(text) <= 500 else ""


@get("/sign-in", guards=[PUBLIC])
async def show_sign_in(
    request: PageRequest, visit: NamedDependency[Visit], after: After = ""
) -> Response[str] | Redirect:
    """The form; somebody signed in already goes on."""
    if visit.actor is not None:
        return see_other(own_path(after) or home_of(visit.actor))
    return page(request, SignInForm.template, SignInPage(after=own_path(after)), title=SignInForm.title)


@post("/sign-in", guards=[PUBLIC], status_code=200)
async def sign_in(
    request: PageRequest, session: NamedDependency[Session], visit: NamedDependency[Visit]
) -> Response[str] | Redirect:
    """Returns a refusal, never raises it: it has to be remembered, and raising would roll that back."""
    settings, form = visit.settings, await _read(SignInForm, request, visit)
    checked = await check_password(
        session,
        email=form.email,
        password=form.password,
        client=client_of(request, settings),
        secret=settings.secret,
        now=visit.now,
    )
    if checked.account is None:
        return _refused(request, form, checked.refusal)
    if checked.account.has_totp:
        onward = see_other(_with_next("/sign-in/code", form.next))
        onward.set_cookie(second_step_cookie(checked.account.id, settings, now=visit.now))
        return onward
    return await _let_in(request, session, visit, checked.account, form.next)


@get("/sign-in/code", guards=[PUBLIC])
async def show_code(
    request: PageRequest, visit: NamedDependency[Visit], after: After = ""
) -> Response[str] | Redirect:
    """The second form, for whoever has given a right password in the last five minutes."""
    waiting = _waiting(request, visit)
    if waiting is None:
        return see_other(_with_next("/sign-in", after))
    return page(request, CodeForm.template, SignInPage(after=own_path(after)), title=CodeForm.title)


@post("/sign-in/code", guards=[PUBLIC], status_code=200)
async def enter_code(
    request: PageRequest, session: NamedDependency[Session], visit: NamedDependency[Visit]
) -> Response[str] | Redirect:
    """The code of whoever gave the password; refusals are returned, as in `sign_in`."""
    waiting, form = _waiting(request, visit), await _read(CodeForm, request, visit)
    if waiting is None:
        content = SignInPage(after=own_path(form.next), errors={"email": OVER})
        raise FormRefused(SignInForm.template, content, title=SignInForm.title)
    checked = await check_totp(
        session, account_id=waiting, code=form.code, secret=visit.settings.secret, now=visit.now
    )
    if checked.account is None:
        return _refused(request, form, checked.refusal)
    return await _let_in(request, session, visit, checked.account, form.next)


@post("/sign-out", guards=[PUBLIC], status_code=200)
async def sign_out(
    request: PageRequest, session: NamedDependency[Session], visit: NamedDependency[Visit]
) -> Redirect:
    """Ends the session here as well as in the browser: a copy of its cookie is worth nothing.

    The warning before a session ends sends `next` when nobody answers, so that signing in leads back.
    """
    token = _token(request, visit.settings)
    if token:
        await end_session(session, token=token, now=visit.now)
    after = own_path(str((await request.form()).get("next", "")))
    away = see_other(_with_next("/sign-in", after) if after else "/?done=signed-out")
    away.set_cookie(session_cookie("", visit.settings))
    return away


FormType = TypeVar("FormType", SignInForm, CodeForm)


async def _read(kind: type[FormType], request: PageRequest, visit: Visit) -> FormType:
    try:
        return read_form(kind, dict(await request.form()), today=visit.today)
    except FormInvalid as wrong:
        after, email = own_path(wrong.values.get("next", "")), wrong.values.get("email", "")
        content = SignInPage(after=after, email=email, errors=wrong.errors)
        raise FormRefused(kind.template, content, title=kind.title) from None


def _refused(request: PageRequest, form: SignInForm | CodeForm, refusal: DomainError | None) -> Response[str]:
    """One sentence, whatever the reason, beside the first field."""
    if refusal is None:
        raise AssertionError("whoever was not let in was refused")
    email = form.email if isinstance(form, SignInForm) else ""
    first = "email" if isinstance(form, SignInForm) else "code"
    content = SignInPage(after=own_path(form.next), email=email, errors={first: refusal.sentence})
    return form_again(request, form.template, content, title=form.title, refusal=refusal)


async def _let_in(
    request: PageRequest, session: Session, visit: Visit, account: Account, after: str
) -> Redirect:
    """A new token each time, and the browser's old one ends: nobody can plant one beforehand."""
    token = await start_session(
        session, account=account, now=visit.now, instead_of=_token(request, visit.settings)
    )
    onward = see_other(own_path(after) or "/")
    onward.set_cookie(session_cookie(token, visit.settings))
    onward.set_cookie(second_step_cookie(None, visit.settings, now=visit.now))
    return onward


def _waiting(request: PageRequest, visit: Visit) -> UUID | None:
    held = request.cookies.get(cookie_name(visit.settings))
    return account_waiting(held, visit.settings, now=visit.now)


def _token(request: PageRequest, settings: Settings) -> str | None:
    return session_token(request.headers.get("cookie", ""), settings)


def _with_next(path: str, after: str) -> str:
    onward = own_path(after)
    return f"{path}?{urlencode({'next': onward})}" if onward else path


ROUTES = [show_sign_in, sign_in, show_code, enter_code, sign_out]
