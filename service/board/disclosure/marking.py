"""Which counts may not be shown, and which have to be hidden with them so that no sum gives them away."""

from collections.abc import Iterable, Mapping, Sequence

from service.board.rows import Cube, Key, Line
from service.board.rules.rounding import THRESHOLD, rounded

LinesOf = Mapping[Key, Sequence[Line]]


def primary(cube: Cube) -> frozenset[Key]:
    """SDC-1 rule 4, counts of 0 to 9 with zero not told apart, and rule 5, where all but 0 to 9 are one
    thing.

    Rule 5 as written begins at 1. Nought is included: that everybody is NEET says so of each of them.
    """
    never = cube.impossible | cube.unshown
    small = {key for key, count in cube.counts.items() if count < THRESHOLD and key not in never}
    nearly_all = {
        share.part
        for share in cube.shares
        if share.part not in cube.impossible and cube.counts[share.base] - cube.counts[share.part] < THRESHOLD
    }
    return frozenset(small | nearly_all)


def closed(cube: Cube, hidden: Iterable[Key]) -> frozenset[Key]:
    """The hidden counts, and others until no line has exactly one hidden that could be made two."""
    marked, before = set(hidden), -1
    while len(marked) > before:
        before = len(marked)
        for line in cube.lines:
            marked |= _second_of(cube, line, marked)
    return frozenset(marked)


def lines_of(cube: Cube) -> LinesOf:
    """The lines each count stands in."""
    found: dict[Key, list[Line]] = {}
    for line in cube.lines:
        for key in (*line.parts, line.total):
            found.setdefault(key, []).append(line)
    return found


def some_more(cube: Cube, key: Key, hidden: frozenset[Key], lines: LinesOf, *, many: int) -> list[Key]:
    """The next counts to hide for `key`'s sake, at most so `many`: of its own lines first, then of theirs, and so on.

    None are left if it is empty.
    """
    reached, front, found = {key}, {key}, list[Key]()
    while front and len(found) < many:
        front = {
            each for known in front for line in lines.get(known, ()) for each in (*line.parts, line.total)
        }
        front -= reached
        reached |= front
        found += sorted(_free(cube, front, hidden), key=lambda each: _least(cube, each))
    return found[:many]


def _second_of(cube: Cube, line: Line, hidden: set[Key]) -> set[Key]:
    """Where exactly one count of a line is hidden, and all others are shown, another one."""
    possible = [key for key in (*line.parts, line.total) if key not in cube.impossible]
    if sum(key in hidden for key in possible) != 1 or any(key in cube.unshown for key in possible):
        return set()
    free = _free(cube, possible, hidden)
    return {min(free, key=lambda key: _least(cube, key))} if free else set()


def _free(cube: Cube, keys: Iterable[Key], hidden: Iterable[Key]) -> list[Key]:
    """Those that are shown and may still be hidden."""
    fixed = (hidden, cube.impossible, cube.public, cube.unshown)
    return [key for key in keys if not any(key in each for each in fixed)]


def _least(cube: Cube, key: Key) -> tuple[int, int, Key]:
    """That of least worth first, then the smallest, then by name. The smallest by what is shown: the choice must tell
    nothing that the figures do not."""
    return cube.worth.get(key, 0), rounded(cube.counts[key]), key
