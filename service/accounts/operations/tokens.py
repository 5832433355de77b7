"""Tokens of agencies' systems: shown once, kept as a hash, of few scopes, revocable."""

import secrets
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from service.accounts import queries
from service.accounts.rows import Actor, NewApiToken, TokenScope
from service.accounts.rules import TOKEN_PREFIX, scopes_text, token_hash
from service.kit import audit
from service.kit.audit import Act, By
from service.kit.database import Session
from service.kit.errors import Invalid, NotFound
from service.kit.ids import new_id

TOKEN_BYTES = 32
NAME_LENGTH = 100


class TokenUnknown(NotFound):
    """No such token."""

    code = "token_unknown"


async def issue_token(
    session: Session, *, agency_id: UUID, name: str, scopes: Iterable[TokenScope], by: By, now: datetime
) -> str:
    """Make a token for an agency's system and give it, this once. Raises `Invalid`."""
    name, kept_scopes = " ".join(name.split()), scopes_text(scopes)
    if not name or len(name) > NAME_LENGTH or not name.isprintable():
        raise Invalid(f"Name the system it is for, in {NAME_LENGTH} characters or fewer.", field="name")
    if not kept_scopes:
        raise Invalid("Choose at least one thing the token may be used for.", field="scopes")
    token = TOKEN_PREFIX + secrets.token_urlsafe(TOKEN_BYTES)
    added = NewApiToken(
        id=new_id(),
        agency_id=agency_id,
        name=name,
        token_hash=token_hash(token),
        scopes=kept_scopes,
        created_at=now,
        created_by=by.account_id,
    )
    await queries.add_token(session, added)
    detail = {"scopes": kept_scopes, "agency": str(agency_id)}
    act = Act(act="token issued", subject_kind="token", subject_id=added.id, detail=detail)
    await audit.record(session, act, by=by, now=now)
    return token


async def actor_of_token(session: Session, *, token: str, now: datetime) -> Actor | None:
    """Say whose system a token belongs to, in one statement; None where it is revoked."""
    return await queries.token_actor(session, token_hash(token), now=now)


async def revoke_token(session: Session, *, token_id: UUID, by: By, now: datetime) -> None:
    """End a token for good; a revoked one stays so. Raises `TokenUnknown`."""
    if await queries.revoke_token(session, token_id, at=now):
        act = Act(act="token revoked", subject_kind="token", subject_id=token_id)
        await audit.record(session, act, by=by, now=now)
    elif not await queries.token_known(session, token_id):
        raise TokenUnknown("There is no such token.")
