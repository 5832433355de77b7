"""One transaction per request or job, and the statements sent inside it.

`Database.transaction` is the only place that begins, commits and rolls back. Who is asking goes into the
transaction's first statement (`Context`), where row-level security reads it; `SET LOCAL` semantics, so nothing
outlives the transaction and a pooled connection carries nothing over.

Statements of `queries.py` are SQL sent through the driver inside that transaction (`rows`, `row`, `value`,
`execute`): measured, this keeps twice the throughput of composing them through the ORM's session. SQLModel defines
the tables; `insert` builds its statement from them.
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeAlias, TypeVar, cast
from uuid import UUID

import asyncpg
import msgspec
from sqlalchemy import Table, text
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import (
    AsyncConnection,
    AsyncEngine,
    AsyncSession,
    async_sessionmaker,
    create_async_engine,
)
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

Session = AsyncSession
"""One open transaction. Operations take it first and never commit."""

Row: TypeAlias = Mapping[str, Any]
Record = TypeVar("Record", bound=msgspec.Struct)

_POSTGRESQL: Any = postgresql.dialect()  # type: ignore[no-untyped-call]  # SQLAlchemy leaves it untyped
_ENTER = "select set_config('app.agency', :agency, true), set_config('role', :role, true)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """Who asks, as row-level security sees it: an agency, or the whole register (jobs and matching), or nobody."""

    agency_id: UUID | None = None
    register: bool = False


NOBODY_ASKS = Context()
REGISTER = Context(register=True)


class Database:
    """An engine and the one way to open a transaction on it."""

    def __init__(self, engine: AsyncEngine, *, bound: AsyncConnection | None = None) -> None:
        self.engine = engine
        savepoint: dict[str, Any] = {"bind": bound, "join_transaction_mode": "create_savepoint"}
        self._maker = async_sessionmaker(**(savepoint if bound else {"bind": engine}), expire_on_commit=False)

    @asynccontextmanager
    async def transaction(self, context: Context) -> AsyncIterator[Session]:
        """This function will open a transaction for `context`, commit it at the end, roll it back on an error."""
        role = REGISTER_ROLE if context.register else APP_ROLE
        async with self._maker.begin() as session:
            session.info["role"] = role
            await session.execute(text(_ENTER), {"agency": str(context.agency_id or ""), "role": role})
            yield session

    async def close(self) -> None:
        """This function will close the pool."""
        await self.engine.dispose()


def open_database(url: str, *, pool_size: int = 10) -> Database:
    """This function will make a pool for `url` (postgresql://…); connections open when first used."""
    engine = create_async_engine(
        driver_url(url),
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=30,
        pool_reset_on_return="rollback",
        hide_parameters=True,  # an error must not repeat the values it stumbled over
    )
    return Database(engine)


def driver_url(url: str) -> str:
    """This function will name the asyncpg driver in a plain PostgreSQL address."""
    for plain in ("postgresql://", "postgres://"):
        if url.startswith(plain):
            return "postgresql+asyncpg://" + url.removeprefix(plain)
    return url


@asynccontextmanager
async def as_register(session: Session) -> AsyncIterator[None]:
    """This function will widen one stretch of a transaction to the whole register, then narrow it again.

    Deciding whether a claim is about someone already registered has to look at everybody; what it finds goes back
    as a decision, never as rows. It narrows again too where a refusal is raised inside.
    """
    before = session.info["role"]
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
    await execute(session, "select set_config('role', $1, true)", role)
    session.info["role"] = role


async def rows(session: Session, statement: str, *values: object) -> list[Row]:
    """This function will fetch every row of `statement`."""
    return cast(list[Row], await (await _driver(session)).fetch(statement, *values))


async def structs(session: Session, kind: type[Record], statement: str, *values: object) -> list[Record]:
    """This function will fetch every row of `statement` as a `kind`, column by column of the same name."""
    return [msgspec.convert(dict(found), kind) for found in await rows(session, statement, *values)]


async def struct(session: Session, kind: type[Record], statement: str, *values: object) -> Record | None:
    """This function will fetch the first row of `statement` as a `kind`, or None."""
    found = await row(session, statement, *values)
    return None if found is None else msgspec.convert(dict(found), kind)


async def row(session: Session, statement: str, *values: object) -> Row | None:
    """This function will fetch the first row of `statement`, or None."""
    return cast(Row | None, await (await _driver(session)).fetchrow(statement, *values))


async def value(session: Session, statement: str, *values: object) -> Any:
    """This function will fetch the first column of the first row, or None."""
    return await (await _driver(session)).fetchval(statement, *values)


async def execute(session: Session, statement: str, *values: object) -> int:
    """This function will run `statement` and say how many rows it touched."""
    status = cast(str, await (await _driver(session)).execute(statement, *values))
    count = status.rsplit(" ", 1)[-1]
    return int(count) if count.isdecimal() else 0


async def insert(session: Session, table: type[SQLModel], records: Sequence[msgspec.Struct]) -> None:
    """This function will add the records, all in one statement, however many there are.

    A record's fields are the table's columns of the same names. Raises asyncpg's errors: turn a named constraint
    into a domain error with `expect_unique`.
    """
    if not records:
        return
    fields = records[0].__struct_fields__
    columns = [[getattr(record, name) for record in records] for name in fields]
    for place in json_places(table, fields):
        columns[place] = [json_text(item) for item in columns[place]]
    await (await _driver(session)).execute(insert_statement(table, fields), *columns)


def json_text(item: object) -> str | None:
    """This function will write a value as JSON text, the form in which jsonb travels; None stays NULL."""
    return None if item is None else msgspec.json.encode(item).decode()


@cache
def json_places(table: type[SQLModel], fields: tuple[str, ...]) -> tuple[int, ...]:
    """This function will say which of the fields are jsonb columns."""
    columns = described_table(table).c
    return tuple(n for n, name in enumerate(fields) if isinstance(columns[name].type, JSONB))


def described_table(table: type[SQLModel]) -> Table:
    """This function will give the table behind a SQLModel class."""
    return cast(Table, table.__table__)  # type: ignore[attr-defined]  # SQLModel does not declare it


@cache
def insert_statement(table: type[SQLModel], fields: tuple[str, ...]) -> str:
    """This function will write `INSERT … SELECT FROM unnest(…)` for a table's columns.

    Unlike COPY this works under row-level security, and unlike one VALUES list it has one plan for any number.
    """
    described = described_table(table)
    types = [_array_type(described.c[name].type) for name in fields]
    names = ", ".join(f'"{name}"' for name in fields)
    arrays = ", ".join(f"${n}::{kind}" for n, kind in enumerate(types, start=1))
    return f'insert into "{described.name}" ({names}) select * from unnest({arrays})'


def _array_type(column_type: Any) -> str:
    """An array column cannot travel this way (unnest would flatten it), so no table has one."""
    written: str = column_type.compile(dialect=_POSTGRESQL)
    return f"{written}[]"


@asynccontextmanager
async def expect_unique(constraint: str, error: Exception) -> AsyncIterator[None]:
    """This function will raise `error` where the named constraint refuses a row, and pass everything else on.

    The database decides uniqueness; its own message would tell of other agencies' rows.
    """
    try:
        yield
    except asyncpg.IntegrityConstraintViolationError as refused:
        if refused.constraint_name != constraint:
            raise
        raise error from None
    except DBAPIError as refused:
        if constraint not in str(refused.orig):
            raise
        raise error from None


async def _driver(session: Session) -> asyncpg.Connection:
    """The driver's connection of this transaction. BEGIN has been sent: `transaction` sends a statement first."""
    known = session.info.get("driver")
    if known is None:
        raw = await (await session.connection()).get_raw_connection()
        known = session.info["driver"] = raw.driver_connection
    return cast(asyncpg.Connection, known)
