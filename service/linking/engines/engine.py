"""What an engine is asked, and by which figures it chooses."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

import msgspec

from service.kit.processes import Pool
from service.linking.rows import Side, Width


class Search(msgspec.Struct, frozen=True, kw_only=True):
    """How an engine looks for pairs.

    `met`: how many of those a row meets are ranked, those with most keys in common first; `kept`: how many are
    weighed; `always`: how many of them however little they look alike; `floor`: Splink's weight (bits) that the others
    need. `sides`: "two", "one" (a file with itself, each pair once).
    """

    sides: str
    best: bool
    crowd: int
    met: int
    kept: int
    always: int
    floor: float

    def sides_with(self, step: int) -> str:
        """Rows picked out of one file meet those before them as well, which were not picked."""
        return "any" if self.sides == "one" and step > 1 else self.sides


class Engine(Protocol):
    """Proposes pairs of rows, in batches in order of the left row; no row's pairs are in two batches."""

    dialect: str

    def open(self, left: Side, right: Side, search: Search) -> None:
        """Make both sides known."""

    def use(self, settings: dict[str, Any]) -> None:
        """Rank by these settings of Splink's from now on."""

    def pairs(self, first: int, last: int, *, step: int = 1, training: bool = False) -> Iterator[Any]:
        """Give the pairs of left rows `first` to `last` (every `step`-th), as Arrow tables.

        Columns: l, r, left_id, right_id, left_form, right_form. To train on, nothing is settled beforehand, and rows
        picked out of one file meet all the others.
        """

    def weighed(self, first: int, last: int, *, scale: Path, pool: Pool) -> list[Any]:
        """Weigh the pairs of left rows `first` to `last` by a scale, as Arrow tables in order."""

    def close(self) -> None:
        """Let go of everything held."""


EVERYONE = 1_000_000_000
_LIMITS = {
    Width.ALL: (EVERYONE, EVERYONE, EVERYONE, 0.0),
    Width.WIDE: (5_000, 2_000, 60, -30.0),
    Width.NARROW: (100, 100, 2, -8.0),
}


def search_for(width: Width, *, one_file: bool, best: bool, crowd: int) -> Search:
    """Choose how to look: thoroughly in small files, in large ones at what looks likeliest."""
    met, kept, always, floor = _LIMITS[width]
    if best and width is Width.NARROW:
        met, kept = 24, 5
    return Search(
        sides="one" if one_file else "two",
        best=best,
        crowd=crowd,
        met=met,
        kept=kept,
        always=always,
        floor=floor,
    )
