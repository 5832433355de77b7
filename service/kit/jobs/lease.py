"""Holding a job: for a while, and by number.

A lease that ran out may be taken by another worker, which gets the next attempt's number. The number is
checked inside every transaction of the operation, right before it commits, and the check holds the row until
the commit is through: nobody can take the job between the two.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

import msgspec

from service.kit import database
from service.kit.database import Context, Database, Session

STILL_OURS = "select true from job where id = $1 and attempt = $2 and state = 'running' for share"


class LeaseLost(Exception):
    """Another worker has taken this job; nothing of ours may be committed any more."""


class Lease(msgspec.Struct, frozen=True, kw_only=True):
    """One attempt at a job."""

    id: UUID
    name: str
    arguments: dict[str, str]
    attempt: int


class FencedDatabase(Database):
    """A database whose transactions commit only while the lease is ours. It lends nothing that is not fenced."""

    def __init__(self, inner: Database, lease: Lease) -> None:
        self._inner = inner
        self._lease = lease

    @asynccontextmanager
    async def transaction(self, context: Context) -> AsyncIterator[Session]:
        """Open a transaction that keeps nothing and raises `LeaseLost` for a lost job."""
        async with self._inner.transaction(context) as session:
            yield session
            if not await database.value(session, STILL_OURS, self._lease.id, self._lease.attempt):
                raise LeaseLost
