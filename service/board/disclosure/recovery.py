"""The recoverability audit of SDC-1 rule 7: could somebody work a hidden count out?

Whoever reads a month knows how we round, from where on we hide, and every sum. To them a month is a system of
equations: a shown count lies within 2 of what is shown, a hidden one is 0 or more. A hidden count is safe if
at least five whole numbers are possible for it, and what proves that is a pair of whole-number worlds, each of
which would have been published alike. A world is looked for by linear programming first, which nearly always
finds whole numbers, and by integer programming where it does not.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

import highspy
import numpy as np

from service.board.rows import Cube, Key
from service.board.rules.rounding import THRESHOLD, rounded

FEWEST = 5
"""How many whole numbers must be possible for a hidden count. SOURCE: SDC-1 rule 7."""
_SLACK = 2  # of rounding to 5: 13 to 17 are shown as 15
_MOST = 1_000_000  # more than anybody would believe of a count of ours
_WHOLE = 1e-6
_NODES = 500  # of a search for whole numbers; a limit of time would not end alike each time
_FEASIBLE = 2  # the solver's word for: these values obey every equation
_ENDED = (highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kSolutionLimit)


class AuditUnfinished(RuntimeError):
    """The solver failed. The month is not published then: unproved is not safe."""


def exposed(cube: Cube, hidden: frozenset[Key]) -> list[Key]:
    """The hidden counts for which fewer than five whole numbers are possible, in order.

    One that an edition before has shown cannot be protected any more; what it gives away of others is looked at.
    The answer depends on what is shown alone, never on a hidden count. One for which no second world is found before
    the search ends counts as exposed. Raises AuditUnfinished.
    """
    asked = sorted((hidden - cube.public) | _left_over(cube, hidden))
    reader = _Reader(cube, hidden, asked)
    reader.imagine(dict.fromkeys(asked, 1.0))
    reader.imagine(dict.fromkeys(asked, -1.0))
    return [key for key in asked if not reader.leaves_open(key)]


def _left_over(cube: Cube, hidden: frozenset[Key]) -> frozenset[Key]:
    """What stands in no table and would be the rest of a total whose part is hidden: as telling as the part."""
    lines = ({*line.parts, line.total} for line in cube.lines)
    return frozenset(key for line in lines if line & hidden for key in line & cube.unshown)


class _Reader:
    """Somebody who knows all that is published of a month, and what they can imagine of the rest."""

    def __init__(self, cube: Cube, hidden: frozenset[Key], asked: Sequence[Key]) -> None:
        self._cube, self._hidden, self._asked = cube, hidden, asked
        self._place = {key: place for place, key in enumerate(cube.counts)}
        self._linear = _system(cube, hidden, self._place, whole=False)
        self._costs = np.zeros(len(self._place))
        self._columns = np.arange(len(self._place), dtype=np.int32)
        self._seen = {key: (cube.counts[key], cube.counts[key]) for key in asked}

    @cached_property
    def _whole(self) -> highspy.Highs:
        """The same in whole numbers: made only where the linear one does not come to them by itself."""
        return _system(self._cube, self._hidden, self._place, whole=True)

    def leaves_open(self, key: Key) -> bool:
        """Whether five whole numbers are possible: the largest and the smallest are four apart."""
        for direction in (1.0, -1.0):
            if not self._is_wide(key):
                self.imagine({key: direction})
        return self._is_wide(key)

    def imagine(self, wish: dict[Key, float]) -> None:
        """Find a world as far in a direction as can be, and note what everything asked about is there."""
        self._costs[:] = 0
        for key, weight in wish.items():
            self._costs[self._place[key]] = -weight
        world = self._solved(self._linear)
        if any(abs(value - round(value)) > _WHOLE for value in world):
            world = self._solved(self._whole)
        if not world:
            return
        for key in self._asked:
            value, (least, most) = round(world[self._place[key]]), self._seen[key]
            self._seen[key] = min(least, value), max(most, value)

    def _is_wide(self, key: Key) -> bool:
        least, most = self._seen[key]
        return most - least >= FEWEST - 1

    def _solved(self, system: highspy.Highs) -> Sequence[float]:
        """The best world found; none if the search ended without any."""
        system.changeColsCost(len(self._costs), self._columns, self._costs)
        system.run()
        if system.getModelStatus() not in _ENDED:
            raise AuditUnfinished(f"the solver ended with {system.getModelStatus()}")
        values: Sequence[float] = system.getSolution().col_value
        return values if system.getInfo().primal_solution_status == _FEASIBLE else ()


def _system(cube: Cube, hidden: frozenset[Key], place: dict[Key, int], *, whole: bool) -> highspy.Highs:
    system = highspy.Highs()  # type: ignore[no-untyped-call]  # its constructor is not annotated
    system.setOptionValue("output_flag", False)
    system.setOptionValue("mip_rel_gap", 0.0)
    system.setOptionValue("mip_max_nodes", _NODES)
    for key in place:
        system.addVar(*_range(cube, key, hidden))
    if whole:
        kind = np.full(len(place), highspy.HighsVarType.kInteger.value, dtype=np.uint8)
        system.changeColsIntegrality(len(place), np.arange(len(place), dtype=np.int32), kind)
    for terms, least, most in _equations(cube, hidden):
        keys, weights = zip(*terms, strict=True)
        columns = np.array([place[key] for key in keys], dtype=np.int32)
        system.addRow(least, most, len(columns), columns, np.array(weights, dtype=float))
    return system


def _range(cube: Cube, key: Key, hidden: frozenset[Key]) -> tuple[float, float]:
    if key in cube.impossible:
        return 0, 0
    if (key in hidden and key not in cube.public) or key in cube.unshown:
        return 0, _MOST
    shown = rounded(cube.counts[key])
    return max(THRESHOLD, shown - _SLACK), shown + _SLACK


Term = tuple[Key, float]


def _equations(cube: Cube, hidden: frozenset[Key]) -> Iterator[tuple[list[Term], float, float]]:
    """Every sum; and for every shown part that ten or more are something else, for else it were hidden."""
    for line in cube.lines:
        yield [*_terms(line.parts), (line.total, -1.0)], 0, 0
    for share in (*cube.shares, *cube.told):
        if share in cube.told or not (share.part in hidden or share.part in cube.impossible):
            yield [(share.base, 1.0), (share.part, -1.0)], THRESHOLD, highspy.kHighsInf


def _terms(keys: Iterable[Key]) -> list[Term]:
    return [(key, 1.0) for key in keys]
