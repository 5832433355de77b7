"""The values of linking: what is asked for, a side made ready, and what came of it."""

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Protocol

import msgspec


class LinkingInvalid(ValueError):
    """A file that cannot be linked as it is; the sentence names the file, the column and the fix, never a value."""


class ExtraMissing(RuntimeError):
    """A package that linking needs is not installed; the sentence says how to install it."""


class EngineName(StrEnum):
    """What proposes the pairs: this machine, or a cluster."""

    DUCKDB = "duckdb"
    SPARK = "spark"


class Dates(StrEnum):
    """The order of a date's parts, where it is not written year first."""

    ISO = "iso"
    DAY_FIRST = "dmy"
    MONTH_FIRST = "mdy"


class Width(StrEnum):
    """How widely pairs are sought: everybody with everybody, by one thing in common, or by two."""

    ALL = "all"
    WIDE = "wide"
    NARROW = "narrow"


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What `pathway link` was asked for. `right` None: `left` with itself. `best`: one answer for a row on the left."""

    left: Path
    right: Path | None
    out: Path
    engine: EngineName = EngineName.DUCKDB
    threshold: float | None = None
    best: bool = False
    compare: tuple[str, ...] = ()
    dates: Dates = Dates.ISO
    id_column: str | None = None
    model: Path | None = None
    memory_gigabytes: float = 4.0
    processes: int = 2
    chunk: int | None = None
    spark_master: str = "local[*]"


class Layout(msgspec.Struct, frozen=True, kw_only=True):
    """Which column of a file stands for what: our name to theirs. What is not known is not used."""

    columns: Mapping[str, str]
    others: tuple[str, ...]
    id_column: str | None
    not_used: tuple[str, ...]


class Counts(msgspec.Struct):
    """How often each name, and each value of a further column, occurs among `rows` people."""

    rows: int = 0
    given: dict[str, int] = {}
    family: dict[str, int] = {}
    others: dict[str, dict[str, int]] = {}


class Side(msgspec.Struct, frozen=True, kw_only=True):
    """One side made ready: its Parquet parts in order, how many rows, the names counted, the problems met."""

    parts: tuple[str, ...]
    rows: int
    counts: Counts
    unread: Mapping[str, tuple[int, int]] = {}


class Tell(Protocol):
    """Says how far things are: one line for a person."""

    def __call__(self, line: str) -> None:
        """Show the line."""


class Linked(msgspec.Struct, frozen=True, kw_only=True):
    """What came of linking. `line` is the weight (bits) from which pairs were written, `expected` how many are one
    person by the model; `not_used` are the columns that were left out.
    """

    left_rows: int
    right_rows: int | None
    pairs: int
    line: float
    expected: float
    engine: str
    width: str
    columns: tuple[str, ...]
    not_used: tuple[str, ...]
    warnings: tuple[str, ...]
    chunks: int
    chunks_kept: int
    seconds: float = 0.0
    seconds_preparing: float = 0.0
    seconds_training: float = 0.0
    out: str = ""
