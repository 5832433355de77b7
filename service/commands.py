"""What each console command does: open the database, call one operation, give back what to print."""

import argparse
import asyncio
import urllib.error
import urllib.request
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

from service import worker as worker_process
from service.access.rows import WHOLE_REGISTER
from service.agencies.operations import agency_called
from service.alerts.operations import watch_due, watch_everybody, watch_providers
from service.board.operations import freeze_month
from service.demo.simulate import simulate as simulate_population
from service.demo.town import seed_town
from service.imports import queries as submissions
from service.imports.operations import accept, begin_acceptance, check, discard, receive
from service.imports.operations.problems import all_problems
from service.imports.rows import AcceptMode, Tally
from service.kit import audit
from service.kit.audit import By
from service.kit.clock import LONDON, Clock
from service.kit.database import NOBODY_ASKS, REGISTER, Database, open_database
from service.kit.embedded_postgres import DatabaseWillNotStart, EmbeddedPostgres
from service.kit.ids import NOBODY
from service.kit.migrations import SchemaTooNew, migrate
from service.settings import Settings

Result = TypeVar("Result")
PIECE = 1024 * 1024


class CommandFailed(Exception):
    """Why a command failed, in one sentence."""


def worker(settings: Settings, _: argparse.Namespace) -> None:
    """This function will run background jobs until it is told to stop."""
    worker_process.run(settings)


def migrate_schema(settings: Settings, _: argparse.Namespace) -> dict[str, Any]:
    """This function will bring the schema up to date."""
    with _addresses(settings) as (_app_url, owner_url):
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


def seed(settings: Settings, given: argparse.Namespace) -> dict[str, Any]:
    """This function will make the demo town, once."""

    async def make(database: Database, now: datetime, today: date) -> dict[str, Any]:
        town = await seed_town(database, settings=settings, now=now, today=today)
        return {"accounts": [account.email for account in town.accounts], "password": town.password}

    return _with_database(settings, given, make)


def simulate(settings: Settings, given: argparse.Namespace) -> dict[str, Any]:
    """This function will make an invented population."""

    async def make(database: Database, now: datetime, today: date) -> dict[str, Any]:
        watched = await simulate_population(
            database,
            learners=given.learners,
            years=given.years,
            seed=given.seed,
            now=now,
            today=today,
            say=lambda line: None if given.json else print(line, flush=True),  # noqa: T201 - progress of a command
        )
        return {"learners": given.learners, "alerts_raised": watched.raised}

    return _with_database(settings, given, make)


def import_file(settings: Settings, given: argparse.Namespace) -> dict[str, Any]:
    """This function will check a file and, with `--accept`, record it."""

    async def take(database: Database, now: datetime, today: date) -> dict[str, Any]:
        async with database.transaction(REGISTER) as session:
            agency = await agency_called(session, code=given.agency)
        by = By(agency_id=agency.id)
        submission_id = await _receive(database, settings, given.file, by=by, now=now, today=today)
        tally = await check(database, submission_id=submission_id, now=now)
        if given.accept:
            mode = AcceptMode(given.accept)
            await _begin(database, submission_id, mode, by=by, now=now)
            tally = await accept(database, submission_id=submission_id, now=now)
        shown = await _told(database, submission_id, tally)
        if not given.accept:
            async with database.transaction(REGISTER) as session:
                await discard(session, submission_id=submission_id, by=by, now=now)
        return shown

    return _with_database(settings, given, take)


async def _receive(
    database: Database, settings: Settings, path: Path, *, by: By, now: datetime, today: date
) -> UUID:
    async with database.transaction(REGISTER) as session:
        return await receive(
            session,
            file_name=path.name,
            pieces=_pieces(path),
            limit=settings.upload_limit_bytes,
            by=by,
            now=now,
            today=today,
        )


async def _pieces(path: Path) -> AsyncIterator[bytes]:
    try:
        with path.open("rb") as file:
            while piece := file.read(PIECE):
                yield piece
    except OSError as error:
        raise CommandFailed(f"{path} cannot be read: {error.strerror}.") from None


async def _begin(database: Database, submission_id: UUID, mode: AcceptMode, *, by: By, now: datetime) -> None:
    async with database.transaction(REGISTER) as session:
        await begin_acceptance(
            session, submission_id=submission_id, mode=mode, within=WHOLE_REGISTER, by=by, now=now
        )


async def _told(database: Database, submission_id: UUID, tally: Tally) -> dict[str, Any]:
    async with database.transaction(REGISTER) as session:
        submission = await submissions.submission(session, submission_id, within=WHOLE_REGISTER)
        problems = await all_problems(session, submission) if submission else []
    counts = ("learners", "found", "issued", "review", "out_of_age", "refused")
    return {
        **{name: getattr(tally, name) for name in counts},
        "spells": tally.spells,
        "milestones": tally.milestones,
        "problems": [
            {
                "line": each.line,
                "learner": each.learner,
                "field": each.field,
                "rule": each.rule,
                "message": each.message,
                "fix": each.fix,
            }
            for each in problems
        ],
        "alerts_raised": tally.alerts_raised,
        "alerts_closed": tally.alerts_closed,
        "failed": submission is not None and submission.failure is not None,
    }


def evaluate(settings: Settings, given: argparse.Namespace) -> dict[str, Any]:
    """This function will look at those due, or with `--full` at everybody, and at every provider."""

    async def look(database: Database, now: datetime, today: date) -> dict[str, Any]:
        watched = await (watch_everybody if given.full else watch_due)(database, now=now, today=today)
        providers = await watch_providers(database, now=now, today=today)
        return {
            "looked_at": watched.looked_at,
            "alerts_raised": watched.raised,
            "alerts_refreshed": watched.refreshed,
            "alerts_closed": watched.closed,
            "providers_silent": providers.raised,
        }

    return _with_database(settings, given, look)


def snapshot(settings: Settings, given: argparse.Namespace) -> dict[str, Any]:
    """This function will freeze a month, or correct a frozen one once."""

    async def freeze(database: Database, now: datetime, today: date) -> dict[str, Any]:
        month_on = _month(given.month, today)
        async with database.transaction(REGISTER) as session:
            frozen = await freeze_month(
                session, month_on=month_on, by=By(agency_id=NOBODY), now=now, today=today
            )
        return {"month": month_on.isoformat()[:7], "edition": frozen.edition, "as_of": frozen.as_of_on}

    return _with_database(settings, given, freeze)


def _month(text: str | None, today: date) -> date:
    if text is None:
        return (today.replace(day=1) - timedelta(days=1)).replace(day=1)
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        raise CommandFailed("--month is written as 2026-10.") from None


def verify_audit(settings: Settings, given: argparse.Namespace) -> dict[str, Any]:
    """This function will recompute every chain of the audit trail and name each fault."""

    async def verify(database: Database, _now: datetime, _today: date) -> dict[str, Any]:
        faults: list[str] = []
        async with database.transaction(REGISTER) as session:
            heads = await audit.heads(session)
            for head in heads:
                async for seq, wrong in audit.broken_links(session, head):
                    faults.append(f"{head.agency_id} {seq}: {wrong}")
        entries = sum(head.seq for head in heads)
        return {"chains": len(heads), "entries": entries, "faults": faults, "failed": bool(faults)}

    return _with_database(settings, given, verify)


def _with_database(
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

    with _addresses(settings) as (app_url, owner_url):
        if settings.embedded:
            migrate(owner_url)
        return asyncio.run(run(app_url))


@contextmanager
def _addresses(settings: Settings) -> Iterator[tuple[str, str]]:
    if settings.database_url is not None:
        yield settings.database_url, settings.owner_database_url or settings.database_url
        return
    running = settings.state_dir / "postgres"
    try:
        with EmbeddedPostgres(running, bin_dir=settings.pg_bin) as server:
            yield server.app_url, server.owner_url
    except DatabaseWillNotStart as error:
        raise CommandFailed(str(error)) from None


def _time(asked: date | None) -> tuple[datetime, date]:
    clock = Clock()
    if asked is None:
        return clock.now(), clock.today()
    return datetime.combine(asked, time(12), tzinfo=LONDON), asked
