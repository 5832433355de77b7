"""Where a run keeps what it has done: a folder beside its result, named by what went in."""

import hashlib
import shutil
import sys
from pathlib import Path

from service.linking import blocks
from service.linking.rows import Asked, Width

BLOCK = 1 << 20
LAYOUT_VERSION = 1
LEFT, RIGHT, CHUNKS = "left-", "right-", "chunks-"


def work_folder(out: Path) -> Path:
    """Name the folder beside a result."""
    return out.with_name(f"{out.name}.work")


def register_file(out: Path) -> Path:
    """Name the file the register is read into."""
    return work_folder(out) / "register.parquet"


def forget_register(out: Path) -> None:
    """Delete every copy of the register's people once the pairs are written."""
    shutil.rmtree(work_folder(out), ignore_errors=True)


class Place:
    """The folder `OUT.work`: both sides made ready, the model, and the pairs of each chunk that is done.

    Nobody but its owner may look into it: it holds people's details. The right side stays for the next run; all else
    goes once the result is written. Delete it when there is no next run.
    """

    def __init__(self, asked: Asked, layouts: str, width: Width) -> None:
        self.folder = work_folder(asked.out)
        self.folder.mkdir(mode=0o700, exist_ok=True)
        read = f"{layouts} {width} {asked.dates} {LAYOUT_VERSION} {blocks.VERSION} {sys.version_info[:2]}"
        left, right = _digest(asked.left), _digest(asked.right) if asked.right else ""
        self.left = self.folder / f"{LEFT}{_name(left, read)}"
        self.right = self.folder / f"{RIGHT}{_name(right, read)}"
        wanted = f"{asked.engine} {asked.threshold} {asked.best} {asked.chunk}"
        model = _digest(asked.model) if asked.model else ""
        self.chunks = self.folder / f"{CHUNKS}{_name(left, right, read, wanted, model)}"
        self.keeps_right = bool(asked.right)
        self._clear()
        self.chunks.mkdir(mode=0o700, exist_ok=True)

    @property
    def engine_folder(self) -> Path:
        """Where an engine keeps what it makes of the right side."""
        return (self.right if self.keeps_right else self.left) / "engine"

    def chunk(self, number: int) -> Path:
        """Where the pairs of a chunk are kept."""
        return self.chunks / f"{number:06}.parquet"

    def tidy(self) -> None:
        """Forget the run once its result is written, but for the right side."""
        shutil.rmtree(self.chunks, ignore_errors=True)
        shutil.rmtree(self.left, ignore_errors=True)
        if not self.keeps_right:
            shutil.rmtree(self.folder, ignore_errors=True)

    def _clear(self) -> None:
        """What is left of runs with other files or other wishes is of no use to this one."""
        ours = {self.left, self.right, self.chunks}
        for old in self.folder.iterdir():
            if old.is_dir() and old not in ours:
                shutil.rmtree(old, ignore_errors=True)


def _digest(path: Path) -> str:
    digest = hashlib.blake2b(digest_size=16)
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            digest.update(block)
    return digest.hexdigest()


def _name(*parts: str) -> str:
    return hashlib.blake2b("\x1f".join(parts).encode(), digest_size=8).hexdigest()
