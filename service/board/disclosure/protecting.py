"""What is hidden of a month: small counts, then as many others as it takes until no hidden one can be worked
out, from this edition or from the two of a month together."""

from collections.abc import Iterable, Mapping

import msgspec

from service.board.disclosure.marking import closed, lines_of, primary, some_more
from service.board.disclosure.recovery import exposed
from service.board.rows import Cube, Key, Line, Share

_SECOND = "second edition of "


class CannotBeProtected(RuntimeError):
    """Everything near a hidden count is hidden or public, and still it can be worked out.

    The month is not published; the last edition stays. Its text names the counts by what they are of, never
    how many.
    """


class Edition(msgspec.Struct, frozen=True, kw_only=True):
    """What an edition of a month was made of, and which of its counts were hidden."""

    cube: Cube
    hidden: frozenset[Key]


def protected(cube: Cube, *, first: Edition | None = None) -> Edition:
    """Decide what is hidden of a month; with its first edition, so that neither gives the other away.

    Raises CannotBeProtected, AuditUnfinished. SOURCE: SDC-1 rules 2 and 7.
    """
    if first is None:
        return Edition(cube=cube, hidden=_protected(cube, primary(cube)))
    names = _names(cube, first.cube)
    both = _together(cube, first, names)
    hidden = _protected(both, primary(both) | first.hidden)
    return Edition(cube=cube, hidden=frozenset(key for key in cube.counts if names[key] in hidden))


def _protected(cube: Cube, start: Iterable[Key]) -> frozenset[Key]:
    """Each round of the audit takes twice as many with a count as the one before, so there are few rounds."""
    lines, many = lines_of(cube), 1
    hidden = closed(cube, start)
    while weak := exposed(cube, hidden):
        more = {each for key in weak for each in some_more(cube, key, hidden, lines, many=many)}
        if not more:
            raise CannotBeProtected("; ".join(" ".join(key) for key in weak))
        hidden, many = closed(cube, hidden | more), 2 * many
    return hidden


def _names(cube: Cube, first: Cube) -> Mapping[Key, Key]:
    """Counts that a correction left as they were are one unknown to whoever reads both editions; the others
    two.

    Nobody is told which are which. Whoever guesses right is the reader we protect against.
    """
    return {
        key: key if first.counts.get(key) == count else (_SECOND + key[0], *key[1:])
        for key, count in cube.counts.items()
    }


def _together(cube: Cube, first: Edition, names: Mapping[Key, Key]) -> Cube:
    """One system of both editions. What the first one showed is public, and what it hid stays hidden."""
    renamed = (Line(names[line.total], tuple(names[part] for part in line.parts)) for line in cube.lines)
    shares = (Share(names[share.part], names[share.base]) for share in cube.shares)
    before = first.cube
    public = frozenset(before.counts) - first.hidden - before.impossible - before.unshown
    return Cube(
        counts={**before.counts, **{names[key]: count for key, count in cube.counts.items()}},
        lines=(*before.lines, *renamed),
        shares=(*before.shares, *shares),
        worth={**before.worth, **{names[key]: worth for key, worth in cube.worth.items()}},
        impossible=before.impossible | {names[key] for key in cube.impossible},
        public=public,
        told=frozenset(share for share in before.shares if share.part in public),
        unshown=before.unshown | {names[key] for key in cube.unshown},
    )
