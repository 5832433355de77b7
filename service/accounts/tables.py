"""Rows of accounts, sessions, failed attempts and tokens. Secrets are hashes, but for the second factor's."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import SQLModel

from service.accounts.rows import Role
from service.kit.columns import Privacy, column


class AccountTable(SQLModel, table=True):
    """Someone who may sign in."""

    __tablename__ = "account"
    __table_args__ = (
        sa.UniqueConstraint("email"),
        sa.CheckConstraint("email = lower(email)", name="email_is_lower_case"),
        sa.Index("ix_account_agency_id", "agency_id"),
    )

    id: UUID = column(Privacy.STAFF, primary_key=True)
    agency_id: UUID = column(Privacy.STAFF)
    role: Role = column(Privacy.STAFF, choices=Role)
    name: str = column(Privacy.STAFF, text=True)
    email: str = column(Privacy.STAFF, text=True)
    password_hash: str = column(Privacy.SECRET, text=True)
    totp_secret: str | None = column(Privacy.SECRET, default=None, text=True)
    totp_last_step: int | None = column(Privacy.SECRET, default=None, sa_type=sa.BigInteger)
    created_at: datetime = column(Privacy.STAFF)
    disabled_at: datetime | None = column(Privacy.STAFF, default=None)
    password_to_change: bool = column(Privacy.STAFF, default=False)  # it was handed over: somebody knows it


class SignedInTable(SQLModel, table=True):
    """One signed-in browser. The cookie's token is kept as its SHA-256."""

    __tablename__ = "signed_in"
    __table_args__ = (
        sa.UniqueConstraint("token_hash"),
        sa.Index("ix_signed_in_account_id", "account_id"),
    )

    id: UUID = column(Privacy.STAFF, primary_key=True)
    token_hash: bytes = column(Privacy.SECRET, sa_type=sa.LargeBinary)
    account_id: UUID = column(Privacy.STAFF, foreign_key="account.id")
    started_at: datetime = column(Privacy.STAFF)
    seen_at: datetime = column(Privacy.STAFF)


class FailedSignInTable(SQLModel, table=True):
    """One failed attempt, by a keyed hash of what was tried: enough to slow a guesser, nothing to read."""

    __tablename__ = "failed_sign_in"
    __table_args__ = (sa.Index(None, "tried", "at"),)

    id: UUID = column(Privacy.NOTHING, primary_key=True)
    tried: bytes = column(Privacy.SECRET, sa_type=sa.LargeBinary)
    at: datetime = column(Privacy.NOTHING)


class ApiTokenTable(SQLModel, table=True):
    """A token of an agency's system: shown once, kept as its SHA-256, revocable."""

    __tablename__ = "api_token"
    __table_args__ = (
        sa.UniqueConstraint("token_hash"),
        sa.Index("ix_api_token_agency_id", "agency_id"),
    )

    id: UUID = column(Privacy.NOTHING, primary_key=True)
    agency_id: UUID = column(Privacy.NOTHING)
    name: str = column(Privacy.NOTHING, text=True)
    token_hash: bytes = column(Privacy.SECRET, sa_type=sa.LargeBinary)
    scopes: str = column(Privacy.NOTHING, text=True)  # space-separated TokenScope values
    created_at: datetime = column(Privacy.NOTHING)
    created_by: UUID | None = column(Privacy.STAFF, default=None)
    used_at: datetime | None = column(Privacy.NOTHING, default=None)
    revoked_at: datetime | None = column(Privacy.NOTHING, default=None)


class RequestCountTable(SQLModel, table=True):
    """Requests of one token or account in one window, for rate limits that hold across processes."""

    __tablename__ = "request_count"

    key: str = column(Privacy.NOTHING, primary_key=True, sa_type=sa.Text)
    window_at: datetime = column(Privacy.NOTHING, primary_key=True)
    count: int = column(Privacy.NOTHING)
