"""The data folder: made once, checked at every start, freed of what a killed server left behind."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from service.kit.embedded_postgres.account import Account, doors, run
from service.kit.embedded_postgres.binaries import Binaries
from service.kit.embedded_postgres.errors import DatabaseWillNotStart, disk_full

BUILTIN_LOCALE_SINCE = 17


def prepare_cluster(data: Path, *, binaries: Binaries, account: Account) -> None:
    """Make the data folder if there is none, and refuse one these programs cannot run.

    Raises:
        DatabaseWillNotStart: the folder is another major version's, is no data folder, or cannot be made.
    """
    if not data.exists() or not any(data.iterdir()):
        _make(data, binaries=binaries, account=account)
        return
    try:
        major = (data / "PG_VERSION").read_text(encoding="ascii").strip()
    except FileNotFoundError:
        raise DatabaseWillNotStart(
            f"{data} is not a PostgreSQL data folder: move it away, and an empty database is made."
        ) from None
    if major != str(binaries.major):
        raise DatabaseWillNotStart(
            f"{data} was made by PostgreSQL {major}, and this is PostgreSQL {binaries.major}: set PG_BIN to "
            f"the bin folder of a PostgreSQL {major}, or move {data} away and an empty database is made."
        )


def _make(data: Path, *, binaries: Binaries, account: Account) -> None:
    # Renamed when complete: a start that was interrupted leaves nothing that looks like a database.
    unfinished = data.with_name(f"{data.name}.new")
    shutil.rmtree(unfinished, ignore_errors=True)
    account.own(unfinished)
    with doors(account, unfinished) as door:
        made = run(
            [binaries.program("initdb"), "-D", door.names[0], *_initdb_options(binaries.major)],
            account=account,
            files=door.files,
        )
    if made.returncode != 0:
        shutil.rmtree(unfinished, ignore_errors=True)
        if "No space left on device" in made.stderr:
            raise DatabaseWillNotStart(disk_full(data.parent))
        raise DatabaseWillNotStart(f"The database folder could not be made: {_complaint(made.stderr)}.")
    unfinished.rename(data)


def _initdb_options(major: int) -> Sequence[str]:
    # Names sort by code point on every machine; letters beyond ASCII still have upper and lower case.
    if major >= BUILTIN_LOCALE_SINCE:
        locale = ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    else:
        locale = ["--locale=C", f"--lc-ctype={'UTF-8' if sys.platform == 'darwin' else 'C.UTF-8'}"]
    # No password on a socket in a folder only its owner may enter; nothing else listens.
    entry = ["--username=postgres", "--auth-local=trust", "--auth-host=reject"]
    return ["--encoding=UTF8", "--data-checksums", *locale, *entry]


def _complaint(said: str) -> str:
    errors = [line for line in said.splitlines() if "error:" in line or "FATAL:" in line]
    return (errors or said.splitlines() or ["no reason given"])[0].strip().rstrip(".")


def clear_leftovers(data: Path, sockets: Path, *, deadline: float) -> None:
    """Stop a server that outlived its supervisor, then remove the lock files of dead ones.

    The caller holds the state folder's lock, so a server of this data folder can only be an orphan. A number
    in the lock file that now is a zombie's or a stranger's is forgotten: PostgreSQL itself would wait for it.
    """
    lock = data / "postmaster.pid"
    pid = _recorded_pid(lock)
    if pid is not None and _serves(pid, data):
        _stop_orphan(pid, data, deadline=deadline)
    lock.unlink(missing_ok=True)
    for leftover in sockets.glob(".s.PGSQL.*"):
        leftover.unlink()


def _recorded_pid(lock: Path) -> int | None:
    try:
        return int(lock.read_text(encoding="utf-8").split()[0])
    except (FileNotFoundError, ValueError, IndexError):
        return None


def _stop_orphan(pid: int, data: Path, *, deadline: float) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGINT)
    while _serves(pid, data):
        if time.monotonic() > deadline:
            raise DatabaseWillNotStart(
                f"An earlier server of {data} (process {pid}) does not stop: end it by hand."
            )
        time.sleep(0.05)


def _serves(pid: int, data: Path) -> bool:
    """Whether the process is alive and stands in the data folder, as a PostgreSQL server does."""
    if not sys.platform.startswith("linux"):
        said = subprocess.run(  # noqa: S603 - a fixed program and a number
            ["/usr/sbin/lsof", "-a", "-d", "cwd", "-F", "n", "-p", str(pid)],
            check=False,
            capture_output=True,
            text=True,
        )
        return f"n{data}" in said.stdout.splitlines()
    try:
        return Path(f"/proc/{pid}/cwd").samefile(data)
    except PermissionError:
        return _looks_like_its_server(pid, data)
    except OSError:
        return False


def _looks_like_its_server(pid: int, data: Path) -> bool:
    # In a container even root may not ask where another account's process stands.
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
        same_owner = Path(f"/proc/{pid}").stat().st_uid == data.stat().st_uid
    except OSError:
        return False
    alive = not any(line.startswith("State:\tZ") for line in status)
    return same_owner and alive and status[0] == "Name:\tpostgres"
