"""Passwords: one answer for every refusal, slowed down after ten, forgotten after fifteen minutes."""

from datetime import datetime, timedelta

import pytest
from argon2 import PasswordHasher

from service.accounts import queries
from service.accounts.operations import SignInRefused, TooManyAttempts, disable_account
from service.accounts.operations import passwords as hashing
from service.accounts.rows import Account
from service.accounts.rules import FAILURE_WINDOW, FAILURES_PER_CLIENT, FAILURES_PER_EMAIL
from service.kit import database
from service.kit.audit import By
from service.kit.database import Session
from service.kit.ids import NOBODY
from tests.accounts.conftest import PASSWORD, Acts, SignIn

WRONG = "not-her-password-at-all"
MOMENT = timedelta(microseconds=1)


async def fail(sign_in: SignIn, times: int, **given: object) -> None:
    for _ in range(times):
        assert isinstance((await sign_in(WRONG, **given)).refusal, SignInRefused)


async def test_check_password_finds_the_account_however_the_address_is_typed(
    sign_in: SignIn, mona: Account
) -> None:
    checked = await sign_in(email="  MONA.okafor@easthaven.test ")
    assert (checked.account, checked.refusal) == (mona, None)


async def test_check_password_answers_unknown_wrong_and_disabled_alike(
    session: Session, sign_in: SignIn, mona: Account, by: By, now: datetime
) -> None:
    unknown = await sign_in(email="nobody@easthaven.test")
    unlike_any = await sign_in(email="\x00 not an address \ud800")
    wrong = await sign_in(WRONG)
    await disable_account(session, account_id=mona.id, by=by, now=now)
    disabled = await sign_in(PASSWORD)
    answers = [unknown, unlike_any, wrong, disabled]
    assert [answer.account for answer in answers] == [None] * 4
    assert {(type(answer.refusal), str(answer.refusal)) for answer in answers} == {
        (SignInRefused, str(SignInRefused()))
    }


@pytest.mark.parametrize(
    ("email", "why"),
    [
        pytest.param("nobody@easthaven.test", "password", id="unknown"),
        pytest.param("mona.okafor@easthaven.test", "password", id="wrong"),
        pytest.param("mona.okafor@easthaven.test", "disabled", id="disabled"),
    ],
)
async def test_check_password_does_the_same_work_for_every_refusal(
    session: Session,
    sign_in: SignIn,
    mona: Account,
    by: By,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
    email: str,
    why: str,
) -> None:
    if why == "disabled":
        await disable_account(session, account_id=mona.id, by=by, now=now)
    hashed: list[str] = []
    real = hashing._matches
    monkeypatch.setattr(hashing, "_matches", lambda given, kept: hashed.append(kept) or real(given, kept))
    before = await database.value(session, "select count(*) from audit_entry")
    await sign_in(WRONG, email=email)
    assert [hashing.needs_rehash(kept) for kept in hashed] == [False]
    assert await database.value(session, "select count(*) from audit_entry") == before + 1
    assert await database.value(session, "select count(*) from failed_sign_in") == 2


async def test_check_password_tells_the_account_s_agency_of_a_refusal(
    sign_in: SignIn, mona: Account, acts: Acts
) -> None:
    await sign_in(WRONG)
    assert (await acts(mona.agency_id))[-1] == ("sign-in refused", None, mona.id)


async def test_check_password_tells_nobody_s_chain_of_an_unknown_address(sign_in: SignIn, acts: Acts) -> None:
    await sign_in(email="nobody@easthaven.test")
    assert (await acts(NOBODY))[-1] == ("sign-in refused", None, None)


async def test_failures_are_kept_without_the_address_that_was_tried(
    session: Session, sign_in: SignIn
) -> None:
    await fail(sign_in, 1)
    kept = await database.value(session, "select string_agg(f::text, ' ') from failed_sign_in f")
    assert b"mona".hex() not in kept
    assert b"192.0".hex() not in kept


async def test_check_password_refuses_even_the_right_password_after_ten_failures(
    sign_in: SignIn, mona: Account
) -> None:
    await fail(sign_in, FAILURES_PER_EMAIL - 1)
    assert (await sign_in()).account == mona
    await fail(sign_in, FAILURES_PER_EMAIL)
    checked = await sign_in()
    assert checked.account is None
    assert isinstance(checked.refusal, TooManyAttempts)
    assert checked.refusal.retry_after == FAILURE_WINDOW.total_seconds()
    assert str(checked.refusal) == "Too many attempts. Try again in 15 minutes."


async def test_check_password_slows_a_guesser_down_whether_or_not_the_address_is_known(
    sign_in: SignIn,
) -> None:
    unknown = "nobody@easthaven.test"
    await fail(sign_in, FAILURES_PER_EMAIL, email=unknown, client="192.0.2.9")
    assert isinstance((await sign_in(email=unknown, client="198.51.100.4")).refusal, TooManyAttempts)


@pytest.mark.parametrize(
    ("after", "let_in"),
    [
        pytest.param(FAILURE_WINDOW - MOMENT, False, id="just before the window has passed"),
        pytest.param(FAILURE_WINDOW, True, id="as the window passes"),
    ],
)
async def test_check_password_lets_in_again_when_the_window_has_passed(
    sign_in: SignIn, now: datetime, after: timedelta, let_in: bool
) -> None:
    await fail(sign_in, FAILURES_PER_EMAIL)
    assert ((await sign_in(now=now + after)).account is not None) is let_in


async def test_attempts_while_refused_do_not_lengthen_the_wait(sign_in: SignIn, now: datetime) -> None:
    await fail(sign_in, FAILURES_PER_EMAIL)
    for minute in range(15):
        await sign_in(WRONG, now=now + timedelta(minutes=minute))
    assert (await sign_in(now=now + FAILURE_WINDOW)).account is not None


async def test_a_success_forgets_the_address_s_failures_but_not_the_client_s(
    session: Session, sign_in: SignIn
) -> None:
    await fail(sign_in, 3)
    await sign_in()
    assert await database.value(session, "select count(*) from failed_sign_in") == 3


async def test_check_password_refuses_a_client_after_fifty_failures_on_any_addresses(
    session: Session, sign_in: SignIn, now: datetime
) -> None:
    await fail(sign_in, 1, email="guess@easthaven.test", client="2001:db8:1:2::1")
    # The other 49 as the first: what makes 50 argon2 hashes is of no interest here.
    await database.execute(
        session,
        "insert into failed_sign_in "
        "select gen_random_uuid(), tried, at from failed_sign_in, generate_series(2, $1)",
        FAILURES_PER_CLIENT - 1,
    )
    await fail(sign_in, 1, client="2001:db8:1:2::5")
    assert isinstance((await sign_in(client="2001:db8:1:2:ffff::9")).refusal, TooManyAttempts)
    assert (await sign_in(client="2001:db8:1:3::1")).account is not None


async def test_check_password_keeps_a_stronger_hash_of_an_old_one(
    session: Session, sign_in: SignIn, mona: Account
) -> None:
    weak = PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1).hash(PASSWORD)
    await queries.set_password(session, mona.id, weak)
    assert (await sign_in()).account == mona
    kept = await queries.credentials(session, mona.id)
    assert kept is not None
    assert kept.password_hash.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert (await sign_in()).account == mona


async def test_check_password_refuses_where_what_is_kept_is_no_hash(
    session: Session, sign_in: SignIn, mona: Account
) -> None:
    await queries.set_password(session, mona.id, "!")
    assert isinstance((await sign_in()).refusal, SignInRefused)


async def test_check_password_takes_accents_however_the_keyboard_makes_them(
    session: Session, sign_in: SignIn, mona: Account
) -> None:
    await queries.set_password(session, mona.id, await hashing.hash_password("caf\u00e9-lantern-otter"))
    assert (await sign_in("cafe\u0301-lantern-otter")).account == mona


def test_nothing_that_holds_a_secret_shows_it() -> None:
    from service.accounts.rows import Credentials, NewTotp

    shown = repr(Credentials(password_hash="hush", totp_secret="hush", totp_last_step=None))
    assert "hush" not in shown + repr(NewTotp("hush", "hush"))
