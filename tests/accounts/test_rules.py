"""Passwords, codes, attempts and windows: tables of cases."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyotp import TOTP

from service.accounts.rows import TokenScope
from service.accounts.rules import (
    FAILURE_WINDOW,
    LONGEST,
    client_network,
    fold_email,
    is_email,
    minutes_left,
    password_problem,
    scopes_in,
    scopes_text,
    seconds_until,
    token_hash,
    totp_step,
    totp_uri,
    tried,
    window_of,
)

NOON = datetime(2026, 11, 3, 12, 0, tzinfo=UTC)
SHARED = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
STEP = int(NOON.timestamp()) // 30


@pytest.mark.parametrize(
    ("signed_in", "minutes"),
    [
        pytest.param(timedelta(0), 30, id="just signed in"),
        pytest.param(timedelta(hours=11, minutes=30), 30, id="half an hour before the twelve are over"),
        pytest.param(timedelta(hours=11, minutes=50, seconds=30), 9, id="less is left of the twelve hours"),
        pytest.param(timedelta(hours=12, minutes=1), 0, id="over"),
    ],
)
def test_minutes_left_are_thirty_or_what_is_left_of_twelve_hours(signed_in: timedelta, minutes: int) -> None:
    assert minutes_left(NOON - signed_in, now=NOON) == minutes


def test_minutes_left_are_thirty_where_nobody_knows_when_it_began() -> None:
    assert minutes_left(None, now=NOON) == 30


GOOD = [
    pytest.param("copper-lantern-otter", id="three random words"),
    pytest.param("copperlanter", id="twelve letters are enough"),
    pytest.param("839201748365", id="no letters asked for"),
    pytest.param("copper lantern " * 8, id="spaces and length"),
    pytest.param("copper lantern otter" * 6 + "12345678", id="128 characters"),
    pytest.param("password and eleven otters", id="a known word with much beside it"),
    pytest.param("фонарь-выдра-медь", id="another script"),
]

BAD = [
    pytest.param("copperlante", "12 characters or more", id="eleven characters"),
    pytest.param("", "12 characters or more", id="nothing"),
    pytest.param("e\u0301" * 6 + "abcde", "12 characters or more", id="accents typed apart count once"),
    pytest.param("copper lantern otter" * 6 + "123456789", "128 characters or fewer", id="129 characters"),
    pytest.param("\ufdfa" * 12, "128 characters or fewer", id="characters that become many"),
    pytest.param("passwordpassword", "easy to guess", id="the best known twice"),
    pytest.param("Password12345!", "easy to guess", id="the best known with trimmings"),
    pytest.param("Summer2024!!!!", "easy to guess", id="a season and a year"),
    pytest.param("essex-arsenal-99", "easy to guess", id="two known words"),
    pytest.param("qwertyuiopasdf", "easy to guess", id="a row of keys"),
    pytest.param("!@#$%^&*()_+", "easy to guess", id="a row of shifted keys"),
    pytest.param("123456789012", "easy to guess", id="counting"),
    pytest.param("aaaaaaaaaaaaaaaa", "easy to guess", id="one letter"),
    pytest.param("abababababababab", "easy to guess", id="two letters"),
    pytest.param("mona.okafor.2026", "easy to guess", id="the email address's own name"),
    pytest.param("Okafor--Mona--1", "easy to guess", id="its pieces the other way round"),
    pytest.param("youth skills pathway", "easy to guess", id="the service's name"),
    pytest.param("Pathway-Skills-26", "easy to guess", id="pieces of the service's name"),
]


def problem(password: str) -> str | None:
    return password_problem(password, email="mona.okafor@essex.test", service_name="Youth skills pathway")


@pytest.mark.parametrize("password", GOOD)
def test_password_problem_lets_through(password: str) -> None:
    assert problem(password) is None


@pytest.mark.parametrize(("password", "part"), BAD)
def test_password_problem_refuses(password: str, part: str) -> None:
    assert part in (problem(password) or "")


def test_password_problem_never_repeats_the_password() -> None:
    assert "otters" not in (problem("otters") or "")


@given(st.text(min_size=LONGEST + 1, max_size=300))
def test_password_too_long_is_refused_however_it_folds(password: str) -> None:
    assert problem(password) is not None


@pytest.mark.parametrize(
    ("typed", "is_one"),
    [
        pytest.param(" Mona.Okafor@Essex.test ", True, id="spaces and capitals are folded"),
        pytest.param("o'neill+work@a.b.test", True, id="an apostrophe and a plus"),
        pytest.param("mona", False, id="no at"),
        pytest.param("mona@essex", False, id="no dot"),
        pytest.param("mona okafor@essex.test", False, id="a space inside"),
        pytest.param("mona@essex.test\x00", False, id="a null character"),
        pytest.param("İ@essex.test", False, id="not ASCII"),
        pytest.param("m" * 250 + "@essex.test", False, id="too long"),
        pytest.param("", False, id="nothing"),
    ],
)
def test_is_email_asks_for_an_address(typed: str, is_one: bool) -> None:
    assert is_email(fold_email(typed)) is is_one


@pytest.mark.parametrize(
    ("seconds", "accepted"),
    [
        pytest.param(0, True, id="in its own step"),
        pytest.param(-1, True, id="the clock is a step behind"),
        pytest.param(59, True, id="the last second of the step after"),
        pytest.param(60, False, id="two steps late"),
        pytest.param(-30, True, id="one step early"),
        pytest.param(-31, False, id="two steps early"),
    ],
)
def test_totp_step_takes_one_step_to_either_side(seconds: int, accepted: bool) -> None:
    code = TOTP(SHARED).generate_otp(STEP)
    found = totp_step(SHARED, code, last_step=None, now=NOON + timedelta(seconds=seconds))
    assert found == (STEP if accepted else None)


@pytest.mark.parametrize(
    ("last", "accepted"),
    [
        pytest.param(STEP - 1, True, id="the one before was used"),
        pytest.param(STEP, False, id="used already"),
        pytest.param(STEP + 1, False, id="a later one was used"),
    ],
)
def test_totp_step_refuses_a_used_step(last: int, accepted: bool) -> None:
    code = TOTP(SHARED).generate_otp(STEP)
    assert (totp_step(SHARED, code, last_step=last, now=NOON) is not None) is accepted


@pytest.mark.parametrize("code", ["", "12345", "1234567", "abcdef", "١٢٣٤٥٦", "-12345", "12345\x00"])
def test_totp_step_refuses_what_is_no_code(code: str) -> None:
    assert totp_step(SHARED, code, last_step=None, now=NOON) is None


def test_totp_step_reads_a_code_typed_with_a_space() -> None:
    code = TOTP(SHARED).generate_otp(STEP)
    assert totp_step(SHARED, f" {code[:3]} {code[3:]}", last_step=None, now=NOON) == STEP


def test_totp_uri_names_the_service_and_the_account() -> None:
    uri = totp_uri(SHARED, email="mona@essex.test", service_name="Youth skills pathway")
    assert uri.startswith("otpauth://totp/Youth%20skills%20pathway:mona%40essex.test?")
    assert f"secret={SHARED}" in uri


@pytest.mark.parametrize(
    ("address", "network"),
    [
        pytest.param("192.0.2.7", "192.0.2.7", id="IPv4"),
        pytest.param("::ffff:192.0.2.7", "192.0.2.7", id="IPv4 written as IPv6"),
        pytest.param("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64", id="IPv6"),
        pytest.param("2001:db8:1:2:ffff::", "2001:db8:1:2::/64", id="the same customer"),
        pytest.param("2001:db8:1:3::1", "2001:db8:1:3::/64", id="the customer next door"),
        pytest.param("unix:", "unix:", id="no address at all"),
    ],
)
def test_client_network_names_one_customer(address: str, network: str) -> None:
    assert client_network(address) == network


def test_tried_differs_by_secret_kind_and_what() -> None:
    made = {tried(secret, kind, what) for secret in "ab" for kind in ("email", "code") for what in "xy"}
    assert len(made) == 8
    assert all(len(each) == 32 for each in made)


@given(st.text(st.characters()))
def test_token_hash_takes_any_text_a_client_may_send(token: str) -> None:
    assert len(token_hash(token)) == 32


@given(st.datetimes(datetime(2020, 1, 1), datetime(2090, 1, 1)), st.integers(1, 86_400))  # noqa: DTZ001 - given UTC below
def test_window_of_holds_the_instant_and_begins_on_a_multiple(naive: datetime, seconds: int) -> None:
    at = naive.replace(tzinfo=UTC)
    began = window_of(at, seconds)
    assert began <= at < began + timedelta(seconds=seconds)
    assert began.timestamp() % seconds == 0


@pytest.mark.parametrize(
    ("after", "seconds"),
    [
        pytest.param(timedelta(seconds=9, microseconds=1), 10, id="rounded up"),
        pytest.param(timedelta(seconds=9), 9, id="whole"),
        pytest.param(timedelta(0), 1, id="never nothing"),
        pytest.param(FAILURE_WINDOW, 900, id="a whole window"),
    ],
)
def test_seconds_until_waits_long_enough(after: timedelta, seconds: int) -> None:
    assert seconds_until(NOON + after, now=NOON) == seconds


@given(st.frozensets(st.sampled_from(TokenScope)))
def test_scopes_come_back_as_they_were_kept(scopes: frozenset[TokenScope]) -> None:
    assert scopes_in(scopes_text(scopes)) == scopes


def test_scopes_in_ignores_one_that_no_longer_exists() -> None:
    assert scopes_in("pathway everything pathways") == {TokenScope.PATHWAY}
