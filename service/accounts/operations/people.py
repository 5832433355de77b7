"""Giving people accounts, and taking them away. Who may do so is the guards' to decide."""

from datetime import datetime
from uuid import UUID

from service.accounts import queries
from service.accounts.operations.passwords import hash_password, require_good_password
from service.accounts.operations.sessions import end_sessions_of
from service.accounts.rows import Account, NewAccount, Person
from service.accounts.rules import fold_email, is_email
from service.kit import audit
from service.kit.audit import Act, By
from service.kit.database import Session, expect_unique
from service.kit.errors import Conflict, Invalid, NotFound, Refused
from service.kit.ids import new_id

NAME_LENGTH = 100


class AccountUnknown(NotFound):
    """No such account."""

    code = "account_unknown"

    def __init__(self) -> None:
        super().__init__("There is no such account.")


class EmailTaken(Conflict):
    """Another account signs in with this email address."""

    code = "email_taken"


class OwnAccount(Refused):
    """Nobody locks themselves out."""

    code = "own_account"


async def add_account(
    session: Session,
    *,
    person: Person,
    password: str,
    service_name: str,
    by: By,
    now: datetime,
    to_change: bool = False,
) -> Account:
    """Give somebody an account. Raises `Invalid` and `EmailTaken`, naming the field.

    `to_change`: whoever makes the account knows the password, so it has to be changed at the first sign-in.
    """
    name, email = _name(person.name), _email(person.email)
    require_good_password(password, email=email, service_name=service_name)
    added = NewAccount(
        id=new_id(),
        agency_id=person.agency_id,
        role=person.role,
        name=name,
        email=email,
        password_hash=await hash_password(password),
        created_at=now,
        password_to_change=to_change,
    )
    taken = EmailTaken("Somebody has an account with this email address. Use another.", field="email")
    async with expect_unique("uq_account_email", taken):
        await queries.add_account(session, added)
    detail = {"role": added.role, "agency": str(added.agency_id)}
    act = Act(act="account added", subject_kind="account", subject_id=added.id, detail=detail)
    await audit.record(session, act, by=by, now=now)
    return Account(
        id=added.id,
        agency_id=added.agency_id,
        role=added.role,
        name=name,
        email=email,
        password_to_change=to_change,
    )


def _name(text: str) -> str:
    name = " ".join(text.split())
    if not name or len(name) > NAME_LENGTH or not name.isprintable():
        raise Invalid(f"Enter a full name of {NAME_LENGTH} characters or fewer.", field="name")
    return name


def _email(text: str) -> str:
    email = fold_email(text)
    if not is_email(email):
        raise Invalid("Enter an email address in the correct format, like name@example.com.", field="email")
    return email


async def require_account(session: Session, *, account_id: UUID) -> Account:
    """Fetch an account. Raises `AccountUnknown`."""
    account = await queries.account(session, account_id)
    if account is None:
        raise AccountUnknown
    return account


async def disable_account(session: Session, *, account_id: UUID, by: By, now: datetime) -> None:
    """Disable an account and end its sessions at once; a disabled one stays so.

    Raises `AccountUnknown`, and `OwnAccount` for one's own.
    """
    await require_account(session, account_id=account_id)
    if account_id == by.account_id:
        raise OwnAccount("You cannot disable your own account. Ask another administrator.")
    if not await queries.disable(session, account_id, at=now):
        return
    await end_sessions_of(session, account_id=account_id, by=by, now=now)
    await audit.record(session, _act("account disabled", account_id), by=by, now=now)


async def enable_account(session: Session, *, account_id: UUID, by: By, now: datetime) -> None:
    """Let a disabled account sign in again, anew. Raises `AccountUnknown`."""
    await require_account(session, account_id=account_id)
    if not await queries.enable(session, account_id):
        return
    # A session begun while the account was being disabled must not come to life again.
    await end_sessions_of(session, account_id=account_id, by=by, now=now)
    await audit.record(session, _act("account enabled", account_id), by=by, now=now)


async def change_password(
    session: Session,
    *,
    account_id: UUID,
    password: str,
    service_name: str,
    by: By,
    now: datetime,
    keep: UUID | None = None,
) -> None:
    """Give an account a new password and end its other sessions (all, or all but `keep`).

    Somebody changing their own proves the old one first, by `check_password`; one that somebody else gives has to
    be changed at the next sign-in. Raises `AccountUnknown` and `Invalid`.
    """
    account = await require_account(session, account_id=account_id)
    require_good_password(password, email=account.email, service_name=service_name)
    kept = await hash_password(password)
    await queries.set_password(session, account_id, kept, to_change=account_id != by.account_id)
    await end_sessions_of(session, account_id=account_id, by=by, now=now, keep=keep)
    await audit.record(session, _act("password changed", account_id), by=by, now=now)


def _act(act: str, account_id: UUID) -> Act:
    return Act(act=act, subject_kind="account", subject_id=account_id)
