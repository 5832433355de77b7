"""What our service sends to PostgreSQL for a request, statement by statement, with every value.

It listens at the driver, below whatever layer sends, so a change of the service changes the floor with it.
"""

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from enum import Enum
from typing import Any
from unittest.mock import patch

import httpx
import msgspec
import structlog
from asyncpg import Connection
from asyncpg.prepared_stmt import PreparedStatement

from service.kit.database import open_database
from service.settings import Mode, Settings
from tests.benchmarks.calls import Call
from tests.benchmarks.serving import unlimited_app

Statement = tuple[
    int, tuple[Any, ...] | None
]  # place in the list of texts; None: sent as it is, without values


class Recording(msgspec.Struct, frozen=True):
    """The texts of all statements, and which of them each request sent, with which values."""

    texts: list[str]
    requests: list[list[Statement]]


async def record(url: str, calls: Sequence[Call], *, secret: str) -> Recording:
    """Have the service answer the calls, one after another, and note what it sends."""
    database = open_database(url, pool_size=1)
    settings = Settings(mode=Mode.DEVELOPMENT, database_url=url, secret=secret)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    app = unlimited_app(settings, database)
    texts: dict[str, int] = {}
    requests: list[list[Statement]] = []
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://bench.invalid") as client:
        for call in calls:
            with _listening(texts) as said:
                answer = await client.request(call.method, call.path, headers=call.headers, content=call.body)
            if answer.status_code not in {200, 201}:
                raise AssertionError(f"{call.method} {call.path}: {answer.status_code} {answer.text}")
            requests.append(said)
    await database.close()
    return Recording(list(texts), requests)


@contextmanager
def _listening(texts: dict[str, int]) -> Iterator[list[Statement]]:
    said: list[Statement] = []
    plain, with_values, prepared = (
        Connection.execute,
        Connection._execute,
        PreparedStatement._PreparedStatement__bind_execute,
    )

    def note(text: str, values: Sequence[object] | None) -> None:
        place = texts.setdefault(text, len(texts))
        said.append((place, None if values is None else tuple(_plain(value) for value in values)))

    async def execute(self: Connection, query: str, *args: object, **more: Any) -> str:
        if not args:
            note(query, None)
        return await plain(self, query, *args, **more)

    async def execute_with(
        self: Connection, query: str, args: Sequence[object], *rest: Any, **more: Any
    ) -> Any:
        note(query, args)
        return await with_values(self, query, args, *rest, **more)

    async def execute_prepared(self: PreparedStatement, args: Sequence[object], *rest: Any) -> Any:
        note(self._query, args)
        return await prepared(self, args, *rest)

    with (
        patch.object(Connection, "execute", execute),
        patch.object(Connection, "_execute", execute_with),
        patch.object(PreparedStatement, "_PreparedStatement__bind_execute", execute_prepared),
    ):
        yield said


def _plain(value: object) -> object:
    """Enums as their words: whoever replays this knows nothing of us."""
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value.value if isinstance(value, Enum) else value
