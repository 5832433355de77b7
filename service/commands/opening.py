"""The database a command works on: the running server's where one is named, else the embedded one."""

import argparse
import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import date, datetime, time
from typing import TypeVar

from service.commands.errors import CommandFailed
from service.kit.clock import Clock
from service.kit.database import Database, open_database
from service.kit.embedded_postgres import AlreadyRunning, DatabaseWillNotStart, EmbeddedPostgres
from service.kit.migrations import migrate
from service.settings import Settings
from service.vocabulary.day import London

Result = TypeVar("Result")


def with_database(
    settings: Settings,
    given: argparse.Namespace,
    act: Callable[[Database, datetime, date], Awaitable[Result]],
) -> Result:
    """The running server's database where one is named, else the embedded one, started for the command."""

    async def run(url: str) -> Result:
        database, (now, today) = open_database(url), _time(getattr(given, "today", None))
        try:
            return await act(database, now, today)
        finally:
            await database.close()

    with addresses(settings) as (app_url, owner_url):
        if settings.embedded:
            migrate(owner_url)
        return asyncio.run(run(app_url))


@contextmanager
def addresses(settings: Settings) -> Iterator[tuple[str, str]]:
    """Give the application's and the owner's way in; the embedded server is shared if it runs."""
    if settings.database_url is not None:
        yield settings.database_url, settings.owner_database_url or settings.database_url
        return
    embedded = EmbeddedPostgres(settings.state_dir / "postgres", bin_dir=settings.pg_bin)
    try:
        with ExitStack() as ours:
            with suppress(AlreadyRunning):  # `pathway serve` has it: work beside it
                ours.enter_context(embedded)
            yield embedded.app_url, embedded.owner_url
    except DatabaseWillNotStart as error:
        raise CommandFailed(str(error)) from None


def _time(asked: date | None) -> tuple[datetime, date]:
    clock = Clock()
    if asked is None:
        return clock.now(), clock.today()
    return datetime.combine(asked, time(12), tzinfo=London), asked
