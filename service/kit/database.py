"""One transaction per request or job, and the statements sent inside it.

`Database.transaction` is the only place that begins, commits and rolls back. Who is asking goes with BEGIN in one
message (`Context`), where row-level security reads it; everything is SET LOCAL, so nothing outlives the transaction
and a pooled connection carries nothing over.

Statements of `queries.py` are SQL sent through the driver (`rows`, `row`, `value`, `execute`). SQLModel defines the
tables; `insert` builds its statement from them. Why not the ORM's session: docs/decisions/0001-statements-are-sql.md.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeAlias, TypeVar, cast
from uuid import UUID

import asyncpg
import msgspec
from sqlalchemy import Table
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import SQLModel

APP_ROLE = "pathway_app"
REGISTER_ROLE = "pathway_register"
NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
SQLModel.metadata.naming_convention = NAMING

Row: TypeAlias = Mapping[str, Any]
Record = TypeVar("Record", bound=msgspec.Struct)

_POSTGRESQL: Any = postgresql.dialect()  # type: ignore[no-untyped-call]  # SQLAlchemy leaves it untyped
LOST = (OSError, asyncpg.PostgresError, asyncpg.InterfaceError)  # what is raised where a connection breaks
STATEMENTS_KEPT = 500  # prepared once a connection; the service has about 200, the driver would keep 100
PATIENCE = 30.0  # seconds a transaction waits for a connection of the pool


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """Who asks, as row-level security sees it: an agency, or the whole register (jobs and matching), or nobody."""

    agency_id: UUID | None = None
    register: bool = False
    lasting: bool = (
        True  # False: what is written may be lost in a power cut, and commits without waiting for disk
    )

    @property
    def role(self) -> str:
        """The role of PostgreSQL whose policies hold."""
        return REGISTER_ROLE if self.register else APP_ROLE

    @property
    def begin(self) -> str:
        """What opens a transaction for whoever asks: one message, made of nothing but constants and a UUID."""
        asks = f"begin; set local role {self.role}; set local app.agency = '{self.agency_id or ''}'"
        return asks if self.lasting else f"{asks}; set local synchronous_commit = off"


NOBODY_ASKS = Context()
IN_PASSING = Context(lasting=False)
"""Nobody asks yet, and what is noted (a count, when somebody was last seen) is no loss."""
REGISTER = Context(register=True)


@dataclass(slots=True)
class Session:
    """One open transaction. Operations take it first and never commit."""

    driver: asyncpg.Connection
    role: str


class NotCommitted(Exception):
    """PostgreSQL rolled back what was to be committed: a statement had failed, and its error was swallowed."""


class Database:
    """A pool of connections and the one way to open a transaction on it. It connects when first used."""

    def __init__(self, url: str, *, pool_size: int) -> None:
        self._url = url
        self._pool_size = pool_size
        self._pool: asyncpg.Pool | None = None
        self._opening = asyncio.Lock()

    @asynccontextmanager
    async def transaction(self, context: Context) -> AsyncIterator[Session]:
        """Open a transaction for `context`, commit it at the end, roll it back on an error.

        Raises `TimeoutError` where no connection of the pool comes free.
        """
        async with self.lent() as driver:
            try:
                await driver.execute(context.begin)
                yield Session(driver, context.role)
            except BaseException:
                await _roll_back(driver)
                raise
            if await driver.execute("commit") != "COMMIT":
                raise NotCommitted

    @asynccontextmanager
    async def lent(self) -> AsyncIterator[asyncpg.Connection]:
        """Lend a connection of the pool, on which nothing is begun."""
        pool = self._pool or await self._open()
        async with asyncio.timeout(PATIENCE):
            driver = await pool.acquire()
        try:
            yield driver
        finally:
            await pool.release(driver)

    async def connect(self) -> asyncpg.Connection:
        """Open a connection beside the pool, for who listens for long. The caller closes it."""
        driver = await asyncpg.connect(self._url)
        await read_json(driver)
        return driver

    async def close(self) -> None:
        """Close the pool, once what runs on it has ended."""
        if self._pool is not None:
            await self._pool.close()

    async def _open(self) -> asyncpg.Pool:
        async with self._opening:
            if self._pool is None:
                self._pool = await asyncpg.create_pool(
                    self._url,
                    min_size=0,
                    max_size=self._pool_size,
                    statement_cache_size=STATEMENTS_KEPT,
                    init=read_json,
                    reset=_nothing_to_reset,
                )
            return self._pool


async def read_json(driver: asyncpg.Connection) -> None:
    """Have jsonb come back as what it says; it is sent as text (`json_text`)."""
    await driver.set_type_codec("jsonb", schema="pg_catalog", encoder=str, decoder=msgspec.json.decode)


async def _nothing_to_reset(_: asyncpg.Connection) -> None:
    """Every setting is local to its transaction; the driver's own reset costs each transaction a round trip."""


async def _roll_back(driver: asyncpg.Connection) -> None:
    # A connection that broke has rolled back already, and the error on its way up says more than this one would.
    with suppress(asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError, OSError):
        await driver.execute("rollback")


def open_database(url: str, *, pool_size: int = 10) -> Database:
    """Make a pool for `url` (postgresql://…); connections open when first used."""
    return Database(url.replace("postgresql+asyncpg://", "postgresql://", 1), pool_size=pool_size)


@asynccontextmanager
async def as_register(session: Session) -> AsyncIterator[None]:
    """Widen one stretch of a transaction to the whole register, then narrow it again.

    Deciding whether a claim is about someone already registered has to look at everybody; what it finds goes back
    as a decision, never as rows. It narrows again too where a refusal is raised inside. Inside, statements are planned
    once a connection: they go by key whatever their values, and planning them costs more than running them.
    """
    before = session.role
    if before == REGISTER_ROLE:
        yield
        return
    await _become(session, REGISTER_ROLE)
    try:
        yield
    except BaseException:
        with suppress(
            asyncpg.PostgresError
        ):  # an aborted transaction cannot narrow, and sees nothing any more
            await _become(session, before)
        raise
    await _become(session, before)


async def _become(session: Session, role: str) -> None:
    plans = "force_generic_plan" if role == REGISTER_ROLE else "auto"
    become = "select set_config('role', $1, true), set_config('plan_cache_mode', $2, true)"
    await execute(session, become, role, plans)
    session.role = role


async def rows(session: Session, statement: str, *values: object) -> list[Row]:
    """Fetch every row of `statement`."""
    return cast(list[Row], await session.driver.fetch(statement, *values))


async def structs(session: Session, kind: type[Record], statement: str, *values: object) -> list[Record]:
    """Fetch every row of `statement` as a `kind`, column by column of the same name."""
    return [msgspec.convert(dict(found), kind) for found in await rows(session, statement, *values)]


async def struct(session: Session, kind: type[Record], statement: str, *values: object) -> Record | None:
    """Fetch the first row of `statement` as a `kind`, or None."""
    found = await row(session, statement, *values)
    return None if found is None else msgspec.convert(dict(found), kind)


async def row(session: Session, statement: str, *values: object) -> Row | None:
    """Fetch the first row of `statement`, or None."""
    return cast(Row | None, await session.driver.fetchrow(statement, *values))


async def value(session: Session, statement: str, *values: object) -> Any:
    """Fetch the first column of the first row, or None."""
    return await session.driver.fetchval(statement, *values)


async def execute(session: Session, statement: str, *values: object) -> int:
    """Run `statement` and say how many rows it touched."""
    status = cast(str, await session.driver.execute(statement, *values))
    count = status.rsplit(" ", 1)[-1]
    return int(count) if count.isdecimal() else 0


async def insert(session: Session, table: type[SQLModel], records: Sequence[msgspec.Struct]) -> None:
    """Add the records, all in one statement, however many there are.

    A record's fields are the table's columns of the same names. Raises asyncpg's errors: turn a named constraint
    into a domain error with `expect_unique`.
    """
    if not records:
        return
    fields = records[0].__struct_fields__
    await session.driver.execute(insert_statement(table, fields), *columns_of(table, records))


def columns_of(table: type[SQLModel], records: Sequence[msgspec.Struct]) -> list[list[Any]]:
    """Turn records into the columns that travel, jsonb as text, in the order of their fields."""
    fields = records[0].__struct_fields__
    columns = [[getattr(record, name) for record in records] for name in fields]
    for place in json_places(table, fields):
        columns[place] = [json_text(item) for item in columns[place]]
    return columns


def json_text(item: object) -> str | None:
    """Write a value as JSON text, the form in which jsonb travels; None stays NULL."""
    return None if item is None else msgspec.json.encode(item).decode()


@cache
def json_places(table: type[SQLModel], fields: tuple[str, ...]) -> tuple[int, ...]:
    """Say which of the fields are jsonb columns."""
    columns = described_table(table).c
    return tuple(n for n, name in enumerate(fields) if isinstance(columns[name].type, JSONB))


def described_table(table: type[SQLModel]) -> Table:
    """Give the table behind a SQLModel class."""
    return cast(Table, table.__table__)  # type: ignore[attr-defined]  # SQLModel does not declare it


@cache
def insert_statement(table: type[SQLModel], fields: tuple[str, ...]) -> str:
    """Write `INSERT … SELECT FROM unnest(…)` for a table's columns.

    Unlike COPY this works under row-level security, and unlike one VALUES list it has one plan for any number.
    """
    names = ", ".join(f'"{name}"' for name in fields)
    arrays = ", ".join(f"${n}::{kind}[]" for n, kind in enumerate(column_types(table, fields), start=1))
    return f'insert into "{described_table(table).name}" ({names}) select * from unnest({arrays})'


def column_types(table: type[SQLModel], fields: tuple[str, ...]) -> list[str]:
    """Name the columns' types as PostgreSQL does.

    An array column cannot travel by unnest, which would flatten it, so no table has one.
    """
    columns = described_table(table).c
    return [columns[name].type.compile(dialect=_POSTGRESQL) for name in fields]


@asynccontextmanager
async def expect_unique(constraint: str, error: Exception) -> AsyncIterator[None]:
    """Raise `error` where the named constraint refuses a row, and pass everything else on.

    The database decides uniqueness; its own message would tell of other agencies' rows.
    """
    try:
        yield
    except asyncpg.IntegrityConstraintViolationError as refused:
        if refused.constraint_name != constraint:
            raise
        raise error from None
