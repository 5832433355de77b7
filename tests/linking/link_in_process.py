"""Links two files in a process of its own, in small chunks, for the drill that kills it."""

import sys
from pathlib import Path

from service.linking.operations import link
from service.linking.rows import Asked

CHUNK = 25


def asked(left: Path, right: Path, out: Path, model: Path) -> Asked:
    """The run the drill kills; the same files give the same pairs."""
    return Asked(left=left, right=right, out=out, model=model, chunk=CHUNK)


def main() -> None:
    """Links, and says how many chunks were there already."""
    left, right, out, model = map(Path, sys.argv[1:])
    print(link(asked(left, right, out, model), tell=lambda _: None).chunks_kept)


if __name__ == "__main__":
    main()
