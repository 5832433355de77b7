"""The demo town, served as people would meet it: its own PostgreSQL, web process and worker, all on this machine."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from service.access.rows import WHOLE_REGISTER
from service.demo.town import PASSWORD
from service.kit.database import REGISTER, open_database
from service.kit.embedded_postgres import FORGETFUL, EmbeddedPostgres
from service.kit.migrations import migrate
from service.learners import queries as learners
from service.vocabulary.day import say_day

ROOT = Path(__file__).resolve().parents[2]
HOST = "127.0.0.1"
PATIENCE, GRACE = 120, 20  # seconds


@dataclass(frozen=True, kw_only=True)
class ServedTown:
    """A town that answers at `address`; everybody in it has the same `password`."""

    address: str
    worker: int  # its process
    log: Path
    database: str
    password: str = PASSWORD

    async def born(self, learner_id: str) -> str:
        """The date of birth somebody knows of themselves; no page shows it to their adviser."""
        database = open_database(self.database)
        async with database.transaction(REGISTER) as session:
            learner = await learners.learner(session, UUID(learner_id), within=WHOLE_REGISTER)
        await database.close()
        assert learner
        return say_day(learner.date_of_birth)

    @contextmanager
    def while_nobody_works(self) -> Iterator[None]:
        """Stops the worker for as long as the context is open, so that what waits for it can be looked at."""
        os.kill(self.worker, signal.SIGSTOP)
        try:
            yield
        finally:
            os.kill(self.worker, signal.SIGCONT)


@contextmanager
def served_town(state: Path, *, around: int = 4_000) -> Iterator[ServedTown]:
    """Make the town below `state`, serve it, and end every process it started.

    `around` people live around it; the pictures for the README take as many as `make run` does.
    """
    port, log = _free_port(), state / "town.log"
    with EmbeddedPostgres(state / "postgres", options=FORGETFUL) as server, log.open("wb") as out:
        migrate(server.owner_url)
        environment = _environment(server.app_url, port, state)
        _command(["seed", "--around", str(around)], environment, out)
        with (
            _child(["web"], environment, out) as web,
            _child(["worker"], environment, out) as worker,
        ):
            address = f"http://{HOST}:{port}"
            town = ServedTown(address=address, worker=worker.pid, log=log, database=server.app_url)
            _wait_until_it_answers(town, web)
            yield town


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _environment(app_url: str, port: int, state: Path) -> Mapping[str, str]:
    return {
        **os.environ,
        "DATABASE_URL": app_url,
        "PATHWAY_DEMO": "1",
        "PATHWAY_WEBHOOKS_TO_LOOPBACK": "1",
        "PATHWAY_HOST": HOST,
        "PATHWAY_PORT": str(port),
        "PATHWAY_PUBLIC_URL": f"http://{HOST}:{port}",
        "PATHWAY_STATE_DIR": str(state),
    }


def _line(arguments: list[str]) -> list[str]:
    return [sys.executable, "-m", "service.cli", *arguments]


def _command(arguments: list[str], environment: Mapping[str, str], out: BinaryIO) -> None:
    subprocess.run(_line(arguments), env=environment, cwd=ROOT, stdout=out, stderr=out, check=True)


@contextmanager
def _child(
    arguments: list[str], environment: Mapping[str, str], out: BinaryIO
) -> Iterator["subprocess.Popen[bytes]"]:
    child = subprocess.Popen(
        _line(arguments), env=environment, cwd=ROOT, stdout=out, stderr=out, start_new_session=True
    )
    try:
        yield child
    finally:
        child.terminate()
        try:
            child.wait(GRACE)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def _wait_until_it_answers(town: ServedTown, web: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and web.poll() is None:
        try:
            with urllib.request.urlopen(f"{town.address}/health", timeout=5):  # noqa: S310 - our own process
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise RuntimeError("The web process does not answer:\n" + town.log.read_text(errors="replace")[-3000:])
