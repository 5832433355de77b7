"""Sessions: new at every sign-in, ended by time, by hand, by disabling and by a new password."""

from datetime import datetime, timedelta

import pytest

from service.accounts import queries
from service.accounts.operations import (
    actor_of_session,
    change_password,
    disable_account,
    enable_account,
    end_session,
    end_sessions_of,
    forget_old_sign_ins,
    start_session,
)
from service.accounts.rows import Account, Actor, Role
from service.accounts.rules import ABSOLUTE, IDLE, SEEN_EVERY
from service.agencies.rows import Agency
from service.kit import database
from service.kit.audit import By
from service.kit.database import NOBODY_ASKS, Database, Session
from tests.accounts.conftest import SERVICE, Acts

MOMENT = timedelta(microseconds=1)
OTHER = "velvet-anchor-badger"


async def seen_at(session: Session) -> datetime:
    found: datetime = await database.value(session, "select seen_at from signed_in")
    return found


async def test_start_session_gives_a_token_that_names_the_actor(
    session: Session, mona: Account, council: Agency, now: datetime, acts: Acts
) -> None:
    token = await start_session(session, account=mona, now=now)
    actor = await actor_of_session(session, token=token, now=now)
    assert actor is not None
    assert actor == Actor(
        agency_id=council.id,
        agency_name="Easthaven Council",
        agency_kind="council",
        account_id=mona.id,
        name="Mona Okafor",
        role=Role.YOUTH_ADVISER,
        session_id=actor.session_id,
        signed_in_at=now,
    )
    assert (await acts(council.id))[-1] == ("signed in", mona.id, mona.id)


async def test_a_session_is_found_by_whoever_asks_before_anybody_is_known(
    database: Database, session: Session, mona: Account, now: datetime
) -> None:
    token = await start_session(session, account=mona, now=now)
    async with database.transaction(NOBODY_ASKS) as asking:
        assert await actor_of_session(asking, token=token, now=now) is not None
        await end_session(asking, token=token, now=now)


async def test_the_token_is_long_and_not_kept(session: Session, mona: Account, now: datetime) -> None:
    token = await start_session(session, account=mona, now=now)
    kept = await database.value(session, "select s::text from signed_in s")
    assert len(token) >= 43
    assert token not in kept
    assert token.encode().hex() not in kept


async def test_a_sign_in_makes_a_new_token_and_ends_the_browser_s_old_one(
    session: Session, mona: Account, now: datetime
) -> None:
    old = await start_session(session, account=mona, now=now)
    new = await start_session(session, account=mona, now=now, instead_of=old)
    assert new != old
    assert await actor_of_session(session, token=old, now=now) is None
    assert await actor_of_session(session, token=new, now=now) is not None


@pytest.mark.parametrize("token", ["", "guess", "\x00", "\ud800", "x" * 10_000])
async def test_an_unknown_token_names_nobody(
    session: Session, mona: Account, now: datetime, token: str
) -> None:
    await start_session(session, account=mona, now=now)
    assert await actor_of_session(session, token=token, now=now) is None


@pytest.mark.parametrize(
    ("after", "alive"),
    [
        pytest.param(IDLE - MOMENT, True, id="just under 30 minutes unused"),
        pytest.param(IDLE, False, id="30 minutes unused"),
    ],
)
async def test_a_session_ends_when_it_is_not_used(
    session: Session, mona: Account, now: datetime, after: timedelta, alive: bool
) -> None:
    token = await start_session(session, account=mona, now=now)
    assert (await actor_of_session(session, token=token, now=now + after) is not None) is alive


@pytest.mark.parametrize(
    ("after", "alive"),
    [
        pytest.param(ABSOLUTE - MOMENT, True, id="just under 12 hours old"),
        pytest.param(ABSOLUTE, False, id="12 hours old"),
    ],
)
async def test_a_session_ends_however_much_it_is_used(
    session: Session, mona: Account, now: datetime, after: timedelta, alive: bool
) -> None:
    token = await start_session(session, account=mona, now=now)
    for quarter in range(1, 48):
        used = now + quarter * timedelta(minutes=15)
        assert await actor_of_session(session, token=token, now=used) is not None
    assert (await actor_of_session(session, token=token, now=now + after) is not None) is alive


@pytest.mark.parametrize(
    ("after", "noted"),
    [
        pytest.param(SEEN_EVERY, False, id="a minute later"),
        pytest.param(SEEN_EVERY + MOMENT, True, id="more than a minute later"),
    ],
)
async def test_use_is_noted_once_a_minute(
    session: Session, mona: Account, now: datetime, after: timedelta, noted: bool
) -> None:
    token = await start_session(session, account=mona, now=now)
    await actor_of_session(session, token=token, now=now + after)
    assert await seen_at(session) == (now + after if noted else now)


async def test_use_after_the_end_does_not_bring_a_session_back(
    session: Session, mona: Account, now: datetime
) -> None:
    token = await start_session(session, account=mona, now=now)
    await actor_of_session(session, token=token, now=now + IDLE)
    assert await seen_at(session) == now


async def test_end_session_signs_out_and_says_so_once(
    session: Session, mona: Account, now: datetime, acts: Acts
) -> None:
    token = await start_session(session, account=mona, now=now)
    await end_session(session, token=token, now=now)
    await end_session(session, token=token, now=now)
    assert await actor_of_session(session, token=token, now=now) is None
    assert [act for act, _, _ in await acts(mona.agency_id)] == ["account added", "signed in", "signed out"]


async def test_disabling_an_account_ends_its_sessions_for_good(
    session: Session, mona: Account, by: By, now: datetime
) -> None:
    token = await start_session(session, account=mona, now=now)
    await disable_account(session, account_id=mona.id, by=by, now=now)
    assert await actor_of_session(session, token=token, now=now) is None
    await enable_account(session, account_id=mona.id, by=by, now=now)
    assert await actor_of_session(session, token=token, now=now) is None


async def test_a_session_begun_while_the_account_is_disabled_names_nobody(
    session: Session, mona: Account, by: By, now: datetime
) -> None:
    await disable_account(session, account_id=mona.id, by=by, now=now)
    token = await start_session(session, account=mona, now=now)
    assert await actor_of_session(session, token=token, now=now) is None
    await enable_account(session, account_id=mona.id, by=by, now=now)
    assert await actor_of_session(session, token=token, now=now) is None


async def test_a_new_password_ends_the_other_sessions(
    session: Session, mona: Account, by: By, now: datetime
) -> None:
    mine = await start_session(session, account=mona, now=now)
    stolen = await start_session(session, account=mona, now=now)
    actor = await actor_of_session(session, token=mine, now=now)
    assert actor is not None
    await change_password(
        session,
        account_id=mona.id,
        password=OTHER,
        service_name=SERVICE,
        by=by,
        now=now,
        keep=actor.session_id,
    )
    assert await actor_of_session(session, token=mine, now=now) is not None
    assert await actor_of_session(session, token=stolen, now=now) is None


async def test_somebody_sees_their_sessions_and_ends_one(
    session: Session, mona: Account, by: By, now: datetime, acts: Acts
) -> None:
    tokens = [
        await start_session(session, account=mona, now=now + timedelta(minutes=minute)) for minute in (0, 20)
    ]
    at = now + timedelta(minutes=29)
    latest, earliest = await queries.sessions_of(session, mona.id, now=at)
    assert latest.started_at > earliest.started_at
    assert await end_sessions_of(session, account_id=mona.id, by=by, now=at, only=earliest.id) == 1
    found = [await actor_of_session(session, token=token, now=at) is not None for token in tokens]
    assert found == [False, True]
    assert (await acts(mona.agency_id))[-1] == ("sessions ended", by.account_id, mona.id)
    assert await queries.sessions_of(session, mona.id, now=at + IDLE) == []


async def test_nobody_ends_a_session_of_somebody_else_s_by_its_key(
    session: Session, mona: Account, by: By, now: datetime
) -> None:
    await start_session(session, account=mona, now=now)
    (hers,) = await queries.sessions_of(session, mona.id, now=now)
    assert by.account_id is not None
    assert await end_sessions_of(session, account_id=by.account_id, by=by, now=now, only=hers.id) == 0
    assert len(await queries.sessions_of(session, mona.id, now=now)) == 1


async def test_forget_old_sign_ins_keeps_what_is_alive(
    session: Session, mona: Account, now: datetime
) -> None:
    await start_session(session, account=mona, now=now)
    living = await start_session(session, account=mona, now=now + timedelta(minutes=1))
    assert await forget_old_sign_ins(session, now=now + IDLE) == 1
    assert await actor_of_session(session, token=living, now=now + IDLE) is not None
