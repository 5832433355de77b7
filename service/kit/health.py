"""Whether the database answers: what a balancer and an operator ask first."""

import asyncio

import structlog

from service.kit import database
from service.kit.database import NOBODY_ASKS, Database

WAIT_SECONDS = 5
log = structlog.get_logger("service")


async def answers(asked: Database) -> bool:
    """This function will say whether the database answers a statement within five seconds."""
    try:
        async with asyncio.timeout(WAIT_SECONDS), asked.transaction(NOBODY_ASKS) as session:
            return bool(await database.value(session, "select 1") == 1)
    except Exception as error:  # whatever the cause, the answer is that it does not
        log.warning("database does not answer", kind=type(error).__name__)
        return False
