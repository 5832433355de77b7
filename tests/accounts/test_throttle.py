"""Counting requests in fixed windows, and letting no attempt slip past the count."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import pytest

from service.accounts import queries
from service.accounts.operations import TooManyRequests, count_request, forget_old_requests
from service.accounts.operations.throttle import refusal_of, remember_failure
from service.accounts.rows import Attempt
from service.accounts.rules import tried
from service.kit import database
from service.kit.database import NOBODY_ASKS, Database, Session, open_database
from service.kit.embedded_postgres import EmbeddedPostgres

MINUTE = timedelta(minutes=1)


async def count(
    session: Session, now: datetime, *, key: str = "token:1", limit: int = 3, window: int = 60
) -> None:
    await count_request(session, limits={key: limit}, window_seconds=window, now=now)


async def test_count_request_refuses_beyond_the_limit_and_says_when_to_come_back(
    session: Session, now: datetime
) -> None:
    at = now + timedelta(seconds=18)
    for _ in range(3):
        await count(session, at)
    with pytest.raises(TooManyRequests) as refused:
        await count(session, at)
    assert refused.value.retry_after == 42
    with pytest.raises(TooManyRequests):
        await count(session, now + MINUTE - timedelta(microseconds=1))
    await count(session, now + MINUTE)


async def test_count_request_counts_keys_and_window_lengths_apart(session: Session, now: datetime) -> None:
    await count(session, now, limit=1)
    await count(session, now, limit=1, key="token:2")
    await count(session, now, limit=1, window=1)
    with pytest.raises(TooManyRequests):
        await count(session, now, limit=1, key="token:2")


async def test_count_request_refuses_where_one_of_several_keys_is_beyond_its_limit(
    session: Session, now: datetime
) -> None:
    async def count_both() -> None:
        await count_request(session, limits={"look-ups": 1, "all": 9}, window_seconds=60, now=now)

    await count_both()
    with pytest.raises(TooManyRequests):
        await count_both()
    await count(session, now, key="all", limit=3)
    with pytest.raises(TooManyRequests):
        await count(session, now, key="all", limit=3)


async def test_forget_old_requests_keeps_two_days(session: Session, now: datetime) -> None:
    for days in (0, 1, 2, 3):
        await count(session, now - timedelta(days=days))
    assert await forget_old_requests(session, now=now) == 1
    assert await database.value(session, "select count(*) from request_count") == 3


@pytest.fixture
async def real(postgres: EmbeddedPostgres) -> AsyncIterator[Database]:
    """A pool that really commits, for what only shows between transactions."""
    database = open_database(postgres.app_url, pool_size=6)
    yield database
    await database.close()


async def test_attempts_at_once_are_counted_one_after_another(real: Database, now: datetime) -> None:
    attempt = Attempt(tried=tried("a secret", "email", "many@easthaven.test"), allowed=3)

    async def try_once() -> bool:
        async with real.transaction(NOBODY_ASKS) as session:
            if await refusal_of(session, attempts=[attempt], now=now):
                return False
            await asyncio.sleep(0.01)  # the password is being hashed
            await remember_failure(session, attempts=[attempt], now=now)
            return True

    let_through = await asyncio.gather(*(try_once() for _ in range(12)))
    async with real.transaction(NOBODY_ASKS) as session:
        await queries.forget_failures(session, attempt.tried)
    assert sum(let_through) == attempt.allowed
