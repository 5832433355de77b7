"""The operating-system account the server runs as, and how that account reaches its folders.

PostgreSQL refuses to run as root. Started by root, the server runs as the owner of its data, or as `nobody`
where there is no data yet, and it may then stand below a folder nobody else may enter (/root is one).
"""

import os
import pwd
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

import msgspec

from service.kit.embedded_postgres.errors import DatabaseWillNotStart

# The caller's LANG, TZ, PG* and LD_* must not reach a server that has to behave alike on every machine.
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LANG": "C", "TZ": "UTC"}
ANYONE_MAY_ENTER = 0o001


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """Whom the server runs as; no `uid` means the account we are ourselves."""

    uid: int | None = None
    gid: int | None = None

    @property
    def groups(self) -> list[int] | None:
        """No further groups for a server that root starts; unchanged for anyone else."""
        return None if self.uid is None else []

    def own(self, folder: Path) -> None:
        """Make `folder` the account's own, closed to everyone else."""
        folder.mkdir(exist_ok=True)
        if self.uid is not None and self.gid is not None:
            os.chown(folder, self.uid, self.gid)
        folder.chmod(0o700)

    def may_enter(self, folder: Path) -> bool:
        """Whether the account can walk to what lies in `folder`, judged by the folders' modes alone."""
        return self.uid is None or all(f.stat().st_mode & ANYONE_MAY_ENTER for f in [folder, *folder.parents])


def server_account(data: Path) -> Account:
    """Choose the server's account; raises `DatabaseWillNotStart` without one."""
    if os.geteuid() != 0:
        return Account()
    if data.exists() and data.stat().st_uid != 0:
        return Account(uid=data.stat().st_uid, gid=data.stat().st_gid)
    try:
        nobody = pwd.getpwnam("nobody")
    except KeyError:
        raise DatabaseWillNotStart(
            "PostgreSQL does not run as root, and `nobody` is not known here: start as an ordinary user."
        ) from None
    return Account(uid=nobody.pw_uid, gid=nobody.pw_gid)


class Doors(msgspec.Struct, frozen=True, kw_only=True):
    """The names by which the server's process reaches its folders, and the open files it needs for that."""

    names: Sequence[str]
    files: Sequence[int] = ()


@contextmanager
def doors(account: Account, *folders: Path) -> Iterator[Doors]:
    """Name `folders` so that `account` can open them for as long as the context lasts.

    Below a private parent the plain path is closed to the account, though the folder is its own. Linux opens
    `/proc/self/fd/<n>` without walking the parents, so the server inherits the open folder and calls it that.
    """
    if all(account.may_enter(folder.parent) for folder in folders):
        yield Doors(names=[str(folder) for folder in folders])
        return
    if not sys.platform.startswith("linux"):
        raise DatabaseWillNotStart(
            f"{folders[0].parent} lies in a private folder and PostgreSQL does not run as root: "
            "start as an ordinary user, or set PATHWAY_STATE_DIR to a folder that everyone may enter."
        )
    with ExitStack() as opened:
        files = [os.open(folder, os.O_RDONLY | os.O_DIRECTORY) for folder in folders]
        for file in files:
            opened.callback(os.close, file)
        yield Doors(names=[f"/proc/self/fd/{file}" for file in files], files=files)


def run(
    command: Sequence[str], *, account: Account, files: Sequence[int] = (), text: str | None = None
) -> subprocess.CompletedProcess[str]:
    """Run `command` as `account`, with `text` as its input, and hand back what it said."""
    return subprocess.run(  # noqa: S603 - the commands are PostgreSQL's own, by full path, never through a shell
        command,
        check=False,
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        input=text,
        cwd="/",
        env=ENVIRONMENT,
        user=account.uid,
        group=account.gid,
        extra_groups=account.groups,
        pass_fds=files,
    )
