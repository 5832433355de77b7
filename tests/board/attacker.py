"""Somebody who wants to know a hidden count: reads every published table, knows how we round and hide, and solves for
it.

Written from what a reader sees, not from how a month is made: which rows of a table add up to which, which columns do,
which figure is the same in two tables. An integer programme (scipy's) then says between which whole numbers a hidden
figure must lie.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from service.board.rows import DisclosedTable

At = tuple[int, str, str, str]
"""(edition, table, row, column): one printed figure."""
Terms = dict[At, int]
WHOLE = "Greater Essex"
Bound = Callable[[Mapping[At, str]], float]
_SAME = (
    ("contact-1", "NEET or not known"),
    ("left-alone-1", "NEET or not known"),
    ("map-1", "NEET or not known"),
)
_SAME += (("september-guarantee-1", "Young people"),)
"""Tables whose first figure is one of the table of places."""
_STATES = ("Participating", "In other work or re-engagement", "NEET", "Not known")
_BASE, _BOTH = "Young people", "NEET or not known"
_NODES = 7
_MOST = 10_000
_DIRECTIONS = [np.random.default_rng(seed) for seed in range(30)]


class Attacker:
    """Reads editions of a month; `unchanged` are figures somebody told them a correction left as they were."""

    def __init__(
        self, editions: Sequence[Mapping[str, DisclosedTable]], unchanged: Iterable[tuple[str, str, str]] = ()
    ) -> None:
        self.printed = dict(_printed(editions))
        self.place = {at: number for number, at in enumerate(self.printed)}
        zero = [terms for number, tables in enumerate(editions) for terms in _sums(number, tables)]
        zero += [
            {(0, *at): 1, (1, *at): -1} for at in unchanged if len(editions) > 1 and (1, *at) in self.place
        ]
        least = [terms for number, tables in enumerate(editions) for terms in _shares(number, tables)]
        known = [(terms, least) for terms, least in least if terms.keys() <= self.place.keys()]
        self.equal = self._matrix(zero)
        self.more = self._matrix([terms for terms, _ in known])
        self.more_than = [bound(self.printed) for _, bound in known]
        ranges = [_range(text) for text in self.printed.values()]
        self.bounds = Bounds(*map(list, zip(*ranges, strict=True)))
        self.seen: dict[At, tuple[float, float]] = {}

    @property
    def hidden(self) -> list[At]:
        """Every figure somebody did not want to be known."""
        return [at for at, text in self.printed.items() if text == "c"]

    def possible(self, at: At) -> tuple[int, int]:
        """The smallest and the largest whole number a figure can be."""
        return round(self._extreme({at: 1})), round(-self._extreme({at: -1}))

    def pinned(self, ats: Iterable[At], *, width: int) -> list[tuple[At, tuple[int, int]]]:
        """Those of which fewer than `width` whole numbers are possible. Worlds found for one serve for all."""
        wanted = list(ats)
        for directions in _DIRECTIONS:
            wishes = directions.integers(-1, 2, len(wanted)).tolist()
            self._extreme(dict(zip(wanted, wishes, strict=True)))
        found = []
        for at in wanted:
            if not self._is_wide(at, width):
                least, most = self.possible(at)
                if most - least + 1 < width:
                    found.append((at, (least, most)))
        return found

    def _is_wide(self, at: At, width: int) -> bool:
        least, most = self.seen[at]
        return most - least + 1 >= width

    def _extreme(self, wish: Terms) -> float:
        costs = np.zeros(len(self.place))
        for at, weight in wish.items():
            costs[self.place[at]] = weight
        limits = [LinearConstraint(self.equal, 0, 0), LinearConstraint(self.more, self.more_than, np.inf)]
        answer = milp(costs, integrality=np.ones(len(costs)), bounds=self.bounds, constraints=limits)
        assert answer.success, answer.message
        for at, number in self.place.items():
            value = round(answer.x[number])
            least, most = self.seen.get(at, (value, value))
            self.seen[at] = min(least, value), max(most, value)
        return float(answer.fun)

    def _matrix(self, rows: Sequence[Terms]) -> csr_array:
        entries = [
            (weight, number, self.place[at])
            for number, terms in enumerate(rows)
            for at, weight in terms.items()
        ]
        weights, down, across = zip(*entries, strict=True)
        return csr_array((weights, (down, across)), shape=(len(rows), len(self.place)))


def _printed(editions: Sequence[Mapping[str, DisclosedTable]]) -> Iterator[tuple[At, str]]:
    for number, tables in enumerate(editions):
        for name, table in tables.items():
            for row in table.rows:
                for column, text in zip(table.columns[1:], row[1:], strict=True):
                    if _is_count(name, column):
                        yield (number, name, row[0], column), text


def _is_count(name: str, column: str) -> bool:
    return not _repeats(name) and not column.endswith(("%", "Likely between", "Days"))


def _repeats(name: str) -> bool:
    """Tables over months say again what was said of each month."""
    return name.startswith(("trend-", "winter-")) or "-trend-" in name


def _range(text: str) -> tuple[float, float]:
    if text == "c":
        return 0, _MOST
    if text == "z":
        return 0, 0
    shown = int(text.replace(",", ""))
    return max(10, shown - 2), shown + 2


def _sums(number: int, tables: Mapping[str, DisclosedTable]) -> Iterator[Terms]:
    for name, table in tables.items():
        if _repeats(name):
            continue
        if name.startswith(("places-", "needs-")):
            yield from _states(number, name, table)
        if name.startswith("sectors-"):
            yield from _sectors(number, name, table)
        if name.startswith("needs-"):
            yield from _needs(number, name, table)
        elif name.startswith("flow-"):
            yield from _flow(number, name, table)
        else:
            yield from _columns(number, name, table)
        yield from _twice(number, name, table, tables)
    for row in (row[0] for row in tables["places-16-17"].rows):
        for column in (_BASE, *_STATES, _BOTH):
            years = [(number, f"places-{age}", row, column) for age in ("16", "17")]
            yield _adds(years, (number, "places-16-17", row, column))


def _states(number: int, name: str, table: DisclosedTable) -> Iterator[Terms]:
    """Four states make everybody, and the last two NEET or not known."""
    for row in table.rows:
        whole, both = (number, name, row[0], _BASE), (number, name, row[0], _BOTH)
        yield _adds([(number, name, row[0], column) for column in _STATES], whole)
        yield _adds([(number, name, row[0], column) for column in _STATES[2:]], both)


def _needs(number: int, name: str, table: DisclosedTable) -> Iterator[Terms]:
    """Three rows by plan and two by group each make everybody, who stand in the table of places too."""
    rows = [row[0] for row in table.rows]
    for column in _counts(name, table):
        for parts in (rows[:3], rows[3:5]):
            yield _adds([(number, name, row, column) for row in parts], (number, name, WHOLE, column))
        places = f"places-{name.removeprefix('needs-')}"
        yield {(number, name, WHOLE, column): 1, (number, places, WHOLE, column): -1}


def _sectors(number: int, name: str, table: DisclosedTable) -> Iterator[Terms]:
    """Completed, still there and left make the starts."""
    for row in table.rows:
        at = [(number, name, row[0], column) for column in table.columns[1:]]
        yield _adds(at[1:], at[0])


def _columns(number: int, name: str, table: DisclosedTable) -> Iterator[Terms]:
    """The last row is the sum of those above."""
    rows = [row[0] for row in table.rows]
    for column in _counts(name, table) if len(rows) > 1 else ():
        yield _adds([(number, name, row, column) for row in rows[:-1]], (number, name, rows[-1], column))


def _counts(name: str, table: DisclosedTable) -> list[str]:
    return [column for column in table.columns[1:] if _is_count(name, column)]


def _twice(
    number: int, name: str, table: DisclosedTable, tables: Mapping[str, DisclosedTable]
) -> Iterator[Terms]:
    """What stands in two tables is one number."""
    if "-by-" in name:
        code, _, rest = name.partition("-by-")
        other = f"{code}-{rest.partition('-')[2]}"
        for column in table.columns[1:3]:
            yield {(number, name, WHOLE, column): 1, (number, other, WHOLE, column): -1}
    for start, column in _SAME:
        if name.startswith(start):
            places = f"places-{name.removeprefix(start[:-1])}"
            for row in (row[0] for row in tables[places].rows):
                yield {(number, name, row, table.columns[1]): 1, (number, places, row, column): -1}


def _flow(number: int, name: str, table: DisclosedTable) -> Iterator[Terms]:
    at = lambda row, column: (number, name, row, column)  # noqa: E731 - three words say it all here
    nodes, rows = table.columns[1:-1], [row[0] for row in table.rows]
    steps = rows[:_NODES], rows[_NODES + 1 : -1]
    ends = rows[_NODES], rows[-1]
    for row in rows:
        yield _adds([at(row, node) for node in nodes], at(row, "All"))
    for step, end in zip(steps, ends, strict=True):
        for column in (*nodes, "All"):
            yield _adds([at(row, column) for row in step], at(end, column))
    for row, node in zip(steps[1], nodes, strict=True):
        yield {at(row, "All"): 1, at(ends[0], node): -1}
    places = f"places-{name.removeprefix('flow-')}"
    yield {at(ends[0], "All"): 1, at(ends[1], "All"): -1}
    for column, there in (("All", _BASE), ("NEET", "NEET"), ("Not known", "Not known")):
        yield {at(ends[1], column): 1, (number, places, WHOLE, there): -1}


def _adds(parts: Sequence[At], total: At) -> Terms:
    return dict.fromkeys(parts, 1) | {total: -1}


def _shares(number: int, tables: Mapping[str, DisclosedTable]) -> Iterator[tuple[Terms, Bound]]:
    """A part is no more than its base, and a part that is shown is ten less at least."""
    for name, table in tables.items():
        for row in table.rows:
            for base, parts in _compositions(name, table):
                for part in parts:
                    at, whole = (number, name, row[0], part), (number, name, row[0], base)
                    yield {whole: 1, at: -1}, lambda printed, at=at: 0 if printed[at] in "cz" else 10


def _compositions(name: str, table: DisclosedTable) -> Iterator[tuple[str, Sequence[str]]]:
    if name.startswith(("places-", "needs-")):
        yield _BASE, (*_STATES, _BOTH)
    elif name.startswith("sectors-"):
        yield "Starts", table.columns[2:]
    elif table.columns[-1] == "Likely between":
        yield table.columns[1], (table.columns[2],)
