"""Who is measured: our service, the floor under it and two peers, each answering the same calls on its own database."""

import pickle
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Protocol

import msgspec

from tests.benchmarks.calls import Call
from tests.benchmarks.commands import ROOT, environment
from tests.benchmarks.floor import Replay
from tests.benchmarks.ground import Ground
from tests.benchmarks.load import Load, Took
from tests.benchmarks.recorder import Recording
from tests.benchmarks.scale import CONCURRENCY, POOL

PATIENCE = 30  # seconds a server may take to answer for the first time
HOST = "127.0.0.1"
SERVERS: Mapping[str, list[str]] = {
    "ours": ["-m", "tests.benchmarks.serving", "{port}"],
    "fastapi": ["-m", "tests.benchmarks.peers.fastapi_peer", "{port}"],
    "django": [
        *("-m", "gunicorn", "tests.benchmarks.peers.django_peer:application", "--bind", f"{HOST}:{{port}}"),
        *("--worker-class", "gthread", "--workers", "1", "--threads", str(POOL), "--keep-alive", "60"),
        *("--log-level", "warning"),
    ],
}


class Contestant(Protocol):
    """Answers one round of calls."""

    def take(self, kind: str, place: int) -> Took: ...


class Served:
    """A server process, asked over HTTP."""

    def __init__(
        self, folder: Path, port: int, warm: int, rounds: Mapping[str, Sequence[Sequence[Call]]]
    ) -> None:
        self._folder, self._port, self._warm, self._rounds = folder, port, warm, rounds

    def take(self, kind: str, place: int) -> Took:
        """Sends a round's calls; every one has to be answered well."""
        requests = [call.wire(f"{HOST}:{self._port}") for call in self._rounds[kind][place]]
        load = Load(host=HOST, port=self._port, concurrency=CONCURRENCY, warm=self._warm, requests=requests)
        took = told(self._folder / "load.pickle", "tests.benchmarks.load", load)
        if not took.statuses.keys() <= {"200", "201"}:
            raise AssertionError(
                f"{kind}: not every request was answered well: {took.statuses}\n{took.refused}"
            )
        return took


class Floor:
    """The driver alone, sending what was recorded."""

    def __init__(self, folder: Path, url: str, warm: int, rounds: Mapping[str, Sequence[Recording]]) -> None:
        self._folder, self._url, self._warm, self._rounds = folder, url, warm, rounds

    def take(self, kind: str, place: int) -> Took:
        """Sends a round's statements."""
        recorded = self._rounds[kind][place]
        requests = [[(recorded.texts[n], values) for n, values in said] for said in recorded.requests]
        given = Replay(url=self._url, pool=POOL, concurrency=CONCURRENCY, warm=self._warm, requests=requests)
        return told(self._folder / "replay.pickle", "tests.benchmarks.floor", given)


def told(file: Path, module: str, job: msgspec.Struct) -> Took:
    """Hand a job to a process of its own and give what it tells."""
    file.write_bytes(pickle.dumps(job))
    done = subprocess.run(
        [sys.executable, "-m", module, str(file)],
        check=True,
        cwd=ROOT,
        env=environment(),
        stdout=subprocess.PIPE,
    )
    return msgspec.json.decode(done.stdout, type=Took)


@contextmanager
def servers(ground: Ground, names: Sequence[str], *, secret: str) -> Iterator[dict[str, int]]:
    """Start the servers, each on its database (named like it), and give their ports."""
    with ExitStack() as running:
        ports = {}
        for name in names:
            url = ground.url(name) if name == "ours" else ground.plain_url(name)
            ports[name] = running.enter_context(
                serving(name, url, secret=secret, log=ground.folder / f"{name}.log")
            )
        yield ports


@contextmanager
def serving(name: str, url: str, *, secret: str, log: Path) -> Iterator[int]:
    """Run one server for as long as the context lasts, and give its port."""
    port = _free_port()
    command = [sys.executable, *(word.format(port=port) for word in SERVERS[name])]
    given = environment(
        DATABASE_URL=url,
        PATHWAY_MODE="production",
        PATHWAY_PUBLIC_URL="https://bench.invalid",
        PATHWAY_SECRET=secret,
        PATHWAY_POOL_SIZE=str(POOL),
    )
    with log.open("wb") as out:
        process = subprocess.Popen(command, cwd=ROOT, env=given, stdout=out, stderr=out)
    try:
        _wait_until_it_answers(port, process, log)
        yield port
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(PATIENCE)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _wait_until_it_answers(port: int, process: "subprocess.Popen[bytes]", log: Path) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(f"http://{HOST}:{port}/health", timeout=2):
                return
        except urllib.error.HTTPError:
            return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise AssertionError(f"a server did not start:\n{log.read_text()[-2000:]}")
