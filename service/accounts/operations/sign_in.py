"""Checking who somebody is: a password, then (where the account has one) a code.

A refusal comes back as a value and is not raised. It has to be remembered (by the count that slows a guesser
down, and in the audit trail), and raising would roll back the transaction that remembers it. Whoever calls
commits first, then shows `Checked.refusal`, raising it if that suits.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from service.accounts import queries
from service.accounts.operations.passwords import NO_ACCOUNT, hash_password, is_password, needs_rehash
from service.accounts.operations.throttle import refusal_of, remember_failure
from service.accounts.rows import Account, Attempt, Credentials
from service.accounts.rules import (
    FAILURES_PER_CLIENT,
    FAILURES_PER_CODE,
    FAILURES_PER_EMAIL,
    client_network,
    fold_email,
    is_email,
    totp_step,
    tried,
)
from service.kit import audit
from service.kit.audit import Act, By
from service.kit.database import Session
from service.kit.errors import DomainError, Refused
from service.kit.ids import NOBODY


class SignInRefused(Refused):
    """Unknown email address, wrong password or disabled account: one answer for all three."""

    code = "sign_in_refused"

    def __init__(self) -> None:
        super().__init__("The email address or the password is not right. Check both and try again.")


class CodeRefused(Refused):
    """A wrong, old or used code; or an account that has none to check."""

    code = "code_refused"

    def __init__(self) -> None:
        sentence = "This code is not right, or was used before. Wait for the next one and enter that."
        super().__init__(sentence, field="code")


class Checked(msgspec.Struct, frozen=True):
    """Who it is, or why not: one of the two is there. See the module for why a refusal is not raised."""

    account: Account | None
    refusal: DomainError | None = None


async def check_password(
    session: Session, *, email: str, password: str, client: str, secret: str, now: datetime
) -> Checked:
    """Check an email address and a password given from the address `client`.

    `SignInRefused` does the same work whatever the reason: one argon2id, one failure remembered, one audit
    entry. The other refusal is `TooManyAttempts`. `secret` keys what failures are remembered by. An account
    with `has_totp` still has to pass `check_totp` before it gets a session.
    """
    email = fold_email(email)
    attempts = _attempts(email, client, secret)
    if refusal := await refusal_of(session, attempts=attempts, now=now):
        return Checked(None, refusal)
    account = await queries.account_with(session, email) if is_email(email) else None
    credentials = await queries.credentials(session, account.id) if account else None
    kept = credentials.password_hash if credentials else NO_ACCOUNT
    right = await is_password(password, kept)
    if account is None or account.disabled_at or not right:
        await _refuse(session, account, attempts, why="password", now=now)
        return Checked(None, SignInRefused())
    await queries.forget_failures(session, attempts[0].tried)
    if needs_rehash(kept):
        await queries.rehash_password(session, account.id, old=kept, new=await hash_password(password))
    return Checked(account)


def _attempts(email: str, client: str, secret: str) -> list[Attempt]:
    by_email = Attempt(tried=tried(secret, "email", email), allowed=FAILURES_PER_EMAIL)
    by_client = Attempt(tried=tried(secret, "client", client_network(client)), allowed=FAILURES_PER_CLIENT)
    return [by_email, by_client]


async def _refuse(
    session: Session, account: Account | None, attempts: Sequence[Attempt], *, why: str, now: datetime
) -> None:
    """Nobody knows who is at the keyboard, so the entry names no account as the one who acts."""
    await remember_failure(session, attempts=attempts, now=now)
    disabled = account is not None and account.disabled_at is not None
    act = Act(
        act="sign-in refused",
        subject_kind="account",
        subject_id=account.id if account else None,
        detail={"why": "disabled" if disabled else why},
    )
    await audit.record(session, act, by=By(agency_id=account.agency_id if account else NOBODY), now=now)


async def check_totp(session: Session, *, account_id: UUID, code: str, secret: str, now: datetime) -> Checked:
    """Check the code of an account's second factor, and use it up.

    Refusals: `CodeRefused`, `TooManyAttempts`; returned, like those of `check_password`.
    """
    attempts = [Attempt(tried=tried(secret, "code", str(account_id)), allowed=FAILURES_PER_CODE)]
    if refusal := await refusal_of(session, attempts=attempts, now=now):
        return Checked(None, refusal)
    account = await queries.account(session, account_id)
    credentials = await queries.credentials(session, account_id)
    right = account is not None and await _use_code(session, account.id, credentials, code, now)
    if account is None or account.disabled_at or not right:
        await _refuse(session, account, attempts, why="code", now=now)
        return Checked(None, CodeRefused())
    await queries.forget_failures(session, attempts[0].tried)
    return Checked(account)


async def _use_code(
    session: Session, account_id: UUID, credentials: Credentials | None, code: str, now: datetime
) -> bool:
    if credentials is None or credentials.totp_secret is None or credentials.totp_last_step is None:
        return False
    step = totp_step(credentials.totp_secret, code, last_step=credentials.totp_last_step, now=now)
    return step is not None and await queries.use_step(session, account_id, credentials.totp_secret, step)
