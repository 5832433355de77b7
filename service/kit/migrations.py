"""Bringing a database's schema up to date, from the numbered steps in `migrations/`."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic.util.exc import CommandError

FOLDER = Path(__file__).resolve().parents[2] / "migrations"


def config(url: str) -> Config:
    """Tell Alembic where the steps are and which database to bring up to date."""
    made = Config()
    made.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    made.set_main_option("path_separator", "os")
    made.attributes["url"] = url
    return made


class SchemaTooNew(Exception):
    """The database was migrated by a newer version of the service than this one."""


def migrate(url: str) -> str:
    """Apply what is missing, as the owner, and give the number the schema is at.

    Raises `SchemaTooNew`.

    Call it outside a running event loop. Several may call at once: one migrates, the others find it done.
    """
    made = config(url)
    try:
        command.upgrade(made, "head")
    except CommandError as error:
        raise SchemaTooNew(
            "The database was made by another version of the service: start that one, or restore a backup of "
            f"schema {newest()}."
        ) from error
    return newest()


def newest() -> str:
    """Give the number of the newest step."""
    heads = ScriptDirectory(str(FOLDER)).get_heads()
    return ", ".join(heads)


def driver_url(url: str) -> str:
    """Name the driver in a plain PostgreSQL address, as SQLAlchemy under Alembic wants it."""
    for plain in ("postgresql://", "postgres://"):
        if url.startswith(plain):
            return "postgresql+asyncpg://" + url.removeprefix(plain)
    return url
