"""Values of joining and parting learners."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import msgspec


class Side(StrEnum):
    """Whose value is kept, or whose a fact is."""

    SURVIVOR = "survivor"
    MERGED = "merged"
    DOUBTFUL = "doubtful"


class How(StrEnum):
    """What a merge does with the rows of a column that names a learner."""

    MOVES = "moves"  # from the merged learner to the survivor, and back when they are parted
    STAYS = "stays"  # it says what was so then, or is read through `merged_into`
    DERIVED = "derived"  # made anew from the facts
    LEADS = "leads"  # it is what leads from the merged learner to the survivor


class Reference(msgspec.Struct, frozen=True):
    """One column that names a learner, and what a merge does with it."""

    table: str
    column: str
    how: How
    because: str


class Image(StrEnum):
    """Why a row is kept as it was before a merge."""

    MOVED = "moved"  # the merged learner's
    KEPT = "kept"  # the survivor's, to tell later what came with whom
    CHANGED = "changed"  # how the survivor was described


class Joining(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody asks for: whose indicator goes on, whose value is kept of each field, and why they are one."""

    survivor_id: UUID
    merged_id: UUID
    choices: dict[str, Side]
    reason: str


class NewMerge(msgspec.Struct, frozen=True, kw_only=True):
    """A merge as it is recorded."""

    id: UUID
    survivor_id: UUID
    merged_id: UUID
    agency_id: UUID
    reason: str
    choices: dict[str, Side]
    merged_at: datetime
    merged_by: UUID | None


class Merge(msgspec.Struct, frozen=True, kw_only=True):
    """A merge, undone or not."""

    id: UUID
    survivor_id: UUID
    merged_id: UUID
    survivor_indicator: str
    merged_indicator: str
    agency_id: UUID
    reason: str
    merged_at: datetime
    merged_by_name: str | None = None
    undone_at: datetime | None = None
    undone_because: str | None = None


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """A row of some table about a learner, for showing before it moves."""

    source: str
    row: dict[str, Any]


class LaterFact(msgspec.Struct, frozen=True, kw_only=True):
    """A fact recorded for the survivor after a merge, with all that says whose it is.

    `earlier` are the sides that had a fact of the same agency under the same name when they were joined; `described`
    the side whose description the claim met that brought the fact; `agencies` the sides the agency knew before.
    """

    source: str
    id: UUID
    day: date
    earlier: tuple[Side, ...] = ()
    described: Side | None = None
    agencies: tuple[Side, ...] = ()


class NewImage(msgspec.Struct, frozen=True, kw_only=True):
    """A row as it was before a merge."""

    merge_id: UUID
    n: int
    source: str
    what: Image
    row: dict[str, Any]


class NewDoubt(msgspec.Struct, frozen=True, kw_only=True):
    """A fact that may be either's once two were parted."""

    source: str
    id: UUID
    day: date
