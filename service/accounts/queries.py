"""Statements about accounts, sessions, failed attempts, tokens and counted requests."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from service.accounts.rows import (
    ADVISERS,
    Account,
    Actor,
    ApiToken,
    Attempt,
    Credentials,
    FailedSignIn,
    NewAccount,
    NewApiToken,
    NewSignedIn,
    Role,
    SignedIn,
)
from service.accounts.rules import ABSOLUTE, FAILURE_WINDOW, IDLE, SEEN_EVERY, scopes_in
from service.accounts.tables import AccountTable, ApiTokenTable, FailedSignInTable, SignedInTable
from service.kit import database
from service.kit.database import Session

_ACCOUNT = """
select id, agency_id, role, name, email, totp_last_step is not null as has_totp, disabled_at, password_to_change
from account
"""
_BY_ID = f"{_ACCOUNT} where id = $1"
_BY_EMAIL = f"{_ACCOUNT} where email = $1"
_OF_AGENCY = f"{_ACCOUNT} where agency_id = $1 order by lower(name), id"
_WORKING = (
    f"{_ACCOUNT} where agency_id = $1 and role = any($2) and disabled_at is null order by lower(name), id"
)
_IN_ROLES = f"{_ACCOUNT} where role = any($1) and disabled_at is null order by id"
_CREDENTIALS = "select password_hash, totp_secret, totp_last_step from account where id = $1"
_REHASH = "update account set password_hash = $3 where id = $1 and password_hash = $2"
_SET_PASSWORD = """
update account set password_hash = $2, password_to_change = $3 where id = $1
"""  # noqa: S105 - a statement
_DISABLE = "update account set disabled_at = $2 where id = $1 and disabled_at is null"
_ENABLE = "update account set disabled_at = null where id = $1 and disabled_at is not null"

# A second factor counts from its first right code on: until then totp_last_step is null.
_BEGIN_TOTP = "update account set totp_secret = $2 where id = $1 and totp_last_step is null"
_CONFIRM_TOTP = """
update account set totp_last_step = $3 where id = $1 and totp_secret = $2 and totp_last_step is null
"""
_USE_STEP = (
    "update account set totp_last_step = $3 where id = $1 and totp_secret = $2 and totp_last_step < $3"
)
_REMOVE_TOTP = """
update account set totp_secret = null, totp_last_step = null where id = $1 and totp_secret is not null
"""

# When the failure that uses up each allowance was made. None: all are let through.
_BLOCKING = """
select max(last.at) from unnest($1::bytea[], $2::int[]) as asked (tried, allowed)
cross join lateral (
    select at from failed_sign_in f where f.tried = asked.tried and f.at > $3
    order by at desc offset asked.allowed - 1 limit 1
) as last
"""
_ONE_AT_A_TIME = "select pg_advisory_xact_lock($1)"
_FORGET = "delete from failed_sign_in where tried = $1"
_FORGET_OLD_FAILURES = "delete from failed_sign_in where at <= $1"

# `skip locked`: another request of the same browser need not wait for the first, which writes it already.
_SESSION_ACTOR = """
with found as (
    select s.id as session_id, s.started_at as signed_in_at, a.id as account_id, a.name, a.role, a.agency_id,
           a.password_to_change, g.name as agency_name, g.kind as agency_kind
    from signed_in s join account a on a.id = s.account_id join agency g on g.id = a.agency_id
    where s.token_hash = $1 and s.seen_at > $3 and s.started_at > $4 and a.disabled_at is null
), seen as (
    update signed_in set seen_at = $2 where id = (
        select s.id from signed_in s join found on s.id = found.session_id
        where s.seen_at < $5 for update of s skip locked)
)
select * from found
"""
_END_SESSION = """
delete from signed_in s using account a where a.id = s.account_id and s.token_hash = $1
returning a.id, a.agency_id
"""
_END_SESSIONS = """
delete from signed_in
where account_id = $1 and ($2::uuid is null or id = $2) and ($3::uuid is null or id <> $3)
"""
_SESSIONS = """
select id, started_at, seen_at from signed_in
where account_id = $1 and seen_at > $2 and started_at > $3 order by seen_at desc, id
"""
_FORGET_ENDED_SESSIONS = "delete from signed_in where seen_at <= $1 or started_at <= $2"

_TOKENS = """
select id, agency_id, name, scopes, created_at, created_by, used_at, revoked_at from api_token
where agency_id = $1 order by created_at desc, id
"""
_REVOKE = "update api_token set revoked_at = $2 where id = $1 and revoked_at is null"
_TOKEN_KNOWN = "select exists (select from api_token where id = $1)"  # noqa: S105 - a statement
_SYSTEM_ACTOR = """
with found as (
    select t.id as token_id, t.name, t.scopes, t.agency_id, g.name as agency_name, g.kind as agency_kind
    from api_token t join agency g on g.id = t.agency_id where t.token_hash = $1 and t.revoked_at is null
), seen as (
    update api_token set used_at = $2 where id = (
        select t.id from api_token t join found on t.id = found.token_id
        where t.used_at is null or t.used_at < $3 for update of t skip locked)
)
select * from found
"""

_COUNT = """
insert into request_count as c (key, window_at, count) select key, $2, 1 from unnest($1::text[]) as key
on conflict (key, window_at) do update set count = c.count + 1 returning key, count
"""
_FORGET_REQUESTS = "delete from request_count where window_at < $1"


async def account(session: Session, account_id: UUID) -> Account | None:
    """Fetch one account."""
    return await database.struct(session, Account, _BY_ID, account_id)


async def account_with(session: Session, email: str) -> Account | None:
    """Fetch the account of a folded email address."""
    return await database.struct(session, Account, _BY_EMAIL, email)


async def accounts_of(session: Session, agency_id: UUID) -> list[Account]:
    """List an agency's accounts by name, disabled ones too."""
    return await database.structs(session, Account, _OF_AGENCY, agency_id)


async def advisers_of(session: Session, agency_id: UUID) -> list[Account]:
    """List the advisers an agency has at work, by name."""
    return await database.structs(session, Account, _WORKING, agency_id, sorted(ADVISERS))


async def accounts_with_roles(session: Session, roles: Iterable[Role]) -> list[Account]:
    """List everybody at work in these roles, in every agency."""
    return await database.structs(session, Account, _IN_ROLES, sorted(roles))


async def credentials(session: Session, account_id: UUID) -> Credentials | None:
    """Fetch what an account proves itself with."""
    return await database.struct(session, Credentials, _CREDENTIALS, account_id)


async def add_account(session: Session, added: NewAccount) -> None:
    """Add an account."""
    await database.insert(session, AccountTable, [added])


async def rehash_password(session: Session, account_id: UUID, *, old: str, new: str) -> None:
    """Keep a stronger hash of the same password, unless the password changed meanwhile."""
    await database.execute(session, _REHASH, account_id, old, new)


async def set_password(
    session: Session, account_id: UUID, password_hash: str, *, to_change: bool = False
) -> bool:
    """Keep a new password; False where there is no such account."""
    return await database.execute(session, _SET_PASSWORD, account_id, password_hash, to_change) == 1


async def disable(session: Session, account_id: UUID, *, at: datetime) -> bool:
    """Disable an account; False where it is disabled, or there is none."""
    return await database.execute(session, _DISABLE, account_id, at) == 1


async def enable(session: Session, account_id: UUID) -> bool:
    """Let an account sign in again; False where it may, or there is none."""
    return await database.execute(session, _ENABLE, account_id) == 1


async def begin_totp(session: Session, account_id: UUID, totp_secret: str) -> bool:
    """Keep a second factor to be confirmed; False where one is confirmed already."""
    return await database.execute(session, _BEGIN_TOTP, account_id, totp_secret) == 1


async def confirm_totp(session: Session, account_id: UUID, totp_secret: str, step: int) -> bool:
    """Make the second factor count; False where it was confirmed or replaced meanwhile."""
    return await database.execute(session, _CONFIRM_TOTP, account_id, totp_secret, step) == 1


async def use_step(session: Session, account_id: UUID, totp_secret: str, step: int) -> bool:
    """Use a step up; False where it, or a later one, is used already."""
    return await database.execute(session, _USE_STEP, account_id, totp_secret, step) == 1


async def remove_totp(session: Session, account_id: UUID) -> bool:
    """Take the second factor away; False where there is none."""
    return await database.execute(session, _REMOVE_TOTP, account_id) == 1


async def one_at_a_time(session: Session, tried: bytes) -> None:
    """Make other attempts on the same thing wait, so that none slips past the count."""
    await database.execute(session, _ONE_AT_A_TIME, int.from_bytes(tried[:8], signed=True))


async def blocking_failure(
    session: Session, attempts: Sequence[Attempt], *, now: datetime
) -> datetime | None:
    """Say when the failure was made that leaves no attempt over, or None."""
    names, allowed = [attempt.tried for attempt in attempts], [attempt.allowed for attempt in attempts]
    found: datetime | None = await database.value(session, _BLOCKING, names, allowed, now - FAILURE_WINDOW)
    return found


async def add_failures(session: Session, added: Sequence[FailedSignIn]) -> None:
    """Remember failures."""
    await database.insert(session, FailedSignInTable, added)


async def forget_failures(session: Session, tried: bytes) -> None:
    """Forget the failures on one thing."""
    await database.execute(session, _FORGET, tried)


async def forget_old_failures(session: Session, *, now: datetime) -> int:
    """Forget the failures that no longer count."""
    return await database.execute(session, _FORGET_OLD_FAILURES, now - FAILURE_WINDOW)


async def add_session(session: Session, added: NewSignedIn) -> None:
    """Add a signed-in browser."""
    await database.insert(session, SignedInTable, [added])


async def session_actor(
    session: Session, token_hash: bytes, *, now: datetime, touch: bool = True
) -> Actor | None:
    """Fetch whose session this is, noting at most once a minute that it was used; without `touch` not at all."""
    limits = (now - IDLE, now - ABSOLUTE, now - SEEN_EVERY if touch else now - ABSOLUTE)
    return await database.struct(session, Actor, _SESSION_ACTOR, token_hash, now, *limits)


async def end_session(session: Session, token_hash: bytes) -> tuple[UUID, UUID] | None:
    """End a session and name its account and agency, or None where there was none."""
    found = await database.row(session, _END_SESSION, token_hash)
    return (found["id"], found["agency_id"]) if found else None


async def end_sessions(session: Session, account_id: UUID, *, only: UUID | None, keep: UUID | None) -> int:
    """End an account's sessions, one of them, or all but one, and count them."""
    return await database.execute(session, _END_SESSIONS, account_id, only, keep)


async def sessions_of(session: Session, account_id: UUID, *, now: datetime) -> list[SignedIn]:
    """List an account's living sessions, the last used first."""
    return await database.structs(session, SignedIn, _SESSIONS, account_id, now - IDLE, now - ABSOLUTE)


async def forget_ended_sessions(session: Session, *, now: datetime) -> int:
    """Forget the sessions that have run out."""
    return await database.execute(session, _FORGET_ENDED_SESSIONS, now - IDLE, now - ABSOLUTE)


async def add_token(session: Session, added: NewApiToken) -> None:
    """Add an agency's token."""
    await database.insert(session, ApiTokenTable, [added])


async def token_actor(session: Session, token_hash: bytes, *, now: datetime) -> Actor | None:
    """Say whose system's token this is, noting at most once a minute that it is used."""
    found = await database.row(session, _SYSTEM_ACTOR, token_hash, now, now - SEEN_EVERY)
    return msgspec.convert({**found, "scopes": scopes_in(found["scopes"])}, Actor) if found else None


async def tokens_of(session: Session, agency_id: UUID) -> list[ApiToken]:
    """List an agency's tokens, the newest first, revoked ones too."""
    return await database.structs(session, ApiToken, _TOKENS, agency_id)


async def revoke_token(session: Session, token_id: UUID, *, at: datetime) -> bool:
    """Revoke a token; False where it is revoked, or there is none."""
    return await database.execute(session, _REVOKE, token_id, at) == 1


async def token_known(session: Session, token_id: UUID) -> bool:
    """Say whether there is such a token."""
    return bool(await database.value(session, _TOKEN_KNOWN, token_id))


async def count_request(session: Session, keys: list[str], *, window_at: datetime) -> dict[str, int]:
    """Count one more request of each key in a window, and say how many there were.

    Give the keys in one order always: two requests that take them crosswise would wait for each other.
    """
    return {found["key"]: found["count"] for found in await database.rows(session, _COUNT, keys, window_at)}


async def forget_requests(session: Session, *, before: datetime) -> int:
    """Forget windows that began before `before`."""
    return await database.execute(session, _FORGET_REQUESTS, before)
