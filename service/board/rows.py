"""Frozen months as values: the exact counts they are made from, and the disclosed tables that leave this
feature.

Two kinds of table, told apart by type. A `Layout` says which exact count belongs in which cell and is known
to `rules` and `disclosure` alone. A `DisclosedTable` holds ready texts and nothing behind them; charts,
pages and files are made from it only.
"""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

import msgspec

from service.vocabulary.day import say_day

Key = tuple[str, str, str, str]
"""(measure, area, age, cell): what one exact count is of. `area` is an ONS code, ALL or ELSEWHERE."""

ALL, ELSEWHERE = "all", "not known"
HIDDEN, IMPOSSIBLE = "c", "z"
"""What a cell says instead of a figure: confidential, and cannot occur. DfE's symbols."""


class Age(StrEnum):
    """The fixed age bands, by academic age: the age on the 31 August before the academic year began."""

    BOTH = "16-17"
    SIXTEEN = "16"
    SEVENTEEN = "17"
    OLDER = "18-24"

    @property
    def said(self) -> str:
        """As a sentence names them: "16 and 17 year-olds"."""
        return {"16-17": "16 and 17 year-olds", "18-24": "18 to 24 year-olds"}.get(self, f"{self} year-olds")


class State(StrEnum):
    """What a learner is counted as on the day. The first four make up the base; custody is left out of it."""

    PARTICIPATING = "participating"
    OTHERWISE = (
        "otherwise"  # in work without training, on a gap year, in re-engagement: neither of the others
    )
    NEET = "neet"
    NOT_KNOWN = "not_known"
    CUSTODY = "custody"


class Node(StrEnum):
    """A stage of the way, as wide as the flow chart can show it."""

    SCHOOL = "At school, to age 16"
    LEARNING = "Learning, up to level two"
    LEVEL_3 = "Learning, level three and above"
    WORK = "In work"
    OTHER = "Re-engagement or custody"
    NEET = "NEET"
    NOT_KNOWN = "Not known"


class Place(msgspec.Struct, frozen=True):
    """A district, or what stands in its row."""

    code: str
    name: str


class NewCount(msgspec.Struct, frozen=True, kw_only=True):
    """One exact count of a frozen month, as it is stored."""

    snapshot_id: UUID
    measure: str
    area: str
    line: str
    cell: str
    people: int


class Snapshot(msgspec.Struct, frozen=True, kw_only=True):
    """One month as it stood on its last day. Edition 2, if there is one, corrects edition 1 and replaces it.

    `coverage` says from how many providers, as a clause: "from 11 of 12 providers, newest 3 November 2026". `changed`
    says why a second edition's figures differ from the first's.
    """

    id: UUID
    month_on: date
    edition: int
    as_of_on: date
    frozen_at: datetime
    coverage: str
    changed: str | None = None

    @property
    def month(self) -> str:
        """As people say it: "October 2026"."""
        return say_month(self.month_on)


def say_month(day: date) -> str:
    """The month of a day: "October 2026"."""
    return say_day(day).split(" ", 1)[1]


class Arrived(msgspec.Struct, frozen=True, kw_only=True):
    """What came in after a month was first frozen, about days up to its last: reports anew, reports corrected or taken
    back, young people registered."""

    reports: int
    corrections: int
    registered: int


class Line(msgspec.Struct, frozen=True):
    """Counts that add up: `parts` make `total`."""

    total: Key
    parts: tuple[Key, ...]


class Share(msgspec.Struct, frozen=True):
    """A percentage: of `base`, how many are `part`."""

    part: Key
    base: Key


class Median(msgspec.Struct, frozen=True):
    """After how many days it had happened to half of those counted as `base`; None: to fewer than half yet."""

    base: Key
    days: int | None


class Interval(msgspec.Struct, frozen=True):
    """Wilson's 95% interval of a percentage, made from what is shown of it."""

    part: Key
    base: Key


Cell = Key | Share | Median | Interval


class Cube(msgspec.Struct, frozen=True, kw_only=True):
    """Every count of a month that is published, with all that ties them together. Exact: never leaves the
    feature.

    `shares` are the compositions in which nearly everybody being one thing would tell about each of them. Where
    a count must be hidden only to protect another, those of least `worth` go first: they matter least to the reader.
    `public` ones are known already, from an edition before, and cannot be hidden any more. `unshown` ones stand in no
    table: they are what is left of a total when its one shown part is taken away. `told` are the shares an edition
    before has shown.
    """

    counts: Mapping[Key, int]
    lines: tuple[Line, ...]
    shares: tuple[Share, ...] = ()
    worth: Mapping[Key, int] = {}
    impossible: frozenset[Key] = frozenset()
    public: frozenset[Key] = frozenset()
    unshown: frozenset[Key] = frozenset()
    told: frozenset[Share] = frozenset()


class Layout(msgspec.Struct, frozen=True, kw_only=True):
    """Which count, or what is made of counts, stands where in a table. A text is a heading."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Cell, ...]], ...]


class DisclosedTable(msgspec.Struct, frozen=True, kw_only=True):
    """A table anybody on the board may read: headings and ready texts. Only `disclosure` makes one.

    The first text of a row names it. `title` states the message of its chart, `description` what is drawn.
    """

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    title: str = ""
    description: str = ""

    def cell(self, row: str, column: str) -> str:
        """The text where a row and a column meet; raises StopIteration or ValueError where they do not."""
        return next(each for each in self.rows if each[0] == row)[self.columns.index(column)]


def drawn(text: str) -> float | None:
    """The figure a disclosed cell shows, None where it shows none: "1,245" is 1245, "4.1%" is 4.1, "c" is
    None."""
    return None if text in (HIDDEN, IMPOSSIBLE) else float(text.rstrip("%").replace(",", ""))


class Headline(msgspec.Struct, frozen=True, kw_only=True):
    """One sentence of the first page: the figure, then the rest of the sentence; `note` stands below it."""

    figure: str
    said: str
    note: str | None = None


class Published(msgspec.Struct, frozen=True, kw_only=True):
    """One disclosed table of a snapshot, with its chart ready to show (None: nothing large enough to
    draw)."""

    snapshot: Snapshot
    table: DisclosedTable
    svg: str | None = None


class NewPublished(msgspec.Struct, frozen=True, kw_only=True):
    """What is published under a name, as it is stored."""

    snapshot_id: UUID
    name: str
    content: object
    svg: str | None = None
