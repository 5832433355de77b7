"""Whether the database answers and the worker works: what a balancer and an operator ask first."""

import asyncio
from datetime import timedelta

import structlog

from service.kit import database
from service.kit.database import NOBODY_ASKS, Database
from service.kit.jobs import silent_for

WAIT_SECONDS = 5
WORKER_SILENT = timedelta(seconds=60)  # a worker shows life every 15 to 20 seconds; one late beat is no fault
log = structlog.get_logger("service")


async def answers(asked: Database) -> bool:
    """Say whether the database answers a statement within five seconds."""
    try:
        async with asyncio.timeout(WAIT_SECONDS), asked.transaction(NOBODY_ASKS) as session:
            return bool(await database.value(session, "select 1") == 1)
    except Exception as error:  # whatever the cause, the answer is that it does not
        log.warning("database does not answer", kind=type(error).__name__)
        return False


async def worker_fault(asked: Database, *, host: str) -> str | None:
    """Say what is wrong with the worker of a machine, in one sentence; None where it works.

    It works where it has kept time and reached the database within the last minute: a process that hangs, or that
    has lost the database, does neither. Raises what the database raises where it cannot be asked.
    """
    async with asyncio.timeout(WAIT_SECONDS), asked.transaction(NOBODY_ASKS) as session:
        silent = await silent_for(session, host)
    if silent is None:
        return "No worker has been seen to work here."
    if silent > WORKER_SILENT:
        return f"The worker was last seen to work {silent.total_seconds():.0f} seconds ago."
    return None
