"""Running the service, and asking whether it works."""

import argparse
import asyncio
import urllib.error
import urllib.request
from typing import Any

from service import worker as worker_process
from service.commands.opening import CommandFailed, addresses
from service.kit.database import NOBODY_ASKS, open_database
from service.kit.migrations import SchemaTooNew, migrate
from service.kit.parent import end_with
from service.settings import Settings


def worker(settings: Settings, _: argparse.Namespace) -> None:
    """This function will run background jobs until it is told to stop."""
    if settings.parent:
        end_with(settings.parent)
    worker_process.run(settings)


def migrate_schema(settings: Settings, _: argparse.Namespace) -> dict[str, Any]:
    """This function will bring the schema up to date."""
    with addresses(settings) as (_app_url, owner_url):
        try:
            return {"schema": migrate(owner_url)}
        except SchemaTooNew as error:
            raise CommandFailed(str(error)) from None


def health(settings: Settings, given: argparse.Namespace) -> dict[str, Any]:
    """This function will fail where the process of this container does not work."""
    if given.process == "worker":
        return {"worker": "ok", "failed": not asyncio.run(_answers(settings))}
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{settings.port}/health", timeout=4):
            return {"web": "ok"}
    except (urllib.error.URLError, OSError) as error:
        raise CommandFailed(f"The web process does not answer: {error}.") from None


async def _answers(settings: Settings) -> bool:
    if settings.database_url is None:
        raise CommandFailed("DATABASE_URL is not set.")
    database = open_database(settings.database_url, pool_size=1)
    try:
        async with database.transaction(NOBODY_ASKS):
            return True
    finally:
        await database.close()
