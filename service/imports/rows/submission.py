"""A file as it is received, where it stands, and what it comes to."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import msgspec

from service.imports.rows.submitted import Format, Problem
from service.pathways.rows import Written


class State(StrEnum):
    """Where a submission stands."""

    RECEIVED = "received"
    CHECKING = "checking"
    CHECKED = "checked"
    ACCEPTING = "accepting"
    ACCEPTED = "accepted"
    REFUSED = "refused"  # the file as a whole cannot be read
    DISCARDED = "discarded"  # its sender decided against it
    UNDOING = "undoing"
    UNDONE = "undone"  # recorded, then undone as a whole


class AcceptMode(StrEnum):
    """What to do about rows that cannot be taken: nothing at all goes in, or the good rows do."""

    ALL = "all"
    GOOD = "good"


class NewSubmission(msgspec.Struct, frozen=True, kw_only=True):
    """A file as it is received."""

    id: UUID
    agency_id: UUID
    file_name: str
    sha256: bytes
    size_bytes: int
    format: Format
    state: State
    learners: int
    done: int
    today: date
    uploaded_at: datetime
    uploaded_by: UUID | None


class NewPiece(msgspec.Struct, frozen=True, kw_only=True):
    """One piece of a file."""

    submission_id: UUID
    n: int
    piece: bytes


class NewRow(msgspec.Struct, frozen=True, kw_only=True):
    """One learner of a file as read, with what would become of it. `submitted` and `problems` are JSON text."""

    submission_id: UUID
    n: int
    reference: str
    submitted: str
    problems: str | None
    outcome: str
    learner_id: UUID | None


class Submission(msgspec.Struct, frozen=True, kw_only=True):
    """A file an agency sent, and where it stands.

    `preview` and `receipt` are JSON text of a Tally, `undoing` of an Undoing.
    """

    id: UUID
    agency_id: UUID
    agency_name: str
    file_name: str
    sha256: bytes
    size_bytes: int
    format: Format
    year: str | None
    state: State
    learners: int
    done: int
    mode: AcceptMode | None
    today: date
    uploaded_at: datetime
    uploaded_by: UUID | None
    checked_at: datetime | None
    accepted_at: datetime | None
    accepted_by: UUID | None
    preview: str | None
    receipt: str | None
    failure: str | None
    undone_at: datetime | None = None
    undone_by: UUID | None = None
    undoing: str | None = None


class Undoing(msgspec.Struct, frozen=True, kw_only=True):
    """What undoing a file did, so far or in all."""

    learners: int = 0
    taken_back: int = 0
    said_again: int = 0  # as they stood before the file
    no_longer_seen: int = 0  # learners whom the agency saw because of this file alone
    alerts_raised: int = 0
    alerts_closed: int = 0
    reviews_closed: int = 0

    def plus(self, other: "Undoing") -> "Undoing":
        """Add the counts of two parts."""
        sums = {name: getattr(self, name) + getattr(other, name) for name in self.__struct_fields__}
        return Undoing(**sums)


class Tally(msgspec.Struct, frozen=True, kw_only=True):
    """What a file comes to. The five outcomes add up to `learners`."""

    learners: int = 0
    found: int = 0
    issued: int = 0
    review: int = 0
    out_of_age: int = 0
    refused: int = 0
    spells: Written = Written()
    milestones: Written = Written()
    circumstances: Written = Written()
    groundless: int = 0  # circumstances that nothing allows to hold about a learner of that age
    problems: int = 0
    alerts_raised: int = 0
    alerts_closed: int = 0
    ended: int = 0  # spells of the provider's last file that this one no longer mentions
    prepared_on: date | None = None
    file_problems: tuple[Problem, ...] = ()
    so_far: Any = None  # counts of an acceptance that is still running

    def plus(self, other: "Tally") -> "Tally":
        """Add the counts of two parts of one file."""
        counts = {name: getattr(self, name) + getattr(other, name) for name in _COUNTS}
        return msgspec.structs.replace(
            self,
            **counts,
            spells=self.spells + other.spells,
            milestones=self.milestones + other.milestones,
            circumstances=self.circumstances + other.circumstances,
        )


_COUNTS = (
    "learners",
    "found",
    "issued",
    "review",
    "out_of_age",
    "refused",
    "groundless",
    "problems",
    "alerts_raised",
    "alerts_closed",
    "ended",
)
