"""Adding a second factor to an account, and taking it away. Checking one is part of signing in."""

from datetime import datetime
from uuid import UUID

import pyotp

from service.accounts import queries
from service.accounts.operations.people import require_account
from service.accounts.rows import NewTotp
from service.accounts.rules import totp_step, totp_uri
from service.kit import audit
from service.kit.audit import Act, By
from service.kit.database import Session
from service.kit.errors import Conflict, Invalid


class TotpOn(Conflict):
    """The account has a second factor already."""

    code = "totp_on"


class TotpOff(Conflict):
    """The account has no second factor, or none waiting to be confirmed."""

    code = "totp_off"


async def begin_totp(
    session: Session, *, account_id: UUID, service_name: str, by: By, now: datetime
) -> NewTotp:
    """Make a second factor that counts once `confirm_totp` has seen its first code.

    Beginning again replaces one that is not confirmed. Raises `TotpOn` and `AccountUnknown`.
    """
    account = await require_account(session, account_id=account_id)
    made = pyotp.random_base32()
    if not await queries.begin_totp(session, account_id, made):
        raise TotpOn("This account has a second factor. Remove it before you add another.")
    await audit.record(session, _act("second factor begun", account_id), by=by, now=now)
    return NewTotp(made, totp_uri(made, email=account.email, service_name=service_name))


async def confirm_totp(session: Session, *, account_id: UUID, code: str, by: By, now: datetime) -> None:
    """Make a begun second factor count. Raises `TotpOff` and (wrong code) `Invalid`."""
    credentials = await queries.credentials(session, account_id)
    if credentials is None or credentials.totp_secret is None or credentials.totp_last_step is not None:
        raise TotpOff("There is no second factor waiting to be confirmed. Begin again.")
    step = totp_step(credentials.totp_secret, code, last_step=None, now=now)
    if step is None:
        raise Invalid("This code is not right. Enter the six digits you see now.", field="code")
    if not await queries.confirm_totp(session, account_id, credentials.totp_secret, step):
        raise TotpOff("This second factor was replaced meanwhile. Begin again.")
    await audit.record(session, _act("second factor added", account_id), by=by, now=now)


async def remove_totp(session: Session, *, account_id: UUID, by: By, now: datetime) -> None:
    """Take the second factor away, confirmed or begun. Raises `TotpOff`."""
    if not await queries.remove_totp(session, account_id):
        raise TotpOff("This account has no second factor.")
    await audit.record(session, _act("second factor removed", account_id), by=by, now=now)


def _act(act: str, account_id: UUID) -> Act:
    return Act(act=act, subject_kind="account", subject_id=account_id)
