"""Signed-in browsers. The cookie's token is random and kept as its hash; a sign-in always makes a new one."""

import secrets
from datetime import datetime
from uuid import UUID

from service.accounts import queries
from service.accounts.rows import Account, Actor, NewSignedIn
from service.accounts.rules import token_hash
from service.kit import audit
from service.kit.audit import Act, By
from service.kit.database import Session
from service.kit.ids import new_id

TOKEN_BYTES = 32


async def start_session(
    session: Session, *, account: Account, now: datetime, instead_of: str | None = None
) -> str:
    """Sign a checked account in and give the new token, ending the browser's old one."""
    if instead_of:
        await queries.end_session(session, token_hash(instead_of))
    token = secrets.token_urlsafe(TOKEN_BYTES)
    signed_in = NewSignedIn(
        id=new_id(), token_hash=token_hash(token), account_id=account.id, started_at=now, seen_at=now
    )
    await queries.add_session(session, signed_in)
    by = By(agency_id=account.agency_id, account_id=account.id)
    await audit.record(session, _act("signed in", account.id), by=by, now=now)
    return token


async def actor_of_session(
    session: Session, *, token: str, now: datetime, touch: bool = True
) -> Actor | None:
    """Say who a session's token belongs to, in one statement.

    None where it has ended: signed out, 30 minutes unused, 12 hours old, or the account disabled. Without `touch` being
    asked does not count as using it.
    """
    return await queries.session_actor(session, token_hash(token), now=now, touch=touch)


async def end_session(session: Session, *, token: str, now: datetime) -> None:
    """Sign a browser out; one that is signed out already stays so."""
    ended = await queries.end_session(session, token_hash(token))
    if ended is None:
        return
    account_id, agency_id = ended
    by = By(agency_id=agency_id, account_id=account_id)
    await audit.record(session, _act("signed out", account_id), by=by, now=now)


async def end_sessions_of(
    session: Session,
    *,
    account_id: UUID,
    by: By,
    now: datetime,
    only: UUID | None = None,
    keep: UUID | None = None,
) -> int:
    """End an account's sessions (`only` one, or all but `keep`) and say how many."""
    count = await queries.end_sessions(session, account_id, only=only, keep=keep)
    if count:
        act = Act(
            act="sessions ended", subject_kind="account", subject_id=account_id, detail={"count": count}
        )
        await audit.record(session, act, by=by, now=now)
    return count


def _act(act: str, account_id: UUID) -> Act:
    return Act(act=act, subject_kind="account", subject_id=account_id)
