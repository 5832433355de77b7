"""What can go wrong, told in one sentence that names the remedy."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class DatabaseWillNotStart(Exception):
    """The embedded PostgreSQL cannot run here; its text is one sentence for the person at the terminal."""


class AlreadyRunning(DatabaseWillNotStart):
    """Another process of ours runs it: work beside that one, or say so."""


@contextmanager
def told_plainly(state: Path) -> Iterator[None]:
    """Turn what the operating system refuses below `state` into `DatabaseWillNotStart`."""
    try:
        yield
    except OSError as error:
        raise DatabaseWillNotStart(_sentence(error, state)) from error


def disk_full(state: Path) -> str:
    """The sentence for a full disk; PostgreSQL says so in its log, the operating system by a number."""
    return f"There is no space left on the disk that holds {state}: free about 200 MB and start again."


def _sentence(error: OSError, state: Path) -> str:
    where = error.filename or state
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return disk_full(state)
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"This account may not use {where}: start as its owner, or set PATHWAY_STATE_DIR elsewhere."
    return f"The database cannot run below {state}: {where}: {error.strerror or error}."
