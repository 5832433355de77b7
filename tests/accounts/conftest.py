"""A council, a provider, and somebody who signs in."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest

from service.accounts.operations import Checked, add_account, check_password
from service.accounts.rows import Account, Person, Role
from service.agencies import queries as agencies
from service.agencies.rows import Agency, AgencyKind
from service.kit import database
from service.kit.audit import By
from service.kit.database import Session
from service.kit.ids import new_id

PASSWORD = "copper-lantern-otter"
SECRET = "a-secret-of-these-tests"
SERVICE = "Youth skills pathway"

SignIn = Callable[..., Awaitable[Checked]]
Acts = Callable[..., Awaitable[list[tuple[str, UUID | None, UUID | None]]]]


@pytest.fixture
async def council(session: Session) -> Agency:
    """A council nobody else's tests know."""
    return await _agency(session, AgencyKind.COUNCIL, "Easthaven Council")


@pytest.fixture
async def provider(session: Session) -> Agency:
    """A college nobody else's tests know."""
    return await _agency(session, AgencyKind.PROVIDER, "Easthaven College")


async def _agency(session: Session, kind: AgencyKind, name: str) -> Agency:
    key = new_id()
    agency = Agency(id=key, kind=kind, name=name, code=key.hex)
    await agencies.add_agencies(session, [agency])
    return agency


@pytest.fixture
def by(council: Agency) -> By:
    """An administrator of the council."""
    return By(agency_id=council.id, account_id=new_id())


@pytest.fixture
async def mona(session: Session, council: Agency, by: By, now: datetime) -> Account:
    """An adviser of the council; her password is `PASSWORD`."""
    person = Person(
        agency_id=council.id, role=Role.YOUTH_ADVISER, name="Mona Okafor", email="Mona.Okafor@Easthaven.test"
    )
    return await add_account(session, person=person, password=PASSWORD, service_name=SERVICE, by=by, now=now)


@pytest.fixture
def sign_in(session: Session, mona: Account, now: datetime) -> SignIn:
    """Tries a password: Mona's own by default."""

    async def tried(password: str = PASSWORD, **given: Any) -> Checked:
        values = {"email": mona.email, "client": "192.0.2.1", "secret": SECRET, "now": now} | given
        return await check_password(session, password=password, **values)

    return tried


@pytest.fixture
def acts(session: Session) -> Acts:
    """What an agency's audit chain says was done: (act, by whom, to what), in order."""

    async def told(agency_id: UUID) -> list[tuple[str, UUID | None, UUID | None]]:
        statement = "select act, account_id, subject_id from audit_entry where agency_id = $1 order by seq"
        return [tuple(found) for found in await database.rows(session, statement, agency_id)]

    return told
