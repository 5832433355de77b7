"""Where everything is measured: one PostgreSQL, durable as in production, and databases made from one another."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from service.kit.embedded_postgres import EmbeddedPostgres
from service.kit.migrations import migrate

EMPTY = "pathway"


class Ground:
    """A running server and a folder for files; both go at the end."""

    def __init__(self, server: EmbeddedPostgres, folder: Path) -> None:
        self.server, self.folder = server, folder

    def clone(self, name: str, *, of: str = EMPTY) -> str:
        """A database like another one, which nobody may be using; it gives the name."""
        self.server.run_sql(f"create database {name} template {of} owner pathway_owner;")
        self.server.run_sql("checkpoint;")
        return name

    def drop(self, name: str) -> None:
        """A database less."""
        self.server.run_sql(f"drop database {name} with (force);")

    def url(self, name: str) -> str:
        """The service's way into a database."""
        return self.server.url("pathway_app", name)

    def plain_url(self, name: str) -> str:
        """The way past row-level security, for those who do without it."""
        return self.server.url("postgres", name)


@contextmanager
def ground() -> Iterator[Ground]:
    """Start a PostgreSQL with the service's own options, so with fsync, and an empty schema."""
    with tempfile.TemporaryDirectory(prefix="pathway-bench-") as folder:
        Path(folder).chmod(0o755)  # the server may run as another account
        with EmbeddedPostgres(Path(folder) / "postgres") as server:
            migrate(server.owner_url)
            yield Ground(server, Path(folder))
