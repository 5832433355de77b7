"""The floor: the statements our service sends, sent again by the driver alone. No web, no rules, nothing read.

A process of its own: `python -m tests.benchmarks.floor FILE` reads a pickled `Replay` and prints a `Took` as JSON.
Each transaction takes a connection of the pool and gives it back, as ours do.
"""

import asyncio
import pickle
import sys
from collections import deque
from pathlib import Path
from time import perf_counter

import asyncpg
import msgspec
import uvloop

from tests.benchmarks.load import Took

Statements = list[tuple[str, tuple[object, ...] | None]]


class Replay(msgspec.Struct, frozen=True, kw_only=True):
    """What to send: first `warm` unmeasured requests, then the others as fast as they are answered."""

    url: str
    pool: int
    concurrency: int
    warm: int
    requests: list[Statements]


async def replay(given: Replay) -> Took:
    """Send everything there is to send."""
    async with asyncpg.create_pool(
        given.url, min_size=given.pool, max_size=given.pool, reset=_nothing_to_reset
    ) as pool:
        await _replay(pool, given.requests[: given.warm], given.concurrency)
        return await _replay(pool, given.requests[given.warm :], given.concurrency)


async def _nothing_to_reset(_: asyncpg.Connection) -> None:
    """Every setting was local to its transaction; the pool's own reset would cost the floor a round trip."""


async def _replay(pool: asyncpg.Pool, requests: list[Statements], concurrency: int) -> Took:
    waiting = deque(_transactions(request) for request in requests)
    each: list[float] = []

    async def keep_sending() -> None:
        while waiting:
            request, began = waiting.popleft(), perf_counter()
            for transaction in request:
                await _send(pool, transaction)
            each.append(perf_counter() - began)

    began = perf_counter()
    await asyncio.gather(*(keep_sending() for _ in range(concurrency)))
    return Took(seconds=perf_counter() - began, each=each)


def _transactions(request: Statements) -> list[Statements]:
    found: list[Statements] = []
    for text, values in request:
        if text.upper().startswith("BEGIN"):
            found.append([])
        found[-1].append((text, values))
    return found


async def _send(pool: asyncpg.Pool, transaction: Statements) -> None:
    async with pool.acquire() as connection:
        for text, values in transaction:
            if values is None:
                await connection.execute(text)
            else:
                await connection.fetch(text, *values)


if __name__ == "__main__":
    job = pickle.loads(Path(sys.argv[1]).read_bytes())  # noqa: S301 - written by whoever started us, a moment ago
    print(msgspec.json.encode(uvloop.run(replay(job))).decode())
