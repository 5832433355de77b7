"""Making the service ready to run, and asking whether it works."""

import argparse
import asyncio
import socket
import urllib.error
import urllib.request
from typing import Any

from service.commands.errors import CommandFailed
from service.commands.opening import addresses
from service.kit.database import open_database
from service.kit.health import worker_fault
from service.kit.migrations import SchemaTooNew, migrate
from service.settings import Settings


def migrate_schema(settings: Settings, _: argparse.Namespace) -> dict[str, Any]:
    """Bring the schema up to date."""
    with addresses(settings) as (_app_url, owner_url):
        try:
            return {"schema": migrate(owner_url)}
        except SchemaTooNew as error:
            raise CommandFailed(str(error)) from None


def health(settings: Settings, given: argparse.Namespace) -> dict[str, Any]:
    """Fail where the process of this container does not work."""
    if given.process == "worker":
        if fault := asyncio.run(_worker_fault(settings)):
            raise CommandFailed(fault)
        return {"worker": "ok"}
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{settings.port}/health", timeout=4):
            return {"web": "ok"}
    except (urllib.error.URLError, OSError) as error:
        raise CommandFailed(f"The web process does not answer: {error}.") from None


async def _worker_fault(settings: Settings) -> str | None:
    if settings.database_url is None:
        raise CommandFailed("DATABASE_URL is not set.")
    database = open_database(settings.database_url, pool_size=1)
    try:
        return await worker_fault(database, host=socket.gethostname())
    except (OSError, TimeoutError) as error:
        raise CommandFailed(f"The database does not answer: {type(error).__name__}.") from None
    finally:
        await database.close()
