"""`pathway serve`: everything in one place. This process supervises the database; web and worker are its children.

The children know nothing of an embedded database: they are given addresses, as in production. Every expected
failure (port taken, disk full, data of another version) is one sentence, raised as `CannotServe`.
"""

import asyncio
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from types import FrameType
from typing import TypeAlias

from litestar import Litestar

from service.app import create_app
from service.demo.town import Town, seed_town
from service.kit.clock import Clock
from service.kit.database import open_database
from service.kit.embedded_postgres import DatabaseWillNotStart, EmbeddedPostgres
from service.kit.logging import set_up_logging
from service.kit.migrations import SchemaTooNew, migrate
from service.settings import Settings, settings_from

ROOM_NEEDED = 300 * 1024 * 1024  # bytes; a cluster, its log and a first town
PATIENCE = 60  # seconds until the web process answers
GRACE = 20  # seconds a child may take to end
Addresses: TypeAlias = tuple[str, str]
Child: TypeAlias = "subprocess.Popen[bytes]"


class CannotServe(Exception):
    """Why the service cannot start, in one sentence with the remedy."""


def serve(settings: Settings, *, demo: bool, say: Callable[[str], None]) -> int:
    """Run database, web and worker until it is told to stop; it gives the exit code."""
    _require_port(settings)
    _require_room(settings)
    with ExitStack() as running, _ending_on_signal():
        app_url, owner_url = running.enter_context(_database(settings))
        try:
            migrate(owner_url)
        except SchemaTooNew as error:
            raise CannotServe(str(error)) from None
        town = asyncio.run(_seed(settings, app_url, say)) if demo else None
        environment = _environment(settings, app_url, demo=demo)
        web = running.enter_context(_child(_web_command(settings), environment))
        _wait_until_it_answers(settings, web)
        worker = running.enter_context(_child([sys.executable, "-m", "service.cli", "worker"], environment))
        _announce(settings, town, say)
        return _watch(web, worker)


@contextmanager
def _database(settings: Settings) -> Iterator[Addresses]:
    if settings.database_url is not None:
        yield settings.database_url, settings.owner_database_url or settings.database_url
        return
    try:
        with EmbeddedPostgres(settings.state_dir / "postgres", bin_dir=settings.pg_bin) as server:
            yield server.app_url, server.owner_url
    except DatabaseWillNotStart as error:
        raise CannotServe(str(error)) from None


def _require_port(settings: Settings) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            raise CannotServe(
                f"Port {settings.port} on {settings.host} cannot be used ({error.strerror}): "
                "stop what uses it, or choose another with PATHWAY_PORT."
            ) from None


def _require_room(settings: Settings) -> None:
    try:
        settings.state_dir.mkdir(parents=True, exist_ok=True)
        free = shutil.disk_usage(settings.state_dir).free
    except OSError as error:
        raise CannotServe(
            f"The data folder {settings.state_dir} cannot be made ({error.strerror}): "
            "choose another with PATHWAY_STATE_DIR."
        ) from None
    if free < ROOM_NEEDED:
        raise CannotServe(
            f"The disk of {settings.state_dir} has {free // 1024**2} MB free and {ROOM_NEEDED // 1024**2} MB are "
            "needed: make room, or choose another folder with PATHWAY_STATE_DIR."
        )


async def _seed(settings: Settings, app_url: str, say: Callable[[str], None]) -> Town:
    database, clock = open_database(app_url), Clock()
    try:
        return await seed_town(database, settings=settings, now=clock.now(), today=clock.today(), say=say)
    finally:
        await database.close()


def _environment(settings: Settings, app_url: str, *, demo: bool) -> Mapping[str, str]:
    given = {
        "DATABASE_URL": app_url,
        "PATHWAY_HOST": settings.host,
        "PATHWAY_PORT": str(settings.port),
        "PATHWAY_STATE_DIR": str(settings.state_dir),
        "PATHWAY_DEMO": "1" if demo else "",
        "PATHWAY_PARENT": str(os.getpid()),
    }
    return {**os.environ, **given}


def _web_command(settings: Settings) -> list[str]:
    return [sys.executable, "-m", "service.cli", "web", "--host", settings.host, "--port", str(settings.port)]


@contextmanager
def _child(command: list[str], environment: Mapping[str, str]) -> Iterator[Child]:
    """In a session of its own, so that Ctrl-C reaches us alone and we end the children in order."""
    child = subprocess.Popen(command, env=dict(environment), start_new_session=True)  # noqa: S603 - our own command
    try:
        yield child
    finally:
        child.terminate()
        try:
            child.wait(GRACE)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def _wait_until_it_answers(settings: Settings, web: Child) -> None:
    address = f"http://{settings.host}:{settings.port}/health"
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if web.poll() is not None:
            raise CannotServe("The web process ended at once; its own lines above say why.")
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise CannotServe(f"The web process did not answer at {address} within {PATIENCE} seconds.")


def _announce(settings: Settings, town: Town | None, say: Callable[[str], None]) -> None:
    say(f"\n{settings.service_name} is at http://{settings.host}:{settings.port}\n")
    if town is not None:
        say("Demo accounts (invented people; all with the same password):")
        for account in town.accounts:
            say(f"  {account.email:<42} {account.role.value.replace('_', ' ')}, {account.agency}")
        say(f"  Password: {town.password}\n")
    say("Stop it with Ctrl-C.")


def _watch(web: Child, worker: Child) -> int:
    while True:
        time.sleep(0.5)
        for name, child in (("web", web), ("worker", worker)):
            if child.poll() is not None:
                raise CannotServe(
                    f"The {name} process ended with {child.returncode}; its own lines above say why."
                )


class Stopped(BaseException):
    """SIGTERM or Ctrl-C: unwinds what `serve` has begun, in order."""


@contextmanager
def _ending_on_signal() -> Iterator[None]:
    def stop(_number: int, _frame: FrameType | None) -> None:
        raise Stopped

    before = {number: signal.signal(number, stop) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def web() -> Litestar:
    """Build the application for a server process, from the environment."""
    settings = settings_from(os.environ)
    set_up_logging(settings)
    if settings.database_url is None:
        raise CannotServe("DATABASE_URL is not set: start everything with `pathway serve`, or name a server.")
    database = open_database(settings.database_url, pool_size=settings.pool_size)
    app = create_app(settings, database, demo=settings.demo)
    app.on_shutdown.append(database.close)
    return app
