"""The worker: which name of a job is which operation, and what is done every day at what time in London."""

import asyncio
import signal
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, time, timedelta
from uuid import UUID

import structlog

from service.accounts.operations import forget_old_requests, forget_old_sign_ins
from service.alerts.operations import send_digests, watch_due, watch_providers
from service.board.operations import freeze_last_month
from service.feeds.operations import announce, deliver, forget_old
from service.feeds.operations.tell import DELIVER
from service.funding.operations import PREPARE, Quarter, make_declarations, pay_statements, run_statements
from service.imports.operations import accept, check, undo
from service.imports.operations import tidy as tidy_files
from service.kit.audit import By
from service.kit.clock import Clock
from service.kit.database import NOBODY_ASKS, REGISTER, Database, open_database
from service.kit.jobs import Daily, Operation, Pace, Worker, forget_done
from service.kit.logging import set_up_logging
from service.kit.mail import Mailer, Smtp
from service.learners.operations import count_register
from service.merging.operations import find_pairs
from service.own_record.operations import forget_let_in
from service.returns.operations import check_return, check_returns, forget_old_returns, make_return
from service.safeguarding.operations import CALL, CALL_AGAIN, call_again, call_duty_lead
from service.settings import Settings, SettingsInvalid
from service.vocabulary.day import london_day

DONE_JOBS_KEPT = timedelta(days=30)

log = structlog.get_logger("service.worker")


async def _check_submission(database: Database, arguments: Mapping[str, str], now: datetime) -> None:
    await check(database, submission_id=UUID(arguments["submission_id"]), now=now)


async def _accept_submission(database: Database, arguments: Mapping[str, str], now: datetime) -> None:
    await accept(database, submission_id=UUID(arguments["submission_id"]), now=now)


async def _undo_submission(database: Database, arguments: Mapping[str, str], now: datetime) -> None:
    await undo(database, submission_id=UUID(arguments["submission_id"]), now=now)


async def _evaluate_due(database: Database, _: Mapping[str, str], now: datetime) -> None:
    await watch_due(database, now=now, today=london_day(now))


async def _watch_providers(database: Database, _: Mapping[str, str], now: datetime) -> None:
    await watch_providers(database, now=now, today=london_day(now))


async def _tidy(database: Database, _: Mapping[str, str], now: datetime) -> None:
    await tidy_files(database, now=now)
    async with database.transaction(NOBODY_ASKS) as session:
        await forget_old_sign_ins(session, now=now)
        await forget_old_requests(session, now=now)
        await forget_done(session, before=now - DONE_JOBS_KEPT)
    async with database.transaction(REGISTER) as session:
        await forget_let_in(session, now=now)
    await forget_old_returns(database, now=now)
    await forget_old(database, now=now)


async def _freeze_last_month(database: Database, _: Mapping[str, str], now: datetime) -> None:
    await freeze_last_month(database, now=now, today=london_day(now))


async def _count_register(database: Database, _: Mapping[str, str], now: datetime) -> None:
    await count_register(database, now=now)


async def _find_pairs(database: Database, _: Mapping[str, str], now: datetime) -> None:
    await find_pairs(database, now=now)


async def _check_returns(database: Database, _: Mapping[str, str], now: datetime) -> None:
    await check_returns(database, now=now, today=london_day(now))


async def _check_return(database: Database, arguments: Mapping[str, str], now: datetime) -> None:
    await check_return(database, UUID(arguments["council_id"]), now=now, today=london_day(now))


async def _make_return(database: Database, arguments: Mapping[str, str], now: datetime) -> None:
    await make_return(
        database,
        return_id=UUID(arguments["return_id"]),
        council_id=UUID(arguments["council_id"]),
        now=now,
        today=london_day(now),
    )


async def _announce_changes(database: Database, _: Mapping[str, str], now: datetime) -> None:
    await announce(database, now=now)


async def _make_declarations(database: Database, _: Mapping[str, str], now: datetime) -> None:
    await make_declarations(database, now=now)


async def _pay_statements(database: Database, _: Mapping[str, str], now: datetime) -> None:
    await pay_statements(database, now=now, today=london_day(now))


async def _prepare_statements(database: Database, arguments: Mapping[str, str], now: datetime) -> None:
    of = Quarter(arguments["fund"], int(arguments["year"]), int(arguments["quarter"]))
    by = By(agency_id=UUID(arguments["agency_id"]), account_id=UUID(arguments["account_id"]))
    await run_statements(database, of=of, by=by, now=now, today=london_day(now))


OPERATIONS: Mapping[str, Operation] = {
    "check_submission": _check_submission,
    "accept_submission": _accept_submission,
    "undo_submission": _undo_submission,
    "evaluate_due": _evaluate_due,
    "watch_providers": _watch_providers,
    "tidy": _tidy,
    "count_register": _count_register,
    "find_pairs": _find_pairs,
    "freeze_last_month": _freeze_last_month,
    "check_returns": _check_returns,
    "check_return": _check_return,
    "make_return": _make_return,
    "announce_changes": _announce_changes,
    "make_declarations": _make_declarations,
    "pay_statements": _pay_statements,
    PREPARE: _prepare_statements,
}
"""Those that need nothing of the settings."""


def operations(settings: Settings) -> Mapping[str, Operation]:
    """Give every operation by the name of its job."""
    frame = {"service": settings.service_name, "address": settings.public_url}

    async def deliver_message(database: Database, arguments: Mapping[str, str], now: datetime) -> None:
        keys = {name: UUID(arguments[name]) for name in ("agency_id", "webhook_id", "delivery_id")}
        loopback = settings.webhooks_to_loopback
        await deliver(database, **keys, master=settings.secret, loopback=loopback, now=now)

    async def send(database: Database, _: Mapping[str, str], now: datetime) -> None:
        if mailer := mailer_of(settings):
            await send_digests(database, mailer, **frame, now=now, today=london_day(now))

    def calling(whom: Callable[..., Awaitable[None]]) -> Operation:
        async def call(database: Database, arguments: Mapping[str, str], _: datetime) -> None:
            if mailer := mailer_of(settings):
                await whom(database, mailer, arguments, **frame)

        return call

    calls = {CALL: calling(call_duty_lead), CALL_AGAIN: calling(call_again)}
    return {**OPERATIONS, DELIVER: deliver_message, "send_digests": send, **calls}


def mailer_of(settings: Settings) -> Mailer | None:
    """What messages are sent with: GOV.UK Notify where its key is given, else SMTP; None: nothing is sent."""
    if settings.notify_key:
        from service.kit.notify import Notify  # noqa: PLC0415 - an extra, asked for only where it is used

        return Notify(settings.notify_key, template=settings.notify_template, url=settings.notify_url)
    if settings.smtp_url:
        return Smtp(settings.smtp_url, sender=settings.mail_from, encrypted=settings.production)
    return None


TIMETABLE = (
    Daily(name="announce_changes", at=time(0, 5)),
    Daily(name="count_register", at=time(1)),
    Daily(name="find_pairs", at=time(1, 30)),
    Daily(name="evaluate_due", at=time(2)),
    Daily(name="check_returns", at=time(2, 30)),
    Daily(name="make_declarations", at=time(2, 45)),
    Daily(name="tidy", at=time(3)),
    Daily(name="freeze_last_month", at=time(4)),
    Daily(name="pay_statements", at=time(5)),
    Daily(name="watch_providers", at=time(6)),
    Daily(name="send_digests", at=time(8)),
)


def run(settings: Settings) -> None:
    """Work until SIGTERM or Ctrl-C, and let the jobs that are running end first.

    Raises `SettingsInvalid` without a DATABASE_URL: the embedded PostgreSQL belongs to `pathway serve`.
    """
    if settings.database_url is None:
        raise SettingsInvalid(
            "DATABASE_URL must name the database to work for. Without one, `pathway serve` starts a worker itself."
        )
    set_up_logging(settings)
    asyncio.run(_work(settings, settings.database_url))


async def _work(settings: Settings, address: str) -> None:
    stop, pace = asyncio.Event(), Pace()
    for ending in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(ending, stop.set)
    database = open_database(address, pool_size=pace.connections)
    known = operations(settings)
    log.info("worker started", operations=len(known))
    await Worker(
        database=database, operations=known, timetable=TIMETABLE, stop=stop, clock=Clock(), pace=pace
    ).run()
    await database.close()
    log.info("worker stopped")
