"""Giving accounts and taking them away."""

from datetime import datetime

import msgspec
import pytest
from msgspec.structs import replace

from service.accounts import queries
from service.accounts.operations import (
    AccountUnknown,
    EmailTaken,
    OwnAccount,
    add_account,
    change_password,
    disable_account,
    enable_account,
    require_account,
)
from service.accounts.rows import Account, Person, Role
from service.agencies.rows import Agency
from service.kit.audit import By
from service.kit.database import NOBODY_ASKS, Database, Session
from service.kit.errors import Invalid
from service.kit.ids import new_id
from tests.accounts.conftest import PASSWORD, SERVICE, Acts, SignIn

OTHER = "velvet-anchor-badger"


@pytest.fixture
def person(council: Agency) -> Person:
    """Somebody without an account yet."""
    return Person(
        agency_id=council.id, role=Role.YOUTH_ADVISER, name="Aled Byrne", email="aled@easthaven.test"
    )


async def test_add_account_keeps_it_as_it_is_looked_up(
    session: Session, council: Agency, mona: Account, by: By, acts: Acts
) -> None:
    assert await queries.account(session, mona.id) == mona
    assert (mona.email, mona.disabled_at) == ("mona.okafor@easthaven.test", None)
    assert await acts(council.id) == [("account added", by.account_id, mona.id)]


async def test_add_account_tidies_spaces_in_a_name(
    session: Session, person: Person, by: By, now: datetime
) -> None:
    spaced = msgspec.structs.replace(person, name="  Aled \t Byrne ")
    added = await add_account(session, person=spaced, password=PASSWORD, service_name=SERVICE, by=by, now=now)
    assert added.name == "Aled Byrne"


async def test_add_account_refuses_a_taken_address_in_other_letters(
    database: Database, mona: Account, person: Person, by: By, now: datetime
) -> None:
    same = msgspec.structs.replace(person, email=mona.email.upper())
    with pytest.raises(EmailTaken) as refused:
        async with database.transaction(NOBODY_ASKS) as asking:
            await add_account(asking, person=same, password=PASSWORD, service_name=SERVICE, by=by, now=now)
    assert refused.value.field == "email"


@pytest.mark.parametrize(
    ("changed", "password", "field"),
    [
        pytest.param({"name": " "}, PASSWORD, "name", id="no name"),
        pytest.param({"name": "a" * 101}, PASSWORD, "name", id="a name too long"),
        pytest.param({"name": "Aled\x00"}, PASSWORD, "name", id="a name with a null character"),
        pytest.param({"email": "aled"}, PASSWORD, "email", id="no address"),
        pytest.param({}, "short", "password", id="a short password"),
        pytest.param({}, "aled-aled-aled", "password", id="a password of the address"),
        pytest.param({}, "skills-pathway", "password", id="a password of the service's name"),
    ],
)
async def test_add_account_refuses_naming_the_field(
    session: Session,
    person: Person,
    by: By,
    now: datetime,
    changed: dict[str, str],
    password: str,
    field: str,
) -> None:
    wrong = msgspec.structs.replace(person, **changed)
    with pytest.raises(Invalid) as refused:
        await add_account(session, person=wrong, password=password, service_name=SERVICE, by=by, now=now)
    assert refused.value.field == field


async def test_disable_and_enable_are_told_once_each(
    session: Session, council: Agency, mona: Account, by: By, now: datetime, acts: Acts
) -> None:
    for _ in range(2):
        await disable_account(session, account_id=mona.id, by=by, now=now)
    for _ in range(2):
        await enable_account(session, account_id=mona.id, by=by, now=now)
    told = [act for act, _, _ in await acts(council.id)]
    assert told == ["account added", "account disabled", "account enabled"]


async def test_enable_account_lets_somebody_sign_in_again(
    session: Session, sign_in: SignIn, mona: Account, by: By, now: datetime
) -> None:
    await disable_account(session, account_id=mona.id, by=by, now=now)
    await enable_account(session, account_id=mona.id, by=by, now=now)
    assert (await sign_in()).account == mona


async def test_nobody_disables_their_own_account(session: Session, mona: Account, now: datetime) -> None:
    with pytest.raises(OwnAccount):
        await disable_account(
            session,
            account_id=mona.id,
            by=By(agency_id=mona.agency_id, account_id=mona.id),
            now=now,
        )


async def test_change_password_puts_the_new_one_in_place_of_the_old(
    session: Session, sign_in: SignIn, mona: Account, by: By, now: datetime, acts: Acts
) -> None:
    await change_password(session, account_id=mona.id, password=OTHER, service_name=SERVICE, by=by, now=now)
    assert (await sign_in(PASSWORD)).account is None
    assert (await sign_in(OTHER)).account == replace(mona, password_to_change=True)
    assert ("password changed", by.account_id, mona.id) in await acts(mona.agency_id)


async def test_a_password_somebody_else_knows_has_to_be_changed_until_it_is_ones_own(
    session: Session, person: Person, by: By, now: datetime
) -> None:
    added = await add_account(
        session, person=person, password=PASSWORD, service_name=SERVICE, by=by, now=now, to_change=True
    )
    assert added.password_to_change
    assert await require_account(session, account_id=added.id) == added
    own = By(agency_id=added.agency_id, account_id=added.id)
    await change_password(session, account_id=added.id, password=OTHER, service_name=SERVICE, by=own, now=now)
    assert not (await require_account(session, account_id=added.id)).password_to_change


async def test_change_password_refuses_an_easy_one(
    session: Session, mona: Account, by: By, now: datetime
) -> None:
    with pytest.raises(Invalid) as refused:
        await change_password(
            session, account_id=mona.id, password="okafor-mona-1", service_name=SERVICE, by=by, now=now
        )
    assert refused.value.field == "password"


async def test_what_is_done_to_an_unknown_account_is_refused(session: Session, by: By, now: datetime) -> None:
    nobody = new_id()
    with pytest.raises(AccountUnknown):
        await disable_account(session, account_id=nobody, by=by, now=now)
    with pytest.raises(AccountUnknown):
        await enable_account(session, account_id=nobody, by=by, now=now)
    with pytest.raises(AccountUnknown):
        await change_password(
            session, account_id=nobody, password=OTHER, service_name=SERVICE, by=by, now=now
        )


async def test_advisers_of_lists_those_at_work_and_accounts_of_everybody(
    session: Session, council: Agency, provider: Agency, mona: Account, person: Person, by: By, now: datetime
) -> None:
    async def add(email: str, **changed: object) -> Account:
        one = msgspec.structs.replace(person, email=email, **changed)
        return await add_account(session, person=one, password=PASSWORD, service_name=SERVICE, by=by, now=now)

    aled = await add("aled@easthaven.test")
    gone = await add("gone@easthaven.test", name="Zadie Gone")
    officer = await add("officer@easthaven.test", name="Bo Officer", role=Role.DATA_OFFICER)
    await add("elsewhere@easthaven.test", agency_id=provider.id)
    await disable_account(session, account_id=gone.id, by=by, now=now)
    assert await queries.advisers_of(session, council.id) == [aled, mona]
    assert [one.id for one in await queries.accounts_of(session, council.id)] == [
        aled.id,
        officer.id,
        mona.id,
        gone.id,
    ]
