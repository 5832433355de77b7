"""People who sign in, as values. No secret is in any but `Credentials`, which stays in this feature."""

from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

import msgspec


class Role(StrEnum):
    """What somebody is here for. One role an account; it opens pages, and the agency opens learners."""

    PROVIDER_STAFF = "provider_staff"
    YOUTH_ADVISER = "youth_adviser"
    DATA_OFFICER = "data_officer"
    BOARD_MEMBER = "board_member"
    ADMINISTRATOR = "administrator"
    AGENCY_WORKER = "agency_worker"
    TEAM_LEAD = "team_lead"
    SERVICE_MANAGER = "service_manager"
    COMMISSIONER = "commissioner"


LEADS: Final = frozenset({Role.TEAM_LEAD, Role.SERVICE_MANAGER})
ADVISERS: Final = frozenset({Role.YOUTH_ADVISER, *LEADS})
"""Who acts on alerts: advisers, and those to whom an alert climbs that nobody acts on."""


class TokenScope(StrEnum):
    """What an agency's system may do with its token."""

    INDICATORS = "indicators"  # issue and look up
    PATHWAY = "pathway"  # record and read spells, milestones, timelines
    SUBMISSIONS = "submissions"  # send files and poll them
    ALERTS = "alerts"  # list its own


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """Someone who may sign in. `has_totp`: a second factor is confirmed and has to be asked for.

    `password_to_change`: the password was handed over by somebody and opens nothing but the page to change it.
    """

    id: UUID
    agency_id: UUID
    role: Role
    name: str
    email: str
    has_totp: bool = False
    disabled_at: datetime | None = None
    password_to_change: bool = False


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """Someone to be given an account."""

    agency_id: UUID
    role: Role
    name: str
    email: str


class NewAccount(Person, frozen=True, kw_only=True):
    """A row of `account`."""

    id: UUID
    password_hash: str
    created_at: datetime
    password_to_change: bool = False

    def __repr__(self) -> str:
        return f"NewAccount(id={self.id})"


class Credentials(msgspec.Struct, frozen=True, kw_only=True):
    """What an account proves itself with. `totp_last_step` is None until the second factor is confirmed."""

    password_hash: str
    totp_secret: str | None
    totp_last_step: int | None

    def __repr__(self) -> str:
        return "Credentials(…)"


class NewTotp(msgspec.Struct, frozen=True):
    """A second factor to be put into an authenticator: typed, or as a picture of `uri`. Shown once."""

    secret: str
    uri: str

    def __repr__(self) -> str:
        return "NewTotp(…)"


class SignedIn(msgspec.Struct, frozen=True, kw_only=True):
    """One signed-in browser of an account."""

    id: UUID
    started_at: datetime
    seen_at: datetime


class NewSignedIn(SignedIn, frozen=True, kw_only=True):
    """A row of `signed_in`."""

    account_id: UUID
    token_hash: bytes


class ApiToken(msgspec.Struct, frozen=True, kw_only=True):
    """A token of an agency's system, without the token. `scopes` as stored: words with spaces between."""

    id: UUID
    agency_id: UUID
    name: str
    scopes: str
    created_at: datetime
    created_by: UUID | None = None
    used_at: datetime | None = None
    revoked_at: datetime | None = None


class NewApiToken(msgspec.Struct, frozen=True, kw_only=True):
    """A row of `api_token`."""

    id: UUID
    agency_id: UUID
    name: str
    token_hash: bytes
    scopes: str
    created_at: datetime
    created_by: UUID | None


class Attempt(msgspec.Struct, frozen=True, kw_only=True):
    """What a failed attempt is remembered by, and how many failures in the window are let through."""

    tried: bytes
    allowed: int


class FailedSignIn(msgspec.Struct, frozen=True, kw_only=True):
    """A row of `failed_sign_in`."""

    id: UUID
    tried: bytes
    at: datetime


class Actor(msgspec.Struct, frozen=True, kw_only=True):
    """Whoever is asking: a person with a role, or (role None) an agency's system with token scopes.

    Of a person, `signed_in_at` is when this browser's session began; `password_to_change` as of `Account`.
    """

    agency_id: UUID
    agency_name: str
    agency_kind: str
    account_id: UUID | None = None
    name: str = ""
    role: Role | None = None
    scopes: frozenset[TokenScope] = frozenset()
    session_id: UUID | None = None
    signed_in_at: datetime | None = None
    password_to_change: bool = False
    token_id: UUID | None = None
