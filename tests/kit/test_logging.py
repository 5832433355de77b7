"""Nothing a person could be known by reaches the log, however an error or a library puts it."""

import asyncio
import gc
import io
import json
import logging
import sys
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
import structlog

from service.kit.database import NOBODY_ASKS, Database, execute, value
from service.kit.errors import NotFound
from service.kit.logging import set_up_logging
from service.settings import Mode, Settings, SettingsInvalid

CANARY = "Canary-QK7-M2P"
ABOUT = f"about {CANARY}"
Happening = Callable[[Database], Awaitable[None]]


@pytest.fixture(params=[Mode.PRODUCTION, Mode.DEVELOPMENT], ids=["production", "development"])
def written(request: pytest.FixtureRequest) -> Iterator[io.StringIO]:
    """What was logged, with logging set up as the service does it; undone at the end."""
    names = (None, "service", "uvicorn", "uvicorn.access")
    loggers = [logging.getLogger(name) for name in names]
    before = [(logger, logger.handlers, logger.level, logger.propagate) for logger in loggers]
    hook = sys.excepthook
    stream = io.StringIO()
    set_up_logging(Settings(mode=request.param), stream=stream)
    yield stream
    sys.excepthook = hook
    structlog.reset_defaults()
    for logger, handlers, level, propagate in before:
        logger.handlers, logger.propagate = handlers, propagate
        logger.setLevel(level)


async def a_unique_name(database: Database) -> None:
    async with database.transaction(NOBODY_ASKS) as session:
        await execute(session, "insert into request_count values ($1, now(), 1), ($1, now(), 1)", CANARY)


async def a_wrong_argument(database: Database) -> None:
    async with database.transaction(NOBODY_ASKS) as session:
        await value(session, "select $1::int", CANARY)


async def a_cast(database: Database) -> None:
    async with database.transaction(NOBODY_ASKS) as session:
        await value(session, "select $1::text::int", CANARY)


async def a_missing_table_beside_a_parameter(database: Database) -> None:
    async with database.transaction(NOBODY_ASKS) as session:
        await value(session, "select * from nowhere where name = $1", CANARY)


async def a_key(_: Database) -> None:
    {}[CANARY]


async def a_number(_: Database) -> None:
    int(CANARY)


async def a_local_variable(_: Database) -> None:
    name = CANARY
    raise LookupError(len(name))


async def an_error_behind_another(_: Database) -> None:
    try:
        int(CANARY)
    except ValueError as error:
        raise LookupError(CANARY) from error


async def several_at_once(_: Database) -> None:
    raise ExceptionGroup(CANARY, [ValueError(CANARY), LookupError(CANARY)])


@pytest.mark.parametrize(
    ("happening", "told"),
    [
        pytest.param(
            a_unique_name,
            "UniqueViolationError [23505 request_count pk_request_count]",
            id="a constraint's detail",
        ),
        pytest.param(a_wrong_argument, "asyncpg.exceptions.DataError", id="an argument of the wrong type"),
        pytest.param(a_cast, "InvalidTextRepresentationError [22P02]", id="a message that quotes the value"),
        pytest.param(
            a_missing_table_beside_a_parameter, 'relation "nowhere" does not exist', id="a telling message"
        ),
        pytest.param(a_key, "builtins.KeyError", id="a key"),
        pytest.param(a_number, "builtins.ValueError", id="a value"),
        pytest.param(a_local_variable, "in a_local_variable", id="a local variable"),
        pytest.param(an_error_behind_another, "builtins.ValueError", id="an error behind another"),
        pytest.param(several_at_once, "| builtins.LookupError", id="several at once"),
    ],
)
@pytest.mark.parametrize("by", ["us", "a library", "nobody"])
async def test_an_error_is_told_without_the_value_it_stumbled_over(
    written: io.StringIO, database: Database, happening: Happening, told: str, by: str
) -> None:
    try:
        await happening(database)
    except Exception as error:
        if by == "us":
            structlog.get_logger("service").error("unexpected", exc_info=error)
        elif by == "a library":
            logging.getLogger("sqlalchemy.pool").exception("Exception during reset")
        else:
            sys.excepthook(type(error), error, None)
    said = written.getvalue().replace('\\"', '"')
    assert told in said
    assert CANARY not in said


async def test_a_tasks_error_nobody_looked_at_is_told_without_its_value(written: io.StringIO) -> None:
    task = asyncio.ensure_future(a_number(None))  # type: ignore[arg-type]  # it asks nothing of the database
    await asyncio.wait([task])
    del task
    gc.collect()
    assert "Task exception was never retrieved" in written.getvalue()
    assert "ValueError" in written.getvalue()
    assert CANARY not in written.getvalue()


def test_a_request_is_its_method_path_and_status(written: io.StringIO) -> None:
    asked = ("192.0.2.7:5000", "GET", f"/learners?search={CANARY}&token={CANARY}", "1.1", 200)
    logging.getLogger("uvicorn.access").info('%s - "%s %s HTTP/%s" %d', *asked)
    structlog.get_logger("service").info("seen", path=f"/learners?search={CANARY}")
    said = written.getvalue()
    assert all(part in said for part in ("GET", "/learners", "200", "seen"))
    assert not any(part in said for part in (CANARY, "192.0.2.7", "search"))


@pytest.mark.parametrize(
    "log",
    [
        pytest.param(lambda logger: logger.warning("about %s", CANARY), id="an argument"),
        pytest.param(lambda logger: logger.warning(ABOUT), id="a text put together"),
        pytest.param(lambda logger: logger.warning("about", extra={"who": CANARY}), id="an extra field"),
        pytest.param(lambda logger: logger.warning("about", stack_info=True), id="a stack"),
    ],
)
def test_a_librarys_record_keeps_only_its_constant_text(
    written: io.StringIO, log: Callable[[logging.Logger], None]
) -> None:
    log(logging.getLogger("httpx"))
    assert "httpx" in written.getvalue()
    assert CANARY not in written.getvalue()


def test_a_librarys_template_is_kept(written: io.StringIO) -> None:
    logging.getLogger("httpx").warning("about %s", CANARY)
    assert "about %s" in written.getvalue()


def test_a_line_break_cannot_forge_a_second_event(written: io.StringIO) -> None:
    structlog.get_logger("service").info("seen", path="/x\n2026-11-03 [critical] forged")
    assert len(written.getvalue().splitlines()) == 1


def test_production_writes_one_json_object_a_line_even_of_values_json_cannot_hold() -> None:
    lines = logged_in_production(id=UUID(int=7), at=datetime(2026, 11, 3, tzinfo=UTC), what=object())
    assert lines["event"] == "job done"
    assert (lines["id"], lines["at"], lines["what"]) == (
        str(UUID(int=7)),
        "2026-11-03T00:00:00Z",
        "object",
    )


def logged_in_production(**fields: Any) -> dict[str, Any]:
    stream = io.StringIO()
    before = logging.getLogger().handlers
    hook = sys.excepthook
    set_up_logging(Settings(mode=Mode.PRODUCTION), stream=stream)
    structlog.get_logger("service").info("job done", **fields)
    structlog.reset_defaults()
    logging.getLogger().handlers = before
    sys.excepthook = hook
    found: dict[str, Any] = json.loads(stream.getvalue())
    return found


@pytest.mark.parametrize("error", [NotFound("There is no such file."), SettingsInvalid("Set DATABASE_URL.")])
def test_a_sentence_written_to_be_read_is_told(written: io.StringIO, error: Exception) -> None:
    structlog.get_logger("service").error("refused", exc_info=error)
    assert str(error) in written.getvalue()
