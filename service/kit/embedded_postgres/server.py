"""The server's process: started as our child, ended with us whatever ends us."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

import msgspec

from service.kit.embedded_postgres.account import ENVIRONMENT, Account, doors
from service.kit.embedded_postgres.binaries import Binaries
from service.kit.embedded_postgres.errors import DatabaseWillNotStart, disk_full

LOG_KEPT_BYTES = 10 * 1024 * 1024
PR_SET_PDEATHSIG = 1
# A server killed a moment ago: its memory or its lock is still being given back by the kernel.
PASSING = ("pre-existing shared memory block", "lock file")

OPTIONS: Mapping[str, str] = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "60",
    "timezone": "UTC",
    "log_timezone": "UTC",
    # The log must not repeat people's details: no key values in DETAIL lines, no statements beside errors.
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
}


class StillGivingBack(Exception):
    """The server could not start yet because a dead one's memory or lock has not been released."""


class Server(msgspec.Struct, frozen=True, kw_only=True):
    """A running server, and the watcher that ends it with us where the kernel has no such order."""

    process: subprocess.Popen[bytes]
    watcher: subprocess.Popen[bytes] | None

    def stop(self) -> None:
        """End the server: at once and cleanly, less and less politely if it does not."""
        for order, seconds in ((signal.SIGINT, 30), (signal.SIGQUIT, 10), (signal.SIGKILL, 10)):
            if self.process.poll() is None:
                self.process.send_signal(order)
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(seconds)
                break
        if self.watcher is not None:
            self.watcher.kill()
            self.watcher.wait()
            if self.watcher.stdin is not None:
                self.watcher.stdin.close()


class Cluster(msgspec.Struct, frozen=True, kw_only=True):
    """What a server needs to know: its programs, its account and its folders."""

    binaries: Binaries
    account: Account
    data: Path
    sockets: Path
    log: Path


def start_server(cluster: Cluster, *, options: Mapping[str, str], deadline: float) -> Server:
    """Start the server and wait until it takes connections.

    Call it from the main thread: on Linux the server ends with the thread that started it.

    Raises:
        StillGivingBack: worth trying again in a moment.
        DatabaseWillNotStart: it ended, or was not ready by `deadline` (`time.monotonic`).
    """
    _turn_over(cluster.log)
    with cluster.log.open("ab") as log:
        began_at = log.tell()
        process = _spawn(cluster, options=options, log=log.fileno())
    watched = None if sys.platform.startswith("linux") else watcher(process.pid, cluster.account)
    server = Server(process=process, watcher=watched)
    try:
        _wait_until_ready(process, cluster, began_at=began_at, deadline=deadline)
    except BaseException:
        server.stop()
        raise
    return server


def _turn_over(log: Path) -> None:
    if log.exists() and log.stat().st_size > LOG_KEPT_BYTES:
        log.replace(log.with_suffix(".log.1"))
    log.touch(mode=0o600)


def _spawn(cluster: Cluster, *, options: Mapping[str, str], log: int) -> subprocess.Popen[bytes]:
    with doors(cluster.account, cluster.data, cluster.sockets) as door:
        data, sockets = door.names
        quoted = sockets.replace('"', '""')
        settings = {**OPTIONS, "unix_socket_directories": f'"{quoted}"', **options}
        given = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        return subprocess.Popen(  # noqa: S603 - PostgreSQL's own program, by full path, never through a shell
            [cluster.binaries.program("postgres"), "-D", data, *given],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd="/",
            env=ENVIRONMENT,
            start_new_session=True,  # Ctrl-C is for us; we then stop the server after the last connection
            preexec_fn=_ending_with_us(),  # noqa: PLW1509 - one prctl call, made from the main thread
            user=cluster.account.uid,
            group=cluster.account.gid,
            extra_groups=cluster.account.groups,
            pass_fds=door.files,
        )


def _ending_with_us() -> Callable[[], None] | None:
    """What the child does before it becomes the server: ask the kernel for a clean stop when we die."""
    if not sys.platform.startswith("linux"):
        return None
    libc, parent = ctypes.CDLL(None), os.getpid()

    def ask() -> None:
        libc.prctl(PR_SET_PDEATHSIG, signal.SIGINT)
        if os.getppid() != parent:
            os._exit(1)

    return ask


def watcher(pid: int, account: Account) -> subprocess.Popen[bytes]:
    """Start a shell that stops process `pid` when we are gone, for other kernels.

    It reads from a pipe that only we hold open and nobody writes to: the read ends when we do.
    """
    return subprocess.Popen(  # noqa: S603 - a fixed script and a number
        ["/bin/sh", "-c", 'read -r _; kill -INT "$0"', str(pid)],
        stdin=subprocess.PIPE,
        env=ENVIRONMENT,
        start_new_session=True,
        user=account.uid,
        group=account.gid,
        extra_groups=account.groups,
    )


def _wait_until_ready(
    process: subprocess.Popen[bytes], cluster: Cluster, *, began_at: int, deadline: float
) -> None:
    while not _is_ready(process.pid, cluster.data / "postmaster.pid"):
        if process.poll() is not None:
            raise _failure(cluster, began_at)
        if time.monotonic() > deadline:
            raise DatabaseWillNotStart(f"PostgreSQL was not ready in time; its log is {cluster.log}.")
        time.sleep(0.01)


def _is_ready(pid: int, lock: Path) -> bool:
    # Line 1 is the process, line 8 its state (PostgreSQL, src/include/utils/pidfile.h).
    try:
        lines = lock.read_text(encoding="utf-8").splitlines()
        return int(lines[0]) == pid and lines[7].strip() == "ready"
    except (FileNotFoundError, IndexError, ValueError):
        return False


def _failure(cluster: Cluster, began_at: int) -> Exception:
    with cluster.log.open("rb") as log:
        log.seek(began_at)
        said = log.read().decode("utf-8", "replace")
    if any(words in said for words in PASSING):
        return StillGivingBack(said)
    if "No space left on device" in said:
        return DatabaseWillNotStart(disk_full(cluster.data.parent))
    reasons = [line.partition("FATAL:")[2].strip() for line in said.splitlines() if "FATAL:" in line]
    reason = reasons[0] if reasons else (said.strip().splitlines() or ["it gave no reason"])[-1]
    return DatabaseWillNotStart(f"PostgreSQL did not start: {reason.rstrip('.')}. Its log is {cluster.log}.")
