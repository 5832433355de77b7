"""One person's account, as an administrator sees it: taking it away and back, a new password, a lost phone."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from litestar.response import Redirect

from service.accounts import queries as accounts
from service.accounts.operations import (
    OwnAccount,
    change_password,
    disable_account,
    enable_account,
    remove_totp,
    require_account,
)
from service.accounts.rows import Account, Role
from service.agencies import queries as agencies
from service.kit.database import Session
from service.kit.errors import NotFound
from service.web.guards import requires
from service.web.matrix import ROLE_NAMES
from service.web.page import page, see_other
from service.web.people import FirstPasswordPage, first_password
from service.web.visit import PageRequest, Visit


@dataclass(frozen=True, kw_only=True)
class PersonPage:
    """One account. `own`: it is the administrator's own. `signed_in`: in how many browsers."""

    account: Account
    agency: str
    role: str
    signed_in: int
    own: bool


@dataclass(frozen=True, kw_only=True)
class Change:
    """Something an administrator may do to somebody's account, said before and after it is done."""

    question: str
    means: str
    button: str
    done: str
    warning: bool = True


@dataclass(frozen=True, kw_only=True)
class ConfirmPage:
    """Asks once more before a change."""

    account: Account
    change: Change
    act: str


CHANGES = {
    "disable": Change(
        question="Disable this account?",
        means="They are signed out everywhere at once and cannot sign in. What they recorded stays. "
        "You can enable the account again.",
        button="Disable the account",
        done="The account is disabled.",
    ),
    "enable": Change(
        question="Enable this account?",
        means="They can sign in again with the password they had.",
        button="Enable the account",
        done="The account is enabled.",
        warning=False,
    ),
    "password": Change(
        question="Give a new password?",
        means="Their password stops working and they are signed out everywhere. You get a new one to hand over. "
        "Be sure that it is they who ask: speak to them, or to somebody who knows them.",
        button="Give a new password",
        done="The password is changed.",
    ),
    "second-step": Change(
        question="Take the second step off?",
        means="Their password alone signs them in until they set a second step up again. "
        "Be sure that it is they who ask: speak to them, or to somebody who knows them.",
        button="Take it off",
        done="The second step is off.",
    ),
}
Act = Callable[..., Awaitable[None]]
_ACTS: dict[str, Act] = {"disable": disable_account, "enable": enable_account, "second-step": remove_totp}


class ChangeUnknown(NotFound):
    """No such change."""


@get("/people/{account_id:uuid}", guards=[requires(Role.ADMINISTRATOR)])
async def show_person(
    request: PageRequest,
    account_id: FromPath[UUID],
    session: NamedDependency[Session],
    visit: NamedDependency[Visit],
    done: Annotated[str, QueryParameter(max_length=20)] = "",
) -> Response[str]:
    """One account and what may be done about it."""
    account = await require_account(session, account_id=account_id)
    agency = await agencies.agency(session, account.agency_id)
    content = PersonPage(
        account=account,
        agency=agency.name if agency else "not known",
        role=ROLE_NAMES[account.role],
        signed_in=len(await accounts.sessions_of(session, account_id, now=visit.now)),
        own=account_id == visit.account_id,
    )
    banner = CHANGES[done].done if done in CHANGES else None
    return page(request, "people/person.html", content, title=account.name, banner=banner)


@get("/people/{account_id:uuid}/{act:str}", guards=[requires(Role.ADMINISTRATOR)])
async def show_confirm(
    request: PageRequest,
    account_id: FromPath[UUID],
    act: FromPath[str],
    session: NamedDependency[Session],
    visit: NamedDependency[Visit],
) -> Response[str]:
    """Asks once more."""
    change = _change(act, account_id, visit)
    account = await require_account(session, account_id=account_id)
    content = ConfirmPage(account=account, change=change, act=act)
    return page(request, "people/confirm.html", content, title=change.question)


@post("/people/{account_id:uuid}/{act:str}", guards=[requires(Role.ADMINISTRATOR)], status_code=200)
async def change_account(
    request: PageRequest,
    account_id: FromPath[UUID],
    act: FromPath[str],
    session: NamedDependency[Session],
    visit: NamedDependency[Visit],
) -> Response[str] | Redirect:
    """Does it. A new password is shown on the answer itself, this once."""
    _change(act, account_id, visit)
    if act == "password":
        return await _give_password(request, session, visit, account_id)
    await _ACTS[act](session, account_id=account_id, by=visit.by, now=visit.now)
    return see_other(f"/people/{account_id}?done={act}")


async def _give_password(
    request: PageRequest, session: Session, visit: Visit, account_id: UUID
) -> Response[str]:
    account, password = await require_account(session, account_id=account_id), first_password()
    name = visit.settings.service_name
    await change_password(
        session, account_id=account_id, password=password, service_name=name, by=visit.by, now=visit.now
    )
    shown = FirstPasswordPage(account=account, password=password, new=False)
    return page(request, "people/first_password.html", shown, title="The password is changed")


def _change(act: str, account_id: UUID, visit: Visit) -> Change:
    if act not in CHANGES:
        raise ChangeUnknown("There is no such page.")
    if account_id == visit.account_id:
        raise OwnAccount("You change your own account under your name, at the top of the page.")
    return CHANGES[act]


ROUTES = [show_person, show_confirm, change_account]
