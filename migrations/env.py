"""How Alembic reaches the database: as the owner, in one transaction, one starter at a time."""

import asyncio

import sqlmodel.sql.sqltypes as sqm
from alembic import context
from sqlalchemy import Connection, pool, text
from sqlalchemy.ext.asyncio import create_async_engine

from service.kit.migrations import driver_url
from service.tables import metadata

LOCK = 727_274  # any number, as long as every starter takes the same


def render_item(kind: str, item: object, _autogen: object) -> str | bool:
    """SQLModel's string type is written as what it is."""
    if kind == "type" and isinstance(item, sqm.AutoString):
        return "sa.Text()"
    if kind == "type" and type(item).__name__ == "UTCDateTime":
        return "sa.DateTime(timezone=True)"
    return False


def migrate(connection: Connection) -> None:
    """Runs inside the one transaction that Alembic commits."""
    context.configure(
        connection=connection,
        target_metadata=metadata,
        compare_type=True,
        compare_server_default=True,
        render_item=render_item,
    )
    with context.begin_transaction():
        connection.execute(text("set local lock_timeout = '5s'"))
        connection.execute(text("set local statement_timeout = '15min'"))
        connection.execute(text("select pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        context.run_migrations()


async def online() -> None:
    """Connects by the address the caller gave, and nothing else."""
    engine = create_async_engine(driver_url(context.config.attributes["url"]), poolclass=pool.NullPool)
    async with engine.connect() as connection:
        await connection.run_sync(migrate)
    await engine.dispose()


if (given := context.config.attributes.get("connection")) is not None:
    migrate(given)
else:
    asyncio.run(online())
