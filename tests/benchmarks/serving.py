"""Our service as it is measured: as `pathway web` starts it, except that nobody is told to slow down.

Requests are counted as ever (the floor counts them too); only the limit is out of reach. `python -m
tests.benchmarks.serving PORT` serves the database of DATABASE_URL.
"""

import os
import sys

import msgspec
import uvicorn
from litestar import Litestar

from service.app import create_app
from service.kit.database import Database, open_database
from service.kit.logging import set_up_logging
from service.settings import Settings, settings_from
from service.web.api import limits

OUT_OF_REACH = 10**9


def unlimited_app(settings: Settings, database: Database) -> Litestar:
    """Build the application, with limits nobody meets."""
    limits.ALL = msgspec.structs.replace(limits.ALL, most=OUT_OF_REACH)
    limits.LOOK_UPS = msgspec.structs.replace(limits.LOOK_UPS, most=OUT_OF_REACH)
    return create_app(settings, database)


def web() -> Litestar:
    """Build the application of a server process."""
    settings = settings_from(os.environ)
    set_up_logging(settings)
    if settings.database_url is None:
        raise AssertionError("DATABASE_URL names the database to measure on")
    return unlimited_app(settings, open_database(settings.database_url, pool_size=settings.pool_size))


if __name__ == "__main__":
    uvicorn.run(
        "tests.benchmarks.serving:web",
        factory=True,
        host="127.0.0.1",
        port=int(sys.argv[1]),
        access_log=False,
        server_header=False,
        log_config=None,
    )
