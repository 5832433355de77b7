"""Second factors: begun, confirmed, each code used once."""

from datetime import datetime, timedelta

import pytest
from pyotp import TOTP

from service.accounts import queries
from service.accounts.operations import (
    AccountUnknown,
    CodeRefused,
    TooManyAttempts,
    TotpOff,
    TotpOn,
    begin_totp,
    check_totp,
    confirm_totp,
    disable_account,
    remove_totp,
)
from service.accounts.rows import Account
from service.accounts.rules import FAILURE_WINDOW, FAILURES_PER_CODE
from service.kit.audit import By
from service.kit.database import Session
from service.kit.errors import DomainError, Invalid
from service.kit.ids import new_id
from tests.accounts.conftest import SECRET, SERVICE, Acts, SignIn

LATER = timedelta(seconds=30)


@pytest.fixture
async def shared(session: Session, mona: Account, by: By, now: datetime) -> str:
    """The secret of Mona's second factor, confirmed with the code of `now`."""
    begun = await begin_totp(session, account_id=mona.id, service_name=SERVICE, by=by, now=now)
    await confirm_totp(session, account_id=mona.id, code=code(begun.secret, now), by=by, now=now)
    return begun.secret


def code(shared: str, at: datetime) -> str:
    return TOTP(shared).at(at)


async def check(session: Session, mona: Account, given: str, now: datetime) -> DomainError | None:
    checked = await check_totp(session, account_id=mona.id, code=given, secret=SECRET, now=now)
    assert (checked.account is None) is (checked.refusal is not None)
    return checked.refusal


async def test_a_second_factor_counts_only_once_confirmed(
    session: Session, sign_in: SignIn, mona: Account, by: By, now: datetime
) -> None:
    begun = await begin_totp(session, account_id=mona.id, service_name=SERVICE, by=by, now=now)
    before = (await sign_in()).account
    await confirm_totp(session, account_id=mona.id, code=code(begun.secret, now), by=by, now=now)
    after = (await sign_in()).account
    assert before is not None
    assert after is not None
    assert (before.has_totp, after.has_totp) == (False, True)


async def test_check_totp_refuses_a_factor_that_is_not_confirmed(
    session: Session, mona: Account, by: By, now: datetime
) -> None:
    begun = await begin_totp(session, account_id=mona.id, service_name=SERVICE, by=by, now=now)
    assert isinstance(await check(session, mona, code(begun.secret, now), now), CodeRefused)


async def test_confirm_totp_refuses_a_wrong_code_naming_the_field(
    session: Session, mona: Account, by: By, now: datetime
) -> None:
    begun = await begin_totp(session, account_id=mona.id, service_name=SERVICE, by=by, now=now)
    late = code(begun.secret, now - 3 * LATER)
    with pytest.raises(Invalid) as refused:
        await confirm_totp(session, account_id=mona.id, code=late, by=by, now=now)
    assert refused.value.field == "code"


async def test_beginning_again_replaces_what_was_not_confirmed(
    session: Session, mona: Account, by: By, now: datetime
) -> None:
    first = await begin_totp(session, account_id=mona.id, service_name=SERVICE, by=by, now=now)
    second = await begin_totp(session, account_id=mona.id, service_name=SERVICE, by=by, now=now)
    assert first.secret != second.secret
    await confirm_totp(session, account_id=mona.id, code=code(second.secret, now), by=by, now=now)


async def test_check_totp_refuses_the_code_that_confirmed_it(
    session: Session, mona: Account, shared: str, now: datetime
) -> None:
    assert isinstance(await check(session, mona, code(shared, now), now), CodeRefused)


async def test_check_totp_refuses_a_used_step_again(
    session: Session, mona: Account, shared: str, now: datetime
) -> None:
    later = now + LATER
    assert await check(session, mona, code(shared, later), later) is None
    assert isinstance(await check(session, mona, code(shared, later), later), CodeRefused)
    assert await check(session, mona, code(shared, later + LATER), later + LATER) is None


async def test_use_step_gives_a_step_to_only_one_who_asks(
    session: Session, mona: Account, shared: str, now: datetime
) -> None:
    step = int(now.timestamp()) // 30 + 1
    taken = [await queries.use_step(session, mona.id, shared, step) for _ in range(2)]
    assert taken == [True, False]


async def test_check_totp_refuses_after_ten_wrong_codes_until_the_window_has_passed(
    session: Session, mona: Account, shared: str, now: datetime, acts: Acts
) -> None:
    for _ in range(FAILURES_PER_CODE):
        assert isinstance(await check(session, mona, "nonsense", now), CodeRefused)
    assert (await acts(mona.agency_id))[-1] == ("sign-in refused", None, mona.id)
    later = now + LATER
    assert isinstance(await check(session, mona, code(shared, later), later), TooManyAttempts)
    passed = now + FAILURE_WINDOW
    assert await check(session, mona, code(shared, passed), passed) is None


async def test_a_right_password_does_not_give_more_guesses_at_the_code(
    session: Session, sign_in: SignIn, mona: Account, shared: str, now: datetime
) -> None:
    for _ in range(FAILURES_PER_CODE):
        await check(session, mona, "nonsense", now)
    assert (await sign_in()).account is not None
    later = now + LATER
    assert isinstance(await check(session, mona, code(shared, later), later), TooManyAttempts)


async def test_check_totp_refuses_a_disabled_account(
    session: Session, mona: Account, shared: str, by: By, now: datetime
) -> None:
    await disable_account(session, account_id=mona.id, by=by, now=now)
    later = now + LATER
    assert isinstance(await check(session, mona, code(shared, later), later), CodeRefused)


async def test_a_second_factor_is_removed_before_another_is_added(
    session: Session, mona: Account, shared: str, by: By, now: datetime, acts: Acts
) -> None:
    with pytest.raises(TotpOn):
        await begin_totp(session, account_id=mona.id, service_name=SERVICE, by=by, now=now)
    await remove_totp(session, account_id=mona.id, by=by, now=now)
    assert isinstance(await check(session, mona, code(shared, now + LATER), now + LATER), CodeRefused)
    await begin_totp(session, account_id=mona.id, service_name=SERVICE, by=by, now=now)
    told = [act for act, _, _ in await acts(mona.agency_id) if act.startswith("second factor")]
    assert told == [f"second factor {verb}" for verb in ("begun", "added", "removed", "begun")]


async def test_there_is_nothing_to_confirm_or_remove_where_nothing_was_begun(
    session: Session, mona: Account, by: By, now: datetime
) -> None:
    with pytest.raises(TotpOff):
        await confirm_totp(session, account_id=mona.id, code="123456", by=by, now=now)
    with pytest.raises(TotpOff):
        await remove_totp(session, account_id=mona.id, by=by, now=now)
    with pytest.raises(AccountUnknown):
        await begin_totp(session, account_id=new_id(), service_name=SERVICE, by=by, now=now)
