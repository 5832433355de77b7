"""Slowing down: failed attempts at signing in, and requests of one token or account."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from service.accounts import queries
from service.accounts.rows import Attempt, FailedSignIn
from service.accounts.rules import FAILURE_WINDOW, seconds_until, window_of
from service.kit.database import Session
from service.kit.errors import TooMany
from service.kit.ids import new_id

KEPT_DAYS = 2


class TooManyAttempts(TooMany):
    """Too many failures on one email address, from one client or on one second factor."""

    code = "too_many_attempts"


class TooManyRequests(TooMany):
    """More requests in one window than are allowed."""

    code = "too_many_requests"


async def refusal_of(
    session: Session, *, attempts: Sequence[Attempt], now: datetime
) -> TooManyAttempts | None:
    """Say whether the failures before leave room for one more attempt.

    Attempts on the first of `attempts` wait for each other: many at once would all see the same count.
    """
    await queries.one_at_a_time(session, attempts[0].tried)
    failed_at = await queries.blocking_failure(session, attempts, now=now)
    if failed_at is None:
        return None
    wait = seconds_until(failed_at + FAILURE_WINDOW, now=now)
    minutes = -(-wait // 60)
    sentence = f"Too many attempts. Try again in {minutes} minute{'' if minutes == 1 else 's'}."
    return TooManyAttempts(sentence, retry_after=wait)


async def remember_failure(session: Session, *, attempts: Sequence[Attempt], now: datetime) -> None:
    """Count one failure on each of these."""
    failures = [FailedSignIn(id=new_id(), tried=attempt.tried, at=now) for attempt in attempts]
    await queries.add_failures(session, failures)


async def count_request(
    session: Session, *, limits: Mapping[str, int], window_seconds: int, now: datetime
) -> None:
    """Count a request under each key of `limits`, in a fixed window.

    Raises `TooManyRequests` where there were more than a key's limit. Call it in a short transaction that is not the
    request's: the count holds its row until commit, so requests of one key would otherwise run one after another,
    and one that fails later would not count. Keys name no person.
    """
    began = window_of(now, window_seconds)
    most = {f"{key}/{window_seconds}": limit for key, limit in limits.items()}
    counts = await queries.count_request(session, sorted(most), window_at=began)
    if all(count <= most[key] for key, count in counts.items()):
        return
    wait = seconds_until(began + timedelta(seconds=window_seconds), now=now)
    raise TooManyRequests(f"Too many requests. Try again in {wait} seconds.", retry_after=wait)


async def forget_old_requests(session: Session, *, now: datetime) -> int:
    """Forget windows that began more than two days ago, and count them."""
    return await queries.forget_requests(session, before=now - timedelta(days=KEPT_DAYS))


async def forget_old_sign_ins(session: Session, *, now: datetime) -> int:
    """Forget failures that no longer count and sessions that ran out; it counts both."""
    failures = await queries.forget_old_failures(session, now=now)
    return failures + await queries.forget_ended_sessions(session, now=now)
