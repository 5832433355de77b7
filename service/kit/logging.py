"""Logs: events with fields, as JSON in production and as text elsewhere, which never say who a person is.

An error's message may quote the row or the value it stumbled over, so errors are told by their class, their
SQLSTATE, the constraint and the places in the code; a message is told only where it cannot hold a value. Of
what libraries log, the constant text is kept and its arguments are left out; of a request, its method, path
and status. Start uvicorn with `log_config=None`, or it brings loggers of its own.
"""

import logging
import sys
from collections.abc import Callable, Iterator
from datetime import date, datetime
from traceback import extract_tb
from types import TracebackType
from typing import Any, TextIO
from uuid import UUID

import asyncpg
import msgspec
import structlog
from structlog.typing import EventDict, Processor

from service.kit.embedded_postgres.errors import DatabaseWillNotStart
from service.kit.errors import DomainError
from service.settings import Settings, SettingsInvalid

OURS = "service"  # structlog.get_logger("service") and below
REQUESTS = "uvicorn.access"
CONSTANT_TEXTS = ("asyncio", "sqlalchemy", "uvicorn")  # their first lines hold no values
WRITTEN_TO_BE_READ = (DomainError, SettingsInvalid, DatabaseWillNotStart)
# Connections, syntax and privileges, resources, operators, the system: these name objects, never values.
TELLING_STATES = ("08", "42", "53", "57", "58")
LONGEST_CHAIN = 10


def set_up_logging(settings: Settings, *, stream: TextIO | None = None) -> None:
    """Route our events and every library's to `stream` (else standard error)."""
    common: list[Processor] = [
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        without_query,
        told_error,
    ]
    renderer, out = _renderer(settings), stream or sys.stderr
    structlog.configure(
        processors=[structlog.contextvars.merge_contextvars, *common, renderer],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.WriteLoggerFactory(out),  # the library's own road costs three times as much
    )
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[of_a_library, *common],
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        use_get_message=False,
        pass_foreign_args=True,
    )
    handler = logging.StreamHandler(out)
    handler.setFormatter(formatter)
    _route_to(handler)
    sys.excepthook = _uncaught


def _renderer(settings: Settings) -> Processor:
    if settings.production:
        return structlog.processors.JSONRenderer(serializer=_json, default=_plainly)
    return structlog.dev.ConsoleRenderer(colors=False)


def _route_to(handler: logging.Handler) -> None:
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.WARNING)
    for name, level in ((OURS, logging.INFO), (REQUESTS, logging.INFO), ("uvicorn", logging.NOTSET)):
        logger = logging.getLogger(name)
        logger.handlers = []  # whether it propagates stays as uvicorn was told (`access_log`)
        logger.setLevel(level)


def _uncaught(kind: type[BaseException], error: BaseException, _: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        return
    structlog.get_logger(OURS).critical("uncaught", exc_info=error)


def without_query(_: Any, __: str, event: EventDict) -> EventDict:
    """Cut the query off a path: it holds what people searched for."""
    for name in ("path", "url"):
        if isinstance(event.get(name), str):
            event[name] = event[name].partition("?")[0]
    return event


def told_error(_: Any, __: str, event: EventDict) -> EventDict:
    """Replace `exc_info` by a text without the values the error stumbled over."""
    found = event.pop("exc_info", None)
    event.pop("exc_text", None)
    event.pop("stack_info", None)
    error = _exception(found)
    if error is not None:
        event["exception"] = "\n".join(told(error))
    return event


def _exception(found: object) -> BaseException | None:
    if isinstance(found, BaseException):
        return found
    if isinstance(found, tuple):
        return found[1] if isinstance(found[1], BaseException) else None
    return sys.exc_info()[1] if found else None


def told(error: BaseException) -> Iterator[str]:
    """Tell an error, what it came from and where, line by line."""
    current: BaseException | None = error
    for _ in range(LONGEST_CHAIN):
        if current is None:
            return
        yield _headline(current)
        yield from (
            f"  {frame.filename}:{frame.lineno} in {frame.name}"
            for frame in extract_tb(current.__traceback__)
        )
        if isinstance(current, BaseExceptionGroup):
            for one in current.exceptions:
                yield from (f"  | {line}" for line in told(one))
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)


def _headline(error: BaseException) -> str:
    kind = type(error)
    details = [getattr(error, name, None) for name in ("sqlstate", "table_name", "constraint_name")]
    known = " ".join(detail for detail in details if isinstance(detail, str))
    message = _message(error)
    return (
        f"{kind.__module__}.{kind.__qualname__}"
        + (f" [{known}]" if known else "")
        + (message and f": {message}")
    )


def _message(error: BaseException) -> str:
    if isinstance(error, WRITTEN_TO_BE_READ):
        return str(error)
    if isinstance(error, asyncpg.PostgresError) and str(error.sqlstate).startswith(TELLING_STATES):
        return str(error.args[0]) if error.args else ""
    if isinstance(error, OSError):
        return error.strerror or ""
    return ""


def of_a_library(_: Any, __: str, event: EventDict) -> EventDict:
    """Keep a library's constant text only: its arguments may hold values."""
    record: logging.LogRecord = event["_record"]
    arguments = event.pop("positional_args", ())
    event["logger"] = record.name
    if record.name == REQUESTS and len(arguments) == 5:
        _, method, path, _, status = arguments
        event.update(event="request", method=method, path=path, status=status)
        return event
    constant = bool(arguments) or record.name.startswith(CONSTANT_TEXTS)
    event["event"] = str(record.msg).strip().partition("\n")[0] if constant else "a library's message"
    event["where"] = f"{record.module}:{record.lineno}"
    return event


def _json(event: EventDict, *, default: Callable[[object], str]) -> str:
    return msgspec.json.encode(event, enc_hook=default).decode()


def _plainly(value: object) -> str:
    if isinstance(value, UUID | datetime | date):
        return str(value)
    return type(value).__name__
