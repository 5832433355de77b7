"""Accepts one submission and ends: what the kill drill kills. `python -m tests.imports.accept_in_process URL ID`."""

import asyncio
import sys
from datetime import UTC, datetime
from uuid import UUID

from service.imports.operations import accept
from service.kit.database import open_database

BATCH = 60  # many small batches: many places to be killed at
NOW = datetime(2026, 1, 15, 9, 0, tzinfo=UTC)


async def main(url: str, submission_id: str) -> None:
    """Says when it begins to work, so that the drill's delays count from there."""
    database = open_database(url, pool_size=2)
    sys.modules["service.imports.operations.accept"].BATCH = BATCH  # type: ignore[attr-defined]  # for the drill only
    print("accepting", flush=True)
    await accept(database, submission_id=UUID(submission_id), now=NOW)
    await database.close()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
