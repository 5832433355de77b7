"""The embedded PostgreSQL as a context: inside it a database with its roles, after it no process."""

import fcntl
import hashlib
import os
import stat
import tempfile
import time
from collections.abc import Mapping
from contextlib import ExitStack, suppress
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import quote

from service.kit.embedded_postgres.account import Account, run, server_account
from service.kit.embedded_postgres.binaries import binaries_for
from service.kit.embedded_postgres.cluster import clear_leftovers, prepare_cluster
from service.kit.embedded_postgres.errors import AlreadyRunning, DatabaseWillNotStart, told_plainly
from service.kit.embedded_postgres.server import Cluster, Server, StillGivingBack, start_server

DATABASE = "pathway"
ROLES = Path(__file__).with_name("roles.sql")
# A socket's address holds 107 bytes on Linux and 103 on macOS; its own name takes 15 of them.
LONGEST_SOCKET_FOLDER = 85

FORGETFUL: Mapping[str, str] = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
"""Options for tests: faster, and a power cut may cost the data (a killed process does not)."""


class EmbeddedPostgres:
    """PostgreSQL below the folder `state`, running while the context is open; enter it from the main thread.

    `options` are server settings (`{"fsync": "off"}`) over our own; `bin_dir` is `PG_BIN`, else the wheel's
    programs run; `patience` is how many seconds a start may take, recovery after a crash included.

    Raises:
        DatabaseWillNotStart: on entering; its text is one sentence naming the remedy.
    """

    def __init__(
        self,
        state: Path,
        *,
        options: Mapping[str, str] | None = None,
        bin_dir: Path | None = None,
        patience: float = 120,
    ) -> None:
        self._state = state.resolve()
        self._data = self._state / "data"
        self._options = dict(options or {})
        self._bin_dir = bin_dir
        self._patience = patience
        self._sockets = _socket_folder(self._state)
        self._psql = ""
        self._server: Server | None = None
        self._held = ExitStack()

    @property
    def app_url(self) -> str:
        """The service's own login: it owns nothing and passes no row-level policy."""
        return self.url("pathway_app")

    @property
    def owner_url(self) -> str:
        """The login that owns the database and migrates it."""
        return self.url("pathway_owner")

    @property
    def superuser_url(self) -> str:
        """For setting up only: tests make their databases with it."""
        return self.url("postgres")

    def url(self, role: str, database: str = DATABASE) -> str:
        """The address of `database` for `role`, by the socket; good for asyncpg, SQLAlchemy and psql."""
        return f"postgresql://{role}@/{quote(database)}?host={quote(str(self._sockets))}"

    @property
    def running(self) -> bool:
        """Whether the server's process is alive."""
        return self._server is not None and self._server.process.poll() is None

    def run_sql(self, script: str) -> None:
        """Run a psql script as superuser, raising `DatabaseWillNotStart` for its error."""
        said = run(
            [self._psql, "-X", "-q", "-v", "ON_ERROR_STOP=1", "-f", "-", self.url("postgres", "postgres")],
            account=Account(),
            text=script,
        )
        if said.returncode != 0:
            reason = said.stderr.strip().splitlines()[:1]
            raise DatabaseWillNotStart(f"The database could not be set up: {' '.join(reason)}")

    def __enter__(self) -> Self:
        with told_plainly(self._state):
            try:
                self._start(deadline=time.monotonic() + self._patience)
            except BaseException:
                self._stop()
                raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        self._stop()

    def _start(self, *, deadline: float) -> None:
        self._state.mkdir(parents=True, exist_ok=True)
        self._take_the_folder()
        account = server_account(self._data)
        binaries = binaries_for(account, self._bin_dir)
        _own_sockets(self._sockets, account)
        prepare_cluster(self._data, binaries=binaries, account=account)
        cluster = Cluster(
            binaries=binaries,
            account=account,
            data=self._data,
            sockets=self._sockets,
            log=self._state / "postgres.log",
        )
        self._server = self._serve(cluster, deadline=deadline)
        self._psql = binaries.program("psql")
        # Every time: it changes nothing where they stand, and mends a first start cut off before this.
        self.run_sql(ROLES.read_text(encoding="utf-8"))

    def _stop(self) -> None:
        if self._server is not None:
            self._server.stop()
            self._server = None
            if self._sockets.parent != self._state:
                with suppress(OSError):
                    self._sockets.rmdir()
        self._held.close()

    def _take_the_folder(self) -> None:
        lock = self._held.enter_context((self._state / ".lock").open("a+", encoding="ascii"))
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise AlreadyRunning(
                f"The database in {self._state} is already running, started by process {lock.read() or '?'}: "
                "stop that one first, or set PATHWAY_STATE_DIR to another folder."
            ) from None
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()

    def _serve(self, cluster: Cluster, *, deadline: float) -> Server:
        while True:
            clear_leftovers(cluster.data, cluster.sockets, deadline=deadline)
            try:
                return start_server(cluster, options=self._options, deadline=deadline)
            except StillGivingBack as held:
                if time.monotonic() > deadline:
                    raise DatabaseWillNotStart(
                        f"Another server still uses {cluster.data}: end it, then start again."
                    ) from held
                time.sleep(0.2)


def _socket_folder(state: Path) -> Path:
    """Beside the data where its address fits and has no comma (that separates addresses), else short."""
    beside = state / "run"
    if len(os.fsencode(beside)) <= LONGEST_SOCKET_FOLDER and "," not in str(beside):
        return beside
    return Path(tempfile.gettempdir()) / f"pathway-{hashlib.sha256(os.fsencode(state)).hexdigest()[:16]}"


def _own_sockets(folder: Path, account: Account) -> None:
    """The temporary folder is everyone's: a link or a folder somebody else put there is refused, not used."""
    if folder.is_symlink() or folder.exists():
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid not in (os.geteuid(), account.uid):
            raise DatabaseWillNotStart(
                f"{folder} belongs to somebody else: remove it, or shorten the path of the state."
            )
    account.own(folder)
